"""Tables of what was measured, each figure beside its goal."""

from __future__ import annotations

import os
import platform
import statistics
from datetime import UTC, datetime
from typing import Any, NamedTuple

MOST_QUERIES = 8
LATENCY_GOAL = 150
SETTING = (
    "The production topology (proxy, two workers for pages, one process for live streams, embedded PostgreSQL) on one "
    "machine, one request at a time. What is compared took turns in one run."
)
GROWTH_GOALS = {"area": 2, "country": 4}


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


class Report:
    """Gathers tables in Markdown, and which goals were missed."""

    def __init__(self, *, quick: bool) -> None:
        """Begin with when and where."""
        when = datetime.now(UTC).strftime("%Y-%m-%d")
        how = f"`make bench{' ARGS=--quick' if quick else ''}` on {when}"
        machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
        self.parts = ["# Benchmarks\n", f"Made by {how}; {machine}. {SETTING}\n"]
        self.missed = False
        self.ratios: list[tuple[Any, ...]] = []

    def table(self, title: str, heads: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        """Add a table; goals among its cells are counted."""
        self.missed |= any(isinstance(cell, Goal) and not cell.met for row in rows for cell in row)
        lines = [[cell.words if isinstance(cell, Goal) else str(cell) for cell in row] for row in rows]
        self.parts += [f"## {title}\n", *(f"| {' | '.join(line)} |" for line in (heads, ["---"] * len(heads), *lines)), ""]

    def ratio(self, name: str, size: int, page: float, bare: float, goal: Goal) -> None:
        """Add how a page compares with the bare view."""
        self.ratios.append((name, f"{size / 1000:.0f} kB", f"{page:.1f} ms", f"{bare:.1f} ms", f"{page / bare:.2f}", goal))

    def queries(self, counted: dict[str, tuple[int, int]]) -> None:
        """Add how many queries each page makes, after the ratios."""
        heads = ("page", "its bytes", "median", "bare view, same bytes", "ratio", "goal")
        self.table("Pages against a bare Django view of one query and the same bytes", heads, self.ratios)
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

    def memory(self, processes: dict[str, list[float]]) -> None:
        """Add what each worker holds."""
        rows = [(name, len(held), f"{max(held):.0f} MB") for name, held in processes.items() if held]
        self.table("Memory per worker, after all this", ("process", "workers", "largest (PSS)"), rows)

    def growth(self, times: dict[int, dict[str, list[float]]]) -> None:
        """Add how each case grows from the smallest market to the largest."""
        sizes = list(times)
        rows = []
        for case in times[sizes[0]]:
            tails = [p95(times[size][case]) for size in sizes]
            growth = tails[-1] / tails[0]
            goal = at_most(growth, GROWTH_GOALS[case.split(",")[0]])
            rows.append((case, *(f"{tail:.0f} ms" for tail in tails), f"{growth:.2f}", goal))
        heads = ("where and what (p95)", *(f"{size:,} listings" for size in sizes), "growth", "goal")
        self.table("Browse and search as the market grows", heads, rows)

    @property
    def text(self) -> str:
        """Everything, as Markdown."""
        return "\n".join(self.parts)
