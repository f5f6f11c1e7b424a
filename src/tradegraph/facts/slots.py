"""Slots: what a statement itself says of each dimension, with the members of a list in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tradegraph.facts.frame import Frame
from tradegraph.facts.places import slug
from tradegraph.facts.tokens import Token
from tradegraph.model import Commodity, Concept, Period
from tradegraph.vocabulary import unlisted

_PAIR = "pair"
_ALL = "ALL"
TOTAL = ("total", "1")


@dataclass(slots=True)
class Slots:
    """The values by slot; `varying` is the slot whose list goes with the list of quantities, if any."""

    wanted: set[int]  # the sizes of the lists of quantities in the statement
    values: dict[str, list[Any]] = field(default_factory=dict)
    period: Period | None = None
    undated: bool = False  # "since it opened", "in four years": months that nobody names
    years: int = 0  # how many of them
    varying: str = ""
    paired: bool = False  # imports and exports were named as a pair
    pair: list[tuple[str, str]] = field(default_factory=list)  # the flows of "exports and imports", in that order
    flows: tuple[str, ...] = ()  # each member of the list has its own: "exports of A, imports of B"
    examples: tuple[str, list[Any]] = ("", [])  # the slot and members of a list behind which its class stands
    given: Token | None = None  # of a class that the statement names
    single: bool = False  # another list of two stands before: "imports and exports" are one total of each of its members

    def add(self, token: Token, *, exemplified: bool = False, summed: bool = False) -> None:
        """Take in one word of the subject that is not a place; what "such as" introduces stands for what it exemplifies.

        `summed` marks the class that stands behind its examples ("A, B and other emerging markets").
        """
        members = token.members
        if summed and len(self.values.get(token.kind, ())) in self.wanted:
            return  # "Mexico, Brazil and other emerging markets": the list is meant, where it is as long as the figures
        if summed and token.kind in self.values:
            self.examples = (token.kind, list(self.values[token.kind]))
        if (exemplified or (summed and token.kind == "commodity")) and token.kind in self.values:
            self.values[token.kind] = []  # the class stands for its examples
        if token.kind == "partner":
            codes = [code for m in members for code in (m.concept.props.get("member") or (m.concept.notation,))]  # Japan and Korea in one word
            self.values.setdefault("partner", []).extend(codes)
        elif token.kind == "commodity":
            flow = members[0].concept.get("flow") if members[0].concepts else ""
            if flow and "flow" not in self.values:
                self.values["flow"] = [(flow, "1")]  # cars that are parallel imports
            self.values.setdefault("commodity", []).extend(commodity(m) for m in members)
        elif token.kind in {"enterprise", "regime"}:
            flow = members[0].concept.get("flow")
            if flow and "flow" not in self.values:
                self.values["flow"] = [(flow, "1")]  # what is exported for projects abroad
            self.values.setdefault(token.kind, []).extend(trade_class(m.concept) for m in members)
        elif token.kind == "term":
            self._term(members)
        elif token.kind == "facet":
            named = self.values.get("indicator", ["trade"])[0]
            counted = named.startswith("enterprises")  # the number of enterprises is no quantity of goods
            if (counted or token.concept.get("indicator") == "trade") and named not in {"trade", "trade-quantity", "trade-price"}:
                return  # the amount of foreign capital is no value of trade
            facets = token.concept.get("facets")
            self.values["facet"] = facets.split() if facets else [m.concept.get("indicator") for m in members]

    def _term(self, members: tuple[Token, ...]) -> None:
        if len(members) > 1 and any(m.concept.get("indicator") for m in members):
            self.values["head"] = [(m.concept.get("flow"), m.concept.get("indicator") or "trade") for m in members]
            return
        flows: list[tuple[str, str]] = []
        for member in members:
            concept = member.concept
            if concept.get("members"):
                flows.append((_PAIR, concept.get("members")))
                self.paired = True
            elif concept.get("flow") and concept.get("flow") != "NONE":
                flows.append((concept.get("flow"), concept.get("sign", "1")))
            if concept.get("indicator"):
                self.values["indicator"] = [concept.get("indicator")]
        held = self.values.get("flow")
        if flows and (held is None or (len(held) == 1 and held[0] in {TOTAL} and flows[0] != held[0])):
            self.values["flow"] = flows

    def settle(self) -> None:
        """Decide which slot varies: the one whose list is as long as a list of quantities, else the only list there is."""
        flows = self.values.get("flow")
        if flows and len(flows) == 1 and flows[0][0] == _PAIR:
            paired = 2 in self.wanted and not self.single and not any(len(v) == 2 for k, v in self.values.items() if k not in {"flow", "actor"})
            names = [(name, "1") for name in flows[0][1].split()]
            self.pair = names
            self.values["flow"] = names if paired else [TOTAL]
        elif flows:
            self.values["flow"] = [TOTAL if name == _PAIR else (name, sign) for name, sign in flows]
        for slot, values in self.values.items():
            if slot == "actor" or len(values) < 2:
                continue
            if not self.varying or (len(values) in self.wanted and len(self.values[self.varying]) not in self.wanted):
                self.varying = slot

    def frames(self, frame: Frame) -> list[Frame]:
        """The subjects of the statement over a carried frame: none where it names none, one for each member of its list."""
        if not self.values:
            return []
        fixed = self._fixed(frame)
        if not self.varying:
            return [fixed]
        members = [overlay(fixed, self.varying, value) for value in self.values[self.varying]]
        if len(self.flows) == len(members):
            members = [member.with_(flow=flow, sign=1) for member, flow in zip(members, self.flows, strict=True)]
        return members

    def exemplified(self, frame: Frame) -> list[Frame]:
        """The subjects that the class behind a list sums up, one for each: "Africa, Latin America and other emerging markets"."""
        slot, members = self.examples
        return [overlay(self._fixed(frame), slot, value) for value in members]

    def over(self, member: Frame, current: Frame) -> Frame:
        """A member of an earlier list with the statement's own slots and the current period laid over it."""
        frame = self._fixed(member).with_(period=current.period)
        return frame.with_(indicator=current.indicator, facet=True) if current.facet and "facet" not in self.values else frame

    def _fixed(self, frame: Frame) -> Frame:
        for slot, values in self.values.items():
            if slot == self.varying:
                continue
            if slot == "facet" and len(values) == 1 and self.values.get("commodity"):
                frame = frame.with_(indicator=values[0], facet=True)  # the tonnage of coal
            elif len(values) == 1 or slot in {"actor", "reporter"}:
                frame = overlay(frame, slot, values[0])
            elif slot in {"partner", "commodity"}:
                frame = frame.with_(**{slot: tuple(values)})
        indicator = self.values.get("indicator")
        again = frame.facet and indicator == [frame.indicator]  # what was counted, said once more with its rate
        if (
            indicator
            and not again
            and not self.values.get("flow")
            and indicator[0] not in {"trade-quantity", "trade-price"}
            and not self.values.get("commodity")
        ):
            frame = frame.with_(flow="")
        return frame


