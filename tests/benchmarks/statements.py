"""How fast facts become N-Quads, against morph-kgc (RML over a CSV of the same facts) and rdflib; and what a build costs beside extraction.

    python tests/benchmarks/statements.py [--triples 1000000] [--reference 100000] [--peer PYTHON]

`PYTHON` is the interpreter of an environment with `morph-kgc`. The sample releases are taken again and again under other names until their graphs
have so many triples. morph-kgc gets their observations and quotations as a CSV whose cells are the terms themselves (IRIs ready-made, numbers in
canonical form, no lists), so that its mapping has nothing to mint or to look up; every quad that it writes has to be one of ours. rdflib gets
the quads themselves, and only has to hold and to write them; as its time is in proportion, it gets the first `--reference`. Each side
writes a file; CPU seconds of one process without its start-up, the median of `--runs`.

The last lines compare what a build does with a release (part_of: extract, map, validate; settled: reconcile the claims and validate the consensus)
with extraction alone, over generated releases.
"""

from __future__ import annotations

import argparse
import csv
import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import generate
import pyoxigraph as ox
import rdflib

from tradegraph.facts import extract
from tradegraph.graph import DIMENSIONS, GraphWriter, data_iri, in_graph, statements
from tradegraph.model import Document, Extraction
from tradegraph.parts import Job, Part, claims_of, compared, joined, part_of, settled, shard_of
from tradegraph.pipeline import extractions, samples_directory
from tradegraph.processes import SELDOM
from tradegraph.vocabulary import NIF, PROV, QB, RDF, SDMX_ATTRIBUTE, SDMX_MEASURE, TG, XSD, Vocabulary, load_vocabulary

OBSERVATION = {
    RDF + "type": "observation_type", QB + "dataSet": "data", **{dimension: dimension for dimension in DIMENSIONS}, TG + "quotation": "anchor",
    PROV + "wasQuotedFrom": "anchor", SDMX_ATTRIBUTE + "unitMeasure": "unit", TG + "approximation": "approximation",
}  # fmt: skip
NUMBERS = {SDMX_MEASURE + "obsValue": "value", TG + "precision": "precision", TG + "confidence": "confidence"}
OFFSET = XSD + "nonNegativeInteger"
PEER = """
import sys, time
from itertools import repeat
import morph_kgc
from morph_kgc.args_parser import load_config_from_argument
from morph_kgc.constants import RML_TRIPLES_MAP_CLASS
from morph_kgc.mapping.mapping_parser import retrieve_mappings
from morph_kgc.materializer import _materialize_mapping_group_to_file
from morph_kgc.utils import prepare_output_files
runs, text = int(sys.argv[1]), sys.argv[2]
for _ in range(runs + 1):
    config = load_config_from_argument(text)
    rules, functions, http = retrieve_mappings(config)
    config.set("CONFIGURATION", "http_api_df", http.to_csv())
    asserted = rules.loc[rules["triples_map_type"] == RML_TRIPLES_MAP_CLASS]
    prepare_output_files(config, rules)
    start = time.process_time()
    for _, group in asserted.groupby(by="mapping_partition"):
        _materialize_mapping_group_to_file(group, rules, functions, config)
    print(time.process_time() - start)
"""  # what `python -m morph_kgc` does, timed without its start-up and without reading the mapping


# ---------------------------------------------------------------------- the facts


def copies(vocabulary: Vocabulary, triples: int) -> list[Extraction]:
    """Extractions of the sample releases under other names, whose graphs have so many triples."""
    writer = GraphWriter(vocabulary)
    samples = list(extractions([str(samples_directory())], vocabulary, lambda item: None))
    out: list[Extraction] = []
    made = 0
    for number in count():
        for extraction in samples:
            out.append(replace(extraction, document=replace(extraction.document, id=f"{number:06d}-{extraction.document.id}")))
            made += len(statements(writer.nodes(out[-1])))
            if made >= triples:
                return out
    raise AssertionError


def own(found: list[Extraction], writer: GraphWriter, path: Path) -> int:
    """Write the graphs of extractions; how many quads."""
    made = 0
    with path.open("w", encoding="utf-8", newline="\n") as handle:
        for extraction in found:
            said = statements(writer.nodes(extraction))
            made += len(said)
            handle.write(in_graph(said, data_iri(extraction.document.id)))
    return made


