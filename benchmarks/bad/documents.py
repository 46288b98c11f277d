"""Bad files of the kinds that wrap their text: Word, OFD, RTF, workbooks, archives, saved pages, pictures, notes beside files."""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from benchmarks.bad.binaries import pdf
from benchmarks.bad.registry import ASIDE, Chance, kind, place, report

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ENTITIES = (
    '<!DOCTYPE w [<!ENTITY a "长长长长长长长长长长">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def _packed(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _word(chance: Chance, body: str, head: str = "") -> bytes:
    text = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in report(chance).split("\n"))
    kinds = "application/vnd.openxmlformats-"
    return _packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{kinds}package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kinds}officedocument.wordprocessingml.document.main+xml"/>'
            "</Types>",
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            'Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<?xml version="1.0"?>{head}<w:document xmlns:w="{_W}"><w:body>{text}{body}</w:body></w:document>',
        }
    )


@kind(suffix=".docx")
def entities_in_word(chance: Chance) -> bytes:
    return _word(chance, "<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", _ENTITIES)


@kind(suffix=".docx")
def outer_entities_in_word(chance: Chance) -> bytes:
    head = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://127.0.0.1:9/y">]>'
    return _word(chance, "<w:p><w:r><w:t>&x;&y;</w:t></w:r></w:p>", head)


@kind(suffix=".docx")
def tables_in_tables_in_word(chance: Chance) -> bytes:
    deep = chance.choice([30, 300, 3_000])
    return _word(chance, "<w:tbl><w:tr><w:tc>" * deep + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * deep)


@kind(suffix=".docx", most=8)
def word_that_swells(chance: Chance) -> bytes:
    return _word(chance, "<w:p><w:r><w:t>" + "零" * 30_000_000 + "</w:t></w:r></w:p>")


@kind(suffix=".docx")
def cells_that_span_the_world(chance: Chance) -> bytes:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{chance.choice([0, -1, 10**9])}"/><w:vMerge/></w:tcPr><w:p/></w:tc>'
    return _word(chance, f"<w:tbl>{'<w:tr>' + cell * 9 + '</w:tr>'}</w:tbl>" * 20)


@kind(suffix=".docx")
def torn_word(chance: Chance) -> bytes:
    made = _word(chance, "")
    return made[: chance.randrange(40, len(made) - 30)]


@kind(ASIDE, ".ofd")
def odd_ofd(chance: Chance) -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    root = f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>%s</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    made: list[dict[str, str | bytes]] = [
        {"OFD.xml": root % "../../../etc/passwd"},
        {"OFD.xml": root % "OFD.xml"},
        {"OFD.xml": "<ofd:OFD" + "<a>" * 50_000},
        {"OFD.xml": _ENTITIES + root % "&i;"},
        {"OFD.xml": root % "D.xml", "D.xml": "零" * 30_000_000},
    ]
    return _packed(chance.choice(made)) + chance.randbytes(3)


@kind(suffix=".rtf")
def odd_rtf(chance: Chance) -> bytes:
    made = [
        b"{" * 100_000,
        b"\\bin999999999 abc",
        b"\\u-1?\\u99999999?\\'zz\\'",
        b"\\objdata " + b"0" * 10_000,
        b"\\par" * 50_000,
    ]
    return b"{\\rtf1\\ansi\\ansicpg936 " + report(chance).encode("gb18030") + chance.choice(made)


