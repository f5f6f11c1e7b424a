"""The cube constraints: the integrity constraints of the RDF Data Cube vocabulary (W3C Recommendation 16 January 2014, section 11), set-based.

Each function is one constraint of the standard and its docstring is the standard's clause; results name the shapes of shapes/cube.ttl. The
standard's own queries compare every observation with every other; here each constraint is one pass over the observations of a structure. The
standard's normalisation (section 10: implied types, attachment to data sets and slices) is done while the cube is read. Structures and code
lists may stand in the graph itself or beside it, in the ontology, so that the graph of one release can be checked by itself.

Two constraints are added for code lists: every code used is known, and no concept is broader than itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from tradegraph.errors import VocabularyError
from tradegraph.graph import Nodes
from tradegraph.shapes import Result, declared, iri_of, nodes_of, ntriples
from tradegraph.vocabulary import CODE, QB, RDF, SKOS, TG, data_directory

Node = Mapping[str, Sequence[str]]
Found = Iterator[tuple[str, str]]  # the focus node and the value at fault, in N-Triples syntax


def _qb(name: str) -> str:
    return f"<{QB}{name}>"


_TYPE, _IN_SCHEME = f"<{RDF}type>", f"<{SKOS}inScheme>"
_RANGE = "<http://www.w3.org/2000/01/rdf-schema#range>"
_DATA_SET, _STRUCTURE, _COMPONENT, _CODE_LIST, _MEASURE_TYPE = (_qb(n) for n in ("dataSet", "structure", "component", "codeList", "measureType"))
_SLICE, _OBSERVATION, _SLICE_STRUCTURE, _SLICE_KEY = (_qb(n) for n in ("slice", "observation", "sliceStructure", "sliceKey"))
_COMPONENT_PROPERTY = _qb("componentProperty")
_OBSERVATIONS, _SLICES, _DEFINITIONS = _qb("Observation"), _qb("Slice"), _qb("DataStructureDefinition")
_KINDS = {_qb("dimension"): _qb("DimensionProperty"), _qb("measure"): _qb("MeasureProperty"), _qb("attribute"): _qb("AttributeProperty")}
_CODES = f"<{CODE}"
_DEPTH = _CODES.count("/") + 1  # code/SCHEME/NOTATION; the name of a scheme has one less
_INVERSE = "<http://www.w3.org/2002/07/owl#inverseOf>"
_LINKS = (f"<{SKOS}broader>", f"<{TG}part>")


@dataclass(frozen=True, slots=True)
class Structure:
    """A qb:DataStructureDefinition: its component properties by kind, in the order of their IRIs."""

    dimensions: tuple[str, ...]
    measures: tuple[str, ...]
    required: tuple[str, ...]  # attributes whose qb:componentRequired is true
    optional: tuple[str, ...]  # properties whose qb:componentRequired is false
    components: frozenset[str]
    at_data_set: bool  # whether something of it is attached to data sets


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What stands beside a graph: nodes of an ontology, and each code's schemes."""

    nodes: Nodes
    schemes: Mapping[str, frozenset[str]]


NOTHING = Known({}, {})


@dataclass(frozen=True, slots=True)
class Cube:
    """A graph as a cube: observations with what is attached to them, by structure."""

    nodes: Nodes
    known: Known
    codes: Set[str]  # those that the graph refers to
    observations: Mapping[str, Node]
    structures: Mapping[str, Structure]
    described: Mapping[str, Structure]  # those of them that the graph itself describes
    by_structure: Mapping[str, Sequence[tuple[str, Node]]]
    dimensions: Mapping[str, Sequence[Sequence[Sequence[str]]]]  # by structure, of each of its observations: the values of each dimension
    slices: Mapping[str, Node]

    def about(self, subject: str) -> Node:
        """What the graph says of a node, else what stands beside it."""
        return self.nodes.get(subject) or self.known.nodes.get(subject) or {}

    def typed(self, kind: str) -> Iterator[tuple[str, Node]]:
        """The nodes of the graph that have a type."""
        return ((subject, node) for subject, node in self.nodes.items() if kind in node.get(_TYPE, ()))

    def in_list(self, code: str, scheme: str) -> bool:
        return scheme in self.nodes.get(code, {}).get(_IN_SCHEME, ()) or scheme in self.known.schemes.get(code, ())