def rows(graph: list[ox.Quad]) -> Iterator[dict[str, str]]:
    """The observations of one graph, each with its quotation and its sentence, a cell for each term."""
    nodes: dict[str, dict[str, str]] = {}
    for quad in graph:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            nodes.setdefault(quad.subject.value, {})[quad.predicate.value] = quad.object.value
    for subject, node in nodes.items():
        if node.get(RDF + "type") != QB + "Observation":
            continue
        anchor = node[TG + "quotation"]
        sentence = nodes[anchor][NIF + "sentence"]
        yield {
            "observation": subject, "data": node[QB + "dataSet"], "observation_type": QB + "Observation",
            **{dimension: node[dimension] for dimension in DIMENSIONS},
            "unit": node[SDMX_ATTRIBUTE + "unitMeasure"], "approximation": node.get(TG + "approximation", ""),
            **{column: node[predicate] for predicate, column in NUMBERS.items()},
            "anchor": anchor, "sentence": sentence, "context": nodes[anchor][NIF + "referenceContext"], "string": NIF + "RFC5147String",
            **{f"{name}_{part}": nodes[iri][NIF + term] for name, iri in (("anchor", anchor), ("sentence", sentence))
               for part, term in (("text", "anchorOf"), ("begin", "beginIndex"), ("end", "endIndex"))},
        }  # fmt: skip


# ---------------------------------------------------------------------- the peers


def mapping(table: Path) -> str:
    """The RML that makes of the CSV the same observations, quotations and sentences."""
    maps = [_map("observation", table, "observation", OBSERVATION, {k: (c, XSD + "decimal") for k, c in NUMBERS.items()})]
    for name in ("anchor", "sentence"):
        iris = {RDF + "type": "string", NIF + "referenceContext": "context"} | ({NIF + "sentence": "sentence"} if name == "anchor" else {})
        texts = {NIF + "anchorOf": (f"{name}_text", ""), NIF + "beginIndex": (f"{name}_begin", OFFSET), NIF + "endIndex": (f"{name}_end", OFFSET)}
        maps.append(_map(name, table, name, iris, texts))
    return (
        "@prefix rr: <http://www.w3.org/ns/r2rml#> .\n@prefix rml: <http://semweb.mmlab.be/ns/rml#> .\n"
        "@prefix ql: <http://semweb.mmlab.be/ns/ql#> .\n" + "\n".join(maps)
    )


def _map(name: str, table: Path, subject: str, iris: dict[str, str], literals: dict[str, tuple[str, str]]) -> str:
    objects = [f'rr:predicateObjectMap [ rr:predicate <{p}> ; rr:objectMap [ rml:reference "{c}" ; rr:termType rr:IRI ] ]' for p, c in iris.items()]
    for predicate, (column, datatype) in literals.items():
        kind = f" ; rr:datatype <{datatype}>" if datatype else ""
        objects.append(f'rr:predicateObjectMap [ rr:predicate <{predicate}> ; rr:objectMap [ rml:reference "{column}"{kind} ] ]')
    return (
        f'<#{name}> rml:logicalSource [ rml:source "{table}" ; rml:referenceFormulation ql:CSV ] ;\n'
        f'  rr:subjectMap [ rml:reference "{subject}" ; rr:termType rr:IRI ; rr:graphMap [ rml:reference "data" ; rr:termType rr:IRI ] ] ;\n  '
        + " ;\n  ".join(objects)
        + " .\n"
    )


def morph(python: str, source: Path, folder: Path, runs: int) -> tuple[int, float]:
    """The quads that morph-kgc makes of our observations, all of which have to be ours, and its CPU seconds."""
    graphs: dict[str, list[ox.Quad]] = {}
    for quad in ox.parse(path=str(source), format=ox.RdfFormat.N_QUADS):
        graphs.setdefault(str(quad.graph_name), []).append(quad)
    table, rules, out = folder / "facts.csv", folder / "mapping.ttl", folder / "morph.nq"
    with table.open("w", encoding="utf-8", newline="") as handle:
        held = [row for graph in graphs.values() for row in rows(graph)]
        writer = csv.DictWriter(handle, list(held[0]))
        writer.writeheader()
        writer.writerows(held)
    rules.write_text(mapping(table), encoding="utf-8")
    config = f"[CONFIGURATION]\noutput_file={out}\noutput_format=N-QUADS\nnumber_of_processes=1\nlogging_level=ERROR\n[FACTS]\nmappings={rules}\n"
    done = subprocess.run([python, "-c", PEER, str(runs), config], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"morph-kgc failed:\n{done.stderr}")
    ours = set().union(*graphs.values())
    theirs = set(ox.parse(path=str(out), format=ox.RdfFormat.N_QUADS))
    if not theirs <= ours:
        raise SystemExit(f"morph-kgc made other quads: {sorted(map(str, theirs - ours))[:3]}")
    return len(theirs), statistics.median([float(line) for line in done.stdout.split()][1:])


