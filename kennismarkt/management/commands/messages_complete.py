"""Says which texts of the interface still miss in a language."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

LANGUAGES = ("en", "tr", "ar")
SHOWN = 10


class Command(BaseCommand):
    """Gather the texts into a copy of the catalogues and look for gaps; Dutch is the source and needs none."""

    help = "Fail when a text of the interface is missing, empty or doubtful in English, Turkish or Arabic."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Compare (`CommandError` with the first gaps)."""
        with tempfile.TemporaryDirectory() as folder:
            gaps = gathered(Path(folder))
        for language, missing in gaps.items():
            for text in missing[:SHOWN]:
                self.stderr.write(f"{language}: {text!r}")
        if any(gaps.values()):
            counts = ", ".join(f"{len(missing)} in {language}" for language, missing in gaps.items())
            raise CommandError(f"Texts without translation: {counts}. Run make messages and fill them in.")


def gathered(folder: Path) -> dict[str, list[str]]:
    """Return the texts without translation, per language, from a copy of the sources in `folder`."""
    for name in ("kennismarkt", "neighbourhood", "accounts", "notifications", "market", "templates", "locale"):
        shutil.copytree(settings.ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    shutil.copy(settings.ROOT / "manage.py", folder)
    arguments = [argument for language in LANGUAGES for argument in ("-l", language)]
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", *arguments, "--no-location", "--no-wrap"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return {language: gaps_of(folder / "locale" / language / "LC_MESSAGES" / "django.po") for language in LANGUAGES}


def gaps_of(catalogue: Path) -> list[str]:
    """Return the texts that a catalogue has no sure translation of."""
    entries = polib.pofile(str(catalogue))  # type: ignore[no-untyped-call]  # polib has no types
    return [entry.msgid for entry in entries if not entry.obsolete and not entry.translated()]
