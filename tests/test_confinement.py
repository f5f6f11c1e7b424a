"""What a process can no longer do once it is confined; in a process of its own each time, for there is no way back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tradegraph.confinement import can_confine

pytestmark = pytest.mark.skipif(not can_confine(), reason="the filter is one of Linux on x86_64 and aarch64")
START = "import socket, sys, threading, tradegraph.confinement as c\nc.confine(2**30)\n"


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", START + code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK"])
def test_no_socket_of_any_family(family: str) -> None:
    kind = "SOCK_RAW" if family == "AF_NETLINK" else "SOCK_STREAM"
    done = python(f"socket.socket(socket.{family}, socket.{kind})")
    assert "PermissionError" in done.stderr


def test_no_name_is_looked_up() -> None:
    assert "gaierror" in python("socket.getaddrinfo('example.org', 80)").stderr


@pytest.mark.parametrize(
    "where", ["threading.Thread(target=call).start()", "import subprocess; subprocess.run([sys.executable, '-c', 'import socket; socket.socket()'])"]
)
def test_nor_in_a_thread_or_a_child(where: str) -> None:
    assert "PermissionError" in python(f"call = socket.socket\n{where}").stderr


def test_memory_has_an_end() -> None:
    assert python("bytes(2**28)").returncode == 0
    assert "MemoryError" in python("bytes(2**31)").stderr


def test_files_and_pipes_stay(tmp_path: Path) -> None:
    done = python(f"import os; os.pipe(); open({str(tmp_path)!r} + '/f', 'w').write('x'); print('done')")
    assert done.stdout == "done\n"
