"""Reposts: found under new headlines and footers and in the other script, and never where a figure differs."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import opencc
import pytest

from tradegraph.documents import Unreadable, read
from tradegraph.model import Document
from tradegraph.pipeline import samples_directory
from tradegraph.reposts import Signature, buckets, likeness, pairs, reposts, settle, signature

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
FIGURE = re.compile(r"\d+\.\d+")


def releases(*folders: Path) -> list[Document]:
    return [item for item in read(map(str, folders)) if not isinstance(item, Unreadable)]


SAMPLES = releases(samples_directory())


def reposted(document: Document) -> Document:
    """The same release on another page: headline, dateline and footer of its own."""
    lines = document.text.split("\n")
    if document.lang == "en":
        frame = ("What the region traded: figures in full", "Daily Mirror of Trade, 31 December 2025, 15:42, edited by Wang",
                 "All articles on this page belong to their authors; call 010-12345678 with questions. Read 4821 times.")  # fmt: skip
    else:
        frame = (
            "外贸数据一览",
            "来源：某某新闻网 2025-12-31 15:42 编辑：小王",
            "本网转载的文章版权归原作者所有，如有疑问请致电010-12345678。浏览4821次",
        )
    headline = len(lines[0]) < 80 and not FIGURE.search(lines[0])
    text = "\n".join([*frame[:2], *lines[headline:], frame[2]])
    return replace(document, id=f"{document.id}-mirror", text=text, published=dt.date(2025, 12, 31))


def anew(document: Document) -> Document:
    """The same template with other figures, as an office writes it a year later."""
    dice = random.Random(document.id)  # noqa: S311 - the same draw every time is what is wanted

    def other(match: re.Match[str]) -> str:
        return "".join(str(dice.randint(1, 9)) if c.isdigit() else c for c in match[0])

    return replace(document, id=f"{document.id}-anew", text=FIGURE.sub(other, document.text))


def mended(document: Document, which: float) -> Document:
    """One figure corrected."""
    figures = list(FIGURE.finditer(document.text))
    figure = figures[int(which * (len(figures) - 1))]
    return replace(document, id=f"{document.id}-mended", text=f"{document.text[: figure.start()]}7{document.text[figure.start() :]}")


def test_a_release_on_another_page_is_a_repost() -> None:
    assert len(SAMPLES) >= 12
    mirrors = [reposted(d) for d in SAMPLES]
    assert reposts(map(signature, [*mirrors, *SAMPLES])) == {m.id: d.id for m, d in zip(mirrors, SAMPLES, strict=True)}


def test_a_release_in_the_other_script_is_a_repost() -> None:
    convert = opencc.OpenCC("s2t").convert
    chinese = [d for d in SAMPLES if d.lang == "zh-hans"]
    assert chinese
    other = [replace(reposted(d), lang="zh-hant", text=convert(reposted(d).text)) for d in chinese]
    assert reposts(map(signature, [*chinese, *other])) == {f"{d.id}-mirror": d.id for d in chinese}


@pytest.mark.parametrize(
    "change", [anew, lambda d: mended(d, 0), lambda d: mended(d, 0.5), lambda d: mended(d, 1)], ids=["anew", "first", "middle", "last"]
)
def test_other_figures_make_another_release(change: Callable[[Document], Document]) -> None:
    changed = [change(d) for d in SAMPLES]
    assert max(likeness(signature(a), signature(b)) for a, b in zip(changed, SAMPLES, strict=True)) > 0.6  # so that only the figures tell
    assert reposts(map(signature, [*changed, *SAMPLES])) == {}


def test_the_original_is_the_earliest_and_then_the_least_id() -> None:
    first = SAMPLES[0]
    dated = {"c": dt.date(2024, 5, 2), "b": dt.date(2024, 5, 1), "a": None, "d": dt.date(2024, 5, 1)}
    copies = [signature(replace(first, id=name, published=published)) for name, published in dated.items()]
    assert reposts(copies) == {"a": "b", "c": "b", "d": "b"}


def test_the_result_does_not_depend_on_order_or_splits() -> None:
    found = [signature(d) for s in SAMPLES for d in (s, reposted(s), anew(s), replace(s, id=s.id + "-copy"))]
    whole = reposts(found)
    assert len(whole) == 2 * len(SAMPLES)
    random.Random(7).shuffle(found)  # noqa: S311 - the same draw every time is what is wanted
    assert reposts(found) == whole
    grouped: dict[bytes, list[Signature]] = {}
    for item in found:
        for key in buckets(item):
            grouped.setdefault(key, []).append(item)
    halves = [list(grouped.values())[::2], list(grouped.values())[1::2]]
    assert settle({pair for half in halves for bucket in half for pair in pairs(bucket)}) == whole


def test_texts_without_figures_have_to_be_nearly_equal() -> None:
    text = "The customs office opened a green lane for fresh fruit and sends officers to the growers in the harvest season. " * 3
    notice = Document("notice", text, "en")
    again = replace(notice, id="again", text=f"Notice\n{text}")
    other = replace(notice, id="other", text=text.replace("fresh fruit", "live fish").replace("growers", "farms").replace("harvest", "winter"))
    assert reposts(map(signature, [notice, again, other])) == {"notice": "again"}


def test_no_annotated_release_is_a_repost_of_another() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the annotated corpus is not beside the project")
    found = [signature(d) for d in releases(*sorted(p for p in CORPUS.iterdir() if p.is_dir()), samples_directory())]
    assert max(likeness(a, b) for i, a in enumerate(found) for b in found[:i]) < 0.2
    assert reposts(found) == {}
