"""Bringing in a case, and changing its words; without anything that tells who it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kennismarkt import live
from kennismarkt.errors import Refused
from partnership import identifying
from partnership.cases import Case
from partnership.dialogue import GONE, ChangedMeanwhile

if TYPE_CHECKING:
    from accounts.models import Participant
    from neighbourhood.models import Area
    from partnership.partners import Partner


def bring_in(*, by: Participant, title: str, story: str, area: Area | None = None) -> Case:
    """Bring in a case (`Refused` for words by which somebody could be known)."""
    identifying.refuse_identity(title, story)
    return Case.objects.create(area=area or by.area, brought_by=by, title=title, story=story)


def tell_anew(case: Case, *, by: Partner, title: str, story: str, version: int) -> Case:
    """Change what the case says; any partner of its cards may. `ChangedMeanwhile` when somebody else did first."""
    identifying.refuse_identity(title, story)
    with transaction.atomic():
        cards = case.cards.filter(partners=by, partners__left_at=None)
        current = Case.objects.select_for_update().filter(pk=case.pk, cards__in=cards.values("pk")).first()
        if current is None or current.closed_at is not None:
            raise Refused(_("Deze casus is er niet (meer)."), status=GONE)
        if current.version != version:
            raise ChangedMeanwhile(current.story, current.version)
        current.title, current.story, current.version = title, story, version + 1
        current.save(update_fields=["title", "story", "version"])
        live.tell("card", *case.cards.values_list("pk", flat=True), part="case")
        return current
