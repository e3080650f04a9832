"""Erases for good what nobody can bring back: deleted listings, photos that nothing shows, old copies, who left."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts import copying, leaving, sessions, stamping
from market import publishing


class Command(BaseCommand):
    """Run daily; what people see never depends on it."""

    help = "Erase deleted listings, forgotten photos and where people were signed in before."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Erase, look around for stamps, and say how much there was."""
        listings, photos = publishing.purge(), publishing.forget_photos()
        forgotten, stamps = sessions.forget_ended(), stamping.look_around()
        copying.make_waiting()
        copies, people = copying.remove_old(), leaving.erase_due()
        if options["verbosity"]:
            self.stdout.write(f"{listings} listings and {photos} photos erased, {forgotten} ended sessions forgotten.")
            self.stdout.write(f"{stamps} stamps proposed, {copies} old copies removed, {people} people forgotten.")
