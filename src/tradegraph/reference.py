"""The reference of the vocabulary as HTML: the ontology and every code list, a page each in English and in Chinese.

The pages are made from ontology/ alone, stand by themselves (no script, no font, no request) and are the same bytes for the same vocabulary. Each
term and code has an anchor that is the end of its IRI. The words of the pages are Turtle, shapes/report.ttl.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote

from tradegraph import store
from tradegraph.errors import SourceError
from tradegraph.graph import Nodes
from tradegraph.shapes import iri_of, nodes_of, ntriples, text_of, wording
from tradegraph.vocabulary import CODE, DCT, QB, RDF, SKOS, TG, Vocabulary

LANGUAGES = {"en": "en", "zh": "zh-hans"}
_NAMES = ("en", "zh-hans", "zh-hant")
_RDFS, _OWL = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2002/07/owl#"
_ONTOLOGY = f"<{TG[:-1]}>"
_TYPE, _LABEL, _COMMENT = f"<{RDF}type>", f"<{_RDFS}label>", f"<{_RDFS}comment>"
_NAME, _NOTATION, _SCHEME, _BROADER = (f"<{SKOS}{n}>" for n in ("prefLabel", "notation", "inScheme", "broader"))
_SECTIONS = (  # the first that fits
    ("classes", _OWL + "Class"), ("structures", QB + "DataStructureDefinition"), ("dimensions", QB + "DimensionProperty"),
    ("attributes", QB + "AttributeProperty"), ("properties", _OWL + "ObjectProperty"), ("properties", _OWL + "DatatypeProperty"),
    ("individuals", _OWL + "NamedIndividual"), ("datatypes", _RDFS + "Datatype"), ("annotations", _OWL + "AnnotationProperty"),
)  # fmt: skip
_FACTS = (
    ("sub-class", f"<{_RDFS}subClassOf>"), ("sub-property", f"<{_RDFS}subPropertyOf>"), ("domain", f"<{_RDFS}domain>"),
    ("range", f"<{_RDFS}range>"), ("code-list", f"<{QB}codeList>"), ("disjoint", f"<{_OWL}disjointWith>"),
)  # fmt: skip
_PREFIXES = {
    TG: "tg", QB: "qb", SKOS: "skos", DCT: "dct", _OWL: "owl", _RDFS: "rdfs", "http://www.w3.org/ns/prov#": "prov",
    "http://www.w3.org/2001/XMLSchema#": "xsd", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#": "nif",
    "http://purl.org/linked-data/sdmx/2009/dimension#": "sdmx-dimension", "http://purl.org/linked-data/sdmx/2009/attribute#": "sdmx-attribute",
    "http://purl.org/linked-data/sdmx/2009/measure#": "sdmx-measure",
}  # fmt: skip
_STYLE = """
body{font:16px/1.55 system-ui,"Noto Sans CJK SC",sans-serif;max-width:68rem;margin:0 auto;padding:1rem;color:#1d2733;background:#fff}
header,nav{display:flex;flex-wrap:wrap;gap:.3rem 1rem;align-items:baseline}header h1{margin:.2rem 0;flex:1}
a{color:#0b5cad}section{border-top:1px solid #d5dce4;padding:.4rem 0}h2{margin-top:2rem}h3{margin:.3rem 0;font-size:1.05rem}
code{font-size:.88em;background:#f2f5f8;padding:0 .25em;border-radius:3px;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;
gap:.1rem .8rem;margin:.2rem 0}
dt{color:#566476}dd{margin:0}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;
padding:.25rem .6rem .25rem 0;border-bottom:1px solid #e4e9ee}:target{background:#fff6d6}.wide{overflow-x:auto}
"""


@dataclass(frozen=True, slots=True)
class _Site:
    """What all pages are made from."""

    nodes: Nodes
    schemes: Mapping[str, tuple[str, ...]]  # the IRI of a scheme → its concepts
    terms: Mapping[str, tuple[str, ...]]  # the name of a section → its terms


def write_reference(vocabulary: Vocabulary, out: Path) -> list[Path]:
    """Write the pages into a folder; their paths. Raises SourceError where it cannot be written."""
    site = _site(nodes_of(ntriples(store.parse(sorted(vocabulary.directory.glob("*.ttl"))))))
    pages: dict[str, str] = {}
    for short, lang in LANGUAGES.items():
        pages[f"index.{short}.html"] = _ontology_page(site, short, lang)
        for scheme in site.schemes:
            pages[f"{_local(scheme)}.{short}.html"] = _list_page(site, scheme, short, lang)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (out / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SourceError(f"{out}: cannot be written ({error.strerror or error}); choose another folder with -o") from error
    return [out / name for name in pages]


def _site(nodes: Nodes) -> _Site:
    schemes: dict[str, list[str]] = {s: [] for s, node in nodes.items() if f"<{SKOS}ConceptScheme>" in node.get(_TYPE, ())}
    terms: dict[str, list[str]] = {section: [] for section, _ in _SECTIONS}
    for subject, node in sorted(nodes.items()):
        for scheme in node.get(_SCHEME, ()):
            if scheme in schemes:
                schemes[scheme].append(subject)
        if _LABEL in node and not subject.startswith(f"<{CODE}"):
            section = next((name for name, kind in _SECTIONS if f"<{kind}>" in node.get(_TYPE, ())), "")
            if section:
                terms[section].append(subject)
    return _Site(nodes, {s: tuple(c) for s, c in sorted(schemes.items())}, {s: tuple(t) for s, t in terms.items()})


# ---------------------------------------------------------------------- pages


def _page(short: str, lang: str, title: str, name: str, body: Iterable[str]) -> str:
    words = wording("report", lang)
    other = next(s for s in LANGUAGES if s != short)
    navigation = f'<nav><a href="index.{short}.html">{_text(words["word-ontology"])}</a><a href="index.{short}.html#code-lists">'
    navigation += f'{_text(words["word-lists"])}</a><a href="{name}.{other}.html" hreflang="{other}">{_text(words["word-other"])}</a></nav>'
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{lang}">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
            f"<title>{_text(title)}</title><style>{_STYLE}</style></head>",
            f"<body><header><h1>{_text(title)}</h1>{navigation}</header>",
            *body,
            "</body></html>",
            "",
        ]
    )


def _ontology_page(site: _Site, short: str, lang: str) -> str:
    words = wording("report", lang)
    header = site.nodes.get(_ONTOLOGY, {})

    def body() -> Iterator[str]:
        yield f"<p>{_text(_in(header.get(f'<{DCT}description>', ()), lang))}</p>"
        version = " ".join(text_of(v) for v in header.get(f"<{_OWL}versionInfo>", ()))
        yield f"<p>{_text(words['word-version'])} {_text(version)}: <code>{_text(iri_of(_ONTOLOGY))}</code></p>"
        yield f'<h2 id="code-lists">{_text(words["word-lists"])}</h2><ul>'
        for scheme, concepts in site.schemes.items():
            name = _text(_in(site.nodes[scheme].get(_NAME, ()), lang))
            size = f"{len(concepts)} {_text(words['word-concepts'])}"
            yield f'<li><a href="{_local(scheme)}.{short}.html">{name}</a>, {size}: {_defined(site, scheme, lang)}</li>'
        yield "</ul>"
        for section, terms in site.terms.items():
            if terms:
                yield f'<h2 id="section-{section}">{_text(words[f"word-{section}"])}</h2>'
            for term in terms:
                yield from _term(site, term, short, lang)

    return _page(short, lang, _in(header.get(f"<{DCT}title>", ()), lang), "index", body())


def _term(site: _Site, term: str, short: str, lang: str) -> Iterator[str]:
    node, words = site.nodes[term], wording("report", lang)
    yield f'<section id="{_anchor(term)}"><h3>{_text(_in(node.get(_LABEL, ()), lang))} <code>{_text(_curie(term))}</code></h3>'
    yield f"<p>{_text(_in(node.get(_COMMENT, ()), lang))}</p>"
    facts = [(words[f"word-{name}"], sorted(node[predicate])) for name, predicate in _FACTS if predicate in node]
    components = [c for part in node.get(f"<{QB}component>", ()) for p, cs in site.nodes.get(part, {}).items() if p.startswith(f"<{QB}") for c in cs]
    if components:
        facts.append((words["word-components"], sorted(c for c in components if c.startswith("<"))))
    if facts:
        rows = (f"<dt>{_text(name)}</dt><dd>{', '.join(_link(site, value, short, lang) for value in values)}</dd>" for name, values in facts)
        yield f"<dl>{''.join(rows)}</dl>"
    yield "</section>"


def _list_page(site: _Site, scheme: str, short: str, lang: str) -> str:
    words = wording("report", lang)

    def body() -> Iterator[str]:
        yield f"<p>{_defined(site, scheme, lang)}</p><p><code>{_text(iri_of(scheme))}</code></p>"
        heads = [words["word-code"], *(f"{words['word-name']} ({name})" for name in _NAMES)]
        heads += [words[f"word-{name}"] for name in ("definition", "broader", "notations", "source")]
        yield f'<div class="wide"><table><thead><tr>{"".join(f"<th>{_text(h)}</th>" for h in heads)}</tr></thead><tbody>'
        for concept in site.schemes[scheme]:
            node = site.nodes[concept]
            names = [_in(node.get(_NAME, ()), name) for name in _NAMES]
            others = sorted(text_of(n) for n in node.get(_NOTATION, ()) if "^^" in n)
            cells = [f"<code>{_text(unquote(_local(concept)))}</code>", *map(_text, names), _defined(site, concept, lang)]
            cells.append(", ".join(_link(site, b, short, lang) for b in sorted(node.get(_BROADER, ()))))
            cells += [_text(", ".join(others)), _text("; ".join(sorted(text_of(s) for s in node.get(f"<{DCT}source>", ()))))]
            yield f'<tr id="{_anchor(concept)}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        yield "</tbody></table></div>"

    return _page(short, lang, _in(site.nodes[scheme].get(_NAME, ()), lang), _local(scheme), body())


# ---------------------------------------------------------------------- small things


def _defined(site: _Site, subject: str, lang: str) -> str:
    return _text(_in(site.nodes[subject].get(f"<{SKOS}definition>", ()), lang))


def _in(values: Iterable[str], lang: str) -> str:
    """The text in a language, else in English, else any."""
    texts = {value.rpartition('"@')[2]: text_of(value) for value in sorted(values)}
    return texts.get(lang) or texts.get("en") or next(iter(texts.values()), "")


def _link(site: _Site, term: str, short: str, lang: str) -> str:
    if term in site.schemes:
        return f'<a href="{_local(term)}.{short}.html">{_text(_in(site.nodes[term].get(_NAME, ()), lang))}</a>'
    schemes = [s for s in site.nodes.get(term, {}).get(_SCHEME, ()) if s in site.schemes]
    if schemes:
        return f'<a href="{_local(schemes[0])}.{short}.html#{quote(_anchor(term))}">{_text(_in(site.nodes[term].get(_NAME, ()), lang))}</a>'
    if any(term in terms for terms in site.terms.values()):
        return f'<a href="index.{short}.html#{quote(_anchor(term))}">{_text(_in(site.nodes[term].get(_LABEL, ()), lang))}</a>'
    return f"<code>{_text(_curie(term))}</code>"


def _curie(term: str) -> str:
    iri = iri_of(term)
    return next((f"{prefix}:{iri[len(space) :]}" for space, prefix in _PREFIXES.items() if iri.startswith(space)), iri)


def _local(term: str) -> str:
    return iri_of(term).rpartition("#")[2].rpartition("/")[2]


def _anchor(term: str) -> str:
    return escape(unquote(_local(term)).replace(" ", "-"))


def _text(text: str) -> str:
    return escape(text)
