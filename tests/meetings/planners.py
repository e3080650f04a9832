"""Somebody who plans, and the forms that they send: what the tests of planning share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.models import Duty, Participant
from tests.factories import AppointmentFactory, ParticipantFactory

if TYPE_CHECKING:
    from django.http import HttpResponse

    from neighbourhood.models import Area

PLAN = "/beheer/meetings/trajectory/add/"
PLAN_MEETING = "/beheer/meetings/meeting/add/"


def coordinator_of(area: Area, name: str = "Ilse") -> Participant:
    """Return somebody who coordinates `area`."""
    person: Participant = ParticipantFactory.create(area=area, display_name=name)
    AppointmentFactory.create(participant=person, area=area, duty=Duty.COORDINATOR)
    return person


def filled(form: Any) -> dict[str, Any]:
    """Return what a browser sends of a form as it stands on the page."""
    sent: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False or value == []:
            continue
        if isinstance(value, list | tuple):
            sent[bound.html_name] = [str(getattr(each, "pk", each)) for each in value]
        else:
            shown = bound.field.widget.format_value(value) if hasattr(bound.field.widget, "format_value") else value
            sent[bound.html_name] = "on" if value is True else shown
    return sent


def with_rows(response: HttpResponse) -> dict[str, Any]:
    """Return what a browser sends of a plan with its dates."""
    context: Any = response.context  # type: ignore[attr-defined]  # the test client's
    sheet = context["sheet"]
    sent = filled(context["form"]) | filled(sheet.rows.management_form)
    for form in sheet.rows.forms:
        sent |= filled(form)
    return {**sent, "seen": sheet.seen}
