"""Extractions as quads, which is how graphs of others come."""

from __future__ import annotations

import pyoxigraph as ox

from tradegraph.graph import GraphWriter, data_iri, in_graph, statements
from tradegraph.model import Extraction


def quads_of(extraction: Extraction, writer: GraphWriter) -> list[ox.Quad]:
    """The graph of one release, named by its data set."""
    lines = in_graph(statements(writer.nodes(extraction)), data_iri(extraction.document.id))
    return list(ox.parse(lines, format=ox.RdfFormat.N_QUADS))
