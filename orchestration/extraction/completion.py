"""Names that lean on another one of their sentence, completed from it: 占…的比重, 总量, 增速, 扣除…后."""

from __future__ import annotations

import polars as pl

from orchestration.extraction import completion_rules, deeds, nouns, windows
from orchestration.extraction.ladder import decided
from orchestration.extraction.marks import HELD
from orchestration.extraction.vocabulary import quantity
from orchestration.lexicon import Lexicon

# The longest list whose names a pair of growths may take up again: 甲 100 亿元、乙 60 亿元,分别增长 2%、3%.
_LONGEST_AGAIN = 4
_MOVED = "[增降涨升跌减]"


def completed(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Complete `name` from the names before it, and tell by which rule.

    Adds `_again_rule`, `_owner_rule` and `_deed_rule`, one for each step, and `_leans`: whether the name needed another.
    """
    frame = decided(_of_lists_before(frame, lexicon), "name", completion_rules.again_rules(lexicon), by="_again_rule")
    frame = _with_owner(_with_kinds(_with_quantity(frame, lexicon), lexicon), lexicon)
    frame = decided(frame, "name", completion_rules.owner_rules(lexicon), by="_owner_rule")
    return deeds.with_shared_deed(frame, lexicon)


def _of_lists_before(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `_paired`, the name at the same place among the figures before, and `_fund`, whose income was named first."""
    name = pl.col("name")
    in_turn = pl.col("head").str.contains(lexicon.any_of("respectively"))
    unnamed = pl.col("names_in_list").is_null() & pl.col("lead_name").is_null() & in_turn
    # 分别完成年度计划的 113%和 120%,分别增长 21%和 26%: what grew stands before what was completed of it.
    stands = pl.when(~_leaning(lexicon)).then(name)
    side = name.str.contains(f"^(?:{lexicon.any_of('fund_side')})$")
    fund = name.first().over("sentence").str.extract("^(.{2,})收入$")
    return frame.with_columns(
        _in_turn=in_turn,
        _paired=pl.coalesce(
            pl.when(unnamed & (pl.col("list_length") == n)).then(
                pl.coalesce(_before(n, stands), _before(2 * n, stands))
            )
            for n in range(2, _LONGEST_AGAIN + 1)
        ),
        _fund=pl.when(side).then(fund),
    )


def _before(n: int, name: pl.Expr | None = None) -> pl.Expr:
    """The name of the figure that stands `n` before this one in its sentence; `name` is the column of names."""
    said = pl.col("name") if name is None else name
    return pl.when(pl.col("sentence") == pl.col("sentence").shift(n)).then(said.shift(n))


def _with_quantity(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `_of_members` and `_of_clause`: the quantity that was said once, for a name before that is like this one.

    采矿业增加值下降 1%,制造业增长 7%; 人均可支配收入 38245 元,其中城镇居民 46071 元; 金属材料营业收入增长 10%、航空航天增长 20%.
    """
    name, before = pl.col("name"), pl.col("before")
    member = lexicon.any_of("member_class")
    moved = pl.col("tail").str.contains(_MOVED)
    bare = ~name.str.contains(f"(?:{quantity(lexicon)}|[率量额])$|拉动")
    paid = name.str.contains("居民$") & (pl.col("unit") == "元")
    like_members = ((name.str.contains(f"{member}$") & moved) | paid) & bare
    joined = pl.col("follows") & ~before.str.contains("[,;:。!?]") & before.str.contains("、")
    alongside = joined & moved & moved.shift(1) & bare
    # 汽车产量增长 1.7 倍,其中新能源汽车增长 17 倍: of the quantity named last.
    within = pl.col("follows") & pl.col("own").str.contains("^其中") & moved & moved.shift(1) & bare & ~like_members
    whole = name.shift(1).str.extract(f"({lexicon.any_of('said_once')})$")
    of_members = windows.carried(name.str.extract(rf"(?:^|[^营]){member}({quantity(lexicon)})$"), pl.col("sentence"))
    said_once = windows.carried(name.str.extract(f"({lexicon.any_of('said_once')})$"), pl.col("sentence"))
    return frame.with_columns(
        _of_members=pl.when(like_members | alongside).then(of_members),
        _of_clause=pl.when(within).then(whole).when(alongside).then(said_once),
    )


def _with_kinds(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add in which way a name leans on another: the keys of the table below."""
    name = pl.col("name")
    sized = name.str.contains(f"^{lexicon.any_of('own_size')}$") & (pl.col("unit") != "位")
    standing, place = lexicon.any_of("bare_standing"), lexicon.any_of("compared_place")
    generic = name.str.contains(f"^{lexicon.any_of('bare_total')}$") | name.str.contains(
        f"^{standing}?(?:在|位)?{place}?(?:各[^,]{{1,4}})?$"
    )
    kinds = {
        # 设立基金 24 只、总规模 934 亿元: a quantity of its own, of what was named before.
        "_measured": sized,
        "_leaning": _leaning(lexicon),
        # 进出口增长 12%,其中对东盟增长 20%: with whom, of the same quantity.
        "_toward": name.str.contains("^对[^外接口标][\u4e00-\u9fff“”]{1,9}$")
        & ~name.str.contains(f"{quantity(lexicon)}$|投资|贡献"),
        "_generic": generic & ~sized,
        # 新增国家级绿色工厂 3 家、省级 15 家: the grade alone, of the same thing.
        "_graded": name.str.contains(rf"^{lexicon.any_of('grade')}$|[0-9].*以[上下]$"),
        # 其中沙坪坝区 37 平方公里: the place alone, of the same thing.
        "_placed": name == pl.col("place"),
        # 农业总产值 69 亿元,…,增加值 38 亿元; 普通高中 6 所,招生 800 人: of what was named before.
        # 共有专任教师 4011 人, 年末在校学生 6 万人: of all, and of no thing named before.
        "_bare": name.str.contains(f"^{lexicon.any_of('part_quantity')}$")
        & ~pl.col("own").str.contains(f"^(?:共有|年末|{lexicon.any_of('own_area')})"),
        # 万元GDP水耗下降 12%、电耗下降 7%: by the same unit.
        "_reckoned": name.str.contains(f"^{lexicon.any_of('reckoned_quantity')}$")
        & pl.col("_reckoned_by").is_not_null(),
    }
    alone = pl.coalesce("_of_members", "_of_clause").is_null()
    unit = f"^({lexicon.any_of('reckoned_by')}){lexicon.any_of('reckoned_quantity')}$"
    return (
        frame.with_columns(_reckoned_by=windows.carried(name.str.extract(unit, 1), pl.col("sentence")))
        .with_columns(**{kind: test.fill_null(value=False) & alone for kind, test in kinds.items()})
        .with_columns(_leans=pl.any_horizontal(*kinds))
    )


def _leaning(lexicon: Lexicon) -> pl.Expr:
    """Whether a name says what something is of another, and not of what: 占…, 对…贡献, 为预算的, 扣除…后, 拉动."""
    name, unit = pl.col("name"), pl.col("unit")
    aimed = _aimed(lexicon)
    relation = name.str.contains(
        rf"^(?:(?:规模|总量|数量)?{completion_rules.TAKES}|占$|对.+贡献|为[^,]{{0,6}}{aimed}|(?:扣除|剔除).+后$)"
    )
    # 完成调整预算的 96.8%: a share of what was to be.
    of_plan = name.str.contains(f"^完成[^,]{{0,8}}{aimed}$") & (unit == "%")
    # 服务业快速发展,在国内生产总值中占比提高 2.5 个百分点.
    within = name.str.contains("^在[^,]{2,10}(?:占比|比重|份额)$")
    drives = name.str.contains("^拉动") & unit.str.contains("百分点")
    return relation | of_plan | within | drives


def _aimed(lexicon: Lexicon) -> str:
    """A sum that was aimed at; its word may hold a mark."""
    return "(?:" + "|".join(f"{HELD}?".join(word) for word in lexicon.of_role("aimed_sum")) + ")"


def _with_owner(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `_owner`, the name that a leaning one leans on, and what of it the rules take.

    `_plain` is the owner without a verb of addition, `_of_grade` what follows a grade in it, `_elsewhere` the owner without
    the place that it was said of. `_share` is the name as one of a share: 占全省的 60% → 占全省比重.
    """
    name, owner = pl.col("name"), pl.col("_owner")
    whole_name = name + pl.coalesce("_of_members", "_of_clause", pl.lit(""))
    # 占…比重分别为 12%和 33%: each of its own.
    in_turn = pl.coalesce(pl.when(pl.col("list_length") == n).then(_before(n)) for n in (2, 3))
    relation = f"拉动|{completion_rules.TAKES}|对.+贡献|(?:为|完成).*{_aimed(lexicon)}"
    spoken = pl.col("about").str.contains(nouns.spoken_alone(lexicon))
    place_of_owner = windows.carried(pl.when(pl.col("_stands").is_not_null()).then("place"), pl.col("sentence"))
    return (
        # 经费,从 12 亿元增加到 36 亿元,占比从 1%提高到 2%: what the clause before speaks of can be leaned on, too.
        frame.with_columns(
            _stands=pl.when(~pl.col("_leans")).then(
                pl.coalesce(whole_name, pl.when(~pl.col("follows") & spoken).then(pl.col("about")))
            )
        )
        .with_columns(
            _owner=pl.when("_leans").then(
                pl.coalesce(
                    pl.when(pl.col("_leaning") & pl.col("_in_turn")).then(in_turn),
                    # 服务业加快发展,对经济增长的贡献率达 52%: of what the clause before is about.
                    pl.when("_leaning").then("topic"),
                    windows.carried(pl.col("_stands"), pl.col("sentence")),
                    # 地区生产总值:568 亿元;增速:6%: of what the paragraph named last.
                    pl.when(name.str.contains("^(?:增速|增幅|涨幅|降幅)$")).then(
                        windows.carried(pl.col("_stands"), pl.col("para"))
                    ),
                )
            )
        )
        .with_columns(
            _owner=pl.coalesce(windows.where(owner, "拉动|占|对|为|完成").str.replace(f"(?:{relation}).*$", ""), owner)
        )
        .with_columns(
            _share=_share(),
            _of_grade=owner.str.extract("(?:级|以上|以下)([^级]{2,})$"),
            _plain=deeds.without_gain(owner, lexicon),
            _elsewhere=owner.str.strip_prefix(place_of_owner.fill_null("")),
        )
        .with_columns(_whole=pl.coalesce("_share", name))
    )


def _share() -> pl.Expr:
    """占全省的 60%: the name of a share that the text does not call one; null for other names."""
    name = pl.col("name")
    divided = (pl.col("unit") == "%") | pl.col("token").str.contains("/", literal=True)
    is_share = divided & name.str.contains("占") & ~name.str.contains(r"(?:比重|比例|份额|率|比)$")
    return (
        pl.when(is_share & name.str.ends_with("占"))
        .then(name + "比")
        .when(is_share)
        .then(name.str.strip_suffix("的") + "比重")
    )
