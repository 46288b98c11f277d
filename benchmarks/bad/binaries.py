"""Bad files that are bytes: broken encodings, other formats under wrong names, broken and swollen PDF files."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib

from benchmarks.bad.registry import ASIDE, READ, Chance, kind, report

# Encodings.


@kind(ASIDE)
def empty(chance: Chance) -> bytes:
    return b""


@kind(ASIDE)
def nothing_but_white_space(chance: Chance) -> str:
    return "".join(chance.choices(" \n\t\u3000\ufeff\u200b", k=chance.randrange(1, 5000)))


@kind()
def marks_of_encodings(chance: Chance) -> bytes:
    marks = [
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xff\xfe\x00\x00",
        b"\x00\x00\xfe\xff",
        b"+/v8-",
        b"\x84\x31\x95\x33",
    ]
    text = report(chance).encode(chance.choice(["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030", "utf-7"]))
    return b"".join(chance.choices(marks, k=chance.randrange(1, 4))) + text * chance.choice([0, 1, 1, 1])


@kind(READ)
def torn_utf8(chance: Chance) -> bytes:
    return report(chance, *["全市经济社会发展取得新的成绩。"] * 40).encode()[: -chance.choice([2, 3])]


@kind(READ)
def torn_gb18030(chance: Chance) -> bytes:
    return report(chance, *["全市经济社会发展取得新的成绩。"] * 40).encode("gb18030")[:-2]


@kind(READ)
def torn_utf16(chance: Chance) -> bytes:
    return report(chance, *["全市经济社会发展取得新的成绩。"] * 40).encode("utf-16")[:-1]


@kind()
def half_and_half(chance: Chance) -> bytes:
    first, second = chance.sample(["utf-8", "gb18030", "big5", "utf-16-le", "euc-kr"], 2)
    return report(chance).encode(first, "replace") + report(chance).encode(second, "replace")


@kind()
def flipped_bytes(chance: Chance) -> bytes:
    content = bytearray(
        report(chance, *["全市经济社会发展取得新的成绩。"] * 20).encode(chance.choice(["utf-8", "gb18030"]))
    )
    for _ in range(chance.choice([1, 5, 50, 500])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


@kind()
def lone_surrogates(chance: Chance) -> bytes:
    lone = chr(chance.randrange(0xD800, 0xE000))
    return report(chance, f"产值{lone}增长5%。").encode(chance.choice(["utf-8", "utf-16-le"]), "surrogatepass")


@kind()
def foreign_languages(chance: Chance) -> bytes:
    text, encoding = chance.choice(
        [
            ("성장률 5.7%", "euc-kr"),
            ("成長率は5.7%", "shift_jis"),
            ("Рост 5,7 %", "koi8-r"),
            ("نمو 5%", "cp1256"),
            ("Größe 5,7 %", "latin-1"),
        ]
    )
    return (f"2025 {chance.randrange(10**9)}\n" + text * 40).encode(encoding)


@kind(ASIDE)
def random_bytes(chance: Chance) -> bytes:
    return chance.randbytes(chance.choice([64, 4096, 300_000]))


# Other formats.


def _zip(chance: Chance, *names: str, size: int = 100) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), chance.randbytes(8) + bytes(size), zipfile.ZIP_DEFLATED)
    return out.getvalue()


@kind()
def archives_called_text(chance: Chance) -> bytes:
    inside = report(chance).encode()
    made = [
        _zip(chance, "a.txt"),
        _zip(chance, "../../etc/x", "/x"),
        gzip.compress(inside, mtime=0),
        b"7z\xbc\xaf\x27\x1c" + inside,
        b"Rar!\x1a\x07" + inside,
    ]
    return chance.choice(made) + chance.randbytes(9)


@kind(ASIDE, ".docx")
def office_documents(chance: Chance) -> bytes:
    parts = chance.choice(
        [("word/document.xml",), ("xl/workbook.xml",), ("ppt/presentation.xml",), ("OFD.xml",), ("content.xml",)]
    )
    return _zip(chance, *parts, size=chance.choice([100, 20_000_000]))


@kind(ASIDE)
def pictures_and_programs(chance: Chance) -> bytes:
    first = [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"\x7fELF",
        b"MZ",
        b"SQLite format 3\x00",
        b"\xd0\xcf\x11\xe0",
    ]
    return chance.choice(first) + chance.randbytes(600)


@kind(ASIDE, ".json")
def data_files(chance: Chance) -> str:
    return f'{{"产量": {chance.random()}' + "[" * chance.choice([1, 100_000])


@kind(ASIDE, "")
def files_without_suffix(chance: Chance) -> str:
    return report(chance)


@kind(ASIDE)
def saved_mail(chance: Chance) -> str:
    return f"From: <x>\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n{report(chance)}"


# PDF files.


def pdf(*streams: bytes, kids: bytes | None = None, extra: tuple[bytes, ...] = (), resources: bytes = b"") -> bytes:
    """A PDF with a page for each content stream; `kids` takes the place of its list of pages."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", *extra]
    pages = []
    for stream in streams:
        packed = zlib.compress(stream, 9)
        objects.append(b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed))
        held = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>" + resources + b">>"
        where = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources%s>>" % (len(objects), held)
        objects.append(where)
        pages.append(b"%d 0 R" % len(objects))
    kids = b" ".join(pages) if kids is None else kids
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (kids.count(b"R"), kids)
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    begin = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % where for where in places)
    return bytes(out) + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, begin)


