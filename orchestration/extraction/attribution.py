"""Which indicator each figure is of.

Members of a list take names by their place in it. A figure without a name takes the one named before. A name that needs
another one (占比, 总量) is completed from it. A figure quoted alone takes the name it had when it was first said.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import deeds, lists, places, runs
from orchestration.extraction.marks import BETWEEN, EACH, GRADE, HELD, T_CLOSE, T_OPEN
from orchestration.extraction.vocabulary import CORE
from orchestration.lexicon import Lexicon

# Quantities that a report gives of the thing named before, by their bare name.
_PARTS = (
    "增加值|总产值|产值|总产量|产量|单产|亩产|面积|播种面积|种植面积|销售额|销量|销售收入|营业收入|主营业务收入|利润|利润总额"
    "|总产|税收|总投资|投入强度|投资额|产销率|招生|毕业生|在校生|在校学生|教职工|专任教师|死亡|受伤"
)
# 占全市的 12%, but not 占地面积.
_TAKES = "占(?:[^地]|地区|地方)"
# Quantities that a list of growths in one clause names for its first member.
_SAID_ONCE = "营业收入|主营业务收入|营收|增加值|总产值|产值|销售额|零售额|产量"
# Of these a list of rates names the quantity once.
_MEMBERS = "业|企业|产业|居民|部门|行业|地区|单位|领域"


def named(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Give every figure its indicator: list members by their place, the carried by what went before."""
    of_list = frame.filter(pl.col("place_in_list") == 0).select(
        "list",
        "items",
        "shared",
        "tail_full",
        "tail_core",
        "tail_graded",
        "shares",
        # Its end alone, for the head of a long list would be copied to every member.
        lead_head=pl.col("head").str.tail(80),
        lead_tail="tail",
        lead_verb="verb",
        lead_base="base",
        lead_compared="compared",
        lead_name="name",
        lead_noun="noun",
        lead_attribution="attribution",
        lead_sentence="sentence",
        lead_length="list_length",
    )
    of_list = runs.computed(
        _carried_lists(of_list)
        .with_columns(items=pl.col("items").str.split(BETWEEN))
        .with_columns(
            in_list=pl.col("items").is_not_null() & pl.col("shares"),
            names_in_list=pl.col("items").list.len(),
            first_item=pl.col("items").list.first(),
            last_item=pl.col("items").list.last(),
        )
    )
    # One figure said of several names is a row for each; a list of figures takes one name each. Joined row by row:
    # a list of names on each of its members would grow with the square of its length.
    place = pl.int_ranges(pl.col("items").list.len())
    items = (
        of_list.filter("in_list")
        .select("list", "lead_length", item="items", place_in_list=place)
        .explode("item", "place_in_list")
        .with_columns(place_in_list=pl.when(pl.col("lead_length") == 1).then(0).otherwise("place_in_list"))
        # 襄阳、宜昌总量: each member has a place of its own.
        .pipe(places.with_place_at_head, "item", "item_place", lexicon)
        .with_columns(last_place=pl.col("item_place").last().over("list"))
        .drop("lead_length")
    )
    frame = (
        frame.drop("items", "shared", "tail_full", "tail_core", "tail_graded", "shares")
        .join(of_list.drop("items"), on="list", maintain_order="left")
        .join(items, on=["list", "place_in_list"], how="left", maintain_order="left_right")
    )
    follower = pl.col("place_in_list") > 0
    misaligned = pl.col("in_list") & (pl.col("list_length") > 1) & (pl.col("names_in_list") != pl.col("list_length"))
    frame = frame.with_columns(misaligned=misaligned, place=pl.coalesce("item_place", "place"))
    completed = lists.complete_item(pl.col("item")).str.strip_chars("“”、")
    inherited = ("verb", "base", "compared", "tail", "head")
    frame = frame.with_columns(
        name=pl.when(pl.col("in_list"))
        .then(completed)
        .when(follower & pl.col("noun").is_null())
        .then(pl.col("lead_name"))
        .otherwise(pl.col("name")),
        attribution=pl.when(pl.col("in_list"))
        .then(pl.lit("list"))
        .when(follower & pl.col("noun").is_null())
        .then(pl.lit("carried"))
        .otherwise(pl.col("attribution")),
        nameless=pl.col("in_list") & pl.col("item").is_null(),
        **{field: pl.when(follower).then(pl.col(f"lead_{field}")).otherwise(pl.col(field)) for field in inherited},
    )
    frame = repeated(frame, "name").with_columns(name=pl.when("quoted").then("repeated").otherwise("name"))
    frame = frame.with_columns(
        name=pl.when(pl.col("name").str.contains(r"[^\ue000-\ue00f“”的了、,;:() ]")).then("name")
    )
    frame = deeds.with_shared_deed(_completed(frame, lexicon), lexicon)
    # 新增 40 家,累计达到 120 家: the total counts all, not the new ones.
    total = (pl.col("attribution") == "carried") & pl.col("head").str.contains("累计|总数|总量|总计")
    # 完成 11 亿元,占计划的 42%,增长 9%: what grows is the quantity, not its share.
    said_to = pl.col("tail") + pl.col("verb").fill_null("")
    grows = (pl.col("attribution") == "carried") & (pl.col("unit") == "%") & said_to.str.contains("增|降|涨|跌")
    return (
        frame.with_columns(
            _said=runs.carried(pl.col("name"), pl.col("sentence")), _before=runs.carried(pl.col("name"), pl.col("para"))
        )
        .with_columns(
            _said=pl.when(total)
            .then(deeds.without_gain(pl.col("_said"), lexicon))
            .when(grows)
            .then(pl.coalesce(runs.carried(pl.when(~pl.col("_leaning")).then("name"), pl.col("sentence")), "_said"))
            .otherwise("_said")
        )
        # 开工保障房 2 万套,建成 1.5 万套: what is built is what was begun.
        .with_columns(_made=deeds.done_to(pl.col("_said").str.replace_all(HELD, ""), pl.col("only_action"), lexicon))
        .with_columns(name=pl.coalesce("name", "_made"))
        # 净增 126 家,增长 16%: what grows is the whole, not what came to it.
        .with_columns(_came=pl.col("only_action").is_in(lexicon.of_role("gain")).fill_null(value=False))
        .with_columns(_renamed=(pl.col("_made").is_not_null() & ~pl.col("_came")).any().over("sentence"))
        .with_columns(
            _said=pl.coalesce(
                runs.carried(pl.when(pl.col("_renamed") & ~pl.col("_came")).then("name"), pl.col("sentence")), "_said"
            )
        )
        .with_columns(name=pl.when(~pl.col("nameless")).then(pl.coalesce("name", "_said", "about")))
        # 一季度增长 6.1%,上半年地区生产总值增长 5.9%: named only in a clause to come.
        .with_columns(_said=runs.carried(pl.col("name"), pl.col("sentence")), _ahead=_named_ahead())
        .with_columns(name=pl.when(~pl.col("nameless")).then(pl.coalesce("name", "_said", "_ahead", "_before")))
        .with_columns(indicator=_tidy(pl.col("name")))
        .drop("^_.*$")
    )


