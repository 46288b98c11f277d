"""Tables → observations: indicator × period × status × unit, one row for each cell that holds a number.

What a cell measures is told by the label of its row, the heads over its column, the column of units, and the caption. A
cell whose name or unit none of them tells is no observation: it stays in the ledger as `table_cell`.
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import table_grid, table_labels, vocabulary, windows
from orchestration.extraction.periods import with_period
from orchestration.extraction.table_labels import PARTS
from orchestration.extraction.table_values import with_number
from orchestration.lexicon import Lexicon

_SHARES = ["%", "‰"]
_MEASURES = "(?:[量额值数率]|收入|支出|投资|贷款|存款|人口|面积|消费|余额)$"
# Heads over labels that only class the rows.
_CLASSES = ("类别", "分类")
# Heads that say of which part of the whole a quantity is stand before its name: 城镇 over 人均可支配收入.
_SCOPES = (
    r"^(?:(?:城镇|农村|城市|乡村|城乡|全体)?(?:常住)?居民|城镇|农村|城市|乡村|城乡|全体|男性|女性|男|女|规模以上|限额以上|国有|民营|公有|非公有|市区|市辖区"
    r"|[0-9]{1,3}(?:[—\-~至][0-9]{1,3})?周?岁(?:及以上|以上|及以下|以下)?)$"
)


def cells(batch: pl.LazyFrame, anchors: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """One row per place of a table of the batch, with the number that it says.

    The columns of `table_grid.spread` and `table_values.with_number`, and `block`, `role` and `group`. The frame is empty
    where no report holds a table.
    """
    found = windows.computed(with_number(table_grid.cells(batch, anchors), lexicon))
    heads = lexicon.of_role("table_head", "table_place_head")
    return windows.computed(table_grid.blocks(table_grid.spread(found), heads))


def observations(places: pl.LazyFrame, batch: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """One row per cell that measures something.

    Columns: `report`, `at` and `to` (canonical offsets of the number with its sign and unit), `written`, and `indicator`,
    `value`, `value_max`, `unit`, `measure`, `bound`, `period`, `status`, `region`, `base`, `binding`, `estimated`,
    `guessed_time`.
    """
    columns = windows.computed(_columns(places, lexicon))
    rows = windows.computed(_rows(places, columns, lexicon))
    found = (
        places.filter((pl.col("role") == "data") & pl.col("is_number") & pl.col("own"))
        .join(columns.filter(pl.col("kind") == "value"), on=["block", "column"], maintain_order="left")
        .join(rows, on=["block", "row", "panel"], maintain_order="left")
        .join(
            batch.select("report", "report_year", "reviewed_year", "until_month", "kind", reporter="region").rename(
                {"kind": "report_kind"}
            ),
            on="report",
            maintain_order="left",
        )
    )
    found = table_labels.with_caption(found, lexicon)
    named = _named(_measured(_with_unit(found)), lexicon)
    dated = _dated(named)
    return dated.filter(
        pl.col("indicator").str.len_chars() >= 2, (pl.col("unit") != "") | pl.col("index") | pl.col("unitless")
    ).with_columns(
        to=pl.col("at") + pl.col("number_to"),
        at=pl.col("at") + pl.col("number_from"),
        written=pl.col("said").str.slice(pl.col("number_from"), pl.col("number_to") - pl.col("number_from")),
    )


def numbering(places: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """The cells that say nothing but where they stand: labels, heads, and what stands under 序号.

    Columns: those of `places`.
    """
    skipped = places.filter(
        (pl.col("role") == "head") & pl.col("said").is_in(lexicon.of_role("table_skipped_head"))
    ).select("block", "column", _numbers=True)
    found = places.filter("own").join(skipped.unique(), on=["block", "column"], how="left", maintain_order="left")
    return found.filter(~pl.col("is_number") | (pl.col("role") != "data") | pl.col("_numbers")).drop("_numbers")


def _columns(places: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """One row per column of each block: `kind`, `panel`, and what its heads say (columns that begin with `c_`).

    `kind` is value, stub (labels of rows), unit, binding or skipped. A table that goes on beside itself, with its labels
    once more, has several panels.
    """
    head = (
        places.filter(pl.col("role") == "head")
        .sort("block", "column", "row")
        .group_by("block", "column", maintain_order=True)
        .agg(head=pl.col("said").filter(pl.col("said").ne_missing(pl.col("said").shift(1))).str.join(PARTS + PARTS))
        .with_columns(head=PARTS + pl.col("head") + PARTS)
    )
    body = (
        places.filter(pl.col("role") == "data")
        .group_by("block", "column", maintain_order=True)
        .agg(
            numbers=pl.col("is_number").sum(),
            texts=(~pl.col("is_number") & ~pl.col("is_blank")).sum(),
            years=(pl.col("is_year")).sum(),
            caption=pl.col("caption").first(),
        )
    )
    frame = body.join(head, on=["block", "column"], how="left").sort("block", "column")
    frame = frame.with_columns(pl.col("head").fill_null(""))
    frame = _kinds(table_labels.parsed(frame, "head", "c", lexicon, of_row=False), lexicon)
    valued = windows.cum_sum((pl.col("kind") == "value").cast(pl.Int64), pl.col("block"))
    first_stub = windows.first(pl.col("bare"), pl.col("block"))
    again = (pl.col("kind") == "stub") & (valued > 0) & (pl.col("bare") == first_stub) & (pl.col("bare") != "")
    frame = frame.with_columns(panel=windows.cum_sum(again.cast(pl.Int64), pl.col("block")))
    # Text behind the first figures of a panel is a remark.
    behind = windows.cum_sum((pl.col("kind") == "value").cast(pl.Int64), pl.col("block"), pl.col("panel")) > 0
    frame = frame.with_columns(
        kind=pl.when((pl.col("kind") == "stub") & behind).then(pl.lit("skipped")).otherwise("kind")
    )
    # 产量 | 比上年增长 | 占比: a change is of what the column before it measures.
    level = (pl.col("kind") == "value") & ~pl.col("c_change") & ~pl.col("c_rank") & (pl.col("c_name") != "")
    level = level & ~pl.col("c_name").str.contains("^占|比重$|占比$|比例$")
    before = windows.carried(pl.when(level).then("c_name"), pl.col("block"), pl.col("panel"))
    leans = pl.col("c_change") & (pl.col("c_name") == "")
    frame = frame.with_columns(
        c_name=pl.when(leans).then(before.fill_null("")).otherwise("c_name"),
        places=windows.first(pl.col("bare"), pl.col("block")).is_in(lexicon.of_role("table_place_head")),
    )
    # 项目名称 | 建设内容 | 总投资: of several labels the one that its head calls a name is the name.
    namers = [word for word in lexicon.of_role("table_head") if not word.endswith(_CLASSES)]
    names = (pl.col("kind") == "stub") & pl.col("bare").is_in(namers)
    frame = frame.with_columns(names=names)
    return _with_times(frame).drop("caption", "numbers", "texts", "years", "bare", "head")


def _with_times(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Complete the times of columns: a change is of the time of the figures before it, of the later one of two.

    Adds `span`, the years over which a table reaches, for growths that are averages of them.
    """
    key = [pl.col("block"), pl.col("panel")]
    timed = (pl.col("kind") == "value") & ~pl.col("c_change") & pl.col("c_time").is_not_null()
    before = windows.carried(pl.when(timed).then("c_time"), *key)
    last = windows.carried(pl.when(timed & timed.shift(1)).then(pl.col("c_time").shift(1)), *key)
    year = "^((?:19|20)[0-9]{2})"
    # 2024年 | 2023年 | 增长: the growth is of the later year, wherever it stands.
    earlier = pl.max_horizontal(before, last)
    of_change = pl.when(before.str.contains(f"{year}年?$") & last.str.contains(f"{year}年?$")).then(earlier)
    leans = pl.col("c_change") & pl.col("c_time").is_null()
    years = pl.when(timed).then(pl.col("c_time").str.extract(year).cast(pl.Int32, strict=False))
    first, final = years.min().over("block"), years.max().over("block")
    return frame.with_columns(
        c_time=pl.when(leans).then(pl.coalesce(of_change, before)).otherwise("c_time"),
        span=pl.when(first < final).then(pl.format("{}-{}", first + 1, final)),
    )


