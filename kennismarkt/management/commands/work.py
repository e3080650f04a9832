"""Does the jobs that wait in the database, as they come and by the clock; one process of it is enough."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import autoreload

from kennismarkt import jobqueue


class Command(BaseCommand):
    """Run for as long as the site runs; jobs of a worker that was killed are taken over by the next."""

    help = "Do the jobs that wait, until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Also: only what waits now, and beginning anew when code changes."""
        parser.add_argument("--once", action="store_true", help="do what waits now, and end")
        parser.add_argument("--reload", action="store_true", help="begin anew when code changes (development)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Work."""
        if options["reload"]:
            # The reloader keeps the signals; it runs this beside itself.
            autoreload.run_with_reloader(jobqueue.work, stops_on_signals=False)
        else:
            jobqueue.work(wait=not options["once"])
