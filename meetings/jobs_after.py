"""What is done after meetings by the clock."""

from __future__ import annotations

from kennismarkt import jobs
from meetings import pulsing


@jobs.periodic("20 * * * *")
def ask_what_people_take_home() -> None:
    """Ask who was at a meeting what they take home."""
    pulsing.ask_due()


@jobs.periodic("0 3 * * *")
def forget_who_answered() -> None:
    """Forget who answered pulses that have closed."""
    pulsing.forget_marks()
