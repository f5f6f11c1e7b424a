"""Reconciliation: what the releases say together about each statistical key.

Claims of one key that leave a common value open agree; the most precise is kept and the releases are counted. Where they do not, a later
release of the same body or of a higher authority revises an earlier one; everything else is a conflict, in which no figure is preferred.
A release that contradicts itself on a key does not count there, but for a figure that is rather right where those that it excludes are rather
wrong (by their confidence, in which the arithmetic of the release speaks). What nobody printed is estimated from what is agreed (identities.py), with
its premises and bounds.

Claims are gathered by key with `combine`, which is associative, commutative and idempotent, so that any split over machines and any order
give the same result; `settle` and `estimate` are functions of what was gathered. All that a key is compared with is of its own area, but for the
whole of a share and the other growth of a gap: areas are reconciled apart, with those figures of others (`asked_of_others`) settled before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tradegraph.claims import AREA, COMMODITY, ENTERPRISE, FLOW, INDICATOR, PARTNER, REGIME, TIME, Claim, Key, Source
from tradegraph.graph import CONSENSUS, Node, Nodes, decimal, describe, dimensions_of, properties, reconciled_iri
from tradegraph.identities import Implied, Known, implied, other_area
from tradegraph.intervals import Interval, common, rounded
from tradegraph.vocabulary import PROV, QB, RDF, SDMX_ATTRIBUTE, SDMX_MEASURE, TG, code_iri

Gathered = Mapping[Key, frozenset[Claim]]
_ESTIMATED = "http://purl.org/linked-data/sdmx/2009/code#obsStatus-E"  # SDMX CL_OBS_STATUS: estimated value
_UNKNOWN_RANK = 99
_RATHER_RIGHT = Decimal("0.5")  # the confidence from which a figure stands against those of its release that have less
_BALANCE = code_iri("flow", "balance")


@dataclass(frozen=True, slots=True)
class Agreement:
    """A figure on which releases agree: the claim that is kept, all that agree with it, and what they leave open together."""

    key: Key
    kept: Claim
    claims: tuple[Claim, ...]
    bounds: Interval

    @property
    def releases(self) -> int:
        return len({c.source.document for c in self.claims})

    @property
    def known(self) -> Known:
        return Known(self.kept.value, self.bounds, self.kept.unit)

    @property
    def confidence(self) -> Decimal:
        return max([c.confidence for c in self.claims])


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims of different releases that cannot all hold, none of which is a revision of the others."""

    key: Key
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """Claims that later ones of the same body, or of a higher authority, replace."""

    key: Key
    earlier: tuple[Claim, ...]
    later: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims of one release about one key that cannot all hold; those are left out that do not stand against the others, which may be all."""

    key: Key
    claims: tuple[Claim, ...]
    left_out: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure that nobody printed, with the agreed figures from which it follows."""

    key: Key
    value: Decimal
    bounds: Interval
    unit: str
    rule: str
    premises: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All that releases say together, each part sorted by key."""

    agreements: tuple[Agreement, ...]
    conflicts: tuple[Conflict, ...]
    revisions: tuple[Revision, ...]
    contradictions: tuple[Contradiction, ...]
    estimates: tuple[Estimate, ...]
    implied: tuple[Implied, ...]  # everything that the agreed figures say about each other
    elsewhere: Mapping[Key, Agreement]  # the agreed figures of other areas that these are compared with

    @property
    def known(self) -> dict[Key, Known]:
        """The agreed figures by key."""
        return {a.key: a.known for a in self.agreements}

    @property
    def known_elsewhere(self) -> dict[Key, Known]:
        """Those of other areas."""
        return {key: a.known for key, a in self.elsewhere.items()}

    @property
    def agreed(self) -> dict[Key, Agreement]:
        """All agreements by key, those of other areas too."""
        return {**self.elsewhere, **{a.key: a for a in self.agreements}}


# ---------------------------------------------------------------------- gathering


def gather(claims: Iterable[Claim]) -> Gathered:
    """Claims by key; those about something unknown are left out."""
    out: dict[Key, set[Claim]] = {}
    for claim in claims:
        if claim.known:
            out.setdefault(claim.key, set()).add(claim)
    return {key: frozenset(held) for key, held in out.items()}


def combine(one: Gathered, other: Gathered) -> Gathered:
    """What two parts gathered, together."""
    return {key: one.get(key, frozenset()) | other.get(key, frozenset()) for key in {*one, *other}}


def asked_of_others(keys: Iterable[Key]) -> set[Key]:
    """The figures of other areas that these are compared with."""
    return {other for key in keys if (other := other_area(key)) is not None}


def agreements_on(keys: Iterable[Key], gathered: Gathered) -> dict[Key, Agreement]:
    """What the releases agree on of these keys."""
    outcomes = ((key, outcome) for key in keys if key in gathered for outcome in settle(key, gathered[key]))
    return {key: outcome for key, outcome in outcomes if isinstance(outcome, Agreement)}


def reconcile(gathered: Gathered, elsewhere: Mapping[Key, Agreement] | None = None) -> Reconciliation:
    """Settle every key and estimate what is missing; `elsewhere` are agreed figures of areas that were not gathered here."""
    agreements: list[Agreement] = []
    conflicts: list[Conflict] = []
    revisions: list[Revision] = []
    contradictions: list[Contradiction] = []
    for key in sorted(gathered):
        for outcome in settle(key, gathered[key]):
            match outcome:
                case Agreement():
                    agreements.append(outcome)
                case Conflict():
                    conflicts.append(outcome)
                case Revision():
                    revisions.append(outcome)
                case Contradiction():
                    contradictions.append(outcome)
    found = Reconciliation(tuple(agreements), tuple(conflicts), tuple(revisions), tuple(contradictions), (), (), elsewhere or {})
    statements = tuple(implied(found.known, found.known_elsewhere))
    return replace(found, implied=statements, estimates=tuple(estimate(statements, gathered)))


# ---------------------------------------------------------------------- one key


def settle(key: Key, claims: Iterable[Claim]) -> Iterator[Agreement | Conflict | Revision | Contradiction]:
    """What the claims of one key come to."""
    ordered = sorted(claims)
    if len(ordered) == 1 and (bounds := _bounds(ordered)) is not None:  # nearly always, and nothing to compare
        yield Agreement(key, ordered[0], tuple(ordered), bounds)
        return
    by_release: dict[Source, list[Claim]] = {}
    for claim in ordered:
        by_release.setdefault(claim.source, []).append(claim)
    positions: dict[Source, Interval] = {}
    torn: list[Source] = []
    for source, held in by_release.items():
        sound = held if _bounds(held) is not None else [c for c in held if c.confidence >= _RATHER_RIGHT]
        position = _bounds(sound)
        if position is None:
            yield Contradiction(key, tuple(held), tuple(held))
            torn.append(source)
            continue
        if len(sound) < len(held):
            yield Contradiction(key, tuple(held), tuple(c for c in held if c not in sound))
        positions[source], by_release[source] = position, sound
    if not positions:
        if len(torn) > 1 and _bounds([c for source in torn for c in by_release[source]]) is None:
            yield Conflict(key, tuple(c for source in torn for c in by_release[source]))
        return
    replaced = {s for s in positions if any(_replaces(other, s, positions) for other in positions)}
    standing = [s for s in positions if s not in replaced]
    bounds = _common(by_release, standing)
    earlier = sorted(replaced)
    if bounds is not None:
        unit = by_release[standing[0]][0].unit
        # a still later release came back to the figure of these
        restored = [s for s in replaced if by_release[s][0].unit == unit and common([positions[s], bounds]) is not None]
        agreeing = [c for s in (*standing, *restored) for c in by_release[s]]
        agreeing += [c for s in torn for c in by_release[s] if c.unit == unit and common([c.interval, bounds]) is not None]
        disputing = [s for s in torn if not any(c in agreeing for c in by_release[s])]
        if disputing:
            yield Conflict(key, tuple(c for s in sorted([*standing, *disputing]) for c in by_release[s]))
        else:
            kept = min((c for s in standing for c in by_release[s]), key=_precedence)
            yield Agreement(key, kept, tuple(sorted(agreeing)), bounds)
            earlier = [s for s in earlier if s not in restored]
    else:
        yield Conflict(key, tuple(c for s in sorted(standing) for c in by_release[s]))
    if earlier:
        # the last of a chain of revisions is replaced by one that stands
        later = [s for s in sorted(standing) if any(_replaces(s, e, positions) for e in replaced)]
        yield Revision(key, tuple(c for s in earlier for c in by_release[s]), tuple(c for s in later for c in by_release[s]))


def _bounds(claims: Sequence[Claim]) -> Interval | None:
    """What claims leave open together; figures in different units have nothing in common."""
    return common(c.interval for c in claims) if len({c.unit for c in claims}) == 1 else None


def _common(by_release: Mapping[Source, Sequence[Claim]], sources: Iterable[Source]) -> Interval | None:
    return _bounds([c for source in sources for c in by_release[source]])


def _replaces(later: Source, earlier: Source, positions: Mapping[Source, Interval]) -> bool:
    """Whether a release restates otherwise what an earlier one of the same body, or of a lower authority, said."""
    if not (later.issued and earlier.issued and later.rank and earlier.rank) or later.issued <= earlier.issued:
        return False
    if later.body != earlier.body and later.rank >= earlier.rank:
        return False
    return common([positions[later], positions[earlier]]) is None


def _precedence(claim: Claim) -> tuple[bool, Decimal, int, Claim]:
    """Printed outright before hedged, then the most precise, then the highest authority."""
    return (bool(claim.approx), claim.precision, claim.source.rank or _UNKNOWN_RANK, claim)


# ---------------------------------------------------------------------- estimates


def estimate(statements: Iterable[Implied], gathered: Gathered) -> list[Estimate]:
    """The narrowest statement about each key of which no release speaks; none where two statements exclude each other."""
    found: dict[Key, list[Implied]] = {}
    for statement in statements:
        if statement.estimated and statement.target not in gathered:
            found.setdefault(statement.target, []).append(statement)
    out = []
    for key in sorted(found):
        statements_of = found[key]
        if len({s.unit for s in statements_of}) > 1 or common(s.bounds for s in statements_of) is None:
            continue
        best = min(statements_of, key=lambda s: (s.bounds.width, s.rule, s.premises))
        if best.bounds.high < 0 and key[FLOW] != _BALANCE:
            continue  # the running totals fell: something is wrong with them, and consistency says so
        value, bounds = rounded(best.value, best.bounds)
        out.append(Estimate(key, value, bounds, best.unit, best.rule, best.premises))
    return out


# ---------------------------------------------------------------------- the graph of the consensus


def describe_consensus(data_sets: Iterable[str], build: str) -> Nodes:
    """The data set of the consensus; `data_sets` are those of the releases, `build` is what made it."""
    about = [(RDF + "type", QB + "DataSet"), (QB + "structure", TG + "ConsensusStructure"), (PROV + "wasGeneratedBy", build)]
    return describe(CONSENSUS, [*about, *((PROV + "wasDerivedFrom", data) for data in sorted(data_sets))])


def describe_reposts(reposts: Mapping[str, str]) -> Nodes:
    """Which release is a repost of which, by their IRIs; the claims of a repost are counted as its original's."""
    out: dict[str, dict[str, list[str]]] = {}
    for repost in sorted(reposts):
        out |= describe(repost, [(TG + "repostOf", reposts[repost])])
    return out


