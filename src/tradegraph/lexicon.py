"""The lexicon: every label and pattern of the vocabulary as one scanner for a language.

Labels go into one Aho-Corasick automaton; a pattern (`tg:pattern`, "first {n} months") becomes a regular expression whose slots
are built from the numerals, ordinals and month names of the vocabulary. Of overlapping matches the longest
wins. In Latin script a label matches whole words only; all matches are looked at, so that a label inside another word hides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import ahocorasick_rs as ac

from tradegraph.errors import VocabularyError
from tradegraph.folding import fold_label
from tradegraph.model import Concept, Mention
from tradegraph.vocabulary import Label, Vocabulary

# words that only quantity.py and period.py read, beside a number
_NUMBER_ROLES = frozenset({
    "numeral", "scale", "attached-scale", "torn-scale", "torn-infix", "denominator", "ordinal", "fraction-mark", "among-mark", "decimal-mark",
    "tenths", "multiple-adverb", "month-name", "ratio-mark", "hedge", "article", "any-goods", "trader", "unit-mark", "range-mark", "common-name",
    "good-prefix", "flow-modifier", "filler", "counting-verb", "beginning", "good-suffix", "participle",
    "partitive", "possessive", "ending", "column", "row",
    "regime-row", "enterprise-row", "all-goods", "short-mode", "flow-adverb", "town-noun", "definite", "other-place", "beside",
    "named-after-goods", "photo-credit", "area-noun", "sum-noun", "firm-ending", "place-ending", "supplying", "place-suffix",
})  # fmt: skip
# where one label plays several parts, the first of these decides; what is not listed comes last
_PRECEDENCE = (
    "place", "place-class", "partner", "commodity", "enterprise", "regime", "corridor", "basis", "year", "subyear", "rate", "direction", "gap",
    "share",
    "contribution", "rank", "rank-of", "term", "facet", "rank-verb", "anaphor", "relative", "respectively", "each", "together", "overall",
    "such-as", "than", "level-verb", "from-level", "while", "and", "with", "of", "through", "per", "unit", "target",
)  # fmt: skip
POLICY = "policy"
# policy measures are read by words of their own, which must not hide those of the statistics
_POLICY_KINDS = frozenset({
    "instrument", "policy-verb", "policy-result", "policy-guard", "noun-measure", "plan", "government", "central", "praise", "adverb", "auxiliary",
    "copula", "effort", "joint", "preposition", "means", "bystander", "speech", "subordinator", "pronoun", "complement", "outcome", "done", "effect",
    "tail", "report", "zone-word", "adjunct-end", "trouble", "goal-noun", "including", "goal", "upshot", "briefing", "person",
    "generality", "sum", "outgrowth", "back-reference", "permission", "question", "belonging", "outlay",
})  # fmt: skip
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&+-]+\Z")
_SLOT = re.compile(r"\{(\w+)\}")
_WORD = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
_JOINED = _WORD | {"."}
_BLANK = " ?"  # that may part a number from the character beside it
_FEW = 8  # patterns behind one gate


def _automaton(texts: list[str]) -> ac.AhoCorasick:
    return ac.AhoCorasick([_with_capitals(text) for text in texts] or ["\x00"], matchkind=ac.MatchKind.Standard)


@lru_cache(maxsize=2)
def _capitals(folded: str) -> str:
    """The same of a document, which is asked for its labels, its patterns and its words of policies."""
    return _with_capitals(folded)


def _with_capitals(folded: str) -> str:
    """A folded text with a capital where a word begins, so that no label is found in the middle of one; of the same length."""
    titled = folded.title()
    return titled if len(titled) == len(folded) else "".join(c if len(c.title()) == len(c.lower()) == 1 else "\x00" for c in folded).title()


_Fit = tuple[int, int, Any]  # where a label ends that begins at a place, its index, and the fit of the next shorter one or None


class _Layer:
    """The labels that are scanned for together."""

    def __init__(self, found: Mapping[str, list[Concept]], cases: Mapping[str, str]) -> None:
        self.labels = sorted(found)
        self.concepts = [tuple(sorted(found[text], key=_precedence)) for text in self.labels]
        self.kinds = [_kind(concepts) for concepts in self.concepts]
        self.edges = [(text[0] in _WORD, text[-1] in _WORD) for text in self.labels]  # whether a word goes on beyond them
        self.index = {text: index for index, text in enumerate(self.labels)}
        self.cased: list[str | None] = [cases.get(text) for text in self.labels]  # in which case alone the label is meant, if only in one
        self.automaton = _automaton(self.labels)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One pattern as a regular expression, which is its beginning (as far as its first slot) and the rest."""

    regex: str
    concept: Concept
    slots: tuple[str, ...]
    opens: bool  # no letter, digit or point may stand before it
    closes: bool  # its head is a whole word
    beginning: str
    rest: str


