"""PDF to text, in a process of its own: a few kilobytes can ask for gigabytes of memory and minutes, and a fault in native code ends a process."""

from __future__ import annotations

import subprocess
import sys

from tradegraph.documents import pdf_reader
from tradegraph.errors import SourceError

_WHY = {
    pdf_reader.LIMIT: f"has more than {pdf_reader.MAX_PAGES} pages or unpacks to more than a release can hold; split it, or save its text as .txt",
    pdf_reader.NO_TEXT: "has no text layer, so it is a scan; put it through OCR first (ocrmypdf does), or save its text as .txt",
    pdf_reader.LOCKED: "is locked with a password; save it without one",
    pdf_reader.DAMAGED: "is damaged, or no PDF; save it again, or its text as .txt",
    pdf_reader.UNMAPPED: "has fonts that do not say which characters they show; put it through OCR (ocrmypdf --force-ocr), or save its text as .txt",
}


def text(raw: bytes) -> str:
    """The paragraphs of a PDF's text layer, one a line. Raises SourceError where there is none to be had."""
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and file
            [sys.executable, "-P", pdf_reader.__file__], input=raw, capture_output=True, timeout=4 * pdf_reader.SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise SourceError(_WHY[pdf_reader.LIMIT]) from None
    if done.returncode == 0:
        return done.stdout.decode("utf-8")
    if done.returncode in _WHY:
        raise SourceError(_WHY[done.returncode])
    if b"No module named" in done.stderr:
        raise SourceError("needs the package pypdfium2; pip install pypdfium2")
    # ended by a limit or by a fault of the PDF engine
    raise SourceError(f"could not be taken apart within {pdf_reader.SECONDS} s and {pdf_reader.MEMORY >> 20} MB; save its text as .txt")
