"""Documents made for tests: PDF and OFD pages with Chinese text at given places."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

# x and y in points from the lower left corner, the size in points, the text, and points between its characters.
Drawn = tuple[float, float, float, str] | tuple[float, float, float, str, float]
WIDTH, HEIGHT = 595, 842


def chinese_pdf(
    pages: Sequence[Iterable[Drawn]],
    turned: int = 0,
    matrix: str = "1 0 0 1 0 0",
    rules: Sequence[tuple[float, float, float, float]] = (),
) -> bytes:
    """A PDF that draws text in the order given, in a font that is not embedded; ASCII is half as wide as the rest.

    Args:
        pages: what is drawn on each.
        turned: by how many degrees, clockwise, each page is shown turned.
        matrix: by which each page is turned where it is drawn.
        rules: lines that each page draws, from (x, y) to (x, y).
    """
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        "/Supplement 4>>/DW 1000/W[1 95 500]>>",
    ]
    for page in pages:
        ruled = "".join(f"{x} {y} m {to_x} {to_y} l S\n" for x, y, to_x, to_y in rules)
        stream = f"{matrix} cm\n{ruled}" + "\n".join(_operators(*each) for each in page)
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {turned}/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {len(objects) + 2} 0 R>>",
            f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        ]
    found, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(found))
        found += f"{number} 0 obj\n{each}\nendobj\n"
    table = "0000000000 65535 f \n" + "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n{table}trailer<</Root 1 0 R/Size {size}>>\nstartxref\n{len(found)}\n%%EOF"
    return (found + end).encode("latin-1")


def _operators(x: float, y: float, size: float, text: str, between: float = 0.0) -> str:
    return f"BT /F {size} Tf {between} Tc {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def wrapped(text: str, width: int) -> list[str]:
    """A paragraph set in by two characters, in lines of `width` characters; ASCII counts half."""
    lines, used = ["　　"], 2.0
    for character in text:
        used += 0.5 if character < "\x7f" else 1.0
        if used > width:
            lines.append("")
            used = 0.5 if character < "\x7f" else 1.0
        lines[-1] += character
    return lines


def ofd(pages: Sequence[Sequence[tuple[float, float, str]]], **without: bool) -> bytes:
    """An OFD document that draws text at places of its pages, in millimetres from the upper left corner."""
    namespace = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        body = "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        package.writestr("OFD.xml", f"<ofd:OFD {namespace}>{body}</ofd:OFD>")
        listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages)))
        area = "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        package.writestr(
            "Doc_0/Document.xml", f"<ofd:Document {namespace}>{area}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
        )
        for at, page in enumerate(pages):
            objects = "".join(
                f'<ofd:TextObject ID="{at}{number}" Boundary="{x} {y} 190 6" Size="4">'
                f'<ofd:TextCode X="0" Y="4" DeltaX="g {len(text) - 1} 4">{text}</ofd:TextCode></ofd:TextObject>'
                for number, (x, y, text) in enumerate(page)
            )
            content = f"<ofd:Page {namespace}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
            if not (without.get("last") and at == len(pages) - 1):
                package.writestr(f"Doc_0/Pages/Page_{at}/Content.xml", content)
    return stream.getvalue()
