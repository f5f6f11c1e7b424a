"""Rewriting: the sentences of a document as the grammar reads them, and the passes over their tokens before they fall into statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise, zip_longest

from tradegraph.facts.averages import AVERAGE, with_yearly_averages
from tradegraph.facts.brackets import labelled
from tradegraph.facts.comparisons import with_comparisons, with_earlier, with_restated_rates
from tradegraph.facts.compounds import with_running_totals
from tradegraph.facts.epithets import with_epithets
from tradegraph.facts.examples import with_examples
from tradegraph.facts.goods import with_finds
from tradegraph.facts.investment import with_active_firms, with_investments
from tradegraph.facts.modes import with_owners_of_them, with_rests
from tradegraph.facts.open_classes import with_districts, with_open_places
from tradegraph.facts.owners import HOME, foreign, sold_at_home, with_shares_of
from tradegraph.facts.passes import passing, rewritten
from tradegraph.facts.ranks import RANKED, ranked_in_turn
from tradegraph.facts.state import COMPARISONS
from tradegraph.facts.tokens import (
    Sentence,
    Token,
    counted_up,
    forecasts,
    measured_standstills,
    sentences,
    with_one_noun,
    without_datelines,
    without_events,
    without_issue_numbers,
    without_logging,
    without_papers,
    without_quoted_names,
    without_routes,
)
from tradegraph.lexicon import Lexicon
from tradegraph.mentions import Annotated

_QUOTED = 13  # characters of a short name in quotes, with them
_CODE, _E_COMMERCE = 4, "cbec"  # digits of the code of a customs regime; the mode whose codes stand for its forms
_COMPOUND = (
    passing(lambda tokens, annotated, lexicon: with_running_totals(tokens, annotated.folded.text, lexicon), "unit", "q"),
    passing(lambda tokens, _, __: without_issue_numbers(tokens), "rank"),
    passing(lambda tokens, annotated, _: without_quoted_names(tokens, annotated.folded.text), "q"),
)
PLAIN = (  # what a sentence of either language averages, counts, does not move and leaves
    passing(lambda tokens, _, __: with_yearly_averages(tokens), AVERAGE),
    passing(lambda tokens, _, __: counted_up(tokens), "period"),
    passing(lambda tokens, _, __: measured_standstills(tokens), "direction"),
    passing(lambda tokens, _, lexicon: with_rests(tokens, lexicon), "rest", "regime", "enterprise"),
)
COMPARED = (  # the trade of partners as ours and each comparison as one token, in an English sentence
    passing(lambda tokens, _, __: forecasts(tokens), "modal"),
    passing(lambda tokens, _, __: without_logging(tokens), "term"),
    passing(lambda tokens, annotated, _: without_papers(tokens, annotated), "day-rate"),
    passing(lambda tokens, _, __: with_one_noun(tokens), "and"),
    passing(lambda tokens, annotated, _: without_routes(tokens, annotated.folded.text), "partner"),
    passing(lambda tokens, annotated, lexicon: foreign(tokens, annotated.folded.text, lexicon), "partner", "location-noun"),
    passing(lambda tokens, _, lexicon: sold_at_home(tokens, lexicon), *HOME),
    passing(lambda tokens, _, __: with_examples(tokens), "of-which", "such-as"),
    passing(lambda tokens, _, lexicon: with_owners_of_them(tokens, lexicon), "attributive"),
    passing(lambda tokens, _, lexicon: with_investments(tokens, lexicon), "investing"),
    passing(lambda tokens, _, lexicon: with_active_firms(tokens, lexicon), "facet"),
    passing(lambda tokens, _, __: with_shares_of(tokens), "share"),
    passing(lambda tokens, _, __: labelled(tokens), "("),
    passing(lambda tokens, annotated, lexicon: ranked_in_turn(tokens, annotated.folded.text, lexicon.role("ordinal")), *RANKED),
    passing(lambda tokens, _, __: with_restated_rates(tokens), "share"),
    passing(lambda tokens, _, __: with_earlier(tokens), "q", "after"),
    passing(lambda tokens, annotated, _: with_comparisons(tokens, annotated.folded.text), "period", "basis"),
)


def at_home(tokens: list[Token]) -> list[Token]:
    """The tokens of a Chinese sentence without the country that stands before a customs territory of it ("our country's Hong Kong")."""
    return [
        a
        for a, b in zip_longest(tokens, tokens[1:])
        if not (b is not None and a.kind == "place" and b.kind == "partner" and a.end == b.start and a.concept.get("placeType") == "country")
    ]


def of_one_year(tokens: list[Token]) -> list[Token]:
    """The tokens of a Chinese sentence with the year of its first month or quarter for those told after it: "January 2023 3 billion, February 4"."""
    first = next((t for t in tokens if t.kind == "period"), None)
    begun = first.span if first is not None and first.span is not None else None
    led = {t.kind for t in tokens[: tokens.index(first)]} if first is not None else set()
    if begun is None or begun.year is None or begun.style != "part" or begun.first is None or begun.end_year is not None or led & COMPARISONS:
        return tokens
    out = tokens[:1]
    for before, token in pairwise(tokens):
        named = before.kind == "basis" and before.end == token.start  # than in 2019's first half
        span = token.span if token.kind == "period" and not named else None
        free = span is not None and span.style == "part" and (span.year, span.offset) == (None, None) and not span.more
        later = span is not None and ((span.single and (span.first or 0) > begun.first) or (span.first, span.last) == (1, begun.last))
        out.append(replace(token, span=replace(span, year=begun.year)) if free and later and span is not None else token)
    return out


def segmented(annotated: Annotated, lexicon: Lexicon) -> list[Sentence]:
    """The sentences of a document as the grammar reads them, with the places that no list has."""
    zh = lexicon.language == "zh"
    named: list[Sentence] = []
    text = annotated.folded.text
    for sentence in sentences(annotated):
        tokens = _with_codes(sentence.tokens, text, lexicon) if zh else with_finds(list(without_events(annotated, sentence).tokens))
        tokens = with_districts(tokens, annotated, lexicon) if zh and any(t.kind == "place" for t in tokens) else tokens
        tokens = with_open_places(tokens if zh else rewritten(tokens, _COMPOUND, annotated, lexicon), annotated, lexicon)
        named.append(replace(sentence, tokens=tuple(tokens if zh else with_epithets(tokens, annotated, lexicon))))
    return without_datelines(annotated, [s for s in named if s.tokens])


def _with_codes(tokens: Iterable[Token], text: str, lexicon: Lexicon) -> list[Token]:
    """The tokens with the bare numbers that are names as such: the code of a mode of e-commerce ("by 9810 exported"), a day in quotes ("618")."""
    out: list[Token] = []
    for token in tokens:
        bare = token.kind == "q" and token.quantity is not None and token.quantity.kind == "number"
        mode = lexicon.vocabulary.find("regime", token.text) if bare and len(token.text) == _CODE and token.text.isdecimal() else None
        if mode is not None and mode.broader == (_E_COMMERCE,):
            token = replace(token, kind="regime", concepts=(mode,))
        elif token.kind == "q" and _named_in_quotes(token, text, bare=bare):
            token = replace(token, kind="attribute")
        out.append(token)
    return out


def _named_in_quotes(token: Token, text: str, *, bare: bool) -> bool:
    """Whether a number without a unit, or a word for doubling, is part of a short name in quotes: the "618" sale, the "doubling plan 2.0"."""
    left, right = text.rfind('"', text.rfind("\n", 0, token.start) + 1, token.start), text.find('"', token.end)
    if left < 0 or right < 0 or right - left > _QUOTED or text.count('"', text.rfind("\n", 0, left) + 1, left) % 2:
        return False
    inner = text[left + 1 : right]
    if any(mark in inner for mark in ",;:\u3002%"):
        return False
    worded = token.start == left + 1 and token.end < right and not any(c.isdigit() for c in token.text)
    return bare or worded
