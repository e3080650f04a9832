"""Telling a success, being named with it, taking it back: the verbs that cards and meetings share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.harvests import LONGEST_HARVEST, Harvest, Maker
from accounts.promising import worded
from kennismarkt import pace
from kennismarkt.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from accounts.models import Participant
    from neighbourhood.models import Area

FORBIDDEN = 403
LONGEST_TITLE = 100


def celebrate(
    title: str,
    *,
    text: str,
    happened_on: date,
    origin: str,
    area: Area,
    by: Participant,
    with_people: Iterable[Participant],
    once: UUID,
) -> Harvest:
    """Tell a success; the same form sent twice tells it once.

    Who tells it is named; `with_people` made it too, and are named once they say so (`name_me`). `Refused` without words.
    """
    said, words = worded(title, LONGEST_TITLE), worded(text, LONGEST_HARVEST, needed=False)
    with transaction.atomic():
        pace.lock(by)
        earlier = Harvest.objects.filter(told_by=by, told_once=once).first()
        if earlier is not None:
            return earlier
        pace.keep_pace(Harvest.objects.filter(told_by=by), "told_at", "harvests")
        made = Harvest.objects.create(
            area=area, told_by=by, title=said, text=words, happened_on=happened_on, origin=origin, told_once=once
        )
        others = {person.pk for person in with_people} - {by.pk}
        Maker.objects.create(harvest=made, person=by, named_at=timezone.now())
        Maker.objects.bulk_create(Maker(harvest=made, person_id=number) for number in sorted(others))
        return made


def name_me(harvest: Harvest, *, by: Participant, on: bool) -> None:
    """Let oneself be named with it, or no longer (`Refused` for who didn't make it)."""
    found = Maker.objects.filter(harvest=harvest, person=by, harvest__taken_back_at=None)
    if not found.update(named_at=timezone.now() if on else None):
        raise Refused(_("Hier deed je niet aan mee."), status=FORBIDDEN)


def take_back(harvest: Harvest, *, by: Participant) -> None:
    """Take a success back; who told it can (`Refused` for others)."""
    mine = Harvest.objects.filter(pk=harvest.pk, told_by=by, taken_back_at=None)
    if not mine.update(taken_back_at=timezone.now()):
        raise Refused(_("Alleen wie het vertelde, kan het terugnemen."), status=FORBIDDEN)
