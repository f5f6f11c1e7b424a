"""Finds and loads ontology/: every concept with its labels, patterns and tg: properties, and the namespaces of the graph."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from tradegraph.errors import VocabularyError
from tradegraph.model import Concept

TRADEGRAPH = "https://w3id.org/tradegraph/"
TG = "https://w3id.org/tradegraph/ontology#"
CODE = "https://w3id.org/tradegraph/code/"
PERIOD = "https://w3id.org/tradegraph/period/"
DOC = "https://w3id.org/tradegraph/doc/"
BUILD = "https://w3id.org/tradegraph/build/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
QB = "http://purl.org/linked-data/cube#"
DCT = "http://purl.org/dc/terms/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PROV = "http://www.w3.org/ns/prov#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SDMX_DIMENSION = "http://purl.org/linked-data/sdmx/2009/dimension#"
SDMX_MEASURE = "http://purl.org/linked-data/sdmx/2009/measure#"
SDMX_ATTRIBUTE = "http://purl.org/linked-data/sdmx/2009/attribute#"

_SKOS_LABELS = {SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel"}


@dataclass(frozen=True, slots=True)
class Label:
    """A label or pattern that texts may contain; `form` is altLabel, pattern, caseLabel …"""

    text: str
    lang: str
    form: str
    concept: Concept


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The concepts by scheme and notation, and all labels that are meant for matching."""

    concepts: Mapping[tuple[str, str], Concept]
    labels: tuple[Label, ...]
    directory: Path
    version: str = ""  # owl:versionInfo of the ontology
    digest: str = ""  # SHA-256 over the files, in hex

    def find(self, scheme: str, notation: str) -> Concept | None:
        return self.concepts.get((scheme, notation))

    def scheme(self, name: str) -> Iterator[Concept]:
        return (c for (scheme, _), c in self.concepts.items() if scheme == name)


def data_directory(name: str) -> Path:
    """A folder of data files (`ontology`, `shapes`): inside the installed package, else beside `src/` in a checkout.

    Raises VocabularyError where neither exists.
    """
    if name == "ontology" and (override := os.environ.get("TRADEGRAPH_ONTOLOGY")):
        return Path(override)
    here = Path(__file__).resolve().parent
    for candidate in (here / "_data" / name, here.parent.parent / name):
        if candidate.is_dir():
            return candidate
    raise VocabularyError(f"the folder {name}/ is missing from this installation; install tradegraph again")


@lru_cache(maxsize=2**14)  # asked for a dozen times for each figure
def code_iri(scheme: str, notation: str) -> str:
    """The IRI of a concept; characters that no IRI may hold are percent-encoded."""
    return f"{CODE}{scheme}/{quote(notation, safe='-_.~')}"


def unlisted(phrase: str) -> str:
    """The notation of what no list has: a hash of the phrase that names it."""
    return "x-" + hashlib.sha256(phrase.encode()).hexdigest()[:12]


def load_vocabulary(directory: Path | None = None) -> Vocabulary:
    """Load every *.ttl of a folder (default: the project's ontology/). Raises VocabularyError for bad Turtle."""
    return _load(directory or data_directory("ontology"))


@lru_cache(maxsize=4)
def _load(directory: Path) -> Vocabulary:
    files = sorted(directory.glob("*.ttl"))
    if not files:
        raise VocabularyError(f"{directory}: no Turtle files; point TRADEGRAPH_ONTOLOGY at a folder that has them")
    nodes: dict[str, list[tuple[str, object]]] = {}
    digest = hashlib.sha256()
    for file in files:
        try:
            digest.update(file.read_bytes())
            for triple in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
                if isinstance(triple.subject, ox.NamedNode):
                    nodes.setdefault(triple.subject.value, []).append((triple.predicate.value, triple.object))
        except (SyntaxError, ValueError, OSError) as error:
            raise VocabularyError(f"{file}: {error}; mend the Turtle and run again") from error
    concepts: dict[tuple[str, str], Concept] = {}
    labels: list[Label] = []
    for iri in sorted(nodes):
        if not iri.startswith(CODE):
            continue
        entry = _concept(iri, nodes[iri])
        if entry is not None:
            concept, texts = entry
            concepts[concept.scheme, concept.notation] = concept
            labels.extend(Label(text, lang, form, concept) for text, lang, form in texts)
    version = next((getattr(value, "value", "") for predicate, value in nodes.get(TG[:-1], ()) if predicate == OWL + "versionInfo"), "")
    return Vocabulary(concepts, tuple(labels), directory, version, digest.hexdigest())


def _concept(iri: str, pairs: list[tuple[str, object]]) -> tuple[Concept, list[tuple[str, str, str]]] | None:
    scheme = notation = ""
    preferred: list[tuple[str, str]] = []
    broader: list[str] = []
    props: dict[str, list[str]] = {}
    texts: list[tuple[str, str, str]] = []
    for predicate, value in pairs:
        if isinstance(value, ox.Literal):
            lang = value.language or ""
            if predicate in _SKOS_LABELS:
                texts.append((value.value, lang, predicate[len(SKOS) :]))
                if predicate == SKOS + "prefLabel":
                    preferred.append((lang, value.value))
            elif predicate == SKOS + "notation":
                if value.datatype.value == XSD + "string":
                    notation = value.value
                else:
                    props.setdefault(value.datatype.value.rsplit("#", 1)[-1], []).append(value.value)
            elif predicate.startswith(TG):
                name = predicate[len(TG) :]
                if name in {"pattern", "caseLabel"}:
                    texts.append((value.value, lang, name))
                else:
                    props.setdefault(name, []).append(value.value)
        elif isinstance(value, ox.NamedNode):
            if predicate == SKOS + "inScheme":
                scheme = value.value[len(CODE) :]
            elif predicate == SKOS + "broader":
                broader.append(value.value.rsplit("/", 1)[-1])
            elif predicate.startswith(TG):
                local = value.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
                props.setdefault(predicate[len(TG) :], []).append(local)
    if not scheme or not notation:
        return None
    concept = Concept(scheme, notation, tuple(sorted(preferred)), tuple(sorted(broader)), {k: tuple(sorted(v)) for k, v in props.items()})
    if concept.get("matching") == "false":
        texts = []
    elif concept.get("nameOnly") == "true":  # the preferred label names the word for people; texts never say it
        texts = [entry for entry in texts if entry[2] != "prefLabel"]
    return concept, sorted(texts)
