"""Which port the site takes, and what it says when it can't have one."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from kennismarkt import machine
from kennismarkt.embedded import Unusable


class Site(BaseHTTPRequestHandler):
    """Answers as our own site does on /healthz."""

    words = b"kennismarkt ok\n"

    def do_GET(self) -> None:
        """Answer well, whatever is asked."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.words)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


class OtherSite(Site):
    """Answers as another program."""

    words = b"something else\n"


@pytest.fixture(autouse=True)
def usual_port(monkeypatch: pytest.MonkeyPatch) -> int:
    """A port in the place of 8000, which may be in use on this machine, with a free one after it."""
    monkeypatch.delenv("PORT", raising=False)
    port = next(port for port in (machine.unused_port() for _ in range(100)) if not machine.refusal(port + 1))
    monkeypatch.setattr(machine, "PORT", port)
    return port


@pytest.fixture
def serving(request: pytest.FixtureRequest, usual_port: int) -> Iterator[int]:
    """The usual port, taken by the site that the test names."""
    with HTTPServer((machine.HOST, usual_port), request.param) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield usual_port
        server.shutdown()


def test_takes_the_usual_port(usual_port: int) -> None:
    assert machine.free_port() == usual_port


@pytest.mark.parametrize("serving", [Site], indirect=True)
def test_takes_the_next_beside_another_kennismarkt_and_says_so(serving: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert machine.free_port() == serving + 1
    assert capsys.readouterr().out == f"Kennismarkt already runs on port {serving}; this one takes the next.\n"


@pytest.mark.parametrize("serving", [Site], indirect=True)
def test_does_not_wander_from_a_chosen_port(serving: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", str(serving))
    with pytest.raises(Unusable, match=rf"Port {serving} can't be used \(address already in use\)"):
        machine.free_port()


@pytest.mark.parametrize("serving", [OtherSite], indirect=True)
def test_names_a_port_that_another_program_has(serving: int) -> None:
    with pytest.raises(Unusable, match=f"Port {serving} is taken by another program: .* PORT={serving + 1}"):
        machine.free_port()


def test_knows_a_program_that_speaks_no_http_for_another(usual_port: int) -> None:
    with socket.create_server((machine.HOST, usual_port)) as server:
        threading.Thread(target=lambda: server.accept()[0].sendall(b"garbage\n"), daemon=True).start()
        assert not machine.ours(usual_port)


@pytest.mark.parametrize("words", ["acht", "0", "65536", "-1", "80 00"])
def test_refuses_what_is_no_port(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", words)
    with pytest.raises(Unusable, match="is no port"):
        machine.free_port()
