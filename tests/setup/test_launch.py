"""Starting the site as people do, and ending it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kennismarkt import database, launch, machine

PARENT = """
import sys, time
from kennismarkt.machine import children
with children([["sleep", "60"], ["sleep", "60"]]) as started:
    print(*[child.pid for child in started], flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def empty_database() -> Iterator[str]:
    """A database without a table."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("DATABASE_URL", raising=False)
        with database.throwaway() as url:
            yield url


def ended(pid: int) -> bool:
    """Whether a process ends within a few seconds."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def started(url: str, port: int) -> subprocess.Popen[str]:
    """Start the site as the Makefile does."""
    environment = {**os.environ, "DATABASE_URL": url, "PORT": str(port)}
    command = [sys.executable, "-m", "kennismarkt.launch", "run"]
    return subprocess.Popen(
        command, cwd=machine.ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_run_serves_the_example_and_ends_when_asked(sent: signal.Signals, empty_database: str) -> None:
    port = machine.unused_port()
    with started(empty_database, port) as site:
        assert site.stdout is not None
        said = [line.strip() for line in iter(site.stdout.readline, "\n") if line] + [site.stdout.readline().strip()]
        assert said[-1] == f"Kennismarkt: http://127.0.0.1:{port}/"
        assert machine.ours(port)
        assert machine.answer(port, "/readyz")[0] == 200
        rest = "".join(iter(site.stdout.readline, "Ctrl-C ends the site and its database.\n"))
        site.send_signal(sent)
        site.stdout.read()
    assert "samira@example.org" in rest
    assert (site.returncode, machine.refusal(port)) == (0, "")


def test_children_end_together_also_when_the_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], cwd=machine.ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        numbers = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()
    assert [ended(pid) for pid in numbers] == [True, True]


def test_one_missing_program_ends_the_others(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    writing = ["sh", "-c", f"echo $$ > {note}; exec sleep 60"]
    with pytest.raises(FileNotFoundError), machine.children([writing, ["/nowhere/program"]]):
        pytest.fail("should not come here")
    assert not note.exists() or ended(int(note.read_text()))


def test_the_proxy_gets_every_name_filled_in(tmp_path: Path) -> None:
    text = launch.proxy_settings(tmp_path, 8000, 8001, 8002).read_text()
    assert re.findall(r"@[A-Z]+@", text) == []
    assert "listen 127.0.0.1:8000;" in text
    assert "server 127.0.0.1:8001;" in text
    assert "server 127.0.0.1:8002;" in text


def test_the_environment_is_as_before_afterwards() -> None:
    before = dict(os.environ)
    with launch.environment({"SECRET_KEY": "for a while", "PATH": ""}):
        assert os.environ["SECRET_KEY"] == "for a while"
    assert dict(os.environ) == before
