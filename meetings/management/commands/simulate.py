"""Shows whether the rotation of preparation groups keeps its word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from meetings.rotation.simulating import Outcome, simulated

GOAL_SECONDS = 1.0
WIDEST = 1


class Command(BaseCommand):
    """Run random trajectories and print how they went; fails when the rotation doesn't keep its word."""

    help = "Compose the preparation groups of random trajectories (20 to 60 people, absences, newcomers, substitutes)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what may be asked."""
        parser.add_argument("--trajectories", type=int, default=200, help="how many (200)")
        parser.add_argument("--seed", type=int, default=0, help="where chance begins (0)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run, print, and say whether it is in order."""
        if options["trajectories"] < 1:
            raise CommandError("At least one trajectory.")
        total = Outcome()
        for outcome in simulated(options["trajectories"], options["seed"]):
            total.add(outcome)
        for line in told(total, options["trajectories"]):
            self.stdout.write(line)
        if total.even < total.could_be_even or total.widest_spread > WIDEST or late(total.seconds) >= GOAL_SECONDS:
            raise CommandError("The rotation doesn't keep its word.")


def late(seconds: list[float]) -> float:
    """Return the time that nineteen out of twenty stay within."""
    return sorted(seconds)[int(0.95 * (len(seconds) - 1))]


def told(total: Outcome, trajectories: int) -> Iterator[str]:
    """Yield the lines to print."""
    yield f"{trajectories} trajectories, {total.groups} groups, {total.substitutes} substitutes"
    yield f"even to within one      {total.even} of {total.could_be_even} groups where that was possible"
    yield f"spread of turns         {total.widest_spread} at most, among those of one side who could each time (goal {WIDEST})"
    yield f"repeated pairs          {total.repeats}; best possible had all been known beforehand {total.best_repeats}"
    yield f"organisations again     {total.kin}; best possible had all been known beforehand {total.best_kin}"
    yield f"not proven in time      {total.unproven} of {len(total.seconds)}"
    yield f"solver, one group       p95 {late(total.seconds):.3f} s, longest {max(total.seconds):.3f} s (goal {GOAL_SECONDS:.0f} s)"
    yield f"solver, all groups      p95 {late(total.ahead_seconds):.3f} s, longest {max(total.ahead_seconds):.3f} s"