@lru_cache(maxsize=2)
def ontology(directory: Path | None = None) -> Known:
    """The structures, properties and codes of ontology/. Raises VocabularyError for bad Turtle."""
    folder = directory or data_directory("ontology")
    others: list[ox.Quad] = []
    schemes: dict[str, set[str]] = {}
    for file in sorted(folder.glob("*.ttl")):
        try:
            for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
                subject = str(quad.subject)
                if not subject.startswith(_CODES):
                    others.append(quad)
                if quad.predicate.value == SKOS + "inScheme":
                    schemes.setdefault(subject, set()).add(str(quad.object))
        except (SyntaxError, ValueError, OSError) as error:
            raise VocabularyError(f"{file}: {error}; mend the Turtle and run again") from error
    return Known(nodes_of(ntriples(others)), {subject: frozenset(found) for subject, found in schemes.items()})


def codes(nodes: Nodes) -> dict[str, dict[str, list[str]]]:
    """The concepts that a graph describes."""
    return {subject: node for subject, node in nodes.items() if _IN_SCHEME in node}


def codes_used(nodes: Nodes) -> set[str]:
    """The codes that a graph refers to."""
    values = set(chain.from_iterable(chain.from_iterable(map(dict.values, nodes.values()))))
    return {value for value in values if value.startswith(_CODES)}


def is_consensus(nodes: Nodes) -> bool:
    """Whether a graph is a data set over all releases, which uses their codes without describing them again."""
    return any(f"<{TG}ConsensusStructure>" in node.get(_STRUCTURE, ()) for node in nodes.values())


def beside(nodes: Nodes, known: Known) -> Known:
    """What is known, with nodes that a graph shares."""
    described = {subject: frozenset(node[_IN_SCHEME]) for subject, node in codes(nodes).items()}
    return Known({**known.nodes, **nodes}, {**known.schemes, **described})


def check(nodes: Nodes, known: Known = NOTHING, used: Set[str] | None = None) -> list[Result]:
    """Every constraint on a graph; results of the shapes of shapes/cube.ttl, sorted. `used` are its `codes_used`, where they are known already."""
    cube = _read(nodes, known, codes_used(nodes) if used is None else used)
    shapes = declared("cube")
    found = {shapes[f"cube-{name}"].result(iri_of(focus), iri_of(value)) for name, look in CONSTRAINTS for focus, value in look(cube)}
    return sorted(found)


# ---------------------------------------------------------------------- reading, with the standard's normalisation


def _read(nodes: Nodes, known: Known, codes: Set[str]) -> Cube:
    observations: dict[str, Node] = {}
    slices: dict[str, Node] = {}
    sliced: dict[str, str] = {}
    own: set[str] = set()
    used: set[str] = set()
    for subject, node in nodes.items():
        kinds = node.get(_TYPE, ())
        if _OBSERVATIONS in kinds or _DATA_SET in node:
            observations[subject] = node
        if _SLICES in kinds or _SLICE_STRUCTURE in node or _OBSERVATION in node:
            slices[subject] = node
            for observation in node.get(_OBSERVATION, ()):
                sliced[observation] = subject
        if _DEFINITIONS in kinds:
            own.add(subject)
        used.update(node.get(_STRUCTURE, ()))
    for observation in sliced:
        observations.setdefault(observation, nodes.get(observation, {}))
    structures = {s: _structure(s, nodes, known) for s in sorted(own | used)}
    described = {s: structures[s] for s in sorted(own)}
    by_structure: dict[str, list[tuple[str, Node]]] = {}
    for subject, said in observations.items():
        whole = _attached(said, sliced.get(subject), nodes)
        for data in said.get(_DATA_SET, ()):
            for structure in nodes.get(data, {}).get(_STRUCTURE, ()):
                inherited = {**nodes.get(data, {}), **whole} if structures[structure].at_data_set else whole
                by_structure.setdefault(structure, []).append((subject, inherited))
    dimensions = {
        structure: [[node.get(dimension, ()) for dimension in structures[structure].dimensions] for _, node in held]
        for structure, held in by_structure.items()
    }
    return Cube(nodes, known, codes, observations, structures, described, by_structure, dimensions, slices)


