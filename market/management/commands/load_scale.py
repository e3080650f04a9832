"""Fills the database for measuring: many areas, very many listings."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from market.example.scale import load


class Command(BaseCommand):
    """Load invented areas and listings, up to the number asked; what is there already stays."""

    help = "Fill the database with invented areas and listings, for measuring. Goes on where an earlier call ended."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what may be asked."""
        parser.add_argument("--areas", type=int, default=3000, help="over how many areas (3000)")
        parser.add_argument("--listings", type=int, default=5_000_000, help="up to how many listings (5000000)")
        parser.add_argument("--yes-scale", action="store_true", help="load with production settings too")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, with a progress bar."""
        if settings.SETTINGS_MODULE.endswith("production") and not options["yes_scale"]:
            raise CommandError("This buries what people placed under invented listings: give --yes-scale to do it all the same.")
        if options["areas"] < 1 or options["listings"] < 0:
            raise CommandError("At least one area, and no fewer than no listings.")
        added = load(areas=options["areas"], listings=options["listings"], quiet=not options["verbosity"])
        if options["verbosity"]:
            self.stdout.write(f"{added} listings added.")
