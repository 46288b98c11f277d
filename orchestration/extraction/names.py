"""What a figure measures: the indicator in the text's own words, completed from the sentence.

The rules, in the order tried (each row keeps the name of the one that made it):

`list`      names and figures of a list, paired in order, with shared heads and tails distributed
`subject`   what stands before the predicate: 粮食产量达 110 亿公斤
`object`    what stands after the number: 新增 6 家三级医院
`carried`   the clause names nothing of its own: …,增长 5%
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import runs
from orchestration.extraction.figures import AFTER_BOUND, HELD, T_CLOSE, T_OPEN
from orchestration.lexicon import Lexicon

_TIME = f"{T_OPEN}[^{T_CLOSE}]*{T_CLOSE}"

# Nouns that close an indicator's name and that a list may state once, for its last member.
_MODIFIER = "常住居民|产业|行业|企业|居民|保险|工程|项目|市场|领域|指数"
CORE = (
    "业务量|顺差|逆差|"
    "人均可支配收入|可支配收入|主营业务收入|营业收入|经营收入|总收入|收入|增加值|总产值|产值|总产量|产量|参保人数|从业人员|人数|零售总额|零售额|销售额"
    "|交易额|贸易额|进出口总额|进出口总值|进出口|总额|总值|总量|投资额|投资|贷款余额|存款余额|余额|占比|比重|比例|覆盖率|普及率|达标率|合格率|处理率|利用率"
    "|完成率|入学率|巩固率|就业率|失业率|发生率|签约率|优良率|化率|拥有量|排放量|用电量|发电量|人均住房建筑面积|人均住房面积|吞吐量|周转量|客运量|货运量|面积|里程|价格|利润|利税|消费|支出|床位|用量|损失|人口|(?:低保|保障|补助|补贴|缴费|供养|工资)?标准|(?:平均)?浓度|增速|[\u4e00-\u9fff]{2}率"
)


def _list_tail() -> str:
    return rf"(?:(?:{_MODIFIER})?(?:{CORE}))$"


# What several members of a list have of, or do to, one whole; it begins with the first noun that closes a name.
_SHARE = r"(?:占[^、]*|对[^、]{2,14}的?(?:贡献率?|拉动)|拉动[^、]{2,10})"
# A noun that a name may end with: before a number it is the subject, not a verb.
# Parts the members of a list that are kept in one string.
BETWEEN = "\ue00d"
# Quantities of which a list may name the owner once, for its first member.
_OF_ONE = "收入|支出|产值|产量|增加值|利润|利税|面积|价格|消费|投资|销售额|存款余额|贷款余额|死亡人数|受伤人数"
_TOPIC = f"{CORE}|GDP|[^就失]业|经济"
# What is said of a quantity without a figure: 粮食产量再创新高.
_FARES = "屡创|再次|再度|又创|迭创|连年|实现|加快|发展|连续|持续|稳步|稳定|较快|快速|平稳|继续|再|首次|突破|跨越|跨过|连跨|连上|迈|创|保持|呈|大幅|明显|显著|不断|全面|率先|逐步|逐年|双双"
# What may follow 有 or 共 where they are verbs; 有效, 有线, 共同 are words.
_HAD = "[^限效机关色轨线序林无意偿害力望利组毒氧理感形声据同享建青性治管赢和轭\u4e00]"
_CLOSING = f"(?:{CORE}|{_MODIFIER}|率|数|量|额|值|价|费|业|区|县|村|园|人|户|家|地|品|物|车|房|校|路)$"


def lead_pattern(lexicon: Lexicon) -> str:
    """Words at the head of a clause that belong to no name: adverbs, time, whose report it is.

    Single characters are left alone: 在 begins 在校生, 就 begins 就业.
    """
    own = (
        "全市|全省|全区|全县|全州|全旗|我市|我省|我区|我县|我州|我国|本市|本省|本区|本县|全盟|市内|区内|辖区内?|全市域"
    )
    joint = (
        "其中|但是?|不过|同时|此外|共有|现有|已有|建有|设有|下辖|主要系|主要是|上年同期|上年末|上年|去年同期|另外|并且|使得|特别是|尤其是|以及|等|——|—|·|年末|年底|年内|期末|当年|一年来|五年来|目前|现有|已有|实有"
        "|五年|实现|控制在|保持在|稳定在|目标是|目标为|目标|主要预期目标|经初步核算|正常年景下?|初步核算|预计全年|的|了"
    )
    adverb = "|".join(word for word in lexicon.of_role("adverb", "approx", "min") if len(word) > 1 and word != "预期")
    at_time = f"(?:到|至|截至|截止|在|从|由)?{_TIME}(?:末|底|初|内|间|以来)?"
    listed = r"[■□●◆▲★※▪•·]|第?[一二三四五六七八九十]是|(?:未来|今后|近)?(?:[一二两三四五]|[0-9]{1,2})年(?:内|间|来)|(?:未来|今后)[一二两三四五]年(?:每年)?|每年|连续[0-9]+年|\((?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})\)|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}\."
    lasting = "(?:[0-9]{1,2}|[一二两三四五六七八九十])年(?:$|累计|共)"
    return rf"^(?:{at_time}|{lasting}|{listed}|{own}|{joint}|{adverb}|#+|[“”》\)]|\((?:去年同期|上年同期|去年|上年))+"


# Deeds of counted things that need no object; before a noun they are attributes (开放平台, 上市公司).
_ALONE = (
    *"完工 竣工 投产 投用 投运 通车 开放 对外开放 上市 脱贫 出列 受益 开业 开馆 落地 启用 启动 签约 开工".split(),
    *"投入运营 投入使用 开诊运营 建成 建成运营 建成开通 获批上市 开工建设 建成投用 建成投产 建成通车 提前建成通车".split(),
)
# Of what part of the whole a quantity is; a list may say so once.
_SCOPES = "农村|城镇|城市|民营|限上|限额以上|规上|规模以上"
# Nouns that name a class of things and no thing: which, the sentence says elsewhere.
_CLASS = (
    "^(?:企业|项目|政策|政策措施|措施|产品|平台|县市|区县|市县|县|区|市|学校|单位|城市|园区|成果|任务|重点任务|品牌|地区|村|镇|乡镇|街道"
    "|活动|场所|服务|课程|案例|制度|标准|工程|事项|举措|改革|行业|领域|产业|基地|中心|机构|场景|人员|群众|家庭|个项目|建议|资金)$"
)


def members(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Add `list` (number of the list a figure belongs to), `place_in_list` (from 0) and `list_length`.

    A figure continues the list of the one before it where nothing but a separator stands between them. `origin` and
    `origin_end` tell the figures, or whole lists of them, that a change begins and ends with.
    """
    # 分别增长 5%和 8%,10 件实事完成: after a comma another unit with a noun behind it begins something else.
    begins = (
        pl.col("before").str.ends_with(",")
        & (pl.col("unit") != pl.col("unit").shift(1))
        & (pl.col("unit") != "")
        & pl.col("after").str.contains(r"^[\u4e00-\u9fff]{2}")
        & ~pl.col("after").str.contains(f"^{AFTER_BOUND}")
    )
    # 每人每月 782 元和每人每年 7560 元
    each = "(?:每人)?(?:每?[年月日天])?"
    bare = (
        pl.col("before").str.contains(rf"^{AFTER_BOUND}?(?:[、,]|和|及|与|以及)?{each}$") & pl.col("follows") & ~begins
    )
    bare = bare.fill_null(value=False)
    return (
        figures.with_columns(bare=bare)
        .with_columns(list=(~pl.col("bare")).cum_sum())
        .with_columns(
            place_in_list=runs.position(pl.col("list")),
            list_length=pl.len().over("list"),
        )
        # Neighbours are looked at first: within `over` a shift would end at the list.
        .with_columns(_begins=_begins_change(), _closes=_closes_change())
        .with_columns(origin=pl.col("_begins").any().over("list") & pl.col("_closes").any().over("list"))
        .drop("_begins", "_closes")
        .with_columns(
            origin_end=(pl.col("origin").shift(1) & ~pl.col("origin")).fill_null(value=False).first().over("list")
        )
    )


