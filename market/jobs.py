"""What the market does by the clock."""

from __future__ import annotations

from kennismarkt import jobs
from market import expiring, publishing


@jobs.periodic("30 2 * * *")
def tidy() -> None:
    """Erase for good what was deleted, and photos that nothing shows."""
    publishing.purge()
    publishing.forget_photos()


@jobs.periodic("0 6 * * *")
def remind_of_expiry() -> None:
    """Tell owners what expires within a week."""
    expiring.remind()
