"""Places: which code a place name means here, and how a place is written in the fact table.

Names that several places share are settled by what is already known of the document (the province it is about, the one named last);
what stays open is an Issue, not a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tradegraph.model import Concept
from tradegraph.vocabulary import Vocabulary

_LAST_DISTRICT, _LAST_COUNTY = 20, 80  # GB/T 2260-2007, 4: districts to 20, counties to 80, county-level cities from 81
_AUTONOMOUS = frozenset({"150000", "450000", "540000", "640000", "650000"})  # GB/T 2260: autonomous regions
MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})  # GB/T 2260: cities that are provinces
_PREFECTURES, _NONE = range(21, 51), 90  # prefectures and leagues that are no cities; what belongs to no prefecture
_BONDED_ZONE = "-comprehensive-bonded-zone"
REGIONS = frozenset({"country", "province", "prefecture", "county"})
WIDE = frozenset({"country", "area"})  # that only say where a region lies, as often as not
CUSTOMS = frozenset({"customs-district", "customs-office", "customs-authority"})
ALL_ZONES = "ftz-all"  # the notation of all pilot free trade zones together
_TYPED = ("ftz", "zone", "area", "port", "customs")


def slug(notation: str) -> str:
    """The fact table's form of a place notation: `customs-lhasa` → `customs:lhasa`, codes stay."""
    head, _, rest = notation.partition("-")
    return f"{head}:{rest}" if rest and head in _TYPED else notation


def notation(reporter: str) -> str:
    """The graph's form of a fact table reporter: `ftz:all` → `ftz-all`."""
    head, mark, rest = reporter.partition(":")
    return f"{head}-{rest}" if mark and head in _TYPED else reporter


def seat(province: Concept) -> str:
    """The code of the capital of a province: GB/T 2260 gives it the first number among the prefectures."""
    return f"{province.notation[:2]}0100"


def _name(text: str) -> str:
    return text.lower().removesuffix(" city").replace(" ", "-").replace("'", "")


