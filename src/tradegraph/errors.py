"""Our own faults: an exception here means that a file, an option or the vocabulary has to be mended by someone."""

from __future__ import annotations


class TradegraphError(Exception):
    """Base of every fault that the command line reports in one line; the message says what, where and what to do."""


class SourceError(TradegraphError):
    """A source that cannot be read: missing, unreadable, too large, not text."""


class VocabularyError(TradegraphError):
    """A file of ontology/ or shapes/ that cannot be used as it stands."""


class UsageError(TradegraphError):
    """A call that does not fit: two sources with one id, an unknown query or format."""


class RemoteError(TradegraphError):
    """A store or server elsewhere that cannot be reached, or does not take what it is sent."""
