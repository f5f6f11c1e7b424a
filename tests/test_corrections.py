"""Corrections: readings that people accept, reject or replace; in the graph and in explanations, and reported when they match nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from tradegraph.corrections import Unmatched, beside, columns, correct, load, stub
from tradegraph.errors import SourceError
from tradegraph.model import Correction, Extraction
from tradegraph.pipeline import MADE, build
from tradegraph.store import load as load_graph
from tradegraph.vocabulary import CODE, TG, Vocabulary

Run = Callable[..., subprocess.CompletedProcess[str]]
TEXT = "2023年，青海省进出口总值48.7亿元，同比增长5.2%。其中，出口、进口分别增长3.1%、8.8%。西宁海关推出“提前申报”等便利措施。"
OTHER = "2023年，宁夏回族自治区进出口总值205.4亿元，同比下降20.1%。"
HEAD = """\
@prefix dct: <http://purl.org/dc/terms/> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix tg: <https://w3id.org/tradegraph/ontology#> .
"""


def entry(anchor: str, verdict: str, *more: str, doc: str = "a", text: str = TEXT, name: str = "") -> str:
    start = text.index(anchor)
    end = start + len(anchor)
    lines = "".join(f"    {line} ;\n" for line in more)
    return (
        f'<https://w3id.org/tradegraph/correction/{doc}/{name or f"{start}-{end}"}> a tg:Correction ;\n    tg:document "{doc}" ;\n'
        f'    nif:beginIndex {start} ; nif:endIndex {end} ; nif:anchorOf "{anchor}" ;\n    tg:verdict "{verdict}" ;\n{lines}'
        f'    dct:creator "R. Leser" ; dct:description "seen in the table" ; dct:created "2024-05-31" .\n'
    )


@pytest.fixture
def written(tmp_path: Path, vocabulary: Vocabulary) -> Callable[..., tuple[Correction, ...]]:
    def write(*entries: str) -> tuple[Correction, ...]:
        (tmp_path / "corrections.ttl").write_text(HEAD + "".join(entries), encoding="utf-8")
        return load([tmp_path / "corrections.ttl"], vocabulary)

    return write


@pytest.fixture
def reading(read_text: Callable[..., Extraction]) -> Extraction:
    found = read_text(TEXT, "2024-01-20")
    return replace(found, document=replace(found.document, id="a"))


# ---------------------------------------------------------------------- one document


def test_a_rejected_reading_is_gone_and_the_others_stay(
    reading: Extraction, written: Callable[..., tuple[Correction, ...]], vocabulary: Vocabulary
) -> None:
    corrected, unmatched = correct(reading, written(entry("48.7亿元", "reject")), vocabulary)
    assert unmatched == []
    assert set(reading.observations) - set(corrected.observations) == {f for f in reading.observations if f.text == "48.7亿元"}
    assert set(corrected.observations) < set(reading.observations)
    assert corrected.policies == reading.policies
    ((applied,),) = (corrected.corrections,)
    assert (applied.before.text, applied.after) == ("48.7亿元", None)


def test_an_accepted_reading_is_certain(reading: Extraction, written: Callable[..., tuple[Correction, ...]], vocabulary: Vocabulary) -> None:
    corrected, _ = correct(reading, written(entry("5.2%", "accept")), vocabulary)
    (fact,) = (f for f in corrected.observations if f.text == "5.2%")
    (before,) = (f for f in reading.observations if f.text == "5.2%")
    assert fact == before._replace(confidence=Decimal(1))


def test_a_replaced_reading_has_other_columns(reading: Extraction, written: Callable[..., tuple[Correction, ...]], vocabulary: Vocabulary) -> None:
    change = 'tg:replacement "unit=USD" , "value=4.87" , "partner=NP|KZ" , "commodity=laptops" , "period=2022-01/2022-12"'
    corrected, _ = correct(reading, written(entry("48.7亿元", "replace", change)), vocabulary)
    (fact,) = (f for f in corrected.observations if f.text == "48.7亿元")
    assert (fact.unit, fact.quantity_unit, fact.value, fact.partner, fact.period) == ("USD", "USD", Decimal("4.87"), ("NP", "KZ"), "2022-01/2022-12")
    assert [c.id for c in fact.commodity] == ["laptops"]


def test_a_policy_measure_is_corrected_too(reading: Extraction, written: Callable[..., tuple[Correction, ...]], vocabulary: Vocabulary) -> None:
    (measure,) = reading.policies
    corrected, _ = correct(reading, written(entry(measure.text, "replace", 'tg:replacement "status=planned"')), vocabulary)
    assert [m.status for m in corrected.policies] == ["planned"]


def test_corrections_of_another_document_do_nothing(
    reading: Extraction, written: Callable[..., tuple[Correction, ...]], vocabulary: Vocabulary
) -> None:
    assert correct(reading, written(entry("48.7亿元", "reject", doc="b")), vocabulary) == (reading, [])


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (entry("48.7亿元", "reject").replace('"48.7亿元"', '"48.9亿元"'), "other-text"),
        (entry("青海省", "reject"), "no-reading"),
        (entry("48.7亿元", "reject", 'tg:reading "flow=export"'), "no-reading"),
        (entry("48.7亿元", "replace", 'tg:replacement "flow=total"'), "no-change"),
    ],
)
def test_a_correction_that_matches_nothing_changes_nothing(
    made: str, reason: str, reading: Extraction, written: Callable[..., tuple[Correction, ...]], vocabulary: Vocabulary
) -> None:
    corrections = written(made)
    assert correct(reading, corrections, vocabulary) == (reading, [Unmatched(corrections[0], reason)])


@pytest.fixture
def twice(reading: Extraction) -> Extraction:
    """A growth that is said of exports and of imports: two facts on one anchor."""
    (growth,) = (f for f in reading.observations if f.text == "5.2%")
    return replace(reading, observations=(growth._replace(flow="export"), growth._replace(flow="import")))


def test_several_readings_of_one_anchor_are_told_apart(
    twice: Extraction, written: Callable[..., tuple[Correction, ...]], vocabulary: Vocabulary
) -> None:
    change = 'tg:replacement "value=6"'
    _, unmatched = correct(twice, written(entry("5.2%", "replace", change)), vocabulary)
    assert [u.reason for u in unmatched] == ["several-readings"]
    corrected, unmatched = correct(twice, written(entry("5.2%", "replace", change, 'tg:reading "flow=export"')), vocabulary)
    assert unmatched == []
    assert {(f.flow, f.value) for f in corrected.observations} == {("export", Decimal(6)), ("import", Decimal("5.2"))}
    rejected, _ = correct(twice, written(entry("5.2%", "reject")), vocabulary)
    assert rejected.observations == ()


def test_two_corrections_of_one_reading_are_an_error(
    reading: Extraction, written: Callable[..., tuple[Correction, ...]], vocabulary: Vocabulary
) -> None:
    corrections = written(entry("5.2%", "accept"), entry("5.2%", "reject", name="again"))
    with pytest.raises(SourceError, match="about one reading"):
        correct(reading, corrections, vocabulary)


# ---------------------------------------------------------------------- the file

WRONG = {
    "needs one dct:creator": entry("5.2%", "accept").replace('"R. Leser"', '" "'),
    "needs one dct:description": entry("5.2%", "accept").replace("seen in the table", ""),
    "is no date": entry("5.2%", "accept").replace("2024-05-31", "yesterday"),
    "no verdict": entry("5.2%", "perhaps"),
    "needs one tg:verdict": entry("5.2%", "accept").replace('tg:verdict "accept" ;', ""),
    "whole numbers": entry("5.2%", "accept").replace("nif:beginIndex 25", "nif:beginIndex -25"),
    "tg:replacement says": entry("5.2%", "replace"),
    "only then": entry("5.2%", "reject", 'tg:replacement "flow=export"'),
    "no column": entry("5.2%", "replace", 'tg:replacement "flux=export"'),
    "flow cannot be": entry("5.2%", "replace", 'tg:replacement "flow=sideways"'),
    "partner cannot be": entry("5.2%", "replace", 'tg:replacement "partner=NP|XX9"'),
    "reporter cannot be": entry("5.2%", "replace", 'tg:replacement "reporter=999999"'),
    "value cannot be": entry("5.2%", "replace", 'tg:replacement "value=NaN"'),
    "precision cannot be": entry("5.2%", "replace", 'tg:replacement "precision=0"'),
    "period cannot be": entry("5.2%", "replace", 'tg:replacement "period=2023"'),
    "twice": entry("5.2%", "replace", 'tg:replacement "flow=export" , "flow=import"'),
    "no tg:Correction": entry("5.2%", "accept").replace("a tg:Correction ;", ""),
    "without an IRI": entry("5.2%", "accept").replace("<https://w3id.org/tradegraph/correction/a/25-29>", "[]"),
    "which no correction has": entry("5.2%", "accept", 'tg:opinion "good"'),
    "mend the Turtle": "<broken",
}  # fmt: skip


@pytest.mark.parametrize("message", sorted(WRONG))
def test_a_wrong_correction_is_an_error_that_says_what_to_do(message: str, written: Callable[..., tuple[Correction, ...]]) -> None:
    with pytest.raises(SourceError, match=message) as error:
        written(WRONG[message])
    assert "corrections.ttl" in str(error.value)


def test_a_column_that_the_reading_does_not_have_is_an_error(
    reading: Extraction, written: Callable[..., tuple[Correction, ...]], vocabulary: Vocabulary
) -> None:
    with pytest.raises(SourceError, match="has no column status"):
        correct(reading, written(entry("5.2%", "replace", 'tg:replacement "status=planned"')), vocabulary)


def test_corrections_lie_beside_their_texts(tmp_path: Path) -> None:
    assert beside([str(tmp_path), str(tmp_path / "a.txt"), "-"]) == []
    (tmp_path / "corrections.ttl").write_text("", encoding="utf-8")
    assert beside([str(tmp_path), str(tmp_path / "a.txt"), "-"]) == [tmp_path / "corrections.ttl"]


# ---------------------------------------------------------------------- stubs


def test_a_filled_in_stub_is_a_correction(reading: Extraction, written: Callable[..., tuple[Correction, ...]], vocabulary: Vocabulary) -> None:
    empty = stub(reading)
    assert empty.count("a tg:Correction") == len(reading.observations) + len(reading.policies)
    with pytest.raises(SourceError, match="needs one tg:verdict"):
        written(empty)
    filled = empty.replace('verdict ""', 'verdict "accept"').replace('creator ""', 'creator "R"').replace('description ""', 'description "r"')
    corrected, unmatched = correct(reading, written(filled.replace('created ""', 'created "2024-05-31"')), vocabulary)
    assert unmatched == []
    assert {f.confidence for f in (*corrected.observations, *corrected.policies)} == {Decimal(1)}


def test_a_stub_can_be_asked_for_one_reading(reading: Extraction) -> None:
    start = TEXT.index("5.2%")
    assert stub(reading, "5.2%") == stub(reading, f"{start}-{start + 4}")
    assert stub(reading, "5.2%").count("a tg:Correction") == 1
    assert stub(reading, "nothing of the kind") == ""


def test_stubs_of_one_anchor_tell_its_readings_apart(
    twice: Extraction, written: Callable[..., tuple[Correction, ...]], vocabulary: Vocabulary
) -> None:
    found = replace(twice, policies=())
    text = stub(found).replace('creator ""', 'creator "R"').replace('description ""', 'description "r"').replace('created ""', 'created "2024-05-31"')
    first, second = text.replace('verdict ""', 'verdict "accept"', 1).replace('verdict ""', 'verdict "reject"').split("\n# ")[1:]
    assert ("flow=export" in first, "flow=import" in second) == (True, True)
    corrected, unmatched = correct(found, written(f"# {first}", f"# {second}"), vocabulary)
    assert unmatched == []
    assert [f.flow for f in corrected.observations] == ["export"]


# ---------------------------------------------------------------------- build and explain


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "releases"
    where.mkdir()
    (where / "a.txt").write_text(TEXT, encoding="utf-8")
    (where / "b.txt").write_text(OTHER, encoding="utf-8")
    return where


def test_a_correction_changes_the_graph_and_nothing_else(folder: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    before = build([str(folder)], tmp_path / "before", vocabulary)
    made = entry("48.7亿元", "replace", 'tg:replacement "flow=export"') + entry("5.2%", "reject")
    (folder / "corrections.ttl").write_text(HEAD + made, encoding="utf-8")
    after = build([str(folder)], tmp_path / "after", vocabulary)
    assert (before.counted.corrected, after.counted.corrected, after.conforms) == (0, 2, True)
    same = {name for name in MADE if (tmp_path / "before" / name).read_bytes() == (tmp_path / "after" / name).read_bytes()}
    assert same == set(MADE) - {"graph.ttl", "graph.trig"}
    graphs = {when: load_graph([tmp_path / when / "graph.trig"]) for when in ("before", "after")}
    other = ox.NamedNode("https://w3id.org/tradegraph/doc/b/data")
    left, right = (set(graph.quads_for_pattern(None, None, None, other)) for graph in graphs.values())
    assert left == right != set()
    query = """
        PREFIX dct: <http://purl.org/dc/terms/> PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
        PREFIX tg: <https://w3id.org/tradegraph/ontology#>
        SELECT ?anchor ?verdict ?who ?why ?when ?flow WHERE {
          ?c a tg:Correction ; tg:verdict ?verdict ; tg:corrects/nif:anchorOf ?anchor ; dct:creator ?who ; dct:description ?why ; dct:created ?when .
          OPTIONAL { ?o tg:correction ?c ; tg:flow ?flow } } ORDER BY ?anchor"""
    rows = graphs["after"].query(query, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    verdict, who = CODE + "verdict/", ("R. Leser", "seen in the table", "2024-05-31")
    assert [tuple(None if v is None else v.value for v in row) for row in rows] == [
        ("48.7亿元", verdict + "replace", *who, CODE + "flow/export"),
        ("5.2%", verdict + "reject", *who, None),
    ]


def test_the_figure_that_stands_in_the_graph_is_the_corrected_one(folder: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    (folder / "corrections.ttl").write_text(HEAD + entry("48.7亿元", "replace", 'tg:replacement "flow=export"'), encoding="utf-8")
    build([str(folder)], tmp_path / "out", vocabulary)
    query = f"""PREFIX tg: <{TG}> SELECT ?area ?flow {{ ?o tg:agreeingReleases [] ; tg:measure <{CODE}measure/level> ; tg:flow ?flow ;
        <http://purl.org/linked-data/sdmx/2009/dimension#refArea> ?area }}"""
    rows = load_graph([tmp_path / "out" / "graph.ttl"]).query(query)
    assert isinstance(rows, ox.QuerySolutions)
    assert {tuple(v.value.rsplit("/", 1)[-1] for v in row) for row in rows} == {("630000", "export"), ("640000", "total")}


def test_a_replaced_value_is_no_misquotation(run: Run, folder: Path, tmp_path: Path) -> None:
    """The documented way: a stub, filled in, with the value that the release should have printed."""
    stub_ = run("explain", str(folder / "a.txt"), "--correct", "--at", "5.2%").stdout
    filled = stub_.replace('verdict ""', 'verdict "replace"').replace('# tg:replacement "flow=export"', 'tg:replacement "value=6.2"')
    for name, said in (("creator", "R. Leser"), ("description", "a slip of the release"), ("created", "2024-05-31")):
        filled = filled.replace(f'{name} ""', f'{name} "{said}"')
    (folder / "corrections.ttl").write_text(filled, encoding="utf-8")
    done = run("build", str(folder), "-o", str(tmp_path / "out"))
    assert done.returncode == 0, done.stdout
    assert "corrections 1 applied, 0 without effect" in done.stdout
    for name in ("graph.ttl", "graph.trig"):
        assert run("validate", str(tmp_path / "out" / name)).returncode == 0
    text = (tmp_path / "out" / "graph.trig").read_text(encoding="utf-8")
    assert 'tg:withdrawn "value=5.2"' in text
    (tmp_path / "tampered.trig").write_text(text.replace('tg:withdrawn "value=5.2"', 'tg:withdrawn "flow=export"'), encoding="utf-8")
    tampered = run("validate", str(tmp_path / "tampered.trig"))
    assert (tampered.returncode, "has the digits of the number that it quotes" in tampered.stdout) == (1, True)


def test_build_reports_corrections_without_effect(run: Run, folder: Path, tmp_path: Path) -> None:
    made = entry("5.2%", "accept") + entry("48.7亿元", "reject", doc="gone")
    (folder / "corrections.ttl").write_text(HEAD + made, encoding="utf-8")
    done = run("build", str(folder), "-o", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert "corrections 1 applied, 1 without effect" in done.stdout
    report = (tmp_path / "out/report.txt").read_text(encoding="utf-8")
    assert "A correction is of a document that was not read" in report
    assert "gone" in report
    alone = run("build", str(folder / "a.txt"), "-o", str(tmp_path / "alone"))
    assert "corrections 1 applied, 0 without effect" in alone.stdout
    elsewhere = run("build", str(folder / "b.txt"), "-o", str(tmp_path / "b"), "--corrections", str(folder / "corrections.ttl"))
    assert "corrections 0 applied, 2 without effect" in elsewhere.stdout


def test_a_wrong_file_stops_the_build_in_one_line(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "corrections.ttl").write_text(HEAD + entry("5.2%", "perhaps"), encoding="utf-8")
    done = run("build", str(folder), "-o", str(tmp_path / "out"))
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1)
    assert "write accept, reject or replace" in done.stderr


def test_explain_shows_corrections_and_writes_stubs(run: Run, folder: Path) -> None:
    written = run("explain", str(folder / "a.txt"), "--correct", "--at", "5.2%").stdout
    assert written.count("a tg:Correction") == 1
    filled = written.replace('verdict ""', 'verdict "replace"').replace("# tg:repl", "tg:repl").replace('creator ""', 'creator "R. Leser"')
    filled = filled.replace('description ""', 'description "exports only"').replace('created ""', 'created "2024-05-31"')
    made = filled + entry("48.7亿元", "reject") + entry("8.8%", "accept") + entry("青海省", "accept")
    (folder / "corrections.ttl").write_text(HEAD + made, encoding="utf-8")
    shown = run("explain", str(folder / "a.txt"), "--width", "240").stdout
    assert "replaced (was flow=total) by R. Leser on 2024-05-31: exports only" in shown
    assert "rejected by R. Leser on 2024-05-31: seen in the table" in shown
    assert "accepted by R. Leser" in shown
    assert "Warning: Nothing is read any more where a correction has its anchor" in shown
    assert run("explain", str(folder / "a.txt"), "--correct", "--at", "nothing").returncode == 2
    assert run("explain", str(folder / "a.txt"), "--at", "5.2%").returncode == 2


def test_every_column_of_a_stub_can_be_a_replacement(reading: Extraction, written: Callable[..., tuple[Correction, ...]]) -> None:
    for fact in (*reading.observations, *reading.policies):
        changes = " , ".join(f'"{name}={value}"' for name, value in columns(fact).items())
        written(entry(fact.text, "replace", f"tg:replacement {changes}"))
