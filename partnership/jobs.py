"""What cards do by the clock."""

from __future__ import annotations

from kennismarkt import jobs
from partnership import keeping, reviewing


@jobs.periodic("5 6 * * *")
def look_back() -> None:
    """Tell people that it is time to look back on a card."""
    reviewing.plan_missing()
    reviewing.tell_due()


@jobs.periodic("35 2 * * *")
def erase_cases() -> None:
    """Erase cases whose time of keeping is over, and tell the people of those that come next."""
    keeping.erase_due()
    keeping.warn()