def _structure(subject: str, nodes: Nodes, known: Known) -> Structure:
    """A structure as the graph describes it, or as what stands beside it does, where the graph says nothing of it."""
    return _described(subject, nodes, known) if not nodes.keys().isdisjoint(_says(subject, known)) else _beside(subject, known)


@lru_cache(maxsize=8)
def _beside(subject: str, known: Known) -> Structure:
    return _described(subject, {}, known)


@lru_cache(maxsize=8)
def _says(subject: str, known: Known) -> frozenset[str]:
    """The nodes that say what a structure is."""
    specifications = known.nodes.get(subject, {}).get(_COMPONENT, ())
    components = (term for specification in specifications for values in known.nodes.get(specification, {}).values() for term in values)
    return frozenset((subject, *specifications, *components))


def _described(subject: str, nodes: Nodes, known: Known) -> Structure:
    kinds: dict[str, list[str]] = {kind: [] for kind in _KINDS.values()}
    required, optional, every = set(), set(), set()
    for specification in _about(subject, nodes, known).get(_COMPONENT, ()):
        node = _about(specification, nodes, known)
        named = [(p, kind) for link, kind in _KINDS.items() for p in node.get(link, ())]
        named += [(p, kind) for p in node.get(_COMPONENT_PROPERTY, ()) for kind in kinds if kind in _about(p, nodes, known).get(_TYPE, ())]
        wanted = node.get(_qb("componentRequired"), ["?"])[0]
        for component, kind in named:
            every.add(component)
            if component not in kinds[kind]:
                kinds[kind].append(component)
            if wanted.startswith(('"true"', '"1"')) and kind == _qb("AttributeProperty"):
                required.add(component)
            elif wanted.startswith(('"false"', '"0"')):
                optional.add(component)
    dimensions, measures, _ = (tuple(sorted(found)) for found in kinds.values())
    return Structure(dimensions, measures, tuple(sorted(required)), tuple(sorted(optional)), frozenset(every), _at_data_set(subject, nodes, known))


def _about(subject: str, nodes: Nodes, known: Known) -> Node:
    return nodes.get(subject) or known.nodes.get(subject) or {}


def _attached(node: Node, inside: str | None, nodes: Nodes) -> Node:
    """An observation with what is attached to its slice (section 10.1, phase 2)."""
    return {**nodes.get(inside, {}), **node} if inside else node


def _at_data_set(structure: str, nodes: Nodes, known: Known) -> bool:
    specifications = _about(structure, nodes, known).get(_COMPONENT, ())
    return any(_qb("DataSet") in _about(s, nodes, known).get(_qb("componentAttachment"), ()) for s in specifications)


def _by_measure(structure: Structure) -> bool:
    """Whether a structure has the measure dimension, so that an observation carries one of its measures."""
    return _MEASURE_TYPE in structure.dimensions


# ---------------------------------------------------------------------- the constraints


def unique_data_set(cube: Cube) -> Found:
    """IC-1: every qb:Observation has exactly one associated qb:DataSet."""
    for subject, node in cube.observations.items():
        sets = node.get(_DATA_SET, ())
        if len(sets) != 1:
            yield subject, " ".join(sorted(map(iri_of, sets)))


def unique_structure(cube: Cube) -> Found:
    """IC-2: every qb:DataSet has exactly one associated qb:DataStructureDefinition."""
    sets = {s for node in cube.observations.values() for s in node.get(_DATA_SET, ())} | {s for s, _ in cube.typed(_qb("DataSet"))}
    for subject in sets:
        structures = cube.nodes.get(subject, {}).get(_STRUCTURE, ())
        if len(structures) != 1:
            yield subject, " ".join(sorted(map(iri_of, structures)))


def structure_includes_measure(cube: Cube) -> Found:
    """IC-3: every qb:DataStructureDefinition must include at least one declared measure."""
    for subject, structure in cube.described.items():
        if not structure.measures:
            yield subject, ""


def dimensions_have_range(cube: Cube) -> Found:
    """IC-4: every dimension declared in a qb:DataStructureDefinition must have a declared rdfs:range."""
    for subject, structure in cube.described.items():
        for dimension in structure.dimensions:
            if dimension != _MEASURE_TYPE and not cube.about(dimension).get(_RANGE):
                yield subject, dimension