def _begins_change() -> pl.Expr:
    """由 11 个增至 17 个, 从第 8 位升至第 5 位, 分别从 A、B 增加到 C、D: whether a change may begin with this figure."""
    return (pl.col("place_in_list") == 0) & pl.col("own").str.contains("(?:从|由)[^,;:。0-9到至]{0,8}第?$")


def _closes_change() -> pl.Expr:
    """Whether the figure is the last of its list and the next one is what a change came to."""
    reached = f"(?:至|到|为|成|居)(?:约|近|超过?|了|{_TIME}|的|全[国省][第前]?)*第?$"
    ends = (pl.col("place_in_list") == 0) & pl.col("own").str.contains(f"^[^,;:。0-9]{{0,8}}{reached}")
    same = pl.col("sentence") == pl.col("sentence").shift(-1)
    return (pl.col("place_in_list") == pl.col("list_length") - 1) & same & ends.shift(-1).fill_null(value=False)


def _text_after() -> pl.Expr:
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


def _noun(lexicon: Lexicon) -> pl.Expr:
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


def _deed_of(lexicon: Lexicon) -> pl.Expr:
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


def _deed_of_next() -> pl.Expr:
    """6 个企业品牌、2 个区域品牌入选名单: what the next counted things did, these did too."""
    listed = pl.col("after").str.contains("^[^,;:。!?]*(?:、|和|与|及)$") & pl.col("noun").is_not_null()
    same = (pl.col("sentence") == pl.col("sentence").shift(-1)) & (pl.col("subject_").shift(-1) == "")
    return pl.when(listed & same).then(pl.col("deed").shift(-1))


