"""Where sources lie: local files and folders, and, by fsspec, whatever a URL names. A source is a string, and stays one."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from tradegraph.errors import SourceError

_WILD = frozenset("*?[")


@contextmanager
def _told(source: str) -> Iterator[None]:
    """Faults of the file system, ours or that behind a URL, as one sentence."""
    try:
        yield
    except SourceError:
        raise
    except FileNotFoundError:
        raise SourceError("no such file or folder; check the path") from None
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}") from error
    except Exception as error:  # what a backend raises is its own affair: credentials, time-outs, a proxy
        if "://" not in source:
            raise
        raise SourceError(f"cannot be read: {type(error).__name__}: {' '.join(str(error).split())[:300]}") from error


def _filesystem(url: str) -> tuple[Any, Any]:
    if "::" in url:
        raise SourceError("is a chain of URLs; name the archive itself, its members are read one by one")
    import fsspec
    from fsspec.registry import known_implementations

    scheme = url.partition("://")[0]
    try:
        files, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        known = known_implementations.get(scheme, {})
        raise SourceError(
            f"{scheme}:// needs a package that is not installed ({known.get('err') or error}); install it with pip and run again"
        ) from error
    except ValueError as error:
        raise SourceError(f"{scheme}:// is no kind of address that fsspec knows ({error}); check the spelling") from error
    return files, path


def is_url(source: str) -> bool:
    """Whether a source is an address with a scheme rather than a local path."""
    return "://" in source


def expanded(source: str) -> list[str]:
    """The sources that a pattern with `*`, `?` or `[…]` matches, sorted; a source that is there as it is written, or no pattern, is itself.

    Raises SourceError where a pattern matches nothing.
    """
    if not _WILD & set(source) or (not is_url(source) and os.path.lexists(source)):
        return [source]
    with _told(source):
        if is_url(source):
            files, path = _filesystem(source)
            found = sorted(files.unstrip_protocol(name) for name in files.glob(path))
        else:
            found = sorted(glob.glob(source, recursive=True))
    if not found:
        raise SourceError("matches no file; check the pattern")
    return found


def is_folder(source: str) -> bool:
    """Whether a source is a folder. Raises SourceError where there is nothing, or no way to look."""
    with _told(source):
        if is_url(source):
            files, path = _filesystem(source)
            return str(files.info(path)["type"]) == "directory"
        if not Path(source).exists():
            raise FileNotFoundError(source)
        return Path(source).is_dir()


def is_there(source: str) -> bool:
    """Whether there is a file. Raises SourceError where there is no way to look."""
    with _told(source):
        if is_url(source):
            files, path = _filesystem(source)
            return bool(files.isfile(path))
        return Path(source).is_file()


class Listing(NamedTuple):
    """The names in a folder, sorted: its files, its folders, and links to folders, which nobody follows."""

    files: list[str]
    folders: list[str]
    links: list[str]


def listed(folder: str) -> Listing:
    """What a folder holds. Raises SourceError."""
    out = Listing([], [], [])
    with _told(folder):
        if is_url(folder):
            files, path = _filesystem(folder)
            for found in files.ls(path, detail=True):
                name = found["name"].rstrip("/")
                if name.strip("/") != path.strip("/"):  # stores of objects list a folder in itself
                    (out.files if found["type"] == "file" else out.folders).append(name.rpartition("/")[2])
        else:
            for entry in os.scandir(folder):
                kind = out.files if entry.is_file() else out.links if entry.is_symlink() else out.folders if entry.is_dir() else None
                if kind is not None:
                    kind.append(entry.name)
    return Listing(*map(sorted, out))


def under(folder: str, name: str) -> str:
    """A path below a source, of a folder there (empty for the source itself) and a name in it."""
    return f"{folder}/{name}" if folder else name


def within(folder: str, name: str) -> str:
    """The source of a file in a folder."""
    return f"{folder.rstrip('/')}/{name}" if is_url(folder) else str(Path(folder) / name)


@contextmanager
def opened(source: str) -> Iterator[IO[bytes]]:
    """A source open for reading bytes; also what goes wrong while it is read is a SourceError."""
    with _told(source):
        if is_url(source):
            files, path = _filesystem(source)
            with files.open(path, "rb") as handle:
                yield handle
        else:
            with Path(source).open("rb") as handle:
                yield handle