def concept_dimensions_have_code_lists(cube: Cube) -> Found:
    """IC-5: every dimension with range skos:Concept must have a qb:codeList."""
    for subject, structure in cube.described.items():
        for dimension in structure.dimensions:
            node = cube.about(dimension)
            if f"<{SKOS}Concept>" in node.get(_RANGE, ()) and not node.get(_CODE_LIST):
                yield subject, dimension


def only_attributes_may_be_optional(cube: Cube) -> Found:
    """IC-6: the only components of a qb:DataStructureDefinition that may be marked as optional are attributes."""
    for subject, structure in cube.described.items():
        for component in structure.optional:
            if component in structure.dimensions or component in structure.measures:
                yield subject, component


def slice_keys_are_declared(cube: Cube) -> Found:
    """IC-7: every qb:SliceKey must be associated with a qb:DataStructureDefinition."""
    declared_keys = {key for structure in cube.structures for key in cube.about(structure).get(_SLICE_KEY, ())}
    for subject, _ in cube.typed(_qb("SliceKey")):
        if subject not in declared_keys:
            yield subject, ""


def slice_keys_are_consistent(cube: Cube) -> Found:
    """IC-8: every qb:componentProperty on a qb:SliceKey must also be declared as a qb:component of the associated structure."""
    for name, structure in cube.structures.items():
        for key in cube.about(name).get(_SLICE_KEY, ()):
            for component in cube.about(key).get(_COMPONENT_PROPERTY, ()):
                if component not in structure.components:
                    yield key, component


def unique_slice_structure(cube: Cube) -> Found:
    """IC-9: each qb:Slice must have exactly one associated qb:sliceStructure."""
    for subject, node in cube.slices.items():
        if len(node.get(_SLICE_STRUCTURE, ())) != 1:
            yield subject, " ".join(sorted(map(iri_of, node.get(_SLICE_STRUCTURE, ()))))


def slice_dimensions_are_complete(cube: Cube) -> Found:
    """IC-10: every qb:Slice must have a value for every dimension declared in its qb:sliceStructure."""
    for subject, node in cube.slices.items():
        for key in node.get(_SLICE_STRUCTURE, ()):
            for component in cube.about(key).get(_COMPONENT_PROPERTY, ()):
                if component not in node:
                    yield subject, component


def all_dimensions_required(cube: Cube) -> Found:
    """IC-11: every qb:Observation has a value for each dimension declared in its associated qb:DataStructureDefinition."""
    for name, observations in cube.by_structure.items():
        dimensions = cube.structures[name].dimensions
        for (subject, node), values in zip(observations, cube.dimensions[name], strict=True):
            if not all(values):
                yield from ((subject, dimension) for dimension in dimensions if dimension not in node)


def no_duplicate_observations(cube: Cube) -> Found:
    """IC-12: no two qb:Observations in the same qb:DataSet may have the same value for all dimensions."""
    first: dict[tuple[str, ...], str] = {}
    for name, observations in cube.by_structure.items():
        for (subject, node), values in zip(observations, cube.dimensions[name], strict=True):
            if not all(values):
                continue
            at = [v[0] if len(v) == 1 else " ".join(sorted(v)) for v in values]
            for data in node.get(_DATA_SET, ()):
                if (other := first.setdefault((data, *at), subject)) != subject:
                    yield max(subject, other), min(subject, other)


def required_attributes(cube: Cube) -> Found:
    """IC-13: every qb:Observation has a value for each declared attribute that is marked as required."""
    for name, observations in cube.by_structure.items():
        required = cube.structures[name].required
        for subject, node in observations:
            for attribute in required:
                if attribute not in node:
                    yield subject, attribute


def all_measures_present(cube: Cube) -> Found:
    """IC-14: without a measure dimension, each qb:Observation must have a value for every declared measure."""
    for name, observations in cube.by_structure.items():
        if not _by_measure(cube.structures[name]):
            measures = cube.structures[name].measures
            for subject, node in observations:
                for measure in measures:
                    if measure not in node:
                        yield subject, measure