def estimated_periods(found: Reconciliation) -> set[str]:
    """The periods of estimates, which no release may have described."""
    return {e.key[TIME] for e in found.estimates}


def describe_reconciliation(found: Reconciliation) -> tuple[Nodes, Nodes, Nodes, Nodes]:
    """What is agreed, disputed, revised and estimated, each by itself. The same result gives the same nodes in the same order."""
    agreements: dict[str, dict[str, list[str]]] = {}
    conflicts: dict[str, dict[str, list[str]]] = {}
    revisions: dict[str, dict[str, list[str]]] = {}
    estimates: dict[str, dict[str, list[str]]] = {}
    agreed = found.agreed
    for agreement in found.agreements:
        kept = agreement.kept
        about: list[tuple[str, str | Decimal | int]] = [
            *([(TG + "approximation", code_iri("approximation", _HEDGE[kept.approx]))] if kept.approx else []),
            (PROV + "wasDerivedFrom", kept.iri),
            *((TG + "agreement", claim.iri) for claim in agreement.claims),
            (TG + "agreeingReleases", agreement.releases),
            *found_by(agreement.key),
        ]
        figure = _observed(agreement.key, kept.value, kept.unit, kept.precision, agreement.confidence)
        agreements[f"<{reconciled_iri('consensus', agreement.key)}>"] = figure | properties(about)
    for conflict in found.conflicts:
        claims = [(TG + "claim", claim.iri) for claim in conflict.claims]
        conflicts |= _differing("conflict", conflict.key, TG + "Conflict", claims)
    for revision in found.revisions:
        pairs = [(TG + "earlier", claim.iri) for claim in revision.earlier] + [(TG + "later", claim.iri) for claim in revision.later]
        revisions |= _differing("revision", revision.key, TG + "Revision", pairs)
        for later in revision.later:
            revisions |= describe(later.iri, [(PROV + "wasRevisionOf", claim.iri) for claim in revision.earlier])
    for guess in found.estimates:
        about = [
            (SDMX_ATTRIBUTE + "obsStatus", _ESTIMATED),
            (TG + "lowerBound", guess.bounds.low),
            (TG + "upperBound", guess.bounds.high),
            (TG + "derivation", code_iri("derivation", guess.rule)),
            *((PROV + "wasDerivedFrom", reconciled_iri("consensus", key)) for key in guess.premises),
        ]
        figure = _observed(guess.key, guess.value, guess.unit, guess.bounds.width, min(agreed[key].confidence for key in guess.premises))
        estimates[f"<{reconciled_iri('consensus', guess.key)}>"] = figure | properties(about)
    return agreements, conflicts, revisions, estimates


