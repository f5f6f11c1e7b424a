"""The text layer of one PDF, from standard input to standard output: run by `pdf.text` as a process of its own, with limits.

PDFium gives characters with their places on the page. Lines become paragraphs again: a line goes on in the next one where the first word of
that would not have fitted on it, and neither an indent, a gap nor another size of type parts them; this also holds across pages, whose
running heads and page numbers are left out. Columns of a table stay apart by tabs. Only the standard library and pypdfium2 are imported.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

MAX_PAGES = 300
MAX_CHARACTERS = 2_000_000
MEMORY = 1 << 30  # bytes of address space
SECONDS = 30  # of processor time
LIMIT, NO_TEXT, LOCKED, DAMAGED, UNMAPPED = 3, 4, 5, 6, 7  # what the exit code says
_WORD = re.compile(r"[!-~]+|.\W*", re.S)
_DIGIT_END = re.compile(r"\d[.,]?\Z")
_WIDE = "\u2e80"  # from here on characters are as wide as high, and no spaces part words
_NUMBER = re.compile(r"\d+")
_NUMBERED = re.compile(r"[^\w%]*\d{1,3}[^\w%]*(?:\d{1,3}[^\w%]*)?")  # a page's number, perhaps with that of all pages
_HYPHENS = {"\x02", "\ufffe"}  # PDFium's marks for a hyphen at the end of a line


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; places in points from the lower left corner of the page."""

    page: int
    left: float
    right: float
    base: float
    size: float
    text: str
    word: float  # the width of its first word


def lines(raw: bytes) -> list[Line]:
    """The lines of all pages, in the order of the file."""
    import pypdfium2

    out: list[Line] = []
    count = 0
    document = pypdfium2.PdfDocument(raw)
    if len(document) > MAX_PAGES:
        sys.exit(LIMIT)
    for number in range(len(document)):
        page = document[number]
        characters = page.get_textpage()
        count += characters.count_chars()
        if count > MAX_CHARACTERS:
            sys.exit(LIMIT)
        out += _beside(list(_printed(characters, number)))
        characters.close()
        page.close()
    return out


def _printed(characters: object, page: int) -> Iterator[Line]:
    import pypdfium2.raw as pdfium

    row: list[tuple[str, float, float, float, float]] = []
    for i in range(characters.count_chars()):  # type: ignore[attr-defined]
        character = chr(pdfium.FPDFText_GetUnicode(characters, i) or 0xFFFD)
        if character in "\r\n":
            if row:
                yield _line(row, page)
            row = []
            continue
        left, bottom, right, top = characters.get_charbox(i, loose=True)  # type: ignore[attr-defined]
        row.append(("-" if character in _HYPHENS else character, left, right, bottom, top - bottom))
    if row:
        yield _line(row, page)


def _line(row: list[tuple[str, float, float, float, float]], page: int) -> Line:
    inked = [c for c in row if not c[0].isspace()] or row
    size = median(c[4] for c in inked)
    text = ""
    end = inked[0][1]
    for character, left, right, _, _ in row:
        if character.isspace():
            text += " "
            continue
        if left - end > 2 * size and text.strip():
            text = text.rstrip() + "\t"
        text += character
        end = max(right, left)
    text = text.strip()
    first = _WORD.match(text)
    word = len(first[0]) if first else 0
    return Line(page, inked[0][1], max(c[2] for c in inked), median(c[3] for c in inked), size, text, sum(c[2] - c[1] for c in inked[:word]))


def _beside(found: list[Line]) -> list[Line]:
    """Pieces that stand on one line are one line, such as the cells of a table's row."""
    out: list[Line] = []
    for line in found:
        if not line.text:
            continue
        last = out[-1] if out else None
        if last and abs(last.base - line.base) < 0.3 * max(last.size, 1) and line.left >= last.right - 1:
            gap = "\t" if line.left - last.right > 1.5 * line.size else " "
            out[-1] = Line(last.page, last.left, line.right, last.base, last.size, last.text + gap + line.text, last.word)
        else:
            out.append(line)
    return out


def body(found: list[Line]) -> list[Line]:
    """The lines without those at the top and bottom of pages that repeat, or that count the pages."""
    pages: dict[int, list[Line]] = {}
    for line in found:
        pages.setdefault(line.page, []).append(line)
    running: set[Line] = set()
    margins: dict[tuple[str, int], list[Line]] = {}
    for held in pages.values():
        by_height = sorted(held, key=lambda line: line.base)
        running.update(
            line for line in (by_height[0], by_height[-1]) if _NUMBERED.fullmatch(line.text) and int(_NUMBER.findall(line.text)[0]) == line.page + 1
        )
        for line in {*by_height[:2], *by_height[-2:]}:
            margins.setdefault((_NUMBER.sub("#", line.text), round(line.base / 6)), []).append(line)
    edges = _edges(found)  # a line that fills its column is text
    running |= {line for group in margins.values() if len({m.page for m in group}) > 1 and _counts(group) for line in group if not _full(line, edges)}
    return [line for line in found if line not in running]


