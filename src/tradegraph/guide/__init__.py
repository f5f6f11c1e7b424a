"""The guides for readers, and the command that puts them together with pictures of a build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tradegraph.errors import SourceError, UsageError
from tradegraph.explorer import drawings, page
from tradegraph.links import figures_of, names_of, read_graph
from tradegraph.pipeline import build, samples_directory
from tradegraph.vocabulary import Vocabulary

_HERE = Path(__file__).resolve().parent
PICTURES = {"links": "en", "ranked": "en", "series": "en", "links-zh": "zh-hans"}


def write_guide(vocabulary: Vocabulary, out: Path, remark: Callable[[str], None]) -> list[Path]:
    """Write the guides, the pictures they show and the page of the sample releases into a folder; what was written.

    Raises SourceError where the folder cannot be written. `remark` is told what could not be made.
    """
    try:
        (out / "pictures").mkdir(parents=True, exist_ok=True)
        build([str(samples_directory())], out / "samples", vocabulary)
        graph = read_graph(out / "samples")
        figures, names = figures_of(graph), names_of(graph)
        written = []
        for picture, lang in PICTURES.items():
            drawing = drawings.draw(figures, names, picture.removesuffix("-zh"), "svg", lang)
            if drawing.remark:
                remark(drawing.remark)
            written.append(out / "pictures" / f"{picture}.svg")
            written[-1].write_bytes(drawing.content)
        for guide in sorted(_HERE.glob("*.md")):
            written.append(out / guide.name)
            written[-1].write_bytes(guide.read_bytes())
        try:
            content = page(out / "samples")
        except UsageError as error:
            remark(str(error))
        else:
            written.append(out / "explorer.html")
            written[-1].write_text(content, encoding="utf-8")
    except OSError as error:
        raise SourceError(f"{out}: cannot be written ({error.strerror or error}); choose another folder with -o") from error
    return written
