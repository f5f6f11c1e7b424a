"""Text: bytes of unknown encoding and HTML pages become text; its language and date are told by what stands in it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

import charset_normalizer
import opencc

from tradegraph.errors import SourceError

MAX_PAGE = 5_000_000  # bytes of HTML: a larger page is a list or a dump, and takes minutes to take apart
MAX_PARTS = 20_000  # of a tag: the parser compares each attribute with all before it
_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}")
_PARTS = re.compile(r"[\s=/]+")
_TOP, _LEAST, _LONGEST = 2_000, 3, 160  # characters: of what is looked at, and of a headline
_PERCENT = "%\uff05"  # what a headline may end with of the characters of that class
_HAN = re.compile("[\u4e00-\u9fff]")
_TO_SIMPLIFIED, _TO_TRADITIONAL = opencc.OpenCC("t2s"), opencc.OpenCC("s2t")
_LATIN = re.compile("[A-Za-z]")
_ISO_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_ENCODINGS = ["utf_8", "gb18030", "big5", "utf_16", "utf_16_le", "utf_16_be", "cp1252"]
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{1,20})", re.I)
_WEB = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "windows-1252": "cp1252"}


def decode(raw: bytes) -> str:
    """Text of unknown encoding. Raises SourceError for binary data."""
    if not raw.strip():
        raise SourceError("is empty")
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError as error:
                raise SourceError("starts like UTF but is damaged; save it as UTF-8") from error
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        best = charset_normalizer.from_bytes(raw[:200_000], cp_isolation=_ENCODINGS).best()
        if best is None:
            raise SourceError("is not text in UTF-8, GB18030, Big5 or UTF-16; save it as UTF-8") from None
        text = raw.decode(best.encoding, errors="replace")
    if "\x00" in text or sum(c < " " and c not in "\n\r\t\f\x0b" for c in text[:4096]) > len(text[:4096]) // 50 + 1:
        raise SourceError("is binary data, not text")
    return text


def page(raw: bytes) -> tuple[str, dict[str, str]]:
    """The article of an HTML page, and what its meta tags say: title, published, publisher, url.

    Raises SourceError for a page that is no page, too large, or without an article.
    """
    import trafilatura  # takes a third of a second to import, and most sources are plain text

    if len(raw) > MAX_PAGE:
        raise SourceError(f"is a page larger than {MAX_PAGE // 1_000_000} MB; save its text as .txt")
    markup = _declared(raw) or decode(raw)
    if any(len(_PARTS.findall(tag)) > MAX_PARTS for tag in _TAG.findall(markup)):
        raise SourceError(f"has a tag of more than {MAX_PARTS} parts, as no page has; save its text as .txt")
    body = trafilatura.extract(markup, include_tables=True, include_comments=False, favor_recall=True)
    if not body:
        raise SourceError("holds no readable article; save its text as .txt")
    meta = trafilatura.extract_metadata(markup)
    found: dict[str, str] = {}
    if meta is not None:
        for name, value in (("title", meta.title), ("published", meta.date), ("publisher", meta.sitename), ("url", meta.url)):
            if value:
                found[name] = str(value)
        if found.get("title") and found["title"] not in body:
            body = f"{found['title']}\n\n{body}"
    return body, found


def _declared(raw: bytes) -> str:
    """The page in the encoding that it declares, where that is one of those in use and true."""
    declared = _DECLARED.search(raw[:4096])
    encoding = _WEB.get(declared[1].decode("ascii").lower(), "") if declared else ""
    try:
        return raw.decode(encoding) if encoding else ""
    except UnicodeDecodeError:
        return ""


def language(text: str) -> str:
    """The language by its script: of the two Chinese ones that which conversion to it changes less, else `en`."""
    sample = text[:20_000]
    han = len(_HAN.findall(sample))
    if han * 4 < len(_LATIN.findall(sample)):
        return "en"
    sample = sample[:4_000]
    traditional = sum(a != b for a, b in zip(sample, _TO_SIMPLIFIED.convert(sample), strict=False))
    simplified = sum(a != b for a, b in zip(sample, _TO_TRADITIONAL.convert(sample), strict=False))
    return "zh-hant" if traditional > simplified else "zh-hans"


def headline(text: str) -> str:
    """The first line of a text where it is a short one without a stop or a date, and longer ones come after; else nothing."""
    first, *rest = (line.strip() for line in text[:_TOP].strip().split("\n"))
    told = _LEAST < len(first) < min(max(map(len, rest), default=0), _LONGEST) and (unicodedata.category(first[-1]) != "Po" or first[-1] in _PERCENT)
    return first if told and _ISO_DATE.search(first) is None else ""


def dateline(text: str) -> dt.date | None:
    """The first full numeric date near the top or the end of a text."""
    for part in (text[:600], text[-300:]):
        for match in _ISO_DATE.finditer(part):
            if (found := date("-".join(match.groups()))) is not None:
                return found
    return None


def date(text: str) -> dt.date | None:
    """The first full numeric date of a text."""
    match = _ISO_DATE.search(text)
    if match is None:
        return None
    try:
        return dt.date(*map(int, match.groups()))
    except ValueError:
        return None
