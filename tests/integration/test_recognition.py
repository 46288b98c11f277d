"""Scans are read where the extra `ocr` is installed: pages are drawn with real fonts, tilted, blurred, and read back."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orchestration.reading.files import described
from orchestration.reading.recognition import is_installed
from orchestration.reading.report_text import Text
from orchestration.reading.worker import Reader
from tests.documents import chinese_pdf, wrapped

if TYPE_CHECKING:
    from PIL.Image import Image

pytestmark = pytest.mark.integration

TITLE = "石泉县2025年政府工作报告"
PARAGRAPHS = [
    "过去一年，全县地区生产总值完成318.6亿元，增长6.2%；规上工业增加值增长9.1%，固定资产投资增长7.4%，一般公共预算收入"
    "完成21.35亿元，增长4.8%，社会消费品零售总额达到104.27亿元。",
    "城镇新增就业5210人，城镇居民人均可支配收入达到41230元，农村居民人均可支配收入达到22180元，分别增长5.1%、6.7%，"
    "森林覆盖率稳定在63.2%，空气优良天数比例达到97.5%，万元生产总值能耗下降3.08%。",
    "粮食总产量稳定在18.4万吨，新建高标准农田2.6万亩，改造老旧小区34个，新开工保障性住房1260套，发放助学贷款8937笔。",
]
# Where Debian, Fedora and macOS keep a font with Chinese characters.
FONTS = [
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/System/Library/Fonts/PingFang.ttc",
]


@pytest.fixture(scope="module")
def drawn() -> Callable[[Sequence[tuple[float, float, str]]], Image]:
    """Draws lines of text at places of an A4 page of 200 dpi."""
    if not is_installed():
        pytest.skip("the extra is not installed: pip install 'plan-indicators[ocr]'")
    font = next((path for path in FONTS if Path(path).exists()), None)
    if font is None:
        pytest.skip("no font with Chinese characters: apt install fonts-noto-cjk")
    from PIL import Image, ImageDraw, ImageFont

    def draw(lines: Sequence[tuple[float, float, str]]) -> Image:
        page = Image.new("L", (1654, 2339), 246)
        pen = ImageDraw.Draw(page)
        for x, y, text in lines:
            pen.text((x, y), text, font=ImageFont.truetype(font, 33), fill=28)
        return page

    return draw


def worn(page: Image, tilt: float = 0.0, blur: float = 0.0, noise: int = 0) -> Image:
    import numpy
    from PIL import Image as Images
    from PIL import ImageFilter

    page = page.rotate(tilt, resample=Images.Resampling.BICUBIC, fillcolor=246).filter(ImageFilter.GaussianBlur(blur))
    dots = numpy.random.default_rng(7).normal(0, noise, (page.height, page.width))
    return Images.fromarray(numpy.clip(numpy.asarray(page) + dots, 0, 255).astype("uint8"))


def one_column() -> list[tuple[float, float, str]]:
    lines = [line for paragraph in PARAGRAPHS for line in wrapped(paragraph, 36)]
    return [(560, 200, TITLE), *((230.0, 320.0 + 62 * at, line) for at, line in enumerate(lines)), (790, 2200, "- 1 -")]


def two_columns() -> list[tuple[float, float, str]]:
    columns = [wrapped(PARAGRAPHS[0], 18), wrapped(PARAGRAPHS[1], 18)]
    lines = [(180.0 + 720 * side, 360.0 + 58 * at, line) for side in (0, 1) for at, line in enumerate(columns[side])]
    return [(560, 200, TITLE), *lines]


def read_back(folder: Path, name: str, content: bytes) -> Text:
    (folder / name).write_bytes(content)
    with Reader() as reader:
        return reader.read(described(folder / name)[0])


def packed(page: Image, kind: str) -> bytes:
    stream = io.BytesIO()
    page.save(stream, kind, resolution=200)
    return stream.getvalue()


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?%?", text)


@pytest.mark.parametrize(
    ("kind", "wear"),
    [
        ("PNG", {}),
        ("JPEG", {"tilt": 1.2, "blur": 1.0, "noise": 12}),
        ("TIFF", {"tilt": -0.8, "noise": 20}),
        ("PDF", {"tilt": 0.7, "blur": 1.2, "noise": 8}),
    ],
)
def test_the_numbers_of_a_worn_page_are_read_back(
    drawn: Callable[..., Image], tmp_path: Path, kind: str, wear: dict[str, float]
) -> None:
    found = read_back(tmp_path, f"scan.{kind.lower()}", packed(worn(drawn(one_column()), **wear), kind))
    right = numbers("\n".join([TITLE, *PARAGRAPHS]))
    seen = numbers(found.text)
    assert sum(number in seen for number in right) >= 0.95 * len(right)
    # Paragraphs are whole, and the page's number is no figure.
    assert len([line for line in found.text.split("\n") if line]) == 1 + len(PARAGRAPHS)
    assert "- 1 -" not in found.text
    assert "recognized" in found.flags.split(",")


def test_each_number_says_how_sure_it_is(drawn: Callable[..., Image], tmp_path: Path) -> None:
    clear = read_back(tmp_path, "clear.png", packed(drawn(one_column()), "PNG"))
    spans = {clear.text[each["start"] : each["end"]]: each["confidence"] for each in json.loads(clear.recognized or "")}
    assert {number.rstrip("%") for number in numbers(TITLE + "".join(PARAGRAPHS))} <= set(spans)
    assert all(0 < confidence <= 1 for confidence in spans.values())
    blurred = read_back(tmp_path, "blurred.png", packed(worn(drawn(one_column()), blur=5.2, noise=30), "PNG"))
    unsure = [each["confidence"] for each in json.loads(blurred.recognized or "[]")]
    assert min(unsure) < min(spans.values())
    assert "doubtful_numbers" in blurred.flags.split(",")


def test_two_columns_of_a_scan_are_read_one_after_the_other(drawn: Callable[..., Image], tmp_path: Path) -> None:
    found = read_back(tmp_path, "scan.pdf", packed(worn(drawn(two_columns()), tilt=0.6, noise=8), "PDF"))
    lines = [line for line in found.text.split("\n") if line]
    assert [numbers(line) for line in lines] == [numbers(text) for text in (TITLE, PARAGRAPHS[0], PARAGRAPHS[1])]


def test_of_a_mixed_pdf_only_the_scanned_page_is_recognized(drawn: Callable[..., Image], tmp_path: Path) -> None:
    import pypdfium2

    written = [(60.0, 760 - 20.0 * at, 12.0, line) for at, line in enumerate(wrapped(PARAGRAPHS[2] * 3, 36))]
    document = pypdfium2.PdfDocument(chinese_pdf([[(180, 800, 14, TITLE), *written]]))
    scan = pypdfium2.PdfDocument(packed(worn(drawn(one_column())), "PDF"))
    document.import_pages(scan)
    stream = io.BytesIO()
    document.save(stream)
    found = read_back(tmp_path, "mixed.pdf", stream.getvalue())
    assert found.pages == 2
    assert PARAGRAPHS[2] * 3 in found.text
    assert "318.6亿元" in found.text
    sure = {each["confidence"] for each in json.loads(found.recognized or "") if each["start"] < len(PARAGRAPHS[2] * 3)}
    assert sure == {1.0}


def test_a_photograph_without_text_is_set_aside(drawn: Callable[..., Image], tmp_path: Path) -> None:
    from orchestration.reading.errors import UnreadableError

    with pytest.raises(UnreadableError, match="no text is recognized"):
        read_back(tmp_path, "photo.png", packed(drawn([]), "PNG"))
