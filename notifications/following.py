"""Who may follow the number of unread notices live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kennismarkt import live

if TYPE_CHECKING:
    from collections.abc import Iterable


@live.follows("notices")
def notice_followers(pairs: Iterable[live.Pair]) -> set[live.Pair]:
    """Everybody follows their own only."""
    return {(person, number) for person, number in pairs if number == str(person)}
