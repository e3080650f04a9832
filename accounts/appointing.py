"""Appointing people to a duty in an area, and ending it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Appointment, Duty, Participant, User
from kennismarkt.errors import Refused

if TYPE_CHECKING:
    from neighbourhood.models import Area

FORBIDDEN = 403


@transaction.atomic
def appoint(participant: Participant, *, area: Area, duty: str, by: User) -> Appointment:
    """Return the appointment of `participant`, the one that stands when there is one.

    `Refused` when `by` is no coordinator of `area` (nor owner of the installation) or appoints themselves.
    """
    may_appoint(participant, area=area, by=by)
    appointment, _made = Appointment.objects.get_or_create(participant=participant, area=area, duty=Duty(duty))
    return appointment


@transaction.atomic
def dismiss(appointment: Appointment, *, by: User) -> None:
    """End `appointment`; `Refused` when `by` is no coordinator of its area (nor owner of the installation)."""
    hold_the_border(area_id=appointment.area_id, by=by)
    appointment.delete()


def may_appoint(participant: Participant, *, area: Area, by: User) -> None:
    """Refuse appointing beyond one's areas, and appointing oneself."""
    hold_the_border(area_id=area.pk, by=by)
    if participant.user_id == by.pk and not by.is_superuser:
        raise Refused(_("Je kunt jezelf niet aanstellen. Vraag een andere coördinator."), status=FORBIDDEN)


def hold_the_border(*, area_id: int, by: User) -> None:
    """Refuse who may not appoint in the area."""
    if not by.may(area_id, Duty.COORDINATOR):
        raise Refused(_("Je kunt alleen mensen aanstellen in een wijk waar je coördinator bent."), status=FORBIDDEN)