def _named_ahead() -> pl.Expr:
    """The next name of the sentence, for figures that only a time stands before."""
    row = pl.int_range(pl.len())
    named_at = pl.when(pl.col("name").is_not_null()).then(row).backward_fill()
    same = pl.col("sentence").gather(named_at) == pl.col("sentence")
    return pl.when(same & pl.col("_stands").is_null()).then(pl.col("name").backward_fill())


def _carried_lists(lists: pl.LazyFrame) -> pl.LazyFrame:
    """A list without names of its own (分别增长 4%、3.3%) takes those of the list before it, place by place."""
    like = (pl.col("lead_sentence") == pl.col("lead_sentence").shift(1)) & (
        pl.col("lead_length") == pl.col("lead_length").shift(1)
    )
    carries = like & pl.col("items").is_null() & pl.col("lead_name").is_null() & (pl.col("lead_length") > 1)
    taken = ("items", "shared", "tail_full", "tail_core", "tail_graded", "shares")
    for _ in range(2):
        lists = lists.with_columns(
            pl.when(carries & pl.col("items").shift(1).is_not_null())
            .then(pl.col(field).shift(1))
            .otherwise(field)
            .alias(field)
            for field in taken
        )
    return lists


def _completed(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Complete names that lean on the one before: 占…的比重, 总量, 增速, 扣除…后; and pairs said again by 分别 alone."""
    name, owner = pl.col("name"), pl.col("_owner")
    # 甲 100 亿元、其中乙 60 亿元,分别增长 2%、3%: the figures before, in their order.
    again = pl.col("names_in_list").is_null() & pl.col("lead_name").is_null() & pl.col("head").str.contains("分别|各自")
    paired = pl.coalesce(
        pl.when(again & (pl.col("list_length") == n) & (pl.col("sentence") == pl.col("sentence").shift(n))).then(
            name.shift(n)
        )
        for n in (2, 3, 4)
    )
    leaning = name.str.contains(
        rf"^(?:(?:规模|总量|数量)?{_TAKES}|对.+贡献|为[^,]{{0,6}}(?:计.?划|预算|决算数?|预期|任务|目标)|(?:扣除|剔除).+后$)"
    )
    # 完成调整预算的 96.8%: a share of what was to be.
    leaning = leaning | (
        name.str.contains("^完成[^,]{0,8}(?:计.?划|预算|目标任务|目标|任务)$") & (pl.col("unit") == "%")
    )
    # 服务业快速发展,在国内生产总值中占比提高 2.5 个百分点.
    leaning = leaning | name.str.contains("^在[^,]{2,10}(?:占比|比重|份额)$")
    leaning = leaning | (name.str.contains("^拉动") & pl.col("unit").str.contains("百分点"))
    # 其中沙坪坝区 37 平方公里: the place alone, of the same thing.
    placed = name == pl.col("place")
    generic = name.str.contains("^(?:总量|总数|总规模|规模|总值|占比|比重|数量)$") | name.str.contains(
        "^(?:总量|增速|增幅|涨幅|增长率|排名|位次)?(?:在|位)?(?:全[国省市区州盟]|东部|中部|西部|西南)?(?:各[^,]{1,4})?$"
    )
    # 设立基金 24 只、总规模 934 亿元: a quantity of its own, of what was named before.
    measured = name.str.contains("^(?:总规模|规模|总市值|市值|总长度|总面积|总营收)$") & (pl.col("unit") != "位")
    generic = generic & ~measured
    # 新增国家级绿色工厂 3 家、省级 15 家: the grade alone, of the same thing.
    graded = name.str.contains(
        r"^(?:国家|省部|部|省|市|区|县|自治区|州|市\(县\)|市县|区县|省市|镇|乡)级$|[0-9].*以[上下]$"
    )
    # 农业总产值 69 亿元,…,增加值 38 亿元; 普通高中 6 所,招生 800 人: of what was named before.
    bare = name.str.contains(f"^(?:{_PARTS})$")
    # 政府性基金收入 1682 亿元,…;支出 3126 亿元: of the fund that the sentence began with.
    fund = pl.col("name").first().over("sentence").str.extract("^(.{2,})收入$")
    other_side = (
        name.str.contains("^(?:总?支出|(?:当年|本年)?收支结余|(?:年末|累计)?滚存结余|当年结余|年末结余)$")
        & fund.is_not_null()
    )
    # 采矿业增加值下降 1%,制造业增长 7%: the quantity is said once for members that are alike.
    # 人均可支配收入 38245 元,其中城镇居民 46071 元: of people in yuan, theirs too.
    member = (
        name.str.contains(f"(?:{_MEMBERS})$") & pl.col("tail").str.contains("增|降|涨|升|跌|减")
        | (name.str.contains("居民$") & (pl.col("unit") == "元"))
    ) & ~name.str.contains(f"(?:{CORE})$")
    grown = pl.col("tail").str.contains("增|降|涨|升|跌|减")
    alongside = (
        pl.col("follows") & ~pl.col("before").str.contains("[,;:。!?]") & pl.col("before").str.contains("、")
    ) & (grown & grown.shift(1) & ~name.str.contains(f"(?:{CORE})$"))
    # 占全省的 60%: a share, though the text does not say so.
    is_share = (
        ((pl.col("unit") == "%") | pl.col("token").str.contains("/", literal=True))
        & name.str.contains("占")
        & ~name.str.contains(r"(?:比重|比例|份额|率|比)$")
    )
    whole = (
        pl.when(is_share & name.str.ends_with("占"))
        .then(name + "比")
        .when(is_share)
        .then(name.str.strip_suffix("的") + "比重")
        .otherwise(name)
    )
    # 占…比重分别为 12%和 33%: each of its own.
    in_turn = pl.coalesce(
        pl.when((pl.col("list_length") == n) & (pl.col("sentence") == pl.col("sentence").shift(n))).then(name.shift(n))
        for n in (2, 3)
    )
    in_turn = pl.when(pl.col("_leaning") & pl.col("head").str.contains("分别|各自")).then(in_turn)
    kinds = {
        "_measured": measured,
        "_leaning": leaning,
        "_generic": generic,
        "_graded": graded,
        "_placed": placed,
        "_bare": bare,
    }
    leans = pl.any_horizontal(*kinds)
    return (
        frame.with_columns(name=pl.coalesce(pl.when(other_side).then(fund + name), name, paired))
        .with_columns(_core=runs.carried(name.str.extract(rf"(?:{_MEMBERS})({CORE})$"), pl.col("sentence")))
        # 金属材料营业收入增长 10%、航空航天增长 20%: in one clause the quantity is said once.
        .with_columns(
            _core=pl.coalesce(
                "_core", pl.when(alongside).then(runs.carried(name.str.extract(f"({_SAID_ONCE})$"), pl.col("sentence")))
            ),
        )
        .with_columns(_member=((member | alongside) & pl.col("_core").is_not_null()).fill_null(value=False))
        .with_columns(
            name=pl.when("_member").then(name + pl.col("_core")).otherwise(name),
            **{kind: test.fill_null(value=False) & ~pl.col("_member") for kind, test in kinds.items()},
        )
        .with_columns(_stands=pl.when(~leans).then(name), _stands_=~leans & name.is_not_null())
        .with_columns(
            _owner=pl.when(leans).then(
                pl.coalesce(
                    in_turn,
                    # 服务业加快发展,对经济增长的贡献率达 52%: of what the clause before is about.
                    pl.when("_leaning").then("topic"),
                    runs.carried(pl.col("_stands"), pl.col("sentence")),
                )
            )
        )
        .with_columns(
            _owner=pl.coalesce(
                runs.where(owner, "拉动|占|对|为|完成").str.replace(
                    f"(?:拉动|{_TAKES}|对.+贡献|(?:为|完成).*(?:计|预算|决算|预期|任务|目标)).*$", ""
                ),
                owner,
            )
        )
        .with_columns(
            _whole=whole,
            _of_grade=owner.str.extract("(?:级|以上|以下)([^级]{2,})$"),
            _plain=deeds.without_gain(owner, lexicon),
        )
        .with_columns(
            name=pl.when(owner.is_null() & pl.col("_placed"))
            .then(None)
            .when(owner.is_null())
            .then("_whole")
            .when("_placed")
            .then(
                owner.str.strip_prefix(
                    runs.carried(pl.when("_stands_").then("place"), pl.col("sentence")).fill_null("")
                )
            )
            .when("_measured")
            .then(owner + name)
            .when(pl.col("_bare") & name.str.starts_with("投入"))
            .then(pl.col("_plain").str.strip_suffix("投入") + name)
            .when("_bare")
            .then(pl.col("_plain").str.replace(f"(?:播种|种植|造林|养殖|收获)?(?:{CORE})$", "") + name)
            .when(pl.col("_graded") & pl.col("_of_grade").is_not_null())
            .then(name + pl.col("_of_grade"))
            .when(pl.col("_leaning") & name.str.contains("后$"))
            .then(name + owner)
            .when("_leaning")
            .then(owner + pl.col("_whole"))
            .when(pl.col("_generic") & name.str.contains("^(?:占比|比重)$"))
            .then(pl.col("_plain") + name)
            .when("_generic")
            .then("_plain")
            .otherwise("_whole")
        )
    )


def repeated(frame: pl.LazyFrame, field: str) -> pl.LazyFrame:
    """Add `repeated`: the field of the paragraph's first figure with the same value, for “6%左右”的目标."""
    frame = runs.computed(frame)
    near = frame.filter("quoted").select("para").unique()
    stated = (
        frame.filter(~pl.col("quoted") & pl.col(field).is_not_null())
        .join(near, on="para", how="semi")
        .unique(["para", "token"], keep="first", maintain_order=True)
        .select("para", "token", repeated=field)
    )
    return runs.computed(frame.join(stated, on=["para", "token"], how="left", maintain_order="left"))


def _tidy(name: pl.Expr) -> pl.Expr:
    plain = (
        name.str.replace_all(f"[{T_OPEN}{T_CLOSE}{HELD}“”]", "")
        .str.replace_all(GRADE, "等", literal=True)
        .str.replace_all(EACH, "均", literal=True)
        .str.replace(r"^(?:的|了|、|,)+", "")
        .str.replace(r"^([\u4e00-\u9fff]{2})了", "${1}")
        .str.strip_chars("、,;: ")
    )
    # A bracket whose other half stood elsewhere in the sentence.
    bracketed = runs.where(plain, "[()]").str.replace(r"^\(([^()]*)$", "${1}").str.replace(r"^([^()]*)\)$", "${1}")
    tidy = pl.coalesce(bracketed, plain)
    return pl.when(tidy != "").then(tidy)