class _Opening:
    """The patterns that one head can begin: few places have any, so one gate is tried for all of them, then one for each few."""

    def __init__(self, patterns: list[_Pattern]) -> None:
        self.opens = all(p.opens for p in patterns)
        self.closes = all(p.closes for p in patterns)
        self.one_of = _gate(patterns)
        self.groups = [(_gate(few), few) for few in (patterns[i : i + _FEW] for i in range(0, len(patterns), _FEW))]


@cache  # most are never tried, and compiling all of them would take longer than all else that comes before the first text
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex)


def _gate(patterns: Iterable[_Pattern]) -> str:
    """A regular expression that matches wherever one of the patterns does; a beginning that several share is tried once."""
    rests: dict[str, list[str]] = {}
    for pattern in patterns:
        rests.setdefault(pattern.beginning, []).append(pattern.rest)
    return "|".join(f"{beginning}(?:{'|'.join(rest)})" for beginning, rest in rests.items())


def alternation(labels: Iterable[str]) -> str:
    """A regular expression for any of these labels, the longest first: a tree of their letters, as each is then tried once."""
    tree: dict[str, Any] = {}
    for label in labels:
        node = tree
        for char in label:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branches(tree) if tree else r"(?!)"


def _branches(node: dict[str, Any]) -> str:
    """What may follow here; that a label ends comes last."""
    ways = [(r"\s+" if char == " " else re.escape(char)) + _branches(node[char]) for char in sorted(node, reverse=True) if char]
    if "" in node:
        ways += [""]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


