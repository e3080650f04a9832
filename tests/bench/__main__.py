"""Measures the site under the production topology, prints what it found as tables and stores them.

    python -m tests.bench             10 thousand, 1 million and 5 million listings; stored in docs/benchmarks.md
    python -m tests.bench --quick     10 and 50 thousand; stored in var/bench/quick.md

What was loaded stays in var/bench/postgres, so that a second run only measures. Every ratio comes from one run, in which
what is compared takes turns.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import psycopg

from kennismarkt.database import Unusable, database
from kennismarkt.launch import ROOT, VAR, environment, production
from kennismarkt.machine import free_port
from tests.bench.report import Report, at_most

# Listings and areas; as many listings in each area at every size, so that only what surrounds an area grows.
FULL = ((10_000, 6), (1_000_000, 600), (5_000_000, 3000))
QUICK = ((10_000, 6), (50_000, 30))
AREAS_VISITED = 3
LISTENERS = 200
STREAMS = 500
MESSAGES = 100
ROUNDS = 6
PER_ROUND = 20
PAGES_COMPARED = {
    "browse": ("area, browse, first page", 4),
    "search": ("area, search, common word, first page", 5),
    "detail": (None, 4),
}


def main(arguments: list[str]) -> int:
    """Measure at every size; return 1 when a goal was missed."""
    quick = "--quick" in arguments
    sizes = QUICK if quick else FULL
    report = Report(quick=quick)
    with database(VAR / "bench" / "postgres") as url:
        times = {
            listings: measured(url, listings, areas, report, last=(listings, areas) == sizes[-1]) for listings, areas in sizes
        }
    report.growth(times)
    path = VAR / "bench" / "quick.md" if quick else ROOT / "docs" / "benchmarks.md"
    path.write_text(report.text, encoding="utf-8")
    print(f"{report.text}\nStored in {path.relative_to(ROOT)}.")
    return 1 if report.missed else 0


def measured(url: str, listings: int, areas: int, report: Report, *, last: bool) -> dict[str, list[float]]:
    """Return how long each case took at one size, in milliseconds; at the last size, measure everything else as well."""
    with served(loaded(url, listings, areas)) as (port, started, pages):
        facts = told("tests.bench.facts", str(AREAS_VISITED), str(LISTENERS))
        times = in_turns(port, facts["cases"])
        if last:
            compare(port, pages, facts, report)
            report.queries(facts["queries"])
            report.latency(told("tests.bench.live", str(port), str(STREAMS), str(MESSAGES), fed=facts), STREAMS)
            report.memory({"pages": memory(started[1].pid), "live streams": memory(started[2].pid)})
    return times


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


@contextmanager
def served(url: str) -> Iterator[tuple[int, list[subprocess.Popen[bytes]], Path]]:
    """Serve that database as in production; yield the port, the processes, and where compared pages are kept."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="km-bench-") as folder:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.bench.settings", "BENCH_PAGES": folder}
        with environment(settings), production(port=port, url=url, settings=settings) as (_address, started):
            yield port, started, Path(folder)


def told(module: str, *arguments: str, fed: Any = None) -> Any:
    """Run a module of this folder in a process of its own, and return what it answers."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(fed), capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        raise Unusable(f"{module} failed:\n{done.stderr.strip() or done.stdout.strip()}")
    return json.loads(done.stdout)


def in_turns(port: int, cases: dict[str, list[str]]) -> dict[str, list[float]]:
    """Open the addresses of every case in turns, so that what disturbs one disturbs all; the first round warms up."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    for turn in range(ROUNDS + 1):
        for name, addresses in cases.items():
            took = told("tests.bench.load", str(port), "1", str(PER_ROUND), fed=addresses)
            times[name] += took if turn else []
    return times


def compare(port: int, pages: Path, facts: dict[str, Any], report: Report) -> None:
    """Hold pages against a view that makes one query and answers with the same bytes."""
    for name, (case, goal) in PAGES_COMPARED.items():
        address = facts["cases"][case][0] if case else facts["detail"]
        with urlopen(f"http://127.0.0.1:{port}{address}", timeout=60) as answer:
            body = answer.read()
        (pages / f"{name}.html").write_bytes(body)
        times = in_turns(port, {"page": [address], "bare": [f"/bench/{name}/"]})
        page, bare = statistics.median(times["page"]), statistics.median(times["bare"])
        report.ratio(name, len(body), page, bare, at_most(page / bare, goal))


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
