"""The forerunner: the process from which those of a build are forked (multiprocessing's fork server) imports this module, and is ready by that.

It reads the vocabulary and makes what documents of either language need. Each process that is forked from it has all that at once, without its two
seconds and without memory of its own for it.
"""

from __future__ import annotations

import gc
from contextlib import suppress

from tradegraph.errors import TradegraphError
from tradegraph.processes import begin
from tradegraph.vocabulary import DOC, data_directory

with suppress(TradegraphError):  # a process that needs another vocabulary reads it, and says what is wrong with it
    begin(data_directory("ontology"), DOC, ())
gc.freeze()  # nobody looks through it for cycles, which would copy it
