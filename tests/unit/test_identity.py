"""Which place, year and kind a report is of, and what says so; what nothing says stays unknown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from orchestration.reading.catalogue import Identity, UnknownReportError, identify
from orchestration.reading.files import list_files, read
from tests.conftest import PROJECT

CORPUS = PROJECT.parent / "shared" / "corpus"
BODY = "一、2024年工作回顾\n产量增长5%。\n二、2025年主要目标\n产量增长6%。\n"


def of(text: str, name: str = "x.txt", year: int | None = None) -> Identity:
    return identify(name, text, year)


@pytest.mark.parametrize(
    ("text", "name", "region"),
    [
        # The title.
        ("重庆市万州区2025年政府工作报告\n", "x.txt", "万州区"),
        ("福建省龙岩市上杭县2024年国民经济和社会发展统计公报\n", "x.txt", "上杭县"),
        ("2025年云和县政府工作报告\n", "x.txt", "云和县"),
        ("关于恩施土家族苗族自治州2025年国民经济和社会发展计划草案的报告\n", "x.txt", "恩施土家族苗族自治州"),
        ("锡林郭勒盟2024年国民经济和社会发展统计公报\n", "x.txt", "锡林郭勒盟"),
        ("内蒙古自治区鄂尔多斯市准格尔旗2025年政府工作报告\n", "x.txt", "准格尔旗"),
        ("2025年宁夏回族自治区政府工作报告\n", "x.txt", "宁夏回族自治区"),
        ("海南2025年政府工作报告\n", "x.txt", "海南省"),
        ("吉林省吉林市2025年政府工作报告\n", "x.txt", "吉林市"),
        ("杭(háng)州(zhōu)市(shì)2025年政府工作报告\n", "x.txt", "杭州市"),
        ("廣東省2025年政府工作報告\n", "x.txt", "广东省"),
        ("成 都 市\n2025 年 政 府 工 作 报 告\n", "x.txt", "成都市"),
        ("关于丽水市2024年国民经济和社会发展\n计划执行情况与2025年计划草案的报告\n", "x.txt", "丽水市"),
        ("首页\n政府工作报告\n湖州市2025年政府工作报告\n", "x.txt", "湖州市"),
        ("中华人民共和国2024年国民经济和社会发展统计公报[1]\n", "x.txt", "全国"),
        ("海南州2025年政府工作报告\n", "x.txt", "海南藏族自治州"),
        ("景宁县2025年政府工作报告\n", "x.txt", "景宁畲族自治县"),
        ("万州2025年政府工作报告\n", "x.txt", "万州区"),
        ("中国2024年国民经济和社会发展统计公报\n", "x.txt", "全国"),
        ("香港特别行政区2024年施政报告\n", "x.txt", "香港特别行政区"),
        ("新疆生产建设兵团第八师石河子市2024年国民经济和社会发展统计公报\n", "x.txt", "石河子市"),
        # WarehousePaths that are not registered.
        ("龙湖经济开发区2024年国民经济和社会发展统计公报\n", "x.txt", "龙湖经济开发区"),
        ("上杭县古田镇2025年政府工作报告\n", "x.txt", "上杭县古田镇"),
        ("宣城市高新区2024年国民经济和社会发展统计公报\n", "x.txt", "宣城市高新区"),
        ("新疆生产建设兵团2024年国民经济和社会发展统计公报\n", "x.txt", "新疆生产建设兵团"),
        ("重庆市两江新区2025年政府工作报告\n", "x.txt", "两江新区"),
        # A name that several places have is told by what lies around it.
        ("北京市朝阳区2025年政府工作报告\n", "x.txt", "北京市朝阳区"),
        ("朝阳区2025年政府工作报告\n——2025年1月8日在长春市朝阳区第十九届人民代表大会上\n", "x.txt", "长春市朝阳区"),
        ("鼓楼区2025年政府工作报告\n", "徐州市-鼓楼区.txt", "徐州市鼓楼区"),
        # The meeting, the opening, the body, the speaker, the signature.
        ("政府工作报告\n——2025年3月5日在第十四届全国人民代表大会第三次会议上\n", "x.txt", "全国"),
        ("2025年政府工作报告\n——2025年1月8日在景德镇市昌江区第九届人民代表大会上\n区长 王某\n", "x.txt", "昌江区"),
        ("各位代表：\n现在，我代表国务院，向大会报告政府工作。香港、澳门、上海、北京。\n" + BODY, "x.txt", "全国"),
        ("各位代表：\n现在，我代表上杭县人民政府，报告政府工作。\n" + BODY, "x.txt", "上杭县"),
        ("各位代表：\n受丽水市人民政府委托，报告2024年计划执行情况。\n" + BODY, "x.txt", "丽水市"),
        ("2024年国民经济和社会发展统计公报\n国家统计局\n2025年2月28日\n产量增长5%。", "x.txt", "全国"),
        ("2024年国民经济和社会发展统计公报\n国家统计局丽水调查队\n产量增长5%。", "x.txt", "丽水市"),
        ("2025年政府工作报告\n浙江省省长 某某\n各位代表：\n" + BODY, "x.txt", "浙江省"),
        ("2025年政府工作报告\n" + BODY + "云和县人民政府办公室\n", "x.txt", "云和县"),
        ("2024年国民经济和社会发展统计公报\n来源：丽水市统计局\n产量增长5%。", "x.txt", "丽水市"),
        # The file's name.
        (BODY, "chongqing-plan-report-2025.txt", "重庆市"),
        (BODY, "国务院-政府工作报告-2025.txt", "全国"),
        (BODY, "浙江省丽水市2025.txt", "丽水市"),
        # The running text, where it leaves no doubt.
        ("奋力谱写贵州高质量发展新篇章。\n" + BODY + "我省贵州产量增长5%。全省全省全省。\n" * 6, "x.txt", "贵州省"),
    ],
)
def test_the_place_is_that_which_the_report_says_it_is_of(text: str, name: str, region: str) -> None:
    found = of(text if "年" in text else text + BODY, name)
    assert found.region == region
    assert found.region_evidence
    assert "region_unknown" not in found.flags


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2025年政府工作报告\n全县产量增长5%，支持丽水市建设，全国领先，全县全县全县全县全县。\n", "x.txt"),
        ("2025年政府工作报告\n各位代表：\n现在，我代表县人民政府报告工作。\n", "丽水市-2025.txt"),
        ("2025年政府工作报告\n丽水市人民政府\n各位代表：\n现在，我代表县人民政府报告工作。\n", "x.txt"),
        ("自治区人民政府2025年政府工作报告\n", "x.txt"),
        ("（上接第一版）产量增长5%。\n" + BODY, "日报-2025-01-24-3版.txt"),
        ("鼓楼区2025年政府工作报告\n", "x.txt"),
        ("全市2025年政府工作报告\n", "x.txt"),
        ("通州2025年政府工作报告\n", "x.txt"),
        ("2025年政府工作报告\n来源：新华社\n产量增长5%。", "x.txt"),
        ("2025年政府工作报告\n来源：国家统计局\n全县全县全县全县全县产量增长5%。", "x.txt"),
        (BODY + "国家支持，香港、澳门、台湾、上海、北京。", "report.txt"),
        (BODY, "she-he-an-2025.txt"),
        (BODY, "taizhou-2025.txt"),
    ],
)
def test_a_place_that_nothing_says_stays_unknown(text: str, name: str) -> None:
    found = of(text, name)
    assert (found.region, found.region_evidence) == (None, None)
    assert "region_unknown" in found.flags.split(",")


@pytest.mark.parametrize("mark", ["", "[1]", "［1］", "〔1〕", "①", "¹", "*", "1", "（2025年3月28日）", "（全文）"])
def test_a_mark_behind_the_title_does_not_shift_the_year(mark: str) -> None:
    found = of(f"丽水市2024年国民经济和社会发展统计公报{mark}\n丽水市统计局\n全年2023年2023年2023年2022年产量。\n")
    assert (found.report_year, found.kind, found.region) == (2025, "communique", "丽水市")
    assert found.year_evidence.startswith("title:")


@pytest.mark.parametrize("year", ["二〇二五", "二○二五", "二零二五", "二O二五", "２０２５", "2025", " 2 0 2 5 "])
def test_a_year_is_read_however_it_is_written(year: str) -> None:
    assert of(f"丽水市{year}年政府工作报告\n全市产量增长5%。\n").report_year == 2025


@pytest.mark.parametrize(
    ("text", "name", "given", "year", "source"),
    [
        ("丽水市2025年政府工作报告\n2023年2023年2023年\n", "2021.txt", 2019, 2025, "title"),
        ("政府工作报告\n——2025年1月8日在丽水市第五届人民代表大会上\n", "x.txt", 2019, 2025, "meeting"),
        ("丽水市2024年政府工作报告\n——2025年1月8日在丽水市第五届人民代表大会上\n", "x.txt", None, 2025, "meeting"),
        ("丽水市2025年政府工作报告\n——2024年12月28日在丽水市第五届人民代表大会上\n", "x.txt", None, 2025, "title"),
        ("政府工作报告\n——2024年12月28日在丽水市第五届人民代表大会上\n" + BODY, "x.txt", None, 2025, "heading"),
        ("政府工作报告\n——2024年12月28日在丽水市第五届人民代表大会上\n", "x.txt", None, 2025, "meeting"),
        ("一、2024年工作回顾\n产量。\n", "x.txt", 2019, 2025, "heading"),
        ("一、到2030年的主要目标\n二、2025年重点工作\n产量。\n", "x.txt", None, 2025, "heading"),
        ("产量增长5%。", "丽水市2025年政府工作报告.txt", 2019, 2025, "file name"),
        ("产量增长5%。2021年2021年", "x.txt", 2019, 2019, "given"),
        ("关于丽水市2025年上半年国民经济和社会发展计划执行情况的报告\n", "x.txt", None, 2025, "title"),
        ("关于丽水市2024年国民经济和社会发展计划执行情况的报告\n", "x.txt", None, 2025, "title"),
    ],
)
def test_the_year_is_that_which_the_file_says_and_else_that_of_the_caller(
    text: str, name: str, given: int | None, year: int, source: str
) -> None:
    found = of(text, name, given)
    assert (found.report_year, found.year_evidence.split(":")[0].split(" by")[0]) == (year, source)


def test_a_year_that_is_only_the_likeliest_is_flagged() -> None:
    assert of("全市2024年产量增长5%。").flags.split(",") == ["region_unknown", "kind_guessed", "year_guessed"]


@pytest.mark.parametrize(
    "text", ["全市增长5%。", "丽水市1899年政府工作报告\n产量。", "丽水市1948年政府工作报告\n产量。"]
)
def test_a_report_without_a_year_or_of_an_impossible_one_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(UnknownReportError, match="put the year of issue into the"):
        of(text)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("丽水市2024年国民经济和社会发展统计公报\n", "plan.txt", "communique"),
        (BODY, "h1.txt", "work_report"),
        ("产量增长5%，2025年。", "h1.txt", "plan_report"),
        ("产量增长5%，2025年。", "2025-h1.txt", "half_year"),
        ("产量增长5%，2025年。", "planet-status-government-2025.txt", "plan_report"),
        ("产量增长5%，2025年。", "work-report-2025.txt", "work_report"),
        ("各位代表：\n我受市政府委托，报告2025年1—6月计划执行情况。", "x.txt", "half_year"),
        ("各位代表：\n现在，我代表市人民政府，向大会报告工作。上半年2025年形势严峻。", "x.txt", "work_report"),
        ("丽水市2025年前三季度国民经济运行情况\n", "x.txt", "half_year"),
        ("关于丽水市2024年国民经济和社会发展计划执行情况与2025年计划草案的报告\n", "x.txt", "plan_report"),
    ],
)
def test_the_kind_is_told_by_title_or_opening_and_never_by_stray_parts_of_a_name(
    text: str, name: str, kind: str
) -> None:
    assert of(text, name).kind == kind


def test_a_kind_that_nothing_says_is_flagged() -> None:
    found = of("产量增长5%，2025年。", "h1.txt")
    assert found.kind_evidence is None
    assert "kind_guessed" in found.flags.split(",")


def test_the_day_of_publication_is_not_that_of_the_meeting() -> None:
    page = "丽水市2025年政府工作报告\n发布时间：2025-01-24 09:12\n——2025年1月16日在丽水市第五届人民代表大会上\n各位代表：\n"
    found = of(page)
    assert (found.published_on, found.meeting_on) == (date(2025, 1, 24), date(2025, 1, 16))
    spoken = of("丽水市2025年政府工作报告\n——2025年1月16日在丽水市第五届人民代表大会上\n各位代表：\n")
    assert (spoken.published_on, spoken.meeting_on) == (None, date(2025, 1, 16))
    below = of("丽水市政府工作报告\n（2025年1月16日）\n各位代表：\n")
    assert (below.published_on, below.meeting_on, below.report_year) == (None, date(2025, 1, 16), 2025)
    communique = of("丽水市2024年国民经济和社会发展统计公报\n丽水市统计局\n2025年3月28日\n")
    assert (communique.published_on, communique.meeting_on) == (date(2025, 3, 28), None)
    assert of("丽水市2025年政府工作报告\n时间：\n2025-02-30\n").published_on is None


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("丽水市2024年国民经济和社会发展统计公报\n丽水市统计局\n", "丽水市统计局"),
        ("丽水市发展和改革委员会\n关于2025年上半年计划执行情况的报告\n", "丽水市发展和改革委员会"),
        ("丽水市2025年政府工作报告\n各位代表：\n现在，我代表市人民政府，报告工作。\n", "丽水市人民政府"),
        ("各位代表：\n现在，我代表国务院，报告政府工作。\n" + BODY, "国务院"),
        ("2025年政府工作报告\n" + BODY + "云和县人民政府\n", "云和县人民政府"),
        ("丽水市2025年政府工作报告\n", None),
    ],
)
def test_who_issued_it_is_told_from_its_lines_opening_or_signature(text: str, body: str | None) -> None:
    assert of(text).issuing_body == body


def test_telling_a_report_takes_time_that_grows_with_its_length_only() -> None:
    import time

    for text in (
        "全市" * 500_000,
        "2025年" * 300_000,
        "1月" * 500_000,
        "在" * 1_000_000,
        "（" * 1_000_000,
        "\n" * 1_000_000,
    ):
        began = time.process_time()
        identify("x.txt", text, 2025)
        assert time.process_time() - began < 5


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"{CORPUS}: not there")
@pytest.mark.parametrize("named", [True, False], ids=["with the file's name", "without it"])
def test_every_report_of_the_corpus_is_of_its_place_year_and_kind(named: bool) -> None:
    wrong = []
    for folder in ("national", "provinces"):
        files = list_files(CORPUS / folder)
        assert len(files) >= 20
        for file in files:
            place, _, year = Path(file.name).stem.split("-")
            found = identify(file.name if named else "x.txt", read(file).text)
            expected = ("全国" if place == "国务院" else place, int(year), "work_report")
            if (found.region, found.report_year, found.kind) != expected:
                wrong.append((file.name, found.region, found.report_year, found.kind, found.region_evidence))
    assert wrong == []
