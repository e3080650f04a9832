"""Who is looking at a card now, and at which step somebody writes; told to the table only when it changes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from kennismarkt import live
from partnership.partners import Partner

if TYPE_CHECKING:
    from typing import Any

# What was seen this short ago needn't be written again.
FRESH = timedelta(seconds=15)


def look(partner: Partner) -> None:
    """Remember that `partner` looks at the card now."""
    if partner.seen_at is not None and partner.seen_at + FRESH > timezone.now():
        return
    came = not partner.present
    remember(partner, seen_at=timezone.now(), told=came)


def write_at(partner: Partner, step: int | None) -> None:
    """Remember that `partner` writes at `step` now, or nowhere any more."""
    before = partner.writing_step if partner.writing else None
    now = timezone.now()
    remember(
        partner, seen_at=now, writing_at=now if step else None, writing_step=step, told=before != step or not partner.present
    )


def go(partner: Partner) -> None:
    """Remember that `partner` closed the page."""
    remember(partner, seen_at=None, writing_at=None, writing_step=None, told=True)


def remember(partner: Partner, *, told: bool, **facts: Any) -> None:
    """Write these facts about `partner`, and tell the table when there is news in them."""
    Partner.objects.filter(pk=partner.pk).update(**facts)
    if told:
        live.tell("card", partner.card_id, part="people")
