"""Load the example meetings, after the example neighbourhood."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from meetings.example.loading import load


class Command(BaseCommand):
    """Two trajectories with their meetings, seats, reports, thoughts and side streams; nothing twice."""

    help = "Load the example meetings (run it after load_example; running it again adds nothing)."

    def handle(self, *args: object, **options: object) -> None:
        """Load, and say how many trajectories there are."""
        self.stdout.write(f"{load()} trajectories")
