"""What is done for people in the background and by the clock."""

from __future__ import annotations

from accounts import copying, leaving, sessions, stamping
from kennismarkt import jobs


@jobs.job
def make_copy(*, export: int) -> None:
    """Make a copy that somebody asked for."""
    copying.make(export)


@jobs.periodic("15 * * * *")
def keep_promises() -> None:
    """Make copies that still wait, take old ones away, and forget whose ten days are over."""
    copying.make_waiting()
    copying.remove_old()
    leaving.erase_due()


@jobs.periodic("20 2 * * *")
def tidy() -> None:
    """Forget where people were signed in, and look for stamps that were missed."""
    sessions.forget_ended()
    stamping.look_around()
