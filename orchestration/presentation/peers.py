"""An indicator of all places of a level side by side, as the command line shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration.presentation.lookup import NotFoundError, indicator_codes, region_codes
from orchestration.presentation.wording import MEASURES, neutral, number

LEVELS = ("province", "city", "county")


@dataclass(frozen=True)
class Figure:
    """A stated figure of a cell; `several` where the report gives other values for it too."""

    value: float
    value_max: float | None
    bound: str
    rank: int | None
    observation_id: str
    several: bool = False
    estimate: bool = False

    @property
    def shown(self) -> str:
        """The value with its bound, and a mark where it is an estimate or the report gives another value too."""
        marks = (" 预计" if self.estimate else "") + (" *" if self.several else "")
        return number(self.value, self.bound, self.value_max) + marks


@dataclass(frozen=True)
class Peer:
    """A place among its peers; a figure is null where `target_cell` or `outturn_cell` is not `stated`."""

    region: str
    target_cell: str
    target: Figure | None
    target_gap: float | None
    outturn_cell: str
    outturn: Figure | None
    outturn_gap: float | None
    outturn_before: Figure | None


@dataclass(frozen=True)
class Peers:
    """All places of a level for one indicator, measure, unit and period, best first, and the nation's figures."""

    indicator: str
    measure: str
    unit: str
    period: str
    peers: list[Peer]
    nation: Peer | None

    @property
    def title(self) -> str:
        """Indicator, measure, period and unit."""
        return f"{self.indicator} {MEASURES[self.measure]} {self.period} ({self.unit})"


def peers(
    connection: duckdb.DuckDBPyConnection, indicator: str, level: str, year: int | None, region: str | None = None
) -> list[Peers]:
    """An indicator's figures of a year, all places of a level side by side; spans that hold the year come after it.

    Args:
        connection: to a published warehouse.
        indicator: a code, a Chinese or English name, or an alias.
        level: of `LEVELS`.
        year: null for the year of which most peers state something, of equals the newest.
        region: only places below this one; null for all.

    Raises:
        NotFoundError: an unknown indicator or place, or nothing that a peer states.
    """
    codes = indicator_codes(connection, indicator)
    above = region_codes(connection, region) if region else None
    found = connection.execute(
        """
        with peers as (
            select peers.* from marts.peers inner join marts.dim_region as above on peers.parent_code = above.region_code
            where peers.indicator_code in (select unnest($codes)) and peers.level = $level
                and ($above is null or peers.parent_code in (select unnest($above)) or above.parent_code in (select unnest($above)))
        ),
        stated as (select * from peers where target_value is not null or outturn_value is not null),
        asked as (select coalesce($year, (
                select end_year from stated where period_kind = 'year'
                group by end_year order by count(distinct region_code) desc, end_year desc limit 1
            )) as year)
        select peers.*, peers.period_kind <> 'year' as is_span
        from peers semi join stated using (indicator_code, measure, canonical_unit, period), asked
        where peers.period_kind in ('year', 'years')
            and asked.year between try_cast(left(peers.period, 4) as integer) and peers.end_year
        order by is_span, indicator, measure, canonical_unit, period, coalesce(outturn_rank, target_rank) is null,
            coalesce(outturn_rank, target_rank), target_rank, region_code
        """,
        {"codes": codes, "above": above, "level": level, "year": year},
    )
    names = [column[0] for column in found.description or []]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    if not rows:
        raise NotFoundError(
            neutral(
                f"{indicator}: no {level}{f' of {region}' if region else ''} states a figure"
                + (f" of {year}" if year else " of a year")
            )
        )
    groups: dict[tuple[str, str, str, str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["indicator"], row["measure"], row["canonical_unit"], row["period"]), []).append(row)
    return [Peers(*key, [_peer(row) for row in group], _nation(group[0])) for key, group in groups.items()]


def _peer(row: dict[str, Any]) -> Peer:
    return Peer(
        region=str(row["region"]),
        target_cell=str(row["target_cell"]),
        target=_figure(row, "target"),
        target_gap=row["target_gap_to_nation"],
        outturn_cell=str(row["outturn_cell"]),
        outturn=_figure(row, "outturn"),
        outturn_gap=row["outturn_gap_to_nation"],
        outturn_before=_figure(row, "outturn_before"),
    )


def _nation(row: dict[str, Any]) -> Peer | None:
    target, outturn = _figure(row, "nation_target"), _figure(row, "nation_outturn")
    if target is None and outturn is None:
        return None
    cells = ["stated" if figure else "" for figure in (target, outturn)]
    return Peer("全国", cells[0], target, None, cells[1], outturn, None, None)


def _figure(row: dict[str, Any], name: str) -> Figure | None:
    if row[f"{name}_value"] is None:
        return None
    return Figure(
        value=row[f"{name}_value"],
        value_max=row.get(f"{name}_value_max"),
        bound=str(row[f"{name}_bound"]),
        rank=row.get(f"{name}_rank"),
        observation_id=str(row[f"{name}_observation_id"]),
        several=bool(row.get(f"{name}_has_other_values")),
        estimate=bool(row.get(f"{name}_is_estimate")),
    )
