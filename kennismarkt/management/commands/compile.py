"""Compiles what must be compiled: message catalogues and the stylesheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand

from kennismarkt import assets


class Command(BaseCommand):
    """Write what is older than its source."""

    help = "Compile the message catalogues and the stylesheet, where their sources are newer."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Compile, and say what was written."""
        written = [catalogue for catalogue in catalogues() if compiled(catalogue)]
        bundle = assets.build()
        if options["verbosity"]:
            self.stdout.write(f"{len(written)} catalogues compiled; stylesheet {bundle.name}.")


def catalogues() -> list[Path]:
    """Return the message catalogues of the project."""
    return sorted(path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po"))


def compiled(catalogue: Path) -> bool:
    """Write the catalogue's .mo when it is older, and return whether it was."""
    target = catalogue.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= catalogue.stat().st_mtime:
        return False
    fresh = target.with_suffix(".new")
    messages = polib.pofile(str(catalogue))  # type: ignore[no-untyped-call]  # polib has no types
    messages.save_as_mofile(str(fresh))
    fresh.replace(target)
    return True
