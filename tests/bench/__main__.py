"""Measures the site under the production topology, prints what it found as tables and stores them.

    python -m tests.bench             10 thousand, 1 million and 5 million listings; stored in docs/benchmarks.md
    python -m tests.bench --upto N    only the sizes up to N listings
    python -m tests.bench --quick     10 and 50 thousand; stored in var/bench/quick.md

What was loaded stays in var/bench/postgres, so that a second run only measures; an interrupted load goes on where it
ended. All sizes are served at once and take turns, so that what disturbs one disturbs all. What the site logs goes to
var/bench/site.log.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import psycopg

from kennismarkt.database import Unusable, database
from kennismarkt.launch import ROOT, VAR, production
from kennismarkt.machine import HOST, unused_port
from tests.bench.report import Report, Rounds

# Listings and areas; as many listings in each area at every size, so that only what surrounds an area grows.
FULL = ((10_000, 6), (1_000_000, 600), (5_000_000, 3000))
QUICK = ((10_000, 6), (50_000, 30))
AREAS_VISITED = 3
LISTENERS = 200
STREAMS = 500
MESSAGES = 100
# People who get a digest.
DIGESTED = (1_000, 10_000)
ROUNDS = 6
PER_ROUND = 20
PAGES_COMPARED = {
    "browse": ("area, browse, first page", 4),
    "search": ("area, search, common word, first page", 5),
    "detail": (None, 4),
}


class Served(NamedTuple):
    """One size of the market, served as in production."""

    port: int
    started: list[subprocess.Popen[bytes]]
    facts: dict[str, Any]


def main(arguments: list[str]) -> int:
    """Measure at every size; return 1 when a goal was missed."""
    asked = read(arguments)
    sizes = [size for size in (QUICK if asked.quick else FULL) if size[0] <= asked.upto]
    report = Report(quick=asked.quick)
    with database(VAR / "bench" / "postgres") as url, tempfile.TemporaryDirectory(prefix="km-bench-") as folder:
        addresses = [loaded(url, *size) for size in sizes]
        with errors_in(VAR / "bench" / "site.log"), ExitStack() as stack:
            markets = [stack.enter_context(served(address, Path(folder))) for address in addresses]
            measure(dict(zip([listings for listings, _areas in sizes], markets, strict=True)), Path(folder), report)
        report.digests([digested(url, number) for number in (DIGESTED[:1] if asked.quick else DIGESTED)])
    path = VAR / "bench" / "quick.md" if asked.quick else ROOT / "docs" / "benchmarks.md"
    path.write_text(report.text, encoding="utf-8")
    print(f"Stored in {path.relative_to(ROOT)}.")
    return 1 if report.missed else 0


def read(arguments: list[str]) -> Namespace:
    """Return what was asked on the command line."""
    parser = ArgumentParser(prog="make bench", description="Measure the site under the production topology.")
    parser.add_argument("--quick", action="store_true", help="a look: 10 and 50 thousand listings, a few minutes")
    parser.add_argument("--upto", type=int, default=FULL[-1][0], help="leave out the sizes above this many listings")
    return parser.parse_args(arguments)


def measure(markets: dict[int, Served], pages: Path, report: Report) -> None:
    """Measure everything on the largest market, and on all of them what should grow little."""
    largest = markets[max(markets)]
    for name, (case, goal) in PAGES_COMPARED.items():
        compare(largest, name, largest.facts["cases"][case][0] if case else largest.facts["detail"], pages, report, goal)
    report.compared()
    report.queries(largest.facts["queries"])
    heard = told("tests.bench.live", str(largest.port), str(STREAMS), str(MESSAGES), fed=largest.facts)
    report.latency(heard, STREAMS)
    report.memory({"pages": memory(largest.started[1].pid), "live streams": memory(largest.started[2].pid)})
    times = in_turns(
        {
            (size, case): (market.port, addresses)
            for size, market in markets.items()
            for case, addresses in market.facts["cases"].items()
        }
    )
    report.growth(times)


def loaded(url: str, listings: int, areas: int) -> str:
    """Return the address of a database with so many listings; loads what isn't there yet."""
    name = f"bench_{listings}"
    with psycopg.connect(url, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(f"CREATE DATABASE {name}")
    parts = urlsplit(url)
    own = urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, ""))
    settings = {**os.environ, "DATABASE_URL": own, "DJANGO_SETTINGS_MODULE": "kennismarkt.settings.test"}
    print(f"{listings} listings in {areas} areas", flush=True)
    for command in (["migrate", "--verbosity", "0"], ["load_scale", "--areas", str(areas), "--listings", str(listings)]):
        if subprocess.call([sys.executable, "manage.py", *command], cwd=ROOT, env=settings):
            raise Unusable(f"manage.py {command[0]} failed: see above.")
    return own


