"""How much a person may send in an hour, counted in the database and so by all workers together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from kennismarkt.errors import TOO_MANY, Refused

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

HOUR = timedelta(hours=1)


def keep_pace(sent: QuerySet[Any, Any], moment: str, limit: str) -> None:
    """Refuse (429) when `sent` has reached the hourly limit of that name, by the field `moment`."""
    if sent.filter(**{f"{moment}__gt": timezone.now() - HOUR}).count() >= settings.LIMITS_PER_HOUR[limit]:
        raise Refused(_("Je doet dit nu heel vaak achter elkaar. Wacht even en probeer het straks weer."), status=TOO_MANY)


def lock_all(*people: Model) -> None:
    """Let one request about all of these people go first, always in the same order."""
    manager = type(people[0])._default_manager
    numbers = [person.pk for person in people]
    list(manager.select_for_update(of=("self",), no_key=True).filter(pk__in=numbers).order_by("pk"))


def lock(person: Model) -> None:
    """Let one request of this person go first, so that counting and sending can't be overtaken.

    Others may still point at them meanwhile (who answers each other at the same moment would wait for each other).
    """
    type(person)._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=person.pk).first()
