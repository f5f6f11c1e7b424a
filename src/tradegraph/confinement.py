"""A process gives up the network and too much memory, for good: before it evaluates queries that strangers wrote.

SPARQL's SERVICE makes the engine open connections (SPARQL 1.1 Federated Query), and Oxigraph's Python binding and its server offer no
switch for it. Looking for the word in a query would take a parser of our own, so the kernel says no instead: a seccomp filter answers
every socket(2) with EACCES, which also keeps names from being looked up. The filter is Linux's, on the processors listed here.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import struct
import sys

from tradegraph.errors import UsageError

_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # the AUDIT_ARCH_ constant; the number of socket(2)
_X32 = 0x40000000  # calls of the x32 ABI carry this bit, and would pass by another number
_NO_NEW_PRIVS, _SET_SECCOMP, _MODE_FILTER = 38, 22, 2  # prctl(2)
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # BPF: ld word absolute, jeq, jge, ret
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES  # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO


class _Program(ctypes.Structure):
    """struct sock_fprog of linux/filter.h."""

    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def can_confine() -> bool:
    """Whether this system has the filter."""
    return sys.platform == "linux" and platform.machine() in _MACHINES


def confine(memory: int) -> None:
    """Take the network and all address space over `memory` bytes from this process, its threads to come and its children.

    Call it before threads are started: those that run already stay free. Files can still be opened. Raises UsageError where the system
    cannot do it.
    """
    if not can_confine():
        raise UsageError(f"a process can give up the network on Linux only ({', '.join(_MACHINES)})")
    architecture, socket = _MACHINES[platform.machine()]
    program = [  # code, jump if true, jump if false, operand; jumps count instructions from the next one
        (_LOAD, 0, 0, 4),  # offset of seccomp_data.arch
        (_EQUAL, 0, 4, architecture),
        (_LOAD, 0, 0, 0),  # offset of seccomp_data.nr
        (_AT_LEAST, 2, 0, _X32),
        (_EQUAL, 1, 0, socket),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    packed = b"".join(struct.pack("HBBI", *line) for line in program)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(_SET_SECCOMP, _MODE_FILTER, ctypes.byref(_Program(len(program), packed)), 0, 0):
        raise UsageError(f"the kernel does not let a process give up the network ({os.strerror(ctypes.get_errno())}); allow seccomp filters here")
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
