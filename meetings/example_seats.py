"""An invitation and a seat to look at mails with; none of them is in the database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from accounts.models import Participant
from meetings.models import Invitation, Meeting, MeetingKind, Seat, SeatState
from neighbourhood.models import Place

if TYPE_CHECKING:
    from neighbourhood.models import Area


def example_meeting(area: Area) -> Meeting:
    """Return a lunch."""
    place = Place(name="Huis van de wijk", address="Osdorpplein 1", access_notes="De lift zit links. Bel aan bij de groene deur.")
    return Meeting(
        pk=1,
        area=area,
        kind=MeetingKind.LUNCH,
        title="De kaart op tafel",
        starts_at=datetime(2026, 12, 3, 11, tzinfo=UTC),
        ends_at=datetime(2026, 12, 3, 13, tzinfo=UTC),
        place=place,
        lunch=True,
    )


def example_invitation(person: Participant) -> Invitation:
    """Return an invitation of somebody."""
    by = Participant(pk=2, display_name="Yara", area=person.area)
    return Invitation(pk=1, meeting=example_meeting(person.area), by=by, participant=person)


def example_seat(person: Participant) -> Seat:
    """Return a seat that came free."""
    moved_up = datetime(2026, 12, 1, 9, tzinfo=UTC)
    return Seat(pk=1, meeting=example_meeting(person.area), participant=person, state=SeatState.SEATED, moved_up_at=moved_up)
