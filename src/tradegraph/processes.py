"""Processes: the work of a build on several cores side by side, or by this process alone.

Work is a function of a module with its arguments. Whoever takes too long over a document, or ends, is replaced, and costs that document only. All
processes are forked from one that has read the vocabulary (forerunner.py), so that they begin at once and share its memory; it runs one thread and
holds nothing of this process, no lock and no open file.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent import futures
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessPool

from tradegraph.documents import Location, Unreadable
from tradegraph.errors import SourceError
from tradegraph.ledger import Entry, entry_of
from tradegraph.model import Correction, Document
from tradegraph.parts import Job, Kept, Part, outcome_of, part_of
from tradegraph.vocabulary import load_vocabulary

SELDOM = (50_000, 20, 20)  # new objects before cycles are looked for: there are hardly any, and a vocabulary to go through each time
_FORERUNNER = "tradegraph.forerunner"

Outcome = Entry | Kept | Unreadable


@dataclass(frozen=True, slots=True)
class Processes:
    """Processes that work side by side; without a pool everything is done by this one, when it is given."""

    count: int
    read: Callable[[Location, str], Outcome]
    pool: ProcessPool | None

    def give(self, work: Callable[..., Any], *arguments: Any, seconds: float | None = None) -> futures.Future[Any]:
        """Have a function of a module carried out; it is ended after so many seconds."""
        if self.pool is not None:
            return self.pool.schedule(work, args=arguments, timeout=seconds)
        done: futures.Future[Any] = futures.Future()
        try:
            with limited(seconds):
                done.set_result(work(*arguments))
        except TimeoutError as error:
            done.set_exception(error)
        return done

    def results(self, given: Iterable[futures.Future[Any]], ahead: int) -> Iterator[futures.Future[Any]]:
        """What was given, in its order; so much for each process is under way at a time."""
        waiting: deque[futures.Future[Any]] = deque()
        for future in given:
            waiting.append(future)
            if self.pool is None or len(waiting) >= self.count * ahead:
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()


@contextmanager
def limited(seconds: float | None) -> Iterator[None]:
    """End what takes longer with a TimeoutError; only the main thread of a process can do that, in others there is no limit."""
    if seconds is None or threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def took_longer(seconds: float) -> str:
    """Why a document was left out that ran out of time."""
    return f"took longer than {seconds:g} seconds and was left out; give it more with --seconds, or report the text as a defect"


@contextmanager
def started(job: Job, count: int) -> Iterator[Processes]:
    """Processes for the work of a build; they end with it."""
    if count == 1:
        before = gc.get_threshold()
        gc.set_threshold(*SELDOM)
        try:
            yield Processes(1, partial(_read, job=job), None)
        finally:
            gc.set_threshold(*before)
        return
    forerun()
    context = multiprocessing.get_context("forkserver")
    with ProcessPool(count, initializer=begin, initargs=(job.vocabulary.directory, job.base, job.decisions), context=context) as pool:
        try:
            yield Processes(count, _read_here, pool)
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]
            raise


def forerun() -> None:
    """Begin the process that others are forked from, and do not wait for it. It ends with this one; while it is there, it is not begun again."""
    multiprocessing.set_forkserver_preload([_FORERUNNER])
    forkserver.ensure_running()


_JOB: Job | None = None  # of this process


def begin(directory: Path, base: str, decisions: tuple[Correction, ...]) -> None:
    """Make this process ready for documents: what is made at first use is made now, and not in the time of the first ones."""
    global _JOB  # a process reads the vocabulary once
    gc.set_threshold(*SELDOM)
    _JOB = Job(load_vocabulary(directory), base, decisions)
    for lang in ("en", "zh-hans"):
        part_of(Document("", ".", lang), _JOB)


def _read_here(location: Location, held: str) -> Outcome:
    if _JOB is None:
        raise RuntimeError("the process was not begun")
    return _read(location, held, _JOB)


def _read(location: Location, held: str, job: Job) -> Outcome:
    outcome = outcome_of(location, held, job)
    return entry_of(outcome) if isinstance(outcome, Part) else outcome


def outcome(location: Location, future: futures.Future[Outcome], seconds: float) -> Outcome:
    """What came of a document that had so many seconds."""
    try:
        return future.result()
    except futures.TimeoutError:
        return Unreadable(location.source, took_longer(seconds))
    except ProcessExpired as error:
        return Unreadable(location.source, f"ended the process that read it (exit code {error.exitcode}); report the text as a defect")


def done(future: futures.Future[Any]) -> Any:
    """What came of something that has no time limit. Raises SourceError where its process was ended."""
    try:
        return future.result()
    except ProcessExpired as error:
        raise SourceError(
            f"a process of the build was ended (exit code {error.exitcode}), perhaps for want of memory; build again, with fewer --jobs"
        ) from error