class Gazetteer:
    """Containment and choice among places."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.zones_of: dict[str, list[Concept]] = {}  # the free trade zones by the notation of a region they lie in
        for place in vocabulary.scheme("place"):
            if self.type(place) == "ftz":
                for region in place.props.get("region", ()):
                    self.zones_of.setdefault(region, []).append(place)
        self._territories: dict[str, Concept] = {}  # the parts of the country that others trade with, by their codes as partners
        for place in vocabulary.scheme("place"):
            code = place.get("iso3166-2").partition("-")[2]
            if self.type(place) == "province" and place.get("matching") == "false" and code:
                self._territories[code] = place
        self._zones = [p for p in vocabulary.scheme("place") if p.notation.endswith(_BONDED_ZONE)]
        self._ports = [p for p in vocabulary.scheme("place") if p.get("placeType") == "port"]
        self._kin: dict[tuple[str, str, str], Concept] = {}  # the first place of a kind and form of name in a region
        for place in vocabulary.scheme("place"):
            for region in place.props.get("region", ()) + place.props.get("seat", ()):
                self._kin.setdefault((self.type(place), place.notation.partition("-")[0], region), place)
        zones = {label.text for label in vocabulary.labels if label.concept.notation == ALL_ZONES}
        self._bare = frozenset(t for t in zones if not any(t != other and t.endswith(other) for other in zones))  # "the free trade zone", of none
        self._around: dict[str, tuple[Concept, ...]] = {}  # the ancestors of listed places, and their ports, as they are asked for
        self._port_of: dict[str, Concept | None] = {}
        self._names: dict[Concept, set[str]] = {}
        for label in vocabulary.labels:
            if label.concept.scheme == "place" and label.lang == "en":
                self._names.setdefault(label.concept, set()).add(label.text)

    def zone_meant(self, text: str, place: Concept, main: Concept | None) -> Concept:
        """The free trade zone that a text is about, where it is called by the class of all of them; else the place that is named."""
        bare = place.notation == ALL_ZONES and main is not None and self.type(main) == "ftz" and text in self._bare
        return main if bare and main is not None else place

    def find(self, notation: str) -> Concept | None:
        return self._vocabulary.find("place", notation)

    def partner(self, notation: str) -> Concept | None:
        return self._vocabulary.find("partner", notation)

    def territory(self, partner: Concept) -> Concept | None:
        """The customs territory of the country that a partner is, if it is one (Hong Kong, Macao, Taiwan)."""
        return self._territories.get(partner.notation) if partner.scheme == "partner" else None

    def is_territory(self, place: Concept | None) -> bool:
        return place is not None and place in self._territories.values()

    def type(self, place: Concept) -> str:
        return place.get("placeType")

    def is_city(self, place: Concept) -> bool:
        """Whether a prefecture or county is called a city: of county-level places those with the codes 81 to 99, outside of cities 01 to 20 too."""
        if self.type(place) != "county" or not place.notation.isdecimal():
            return True
        outer, number = int(place.notation[2:4]), int(place.notation[4:])
        return number > _LAST_COUNTY or (number <= _LAST_DISTRICT and (outer in _PREFECTURES or outer == _NONE))

    def autonomous(self, county: Concept) -> Concept | None:
        """The autonomous region around a county or city that is no district: what "the whole region" is there."""
        region = self.level(county, "province")
        district = county.notation.isdecimal() and int(county.notation[4:]) <= _LAST_DISTRICT
        return region if region is not None and region.notation in _AUTONOMOUS and not district else None

    def city(self, place: Concept) -> Concept | None:
        """The nearest city that a place is or lies in: a prefecture, or a county that is called a city (Yiwu, Horgos)."""
        several = place.props.get("region", ()) if len(place.props.get("region", ())) > 1 else ()  # it lies in none of them
        kinds = ((p, self.type(p)) for p in (place, *self.ancestors(place)) if p.notation not in several)
        return next((p for p, kind in kinds if kind == "prefecture" or (kind == "county" and self.is_city(p))), None)

    def ancestors(self, place: Concept) -> tuple[Concept, ...]:
        """The places that contain a place, the nearest first; for zones, ports and offices their region and its ancestors."""
        if self.find(place.notation) is not place:
            return self._containing(place)
        if place.notation not in self._around:
            self._around[place.notation] = self._containing(place)
        return self._around[place.notation]

    def _containing(self, place: Concept) -> tuple[Concept, ...]:
        out: list[Concept] = []
        queue = list(place.broader) or list(place.props.get("region", ())) or list(place.props.get("seat", ()))
        if self.type(place) in {"zone", "ftz", "port"} or self.type(place) in CUSTOMS:
            queue = list(place.props.get("region", ())) or list(place.props.get("seat", ())) or queue
        while queue:
            found = self.find(queue.pop(0))
            if found is None or found in out or found == place:
                continue
            out.append(found)
            queue.extend(found.broader)
        return tuple(out)

    def counted_by(self, office: Concept) -> Concept | None:
        """The region whose trade an office of customs counts: all that its district is, where that is one; else the region that it lies in."""
        governed = [p for n in office.props.get("jurisdiction", ()) if (p := self.find(n)) is not None]
        around = governed if len(governed) == 1 else self.ancestors(office)
        return next((p for p in around if self.type(p) in REGIONS - {"country"}), None)

    def within(self, place: Concept, region: Concept) -> bool:
        """Whether a place is or lies in a region; a cluster contains what its members contain, an office the offices under it."""
        if place == region or (self.type(region) in CUSTOMS and region.notation in place.broader):
            return True
        around = self.ancestors(place)
        members = region.props.get("member", ())
        return region in around or any(p.notation in members for p in (place, *around))

    def level(self, place: Concept, level: str) -> Concept | None:
        """The place itself or the ancestor that is of a level (province, prefecture, county)."""
        for candidate in [place, *self.ancestors(place)]:
            if self.type(candidate) == level:
                return candidate
        return None

    def capital(self, place: Concept | None) -> Concept | None:
        """The capital of the province around a place."""
        province = self.level(place, "province") if place is not None else None
        return self.find(seat(province)) if province is not None else None

    def choose(self, candidates: Sequence[Concept], known: Iterable[Concept | None]) -> Concept | None:
        """The one candidate that fits what is known; None where several still do."""
        if len(candidates) == 1:
            return candidates[0]
        regions = [c for c in candidates if self.type(c) in REGIONS] or list(candidates)
        for place in known:
            if place is None:
                continue
            fitting = [c for c in regions if self.within(c, place)] or [
                c for c in regions if (p := self.level(place, "province")) is not None and self.within(c, p)
            ]
            if fitting and (found := self._widest(fitting)) is not None:
                return found
            province = self.level(place, "province")  # Yangpu in a passage about Hainan is the zone there, not the district of Shanghai
            inside = [c for c in candidates if province is not None and self.within(c, province)]
            if inside:
                return self._widest(inside)
        provinces = [c for c in regions if self.type(c) == "province"]
        return provinces[0] if len(provinces) == 1 else self._widest(regions)

    def sibling(self, region: Concept, model: Concept) -> Concept:
        """The zone, port or customs office of a region that is of the same kind as a model; made up where no list has it."""
        kind = self.type(model)
        if kind == "port" and (port := self.port_of(region)) is not None:
            return port
        head = model.notation.partition("-")[0]
        if (found := self._kin.get((kind, head, region.notation))) is not None:
            return found
        name = region.label("en").lower().replace(" ", "-").replace("'", "")
        return Concept("place", f"{head}-{name}", region.labels, (), {"placeType": (kind,), "region": (region.notation,)})

    def zone_of(self, region: Concept, kind: Concept) -> Concept | None:
        """The zone of a class that a city or county has: the one that is listed, else one by its name; None where there are several."""
        form = kind.notation.removeprefix("class-")
        listed = [z for z in self._zones if z.notation.endswith(form) and self.within(z, region)]
        if listed or self.type(region) not in {"prefecture", "county"}:
            return listed[0] if len(listed) == 1 else None
        labels = tuple((lang, f"{region.label(lang)}{' ' if lang == 'en' else ''}{kind.label(lang)}") for lang in ("en", "zh-hans"))
        return Concept("place", f"zone-{_name(region.label('en'))}-{form}", labels, (), {"placeType": ("zone",), "region": (region.notation,)})

    def ftz_of(self, region: Concept) -> Concept | None:
        """The pilot free trade zone of a province, by its name."""
        found = self.find(f"ftz-{_name(region.label('en'))}")
        return found if found is not None and self.type(found) == "ftz" else None

    def area_of(self, zone: Concept, region: Concept) -> Concept | None:
        """The area of a free trade zone that bears the name of a region: the Honghe area of the one of Yunnan."""
        names = {_name(region.label("en")), *(_name(text) for text in self._names.get(region, ()))}
        return next((found for name in sorted(names) if (found := self.find(f"{zone.notation}-{name}")) is not None), None)

    def bonded_zone_of(self, place: Concept) -> Concept | None:
        """The one comprehensive bonded zone that bears the name of a region or area, or lies in it."""
        names = {_name(place.label("en")), *(_name(text) for text in self._names.get(place, ()))}
        ends = tuple(f"-{name}{_BONDED_ZONE}" for name in names)
        found = [p for p in self._zones if p.notation.endswith(ends)] or [p for p in self._zones if p.props.get("region", ()) == (place.notation,)]
        return found[0] if len(found) == 1 else None

    def office_of(self, region: Concept) -> Concept | None:
        """The customs district or office that bears the name of a city or county, made up where no list has it; of a province only a listed one."""
        name = f"customs-{_name(region.label('en'))}"
        found = self.find(name)
        if found is not None or self.type(region) not in {"prefecture", "county"}:
            return found
        return Concept("place", name, region.labels, (), {"placeType": ("customs-office",), "region": (region.notation,)})

    def port_of(self, region: Concept) -> Concept | None:
        """The port that bears the name of a county or city, and so is meant where traffic is counted."""
        if self.find(region.notation) is not region:
            return self._port_named(region)
        if region.notation not in self._port_of:
            self._port_of[region.notation] = self._port_named(region)
        return self._port_of[region.notation]

    def _port_named(self, region: Concept) -> Concept | None:
        names = {_name(region.label("en")), *(_name(text) for text in self._names.get(region, ()))}
        for name in sorted(names):
            found = self.find(f"port-{name}")
            if found is not None and self.type(found) == "port":
                return found
        for place in self._ports:
            if region.notation in place.props.get("region", ()) and any(text in self._names.get(place, ()) for text in self._names.get(region, ())):
                return place
        return None

    def _widest(self, places: list[Concept]) -> Concept | None:
        """Of places that lie in one another the outermost; where they lie apart the one that is meant by the bare name, if any."""
        if len(meant := [p for p in places if p.get("prominent") == "true"]) == 1:
            return meant[0]
        for place in places:
            if all(self.within(other, place) for other in places):
                return place
            if self.type(place) == "port" and all(other == place or other.notation.startswith(f"{place.notation}-") for other in places):
                return place  # Heihe Port as a whole, not the one on the river
        return None
