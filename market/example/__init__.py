"""The example neighbourhood; apps above the market add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from accounts.models import Participant

# What they add, given the people of the example by their short names.
further: list[Callable[[dict[str, Participant], datetime], None]] = []
