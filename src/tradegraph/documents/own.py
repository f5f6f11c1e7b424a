"""What tradegraph itself leaves in folders: the files of a build, of a store, and of a build with Spark. None of them is a release."""

from __future__ import annotations

from collections.abc import Collection

MADE = ("graph.ttl", "graph.trig", "facts.jsonl", "facts.csv", "issues.jsonl", "documents.jsonl", "report.ttl", "report.txt")
_FURTHER = ("graph.nt", "graph.nq", "graph.jsonld", "graph.rdf")  # with --format
_BUILD = frozenset({"graph.ttl", "report.ttl", "documents.jsonl"})  # stand together where a build wrote
_LEDGER = "ledger.sqlite"
_DATABASE = frozenset({"CURRENT", "IDENTITY"})  # of Oxigraph, in the folder of a store
_SPARK = "_SUCCESS"


def own(names: Collection[str]) -> frozenset[str]:
    """Those of the files of one folder that tradegraph wrote."""
    held = frozenset(names)
    if _SPARK in held or held >= _DATABASE:
        return held
    ledger = {name for name in held if name.startswith(_LEDGER)}
    return frozenset((held & {*MADE, *_FURTHER} if held >= _BUILD else frozenset()) | ledger)
