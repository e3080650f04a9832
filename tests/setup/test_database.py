"""DATABASE_URL: used when it is there, refused in one line when it can't be."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from kennismarkt import database
from kennismarkt.machine import ROOT, unused_port


def launched(**environment: str) -> subprocess.CompletedProcess[str]:
    """Start the site as the Makefile does, where it can't start."""
    command = [sys.executable, "-m", "kennismarkt.launch", "run"]
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PORT": str(unused_port()), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def old_server() -> Iterator[int]:
    """The port of a server that greets as Postgres 14 does."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=greet, args=[listening], daemon=True).start()
        yield listening.getsockname()[1]


def greet(listening: socket.socket) -> None:
    """Let one client in, and tell it the version."""
    client, _ = listening.accept()
    with client:
        client.recv(struct.unpack("!i", client.recv(4))[0])
        settings = [b"server_version\x0014.2\x00", b"client_encoding\x00UTF8\x00", b"standard_conforming_strings\x00on\x00"]
        parameters = b"".join(b"S" + struct.pack("!i", len(setting) + 4) + setting for setting in settings)
        client.sendall(b"R" + struct.pack("!ii", 8, 0) + parameters + b"Z" + struct.pack("!i", 5) + b"I")
        client.recv(1000)


def test_uses_the_server_that_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    with database.throwaway() as ours:
        monkeypatch.setenv("DATABASE_URL", ours)
        with database.database(ROOT / "var" / "never-made") as url:
            assert url == ours
    assert not (ROOT / "var" / "never-made").exists()


def test_says_in_one_line_that_it_is_too_old(old_server: int) -> None:
    done = launched(DATABASE_URL=f"postgres://km@127.0.0.1:{old_server}/km?sslmode=disable&gssencmode=disable")
    assert done.returncode == 1
    assert done.stderr == "The database of DATABASE_URL is Postgres 14: version 15 or newer is needed.\n"


def test_says_in_one_line_that_nothing_answers() -> None:
    port = unused_port()
    done = launched(DATABASE_URL=f"postgres://km:geheim@127.0.0.1:{port}/km")
    reason = f'connection to server at "127.0.0.1", port {port} failed: Connection refused'
    assert done.returncode == 1
    assert done.stderr == f"The database of DATABASE_URL can't be reached ({reason}): start it, or correct DATABASE_URL.\n"


def test_says_in_one_line_that_the_address_is_none() -> None:
    done = launched(DATABASE_URL="nonsense")
    assert (done.returncode, done.stderr.count("\n"), "Traceback" in done.stderr) == (1, 1, False)
