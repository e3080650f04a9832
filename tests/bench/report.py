"""Tables of what was measured, each figure beside its goal."""

from __future__ import annotations

import os
import platform
import statistics
from datetime import UTC, datetime
from itertools import chain
from typing import Any, NamedTuple

MOST_QUERIES = 8
LATENCY_GOAL = 150
SETTING = (
    "The production topology (proxy, two workers for pages, one process for live streams, embedded PostgreSQL) on one "
    "machine, one request at a time. What is compared took turns in one run, the sizes too. Each p95 is the median of those of six rounds; "
    "a ratio is that of two medians, with the lowest and the highest of its rounds."
)
MOST_QUERIES_PER_DIGEST = 30
FLAT = 1.1
GROWTH_GOALS = {"area": 2, "country": 4}


# Milliseconds of every request, a list for each round.
Rounds = list[list[float]]


class Goal(NamedTuple):
    """What was found, what it should be at most, in words."""

    met: bool
    words: str


def at_most(value: float, goal: float) -> Goal:
    """Hold a figure against its goal."""
    return Goal(value <= goal, f"at most {goal}: {'met' if value <= goal else 'MISSED'}")


def p95(times: list[float]) -> float:
    """Return the time that 95 of 100 stay under."""
    return statistics.quantiles(times, n=20)[-1]


def usual_p95(rounds: Rounds) -> float:
    """Return the middle one of the rounds' p95s, so that a disturbance in one round counts for one."""
    return statistics.median(map(p95, rounds))


class Report:
    """Gathers tables in Markdown, and which goals were missed."""

    def __init__(self, *, quick: bool) -> None:
        """Begin with when and where."""
        when = datetime.now(UTC).strftime("%Y-%m-%d")
        how = f"`make bench{' ARGS=--quick' if quick else ''}` on {when}"
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        machine = f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.machine()}, Python {platform.python_version()}"
        busy = f"At the start {os.getloadavg()[0]:.1f} programs were busy with something else."
        self.parts = ["# Benchmarks\n", f"Made by {how}; {machine}. {SETTING} {busy}\n"]
        self.missed = False
        self.ratios: list[tuple[Any, ...]] = []

    def table(self, title: str, heads: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        """Add a table and print it, since the next may take a while; goals among its cells are counted."""
        self.missed |= any(isinstance(cell, Goal) and not cell.met for row in rows for cell in row)
        lines = [[cell.words if isinstance(cell, Goal) else str(cell) for cell in row] for row in rows]
        parts = [f"## {title}\n", *(f"| {' | '.join(line)} |" for line in (heads, ["---"] * len(heads), *lines)), ""]
        print("\n".join(parts), flush=True)
        self.parts += parts

    def ratio(self, name: str, size: int, page: Rounds, bare: Rounds, goal: float) -> None:
        """Add how a page compares with the bare view."""
        middles = [tuple(map(statistics.median, pair)) for pair in zip(page, bare, strict=True)]
        slow, quick = (statistics.median(chain.from_iterable(rounds)) for rounds in (page, bare))
        spread = sorted(one / other for one, other in middles)
        ratio = f"{slow / quick:.2f} ({spread[0]:.2f} to {spread[-1]:.2f})"
        self.ratios.append(
            (name, f"{size / 1000:.0f} kB", f"{slow:.1f} ms", f"{quick:.1f} ms", ratio, at_most(slow / quick, goal))
        )

    def compared(self) -> None:
        """Add the pages that were compared."""
        heads = ("page", "its bytes", "median", "bare view, same bytes", "ratio", "goal")
        self.table("Pages against a bare Django view of one query and the same bytes", heads, self.ratios)

    def queries(self, counted: dict[str, tuple[int, int]]) -> None:
        """Add how many queries each page makes."""
        rows = [(name, visitor or "–", member, at_most(member, MOST_QUERIES)) for name, (visitor, member) in counted.items()]
        self.table("Queries per page", ("page", "visitor", "member", "goal"), rows)

    def latency(self, times: list[float], streams: int) -> None:
        """Add how long a message takes to the other browser."""
        row = (
            len(times),
            streams,
            f"{statistics.median(times):.0f} ms",
            f"{p95(times):.0f} ms",
            at_most(p95(times), LATENCY_GOAL),
        )
        heads = ("messages", "idle streams open", "median", "p95", "goal in ms")
        self.table("From sending a message until the other browser hears of it", heads, [row])

    def digests(self, sizes: list[dict[str, float]]) -> None:
        """Add how digests go to few and to many: time, queries per person, and whether memory stays flat."""
        rows = [
            (
                f"{each['people']:,.0f}",
                f"{each['mails']:,.0f}",
                f"{each['planning']:.1f} s",
                f"{each['took']:.0f} s",
                f"{1000 * each['took'] / each['mails']:.1f} ms",
                f"{each['planning_queries']:.3f}",
                f"{each['queries']:.1f}",
                at_most(round(each["queries"], 1), MOST_QUERIES_PER_DIGEST),
                f"{each['early']:.0f} MB",
                f"{each['late']:.0f} MB",
                at_most(round(each["late"] / each["early"], 2), FLAT),
            )
            for each in sizes
        ]
        heads = (
            "people",
            "mails",
            "planning",
            "all",
            "per mail",
            "queries per person, planning",
            "queries per mail, sending",
            "goal",
        )
        held = ("memory after the first 500", "after the last", "growth")
        self.table("Digests of a Monday, mail going nowhere", (*heads, *held), rows)

    def memory(self, processes: dict[str, list[float]]) -> None:
        """Add what each worker holds."""
        rows = [(name, len(held), f"{max(held):.0f} MB") for name, held in processes.items() if held]
        self.table("Memory per worker, after all this", ("process", "workers", "largest (PSS)"), rows)

    def growth(self, times: dict[tuple[int, str], Rounds]) -> None:
        """Add how each case grows from the smallest market to the largest."""
        sizes, cases = (list(dict.fromkeys(names)) for names in zip(*times, strict=True))
        rows = []
        for case in cases:
            tails = [usual_p95(times[size, case]) for size in sizes]
            growth = tails[-1] / tails[0]
            goal = at_most(growth, GROWTH_GOALS[case.split(",")[0]])
            rows.append((case, *(f"{tail:.0f} ms" for tail in tails), f"{growth:.2f}", goal))
        heads = ("where and what (p95)", *(f"{size:,} listings" for size in sizes), "growth", "goal")
        self.table("Browse and search as the market grows", heads, rows)

    @property
    def text(self) -> str:
        """Everything, as Markdown."""
        return "\n".join(self.parts)