def found_by(key: Key) -> list[tuple[str, str]]:
    """What an agreed figure is found by though its dimensions say it too: the area whose whole trade it is, or the good it is about as a whole.

    Most questions are about these; a store that looks a figure up by one dimension has to look at all figures of an area or of a good for the
    other five.
    """
    if (key[PARTNER], key[ENTERPRISE], key[REGIME]) != _ALL:
        return []
    if key[COMMODITY] != _TOTAL:
        return [(TG + "tradeIn", key[COMMODITY])] if key[INDICATOR] in (_VALUE, _QUANTITY) else []
    return [(TG + "wholeTradeOf", key[AREA])] if key[INDICATOR] == _VALUE else []


_ALL = (code_iri("partner", "WORLD"), code_iri("enterprise", "ALL"), code_iri("regime", "ALL"))
_TOTAL = code_iri("commodity", "TOTAL")
_VALUE, _QUANTITY = code_iri("indicator", "trade"), code_iri("indicator", "trade-quantity")
_HEDGE = {"~": "about", ">": "over", "<": "under"}


def _differing(kind: str, key: Key, type_: str, claims: list[tuple[str, str]]) -> Nodes:
    return {f"<{reconciled_iri(kind, key)}>": properties([(RDF + "type", type_)]) | dimensions_of(key) | properties(claims)}


def _observed(key: Key, value: Decimal, unit: str, precision: Decimal, confidence: Decimal) -> Node:
    return {
        _TYPE: [f"<{QB}Observation>"],
        _DATA_SET: [f"<{CONSENSUS}>"],
        **dimensions_of(key),
        _OBS_VALUE: [decimal(value)],
        _UNIT: [f"<{unit}>"],
        _PRECISION: [decimal(precision)],
        _CONFIDENCE: [decimal(confidence)],
    }


_TYPE, _DATA_SET, _OBS_VALUE, _UNIT = f"<{RDF}type>", f"<{QB}dataSet>", f"<{SDMX_MEASURE}obsValue>", f"<{SDMX_ATTRIBUTE}unitMeasure>"
_PRECISION, _CONFIDENCE = f"<{TG}precision>", f"<{TG}confidence>"