def overlay(frame: Frame, slot: str, value: Any) -> Frame:
    """A frame with one slot filled."""
    if slot == "reporter":
        place, printed = value
        return frame.with_(reporter=slug(place.notation), place=place, label=printed)
    if slot == "actor":
        return frame.with_(actor=value[0])
    if slot in {"partner", "commodity"}:
        return frame.with_(**{slot: (value,)})
    if slot == "flow":
        return frame.with_(flow=value[0], sign=int(value[1]))
    if slot == "head":
        flow = "" if value[0] == "NONE" else value[0]
        return frame.with_(flow=flow, indicator=value[1], facet=True)
    if slot == "facet" and value == "trade-quantity" and not frame.commodity and frame.indicator == "trade" and frame.flow in {"", "total"}:
        return frame.with_(facet=True)  # their volume: of trade as a whole nobody tells the quantity
    if value == "number" and slot == "facet":  # their number: of firms, else of goods
        return frame.with_(indicator="enterprises-active", flow="", facet=True) if frame.enterprise else overlay(frame, slot, "trade-quantity")
    if slot in {"indicator", "facet"}:
        return frame.with_(indicator=value, facet=True)
    return frame.with_(**{slot: value})


def trade_class(concept: Concept) -> str:
    """Trade modes and kinds of enterprise narrower than the fact table's classes stand for their class; all modes together are none."""
    if concept.notation == _ALL:
        return ""
    return concept.broader[0] if concept.scheme in {"regime", "enterprise"} and concept.broader else concept.notation


def commodity(token: Token) -> Commodity:
    """The commodity that a token names; an unlisted phrase is identified by its folded form."""
    if token.concepts:
        concept = token.concept
        return Commodity(concept.notation, concept.label("en"), concept.label("zh-hans"), token.printed or token.text)
    return Commodity(unlisted(token.text), "", "", token.printed or token.text)