def _with_next_noun() -> pl.Expr:
    """新增 5 个国家级、60 个省级培训基地: the thing is named once, for the last grade."""
    grade = pl.col("noun").str.contains("^[^、]{1,4}级$") & pl.col("after").str.contains(
        "^[^、,;:。]{1,4}级(?:、|和|及)$"
    )
    same = (pl.col("sentence") == pl.col("sentence").shift(-1)) & (pl.col("subject_").shift(-1) == "")
    shared = pl.col("noun").shift(-1).str.extract("级(.{2,})$")
    return pl.when(grade & same & shared.is_not_null()).then(pl.col("noun") + shared).otherwise("noun")


def _of_previous(lexicon: Lexicon) -> pl.Expr:
    """What the clause before speaks of: 实施个人养老金,覆盖 421 万人 → 个人养老金."""
    action = lexicon.any_of("action", "gain")
    grouped = pl.col("previous").str.contains(
        "^(?:分|按|从|就|据|根据|与|同|和|比|以).*(?:看|分|算|显示|调查|相比|比|计)$"
    )
    return (
        pl.when(~grouped)
        .then("previous")
        .str.replace_all(_TIME, "")
        .str.replace(rf"^.*{action}(?:了|好)?", "")
        .str.replace(lead_pattern(lexicon), "")
        .str.replace_all(r"[“”]", "")
    )


