"""Which kind of report a text is, and what says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from orchestration.reading.front import Front

_MONTHS = r"(?<!\d)1(?:[—\-–至到－~]+[69]|月?[—\-–至到－~]+[69])月"
_INTERIM = rf"上半年|前三季度|前三个季度|[一三]季度|半年|{_MONTHS}"
_KINDS = (
    ("communique", re.compile(r"统计公报")),
    ("half_year", re.compile(rf"(?:{_INTERIM}).{{0,40}}(?:执行|运行|进展|完成|发展|形势)|(?:{_INTERIM}).*情况")),
    ("work_report", re.compile(r"政府工作|工作报告|施政报告")),
    ("plan_report", re.compile(r"计划|经济和社会发展|经济社会发展")),
)
_OPENINGS = (
    ("half_year", re.compile(rf"(?:{_INTERIM}).{{0,24}}(?:执行|运行|进展|完成)情况")),
    ("plan_report", re.compile(r"计划(?:草案)?(?:执行|安排|的报告|草案)|发展计划|受.{0,20}委托")),
    ("work_report", re.compile(r"政府工作|报告工作|报告.{0,12}工作")),
    ("communique", re.compile(r"统计公报|公报")),
)
# Words of a file's name, each whole: h1.txt is no half-year, and planet.txt no plan.
_NAMES = (
    ("communique", re.compile(r"公报|(?<![a-z])(?:communique|gongbao|tjgb)(?![a-z])")),
    (
        "half_year",
        re.compile(rf"{_INTERIM}|(?<![a-z])(?:half[-_ ]?year|bannian)(?![a-z])|(?<!\d)20\d\d[-_]?h[12](?![0-9a-z])"),
    ),
    ("work_report", re.compile(r"工作报告|政府工作|(?<![a-z])(?:work[-_ ]?report|zfgzbg)(?![a-z])")),
    ("plan_report", re.compile(r"计划|(?<![a-z])(?:plan|jihua)(?![a-z])")),
)
# Only a government's report on its work speaks of these.
_WORK = re.compile(
    r"(?:\d{4}|[一五]|去)年(?:政府)?工作回顾|政府自身建设|本届政府|我代表(?:[\u4e00-\u9fff]{0,20})(?:政府|国务院)"
)
_USUAL = "plan_report"


@dataclass(frozen=True)
class Kind:
    """The kind (`schema.KINDS`) and what says so; without evidence it is only the most usual one."""

    name: str
    evidence: str | None


def kind_of(title: str | None, front: Front, stem: str) -> Kind:
    """The kind of a report, from its title, its first words, the file's name, and what only one kind speaks of."""
    header = "".join(front.header)
    for source, text, patterns in (
        ("title", title or "", _KINDS),
        ("opening", front.opening[:200], _OPENINGS),
        ("first lines", header[:600], _OPENINGS),
        ("file name", stem.lower(), _NAMES),
    ):
        for name, pattern in patterns:
            if match := pattern.search(text):
                return Kind(name, f"{source}: {text if source in ('title', 'file name') else match[0]}")
    if match := _WORK.search(front.whole):
        return Kind("work_report", f"text: {match[0]}")
    return Kind(_USUAL, None)
