"""Things to look at the mails of meetings with; none of them is in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from accounts.models import Commitment
from meetings.models import Meeting, MeetingKind, Photo

if TYPE_CHECKING:
    from accounts.models import Participant


def meeting(person: Participant) -> Meeting:
    """Return a lunch meeting that is over."""
    noon = datetime(2026, 11, 12, 11, tzinfo=UTC)
    title = "Wat maakt samenwerken fijn?"
    return Meeting(
        pk=1, area=person.area, kind=MeetingKind.ACTIVITY, title=title, starts_at=noon, ends_at=noon + timedelta(hours=2)
    )


def commitment(person: Participant) -> Commitment:
    """Return something that somebody asks of `person`."""
    return Commitment(pk=1, area=person.area, person=person, text="De sleutel van de keuken regelen", about=1)


def photo(person: Participant) -> Photo:
    """Return a photo with `person` on it."""
    return Photo(pk=1, meeting=meeting(person), alt="Vier mensen rond een pan soep")
