"""The embedded server: started by the first, shared, stopped by the last, and none the worse for a crash."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from kennismarkt import embedded
from kennismarkt.machine import ROOT

USER = """
import sys
from pathlib import Path
from kennismarkt import embedded
try:
    with embedded.server(Path(sys.argv[1])) as url:
        print(url, flush=True)
        sys.stdin.read()
except embedded.Unusable as reason:
    sys.exit(str(reason))
"""


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """Where a cluster of these tests is, in a folder that the server's user may enter."""
    folder = embedded.short_folder()
    yield folder / "postgres"
    shutil.rmtree(folder)


@contextmanager
def user(data: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Another process that uses the server, until the end of the block."""
    command = [sys.executable, "-c", USER, str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process


def answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def test_starts_from_nothing_and_leaves_nothing_running(data: Path) -> None:
    with embedded.server(data) as url, psycopg.connect(url) as server:
        assert server.info.server_version >= 180000
        assert server.execute("SHOW fsync").fetchone() == ("on",)
        assert server.execute("SHOW listen_addresses").fetchone() == ("",)
        sockets = embedded.socket_folder(data)
    assert embedded.server_process(data) is None
    assert sockets is not None
    assert not sockets.exists()


def test_two_share_it_and_the_last_to_leave_stops_it(data: Path) -> None:
    with embedded.server(data) as mine:
        with user(data) as (theirs, _):
            assert theirs == mine
        assert answers(mine)
    assert not answers(mine)


def test_survives_a_user_that_was_killed(data: Path) -> None:
    with user(data) as (theirs, process):
        process.kill()
    assert answers(theirs)
    with embedded.server(data) as mine:
        assert mine == theirs
    assert not answers(mine)


def test_survives_a_server_that_was_killed_and_keeps_what_was_written(data: Path) -> None:
    with user(data) as (url, process):
        with psycopg.connect(url) as server:
            server.execute("CREATE TABLE kept AS SELECT 'tea' AS what")
        process.kill()
    running = embedded.server_process(data)
    assert running is not None
    before = embedded.socket_folder(data)
    os.kill(running, signal.SIGKILL)
    with embedded.server(data) as url, psycopg.connect(url) as server:
        assert server.execute("SELECT what FROM kept").fetchone() == ("tea",)
    assert before is not None
    assert not before.exists()


def test_survives_a_crash_after_which_its_process_number_went_to_another(data: Path) -> None:
    with embedded.server(data):
        note = (data / "postmaster.pid").read_text().splitlines()
    with subprocess.Popen(["/bin/sleep", "60"], **embedded.identity(data)) as other:
        (data / "postmaster.pid").write_text("\n".join([str(other.pid), *note[1:]]) + "\n")
        with embedded.server(data) as url:
            assert answers(url)
        other.kill()


def test_survives_an_interrupted_making(data: Path) -> None:
    half = data.with_name("half")
    embedded.own(half.with_suffix(".new"))
    (half.with_suffix(".new") / "PG_VERSION").write_text("18\n")
    with embedded.server(half) as url:
        assert answers(url)


def test_other_peoples_settings_for_postgres_do_not_matter(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGPORT": "9", "PGHOST": "db.example.org", "PGDATA": "/nowhere", "PGUSER": "somebody"}.items():
        monkeypatch.setenv(name, value)
    with embedded.server(data) as url:
        assert answers(url)


def test_says_in_one_line_that_there_is_no_room(data: Path) -> None:
    command = f"ulimit -f 100; exec {sys.executable} -c '{USER}' {data.with_name('full')}"
    done = subprocess.run(["/bin/bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (1, embedded.FULL)


def test_a_throwaway_server_leaves_no_files() -> None:
    with embedded.throwaway() as url, psycopg.connect(url) as server:
        assert server.execute("SHOW fsync").fetchone() == ("off",)
        (place,) = server.execute("SHOW data_directory").fetchone() or ("",)
    assert not Path(place).parent.exists()
