"""How builds grow: time and memory from a hundred generated releases to tens of thousands, one process and two, Spark and the pool.

    python tests/benchmarks/scale.py [--sizes 100 1000 10000] [--jobs-at 1000] [--spark-at 200]

Each build is a `tradegraph build` in a process of its own over one file of releases (generate.py). Printed are its wall-clock time, its CPU time and
the largest resident memory of it and of any process under it (getrusage: of children the largest one, not their sum), and how these grow from
size to size per release, with the start-up (a build of one release) subtracted from the times. The comparison of one process with two takes turns,
`--runs` of each, and counts medians of wall-clock time; whatever else runs on the machine lowers its ratio, so the load average is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import generate

COMMAND = """
import resource, sys
from tradegraph.cli import main
try:
    main()
finally:
    own = resource.getrusage(resource.RUSAGE_SELF)
    print("\\n", own.ru_utime + own.ru_stime, file=sys.stderr)
"""  # what the build's first process takes is not told apart by whoever waits for it
MEASURE = """
import ctypes, json, os, resource, subprocess, sys, time
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: whoever outlives the build is ours to wait for
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
wall = time.perf_counter() - start
try:
    while True:
        os.wait()  # the process that others were forked from ends with the build, but nobody waits for it
except ChildProcessError:
    pass
used = resource.getrusage(resource.RUSAGE_CHILDREN)
said, _, own = done.stderr.rpartition("\\n")[0].rpartition("\\n")
print(json.dumps([done.returncode, wall, used.ru_utime + used.ru_stime, float(own), used.ru_maxrss / 1000, (said or done.stdout)[-400:]]))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a build took: seconds of wall-clock and CPU time, those of its first process alone, and its largest process in MB."""

    wall: float
    cpu: float
    own: float
    peak: float


def cost(source: Path, out: Path, *options: str) -> Cost:
    """Build once. Raises SystemExit with the message of a build that failed."""
    command = [sys.executable, "-c", MEASURE, sys.executable, "-c", COMMAND, "build", str(source), "-o", str(out), *options]
    code, wall, cpu, own, peak, said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    if code:
        raise SystemExit(f"build of {source.name} ended with {code}: {said}")
    return Cost(wall, cpu, own, peak)


def written(folder: Path, size: int) -> Path:
    """A file with so many releases."""
    path = folder / f"releases-{size}.jsonl"
    if not path.exists():
        generate.write(generate.releases(size, 1), path, None)
    return path


def growth(folder: Path, sizes: list[int]) -> None:
    """One process, size after size."""
    start = cost(written(folder, 1), folder / "out-1", "--jobs", "1")
    sys.stdout.write(f"{'start-up':>9} {start.wall:9.1f} s wall {start.cpu:9.1f} s CPU {start.peak:6.0f} MB\n")
    before: tuple[int, Cost] | None = None
    for size in sizes:
        took = cost(written(folder, size), folder / f"out-{size}", "--jobs", "1")
        each = (took.cpu - start.cpu) / size
        line = f"{size:9} {took.wall:9.1f} s wall {took.cpu:9.1f} s CPU {took.peak:6.0f} MB  {each * 1000:6.1f} ms CPU a release"
        if before is not None:
            line += f"  against {before[0]}: time {each / ((before[1].cpu - start.cpu) / before[0]):.2f} of linear, memory {took.peak / before[1].peak:.2f}"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
        before = size, took


def processes(folder: Path, size: int, runs: int) -> None:
    """One process against two, in turn; what CPU times let one expect on idle cores, if nothing of the first process ran beside the others."""
    source = written(folder, size)
    taken: dict[str, list[Cost]] = {"1": [], "2": []}
    for run in range(runs):
        for jobs, costs in taken.items():
            costs.append(cost(source, folder / f"jobs-{jobs}-{run}", "--jobs", jobs))
    one, two = (statistics.median(c.wall for c in costs) for costs in taken.values())
    sys.stdout.write(f"{size} releases: 1 process {one:.1f} s, 2 processes {two:.1f} s, ratio {one / two:.2f}; load {loaded()}\n")
    alone, first, both = (
        statistics.median(times) for times in ([c.cpu for c in taken["1"]], [c.own for c in taken["2"]], [c.cpu for c in taken["2"]])
    )
    sys.stdout.write(
        f"CPU {alone:.1f} s with 1 process; with 2 {both:.1f} s, {first:.1f} s of it in the first, which gives them work and merges: "
        f"at least {alone / (first + (both - first) / 2):.2f} times as fast on idle cores\n"
    )


def spark(folder: Path, size: int, runs: int) -> None:
    """Spark with two local workers against the pool with two processes, in turn."""
    source = written(folder, size)
    taken: dict[str, list[float]] = {"pool": [], "spark": []}
    for run in range(runs):
        taken["pool"].append(cost(source, folder / f"pool-{run}", "--jobs", "2").wall)
        taken["spark"].append(cost(source, folder / f"spark-{run}", "--on", "local[2]").wall)
    pool, other = (statistics.median(walls) for walls in taken.values())
    sys.stdout.write(f"{size} releases: pool of 2 {pool:.1f} s, Spark local[2] {other:.1f} s, ratio {other / pool:.2f}; load {loaded()}\n")


def loaded() -> str:
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def main() -> None:
    parser = argparse.ArgumentParser(description="Time and memory of builds by size, by processes, and on Spark.")
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 1000, 10_000])
    parser.add_argument("--jobs-at", type=int, default=1000, help="releases for one process against two; 0 leaves it out")
    parser.add_argument("--spark-at", type=int, default=200, help="releases for Spark against the pool; 0 leaves it out")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if arguments.sizes:
            growth(folder, arguments.sizes)
        if arguments.jobs_at:
            processes(folder, arguments.jobs_at, arguments.runs)
        if arguments.spark_at:
            spark(folder, arguments.spark_at, arguments.runs)


if __name__ == "__main__":
    main()
