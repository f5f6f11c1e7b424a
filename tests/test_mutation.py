"""How much damage to a good graph is reported, and by the shape that should: a mutation score with a floor.

A mutant is the part of a release's graph that one observation, policy measure or concept of no list hangs together with, damaged in one way. Both
SHACL engines have to report the same on every one.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from quads import quads_of
from tradegraph import cube, evidence
from tradegraph.graph import DIMENSIONS, GraphWriter
from tradegraph.pipeline import extractions, samples_directory
from tradegraph.shapes import Nodes, nodes_of, ntriples, text_of, validate
from tradegraph.vocabulary import CODE, DCT, NIF, PROV, QB, RDF, SDMX_ATTRIBUTE, SDMX_MEASURE, SKOS, TG, XSD, load_vocabulary

FLOOR = 0.98
PER_KIND = 8  # mutants of each kind from each collection

Part = dict[str, dict[str, list[str]]]
Damage = Callable[[Part, str, random.Random], bool]  # mutates in place; False where the kind does not apply


def iri(name: str) -> str:
    return f"<{name}>"


TYPE = iri(RDF + "type")
VALUE, UNIT = iri(SDMX_MEASURE + "obsValue"), iri(SDMX_ATTRIBUTE + "unitMeasure")
PRECISION, CONFIDENCE, QUOTATION, QUOTED = iri(TG + "precision"), iri(TG + "confidence"), iri(TG + "quotation"), iri(PROV + "wasQuotedFrom")
BEGIN, END, TEXT, SENTENCE, CONTEXT = (iri(NIF + n) for n in ("beginIndex", "endIndex", "anchorOf", "sentence", "referenceContext"))
DATA, STRUCTURE, DERIVED, GENERATED = iri(QB + "dataSet"), iri(QB + "structure"), iri(PROV + "wasDerivedFrom"), iri(PROV + "wasGeneratedBy")
MEASURE, FLOW = iri(TG + "measure"), iri(TG + "flow")


@dataclass(frozen=True)
class Kind:
    """One kind of damage: to what, which shapes should report it, and how it is done."""

    name: str
    of: str  # the class of the node that is damaged
    shapes: tuple[str, ...]
    damage: Damage


def literal(text: str, datatype: str = "decimal") -> str:
    return f'"{text}"^^<{XSD}{datatype}>'


def code(name: str) -> str:
    return f"<{CODE}{name}>"


# ---------------------------------------------------------------------- damage


def drop(predicate: str, to: str = "") -> Damage:
    def damage(part: Part, focus: str, _: random.Random) -> bool:
        return bool(part[_at(part, focus, to)].pop(predicate, None))

    return damage


def put(predicate: str, *values: str, to: str = "", add: bool = False) -> Damage:
    def damage(part: Part, focus: str, _: random.Random) -> bool:
        node = part[_at(part, focus, to)]
        before = node.get(predicate, [])
        node[predicate] = [*before, *values] if add else list(values)
        return set(node[predicate]) != set(before)

    return damage


def other_code(predicate: str, *, add: bool = False) -> Damage:
    """Another code of the same scheme."""

    def damage(part: Part, focus: str, rng: random.Random) -> bool:
        (now,) = part[focus][predicate]
        name = now.rpartition("/")[0] + ">"
        others = _codes()[name]
        new = rng.choice([c for c in others if c != now])
        part[focus][predicate] = [now, new] if add else [new]
        return True

    return damage


def number(predicate: str, change: Callable[[Decimal], Decimal | None], *measures: str) -> Damage:
    def damage(part: Part, focus: str, _: random.Random) -> bool:
        node = part[focus]
        if measures and node[MEASURE][0] not in {code("measure/" + m) for m in measures}:
            return False
        before = Decimal(text_of(node[predicate][0]))
        after = change(before)
        if after is None or after == before:
            return False
        node[predicate] = [literal(f"{after:f}")]
        return True

    return damage


def negated(value: Decimal) -> Decimal:
    return -value


def swapped_unit(part: Part, focus: str, _: random.Random) -> bool:
    swap = {"CNY": "USD", "USD": "CNY", "%25": "pp", "pp": "%25", "t": "kg", "kg": "t"}
    now = part[focus][UNIT][0]
    name = now.rpartition("/")[2][:-1]
    part[focus][UNIT] = [code("unit/" + swap.get(name, "h" if name != "h" else "min"))]
    return True


def negative_level(part: Part, focus: str, rng: random.Random) -> bool:
    return part[focus][FLOW] != [code("flow/balance")] and number(VALUE, negated, "level")(part, focus, rng)


def moved(*predicates: str, by: int, to: str = "quotation") -> Damage:
    def damage(part: Part, focus: str, _: random.Random) -> bool:
        node = part[_at(part, focus, to)]
        for predicate in predicates:
            offset = int(text_of(node[predicate][0])) + by
            if offset < 0:
                return False
            node[predicate] = [literal(str(offset), "nonNegativeInteger")]
        return True

    return damage


def foreign_quotation(part: Part, focus: str, _: random.Random) -> bool:
    """The quotation of another release, described with its sentence and text."""
    for subject in list(part):
        node = part[subject]
        if CONTEXT in node or iri(NIF + "Context") in node.get(TYPE, ()):
            part[_renamed(subject)] = {p: [_renamed(v) for v in values] for p, values in node.items()}
    for predicate in (QUOTATION, QUOTED):
        if predicate in part[focus]:
            part[focus][predicate] = [_renamed(v) for v in part[focus][predicate]]
    return True


def _renamed(term: str) -> str:
    return term.replace("#char=", "-other#char=") if term.startswith("<") else term


def whole_sentence(part: Part, focus: str, _: random.Random) -> bool:
    """The sentence in place of the number."""
    sentence = part[part[focus][QUOTATION][0]][SENTENCE]
    if sentence == part[focus][QUOTATION]:
        return False
    part[sentence[0]][SENTENCE] = sentence
    part[focus][QUOTATION] = part[focus][QUOTED] = sentence
    return True


def other_text(to: str) -> Damage:
    def damage(part: Part, focus: str, _: random.Random) -> bool:
        node = part[_at(part, focus, to)]
        text = text_of(node[TEXT][0])
        node[TEXT] = ['"' + "@" * len(text) + '"']
        return True

    return damage


def twice(part: Part, focus: str, _: random.Random) -> bool:
    part[focus[:-9] + "00000000>"] = dict(part[focus])
    return True


def circle(part: Part, focus: str, _: random.Random) -> bool:
    part[focus][iri(SKOS + "broader")] = [focus]
    return True


def _at(part: Part, focus: str, to: str) -> str:
    """The node that is damaged, seen from the one in focus."""
    if not to:
        return focus
    if to in ("quotation", "sentence", "context"):
        (quotation,) = part[focus].get(QUOTED) or part[focus][QUOTATION]
        return {"quotation": quotation, "sentence": part[quotation][SENTENCE][0], "context": part[quotation][CONTEXT][0]}[to]
    kind = {"data": QB + "DataSet", "release": TG + "Release", "period": TG + "Period"}[to]
    return next(s for s, node in sorted(part.items()) if iri(kind) in node.get(TYPE, ()))


def _kinds() -> Iterator[Kind]:
    observation, policy, concept = "observation", "policy", "concept"
    for dimension in map(iri, DIMENSIONS):
        name = dimension.rpartition("/")[2].rpartition("#")[2][:-1]
        shape = f"observation-{name}"
        yield Kind(f"{name} dropped", observation, (shape,), drop(dimension))
        yield Kind(f"{name} is a text", observation, (shape,), put(dimension, '"text"'))
        yield Kind(f"{name} of another scheme", observation, (shape,), put(dimension, code("status/planned")))
        if name == "refPeriod":
            period = iri("https://w3id.org/tradegraph/period/1999-01/P1M")
            yield Kind("refPeriod doubled", observation, (shape,), put(dimension, period, add=True))
            yield Kind("refPeriod swapped", observation, ("evidence-key",), put(dimension, period))
            yield Kind("refPeriod ill-formed", observation, (shape,), put(dimension, iri("https://w3id.org/tradegraph/period/2023-13/P1M")))
            continue
        yield Kind(f"{name} doubled", observation, (shape,), other_code(dimension, add=True))
        yield Kind(f"{name} swapped", observation, ("evidence-key",), other_code(dimension))
        yield Kind(f"{name} unknown", observation, ("cube-code-known", "cube-ic-19"), put(dimension, code(f"{_SCHEME.get(name, name)}/no-such-code")))
    value, unit = ("observation-value",), ("observation-unit",)
    yield Kind("value dropped", observation, value, drop(VALUE))
    yield Kind("value doubled", observation, value, put(VALUE, literal("123456"), add=True))
    yield Kind("value is a float", observation, value, put(VALUE, literal("1.5E0", "double")))
    yield Kind("value is a string", observation, value, put(VALUE, '"1.5"'))
    yield Kind("value is an integer", observation, value, put(VALUE, literal("15", "integer")))
    yield Kind("value is no number", observation, value, put(VALUE, literal("many")))
    yield Kind("value is a node", observation, value, put(VALUE, code("unit/1")))
    digits = ("evidence-number", "share-range", "rank-range", "growth-range")
    yield Kind("value times ten", observation, digits, number(VALUE, lambda v: v * 10))
    yield Kind("value by ten", observation, digits, number(VALUE, lambda v: v / 10))
    yield Kind("value times a hundred million", observation, digits, number(VALUE, lambda v: v * 10**8))
    yield Kind("value off by some", observation, digits, number(VALUE, lambda v: v + 7))
    yield Kind("sign of a level", observation, ("level-range",), negative_level)
    yield Kind("sign of a share", observation, ("share-range",), number(VALUE, negated, "share"))
    yield Kind("sign of a rank", observation, ("rank-range",), number(VALUE, negated, "rank"))
    # nothing in the graph but the words of the sentence tells a rise from a fall; within range it goes unseen, and counts
    yield Kind("sign of a change", observation, ("growth-range", "evidence-number"), number(VALUE, negated, "growth", "growth-gap", "share-change"))
    yield Kind("share above all", observation, ("share-range",), number(VALUE, lambda v: v + 100, "share"))
    yield Kind("half a rank", observation, ("rank-range",), number(VALUE, lambda v: v + Decimal("0.5"), "rank"))
    yield Kind("growth below all", observation, ("growth-range",), number(VALUE, lambda v: Decimal("-250"), "growth"))
    yield Kind("unit dropped", observation, unit, drop(UNIT))
    yield Kind("unit doubled", observation, unit, put(UNIT, code("unit/h"), add=True))
    yield Kind("unit of another scheme", observation, unit, put(UNIT, code("partner/US")))
    yield Kind("unit unknown", observation, ("cube-code-known",), put(UNIT, code("unit/no-such-code")))
    units = ("level-unit", "trade-unit", "growth-unit", "share-range", "rank-range", "points-unit", "share-change-unit", "contribution-unit")
    yield Kind("unit swapped", observation, (*units, "enterprises", "quantity-unit"), swapped_unit)
    for predicate, name in ((PRECISION, "precision"), (CONFIDENCE, "confidence")):
        shape = f"observation-{name}"
        yield Kind(f"{name} dropped", observation, (shape,), drop(predicate))
        yield Kind(f"{name} doubled", observation, (shape,), put(predicate, literal("0.123"), add=True))
        yield Kind(f"{name} is a string", observation, (shape,), put(predicate, '"1"'))
        yield Kind(f"{name} is a float", observation, (shape,), put(predicate, literal("0.5", "double")))
        yield Kind(f"{name} negative", observation, (shape,), number(predicate, negated))
    yield Kind("precision times ten", observation, ("evidence-number",), number(PRECISION, lambda v: v * 10))
    yield Kind("precision of zero", observation, ("observation-precision",), put(PRECISION, literal("0")))
    yield Kind("confidence above one", observation, ("observation-confidence",), put(CONFIDENCE, literal("1.1")))
    yield Kind("approximation unknown", observation, ("observation-approximation",), put(iri(TG + "approximation"), code("approximation/roughly")))
    yield Kind("observation without type", observation, ("observation-typed",), drop(TYPE))
    yield Kind("observation twice", observation, ("cube-ic-12",), twice)
    yield Kind("data set dropped", observation, ("observation-dataset", "cube-ic-1"), drop(DATA))
    yield Kind(
        "data set doubled", observation, ("observation-dataset", "cube-ic-1"), put(DATA, iri("https://w3id.org/tradegraph/doc/x/data"), add=True)
    )
    yield Kind("data set foreign", observation, ("observation-dataset",), put(DATA, iri("https://w3id.org/tradegraph/doc/x/data")))
    yield Kind("quotation dropped", observation, ("observation-quoted",), drop(QUOTATION))
    yield Kind("quoted-from dropped", observation, ("observation-quoted-from",), drop(QUOTED))
    yield Kind("quotation foreign", observation, ("evidence-document",), foreign_quotation)
    yield Kind("quotation swapped", observation, ("evidence-key",), whole_sentence)
    yield Kind("structure dropped", observation, ("dataset-structure",), drop(STRUCTURE, "data"))
    yield Kind("structure doubled", observation, ("dataset-structure",), put(STRUCTURE, iri(TG + "ConsensusStructure"), to="data", add=True))
    yield Kind("structure unknown", observation, ("dataset-structure",), put(STRUCTURE, iri(TG + "OtherStructure"), to="data"))
    yield Kind("source dropped", observation, ("dataset-derived",), drop(DERIVED, "data"))
    yield Kind("source foreign", observation, ("evidence-document",), put(DERIVED, iri("https://w3id.org/tradegraph/doc/x"), to="data"))
    yield Kind("build dropped", observation, ("dataset-generated",), drop(GENERATED, "data"))
    yield Kind("data set without type", observation, ("observation-dataset",), drop(TYPE, "data"))
    yield Kind("title dropped", observation, ("release-title",), drop(iri(DCT + "title"), "release"))
    yield Kind("language unknown", observation, ("release-language",), put(iri(DCT + "language"), '"xx"', to="release"))
    yield Kind("date is a string", observation, ("release-issued",), put(iri(DCT + "issued"), '"2023-01-01"', to="release"))
    yield Kind("date of no calendar", observation, ("release-issued",), put(iri(DCT + "issued"), literal("2023-02-30", "date"), to="release"))
    yield Kind("release without type", observation, ("dataset-of-a-release",), drop(TYPE, "release"))
    first, last = iri(TG + "firstMonth"), iri(TG + "lastMonth")
    yield Kind("first month ill-formed", observation, ("period-first",), put(first, literal("2023-13", "gYearMonth"), to="period"))
    yield Kind("last month is a date", observation, ("period-last",), put(last, literal("2023-01-31", "date"), to="period"))
    yield Kind("last month other", observation, ("evidence-period",), put(last, literal("1999-12", "gYearMonth"), to="period"))
    yield Kind("last month dropped", observation, ("evidence-period",), drop(last, "period"))
    yield Kind("period without type", observation, ("period-typed",), drop(TYPE, "period"))
    text = ("evidence-text", "evidence-iri", "evidence-length", "evidence-inside", "quotation")
    for of in (observation, policy):
        yield Kind(f"{of}: offsets moved on", of, text, moved(BEGIN, END, by=1))
        yield Kind(f"{of}: offsets moved back", of, text, moved(BEGIN, END, by=-1))
        yield Kind(f"{of}: begins later", of, text, moved(BEGIN, by=1))
        yield Kind(f"{of}: ends later", of, text, moved(END, by=1))
        yield Kind(f"{of}: offsets far away", of, text, moved(BEGIN, END, by=100_000))
        yield Kind(f"{of}: sentence moved", of, text, moved(BEGIN, END, by=2, to="sentence"))
        yield Kind(f"{of}: sentence begins later", of, text, moved(BEGIN, by=1, to="sentence"))
        yield Kind(f"{of}: text of something else", of, ("evidence-text",), other_text("quotation"))
        yield Kind(f"{of}: sentence of something else", of, ("evidence-text",), other_text("sentence"))
        yield Kind(f"{of}: text dropped", of, ("quotation-text",), drop(TEXT, "quotation"))
        yield Kind(f"{of}: text with a language", of, ("quotation-text",), put(TEXT, '"text"@en', to="quotation"))
        yield Kind(f"{of}: begin dropped", of, ("quotation-begin",), drop(BEGIN, "quotation"))
        yield Kind(f"{of}: end dropped", of, ("quotation-end",), drop(END, "quotation"))
        yield Kind(f"{of}: begin is a string", of, ("quotation-begin",), put(BEGIN, '"1"', to="quotation"))
        yield Kind(f"{of}: context dropped", of, ("quotation-context",), drop(CONTEXT, "quotation"))
        yield Kind(f"{of}: context without type", of, ("quotation-context",), drop(TYPE, "context"))
        yield Kind(f"{of}: release shorter", of, ("evidence-context",), put(END, literal("1", "nonNegativeInteger"), to="context"))
        yield Kind(f"{of}: sentence dropped", of, ("observation-quoted", "policy-sentence"), drop(SENTENCE, "quotation"))
        yield Kind(f"{of}: quotation without type", of, ("observation-quotation", "policy-quoted-from"), drop(TYPE, "quotation"))
    for name in ("actor", "category", "status"):
        yield Kind(f"{name} dropped", policy, (f"policy-{name}",), drop(iri(TG + name)))
        yield Kind(f"{name} of another scheme", policy, (f"policy-{name}",), put(iri(TG + name), code("flow/export")))
        yield Kind(f"{name} doubled", policy, (f"policy-{name}",), other_code(iri(TG + name), add=True))
    yield Kind("actor unknown", policy, ("cube-code-known",), put(iri(TG + "actor"), code("place/no-such-office")))
    yield Kind("category unknown", policy, ("policy-category",), put(iri(TG + "category"), code("policy/no-such-category")))
    yield Kind("description dropped", policy, ("policy-description",), drop(iri(DCT + "description")))
    yield Kind("description other", policy, ("evidence-policy",), put(iri(DCT + "description"), '"something else"@en'))
    yield Kind("description without language", policy, ("policy-description",), put(iri(DCT + "description"), '"something else"'))
    yield Kind("policy not quoted", policy, ("policy-quoted-from",), drop(QUOTED))
    yield Kind("policy quotes another release", policy, ("evidence-policy",), foreign_quotation)
    yield Kind("policy confidence above one", policy, ("policy-confidence",), put(CONFIDENCE, literal("1.1")))
    yield Kind("policy without type", policy, ("policy-typed",), drop(TYPE))
    broader, scheme, notation, label = (iri(SKOS + n) for n in ("broader", "inScheme", "notation", "prefLabel"))
    yield Kind("scheme dropped", concept, ("code-scheme",), drop(scheme))
    yield Kind("scheme doubled", concept, ("code-scheme",), put(scheme, code("status"), add=True))
    yield Kind("scheme swapped", concept, ("cube-code-scheme",), put(scheme, code("status")))
    yield Kind("notation dropped", concept, ("code-notation",), drop(notation))
    yield Kind("label dropped", concept, ("code-label",), drop(label))
    yield Kind("two labels of a language", concept, ("code-label",), put(label, '"one"@en', '"two"@en'))
    yield Kind("broader unknown", concept, ("cube-code-known",), put(broader, code("commodity/no-such-code")))
    yield Kind("broader of another scheme", concept, ("cube-code-scheme",), put(broader, code("status/planned")))
    yield Kind("broader than itself", concept, ("cube-code-cycle",), circle)
    yield Kind("part unknown", concept, ("cube-code-known",), put(iri(TG + "part"), code("commodity/no-such-code"), add=True))
    yield Kind("concept without type", concept, ("code-typed",), drop(TYPE))


_SCHEME = {"refArea": "place", "quantityUnit": "unit", "rankOf": "measure"}
KINDS = tuple(_kinds())
_OF = {"observation": QB + "Observation", "policy": TG + "PolicyMeasure", "concept": SKOS + "Concept"}


@lru_cache(maxsize=1)
def _codes() -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for name, schemes in sorted(cube.ontology().schemes.items()):
        for scheme in schemes:
            out.setdefault(scheme[:-1] + ">", []).append(name)
    return out


# ---------------------------------------------------------------------- mutants


def part_of(nodes: Nodes, focus: str) -> Part:
    """What a node hangs together with: everything that is reached from it."""
    part: Part = {}
    queue = [focus]
    while queue:
        subject = queue.pop()
        if subject in part or subject not in nodes:
            continue
        part[subject] = {p: list(values) for p, values in nodes[subject].items()}
        queue.extend(v for values in nodes[subject].values() for v in values)
    return part


def written(part: Part) -> str:
    return "".join(f"{s} {p} {v} .\n" for s, node in part.items() for p, values in node.items() for v in values)


@dataclass(frozen=True)
class Mutant:
    kind: Kind
    part: Part

    def reported(self, engine: str = "shacl") -> set[str]:
        found = [*validate(written(self.part), engine=engine), *evidence.check(evidence.Texts(self.part)), *cube.check(self.part, cube.ontology())]
        return {result.shape.rpartition("/")[2] for result in found if result.severity == "Violation"}

    @property
    def killed(self) -> bool:
        names = self.reported()
        return any(name == shape or name.startswith(shape + "-") for name in names for shape in self.kind.shapes)


@lru_cache(maxsize=2)
def mutants(source: Path) -> tuple[Mutant, ...]:
    """The same mutants every time: some of each kind, of nodes drawn from all the releases of a folder."""
    vocabulary = load_vocabulary()
    writer = GraphWriter(vocabulary)
    graphs = [nodes_of(ntriples(quads_of(e, writer))) for e in extractions([str(source)], vocabulary, lambda item: None)]
    found: list[Mutant] = []
    for kind in KINDS:
        candidates = [(nodes, s) for nodes in graphs for s in sorted(nodes) if iri(_OF[kind.of]) in nodes[s].get(TYPE, ())]
        rng = random.Random(kind.name)  # noqa: S311 - the same draw every time is what is wanted
        rng.shuffle(candidates)
        made = 0
        for nodes, focus in candidates:
            part = part_of(nodes, focus)
            if made < PER_KIND and kind.damage(part, focus, rng):
                found.append(Mutant(kind, part))
                made += 1
    return tuple(found)


def sources() -> list[Path]:
    seeds = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "seeds"
    return [samples_directory(), *([seeds] if seeds.is_dir() else [])]


@pytest.fixture(scope="module", params=sources(), ids=lambda p: p.name)
def drawn(request: pytest.FixtureRequest) -> tuple[Mutant, ...]:
    return mutants(request.param)


def test_undamaged_parts_have_no_violation() -> None:
    vocabulary = load_vocabulary()
    for extraction in extractions([str(samples_directory())], vocabulary, lambda item: None):
        nodes = nodes_of(ntriples(quads_of(extraction, GraphWriter(vocabulary))))
        for focus in [s for s in nodes if "/obs/" in s or "/policy/" in s][::7]:
            assert Mutant(KINDS[0], part_of(nodes, focus)).reported() == set(), focus


def test_damage_is_reported_by_the_shape_that_should(drawn: tuple[Mutant, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert len({m.kind.name for m in drawn}) >= 150
    killed = Counter(m.kind.name for m in drawn if m.killed)
    every = Counter(m.kind.name for m in drawn)
    score = sum(killed.values()) / sum(every.values())
    alive = ", ".join(f"{name} {every[name] - killed[name]} of {every[name]}" for name in every if killed[name] < every[name])
    with capsys.disabled():
        sys.stdout.write(
            f"\nmutation score {score:.4f}: {sum(killed.values())} of {sum(every.values())} mutants, {len(every)} kinds; alive: {alive}\n"
        )
    assert score >= FLOOR, alive


@pytest.mark.slow
def test_the_engines_find_the_same_in_every_mutant(drawn: tuple[Mutant, ...]) -> None:
    for mutant in drawn:
        data = written(mutant.part)
        assert validate(data, engine="shacl") == validate(data, engine="pyshacl"), mutant.kind.name
