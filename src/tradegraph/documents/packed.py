"""What is packed: gzip streams and zip archives, unpacked no further than a bound and never onto the disk."""

from __future__ import annotations

import gzip
import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

from tradegraph.errors import SourceError

RATIO = 200  # text packs ten- to thirtyfold; what unpacks to more is made to fill the memory
FREE = 100_000_000  # bytes that are unpacked before the ratio is looked at
MAX_MEMBERS = 1_000_000
_FAULTS = (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)


class BombError(SourceError):
    """What unpacks out of all proportion; nothing more is read of it."""


class _Allowance:
    """How much may still be unpacked of a file; all streams of one archive share it."""

    def __init__(self, packed: Callable[[], int]) -> None:
        self._packed, self._count = packed, 0

    def spend(self, size: int) -> None:
        self._count += size
        if self._count > FREE and self._count > RATIO * self._packed():
            raise BombError(f"unpacks to more than {RATIO} times its size, as no text does; unpack it yourself and look")


class _Bounded(io.RawIOBase):
    """The bytes of a stream that is being unpacked, up to the allowance."""

    def __init__(self, unpacked: gzip.GzipFile | zipfile.ZipExtFile, allowance: _Allowance) -> None:
        self._unpacked, self._allowance = unpacked, allowance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _faults():
            data = self._unpacked.read1(len(buffer))  # not `read`, which loses what came before damage
        self._allowance.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def _faults() -> Iterator[None]:
    """Faults of packed data as one sentence."""
    try:
        yield
    except _FAULTS as error:
        raise SourceError(
            f"is packed in a way that cannot be undone ({' '.join(str(error).split()) or type(error).__name__}); pack it again"
        ) from error


def gunzipped(handle: IO[bytes]) -> io.BufferedReader:
    """The content of a gzip stream of one or several members; reading raises SourceError where it is damaged or a bomb."""
    return io.BufferedReader(_Bounded(gzip.GzipFile(fileobj=handle, mode="rb"), _Allowance(handle.tell)), 1 << 17)


class Zip:
    """A zip archive open for reading; made by `unzipped`."""

    def __init__(self, archive: zipfile.ZipFile, allowance: _Allowance) -> None:
        self._archive, self._allowance = archive, allowance
        self._members = {_name(info): info for info in archive.infolist() if not info.is_dir()}

    def paths(self) -> list[str]:
        """The names of the files, sorted."""
        return sorted(self._members)

    @contextmanager
    def opened(self, path: str) -> Iterator[io.BufferedReader]:
        """The content of a file as a stream. Raises SourceError for a link, a locked or damaged file, BombError for one that is out of proportion."""
        info = self._members[path]
        if info.flag_bits & 0x1:
            raise SourceError("is locked with a password; unpack it first")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise SourceError("is a link to another file; pack the file itself")
        with _faults():
            unpacked = cast(zipfile.ZipExtFile, self._archive.open(info))
        with unpacked:
            yield io.BufferedReader(_Bounded(unpacked, self._allowance), 1 << 17)

    def content(self, path: str, most: int) -> bytes:
        """At most so many bytes of a file. Raises as `opened` does."""
        with self.opened(path) as stream:
            return stream.read(most)


@contextmanager
def unzipped(handle: IO[bytes]) -> Iterator[Zip]:
    """A zip archive. Raises SourceError for a file that is none, or that has too many members."""
    size = handle.seek(0, io.SEEK_END)
    with _faults():
        archive = zipfile.ZipFile(handle)
    with archive:
        if len(archive.infolist()) > MAX_MEMBERS:
            raise SourceError(f"has more than {MAX_MEMBERS} members; split it")
        yield Zip(archive, _Allowance(lambda: size))


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; without the mark for UTF-8 it is in the packer's own encoding, on Chinese systems GB18030."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
