"""Erases for good what nobody can bring back: deleted listings, and photos that nothing shows any more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from market import publishing


class Command(BaseCommand):
    """Run daily; what people see never depends on it."""

    help = "Erase deleted listings and forgotten photos."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Erase, and say how much."""
        listings, photos = publishing.purge(), publishing.forget_photos()
        if options["verbosity"]:
            self.stdout.write(f"{listings} listings and {photos} photos erased.")