def with_rdflib(source: Path, target: Path, limit: int) -> tuple[int, Callable[[], object]]:
    """How many quads, and what adds them to a data set and writes it."""
    lines = source.read_text(encoding="utf-8").split("\n")[:limit]
    store = rdflib.Dataset()
    store.parse(data="\n".join(line for line in lines if line) + "\n", format="nquads")
    quads = list(store.quads())

    def again() -> None:
        made = rdflib.Dataset()
        for s, p, o, g in quads:
            made.get_context(g).add((s, p, o))
        made.serialize(str(target), format="nquads")

    return len(quads), again


# ---------------------------------------------------------------------- measuring


def seconds(work: Callable[[], object], runs: int) -> float:
    """CPU seconds, the median of some runs after one that does not count."""
    taken = []
    for _ in range(runs + 1):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken[1:])


def whole(documents: list[Document], job: Job) -> None:
    """What a build does with documents: parts, and what the claims of each shard come to."""
    parts = [part for document in documents if isinstance(part := part_of(document, job), Part)]
    held: dict[int, list[str]] = {}
    for part in parts:
        for shard, lines in part.claims.items():
            held.setdefault(shard, []).append(lines)
    asked = set().union(*(part.findings.asked for part in parts))
    wanted = {shard: [key for key in asked if shard_of(key) == shard] for shard in held}
    elsewhere = joined(compared(keys, claims_of(held[shard], set())) for shard, keys in wanted.items() if keys)
    described = {iri: node for part in parts for iri, node in part.findings.described.items()}
    for _, lines in sorted(held.items()):
        settled(lines, set(), elsewhere, described, data_iri(parts[0].id), job.writer.build)


def main() -> None:
    parser = argparse.ArgumentParser(description="CPU time of writing facts as N-Quads against morph-kgc and rdflib.")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--reference", type=int, default=100_000, help="quads for rdflib")
    parser.add_argument("--documents", type=int, default=400, help="generated releases for the comparison with extraction alone")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peer", help="the Python of an environment with morph-kgc; without it morph-kgc is left out")
    arguments = parser.parse_args()
    gc.set_threshold(*SELDOM)  # as builds do
    vocabulary = load_vocabulary()
    writer = GraphWriter(vocabulary)
    found = copies(vocabulary, arguments.triples)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = own(found, writer, folder / "own.nq")
        rate = made / seconds(lambda: own(found, writer, folder / "own.nq"), arguments.runs)
        sys.stdout.write(f"tradegraph {made:9} quads {rate:12,.0f} quads/s\n")
        if arguments.peer:
            count_, taken = morph(arguments.peer, folder / "own.nq", folder, arguments.runs)
            sys.stdout.write(f"morph-kgc  {count_:9} quads {count_ / taken:12,.0f} quads/s  ratio {rate * taken / count_:.1f}\n")
        count_, work = with_rdflib(folder / "own.nq", folder / "rdflib.nq", arguments.reference)
        taken = seconds(work, arguments.runs)
        sys.stdout.write(f"rdflib     {count_:9} quads {count_ / taken:12,.0f} quads/s  ratio {rate * taken / count_:.1f}\n")
    documents = [Document(r.id, r.text, r.lang, r.published, r.title, r.publisher) for r in generate.releases(arguments.documents, 1)]
    job = Job(vocabulary)
    alone = seconds(lambda: [extract(document, vocabulary) for document in documents], arguments.runs)
    parts = seconds(lambda: [part_of(document, job) for document in documents], arguments.runs)
    everything = seconds(lambda: whole(documents, job), arguments.runs)
    sys.stdout.write(
        f"{len(documents)} releases: extraction {alone:.2f} s, parts {parts:.2f} s, {parts / alone:.2f} times, "
        f"validated and reconciled N-Quads {everything:.2f} s, {everything / alone:.2f} times\n"
    )


if __name__ == "__main__":
    main()