@kind(suffix=".xlsx")
def odd_workbooks(chance: Chance) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for line in report(chance).split("\n"):
        book.active.append([line, chance.random()])
    far = chance.choice(["A1048576", "XFD1", "XFD1048576"])
    book.active[far] = '=HYPERLINK("http://127.0.0.1/"&A1)'
    book.active.sheet_state = chance.choice(["visible", "hidden"]) if len(book.sheetnames) > 1 else "visible"
    out = io.BytesIO()
    book.save(out)
    # The library writes the moment into it, and a seed makes the same files.
    with zipfile.ZipFile(out) as archive:
        parts = {
            name: re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2025-01-01T00:00:00Z", archive.read(name))
            for name in archive.namelist()
        }
    made = _packed(parts)
    return chance.choice([made, made[:-30], made[: len(made) // 2]])


@kind(suffix=".csv")
def odd_csv(chance: Chance) -> str:
    made = ['"' * 9_999, "," * 100_000, '"a\n' * 5_000, "=cmd|' /C calc'!A0,+1,-1,@SUM(1)", "\x00,\x00\n" * 50]
    return report(chance) + chance.choice(made)


@kind(suffix=".zip")
def names_that_lead_out_of_archives(chance: Chance) -> bytes:
    names = [
        "../../x-2025.txt",
        "/etc/x-2025.txt",
        "C:\\x-2025.txt",
        "a/../../b-2025.txt",
        "x\n2025.txt",
        "x'; drop table a;--2025.txt",
    ]
    return _packed({name: report(chance) for name in chance.sample(names, 3)})


@kind(suffix=".zip", most=8)
def archives_that_swell(chance: Chance) -> bytes:
    return _packed({f"{at}-2025.txt": bytes(20_000_000) for at in range(9)}) + chance.randbytes(3)


@kind(suffix=".zip")
def archives_in_archives(chance: Chance) -> bytes:
    inside = _packed({"a-2025.txt": report(chance)})
    for _ in range(chance.choice([1, 20])):
        inside = _packed({"a-2025.zip": inside})
    return inside


@kind(suffix=".zip", most=8)
def archives_of_thousands(chance: Chance) -> bytes:
    return _packed({f"{at}.txt": chance.randbytes(4) for at in range(5_000)})


@kind(suffix=".zip")
def archives_that_lie(chance: Chance) -> bytes:
    made = bytearray(_packed({"a-2025.txt": report(chance) * 50}))
    at = made.rindex(b"PK\x01\x02")
    made[at + 24 : at + 28] = struct.pack("<I", chance.choice([1, 2**31]))
    return bytes(made)


@kind(suffix=".mht")
def odd_saved_pages(chance: Chance) -> bytes:
    page = base64.encodebytes(f"<html><body><p>{report(chance)}</p></body></html>".encode())
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
    part = b"--x\nContent-Type: text/html; charset=%s\nContent-Transfer-Encoding: base64\n\n" % chance.choice(
        [b"utf-8", b"no-such", b"utf-7", b""]
    )
    made = [
        part + page + b"\n--x--",
        part + page[:50],
        (b"--x\nContent-Type: multipart/mixed; boundary=x\n\n") * 500,
        part + b"=" * 9_999,
    ]
    return head + chance.choice(made)


def _png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@kind(ASIDE, ".png", most=12)
def odd_pictures(chance: Chance) -> bytes:
    made = [
        _png(60_000, 60_000, b""),
        _png(2**31 - 1, 1, b"0"),
        _png(40, 40, bytes(41 * 40)),
        _png(500, 500, b"1")[:60],
    ]
    return chance.choice(made) + chance.randbytes(3)


@kind(suffix=".pdf", most=6)
def pages_ruled_all_over(chance: Chance) -> bytes:
    many = chance.choice([500, 20_000])
    rules = "".join(f"{at % 590} 0 m {at % 590} 800 l S 0 {at % 800} m 590 {at % 800} l S\n" for at in range(many))
    text = b" ".join(b"%d" % chance.randrange(10**9) for _ in range(40))
    return pdf(rules.encode() + b" BT /F 9 Tf 60 700 Td (%s) Tj ET" % text)


@place()
def notes_beside_files(folder: Path, name: str, chance: Chance) -> None:
    """What is said beside a file is nonsense, or dangerous to whoever loads it."""
    own = folder / f"beside-{name}"
    own.mkdir()
    (own / name).write_text(report(chance), "utf-8")
    made = [
        "place: !!python/object/apply:os.system ['touch x']",
        "a: &a [1]\n"
        + "\n".join(f"{chr(98 + at)}: &{chr(98 + at)} [{','.join([f'*{chr(97 + at)}'] * 9)}]" for at in range(9)),
        "year: 99999999999999999999",
        "place: 丽水市'; drop table a;--\nyear: 2025",
        "kind: [" * 5_000,
        "date: 2025-99-99",
        "\x00",
    ]
    (own / f"{name}.yml").write_text(chance.choice(made), "utf-8")