def _kinds(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add the `kind` of each column, and `bare`, its head in one piece."""
    first = windows.opens(pl.col("block"))
    tells = pl.col("c_time").is_not_null() | pl.col("c_change") | pl.col("c_unit").is_not_null()
    bare = pl.col("bare")
    kind = (
        pl.when(bare.is_in(lexicon.of_role("table_unit_head")))
        .then(pl.lit("unit"))
        .when(bare.is_in(lexicon.of_role("table_binding_head")))
        .then(pl.lit("binding"))
        .when(bare.is_in(lexicon.of_role("table_skipped_head")))
        .then(pl.lit("skipped"))
        .when(first & ((pl.col("texts") > 0) | (pl.col("years") == pl.col("numbers"))))
        .then(pl.lit("stub"))
        .when((pl.col("numbers") > 0) & ((pl.col("numbers") >= pl.col("texts")) | tells))
        .then(pl.lit("value"))
        .when(pl.col("texts") > 0)
        .then(pl.lit("stub"))
        .otherwise(pl.lit("skipped"))
    )
    return frame.with_columns(bare=pl.col("head").str.replace_all(PARTS, "")).with_columns(kind=kind)


def _rows(places: pl.LazyFrame, columns: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """One row per data row of each panel: what its labels say (columns that begin with `r_`), `unit_said`, `binding`."""
    data = places.filter(pl.col("role") == "data").join(
        columns.select("block", "column", "kind", "panel", "places", "names"),
        on=["block", "column"],
        maintain_order="left",
    )
    labels = data.filter(pl.col("kind") == "stub").select(
        "block", "panel", "row", "column", "said", "indent", "group", "places", "names", label=pl.col("said")
    )
    labels = table_labels.parsed(labels, "label", "r", lexicon, of_row=True)
    labels = labels.sort("block", "panel", "row", "names", "column")
    # Names of two characters are places where the head says that places stand below.
    short = pl.col("places") & pl.col("r_name").is_in([*lexicon.regions["name"], *lexicon.regions["short_name"]])
    labels = labels.with_columns(
        r_region=pl.when(short).then("r_name").otherwise("r_region"),
        r_name=pl.when(short).then(pl.lit("")).otherwise("r_name"),
    )
    told = [pl.col(f"r_{name}").drop_nulls().last() for name in ("time", "unit", "status", "region", "base")]
    flags = [pl.col(f"r_{name}").any() for name in ("change", "open", "falls", "yearly", "index", "rank", "estimated")]
    name = pl.col("r_name").filter(pl.col("r_name") != "")
    rows = labels.group_by("block", "panel", "row", maintain_order=True).agg(
        *told,
        *flags,
        r_name=name.last(),
        upper=name.filter(pl.int_range(name.len()) < name.len() - 1).last(),
        indent=pl.col("indent").first(),
        within=pl.col("said").first().str.contains("^其中"),
        group=pl.col("group").first(),
    )
    beside = (
        data.filter(pl.col("kind").is_in(["unit", "binding"]))
        .group_by("block", "panel", "row")
        .agg(
            unit_said=pl.col("said").filter(pl.col("kind") == "unit").first(),
            binding=pl.col("said").filter(pl.col("kind") == "binding").first().str.extract("(约束性|预期性)"),
        )
    )
    rows = rows.join(beside, on=["block", "panel", "row"], how="left").sort("block", "panel", "row")
    # 指标 | 单位 in one cell of the first row, or a unit that is written once for the rows below.
    ditto = pl.col("unit_said").is_in(["〃", '"', "”", "同上"])
    rows = rows.with_columns(
        unit_said=windows.carried(pl.when(~ditto).then("unit_said"), pl.col("block"), pl.col("panel"))
    )
    return _completed(rows.with_columns(pl.col("r_name").fill_null("")))


def _completed(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Complete names that stand several times in a table by what they stand under: the label before, the row above, the group."""
    top = (pl.col("indent") == 0) & ~pl.col("within")
    key = [pl.col("block"), pl.col("panel")]
    rows = rows.with_columns(parent=windows.carried(pl.when(top).then("r_name"), *key))
    twice = pl.len().over("block", "panel", "r_name", "r_time", "r_region", "r_change") > 1
    under = pl.coalesce(
        pl.when(pl.col("upper") != pl.col("r_name")).then("upper"),
        pl.when(~top & (pl.col("parent") != pl.col("r_name"))).then("parent"),
        pl.col("group").str.replace(
            r"^[一二三四五六七八九十]{1,3}、|^\([一二三四五六七八九十]{1,3}\)|^[0-9]+[、.]", ""
        ),
    )
    bare = pl.col("r_name").str.len_chars() <= 1
    lacking = (twice | bare) & under.is_not_null() & (pl.col("r_name") != "")
    # 常住人口 | 其中：城镇: of a part of the whole the row above says what it is a part of.
    part = ~top & pl.col("r_name").str.contains(_SCOPES) & (pl.col("parent") != "")
    # 货物运输总量 | 铁路: what a part measures is said once, above it.
    measured = lacking & ~top & pl.col("upper").is_null() & pl.col("parent").str.contains(_MEASURES)
    name = (
        pl.when(part | measured)
        .then(pl.col("r_name") + pl.col("parent"))
        .when(lacking)
        .then(under + pl.col("r_name"))
        .otherwise("r_name")
    )
    return rows.with_columns(r_name=name).drop("parent", "upper", "indent", "within", "group")


def _with_unit(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add `unit`, from what stands nearest: the cell, the column's head, the row's unit, the row's label, the caption."""
    changes = pl.col("c_change") & (~pl.col("c_open") | pl.col("units").list.contains("%"))
    row_unit = pl.col("unit_said").str.replace("^±", "")
    # The unit of a row is that of its quantity, not of its growth.
    of_row = pl.when(pl.col("c_change") & ~pl.col("c_open")).then(None).otherwise(pl.coalesce(row_unit, "r_unit"))
    of_points = pl.when(pl.col("c_change") & row_unit.str.contains("百分点")).then(row_unit)
    plain = pl.col("units").list.eval(pl.element().filter(~pl.element().is_in(_SHARES))).list.first()
    lone_share = pl.when(pl.col("units").list.len() == 1).then(pl.col("units").list.first())
    rate = pl.col("r_name").str.contains("率$|比重$|占比$") | pl.col("c_name").str.contains("率$|比重$|占比$|比例$")
    of_caption = (
        pl.when(changes | pl.col("r_change") | (rate & pl.col("units").list.contains("%")))
        .then(pl.lit("%"))
        .otherwise(pl.coalesce(plain, lone_share))
    )
    share = pl.when(rate & pl.col("c_name").str.contains("^占|占比|比重")).then(pl.lit("%"))
    unit = pl.coalesce("cell_unit", "c_unit", of_points, of_row, share, of_caption)
    unitless = pl.col("r_name").str.contains("比$|系数$|指数$|倍差$") | pl.col("unit_said").is_in(["—", "-", "/"])
    return frame.with_columns(
        unit=pl.when(unit.str.contains(r"^[—\-/]+$")).then(None).otherwise(unit).fill_null(""),
        unitless=unitless.fill_null(value=False),
    )


def _measured(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add `measure`, `value` and `value_max` with their signs, and `index`."""
    index = pl.any_horizontal("c_index", "r_index", pl.col("caption").str.contains("=100|为100|指数"))
    index = index & ~pl.col("c_change") & ~pl.col("r_change") & (pl.col("unit") == "")
    is_share = pl.col("unit").is_in(_SHARES)
    # 地区生产总值 | 亿元 | 目标（%）: per cent of a quantity in another unit is its growth.
    quantity = pl.coalesce("unit_said", "r_unit")
    of_quantity = is_share & (pl.col("c_name") == "") & ~quantity.str.contains("%|‰|百分点").fill_null(value=True)
    said = pl.col("caption_change") & is_share & ~(pl.col("c_change") | pl.col("r_change")).any().over("block")
    changed = pl.any_horizontal("c_change", "r_change", of_quantity, said)
    ranked = pl.col("c_rank") | pl.col("r_rank") | (pl.col("cell_measure") == "rank").fill_null(value=False)
    measure = (
        pl.when(ranked)
        .then(pl.lit("rank"))
        .when(pl.col("unit").str.contains("百分点|基点"))
        .then(pl.lit("difference"))
        .when(changed & pl.col("unit").is_in([*_SHARES, "倍"]))
        .then(pl.lit("growth"))
        .when(changed)
        .then(pl.lit("difference"))
        .otherwise(pl.col("cell_measure").fill_null("level"))
    )
    falls = (pl.col("c_falls") | pl.col("r_falls")) & measure.is_in(["growth", "difference"]) & (pl.col("number") > 0)
    sign = pl.when(falls).then(-1.0).otherwise(1.0)
    return frame.with_columns(
        index=index,
        measure=measure,
        unit=pl.when(ranked).then(pl.lit("位")).otherwise("unit"),
        value=pl.col("number") * sign,
        value_max=pl.col("number_max") * sign,
        bound="cell_bound",
        base=pl.coalesce("c_base", "r_base"),
    )


def _named(frame: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `indicator` and `region`: the row's name with what the column adds, or the other way round."""
    row, column = pl.col("r_name"), pl.col("c_name")
    quantity = vocabulary.quantity(lexicon)
    # 发电量 | 产量: the row is the name of a quantity already. Shares are said of it all the same.
    is_share = column.str.contains("^占|占比$|比重$|构成$|比例$|贡献率$")
    told = row.str.contains(f"(?:{quantity}|量|额|数|值)$") & column.str.contains(f"^(?:{quantity}|[产销]量|数|额|值)$")
    held = row.str.ends_with(column)
    member = pl.col("divided") & (column == "") & (row != "") & ~row.str.ends_with(pl.col("topic"))
    joined = (
        pl.when(member & pl.col("topic").is_not_null())
        .then(row + pl.col("topic"))
        .when(column == "")
        .then(row)
        .when(row == "")
        .then(column)
        .when(column.str.contains(_SCOPES))
        .then(column + row)
        .when(held | (told & ~is_share))
        .then(row)
        .otherwise(row + column)
    )
    bare = joined.str.replace_all(r"[#*`_]|^(?:的|:|,)+", "")
    own = lexicon.any_of("own_area")
    name = pl.when(bare == "").then("topic").otherwise(bare.str.replace(f"^{own}", ""))
    said = pl.coalesce("r_region", "c_region")
    return frame.with_columns(
        indicator=name.fill_null(""),
        region=pl.when(said.is_null() | (said == "")).then("reporter").otherwise(said),
    )


def _dated(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add `period`, `status` and `estimated`: what the column's head says, else the row's label, else the caption."""
    half = pl.col("report_kind") == "half_year"
    current = pl.when(half).then("report_year").otherwise("reviewed_year")
    timed = frame.with_columns(
        sentence=pl.int_range(pl.len()), _time=pl.coalesce("c_time", "r_time", "caption_time"), _current=current
    )
    frame = with_period(timed, "_time", "_spoken", pl.col("_current")).drop("sentence", "time_rule")
    said = pl.coalesce("c_status", "r_status")
    last = pl.coalesce(pl.col("_spoken").str.extract("([0-9]{4})$"), pl.col("_spoken").str.slice(0, 4))
    year = last.cast(pl.Int32, strict=False)
    status = pl.when(said.is_not_null()).then(said).when(year > current).then(pl.lit("target"))
    yearly = pl.col("c_yearly") | pl.col("r_yearly")
    frame = frame.with_columns(_spoken=pl.when(yearly).then(pl.coalesce("span", "_spoken")).otherwise("_spoken"))
    frame = frame.with_columns(
        status=status.fill_null("actual"), estimated=pl.col("c_estimated") | pl.col("r_estimated")
    )
    issued = pl.col("report_year").cast(pl.String)
    months = issued + "-01/" + issued + "-" + pl.col("until_month")
    so_far = pl.when(pl.col("until_month") == "03").then(issued + "-Q1").otherwise(pl.coalesce(months, issued + "-H1"))
    happened = pl.when(half).then(so_far).otherwise(pl.col("_current").cast(pl.String))
    # 计划数 beside 实际数 is of the same year; a target alone lies ahead.
    beside = (pl.col("status") == "actual").any().over("block")
    ahead = pl.when(beside & ~half).then(pl.col("_current").cast(pl.String)).otherwise(issued)
    default = pl.when(pl.col("status") == "actual").then(happened).otherwise(ahead)
    return frame.with_columns(period=pl.coalesce("_spoken", default), guessed_time=pl.col("_spoken").is_null()).drop(
        "_spoken", "_time", "_current"
    )