def _full(line: Line, edges: dict[int, tuple[float, float]]) -> bool:
    return line.right - line.left > 20 * line.size and line.right + 2 * line.size > edges[round(line.left / 10)][1]


def _counts(group: list[Line]) -> bool:
    """Whether lines are the same but for numbers that go up with the page; a row of a table is neither."""
    first = group[0]
    start = [int(n) for n in _NUMBER.findall(first.text)[:9]]
    for line in group[1:]:
        step = {int(n) - s for n, s in zip(_NUMBER.findall(line.text)[:9], start, strict=False)}
        if not step <= {0, line.page - first.page}:
            return False
    return True


def paragraphs(found: list[Line]) -> str:
    """Lines put together again, one paragraph a line."""
    steps = [a.base - b.base for a, b in pairwise(found) if a.page == b.page and 0 < a.base - b.base < 4 * a.size]
    pitch = median(steps) if steps else 0.0
    out: list[str] = []
    last: Line | None = None
    begins = True  # whether the last line begins its paragraph
    edges = _edges(found)
    for line in found:
        if last is not None and _goes_on(last, line, begins, pitch, edges):
            out[-1] += ("" if _tight(out[-1], line.text) else " ") + line.text
            begins = False
        else:
            out.append(line.text)
            begins = True
        last = line
    return "\n".join(out) + "\n"


def _tight(before: str, after: str) -> bool:
    """Whether no space parts two lines: at a hyphen, at a wide character, and in a number of a text of wide characters."""
    if before.endswith("-") or before[-1] >= _WIDE or after[0] >= _WIDE:
        return True
    return bool(_DIGIT_END.search(before)) and after[0].isdigit() and any(c >= _WIDE for c in before[-40:])


def _edges(found: list[Line]) -> dict[int, tuple[float, float]]:
    """The left and right edge of the column of lines that begin about where a line does, by tens of points."""
    out: dict[int, tuple[float, float]] = {}
    for line in found:
        for at in range(round(line.left / 10) - 3, round(line.left / 10) + 4):
            left, right = out.get(at, (line.left, line.right))
            out[at] = min(left, line.left), max(right, line.right)
    return out


def _goes_on(last: Line, line: Line, begins: bool, pitch: float, edges: dict[int, tuple[float, float]]) -> bool:
    em = max(line.size, 1.0)
    left, right = edges[round(last.left / 10)]
    if last.page == line.page and _centred(last, line, pitch, edges):
        return True
    filled = last.right + last.size + line.word >= right or line.text[0].islower()
    if "\t" in last.text or "\t" in line.text or not 0.87 < last.size / em < 1.15 or not filled:
        return False
    if last.page == line.page and not 0 < last.base - line.base < 1.3 * pitch:
        return False
    if last.page == line.page and line.left > last.left + 0.8 * em:
        return False
    indented = line.left > left + 0.8 * em
    return not (indented and (last.page != line.page or (begins and abs(line.left - last.left) < 0.3 * em)))


def _centred(last: Line, line: Line, pitch: float, edges: dict[int, tuple[float, float]]) -> bool:
    """Whether two lines are a headline that was too long for one."""
    wide = max(right for _, right in edges.values()) - min(left for left, _ in edges.values())
    middle = abs(last.left + last.right - line.left - line.right) / 2
    apart = last.base - line.base
    return (
        abs(last.left - line.left) > line.size
        and middle < 0.5 * line.size
        and 0.95 < last.size / max(line.size, 1) < 1.05
        and 0 < apart < max(1.3 * pitch, 2 * line.size)
        and last.right - last.left + last.size + line.word > wide
    )


def main() -> None:
    """Read standard input, write the text; the exit code says why there is none."""
    raw = sys.stdin.buffer.read()
    with contextlib.suppress(ImportError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pypdfium2

    try:
        found = lines(raw)
    except pypdfium2.PdfiumError as error:
        sys.exit(LOCKED if "assword" in str(error) or "ecurity" in str(error) else DAMAGED)
    except MemoryError:
        sys.exit(LIMIT)
    text = paragraphs(body(found)) if found else ""
    if not text.strip():
        sys.exit(NO_TEXT)
    if text.count("\ufffd") * 50 > len(text):
        sys.exit(UNMAPPED)
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))


if __name__ == "__main__":
    main()
