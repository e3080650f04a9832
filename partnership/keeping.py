"""How long a case is kept: until two years after it was closed, unless its people say otherwise; then it is erased.

They are told a month before. With a case go its cards, and what was promised about them; a success that was told stays.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Participant
from kennismarkt import live
from kennismarkt.errors import Refused
from notifications import telling
from partnership.actions import Action, commitments_of
from partnership.cases import KEPT_AFTER_CLOSING, NOTICE_BEFORE_ERASING, Case
from partnership.reviewing import people_of

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger("kennismarkt.partnership")

KIND = "partnership.case_ends"
NOTICE = NOTICE_BEFORE_ERASING
UNREADABLE = 422
GONE = 404
YEARS = (1, 2, 3, 5)


@transaction.atomic
def close(case: Case, *, by: Participant) -> Case:
    """Close a case; it is kept for two years from now, unless somebody chooses otherwise. Who sees it may."""
    current = seen(case, by)
    if current.closed_at is not None:
        raise Refused(_("Deze casus is al afgesloten."))
    current.closed_at = timezone.now()
    current.keep_until = current.closed_at + KEPT_AFTER_CLOSING
    return kept(current, "closed_at", "keep_until")


@transaction.atomic
def reopen(case: Case, *, by: Participant) -> Case:
    """Go on with a case that was closed; nothing is erased meanwhile."""
    current = seen(case, by)
    current.closed_at = current.keep_until = current.warned_at = None
    return kept(current, "closed_at", "keep_until", "warned_at")


@transaction.atomic
def keep_for(case: Case, *, years: int, by: Participant) -> Case:
    """Keep a closed case for this many years from now (1, 2, 3 or 5), or choose so again after the notice."""
    current = seen(case, by)
    if years not in YEARS:
        raise Refused(_("Kies hoe lang de casus bewaard blijft."), status=UNREADABLE)
    if current.closed_at is None:
        raise Refused(_("Sluit de casus eerst af. Een open casus blijft bewaard."))
    current.keep_until, current.warned_at = timezone.now() + timedelta(days=365 * years), None
    return kept(current, "keep_until", "warned_at")


def seen(case: Case, by: Participant) -> Case:
    """Return the case, locked, for who sees it (`Refused` for others)."""
    visible = Case.objects.visible_to(by).filter(pk=case.pk).values("pk")
    found = Case.objects.select_for_update(of=("self",)).filter(pk__in=visible).first()
    if found is None:
        raise Refused(_("Deze casus is er niet (meer)."), status=GONE)
    return found


def kept(case: Case, *fields: str) -> Case:
    """Keep what changed, and let open pages of its cards see it."""
    case.save(update_fields=list(fields))
    live.tell("card", *case.cards.values_list("pk", flat=True), part="case")
    return case


def warn(now: datetime | None = None) -> int:
    """Tell the people of cases that these will be erased within a month; return of how many cases."""
    moment, warned = now or timezone.now(), 0
    for number in Case.objects.to_warn_of(moment).values_list("pk", flat=True):
        with transaction.atomic():
            case = Case.objects.to_warn_of(moment).select_for_update(of=("self",), skip_locked=True).filter(pk=number).first()
            if case is not None:
                Case.objects.filter(pk=number).update(warned_at=moment)
                telling.notify(KIND, people_around(case), about=number, now=now)
                warned += 1
    return warned


def people_around(case: Case) -> list[Participant]:
    """Return who sees the case."""
    cards = list(case.cards.values_list("pk", flat=True))
    around = [person.pk for person in people_of(*cards)]
    return list(Participant.objects.filter(Q(pk__in=around) | Q(pk=case.brought_by_id)))


def erase_due(now: datetime | None = None) -> int:
    """Erase cases whose time is over and whose people were told a month ago; return how many. One failure holds up no other."""
    return sum(attempted(number, now) for number in Case.objects.to_erase(now).values_list("pk", flat=True))


def attempted(number: int, now: datetime | None = None) -> bool:
    """Erase one case; whether it went. What went wrong is logged by kind, without anybody's words."""
    try:
        return erase(number, now)
    except Exception as error:  # noqa: BLE001 (whatever it was: the next case must not wait for it)
        logger.error("case not erased: %s", type(error).__name__)  # noqa: TRY400 (a traceback could quote what is erased)
        return False


@transaction.atomic
def erase(number: int, now: datetime | None = None) -> bool:
    """Erase a case with its cards and what was promised about them; False when it isn't time (any more)."""
    case = Case.objects.to_erase(now).select_for_update(of=("self",), skip_locked=True).filter(pk=number).first()
    if case is None:
        return False
    cards = list(case.cards.values_list("pk", flat=True))
    commitments_of(list(Action.objects.filter(card__in=cards).values_list("pk", flat=True))).delete()
    live.tell("card", *cards)
    case.delete()
    return True
