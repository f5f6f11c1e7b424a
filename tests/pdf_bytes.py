"""PDF files of a few lines, written by hand: a Latin font and a Chinese one that readers know by name, so that nothing is embedded."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

Line = tuple[float, float, float, str]  # left, baseline and size in points, text

_FONTS = {
    "F1": b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    "F2": b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
    b"/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500]"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120"
    b"/CapHeight 880/StemV 93>>>>]>>",
}

# advance widths of Helvetica in thousandths, by the characters that share one
_WIDTHS = {c: w for w, cs in {222: "ijl'", 278: " !,./:;ft[]I\\", 333: "()-r`", 500: "ckvsxyzJ", 722: "wCDHNRU", 667: "ABEKPSVXY&", 611: "FTZ",
                              778: "GOQ", 833: "mM", 889: "%", 944: "W", 584: "+<=>~"}.items() for c in cs}  # fmt: skip


def pdf(pages: Sequence[Iterable[Line]], *, extra: bytes = b"", catalog: bytes = b"") -> bytes:
    """A PDF of A4 pages; `extra` is appended to each page's content stream, `catalog` to the catalogue's dictionary."""
    objects: list[bytes] = [b"", b"", *_FONTS.values()]
    fonts = b"".join(b"/%s %d 0 R" % (name.encode(), number) for number, name in enumerate(_FONTS, 3))
    kids = []
    for lines in pages:
        content = zlib.compress(b"".join(map(_shown, lines)) + extra)
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<<%s>>>>/Contents %d 0 R>>" % (fonts, len(objects))
        )  # fmt: skip
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return assembled(objects)


def assembled(objects: Sequence[bytes]) -> bytes:
    """A PDF of numbered objects, the first of which is the catalogue."""
    out = bytearray(b"%PDF-1.5\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % at for at in offsets)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))


def paragraphs(texts: Iterable[str], *, left: float = 72, top: float = 770, size: float = 12, width: float = 450) -> list[list[Line]]:
    """Paragraphs set line by line, Chinese ones with an indent of two characters, and broken into pages."""
    lines: list[Line] = []
    for text in texts:
        chinese = any(c >= "\u2e80" for c in text)
        units = list(text) if chinese else [w + " " for w in text.split()]
        at, row = 2 * size if chinese else 0.0, ""
        start = at
        for unit in units:
            wide = sum(size if c >= "\u2e80" else size / 2 if chinese else size * _WIDTHS.get(c, 556) / 1000 for c in unit)
            if at + wide > width:
                lines.append((left + start, 0, size, row))
                at, start, row = 0.0, 0.0, ""
            row, at = row + unit, at + wide
        lines.append((left + start, 0, size, row))
        if not chinese:
            lines.append((0, 0, 0, ""))
    pages: list[list[Line]] = [[]]
    y = top
    for x, _, points, text in lines:
        if y < 72:
            pages.append([])
            y = top
        if text:
            pages[-1].append((x, y, points, text))
        y -= 1.5 * size if text else 0.6 * size
    return pages


def _shown(line: Line) -> bytes:
    x, y, size, text = line
    if any(c >= "\u2e80" for c in text):
        shown, font = b"<%s>" % text.encode("utf-16-be").hex().encode(), b"F2"
    else:
        shown, font = b"(%s)" % text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)"), b"F1"
    return b"BT /%s %g Tf %g %g Td %s Tj ET\n" % (font, size, x, y, shown)