def _words(chance: Chance) -> bytes:
    return b"BT /F 12 Tf 50 700 Td (%s) Tj ET" % (b"Output of 2024 grew by %d percent. " % chance.randrange(99) * 9)


@kind(ASIDE, ".pdf")
def a_page_that_does_not_load(chance: Chance) -> bytes:
    return pdf(_words(chance), _words(chance), kids=b"4 0 R %d 0 R" % chance.choice([0, 1, 99, 2**31]))


@kind(suffix=".pdf", most=4)
def pages_that_swell(chance: Chance) -> bytes:
    return pdf(_words(chance), chance.choice([b"0 0 m 1 1 l S ", b"q ", b"(a) Tj "]) * 30_000_000)


@kind(ASIDE, ".pdf", most=4)
def forms_within_forms(chance: Chance) -> bytes:
    levels, first = 12, 3
    forms = []
    for level in range(levels):
        calls = b"/X Do " * 10 if level < levels - 1 else b"BT /F 12 Tf (5) Tj ET"
        held = b"<</XObject<</X %d 0 R>>>>" % (first + level + 1) if level < levels - 1 else b"<<>>"
        forms.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources%s/Length %d>>stream\n%s\nendstream"
            % (held, len(calls), calls)
        )
    return pdf(b"/X Do %d 0 0 1 0 0 cm" % chance.randrange(99), extra=tuple(forms), resources=b"/XObject<</X 3 0 R>>")


@kind(ASIDE, ".pdf")
def torn_pdf(chance: Chance) -> bytes:
    whole = pdf(*[_words(chance) for _ in range(4)])
    return whole[: chance.randrange(9, 200)]


@kind(suffix=".pdf")
def flipped_pdf(chance: Chance) -> bytes:
    content = bytearray(pdf(*[_words(chance) for _ in range(4)]))
    for _ in range(chance.choice([1, 20, 200])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


@kind(ASIDE, ".pdf")
def pages_in_a_ring(chance: Chance) -> bytes:
    return pdf(_words(chance), kids=b"2 0 R " * chance.randrange(1, 99))


@kind(ASIDE, ".pdf")
def pictures_of_pages(chance: Chance) -> bytes:
    return pdf(
        *[b"q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID %c EI Q" % chance.randrange(99) for _ in range(3)]
    )


@kind(suffix=".pdf")
def text_behind_rubbish(chance: Chance) -> bytes:
    return chance.randbytes(chance.choice([8, 900, 2000])) + pdf(_words(chance))


@kind(ASIDE, ".pdf", most=4)
def pages_without_number(chance: Chance) -> bytes:
    return pdf(_words(chance), kids=b"4 0 R " * chance.randrange(2000, 9000))


@kind(ASIDE, ".pdf")
def called_pdf(chance: Chance) -> str:
    return report(chance)