class Lexicon:
    """What one language's texts can say; see `scan` and `patterns`."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        self.vocabulary = vocabulary
        self.language = language
        self._by_role: dict[str, dict[str, Concept]] = {}
        self._words: dict[tuple[str, ...], frozenset[str]] = {}
        self._alternatives: dict[str, tuple[str, ...]] = {}
        self._named: dict[tuple[str, str], Concept] = {}
        cases: dict[str, str] = {}
        layers: dict[str, dict[str, list[Concept]]] = {"": {}, POLICY: {}}
        templates: list[tuple[str, Concept]] = []
        for label in vocabulary.labels:
            if not self._loads(label):
                continue
            text = fold_label(label.text)
            if label.form == "pattern":
                templates.append((text, label.concept))
                continue
            role = label.concept.role or label.concept.scheme
            self._by_role.setdefault(role, {}).setdefault(text, label.concept)
            if role in _NUMBER_ROLES:
                continue
            if label.form == "caseLabel":
                cases[text] = label.text
            if role == "unit" and language == "zh":
                continue  # Chinese units stand right behind their number and are read with it
            concepts = layers[POLICY if role in _POLICY_KINDS else ""].setdefault(text, [])
            if label.concept not in concepts:
                concepts.append(label.concept)
        prepositions = self._by_role.get("with", {})
        # a preposition and the short name of a country: dui Yin, to India, yields to dui Yinni, to Indonesia
        self.abbreviated = frozenset(text for text in self._by_role.get("partner", {}) if len(text) == 2 and text[0] in prepositions)
        # the countries that one character stands for in a list
        partners = self._by_role.get("partner", {})
        named = {concept.get("shortName"): concept for concept in partners.values() if concept.get("shortName")}
        self.short_partners = named | {text[1]: partners[text] for text in sorted(self.abbreviated)}
        self._layers = {name: _Layer(found, cases) for name, found in layers.items()}
        self._compile(templates)

    def _loads(self, label: Label) -> bool:
        if self.language == "en":
            return label.lang == "en"
        return label.lang.startswith("zh") or (label.lang == "en" and _ACRONYM.match(label.text) is not None)

    def role(self, name: str) -> Mapping[str, Concept]:
        """Folded label → concept of one role or scheme."""
        return self._by_role.get(name, {})

    def words(self, *roles: str) -> frozenset[str]:
        """The folded labels of roles or schemes."""
        found = self._words.get(roles)
        if found is None:
            found = self._words[roles] = frozenset(text for role in roles for text in self.role(role))
        return found

    def named(self, role: str, notation: str) -> Concept:
        """The concept of a role that has a notation. Raises KeyError where ontology/ has lost it."""
        found = self._named.get((role, notation))
        if found is None:
            concepts = {c.notation: c for c in self.role(role).values()}
            found = self._named[role, notation] = concepts[notation]
        return found

    def alternatives(self, role: str) -> tuple[str, ...]:
        """The folded labels of a role, as `str.startswith` and `str.endswith` take them."""
        found = self._alternatives.get(role)
        if found is None:
            found = self._alternatives[role] = tuple(self.role(role))
        return found

    # ------------------------------------------------------------------ labels

    def scan(self, folded: str, original: str | None = None, layer: str = "") -> list[Mention]:
        """All labels of a layer in a folded text, the longest of overlapping ones; `original` lets case-sensitive labels be checked."""
        found: dict[int, _Fit] = {}
        size = len(folded)
        held = self._layers[layer]
        edges, cased = held.edges, held.cased
        for index, start, end in held.automaton.find_matches_as_indexes(_capitals(folded), overlapping=True):
            opens, closes = edges[index]
            if opens and start and (folded[start - 1] in _WORD or (folded[start - 1] == "'" and start > 1 and folded[start - 2] in _WORD)):
                continue  # nor behind the apostrophe inside a word: Xi'an
            if closes and end < size and folded[end] in _WORD:
                continue
            case = cased[index]
            if case is not None and original is not None and original[start:end] != case:
                continue
            found[start] = (end, index, found.get(start))  # they come by their ends: the longest last
        mentions: list[Mention] = []
        for start in sorted(found):
            end, index, _ = found[start]
            if mentions and mentions[-1].end > start:
                last = mentions[-1]
                yields = end - start == last.end - last.start and folded[last.start : last.end] in self.abbreviated
                if end - start <= last.end - last.start and not yields:
                    continue
                mentions.pop()  # "the first" gives way to "first quarter", but leaves what fits before it
                fit: _Fit | None = found[last.start]
                while fit is not None and fit[0] > start:
                    fit = fit[2]
                if fit is not None:
                    mentions.append(Mention(last.start, fit[0], held.kinds[fit[1]], held.concepts[fit[1]]))
            mentions.append(Mention(start, end, held.kinds[index], held.concepts[index]))
        return mentions

    def within(self, folded: str, start: int, end: int) -> list[Mention]:
        """The label that fills a stretch of a folded text, if one does."""
        held = self._layers[""]
        start, end = end - len(folded[start:end].lstrip()), start + len(folded[start:end].rstrip())
        index = held.index.get(folded[start:end]) if start < end else None
        return [] if index is None else [Mention(start, end, held.kinds[index], held.concepts[index])]

    # ------------------------------------------------------------------ patterns

    def patterns(self, folded: str) -> list[Mention]:
        """All patterns in a folded text, leftmost-longest, with what filled their slots."""
        best: dict[int, Mention] = {}
        size = len(folded)
        for index, start, end in self._pattern_heads.find_matches_as_indexes(_capitals(folded), overlapping=True):
            held = self._patterns[index]
            before = folded[start - 1] if start else " "
            if (held.opens and before in _JOINED) or (folded[start].isdigit() and _joined(before, folded[start])):
                continue  # no pattern begins inside a word or a number
            if (held.closes and end < size and folded[end] in _WORD) or _compiled(held.one_of).match(folded, start) is None:
                continue
            for one_of, patterns in held.groups:
                if _compiled(one_of).match(folded, start) is None:
                    continue
                for pattern in patterns:
                    match = _compiled(pattern.regex).match(folded, start)
                    if match is not None and (start not in best or best[start].end < match.end()):
                        args = tuple(zip(pattern.slots, match.groups(), strict=True))
                        best[start] = Mention(start, match.end(), _kind((pattern.concept,)), (pattern.concept,), args)
        out: list[Mention] = []
        at = 0
        for start in sorted(best):
            if start >= at:
                out.append(best[start])
                at = best[start].end
        return out

    def _compile(self, templates: list[tuple[str, Concept]]) -> None:
        """Index each pattern by what it can begin with: its leading literal, or the forms of its leading slot."""
        slots = self._slots()
        heads: dict[str, list[_Pattern]] = {}
        for template, concept in sorted(templates, key=lambda t: (t[0], t[1].notation)):
            names: list[str] = []
            regex: list[str] = []
            at = 0
            for match in _SLOT.finditer(template):
                slot = match.group(1)
                if slot not in slots:
                    known = ", ".join(sorted(slots))
                    raise VocabularyError(f"pattern {template!r} of {concept.notation}: no slot {{{slot}}}; use one of {known}")
                names.append(slot)
                left, right = (_BLANK if _parted(template[side : side + 1]) else "" for side in (match.start() - 1, match.end()))
                regex.extend((_literal(template[at : match.start()]), f"{left}({slots[slot]}){right}"))
                at = match.end()
            regex.append(_literal(template[at:]))
            head = r"(?<![0-9a-z.])" if template[0] < "\x80" else ""
            regex[-1] += r"(?![0-9a-z]|\.[0-9]|\s?%)" if template[-1] < "\x80" else ""
            if template.endswith("{m} {d}"):  # "in April" on a line, "12 May" or "11:12" on the next
                regex[-1] += rf"(?!:[0-9]|\s(?:{slots['m']})\b)"
            literal = template.split("{", 1)[0].split(" ", 1)[0]
            rest = template[len(literal) :]
            pattern = _Pattern(
                head + "".join(regex), concept, tuple(names),
                opens=bool(head), closes=literal[-1:] in _WORD and rest[:1] in {"", " "},
                beginning="".join(regex[:2]), rest="".join(regex[2:]),
            )  # fmt: skip
            for start in [literal] if literal else self._starts(names[0]):
                heads.setdefault(start, []).append(pattern)
        keys = sorted(heads)
        self._patterns = [_Opening(heads[key]) for key in keys]
        self._pattern_heads = _automaton(keys)

    def _starts(self, slot: str) -> list[str]:
        digits = list("0123456789")
        if slot == "m" and self.language == "en":
            return list(self.role("month-name"))
        if slot == "o" and self.language == "en":
            return digits + list(self.role("ordinal"))
        if slot in {"y", "mm", "d"}:
            return digits
        return digits + list(self.role("numeral")) + [text for text in self.role("scale") if len(text) == 1]

    def _slots(self) -> dict[str, str]:
        numerals = self.role("numeral")
        if self.language == "zh":
            digit = "".join(re.escape(text) for text in numerals if len(text) == 1)
            ten = "".join(text for text, c in self.role("scale").items() if c.get("value") in {"10", "100"})
            count = rf"\d{{1,4}}|[{digit}{ten}]{{1,4}}"
            month = rf"0?[1-9]|1[0-2]|[{ten}][{digit}]?|[{digit}]"
            ordinal = count
            day = rf"0?[1-9]|[12]\d|3[01]|[{digit}{ten}]{{1,3}}"
        else:
            count = rf"\d{{1,4}}|{alternation(numerals)}"
            month = alternation(self.role("month-name"))
            ordinal = alternation(self.role("ordinal"))
            if endings := sorted({text.lstrip("0123456789") for text in self.role("ordinal") if text[:1].isdecimal()}):
                ordinal += rf"|\d{{1,3}}(?:{alternation(endings)})"  # 22nd, 31st: any number
            day = r"(?:0?[1-9]|[12]\d|3[01])"
        return {"n": count, "m": month, "q": count, "o": ordinal, "d": day, "y": r"(?:19|20)\d\d", "mm": r"0?[1-9]|1[0-2]"}


def _kind(concepts: Iterable[Concept]) -> str:
    first = next(iter(concepts))
    return first.role or first.scheme


def _precedence(concept: Concept) -> tuple[int, str]:
    kind = concept.role or concept.scheme
    return (_PRECEDENCE.index(kind) if kind in _PRECEDENCE else len(_PRECEDENCE), concept.notation)


def _parted(beside: str) -> bool:
    """Whether a blank may stand between a number and this character of a pattern: a Han character, or the dash of a range."""
    return beside > "\x80" or beside in {"-", "~"}


def _joined(a: str, b: str) -> bool:
    return a in _WORD and b in _WORD


def _literal(text: str) -> str:
    return re.escape(text).replace(r"\ ", r"\s{1,3}")


@lru_cache(maxsize=4)
def _lexicon(vocabulary: Vocabulary, language: str) -> Lexicon:
    return Lexicon(vocabulary, language)


def lexicon_for(vocabulary: Vocabulary, lang: str) -> Lexicon:
    """The lexicon for a document's language; compiled once for each vocabulary."""
    return _lexicon(vocabulary, "en" if lang == "en" else "zh")
