"""Abbreviations that a text introduces itself: "pilot free trade zones (PFTZs)" makes each later PFTZ a pilot free trade zone.

Only what the vocabulary knows written out and does not know abbreviated is written out in the folded text, each of its characters at the place
of the abbreviation. The first letters of the words have to spell the abbreviation.
"""

from __future__ import annotations

import re

from tradegraph.folding import Folded
from tradegraph.inflection import plural, plural_ending
from tradegraph.lexicon import Lexicon

# behind a name, in brackets or after a comma with a word or two between: "(PFTZs)", ", or PFTZs,"
_INTRODUCED = re.compile(r"(?<=[a-z])(?: \([\"'\u201c]?|, (?:[a-z]+ ){1,2}[\"'\u201c]?)([A-Z]{2,6})([a-z]?)(?=[\"'\u201d),])")
_WORD = re.compile(r"[A-Za-z']+")
_LONGEST = 80  # characters of a name at most
_MOST = 40  # abbreviations of a text at most


def written_out(folded: Folded, text: str, lexicon: Lexicon) -> Folded:
    """A folded English text with the abbreviations that it introduces written out; `text` is the document's own."""
    if lexicon.language != "en" or folded.origins is not None:
        return folded
    s = plural_ending(lexicon)
    names: dict[str, tuple[str, str, int]] = {}
    for match in list(_INTRODUCED.finditer(text))[:_MOST]:
        short, ending = match.groups()
        if ending not in {"", s}:
            continue
        start = _spelled(text[max(0, match.start() - _LONGEST) : match.start()], short)
        name = folded.text[match.start() - start : match.start()] if start else ""
        known = lexicon.within(short.lower(), 0, len(short)) or lexicon.within(f"{short.lower()}{s}", 0, len(short) + 1)
        if name and short not in names and not known and lexicon.within(name, 0, len(name)):
            one = name.removesuffix(s) if ending else name
            names[short] = one, name if plural(name, lexicon) else f"{name}{s}", match.end()
    if not names:
        return folded
    out: list[str] = []
    origins: list[int] = []
    at = 0
    for match in re.finditer(rf"(?<![A-Za-z0-9])({'|'.join(sorted(names))})({s}?)(?![A-Za-z0-9])", text):
        one, several, introduced = names[match.group(1)]
        if match.start() < introduced:
            continue
        name = several if match.group(2) else one
        out.append(folded.text[at : match.start()] + name)
        last = match.end() - 1
        origins.extend((*range(at, match.start()), *(min(match.start() + i, last) for i in range(len(name) - 1)), last))
        at = match.end()
    out.append(folded.text[at:])
    return Folded("".join(out), (*origins, *range(at, len(text))))


def _spelled(before: str, short: str) -> int:
    """How many characters at the end of a text spell an abbreviation by the first letters of their words; 0 where they do not."""
    letters = list(short.lower())
    for word in reversed(list(_WORD.finditer(before))):
        if word.group()[0].lower() == letters[-1]:
            letters.pop()
            if not letters:
                return len(before) - word.start()
        elif not word.group().islower() or len(letters) == len(short):
            return 0
    return 0
