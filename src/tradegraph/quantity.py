"""Quantities: a number with its scale and unit, as printed, becomes one exact value in the unit's UCUM or ISO 4217 code.

The reader works on folded text. It takes thousands separators, signs, spaces inside Chinese numbers, prefix signs (US$, RMB), stacked
scale words, hedges on either side, tenths and fractions in words, multiples, and the scale words that a converter tore off and
translated ("46.2 was exported 100 million yuan" is 4 620 000 000 CNY). Values are Decimal from the printed digits, never float.
Sources: ISO 4217, UCUM; the words are in ontology/numbers.ttl and units.ttl.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from tradegraph.inflection import possessive
from tradegraph.lexicon import Lexicon, alternation
from tradegraph.model import Concept, Quantity

_PERSON = "{person}"
_CLAUSES = 240  # characters of a sentence in which parts are told at most
_MAX_DIGITS = 30  # characters; no release prints a number of more digits; a longer run is noise, not a figure
_ENDLESS = re.compile(rf"[0-9][0-9,.]{{{_MAX_DIGITS},}}+")
_DIGITS = (
    # every repetition is bounded or possessive: a release may be hostile
    r"(?=[+\-±\d])(?:"  # nearly everywhere there is neither: that is told at a glance
    r"{left}([+\-±]\s?)?(\d{{1,3}}(?:,\d{{3}})++(?:\.\d++)?|\d++(?:\.\d++)?)(?![0-9])"
    r"|{left}([+\-])?(\d{{1,3}}(?:,\d{{3}})++(?:\.\d++)?|\d++(?:\.\d++)?))"
)
_FEW = 10  # no English sentence opens with a figure, but a handful told in words is no statistic
_TENS = frozenset({"20", "30", "40", "50", "60", "70", "80", "90"})
_TOLD = 100  # a smaller count told in Chinese numerals is part of the story, no statistic
_KEYCAPS = ("\ufe0f", "\u20e3")
_SPLIT_ZH = re.compile(r"(?<!\d)(?:\d{1,3}(?: \d{3}){1,5}(?![\d.])|\d{1,3} \d{1,3}\.\d{1,6}|\d{1,12}\. \d{1,6}|\d{1,12} \.\d{1,6})")
_SPLIT_EN = re.compile(r"(?<![\w.,])(?:\d{1,3}(?: \d{3}){1,5}(?![\d.,])|\d{1,12}\. \d{1,6})")


class QuantityReader:
    """Reads the quantities of folded texts in one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.zh = lexicon.language == "zh"
        self._units = lexicon.role("unit")
        self._scales = lexicon.role("scale")
        self._attached = lexicon.role("attached-scale")
        self._numerals = lexicon.role("numeral")
        self._denominators = lexicon.role("denominator")
        self._fractions = lexicon.role("fraction")
        self._multiples = lexicon.role("multiple")
        self._adverbs = lexicon.role("multiple-adverb")
        self._torn = lexicon.role("torn-scale")
        hedges = lexicon.role("hedge")
        before = {t: c for t, c in hedges.items() if c.get("position") == "before"}
        after = {t: c for t, c in hedges.items() if c.get("position") == "after"}
        self._before, self._after = before, after
        marks = lexicon.role("ratio-mark")
        edge = "" if self.zh else r"(?![a-z])"
        gap = r"\s?" if self.zh else r"[\s-]?"
        self._re_scale = re.compile(rf"{gap}({alternation(self._scales)}){edge}")
        weighed = alternation(t for t, c in self._units.items() if c.get("quantityKind") in {"money", "mass", "teu"})
        self._re_attached = re.compile(rf"({alternation(self._attached)})(?![a-z])")
        self._re_shortened = re.compile(rf"({alternation(self._attached)})(?=\s(?:{weighed})(?![a-z]))")  # 124.5b yuan
        self._re_unit = re.compile(rf"{gap}({alternation(self._units)}){edge}")
        self._re_tail = re.compile(rf"\d\s?(?:{alternation([*self._scales, *self._units])}){{1,3}}\Z")
        self._re_after = re.compile(rf"\s?({alternation(after)}){edge}")
        articles = alternation(lexicon.role("article"))
        self._articles = lexicon.role("article")
        self._re_before = re.compile(rf"({alternation(before)})\s?(?:{articles})?\s?$")
        self._re_ratio_before = re.compile(rf"({alternation(t for t, c in marks.items() if c.get('position') == 'before')})\s?$")
        after_ratio = alternation(t for t, c in marks.items() if c.get("position") == "after")
        self._re_ratio_after = re.compile(rf"\s?({after_ratio})")
        named = [t for t, c in marks.items() if c.get("position") == "noun"]
        paces = [*(t for t, c in marks.items() if c.get("position") == "pace"), *lexicon.role("rate")]
        owners = [t for t in lexicon.role("year") if possessive(t)]
        pace = rf"(?:{alternation(named)})(?!\s(?:[a-z]{{1,12}}\s)?(?:{alternation(paces)})(?![a-z]))"
        dated = rf"(?:{alternation(lexicon.role('month-name'))}|\d{{4}})(?:{alternation(lexicon.role('possessive'))})"
        whose = rf"{pace}|{alternation([*lexicon.role('basis'), *owners])}|{dated}"
        self._re_ratio_noun = re.compile(r"(?!)" if self.zh else rf"\s({whose})(?![a-z])")
        between = alternation({*before, *lexicon.role("particle")} - {*lexicon.role("with")})
        self._re_moved = re.compile(rf"(?<![a-z])(?:{alternation(lexicon.role('direction'))})\s(?:(?:{between})\s){{0,2}}$")
        prefixes: dict[str, Concept] = {}
        for unit in self._units.values():
            for sign in unit.props.get("prefixSign", ()):
                prefixes[sign.lower()] = unit
        self._prefixes: Mapping[str, Concept] = prefixes
        self._re_prefix = re.compile(rf"(?<![a-z])({alternation(prefixes)})\s?$")
        touching = "".join(rf"|(?<=(?<![a-z]){re.escape(sign)})" for sign in sorted(prefixes) if sign[-1].isalpha())
        self._re_digits = re.compile(_DIGITS.format(left=rf"(?:(?<![0-9a-z.])(?<![0-9],){touching})"))
        within = alternation([*lexicon.role("regime"), *lexicon.role("partner")])
        mode = rf"(?:\s(?:{alternation(lexicon.role('preposition'))})\s(?:{within}))?"
        infix = rf"(?:{alternation(lexicon.role('torn-infix'))}){mode}|({alternation(sign for sign in prefixes if sign.isalpha())})"
        measured = rf"\s?({alternation(self._units)})(?![a-z])|(?!\s?[a-z%])"  # a unit, or none before a mark
        self._re_torn = re.compile(rf"(?:\s(?:{infix}))?\s({alternation(self._torn)})(?:{measured})")
        numerals = alternation(self._numerals)
        marker = alternation(lexicon.role("fraction-mark"))
        tenths = alternation(lexicon.role("tenths"))
        ands = alternation(lexicon.role("and"))
        self._re_and = re.compile(rf"\s(?:{ands})\s(?=\d)")
        if self.zh:
            tens = "".join(t for t, c in self._scales.items() if c.get("value") in {"10", "100", "1000"})
            self._han = "".join(t for t in self._numerals if len(t) == 1) + tens
            self._point = next(iter(lexicon.role("decimal-mark")), "")
            point = re.escape(self._point)
            decimals = rf"(?:{point}[{self._han}]{{1,4}})?"
            large = alternation(t for t, c in self._scales.items() if int(c.get("value")) >= 10_000)
            self._re_high = re.compile(rf"(?<![{self._han}])([{self._han}]{{1,9}})({large})\Z")  # the first part of twenty yi thirty million
            self._re_word = re.compile(
                rf"(?P<den>[{self._han}]{{1,6}}|\d{{1,4}})(?:{marker})(?P<num>[{self._han}]{{1,6}}{decimals}|\d{{1,4}}(?:\.\d{{1,4}})?)"
                rf"|(?<![\d/.])(?P<above>[1-9])/(?P<below>[2-9]|[1-5]0|[12]5|12)(?![\d/.])"
                rf"|(?P<ten>(?:{numerals}|\d))(?:{tenths})(?P<rest>{numerals}|\d(?![\d.])|{alternation(self._half_words())})?"
                rf"|(?P<frac>{alternation(self._fractions)})|(?P<mult>{alternation(self._multiples)})"
                rf"|(?<![{self._han}{point}])(?P<han>[{self._han}]{{1,9}}{decimals})(?={self._han_units()})"
                rf"|(?P<bare>(?:{alternation(self._scales)}){{1,3}})(?={self._re_unit.pattern})"
            )
        else:
            ordinal_den = alternation(self._denominators)
            halves = alternation(t for t, c in self._fractions.items() if c.get("value") == "50")
            own = alternation(t for t, c in lexicon.role("anaphor").items() if c.get("level") == "own")
            owned = rf"(?:{own})\s|[a-z]+(?:[ -][a-z]+){{0,2}}(?:{alternation(lexicon.role('possessive'))}|')(?![a-z])"
            owned += rf"|(?:{alternation(lexicon.role('month-name'))}) \d{{4}}(?:{alternation(lexicon.role('possessive'))})"
            times = [t.lstrip("-") for t, c in self._units.items() if c.get("quantityKind") == "times"]
            tens = alternation(t for t, c in self._numerals.items() if c.get("value") in _TENS)
            among = alternation(lexicon.role("among-mark"))
            self._among = next(iter(lexicon.role("among-mark").values()), None)
            spans = alternation(t for t, c in self._units.items() if c.get("quantityKind") in {"time", "span"})
            self._re_word = re.compile(
                rf"\b(?:(?P<few>{numerals})\s(?:{among})\s(?P<all>{numerals})(?=[\s,.;)])(?!\s(?:{spans})(?![a-z]))"
                rf"|(?P<num>{numerals}|{articles}|\d{{1,3}})[\s-](?P<den>{ordinal_den})"
                rf"|(?P<whole>{numerals})[\s-](?:{ands})[\s-](?:{articles})[\s-](?:{halves})(?=[\s-](?:{alternation(times)}))"
                rf"|(?P<mult>{alternation(self._multiples)})|(?P<frac>{alternation(self._fractions)})"
                rf"|(?P<twice>{alternation(self._adverbs)})(?=\s?(?:{after_ratio}|{whose})|\s(?:{owned}))"
                rf"|(?P<han>(?:(?:{tens})-)?(?:{numerals}))(?=[\s-](?:{alternation(self._ratio_units())}))"
                rf"|(?P<tally>(?:{numerals})(?:-(?:{numerals}))?)(?=\s(?:(?:{alternation(lexicon.role('partitive'))})\s)?(?:{self._counted()})\b))(?![a-z])"
            )

            several = alternation(t for t, c in self._numerals.items() if c.get("value") != "1")
            partitive = alternation(lexicon.role("partitive"))
            self._re_whole = re.compile(rf"(?:\A|[.\n] ?)(?:{partitive}) \d[\d,]*(?:\.\d+)?(?: [a-z]+){{0,3}}, ")
            many = alternation(t for t, c in self._numerals.items() if int(c.get("value")) > _FEW)
            self._re_opening = re.compile(rf"(?:\A|[.!?] |\n)((?:{tens})-(?:{numerals})|{many})(?=\s[a-z])")
            self._re_part = re.compile(rf"(?<=[, ])(?<!- )({several})(?=\s[a-z])")

    def _half_words(self) -> list[str]:
        return [t for t, c in self._denominators.items() if c.get("value") == "2" and len(t) == 1] + [
            t[0] for t, c in self._denominators.items() if c.get("value") == "2"
        ]

    def _counted(self) -> str:
        """The nouns of cases and suspects, which releases count in words."""
        counts = {t: c for t, c in self._units.items() if c.get("quantityKind") == "count"}
        return alternation(t for t, c in counts.items() if c.get("indicator") == "enforcement" or c.notation == _PERSON)

    def _ratio_units(self) -> list[str]:
        wanted = {"percent", "points", "times"}
        return [t.lstrip("-") for t, c in self._units.items() if c.get("quantityKind") in wanted and not c.get("figuresOnly")] + [
            t for t, c in self._scales.items() if int(c.get("value")) >= 1000
        ]

    def _han_units(self) -> str:
        wanted = {"percent", "points", "times", "money", "mass", "teu", "count"}
        units = [t for t, c in self._units.items() if c.get("quantityKind") in wanted]
        scales = [t for t, c in self._scales.items() if int(c.get("value")) >= 10_000]
        hedge = rf"(?:{alternation(self._after)})?"
        return rf"{hedge}\s?(?:{alternation(scales)}){{0,3}}{hedge}(?:{alternation(units)})"

    # ------------------------------------------------------------------ reading

    def read(self, text: str, taken: Iterable[tuple[int, int]] = ()) -> list[Quantity]:
        """The quantities of a folded text outside the stretches already taken, in order."""
        busy = sorted(taken)
        out: list[Quantity] = []
        spots = self._spots(text)
        at = 0
        index = 0
        for start, end, sign, digits in spots:
            if start < at:
                continue
            while index < len(busy) and busy[index][1] <= start:
                index += 1
            if index < len(busy) and busy[index][0] < end:
                continue
            quantity = self._number(text, start, end, sign, digits)
            out.append(quantity)
            at = quantity.end
        words = self._words(text, busy, out)
        parts = [] if self.zh else self._parts(text, [*busy, *((q.start, q.end) for q in out + words)])
        return sorted(out + words + parts, key=lambda q: q.start)

    def endless(self, text: str, taken: Iterable[tuple[int, int]] = ()) -> list[tuple[int, int, int]]:
        """The numbers outside the stretches taken that have too many digits for a figure: where each begins, as far as one may go, and its digits."""
        busy = list(taken)
        out: list[tuple[int, int, int]] = []
        for run in _ENDLESS.finditer(text):
            for match in self._re_digits.finditer(text, run.start(), run.end()):
                body = match.group(2) or match.group(4)
                start = match.end() - len(body)
                if len(body) > _MAX_DIGITS and not any(a < match.end() and start < b for a, b in busy):
                    out.append((start, start + _MAX_DIGITS, sum(c.isdecimal() for c in body)))
        return out

    def goes_on(self, text: str, end: int) -> bool:
        """Whether what ends here is no hour but a number in words up to its decimal mark."""
        return self.zh and text[end - 1] == self._point and text[end : end + 1] in self._numerals

    def _spots(self, text: str) -> list[tuple[int, int, int, str]]:
        spots: dict[int, tuple[int, int, int, str]] = {}
        for match in (_SPLIT_ZH if self.zh else _SPLIT_EN).finditer(text):
            start, end = match.span()
            if (start and text[start - 1] in "0123456789.") or not self._measured(text, end):
                continue
            if not self.zh and self._re_torn.match(text, text.rfind(" ", start, end)):
                continue  # 719 100 million yuan: the second number is the scale of the first
            spots[start] = (start, end, 0, match.group().replace(" ", ""))
        covered = [(s, e) for s, e, _, _ in spots.values()]
        spoken = 0
        for match in self._re_digits.finditer(text):
            body = match.group(2) or match.group(4)
            if len(body) > _MAX_DIGITS:
                continue
            sign = match.group(1) or match.group(3) or ""
            end = match.end()
            start = end - len(body)
            if any(s <= start < e for s, e in covered):
                continue
            mark = sign.strip()
            if mark and self._joins(text, match.start(), end):
                mark = ""  # a range or a hyphen, not a sign
            if mark == "±" or (len(sign) > 1 and not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()):
                mark = ""  # what stands apart at the head of a line is a bullet
            if self.zh and start < spoken:
                continue
            if self.zh and (word := self._re_word.match(text, start)) is not None and (word["ten"] or word["den"] or word["above"]):
                spoken = word.end()  # tenths and fractions in figures are read as those in words are
                continue
            if text[end : end + 1] in _KEYCAPS or (text[end : end + 1].isalpha() and text[end] < "\x80" and not self._measured(text, end)):
                continue  # a list bullet, an ordinal such as 40th, a code such as 5G
            begin = match.start() if mark else start
            spots[begin] = (begin, end, -1 if mark == "-" else 1 if mark == "+" else 0, body.replace(",", ""))
        return [spots[key] for key in sorted(spots)]

    def _joins(self, text: str, at: int, end: int) -> bool:
        """Whether a hyphen stands inside a word, a code or a range of quantities: 5-8%, 100-200."""
        before = text[at - 1 : at]
        if before < "\x80":
            return before.isalnum() or (before != "" and before in ")%")
        return text[end : end + 1] != "%" and self._re_tail.search(text[max(0, at - 16) : at]) is not None

    def _measured(self, text: str, end: int) -> bool:
        """Whether a scale or unit stands right behind, so that the space inside is the converter's."""
        return any(regex.match(text, end) for regex in (self._re_scale, self._re_unit, self._re_torn, self._re_attached))

    def _number(self, text: str, start: int, end: int, sign: int, digits: str) -> Quantity:
        number = Decimal(digits)
        step = Decimal(1).scaleb(number.as_tuple().exponent) if "." in digits else Decimal(1)  # type: ignore[arg-type]
        scale, end, approx, scaled = self._scale(text, end)
        factor, unit, prefix_start = Decimal(scale), None, start
        prefix = self._re_prefix.search(text, max(0, start - 8), start)
        torn = None if scaled else self._re_torn.match(text, end)
        if torn:
            factor = Decimal(self._torn[_single(torn.group(2))].get("value"))
            unit = self._units[_single(torn.group(3))] if torn.group(3) else self._prefixes.get(torn.group(1) or "")
            end, scaled = torn.end(), True
        else:
            letter = self._re_attached if prefix else self._re_shortened
            if not scaled and (attached := letter.match(text, end)):
                factor, end, scaled = Decimal(self._attached[attached.group(1)].get("value")), attached.end(), True
            found = self._re_unit.match(text, end)
            if found and not (text[found.end() : found.end() + 1] == "-" and self._units[_single(found.group(1))].get("quantityKind") == "time"):
                unit, end = self._units[_single(found.group(1))], found.end()
            elif scaled and self.zh and (compound := self._compounded(text, end, number, factor)) is not None:
                return replace(compound, start=start, hedge=self._hedge(text, start)[1], approx=approx or self._hedge(text, start)[0])
            elif scaled and not self.zh and (joined := self._re_and.match(text, end)):
                more = self._re_digits.match(text, joined.end())
                if more and (body := more.group(2) or more.group(4)) and len(body) <= _MAX_DIGITS:
                    rest = self._number(text, joined.end(), more.end(), 0, body.replace(",", ""))
                    if rest.kind == "money" and 1 < rest.scale < factor and rest.value < step * factor and "." not in digits:
                        whole = number * factor + rest.value
                        return Quantity(start, rest.end, whole, rest.unit, "money", rest.counted, approx, rest.precision, False, factor)
        if prefix and not scaled and len(prefix.group(1)) == 1 and prefix.group(1).isalpha():
            prefix = None  # Y2021: a lone letter is the sign of a currency before thousands and more only
        if prefix and (unit is None or unit.get("quantityKind") == "money"):
            sign_of = self._prefixes[_single(prefix.group(1))]
            short = self.zh and unit is not None and unit.notation == "CNY"  # "HK$ 500 mn yuan": yuan is short for any currency's unit
            unit = sign_of if unit is None or short else unit
            prefix_start = prefix.start()
        printed = factor if scaled else Decimal(1)
        kind, code = "number", ""
        value, precision = number * factor, step * factor
        if unit is not None and unit.get("plus"):
            value, precision = value + Decimal(unit.get("plus")), Decimal(unit.get("plus"))  # three hours and a half
        if unit is not None:
            kind, code = unit.get("quantityKind"), unit.get("ucum")
            value, precision = value * Decimal(unit.get("factor", "1")), precision * Decimal(unit.get("factor", "1"))
        if tail := self._re_after.match(text, end):
            approx = approx or self._after[tail.group(1)].get("approx")
        hedge, hedge_start = self._hedge(text, prefix_start)
        if kind == "times":
            code = "%"
            if self._is_multiple(text, hedge_start if hedge_start >= 0 else prefix_start, end):
                value, kind = value - 100, "multiple"
        if sign:
            value *= sign
        return Quantity(prefix_start, end, value, code, kind, unit, approx or hedge, precision, bool(sign), printed, hedge_start)

    def _compounded(self, text: str, end: int, number: Decimal, factor: Decimal) -> Quantity | None:
        """A number told in two parts: 1 yi 3200 wan dollars, 4 wan 9 qian yi yuan."""
        match = self._re_digits.match(text, end)
        body = match.group(2) or match.group(4) if match else ""
        if match is None or not body or len(body) > _MAX_DIGITS:
            return None
        rest = self._number(text, match.end() - len(body), match.end(), 0, body.replace(",", ""))
        low = self._re_scale.match(text, match.end())
        if rest.kind in {"number", "percent", "points"} or low is None:
            return None
        first = Decimal(self._scales[_single(low.group(1))].get("value"))
        common = rest.scale / first if first < factor <= rest.scale else Decimal(1)  # the last scale holds for both parts
        if first >= factor or rest.scale / common >= factor:
            return None
        return replace(rest, value=number * factor * common + rest.value, scale=factor * common)

    def _scale(self, text: str, end: int) -> tuple[int, int, str, bool]:
        """Scale words and the hedge between them (30 duo wan); the product, where they end, the hedge, whether there were any."""
        factor, approx, scaled = 1, "", False
        while True:
            match, unit = self._re_scale.match(text, end), self._re_unit.match(text, end)
            if match and not (unit and unit.end() > match.end()):  # the Chinese kilowatt-hour begins with a thousand
                factor *= int(self._scales[_single(match.group(1))].get("value"))
                end, scaled = match.end(), True
                continue
            odd = self._re_after.match(text, end)
            if odd and not approx and (self._re_scale.match(text, odd.end()) or self._re_unit.match(text, odd.end())):
                approx, end = self._after[odd.group(1)].get("approx"), odd.end()
                continue
            return factor, end, approx, scaled

    def _is_multiple(self, text: str, start: int, end: int) -> bool:
        """ "N times that of" states the level as a multiple, so one time less is the growth; "up N times the same period" is one already."""
        if self._re_ratio_before.search(text, max(0, start - 4), start) or self._re_ratio_after.match(text, end):
            return True
        return self._re_ratio_noun.match(text, end) is not None and self._re_moved.search(text, max(0, start - 40), start) is None

    def _hedge(self, text: str, start: int) -> tuple[str, int]:
        """The hedge right before a number and where it begins."""
        match = self._re_before.search(text, max(0, start - 24), start)
        if match is None or (not self.zh and match.start() and text[match.start() - 1].isalnum()):
            return "", -1
        return self._before[_single(match.group(1))].get("approx"), match.start()

    # ------------------------------------------------------------------ numbers in words

    def _words(self, text: str, busy: list[tuple[int, int]], have: list[Quantity]) -> list[Quantity]:
        blocked = sorted(busy + [(q.start, q.end) for q in have])
        out: list[Quantity] = []
        index = 0
        for match in self._re_word.finditer(text):
            start, end = match.span()
            while index < len(blocked) and blocked[index][1] <= start:
                index += 1
            if index < len(blocked) and blocked[index][0] < end:
                continue
            quantity = self._word(text, match)
            if quantity is not None:
                out.append(quantity)
        return out

    def _parts(self, text: str, blocked: list[tuple[int, int]]) -> list[Quantity]:
        """The numbers in words that open a sentence, and those behind a whole told in figures: "Of the 47, sixteen went to Japan, nine to Korea"."""
        found: list[Quantity] = []
        for match in self._re_opening.finditer(text):  # no figure opens a sentence: "Seventy-six trains left"
            start, end = match.span(1)
            quantity = self._number(text, start, end, 0, str(self._cardinal(match.group(1))))
            if quantity.kind in {"number", "count"} and not any(a < quantity.end and start < b for a, b in blocked):
                found.append(quantity)
        for whole in self._re_whole.finditer(text):
            stop = text.find(".", whole.end(), whole.end() + _CLAUSES)
            for match in self._re_part.finditer(text, whole.end() - 1, stop if stop >= 0 else whole.end() + _CLAUSES):
                start, end = match.span(1)
                if not any(a < end and start < b for a, b in blocked):
                    found.append(self._number(text, start, end, 0, str(self._numeral(match.group(1)))))
        return found

    def _word(self, text: str, match: re.Match[str]) -> Quantity | None:
        start, end = match.span()
        groups = match.groupdict()
        if groups.get("mult"):
            concept = self._multiples[_single(groups["mult"])]
            return Quantity(start, end, Decimal(concept.get("value")), "%", "growth", concept, *self._around(text, start, end, concept.get("approx")))
        if groups.get("twice"):
            concept = self._adverbs[groups["twice"]]
            return Quantity(start, end, Decimal(concept.get("value")), "%", "multiple", concept, *self._around(text, start, end, ""))
        if groups.get("few"):
            few, every = self._numeral(groups["few"]), self._numeral(groups["all"])
            part = (few * 100 / every).quantize(Decimal("0.1"), ROUND_HALF_UP) if 0 < few < every else None
            if part is None:
                return None
            return Quantity(start, end, part, "%", "fraction", self._among, *self._around(text, start, end, "", Decimal("0.1")))
        if groups.get("whole"):
            return self._number(text, start, end, 0, str(self._numeral(groups["whole"]) + Decimal("0.5")))
        if groups.get("frac"):
            concept = self._fractions[_single(groups["frac"])]
            return Quantity(
                start, end, Decimal(concept.get("value")), "%", "fraction", concept, *self._around(text, start, end, concept.get("approx"))
            )
        if groups.get("ten"):
            value = self._numeral(groups["ten"]) * 10
            rest = groups.get("rest")
            if rest:
                value += self._numeral(rest) if rest in self._numerals or rest.isdecimal() else Decimal(5)
            return Quantity(start, end, value, "%", "fraction", None, *self._around(text, start, end, "", Decimal(1 if rest else 10)))
        if self.zh and groups.get("den") and self._cardinal(groups["den"]) == 100:
            return self._percentage(text, start, end, groups["num"])
        if groups.get("den") or groups.get("below"):
            den, num = groups["den"] or groups["below"], groups["num"] or groups["above"]
            below = Decimal(self._denominators[_single(den)].get("value")) if den in self._denominators else self._cardinal(den)
            above = Decimal(1) if num in self._articles else self._cardinal(num)
            if not below or below < above:
                return None
            share = above * 100 / below
            rounded = share.quantize(Decimal("0.1"), ROUND_HALF_UP)
            exact = share == rounded
            approx, precision, signed, scale, hedge = self._around(text, start, end, "", Decimal("0.1"))
            return Quantity(start, end, rounded, "%", "fraction", None, approx or ("" if exact else "~"), precision, signed, scale, hedge)
        if groups.get("tally"):  # eleven of the cases; a handful told in words is no statistic
            number = sum((self._numeral(part) for part in groups["tally"].split("-")), Decimal(0))
            return self._number(text, start, end, 0, str(number)) if number > 9 else None
        if groups.get("bare") or (self.zh and not any(char in self._numerals for char in groups["han"])):
            one = self._number(text, start, start, 0, "1")  # a bare scale with its unit, one hundred million; bare thousands only count
            return one if self._hedge(text, start)[0] == ">" and (groups.get("bare") or one.kind == "count") else None
        value = self._cardinal(groups["han"])
        quantity = self._number(text, start, end, 0, str(value))
        if self.zh and (quantity.kind == "time" or (quantity.kind == "count" and quantity.value < _TOLD)):
            return None
        high = self._re_high.search(text, max(0, start - 12), start) if self.zh else None
        if quantity.kind == "number" or (high is not None and Decimal(self._scales[high.group(2)].get("value")) <= quantity.scale):
            return None
        if high is None:
            return quantity
        above = self._cardinal(high.group(1)) * Decimal(self._scales[high.group(2)].get("value"))
        begin = high.start()
        return replace(quantity, start=begin, value=above + quantity.value, hedge=self._hedge(text, begin)[1], approx=self._hedge(text, begin)[0])

    def _percentage(self, text: str, start: int, end: int, word: str) -> Quantity:
        """Hundredths in words are a percentage as printed, which may be more than the whole."""
        value = self._cardinal(word)
        step = Decimal(1).scaleb(value.as_tuple().exponent)  # type: ignore[arg-type]
        return Quantity(start, end, value, "%", "percent", None, *self._around(text, start, end, "", step))

    def _around(self, text: str, start: int, end: int, own: str, precision: Decimal = Decimal(1)) -> tuple[str, Decimal, bool, Decimal, int]:
        """Hedge, precision, sign, scale and beginning of the hedge of a number in words."""
        tail = self._re_after.match(text, end)
        before, begin = self._hedge(text, start)
        return own or (self._after[tail.group(1)].get("approx") if tail else before), precision, False, Decimal(1), begin

    def _numeral(self, word: str) -> Decimal:
        return Decimal(word) if word.isdecimal() else Decimal(self._numerals[word].get("value"))

    def _cardinal(self, word: str) -> Decimal:
        """A whole number in figures or words; Han numerals with tens, hundreds and thousands."""
        if word.replace(".", "", 1).isdecimal():
            return Decimal(word)
        if word in self._numerals:
            return Decimal(self._numerals[word].get("value"))
        if not self.zh and "-" in word:
            return sum((self._numeral(part) for part in word.split("-")), Decimal(0))  # thirty-four
        if self.zh and self._point in word:
            whole, _, digits = word.partition(self._point)
            return self._cardinal(whole) + Decimal("0." + "".join(self._numerals[d].get("value") for d in digits if d in self._numerals))
        total, current = 0, 0
        for char in word:
            if char in self._numerals:
                current = int(self._numerals[char].get("value"))
            elif char in self._scales:
                total += (current or 1) * int(self._scales[char].get("value"))
                current = 0
        return Decimal(total + current)

    def cardinal(self, word: str) -> int:
        """A whole number in figures or words."""
        return int(self._cardinal(word))


def _single(text: str) -> str:
    return re.sub(r"\s+", " ", text)
