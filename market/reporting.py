"""Saying to the moderators that something isn't right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kennismarkt import pace
from kennismarkt.errors import Refused
from market.moderation import Reason, Report, about, area_of, author_of, moderators
from notifications import telling

if TYPE_CHECKING:
    from accounts.models import Participant
    from market.moderation import Reportable


def report(thing: Reportable, *, by: Participant, reason: str, text: str = "") -> Report:
    """Report `thing` to the moderators of its area.

    Raises `Refused` for what is one's own, for a second time while the first waits, and for too many in an hour.
    """
    if author_of(thing).pk == by.pk:
        raise Refused(_("Dit is van jezelf. Je kunt het niet melden."))
    with transaction.atomic():
        pace.lock(by)
        if Report.objects.waiting().filter(reporter=by, **about(thing)).exists():
            raise Refused(_("Je hebt dit al gemeld. Een moderator kijkt ernaar."))
        pace.keep_pace(Report.objects.filter(reporter=by), "reported_at", "reports")
        facts = {"area": area_of(thing), "reason": Reason(reason), **about(thing)}
        made = Report.objects.create(reporter=by, text=text.strip(), **facts)
        telling.notify("market.reported", moderators(made.area), about=made.pk, by=by)
        return made