def measure_dimension_is_consistent(cube: Cube) -> Found:
    """IC-15: with a measure dimension, each qb:Observation must have a value for the measure that its qb:measureType names."""
    for name, observations in cube.by_structure.items():
        if _by_measure(cube.structures[name]):
            for subject, node in observations:
                for measure in node.get(_MEASURE_TYPE, ()):
                    if measure not in node:
                        yield subject, measure


def single_measure(cube: Cube) -> Found:
    """IC-16: with a measure dimension, each qb:Observation must only have a value for one measure, its qb:measureType's."""
    for name, observations in cube.by_structure.items():
        if _by_measure(cube.structures[name]):
            for subject, node in observations:
                for measure in cube.structures[name].measures:
                    if measure in node and measure not in node.get(_MEASURE_TYPE, ()):
                        yield subject, measure


def all_measures_in_measures_cube(cube: Cube) -> Found:
    """IC-17: with a measure dimension, if there is an observation for some combination of the other dimensions, there is one for each measure."""
    for name, observations in cube.by_structure.items():
        structure = cube.structures[name]
        if not _by_measure(structure):
            continue
        present: dict[tuple[str, ...], dict[str, str]] = {}
        for subject, node in observations:
            values = tuple(" ".join(sorted(node.get(d, ()))) for d in (_DATA_SET, *structure.dimensions) if d != _MEASURE_TYPE)
            present.setdefault(values, {}).update(dict.fromkeys(node.get(_MEASURE_TYPE, ()), subject))
        for measures in present.values():
            for measure in structure.measures:
                if measures and measure not in measures:
                    yield min(measures.values()), measure


def data_set_links_are_consistent(cube: Cube) -> Found:
    """IC-18: if a qb:DataSet has a qb:slice, each qb:observation of the slice must have that qb:dataSet."""
    for data, node in cube.nodes.items():
        for part in node.get(_SLICE, ()):
            for observation in cube.nodes.get(part, {}).get(_OBSERVATION, ()):
                if data not in cube.nodes.get(observation, {}).get(_DATA_SET, ()):
                    yield observation, data


def codes_are_from_the_code_list(cube: Cube) -> Found:
    """IC-19: if a dimension property has a qb:codeList, the value of the dimension on every qb:Observation must be in the code list."""
    for name, observations in cube.by_structure.items():
        for dimension, column in zip(cube.structures[name].dimensions, zip(*cube.dimensions[name], strict=True), strict=True):
            for scheme in cube.about(dimension).get(_CODE_LIST, ()):
                if _qb("HierarchicalCodeList") in cube.about(scheme).get(_TYPE, ()):
                    continue  # IC-20 and IC-21
                members = _collected(cube, scheme)
                used = set(chain.from_iterable(column))
                foreign = {code for code in used if not (code in members if members is not None else cube.in_list(code, scheme))}
                if foreign:
                    yield from ((subject, code) for subject, node in observations for code in node.get(dimension, ()) if code in foreign)


def _collected(cube: Cube, collection: str) -> set[str] | None:
    """The members of a skos:Collection and of those in it; None for a concept scheme."""
    if f"<{SKOS}Collection>" not in cube.about(collection).get(_TYPE, ()):
        return None
    return _reached(collection, lambda node: cube.about(node).get(f"<{SKOS}member>", ()))


def codes_are_from_the_hierarchy(cube: Cube) -> Found:
    """IC-20: with a qb:HierarchicalCodeList whose qb:parentChildProperty is a property, codes are reached from a root by it."""
    yield from _hierarchy(cube, inverse=False)


def codes_are_from_the_inverse_hierarchy(cube: Cube) -> Found:
    """IC-21: with a qb:HierarchicalCodeList whose qb:parentChildProperty is owl:inverseOf a property, codes are reached against that."""
    yield from _hierarchy(cube, inverse=True)


def _hierarchy(cube: Cube, *, inverse: bool) -> Found:
    for name, observations in cube.by_structure.items():
        for dimension in cube.structures[name].dimensions:
            for scheme in cube.about(dimension).get(_CODE_LIST, ()):
                allowed = _below_roots(cube, scheme, inverse=inverse)
                if allowed is None:
                    continue
                for subject, node in observations:
                    for code in node.get(dimension, ()):
                        if code not in allowed:
                            yield subject, code


