"""The ledger: parts of a build on disk, by document, so that memory holds one at a time and an unchanged document is not read again.

One SQLite file. What is committed is whole, whatever happens to the process: a build that is killed goes on from there. With a store beside it,
the ledger also knows which graphs the store holds in which state; a graph is written down as stored only after the store has it.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from tradegraph.errors import SourceError
from tradegraph.parts import Findings, Part

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, digest TEXT NOT NULL, run INTEGER NOT NULL,
    quads BLOB NOT NULL, facts BLOB NOT NULL, issues BLOB NOT NULL, record BLOB NOT NULL, findings BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS claim (shard INTEGER NOT NULL, id TEXT NOT NULL, lines BLOB NOT NULL, PRIMARY KEY (shard, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS claim_of ON claim (id);
CREATE TABLE IF NOT EXISTS stored (graph TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
"""
_COLUMNS = ("quads", "facts", "issues", "record", "findings")
_EVERY = 100  # documents after which what was read is safe from a crash
_LAST = "\U0010ffff"  # comes after every id
_PORTION = 600_000  # bytes of packed graphs, of which a line is some twenty times as long when it is unpacked


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Be the only build that writes to a folder. Raises SourceError where there is another."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # ends with the process, however it ends
        yield
    except BlockingIOError:
        raise SourceError(f"{folder}: another build is writing to it; wait for it to end, or choose another folder") from None
    finally:
        os.close(handle)


class Entry(NamedTuple):
    """A part as it is kept; the processes that make parts pack them, as they are then a tenth as large."""

    id: str
    source: str
    digest: str
    columns: tuple[bytes, ...]  # those of _COLUMNS
    claims: tuple[tuple[int, bytes], ...]


def entry_of(part: Part) -> Entry:
    """A part, packed."""
    columns = (part.quads, part.facts, part.issues, part.record, part.findings.as_line())
    return Entry(part.id, part.source, part.digest, tuple(map(_packed, columns)), tuple((shard, _packed(t)) for shard, t in part.claims.items()))


class Ledger:
    """Parts by document id. Raises SourceError for a file that is no ledger or cannot be written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._db = sqlite3.connect(path)
            self._db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + _SCHEMA)
        except sqlite3.Error as error:
            raise SourceError(f"{path}: {error}; remove the folder and build again") from error
        self._waiting = 0

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._db.commit()
        self._db.close()

    # ------------------------------------------------------------------ in

    @cached_property
    def _run(self) -> int:
        """The number of this build, which comes after all others."""
        last = self._db.execute("SELECT max(run) FROM document").fetchone()[0]
        return (last or 0) + 1

    def digest(self, document: str) -> str:
        """The digest of a document's part; empty where there is none."""
        row = self._db.execute("SELECT digest FROM document WHERE id = ?", (document,)).fetchone()
        return row[0] if row else ""

    def put(self, entry: Entry) -> None:
        """Keep a part in place of what there was of its document."""
        self._db.execute("DELETE FROM claim WHERE id = ?", (entry.id,))
        self._db.execute(
            "REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (entry.id, entry.source, entry.digest, self._run, *entry.columns)
        )
        self._db.executemany("INSERT INTO claim VALUES (?, ?, ?)", ((shard, entry.id, lines) for shard, lines in entry.claims))
        self._written()

    def keep(self, document: str, source: str) -> None:
        """Keep the part of a document that has not changed."""
        self._db.execute("UPDATE document SET run = ?, source = ? WHERE id = ?", (self._run, source, document))
        self._written()

    def _written(self) -> None:
        self._waiting += 1
        if self._waiting >= _EVERY:
            self._db.commit()
            self._waiting = 0

    def drop_unread(self) -> int:
        """Leave out the documents that were not among the sources of this build; how many there were."""
        self._db.execute("DELETE FROM claim WHERE id IN (SELECT id FROM document WHERE run < ?)", (self._run,))
        gone = self._db.execute("DELETE FROM document WHERE run < ?", (self._run,)).rowcount
        self._db.commit()
        return gone

    # ------------------------------------------------------------------ out

    def documents(self) -> Iterator[tuple[str, str]]:
        """The id and digest of every document, in the order of ids."""
        yield from self._db.execute("SELECT id, digest FROM document ORDER BY id")

    def texts(self, column: str, first: str = "", last: str = _LAST) -> Iterator[bytes]:
        """One column of the documents from one id to another, in UTF-8 and in the order of ids: quads, facts, issues, record or findings."""
        if column not in _COLUMNS:
            raise ValueError(column)
        for (held,) in self._db.execute(f"SELECT {column} FROM document WHERE id BETWEEN ? AND ? ORDER BY id", (first, last)):  # noqa: S608 - ours
            yield zlib.decompress(held)

    def portions(self) -> Iterator[tuple[str, str]]:
        """The first and the last id of documents whose graphs together are about as large as a process should hold."""
        first, size, last = "", 0, ""
        for last, packed in self._db.execute("SELECT id, length(quads) FROM document ORDER BY id"):
            first, size = first or last, size + packed
            if size >= _PORTION:
                yield first, last
                first, size = "", 0
        if first:
            yield first, last

    def findings(self) -> Iterator[Findings]:
        """The findings of every document, in the order of ids."""
        return (Findings.from_line(line.decode()) for line in self.texts("findings"))

    def shards(self) -> list[int]:
        """The shards that hold claims, the largest first: whoever takes the last ones has little to wait for."""
        return [shard for (shard,) in self._db.execute("SELECT shard FROM claim GROUP BY shard ORDER BY sum(length(lines)) DESC, shard")]

    def claims(self, shard: int) -> Iterator[str]:
        """What documents gave to a shard."""
        for (held,) in self._db.execute("SELECT lines FROM claim WHERE shard = ? ORDER BY id", (shard,)):
            yield zlib.decompress(held).decode()

    # ------------------------------------------------------------------ what a store holds

    def stored(self) -> dict[str, str]:
        """The digest of each graph that the store is known to hold."""
        return dict(self._db.execute("SELECT graph, digest FROM stored"))

    def mark_stored(self, changing: set[str], held: dict[str, str]) -> None:
        """Write down that the store may hold anything of the graphs that are changing, and that it holds others with these digests."""
        self._db.executemany("DELETE FROM stored WHERE graph = ?", ((graph,) for graph in sorted(changing)))
        self._db.executemany("REPLACE INTO stored VALUES (?, ?)", sorted(held.items()))
        self._db.commit()


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode(), 1)
