"""Choosing what one is told, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from notifications import unsubscribing
from notifications.choices import Cadence, Channel
from notifications.models import Reach

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Participant


def choose(*, by: Participant, reach: dict[str, Any], choices: Iterable[tuple[str, str, str]]) -> None:
    """Write down what `by` wants: in general, and per kind and channel."""
    with transaction.atomic():
        Reach.objects.update_or_create(participant=by, defaults=reach)
        for kind, channel, cadence in choices:
            unsubscribing.choose(by, kind, channel, cadence)
            if channel == Channel.MAIL:
                wait_for(by, kind, cadence)


def wait_for(person: Participant, kind: str, cadence: str) -> None:
    """Let what waits for one digest wait for the one that was chosen now; for none, when there is none."""
    waiting = person.notices.filter(kind=kind).exclude(digest="")
    waiting.update(digest=cadence if cadence in (Cadence.DAILY, Cadence.WEEKLY) else "")
