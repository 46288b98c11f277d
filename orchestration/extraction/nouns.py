"""What stands behind a number: the counted thing, what it did, and what the clause before speaks of."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import runs
from orchestration.extraction.clauses import AFTER_BOUND
from orchestration.extraction.marks import T_CLOSE, T_OPEN, TIME
from orchestration.extraction.vocabulary import CORE, lead_pattern
from orchestration.lexicon import Lexicon

# Deeds of counted things that need no object; before a noun they are attributes (开放平台, 上市公司).
_ALONE = (
    *"完工 竣工 投产 投用 投运 通车 开放 对外开放 上市 脱贫 出列 受益 开业 开馆 落地 启用 启动 签约 开工".split(),
    *"投入运营 投入使用 开诊运营 建成 建成运营 建成开通 获批上市 开工建设 建成投用 建成投产 建成通车 提前建成通车".split(),
)
# Nouns that name a class of things and no thing: which, the sentence says elsewhere.
CLASS = (
    "^(?:企业|项目|政策|政策措施|措施|产品|平台|县市|区县|市县|县|区|市|学校|单位|城市|园区|成果|任务|重点任务|品牌|地区|村|镇|乡镇|街道"
    "|活动|场所|服务|课程|案例|制度|标准|工程|事项|举措|改革|行业|领域|产业|基地|中心|机构|场景|人员|群众|家庭|个项目|建议|资金)$"
)


def text_after() -> pl.Expr:
    """What follows a number in its clause, without bounds and separators."""
    text = pl.col("after").str.replace("[,;:。!?].*$", "").str.replace(f"^{AFTER_BOUND}+", "").str.replace("^的", "")
    text = text.str.replace("^(?:实现|完成)(?:了)?", "")
    text = text.str.replace_all(f"[{T_OPEN}{T_CLOSE}]", "").str.strip_chars("、“”》")
    # 3 条地铁新线、新增里程 30 公里: what follows the separator belongs to the next figure.
    goes_on = ~pl.col("after").str.contains("[,;:。!?]") & (pl.col("sentence") == pl.col("sentence").shift(-1))
    text = (
        pl.when(goes_on.fill_null(value=False))
        .then(text.str.replace(r"^([^、(]{2,}(?:\([^)]*\))?[^、(]*)、[^、]+$", "${1}"))
        .otherwise(text)
    )
    # 28 个国控断面中,优良断面 27 个: of these; 初中, 完中 are schools.
    text = text.str.replace("([^高初完附职其集心一二三四五六七八九十])中$", "${1}")
    # 59 项测评点中有 22 项达标: of these.
    text = text.str.replace("([^高初完附职其集心一二三四五六七八九十])中有$", "${1}")
    return text.str.replace(r"(?:、|以及|和|与|及|and|的)+$", "")


def noun(lexicon: Lexicon) -> pl.Expr:
    """The counted thing that follows a number, null where a predicate or nothing follows."""
    predicate = lexicon.any_of("level", "growth_up", "growth_down", "min", "max")
    text = pl.col("_after")
    event = lexicon.any_of("event", without=[word for word in lexicon.of_role("event") if len(word) == 1])
    said = (
        f"(?:{lexicon.any_of('predicate')[3:-1]}|{event[3:-1]}|在[^建校岗线册编库]|获(?:国家|全国|省|中国|首批|世界)"
        "|[向为由][^,;:。]{2,12}(?:开放|提供|承担)|被)"
    )
    # 74个国控断面水质优良比例达到100%: the rate is what the next figure measures.
    joined = ~pl.col("after").str.contains("[,;:。!?、]") & (pl.col("sentence") == pl.col("sentence").shift(-1))
    rate = "^([^的]{2,}?)(?:水质|空气质量|环境质量|增加值|总产值|产值|营业收入|主营业务收入|利润)[^的]*$"
    parted_ = pl.when(joined).then(runs.where(text, CORE)).str.extract(rate, 1)
    text = pl.coalesce(parted_, text).str.replace("(?:达到?|超过?|突破|为|均)+$", "")
    cut = runs.where(text, f".{said}").str.replace(rf"^([区县市镇村旗]|.{{2,}}?){said}.*$", "${1}")
    cut = cut.str.replace("(?:首次|全部|均|集中|有望|已|率先|提前)+$", "")
    # 75 家融资平台转型或退出: what is said of it in two words is said as a whole.
    cut = pl.when(~cut.str.contains("[或和及与、]$")).then(cut)
    noun = text.str.contains(r"^[“(《]?[\u4e00-\u9fffA-Za-z]") & ~text.str.contains(
        f"^[“(《]?(?:{predicate[3:-1]}|和|及|与|以及|等|其中|同比|环比|比|较|占|居|列|排|并|且|但|而|是|为|、|安排|执行|支持|用于|投向|助力|撬动|惠及|(?:[一二两三四五六七八九]个)?[大新]?台阶|大关|关口|门槛|(?:左右|以上)?的?(?:预期|年度)?目标)"
    )
    # 产业集群 2 个、产业园 2 个: what follows a separator belongs to the next figure.
    parted = pl.col("after").str.contains(f"^{AFTER_BOUND}?、")
    return pl.when(noun & ~parted & (text.str.len_chars() >= 2)).then(pl.coalesce(cut, text))


def deed_of(lexicon: Lexicon) -> pl.Expr:
    """What the counted things did, to the end of the clause: 11 家企业入选国家名录 → 入选国家名录; null where nothing."""
    rest = pl.col("_after").str.slice(pl.col("noun").str.len_chars())
    fillers = f"(?:{lexicon.any_of('adverb', 'tail_adverb')[3:-1]}|均|都|全部|首次|有望|集中|提前|正式|初步|再|也|共同)"
    said = (
        rest.str.replace(f"^{fillers}+", "")
        .str.replace(f"^(被|获){fillers}+", "${1}")
        .str.replace("了", "", literal=True)
    )
    with_object = f"^(?:{lexicon.any_of('event', without=_ALONE)[3:-1]})[^的]{{2,}}"
    alone = f"^(?:(?:{'|'.join(_ALONE)})+|建成(?:{'|'.join(_ALONE)}))$"
    # 42 个园区实现产值 300 亿元: here the next figure says what was done.
    next_figure = ~pl.col("after").str.contains("[,;:。!?、]") & (pl.col("sentence") == pl.col("sentence").shift(-1))
    return pl.when(said.str.contains(f"{with_object}|{alone}") & ~next_figure.fill_null(value=False)).then(said)


def deed_of_next() -> pl.Expr:
    """6 个企业品牌、2 个区域品牌入选名单: what the next counted things did, these did too."""
    listed = pl.col("after").str.contains("^[^,;:。!?]*(?:、|和|与|及)$") & pl.col("noun").is_not_null()
    same = (pl.col("sentence") == pl.col("sentence").shift(-1)) & (pl.col("subject_").shift(-1) == "")
    return pl.when(listed & same).then(pl.col("deed").shift(-1))


def with_next_noun() -> pl.Expr:
    """新增 5 个国家级、60 个省级培训基地: the thing is named once, for the last grade."""
    grade = pl.col("noun").str.contains("^[^、]{1,4}级$") & pl.col("after").str.contains(
        "^[^、,;:。]{1,4}级(?:、|和|及)$"
    )
    same = (pl.col("sentence") == pl.col("sentence").shift(-1)) & (pl.col("subject_").shift(-1) == "")
    shared = pl.col("noun").shift(-1).str.extract("级(.{2,})$")
    return pl.when(grade & same & shared.is_not_null()).then(pl.col("noun") + shared).otherwise("noun")


def of_previous(lexicon: Lexicon) -> pl.Expr:
    """What the clause before speaks of: 实施个人养老金,覆盖 421 万人 → 个人养老金."""
    action = lexicon.any_of("action", "gain")
    grouped = pl.col("previous").str.contains(
        "^(?:分|按|从|就|据|根据|与|同|和|比|以).*(?:看|分|算|显示|调查|相比|比|计)$"
    )
    return (
        pl.when(~grouped)
        .then("previous")
        .str.replace_all(TIME, "")
        .str.replace(rf"^.*{action}(?:了|好)?", "")
        .str.replace(lead_pattern(lexicon), "")
        .str.replace_all(r"[“”]", "")
    )
