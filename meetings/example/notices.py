"""Things to look at the mails of meetings with; none of them is in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from meetings.changes import ChangeKind, MeetingChange
from meetings.gatherings import Meeting
from meetings.kinds import MeetingKind
from neighbourhood.models import Place
from notifications.kinds import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Participant
    from meetings.notices_planning import Replanned

WEEK = timedelta(weeks=1)
NOON = datetime(2026, 12, 3, 11, 0, tzinfo=UTC)


def meeting(person: Participant, title: str = "De kaart op tafel", starts_at: datetime = NOON) -> Meeting:
    """Return a lunch meeting that stands a week later than it did."""
    place = Place(
        pk=1, area=person.area, name="Huis van de Wijk 't Blommetje", address="Pieter Calandlaan 1", latitude=52.36, longitude=4.8
    )
    ends_at = starts_at + timedelta(hours=2)
    made = Meeting(pk=1, area=person.area, kind=MeetingKind.LUNCH, title=title, starts_at=starts_at, ends_at=ends_at, place=place)
    was = {"was_starts_at": starts_at - WEEK, "was_ends_at": ends_at - WEEK, "was_place": place}
    change = MeetingChange(pk=1, meeting=made, kind=ChangeKind.MOVED, reason="De zaal wordt die dag geschilderd.", **was)
    made._prefetched_objects_cache = {"changes": [change]}  # type: ignore[attr-defined]  # as if it had been read
    return made


def moved(person: Participant) -> Meeting:
    """Return a meeting that moved."""
    return meeting(person)


def cancelled(person: Participant) -> Meeting:
    """Return a meeting that doesn't go on."""
    made = meeting(person)
    made.cancelled_at, made.cancelled_because = NOON - WEEK, "Er is te veel griep in de wijk."
    return made


def replanned(person: Participant) -> Replanned:
    """Return two meetings that moved together."""
    from meetings.notices_planning import Replanned  # which shows these

    both = (meeting(person), meeting(person, "Afronden en verder", NOON + 2 * WEEK))
    return Replanned([each.changes.all()[0] for each in both])


def news(person: Participant) -> Iterable[Words]:
    """Return what was announced in a week."""
    title = _("%(number)d nieuwe bijeenkomsten") % {"number": 2}
    quotes = tuple(f"{each.title} · {each.when}" for each in (meeting(person), meeting(person, "Wijktafel", NOON + WEEK)))
    yield Words(title, quotes=quotes, link=f"/wijk/{person.area.slug}/bijeenkomsten/", button=_("Bekijk ze"))