def _below_roots(cube: Cube, scheme: str, *, inverse: bool) -> set[str] | None:
    """The codes of a hierarchical code list; None for other lists and for links of the other direction."""
    if _qb("HierarchicalCodeList") not in cube.about(scheme).get(_TYPE, ()):
        return None
    given = [p for p in cube.about(scheme).get(_qb("parentChildProperty"), ()) if p.startswith("_:") == inverse]
    links = [link for p in given for link in (cube.about(p).get(_INVERSE, ()) if inverse else (p,))]
    if not links:
        return None
    children: dict[str, list[str]] = {}
    for graph in (cube.known.nodes, cube.nodes):
        for subject, node in graph.items():
            for target in (t for link in links for t in node.get(link, ())):
                parent, child = (target, subject) if inverse else (subject, target)
                children.setdefault(parent, []).append(child)
    roots = cube.about(scheme).get(_qb("hierarchyRoot"), ())
    return {*roots, *(code for root in roots for code in _reached(root, lambda code: children.get(code, ())))}


def codes_are_known(cube: Cube) -> Found:
    """Every code used as a value is a concept of a code list, or described in the graph as one."""
    unknown = {code for code in cube.codes if not (_IN_SCHEME in cube.nodes.get(code, {}) or code in cube.known.schemes or code.count("/") < _DEPTH)}
    if not unknown:
        return
    for subject, node in cube.nodes.items():
        for predicate, values in node.items():
            if predicate not in (_IN_SCHEME, _CODE_LIST):
                yield from ((subject, code) for code in values if code in unknown)


def codes_are_in_the_scheme_of_their_name(cube: Cube) -> Found:
    """The scheme of a concept is the one that its IRI names, and so is that of what is broader."""
    for subject, node in cube.nodes.items():
        if subject.startswith(_CODES) and _IN_SCHEME in node:
            named = subject.rpartition("/")[0] + ">"
            for scheme in node[_IN_SCHEME]:
                if scheme != named:
                    yield subject, scheme
            for broader in node.get(_LINKS[0], ()):
                if broader.startswith(_CODES) and broader.rpartition("/")[0] + ">" != named:
                    yield subject, broader


def no_concept_is_broader_than_itself(cube: Cube) -> Found:
    """No concept is reached from itself by skos:broader or tg:part."""

    def above(code: str) -> list[str]:
        return [target for link in _LINKS for target in cube.nodes.get(code, {}).get(link, ())]

    for subject, node in cube.nodes.items():
        if any(link in node for link in _LINKS) and subject in _reached(subject, above):
            yield subject, subject


def _reached(start: str, step: Callable[[str], Sequence[str]]) -> set[str]:
    """What is reached from a node in one step or more."""
    seen: set[str] = set()
    queue = list(step(start))
    while queue:
        node = queue.pop()
        if node not in seen:
            seen.add(node)
            queue.extend(step(node))
    return seen


CONSTRAINTS: tuple[tuple[str, Callable[[Cube], Found]], ...] = (
    ("ic-1", unique_data_set),
    ("ic-2", unique_structure),
    ("ic-3", structure_includes_measure),
    ("ic-4", dimensions_have_range),
    ("ic-5", concept_dimensions_have_code_lists),
    ("ic-6", only_attributes_may_be_optional),
    ("ic-7", slice_keys_are_declared),
    ("ic-8", slice_keys_are_consistent),
    ("ic-9", unique_slice_structure),
    ("ic-10", slice_dimensions_are_complete),
    ("ic-11", all_dimensions_required),
    ("ic-12", no_duplicate_observations),
    ("ic-13", required_attributes),
    ("ic-14", all_measures_present),
    ("ic-15", measure_dimension_is_consistent),
    ("ic-16", single_measure),
    ("ic-17", all_measures_in_measures_cube),
    ("ic-18", data_set_links_are_consistent),
    ("ic-19", codes_are_from_the_code_list),
    ("ic-20", codes_are_from_the_hierarchy),
    ("ic-21", codes_are_from_the_inverse_hierarchy),
    ("code-known", codes_are_known),
    ("code-scheme", codes_are_in_the_scheme_of_their_name),
    ("code-cycle", no_concept_is_broader_than_itself),
)
