"""Pages around seats: each opens, asks a constant number of questions, and the desk ends at the border."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Duty, Participant
from meetings import inviting, signup
from meetings.models import Invitation, Meeting, MeetingAudience, Seat
from neighbourhood.models import Area
from tests.conftest import AsMember, signed_in
from tests.factories import AppointmentFactory, ParticipantFactory
from tests.meetings.factories import LunchFactory, MeetingFactory, SeatFactory

pytestmark = pytest.mark.django_db
DESK = "/beheer/meetings/seat/"


@pytest.fixture
def coordinator(area: Area) -> Client:
    """Somebody who coordinates the area."""
    return signed_in(AppointmentFactory.create(participant__area=area, area=area, duty=Duty.COORDINATOR).participant)


def asked(client: Client, address: str) -> int:
    """Return how many questions a page asks the database."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_queries_stay_the_same_however_many_come(area: Area, coordinator: Client) -> None:
    meeting = LunchFactory.create(area=area)
    addresses = [
        reverse("sign_up", args=[meeting.pk]),
        reverse("door", args=[meeting.pk]),
        reverse("invite", args=[meeting.pk]),
        f"{DESK}?bijeenkomst={meeting.pk}",
        DESK,
    ]
    SeatFactory.create_batch(2, meeting=meeting, shown=True)
    few = [asked(coordinator, address) for address in addresses]
    SeatFactory.create_batch(8, meeting=meeting, shown=True)
    assert [asked(coordinator, address) for address in addresses] == few


def test_my_meetings_are_mine(area: Area, member: Participant, as_member: AsMember) -> None:
    meeting, other = MeetingFactory.create(area=area), MeetingFactory.create(area=area)
    signup.sign_up(meeting, by=member)
    signup.sign_up(other, by=ParticipantFactory.create(area=area))
    page = as_member(member).get(reverse("my_meetings")).content.decode()
    assert (meeting.title in page, other.title in page) == (True, False)


def test_inviting_from_the_page(area: Area, member: Participant, as_member: AsMember) -> None:
    meeting = MeetingFactory.create(area=area)
    address, client = reverse("invite", args=[meeting.pk]), as_member(member)
    assert client.get(address).status_code == 403
    signup.sign_up(meeting, by=member)
    neighbour = ParticipantFactory.create(area=area, display_name="Zohra")
    assert "Zohra" in client.get(address, {"q": "zoh"}).content.decode()
    assert client.post(address, {"way": "person", "person": neighbour.pk}).status_code == 302
    assert client.post(address, {"way": "mail"}).status_code == 422
    printed = client.post(address, {"way": "paper", "name": "Mevrouw Pinas", "reads": "ar"})
    assert (printed["Cache-Control"], 'class="qr"' in printed.content.decode()) == ("no-store", True)
    assert Invitation.objects.count() == 2


def test_the_desk_ends_at_the_border(area: Area, coordinator: Client, member: Participant, as_member: AsMember) -> None:
    here, elsewhere = LunchFactory.create(area=area), MeetingFactory.create()
    seat = SeatFactory.create(meeting=elsewhere)
    assert list(coordinator.get(DESK).context["meetings"]) == [here]
    assert coordinator.get(f"{DESK}?bijeenkomst={elsewhere.pk}").status_code == 404
    assert coordinator.get(f"{DESK}{seat.pk}/change/").status_code == 404
    coordinator.post(f"{DESK}?bijeenkomst={here.pk}", {"act": "sign_off", "number": seat.pk})
    assert Seat.objects.get().seated
    moderator = AppointmentFactory.create(participant__area=area, area=area, duty=Duty.MODERATOR).participant
    assert as_member(moderator).get(DESK).status_code == 403
    assert as_member(member).get(DESK).status_code == 302


def test_a_coordinator_adds_and_makes_room(area: Area, coordinator: Client, member: Participant) -> None:
    meeting = MeetingFactory.create(area=area, capacity=1)
    address = f"{DESK}?bijeenkomst={meeting.pk}"
    coordinator.post(address, {"act": "add", "number": member.pk})
    coordinator.post(address, {"act": "add_guest", "name": "Ali", "side": "formal"})
    assert list(meeting.seats.values_list("state", flat=True)) == ["seated", "waiting"]
    coordinator.post(address, {"act": "resize", "capacity": 2})
    assert list(meeting.seats.values_list("state", flat=True)) == ["seated", "seated"]


@pytest.mark.parametrize("value", ["\x00", "9" * 30, "-1", "💐", "<b>", ""])
def test_no_input_breaks_the_forms(area: Area, coordinator: Client, value: str) -> None:
    meeting = MeetingFactory.create(area=area, audience=MeetingAudience.EVERYONE)
    seat = SeatFactory.create(meeting=meeting)
    forms = {
        reverse("sign_up", args=[meeting.pk]): ["answer", "companions", "diet", "reason", "colleague_name", "substitute_side"],
        reverse("invite", args=[meeting.pk]): ["way", "person", "name", "email", "reads"],
        reverse("sign_up_guest", args=[meeting.pk]): ["name", "email"],
        reverse("type_invitation_code"): ["code"],
        reverse("mark_present", args=[meeting.pk, seat.pk]): ["act", "agreement"],
        reverse("walk_in", args=[meeting.pk]): ["name", "side"],
        f"{DESK}?bijeenkomst={meeting.pk}": ["act", "number", "capacity", "name", "side"],
    }
    for address, names in forms.items():
        for answer in ("come", "bring", "instead", "cannot"):
            sent = {**dict.fromkeys(names, value), **({"answer": answer} if "answer" in names else {})}
            assert coordinator.post(address, sent).status_code < 500, address
    for token in (value, "a:b:c"):
        for name in ("invitation", "seat_by_link", "scan_invitation"):
            if token and "\x00" not in token:
                assert coordinator.get(reverse(name, args=[token])).status_code in (200, 302, 404)
    assert Meeting.objects.exists()
    assert inviting.with_code("") is None
