"""What an analyst asks of the graph of the five releases that tradegraph was first made for, and the answers that stand in them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from tradegraph.pipeline import build
from tradegraph.store import load
from tradegraph.vocabulary import CODE, Vocabulary

PREFIXES = """
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX tg: <https://w3id.org/tradegraph/ontology#>
"""
# reporter, period, flow, partner, commodity, regime, measure, unit: value
ANSWERS = [
    ("540000", "2020-01/P3M", "total", "WORLD", "TOTAL", "ALL", "level", "CNY", "541000000"),
    ("540000", "2020-01/P3M", "export", "WORLD", "TOTAL", "ALL", "level", "CNY", "351000000"),
    ("540000", "2020-01/P3M", "import", "WORLD", "TOTAL", "ALL", "level", "CNY", "190000000"),
    ("540000", "2020-01/P3M", "balance", "WORLD", "TOTAL", "ALL", "level", "CNY", "161000000"),
    ("540000", "2020-01/P3M", "export", "NP", "TOTAL", "ALL", "share", "%25", "82.3"),
    ("654000", "2023-01/P3M", "total", "WORLD", "TOTAL", "ALL", "growth", "%25", "198.4"),
    ("540000", "2024-01/P12M", "total", "WORLD", "TOTAL", "border-small", "level", "CNY", "3532000000"),
    ("500000", "2021-01/P3M", "export", "WORLD", "laptops", "ALL", "level", "CNY", "43390000000"),
    ("500000", "2021-03/P1M", "import", "WORLD", "TOTAL", "ALL", "level", "CNY", "24000000000"),
    ("ftz-all", "2023-01/P3M", "export", "WORLD", "TOTAL", "ALL", "level", "CNY", "794900000000"),
]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory, corpus: Path, vocabulary: Vocabulary) -> ox.Store:
    out = tmp_path_factory.mktemp("seeds")
    summary = build([str(corpus / "seeds")], out, vocabulary)
    assert summary.conforms
    return load([out / "graph.ttl"])


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda a: "-".join(a[:4]) + "-" + a[6])
def test_the_graph_answers(seeds: ox.Store, answer: tuple[str, ...]) -> None:
    reporter, period, flow, partner, commodity, regime, measure, unit, value = answer
    query = f"""{PREFIXES} SELECT DISTINCT ?value {{
        ?o a qb:Observation ; sdmx-dimension:refArea <{CODE}place/{reporter}> ;
           sdmx-dimension:refPeriod <https://w3id.org/tradegraph/period/{period}> ; tg:indicator <{CODE}indicator/trade> ;
           tg:flow <{CODE}flow/{flow}> ; tg:partner <{CODE}partner/{partner}> ; tg:commodity <{CODE}commodity/{commodity}> ;
           tg:regime <{CODE}regime/{regime}> ; tg:enterprise <{CODE}enterprise/ALL> ; tg:measure <{CODE}measure/{measure}> ;
           sdmx-attribute:unitMeasure <{CODE}unit/{unit}> ; sdmx-measure:obsValue ?value }}"""
    rows = seeds.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    assert {Decimal(row["value"].value) for row in rows} == {Decimal(value)}