def single(figures: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `name` and `rule` for figures that stand alone; `carried` rows still lack their name."""
    verb = lexicon.any_of("action", "gain", "reach")
    adverb = lexicon.adverbs
    # 完成 says of a quantity that it was reached, and 拥有 that it is there.
    deed = lexicon.any_of("action", without=[*lexicon.of_role("level"), "拥有"])
    # 植树造林 659 万亩 names a thing of its own.
    deed_to = lexicon.any_of("action", without=[*lexicon.of_role("level"), "拥有", "造林", "植树", "脱贫", "放流"])
    held = pl.when(pl.col("follows") & pl.col("noun").is_null()).then(pl.col("subject_").str.replace_all(HELD, ""))
    gain = lexicon.any_of("gain")
    reach = lexicon.any_of("reach")
    lead = lead_pattern(lexicon)
    # 市委全会提出到 2027 年 …: who said so is no part of the name.
    told = "提出|明确|要求|确定"
    saying = runs.where(pl.col("subject"), told).str.replace(f"^[^,;:。]{{0,30}}(?:{told})(?:到|在)?{_TIME}", "")
    plain_subject = (
        pl.coalesce(saying, "subject").str.replace(lead, "").str.replace_all(_TIME, "").str.strip_chars("、“”")
    )
    subject = pl.col("_subject")
    # 规模以上创新平台新增 343 家 measures the same as 新增规模以上创新平台 343 家.
    gained = runs.where(subject, f"{gain}$").str.extract(rf"^([^完].*?)({gain})$", 1)
    # 有公园 18 个, 向 6 万人发放: a verb of having or a preposition is no part of the name.
    owned = runs.where(subject, "^[共有拥已拟]").str.replace(rf"^(?:共有?|拥有|有|已|拟)({_HAD})", "${1}")
    subject = (
        pl.coalesce(owned, subject)
        .str.replace(f"^[将要再]({verb})", "${1}")
        .str.replace("^(?:向|对|为|给|由|从|将|把|在|按|于|让|有|要|仍|也|则|但)$", "")
    )
    # 对农村 2 万眼机井实施管护: whom it is done to, not what is counted.
    subject = pl.when(pl.col("_counted")).then(subject.str.replace("^(?:对|为|向|给)", "")).otherwise(subject)
    # 是“十一五”的 2.5 倍: a multiple of the quantity named before.
    subject = (
        pl.when((pl.col("unit") == "倍") & subject.str.contains("^(?:是|为|相当于)"))
        .then(pl.lit(""))
        .when(pl.col("unit") == "倍")
        .then(subject.str.replace("(?:是|为|相当于)[^,;:。]{1,8}$", ""))
        .otherwise(subject)
    )
    # 在全省营商环境评价中排名第 3.
    subject = subject.str.replace("^在全[国省市区](.{2,})中$", "${1}")
    # 完成地区生产总值, 工业企业实现利润总额: who brought it about and that it was is not what is measured.
    # 推动数字经济核心产业增长 10%: who is behind it is not what grows.
    caused = "^(?:推动|促进|确保|力争|推进|支持|助力|引导|带动|保持)(.{3,})$"
    grown = pl.col("unit").str.contains("%|百分点|倍") & pl.col("tail").str.contains("增|提高|提升|扩大")
    subject = pl.when(grown).then(subject.str.replace(caused, "${1}")).otherwise(subject)
    done = runs.where(subject, "完成|实现").str.replace(rf"^完成(.{{1,16}}(?:{CORE})(?:\([A-Z]+\))?)$", "${1}")
    done = done.str.replace(rf"^([^、]{{2,14}})(?:实现|完成)([^、]{{0,8}}(?:{CORE}))$", "${1}${2}")
    subject = pl.coalesce(done, subject)
    subject = (
        pl.when(gained.is_not_null())
        .then(runs.where(subject, f"{gain}$").str.extract(f"({gain})$") + gained)
        .otherwise(subject)
    )
    noun = pl.col("noun")
    # 11 家企业入选名录: what they did tells which.
    thing = noun + pl.col("deed").fill_null("")
    bare = noun.str.contains(_CLASS)
    only_verbs = pl.col("subject_").str.contains(f"^(?:{verb}|{adverb}|的)+$")
    verbs = pl.col("subject_").str.replace(f"^(?:{adverb})+", "")
    plain = (
        # 完成 120 项惠民实事: here 完成 is the verb of what is counted.
        pl.col("tail")
        .str.replace_all("完成|实现", "")
        .str.contains(lexicon.any_of("level", "growth_up", "growth_down"))
        | pl.col("compared").is_not_null()
    ).not_() | pl.col("clause").str.contains(r"^(?:\([0-9]{1,2}\))?为$")
    ends_in_verb = pl.col("subject_").str.contains(f"(?:{verb})$")
    ends_in_reach = pl.col("subject_").str.contains(f"(?:{reach})$")
    empty = pl.col("subject_") == ""
    # 西部陆海新通道通达全球 490 个港口: what stands before is no noun that could be counted.
    open_ended = ~ends_in_verb & ~pl.col("subject_").str.contains(_CLOSING) & (pl.col("noun").str.len_chars() <= 8)
    # 万达开示范区、高竹新区等 10 个毗邻平台: examples before, the counted thing after.
    examples = pl.col("subject_").str.contains("等$")
    # 引进甲、乙、丙等招商项目 33 个: what is counted is named after the examples.
    # 人工智能等产业营收: a class alone would say nothing.
    listing = runs.where(pl.col("subject_"), "、.*等")
    listing = pl.when(~listing.str.contains("等(?:产业|行业|领域|企业|方面|地区|城市)[^、]*$")).then(listing)
    instance = listing.str.extract(rf"^({verb}(?:了)?)?.*、.*?等([^等、]{{2,}})$", 1).fill_null("").str.strip_suffix(
        "了"
    ) + listing.str.extract(r"、.*?等([^等、]{2,})$", 1)
    # 单日 1000 架次飞行: a rate word belongs to the thing after the number.
    per = runs.where(pl.col("subject_"), "[日天年月周均]$").str.extract(r"(单日|每日|每天|每年|每月|每周|日均|年均)$")
    counted = noun.is_not_null() & plain
    # 103 个部门挂包 117 个行政村: what stands between belongs to the number before it.
    between = pl.col("follows") & ~pl.col("before").str.contains("[,;:。、]")
    # 派出 114 支工作队: two characters before a counted thing are its verb.
    short_verb = pl.col("subject_").str.contains("^[\u4e00-\u9fff]{2}$") & ~pl.col("subject_").str.contains(_CLOSING)
    # 推进总投资 180 亿元的电站建设: what it is invested in follows.
    invested = pl.when(pl.col("subject_").str.contains(f"^(?:{verb})*总投资$")).then(
        pl.col("after").str.extract(
            r"^(?:左右|以上)?的([\u4e00-\u9fff“”]{2,24}?)(?:(?:建设|等)?[,;。、!?]|(?:建设|工程)(?:进展|顺利|开工|加快|全面|正式|全部))",
            1,
        )
    )
    # The deed itself: 精细化治理 → 治理; reporting verbs (完成, 拥有) are no part of a name.
    first_deed = pl.col("subject_").str.extract(f"^(?:{adverb})*({deed}|{gain})").fill_null("")
    last_deed = pl.col("subject_").str.extract(f"({deed}|{gain})$").fill_null("")
    # 测评点中有 22 项达到最优水平: of these, what some did.
    among = pl.col("subject_").str.extract("^(.{2,}[^其])中有?$")
    of_these = pl.col("after").str.extract(f"^({lexicon.any_of('event')}[^,;:。!?]{{2,}})")
    among = pl.when(noun.is_null()).then(among + of_these)
    about = pl.col("about")
    # 粮食产量再获丰收,增产 3 亿斤: the clause before names it.
    stem = runs.where(pl.col("previous"), _TOPIC).str.extract(rf"^([^、]{{0,20}}?(?:{_TOPIC}))(?:{_FARES})", 1)
    topic = pl.col("topic")
    return (
        figures.with_columns(_subject=plain_subject, _after=_text_after())
        .with_columns(noun=_noun(lexicon))
        .with_columns(
            _counted=pl.col("noun").is_not_null() & ~pl.col("tail").str.contains("增|降"), deed=_deed_of(lexicon)
        )
        .with_columns(subject_=subject)
        .with_columns(deed=pl.coalesce("deed", _deed_of_next()), noun=_with_next_noun())
        .with_columns(
            about=pl.when(empty | only_verbs).then(_of_previous(lexicon)),
            topic=pl.when("unfigured").then(stem.str.replace_all(_TIME, "").str.replace(lead, "")),
        )
        # 建成 1.5 万套, 改造提升 80 万亩: done to what the clause before names.
        .with_columns(
            only_action=pl.when(held.str.contains(f"^(?:{adverb})*(?:(?:{deed_to})+|{gain})$")).then(
                held.str.replace(f"^(?:{adverb})+", "")
            )
        )
        # “6%左右”的目标: a figure quoted alone repeats one that was named before.
        .with_columns(quoted=pl.col("before").str.contains("“$") & pl.col("after").str.contains(f"^{AFTER_BOUND}?”"))
        .with_columns(
            name=pl.when(pl.col("quoted"))
            .then(None)
            # 潜江、松滋等 10 个县市获批试点; 实施低效用地再开发等 18 项政策; 组建甲、乙等 39 只基金.
            .when(counted & examples & pl.col("deed").is_not_null())
            .then(thing)
            .when(counted & examples & bare)
            .then(pl.col("subject_") + noun)
            .when(counted & examples)
            .then(first_deed + noun)
            .when(counted & per.is_not_null())
            .then(per + noun)
            .when(among.is_not_null())
            .then(among)
            .when(empty & counted)
            .then(thing)
            .when(empty)
            .then(topic)
            .when(pl.col("only_action").is_not_null())
            .then(topic)
            .when(invested.is_not_null())
            .then(invested + "总投资")
            .when(only_verbs & noun.is_not_null())
            .then(verbs + noun)
            .when(only_verbs & about.is_not_null() & (about.str.len_chars() >= 2) & ends_in_reach)
            .then(about + verbs)
            .when(only_verbs & pl.col("follows"))
            .then(topic)
            .when(only_verbs & (about.str.len_chars() >= 2))
            .then(pl.when(verbs == "").then(pl.coalesce(topic, about)).otherwise(about + verbs))
            .when(counted & between)
            .then(thing)
            # 为退役军人提供 5 万个岗位: for whom belongs to the name.
            .when(counted & ends_in_verb & pl.col("subject_").str.contains("^[^,;:。、]{2,8}(?:提供|开展|发放|办理)$"))
            .then(pl.col("subject_") + noun)
            # 基础教育对口帮扶 217 所学校: a class alone would say nothing.
            .when(counted & ends_in_verb & bare)
            .then(pl.col("subject_") + noun)
            # 创新港 14 个项目落户科创园: whose they are stands before.
            .when(counted & pl.col("deed").is_not_null() & ~ends_in_verb)
            .then(pl.col("subject_") + thing)
            # 新增荆州、孝感 2 个过三千亿元城市: which they are stands between.
            .when(counted & (first_deed != "") & pl.col("subject_").str.contains("、") & ~ends_in_verb)
            .then(first_deed + thing)
            .when(counted & (ends_in_reach | short_verb | open_ended))
            .then(pl.col("subject_") + noun)
            .when(instance.is_not_null())
            .then(instance)
            .when(counted & ends_in_verb)
            .then(last_deed + noun)
            .otherwise(pl.col("subject_")),
            rule=pl.when(pl.col("quoted"))
            .then(pl.lit("carried"))
            .when(counted & (examples | per.is_not_null() | between | short_verb))
            .then(pl.lit("object"))
            .when(empty & counted)
            .then(pl.lit("object"))
            .when(empty | (only_verbs & noun.is_null() & pl.col("follows")))
            .then(pl.lit("carried"))
            .when((only_verbs | (counted & ends_in_verb)) & noun.is_not_null())
            .then(pl.lit("object"))
            .otherwise(pl.lit("subject")),
        )
    )


def listed(figures: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `items`: the names of the list that the leading figure's clause states, shared parts distributed.

    Null where the clause names one thing only. 分别 parts the members from what they share.
    """
    lead = lead_pattern(lexicon)
    # 三一重工、中联重科海外营收占比达 60%, 牛羊肉、牛奶产量居全国第 1 位: a rate or rank is one of each.
    each = pl.col("unit").is_in(["%", "‰"]) | pl.col("ranked")
    # 和 may stand inside a name (批发和零售业): it parts two only where both are quantities.
    parted = f"^[^、和及与]+、[^和及与]*(?:{CORE})$|^[^、和及与]*(?:{CORE})(?:(?:、|和|与|及)[^、和及与]*(?:{CORE}))+$"
    whole = pl.col("subject_").str.contains("等|或|占[^比]|其中|对") | ~pl.col("subject_").str.contains(parted)
    evenly = pl.col("tail").str.contains("(?:^|[^年月日人户亩])均|都|皆|分别|各|双双") | (each & ~whole)
    wanted = pl.col("list_length")
    respectively = pl.col("clause_").str.contains("分别|各自")
    versus = r"(?:比[^,;:。、重例值率]|较)[^,;:。、]{0,11}$"
    said = lexicon.any_of("level", "growth_up", "growth_down", "adverb", "tail_adverb", "min", "max", "approx")
    behind = (
        pl.col("clause_")
        .str.extract(r"(?:分别|各自)(.*)$")
        .str.replace(rf"(?:{said}|别|每人|每[年月日天]|从|由|的)+$", "")
    )
    front = pl.when(respectively).then(pl.col("clause_").str.extract(r"^(.*?)(?:分别|各自)")).otherwise("subject_")
    by_comma, by_all = pl.col("by_comma"), pl.col("by_all")
    items = (
        pl.when(by_all.list.len() == wanted)
        .then(by_all)
        .when(by_comma.list.len() == wanted)
        .then(by_comma)
        .when((wanted == 1) & evenly & (by_all.list.len() > 1))
        .then(by_all)
        .when((wanted > 1) & (by_comma.list.len() > 1))
        .then(pl.when(by_all.list.len() > by_comma.list.len()).then(by_all).otherwise(by_comma))
    )
    last = pl.col("items").list.last()
    tail_full = pl.coalesce(
        last.str.extract(rf"((?:{_MODIFIER})?(?:{CORE}){_SHARE})$"),
        last.str.extract(rf"((?:{_MODIFIER}){_SHARE})$"),
        last.str.extract(f"({_list_tail()})"),
        last.str.extract(rf"((?:{_MODIFIER}))$"),
    ).fill_null("")
    tail_core = pl.coalesce(
        last.str.extract(rf"((?:{CORE}){_SHARE})$"),
        last.str.extract(rf"(?:{_MODIFIER})({_SHARE})$"),
        last.str.extract(rf"({CORE})$"),
    ).fill_null("")
    lists = (
        figures.filter((pl.col("place_in_list") == 0) & ((wanted > 1) | evenly))
        .select("figure", "head", "subject_", "tail", "list_length", "unit", "ranked")
        .with_columns(clause_=pl.col("head").str.replace_all(_TIME, "").str.replace(lead, ""))
        .with_columns(front=front.str.replace(versus, "").str.replace(f"(?:{lexicon.adverbs})+$", ""), behind=behind)
        .with_columns(
            # 甲、乙等绿色产品产量均增长: the kind that they are of is no part of each name.
            etc=pl.coalesce(
                pl.col("front").str.extract(rf"等[^、等]*?({CORE})$"), pl.col("front").str.extract("等([^、等]*)$")
            ),
            front=pl.col("front").str.replace(r"等([^、等]*)$", ""),
        )
        .with_columns(by_comma=pl.col("front").str.split("、"), by_all=_split_all(pl.col("front")))
        .with_columns(items=items, shared=pl.col("etc").fill_null("") + pl.col("behind").fill_null(""))
        .with_columns(tail_full=tail_full, tail_core=tail_core, tail_graded=last.str.extract("级([^级]{2,})$"))
        # As one string: joined onto its figure, a list would be copied for every figure that has none.
        .with_columns(items=pl.col("items").list.join(BETWEEN))
        .select("figure", "items", "shared", "tail_full", "tail_core", "tail_graded")
    )
    return figures.join(lists, on="figure", how="left", maintain_order="left").with_columns(
        shares=(wanted > 1) | (evenly & pl.col("items").is_not_null())
    )


def _split_all(text: pl.Expr) -> pl.Expr:
    """Split at every separator, but not inside brackets or words that hold one: 县(市、区), 普及率, 和美乡村."""
    kept = ["普及", "惠及", "涉及", "及时", "和美", "和谐", "共和", "饱和", "总和", "参与", "平和", "中和"]
    masked = [word.replace("及", "\ue006").replace("和", "\ue007").replace("与", "\ue008") for word in kept]
    bracketed = runs.where(text, r"\(.*、")
    for _ in range(3):
        bracketed = bracketed.str.replace_all(r"(\([^()、]*)、([^()]*\))", "${1}\ue009${2}")
    whole = pl.coalesce(bracketed, text).str.replace_many(kept, masked)
    parts = whole.str.replace_all(r"以及|和|与|及|或", "、").str.split("、")
    return parts.list.eval(pl.element().str.replace_many([*masked, "\ue009"], [*kept, "、"]))


def complete_item(item: pl.Expr) -> pl.Expr:
    """A list member with what the list states once: 失业 → 失业保险参保人数."""
    closed = (
        item.str.contains(_list_tail())
        | item.str.contains("[^人]数$|[率量额值费]$|人次$")
        | item.str.contains(f"{_SHARE}$")
    )
    # 制造业 has its class word already; 失业 and 就业 are none.
    modified = item.str.contains(f"(?:{_MODIFIER}|[^失就创]业)$")
    # 国家级、省级农业产业园: the grade alone parts the members.
    graded = item.str.contains("级$") & pl.col("tail_graded").is_not_null()
    # 一般公共预算收入和支出: the second quantity is of what the first is of.
    of_first = pl.col("first_item").str.extract(f"^(.{{2,}}?)(?:{_OF_ONE}|起数)$")
    bare = item.str.contains(f"^(?:{_OF_ONE})$") & (item != pl.col("first_item")) & of_first.is_not_null()
    last = pl.col("last_item")
    # 食品、药品抽检合格率: names alike in length and last character share what follows.
    twin = last.str.slice(0, pl.col("item").str.len_chars())
    alike = (
        (item != last)
        & (item.str.len_chars() <= 4)
        & (last.str.len_chars() > item.str.len_chars() + 1)
        & (twin.str.slice(-1) == item.str.slice(-1))
        & ~closed
    )
    # 适龄儿童入园率和普惠率: of whom is said once, for the first.
    first_item = pl.col("first_item")
    headed = (
        item.str.contains("^[\u4e00-\u9fff]{1,2}率$")
        & first_item.str.contains("[\u4e00-\u9fff]{3,}率$")
        & (item != first_item)
    )
    whose = first_item.str.slice(0, first_item.str.len_chars().cast(pl.Int64) - item.str.len_chars())
    # 存、贷款余额; 省、市级项目: one character parts the members, the rest is shared.
    tail = (
        pl.when((item == pl.col("item_place")) & pl.col("last_place").is_not_null())
        .then(last.str.slice(pl.col("last_place").str.len_chars()))
        .when((item.str.len_chars() == 1) & (last.str.len_chars() > 1))
        .then(last.str.slice(1))
        .when(graded)
        .then(pl.col("tail_graded"))
        .when(item.str.contains("[存贷]款$") & last.str.contains("余额$"))
        .then(pl.lit("余额"))
        .when(alike)
        .then(last.str.slice(item.str.len_chars()))
        .when(closed & last.str.contains(f"(?:{_OF_ONE}|总额|销售额)占比$") & item.str.contains(f"(?:{_OF_ONE}|总额)$"))
        .then(pl.lit("占比"))
        .when(closed)
        .then(pl.lit(""))
        .when(modified)
        .then(pl.col("tail_core"))
        .otherwise(pl.col("tail_full"))
    )
    # 农村自来水、户用卫生厕所普及率: the scope is said once, for the first.
    scope = first_item.str.extract(f"^({_SCOPES})[^、]{{2,}}")
    scoped = scope.is_not_null() & (item != first_item) & ~item.str.contains(f"^(?:{_SCOPES}|全)") & (tail != "")
    item = pl.when(scoped).then(scope + item).otherwise(item)
    return pl.when(bare).then(of_first + item).when(headed).then(whose + item).otherwise(item + tail) + pl.col("shared")


def ratio_parts() -> pl.Expr:
    """Names for the parts of a three-part ratio: it is that of the three industries."""
    return pl.lit(["第一产业占比", "第二产业占比", "第三产业占比"])
