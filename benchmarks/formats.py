"""How fast each kind of file is read, beside the library that opens it alone.

    python -m benchmarks.formats [TURNS]

One report of some thirty pages is written in every kind, and read from the bytes, in this process. The library alone
opens the file and takes its text in whatever order it has it. Scans are timed for one page.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from orchestration.reading.files import described, read
from orchestration.reading.recognition import is_installed
from tests.documents import HEIGHT, Drawn, chinese_pdf, ofd, wrapped

PARAGRAPH = (
    "过去一年，全市地区生产总值完成{0}.3亿元，增长6.4%；规上工业增加值增长8.7%，固定资产投资增长5.2%，一般公共预算收入达到"
    "{0}.5亿元，增长4.1%。城镇新增就业3.18万人，城镇居民人均可支配收入达到{0}0元，增长5.3%。"
)
LINES = ["丽水市2025年政府工作报告", *(PARAGRAPH.format(2000 + number) for number in range(220))]


def _pages() -> list[list[str]]:
    rows = [row for line in LINES for row in wrapped(line, 38)]
    return [rows[at : at + 38] for at in range(0, len(rows), 38)]


def _pdf(two_columns: bool = False) -> bytes:
    pages: list[list[Drawn]] = []
    for rows in _pages():
        if two_columns:
            rows = [part for row in rows for part in (row[:19], row[19:]) if part]
        drawn = [
            (60.0 + 260 * (two_columns and at % 2), HEIGHT - 60 - 18.0 * (at // (1 + two_columns)), 11.0, row)
            for at, row in enumerate(rows)
        ]
        pages.append(list(drawn))
    return chinese_pdf(pages)


def _word() -> bytes:
    from docx import Document

    document = Document()
    for line in LINES:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for line in LINES:
        book.active.append([line, 5.9, "亿元"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _scan() -> bytes:
    import pypdfium2

    stream = io.BytesIO()
    pypdfium2.PdfDocument(_pdf())[0].render(scale=200 / 72).to_pil().convert("L").save(stream, "PNG")
    return stream.getvalue()


def _alone() -> dict[str, Callable[[bytes], object]]:
    """What the library of each kind does by itself."""

    def pdf(content: bytes) -> object:
        import pypdfium2

        document = pypdfium2.PdfDocument(content)
        return [document[number].get_textpage().get_text_bounded() for number in range(len(document))]

    def word(content: bytes) -> object:
        from docx import Document

        return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]

    def workbook(content: bytes) -> object:
        import openpyxl

        return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()]

    def fixed(content: bytes) -> object:
        import ofdkit

        return ofdkit.extract_text(content)

    def rich(content: bytes) -> object:
        from striprtf.striprtf import rtf_to_text

        return rtf_to_text(content.decode("ascii"))

    def recognized(content: bytes) -> object:
        from orchestration.reading.recognition import _engine

        return _engine()(content)

    return {
        "a.pdf": pdf,
        "two-columns.pdf": pdf,
        "a.docx": word,
        "a.xlsx": workbook,
        "a.ofd": fixed,
        "a.rtf": rich,
        "a.txt": lambda content: content.decode(),
        "scan.png": recognized,
    }


def _files() -> dict[str, Callable[[], bytes]]:
    rows = [[(20.0, 20 + 7.0 * at, row.strip()) for at, row in enumerate(page)] for page in _pages()]
    rtf = "\\par\n".join("".join(each if each < "\x7f" else f"\\u{ord(each)}?" for each in line) for line in LINES)
    page = f"<!DOCTYPE html><html><body>{''.join(f'<p>{line}</p>' for line in LINES)}</body></html>"
    return {
        "a.txt": "\n".join(LINES).encode,
        "a.html": page.encode,
        "a.docx": _word,
        "a.pdf": _pdf,
        "two-columns.pdf": lambda: _pdf(two_columns=True),
        "a.ofd": lambda: ofd(rows),
        "a.rtf": ("{\\rtf1\\ansi\\ansicpg936 " + rtf + "}").encode,
        "a.xlsx": _workbook,
        **({"scan.png": _scan} if is_installed() else {}),
    }


def _seconds(work: Callable[[], object], turns: int) -> float:
    work()
    found = []
    for _ in range(turns):
        begin = time.perf_counter()
        work()
        found.append(time.perf_counter() - begin)
    return median(found)


def main() -> None:
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    alone = _alone()
    print(f"{'kind':<16} {'characters':>10} {'read ms':>9} {'library alone ms':>17} {'times':>6}")
    with TemporaryDirectory() as folder:
        for name, make in _files().items():
            path = Path(folder, name)
            content = make()
            path.write_bytes(content)
            (file,) = described(path)
            characters = len(read(file).text)
            own = _seconds(lambda file=file: read(file), turns)  # type: ignore[misc]
            other = _seconds(lambda name=name, content=content: alone[name](content), turns) if name in alone else None
            told = f"{1000 * other:17.1f} {own / other:6.1f}" if other else f"{'':>17} {'':>6}"
            print(f"{name:<16} {characters:>10} {1000 * own:9.1f} {told}")


if __name__ == "__main__":
    main()
