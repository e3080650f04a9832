"""Takes up the pieces of theory that come with the site."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from meetings import building_blocks


class Command(BaseCommand):
    """Load or renew the building blocks; what programmes point at stays."""

    help = "Take up the pieces of theory that come with the site, or renew them."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, and say how many."""
        number = building_blocks.load()
        if options["verbosity"]:
            self.stdout.write(f"{number} building blocks.")
