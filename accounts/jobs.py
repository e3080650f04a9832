"""What is done about people in the background and by the clock."""

from __future__ import annotations

from accounts import copying, leaving, sessions, stamping
from kennismarkt import jobs


@jobs.job
def make_copy(*, export: int) -> None:
    """Make a copy that somebody asked."""
    copying.make(export)


@jobs.periodic("10 * * * *")
def erase() -> None:
    """Carry out erasures that are final; others see the same before and after."""
    leaving.erase_due()


@jobs.periodic("40 2 * * *")
def remove_copies() -> None:
    """Remove copies that nobody can fetch any more."""
    copying.remove_old()


@jobs.periodic("20 2 * * *")
def tidy() -> None:
    """Forget where people were signed in before, and look for stamps that were missed."""
    sessions.forget_ended()
    stamping.look_around()
