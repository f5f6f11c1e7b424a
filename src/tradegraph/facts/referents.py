"""Referents: which place a name or an expression such as "the province" means where it stands, and what of a statement's places is its subject.

Names that several places share go by what the passage and the document are about; expressions go by the place last spoken of. What a
statement has named (a city, an office, a zone, a port) is remembered for the expressions that come.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from tradegraph.facts.lists import Statement
from tradegraph.facts.places import ALL_ZONES, CUSTOMS, MUNICIPALITIES, REGIONS, WIDE, Gazetteer
from tradegraph.facts.slots import Slots
from tradegraph.facts.state import Roles, State
from tradegraph.facts.tokens import Token
from tradegraph.inflection import POSSESSIVE, plural
from tradegraph.lexicon import Lexicon
from tradegraph.model import Concept

_JOINED = (["and", "with"], ["and", "level-verb"], ["and", "through"])  # what joins a place with a preposition of its own to another
_GENITIVE = 4  # characters from a place to what it owns at most
_PORT = Concept("place", "port-of", (), (), {"placeType": ("port",)})  # the model of a port named by its city


class Referents:
    """Finds what the words for places mean, with the State of the reader."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self._places = gazetteer
        self._lexicon = lexicon
        self._zh = lexicon.language == "zh"

    def names_origin(self, token: Token, statement: Statement, state: State) -> bool:
        """Whether a place is only where a good comes from: "cars made in Lanzhou"; a Chinese county as part of a good's name in a list of goods.

        Where each good of a list has its place, every place is: "A city's lambs, B city's apples and C's wine sell abroad".
        """
        place = self.place(token, state)
        if token.kind != "place" or place is None or place == state.main.place:
            return False
        if not self._zh:
            led = next((a for a, b in pairwise(statement.tokens) if b is token), None)
            inner = state.frame.place is not None and self._places.within(place, state.frame.place)
            return inner and led is not None and led.kind == "particle" and bool(led.concepts) and bool(led.concept.get("origin"))
        named = [a for a, b in pairwise(statement.tokens) if a.kind == "place" and b.kind == "commodity" and a.end == b.start]
        if len(named) > 1 and token in named and not any(len(q.members) == len(named) for q in statement.quantities):
            return True
        if self._places.type(place) != "county":
            return False
        index = statement.tokens.index(token) if token in statement.tokens else -1
        behind = statement.tokens[index + 1 : index + 3]
        if [t.kind for t in behind] == ["particle", "commodity"] and behind[0].concept.get("origin"):
            return True  # apples of X and other places
        pairs = pairwise(statement.tokens)
        return any(a.kind == "commodity" and a.start == token.end and (len(a.items) > 1 or b.kind in {"sep", "and"}) for a, b in pairs)

    def offices(self, tokens: list[Token], kinds: frozenset[str], state: State) -> list[Token]:
        """ "Customs in Xiamen", "Xiamen's customs" are the customs office of that place."""
        if self._zh or "anaphor" not in kinds or not any(t.kind == "anaphor" and t.concept.get("level") == "customs" for t in tokens):
            return tokens
        out = list(tokens)
        for index, token in enumerate(tokens[:-1]):
            around = tokens[index + 1 : index + 3] if token.kind == "anaphor" else [token]
            if token.kind == "place" and any(self._places.type(c) in CUSTOMS for c in token.concepts):
                continue
            word = token if token.kind == "anaphor" else tokens[index + 1]
            place = around[-1] if around and around[-1].kind == "place" and not around[-1].items else None
            joined = len(around) < 2 or around[0].kind == "with"
            if place is None or not joined or word.kind != "anaphor" or word.concept.get("level") != "customs" or word.start - token.end > 3:
                continue
            region = self.place(place, state)
            office = self._places.office_of(region) if region is not None else None
            if office is not None:
                at = tokens.index(place)
                wider = tokens[at + 1 : at + 3] if [t.kind for t in tokens[at + 1 : at + 3]] == ["with", "place"] else []  # in southwest China
                out = [replace(t, concepts=(office,)) if t is place else t for t in out if t is not word and t not in wider]
        return out

    def note(self, token: Token, slots: Slots, state: State) -> None:
        """Fill the reporter's or the acting office's slot with the places of one word of the subject."""
        if token.kind == "anaphor" and token.concept.get("level") == "bonded-zones":
            at = next(i for i, t in enumerate(state.tokens) if t is token)
            around = [
                *state.tokens[max(0, at - 1) : at],
                *(state.tokens[at + 2 : at + 3] if [t.kind for t in state.tokens[at + 1 : at + 2]] == ["of"] else []),
            ]
            if any(t.kind in {"place", "anaphor"} for t in around):
                return  # the zones of one province, not all there are
        members = token.members
        found = [(self.place(m, state), m.printed) for m in members]
        known = self._completed([(p, text) for p, text in found if p is not None], self._class_behind(token, state))
        if not known:
            return
        if self._zh and self._by_way(token, known[0][0], state):
            return
        if not self._zh and any(
            f.reporter.startswith("text:") and f.place is not None and self._places.type(f.place) == "zone" for f in state.levels
        ):
            known = [(self._places.bonded_zone_of(p) or p, text) for p, text in known]  # the province's three zones traded 5 billion: A 3, B 2
        kinds = {self._places.type(p) for p, _ in known}
        if kinds <= CUSTOMS:
            slots.values.setdefault("actor", list(known))
            state.acting |= {place for place, _ in known}
            return
        held = slots.values.get("reporter")
        if held is None:
            slots.values["reporter"] = list(known)
            return
        zone = token.kind == "anaphor" and token.concept.get("level") == "zone" and self._places.type(held[0][0]) in REGIONS
        if zone and (province := self._places.level(held[0][0], "province")) is not None and (ftz := self._places.ftz_of(province)) is not None:
            slots.values["reporter"] = [(self._places.area_of(ftz, held[0][0]) or ftz, held[0][1])]
            return
        triples = zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False)
        if self._zh and any(a.kind == "anaphor" and b.kind == "particle" and c is token for a, b, c in triples):
            slots.values["reporter"] = list(known)  # the bonded zone beside the port
            return
        if len(held) > 1 or token.kind == "anaphor":
            return
        if not self._zh and [t.kind for t in state.tokens[: state.tokens.index(token)][-2:]] in _JOINED:
            return  # mills around the city and at Caofeidian
        outer = held[0][0]
        owned = any(b is token and a.kind in {"place", "anaphor"} for a, b in pairwise(state.tokens))
        if owned and known[0][0].notation == ALL_ZONES and (province := self._places.level(outer, "province")) is not None:
            own = self._places.ftz_of(province)
            slots.values["reporter"] = [(own, held[0][1])] if own is not None else held
            return
        inner = kinds <= {"ftz", "zone"} and self._places.type(outer) in REGIONS  # the Dalian area of the Liaoning FTZ
        if inner and any(b is token and a.kind == "of" for a, b in pairwise([t for t in state.tokens if t.kind != "particle"])):
            area = self._places.area_of(known[0][0], outer)
            slots.values["reporter"] = [(area, held[0][1])] if area is not None else list(known)
            return
        if known[0][0].notation.startswith("text:"):
            slots.values["reporter"] = list(known)  # Henan, all five zones of the province
            return
        wider = self._places.type(outer) in {"area", "country"} or outer in self._places.ancestors(known[0][0])
        if wider and known[0][0] != outer:
            slots.values["reporter"] = list(known)

    @staticmethod
    def _by_way(token: Token, place: Concept, state: State) -> bool:
        """Whether a class of zones only says how goods go in and out: "through special customs areas, by bonded logistics"."""
        named = place.get("placeType") == "zone" and not place.props.get("region") and not place.notation.startswith("text:")
        ways = {a.kind for a, b in pairwise(state.tokens) if b is token}
        return named and "through" in ways and any(t.kind == "regime" for t in state.tokens)

    @staticmethod
    def _class_behind(token: Token, state: State) -> str:
        """The class that stands behind a list of names: "the three port areas of Qinzhou, Fangchenggang and Beihai"."""
        index = next((i for i, t in enumerate(state.tokens) if t is token), -1)
        for after in state.tokens[index + 1 : index + 5] if index >= 0 and len(token.items) > 1 else []:
            if after.concepts and after.concept.get("placeType") in {"port", "zone"} and after.kind != "place":
                return after.concept.get("placeType")
            if after.kind not in {"particle", "partner", "unit"}:
                break
        return ""

    def _completed(self, places: list[tuple[Concept, str]], behind: str = "") -> list[tuple[Concept, str]]:
        """ "Mianyang, Luzhou, Yibin bonded zone": the class written out with the last name holds for all."""
        if len(places) < 2:
            return places
        if behind == "port":
            return [(self._places.port_of(p) or self._places.sibling(p, _PORT) if self._places.type(p) in REGIONS else p, text) for p, text in places]
        kind = self._places.type(places[-1][0])
        if kind == "ftz":
            zones = [self._places.ftz_of(p) if self._places.type(p) == "province" else p for p, _ in places]
            return [(zone or p, text) for zone, (p, text) in zip(zones, places, strict=True)]
        if kind not in {"zone", "port", "customs-district", "customs-office"}:
            return places
        return [(self._places.sibling(p, places[-1][0]) if self._places.type(p) in REGIONS else p, text) for p, text in places]

    def place(self, token: Token, state: State) -> Concept | None:
        """The place that a name or an expression such as "the province" means here, its port where that is what it owns: "Dandong's port"."""
        place = self._named(token, state)
        inner = place is not None and not self._zh and self._places.type(place) in {"prefecture", "county"}
        return (inner and place is not None and self._owns_port(token, state) and self._places.port_of(place)) or place

    @staticmethod
    def _owns_port(token: Token, state: State) -> bool:
        """Whether the class word for a port stands right behind a place: "Dandong's port", "its port"."""
        behind = next((b for a, b in pairwise(state.tokens) if a is token), None)
        near = behind is not None and bool(behind.concepts) and behind.start - token.end < _GENITIVE
        return near and behind is not None and behind.kind == "particle" and behind.concept.get("placeType") == "port"

    def _named(self, token: Token, state: State) -> Concept | None:
        if token.kind != "anaphor":
            if (port := self._passed(token, state)) is not None:
                return port
            place = self._places.choose(token.concepts, [state.frame.place, state.main.place]) or self._alike(token, state)
            if place is not None and place.notation == ALL_ZONES and not self._zh and not plural(token.text, self._lexicon):
                return self.at("zone", state.frame.place or state.main.place, state) or place  # the pilot free trade zone: of the province told of
            if place is not None and place.notation == ALL_ZONES and self._zh:
                place = self._places.zone_meant(token.text, place, state.main.place)
            main = self._places.type(state.main.place) if state.main.place is not None else ""
            towns = {"county", "prefecture"} if main in {"county", "port"} else {"county"}
            town = state.portly and place is not None and self._places.type(place) in towns
            if place is not None and (zone := self._own_zone(token, place, state)) is not None:
                return zone
            return (town and place is not None and self._places.port_of(place)) or place
        return self.at(token.concept.get("level"), state.frame.place or state.main.place, state)

    def _own_zone(self, token: Token, province: Concept, state: State) -> Concept | None:
        """The free trade zone that the name of a province stands for where all zones are spoken of, unless it owns trade: "Shanghai's exports"."""
        main = state.main.place
        if self._zh or main is None or main.notation != ALL_ZONES or self._places.type(province) != "province" or state.section.place == province:
            return None
        behind = next((b for a, b in pairwise(state.tokens) if a is token), None)
        owns = behind is not None and behind.kind == "term" and behind.start - token.end == POSSESSIVE
        return None if owns else self._places.ftz_of(province)

    def _passed(self, token: Token, state: State) -> Concept | None:
        """The one port of a name through which goods went: "exports to North Korea via Dandong" are told of the port, not of the city."""
        if self._zh:
            return None
        at = next((i for i, t in enumerate(state.tokens) if any(m is token for m in (t, *t.items))), 0)
        ahead = [t.kind for t in state.tokens[:at] if t.kind != "particle"]
        kinds = {self._places.type(c) for c in token.concepts}
        told = state.frame.indicator == "trade" and bool(state.frame.partner) and bool(state.frame.flow)
        traded = told or any(t.kind == "term" and not t.concept.get("indicator") for t in state.tokens)  # what only counts traffic is settled later
        if not traded or ahead[-1:] != ["through"] or not kinds & REGIONS or kinds & CUSTOMS:
            return None
        ports = {c if self._places.type(c) == "port" else self._places.port_of(c) for c in token.concepts} - {None}
        return ports.pop() if len(ports) == 1 else None

    def _alike(self, token: Token, state: State) -> Concept | None:
        """Of places far apart that share a name the one of the kind told of before, a port among ports; else the name, which has no code."""
        kinds = {self._places.type(c) for c in token.concepts}
        if self._zh or "area" in kinds:
            return None
        for here in (state.frame.place, state.main.place):
            kind = self._places.type(here) if here is not None else ""
            alike = {c for c in token.concepts if self._places.type(c) == kind}
            alike |= {port for c in token.concepts if kind == "port" and (port := self._places.port_of(c)) is not None}
            if len(alike) == 1:
                return alike.pop()
        name = token.printed or token.text
        return Concept("place", f"text:{name}", (("en", name),), (), {"placeType": tuple(kinds) if len(kinds) == 1 else ()})

    def whole(self, token: Token, here: Concept | None, state: State) -> Concept | None:
        """The place that a share is of: of all customs offices the country, of "the free trade zone" the one around an area of it."""
        place = self.place(token, state)
        if place is None or here is None:
            return place
        if self._places.type(place) == "customs-authority":
            return self._places.find("CN")
        if self._zh and place.notation == ALL_ZONES and here.notation.startswith("ftz-") and here != place:
            heads = here.notation.split("-")
            wholes = (self._places.find("-".join(heads[:size])) for size in range(len(heads) - 1, 1, -1))
            return next((zone for zone in wholes if zone is not None and self._places.type(zone) == "ftz"), place)
        return place

    def around(self, place: Concept) -> Concept:
        """The country for all zones of the country, as no zone is a part of itself; any other place as it is."""
        national = self._places.type(place) in {"zone", "ftz"} and place.props.get("region", ()) == ("CN",)
        return (self._places.find("CN") or place) if national or place.notation == ALL_ZONES else place

    def at(self, level: str, here: Concept | None, state: State) -> Concept | None:
        """The place of a level ("the province", "the city") seen from another."""
        main = state.main.place
        if here is not None and here.notation.startswith("text:"):  # all zones of a province lie in no place but it
            here = next((p for p in map(self._places.find, here.props.get("region", ())) if p is not None), main)
        if level in {"country", "home"}:
            return main if self._places.is_territory(main) and not self._zh else self._places.find("CN")
        if level == "main":
            return main
        if level == "bonded-zones":
            return self._places.find("zone-comprehensive-bonded-zones") if main is not None and main.notation in {"CN", ALL_ZONES} else None
        if level == "customs":
            return state.office
        if level == "zone":
            if state.zone is None and here is not None and self._places.type(here) in {"ftz", "zone"}:
                return here
            province = self._places.level(here, "province") if here is not None else None
            around = self._places.ancestors(state.zone) if state.zone is not None else []
            if here is not None and around and province is not None and province not in around:  # the zone told last lies elsewhere
                own = here if self._places.type(here) == "ftz" else self._places.ftz_of(here)
                if own is not None:
                    return own
            return state.zone or (self._places.ftz_of(here) if here is not None else None)
        if level == "port":
            return state.port
        if level == "own":
            return state.object_place or here
        if here is not None and main is not None and not self._zh and self._places.type(here) == "country":
            here = main  # the nation's grew by 9 percent, the province's by 12
        if here is None:
            return None
        if not self._zh and main is not None and self._places.type(here) in WIDE:
            here = main  # the province, behind a sentence about the country
        if level == "inside":
            level = "province-or-below"
            if self._places.type(here) in {"zone", "ftz"}:
                return here
        if level == "province-or-below":
            if self._places.type(here) == "county":
                return (self._places.autonomous(here) if self._zh else None) or here
            if main is not None and self._places.type(main) == "zone":
                return main
            if main is not None and not self._zh and self._places.type(main) == "area" and self._places.within(here, main):
                return main  # the region, of several provinces
            return self._places.level(here, "province")
        if level == "capital":
            return self._places.capital(here) or self._places.capital(main)
        if level == "city":
            if main is not None and self._places.type(main) in {"prefecture", "county"} and self._places.is_city(main):
                return main
            named = state.city if state.city is not None and main is not None and self._places.within(state.city, main) else None
            found = self._places.city(here) or self._municipality(here)
            found = found or (named or here if self._places.type(here) in REGIONS else self._places.level(here, "province") or here)
            return found if self._places.type(found) in REGIONS else None
        inner = self._places.level(here, level)
        outer = self._places.level(main, level) if main is not None and inner is None and self._zh and self._places.type(here) == "area" else None
        return inner or outer  # the nine cities of the delta make up 95.7% of the province

    def _municipality(self, here: Concept) -> Concept | None:
        """The city that is a province around a place of it."""
        province = self._places.level(here, "province")
        return province if province is not None and province.notation in MUNICIPALITIES else None

    def remember(self, roles: Roles, state: State) -> None:
        """Keep the city, office, zone and port that a statement names for the expressions that come."""
        named: Concept | None = None  # the port that the statement itself names
        for token in roles.subject + roles.base + roles.than:
            if token.kind != "place":
                continue
            place = self._places.choose(token.concepts, [state.main.place])
            if place is None:
                continue
            kind = self._places.type(place)
            if kind == "prefecture" or (kind == "county" and not self._zh and self._places.is_city(place)):
                state.city = place
            inside = named is not None and not self._zh and self._places.within(named, place)  # Friendship Pass Port in Pingxiang
            if kind in {"prefecture", "county"} and not inside and (port := self._places.port_of(place)) is not None:
                state.port = port
            if kind in CUSTOMS:
                town = next((p for p in self._places.ancestors(place) if self._places.type(p) in {"county", "prefecture"}), None)
                state.port = (town is not None and not self._zh and self._places.port_of(town)) or state.port
                if kind != "customs-authority" or state.office is None:
                    state.office = place
            elif kind in {"zone", "ftz"}:
                state.zone = place
            elif kind == "port":
                state.port = named = place
        for token in roles.than:
            if token.kind in {"place", "anaphor"}:
                state.object_place = self.place(token, state)