def digested(url: str, people: int) -> dict[str, float]:
    """Return how digests to so many people went, in a database that is made and removed for it."""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS bench_digests")
        server.execute("CREATE DATABASE bench_digests")
        parts = urlsplit(url)
        own = urlunsplit((parts.scheme, parts.netloc, "/bench_digests", parts.query, ""))
        settings = {"DATABASE_URL": own, "DJANGO_SETTINGS_MODULE": "kennismarkt.settings.test"}
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env={**os.environ, **settings}, check=True)
        found: dict[str, float] = told("tests.bench.digests", str(people), settings=settings)
        server.execute("DROP DATABASE bench_digests")
        return found


@contextmanager
def served(url: str, pages: Path) -> Iterator[Served]:
    """Serve that database as in production, with the compared pages kept in `pages`."""
    port = unused_port()
    settings = {"DJANGO_SETTINGS_MODULE": "tests.bench.settings", "BENCH_PAGES": str(pages)}
    with production(port=port, url=url, settings=settings) as (_address, started):
        yield Served(port, started, told("tests.bench.facts", str(AREAS_VISITED), str(LISTENERS)))


@contextmanager
def errors_in(log: Path) -> Iterator[None]:
    """Let this process and those it starts write their errors to a file for a while, as a server's journal keeps them."""
    terminal = os.dup(sys.stderr.fileno())
    try:
        with log.open("wb") as file:
            os.dup2(file.fileno(), sys.stderr.fileno())
        yield
    finally:
        os.dup2(terminal, sys.stderr.fileno())
        os.close(terminal)


def told(module: str, *arguments: str, fed: Any = None, settings: dict[str, str] | None = None) -> Any:
    """Run a module of this folder in a process of its own, and return what it answers."""
    command = [sys.executable, "-m", module, *arguments]
    own = {**os.environ, **(settings or {})}
    done = subprocess.run(
        command, cwd=ROOT, env=own, input=json.dumps(fed), capture_output=True, text=True, check=False, timeout=3600
    )
    if done.returncode:
        raise Unusable(f"{module} failed:\n{done.stderr.strip() or done.stdout.strip()}")
    return json.loads(done.stdout)


def in_turns(cases: dict[Any, tuple[int, list[str]]]) -> dict[Any, Rounds]:
    """Open the addresses of every case in turns, so that what disturbs one disturbs all; the first round warms up."""
    times: dict[Any, Rounds] = {name: [] for name in cases}
    for turn in range(ROUNDS + 1):
        for name, (port, addresses) in cases.items():
            took = told("tests.bench.load", str(port), "1", str(PER_ROUND), fed=addresses)
            times[name] += [took] if turn else []
    return times


def compare(market: Served, name: str, address: str, pages: Path, report: Report, goal: float) -> None:
    """Hold a page against a view that makes one query and answers with the same bytes."""
    with urlopen(f"http://{HOST}:{market.port}{address}", timeout=60) as answer:
        body = answer.read()
    (pages / f"{name}.html").write_bytes(body)
    times = in_turns({"page": (market.port, [address]), "bare": (market.port, [f"/bench/{name}/"])})
    report.ratio(name, len(body), times["page"], times["bare"], goal)


def memory(parent: int) -> list[float]:
    """Return what each worker under a process holds for itself and its share of the rest (PSS), in MB, after the load."""
    return [share(int(pid)) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()]


def share(pid: int) -> float:
    """Return the proportional set size of a process in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Unusable as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit(130)
