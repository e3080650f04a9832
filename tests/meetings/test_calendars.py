"""Calendar files: right by RFC 5545 for two readers, in the zone of the area, updating and cancelling; and who may fetch which."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import vobject
from django.core import mail
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from accounts.models import Participant
from meetings import calendar_feeds, calendars, moving
from meetings.models import Meeting
from meetings.moving import Move
from neighbourhood.models import Area
from notifications import sending
from notifications.models import Delivery
from tests.conftest import AsMember
from tests.factories import ParticipantFactory
from tests.meetings.factories import LunchFactory, MeetingFactory, SeatFactory
from tests.meetings.planners import coordinator_of
from tests.notifications.conftest import proven

pytestmark = pytest.mark.django_db

AWKWARD = "Soep; brood, en\nkaas \\ مرحبا " + "é" * 80


def entries(content: str) -> list[dict[str, str]]:
    """Return what both parsers read of each entry, where they agree."""
    one = list(Calendar.from_ical(content).walk("VEVENT"))
    other = [part for part in vobject.readOne(content).components() if part.name == "VEVENT"]
    found = []
    for event, second in zip(one, other, strict=True):
        assert (str(event["uid"]), event.decoded("dtstart")) == (second.uid.value, second.dtstart.value)
        assert str(event["summary"]) == second.summary.value
        found.append({name: str(event[name]) for name in ("uid", "summary", "sequence", "status")})
    return found


@pytest.mark.parametrize(
    ("moment", "offset"),
    [
        (datetime(2027, 3, 25, 11, tzinfo=UTC), 1),
        (datetime(2027, 4, 1, 10, tzinfo=UTC), 2),
        (datetime(2026, 10, 29, 11, tzinfo=UTC), 1),
    ],
    ids=["before spring 2027", "after spring 2027", "after autumn 2026"],
)
def test_noon_is_noon_with_the_zone_of_the_area(area: Area, moment: datetime, offset: int) -> None:
    meeting = MeetingFactory.create(area=area, title=AWKWARD.replace("\n", " "), starts_at=moment)
    content = calendars.published([meeting])
    assert "DTSTART;TZID=Europe/Amsterdam:" in content
    assert "BEGIN:VTIMEZONE" in content
    assert max(len(line.encode()) for line in content.split("\r\n")) <= 75
    start = Calendar.from_ical(content).walk("VEVENT")[0].decoded("dtstart")
    assert (start.hour, start.utcoffset(), start) == (12, timedelta(hours=offset), moment)
    assert entries(content)[0]["summary"] == meeting.title


def test_an_invitation_updates_and_cancels_under_one_name(area: Area, member: Participant) -> None:
    meeting, ilse = MeetingFactory.create(area=area), coordinator_of(area)
    SeatFactory.create(meeting=meeting, participant=member)
    first = entries(calendars.invitation(meeting, email="samira@example.org", name="Samira"))[0]
    moving.move([Move(meeting.pk, meeting.starts_at, meeting.ends_at + timedelta(hours=1), meeting.place, 1)], by=ilse)
    meeting.refresh_from_db()
    second = entries(calendars.invitation(meeting, email="samira@example.org"))[0]
    moving.cancel(meeting, by=ilse, reason="Griep.", version=2)
    meeting.refresh_from_db()
    content = calendars.cancellation(meeting, email="samira@example.org")
    third = entries(content)[0]
    assert {first["uid"], second["uid"], third["uid"]} == {calendars.uid(meeting)}
    assert [each["sequence"] for each in (first, second, third)] == ["0", "1", "2"]
    assert (third["status"], "METHOD:CANCEL" in content) == ("CANCELLED", True)


def test_the_file_goes_along_with_the_mail(area: Area, member: Participant) -> None:
    meeting, ilse = LunchFactory.create(area=area, title="De kaart op tafel"), coordinator_of(area)
    SeatFactory.create(meeting=meeting, participant=proven(member))
    moving.move(
        [Move(meeting.pk, meeting.starts_at, meeting.ends_at + timedelta(hours=1), meeting.place, 1)], by=ilse, reason="Zaal."
    )
    Delivery.objects.update(due_at=timezone.now() - timedelta(hours=1))
    sending.send_due()
    message = mail.outbox[0]
    assert (message.subject, "De kaart op tafel" in message.subject) == ("Een bijeenkomst is verplaatst", False)
    assert "Het was" in message.body
    (name, content, kind) = message.attachments[0]
    assert (name, kind.startswith("text/calendar")) == (f"bijeenkomst-{meeting.pk}.ics", True)
    assert entries(content)[0]["sequence"] == "1"


def test_the_calendar_of_an_area_holds_what_everybody_may_see(area: Area, member: Participant, as_member: AsMember) -> None:
    public = MeetingFactory.create(area=area, audience="everyone", title="Wijktafel")
    MeetingFactory.create(area=area, title="Alleen leden")
    MeetingFactory.create(area=area, audience="invited", title="Besloten")
    MeetingFactory.create(area=area, audience="everyone", announced_at=None, title="Nog geheim")
    MeetingFactory.create(audience="everyone", title="Elders")
    for client in (Client(), as_member(member)):
        content = client.get(f"/wijk/{area.slug}/bijeenkomsten/agenda.ics").content.decode()
        assert [each["uid"] for each in entries(content)] == [calendars.uid(public)]


def test_ones_own_calendar_holds_ones_own_and_nobody_elses(member: Participant, client: Client) -> None:
    mine = SeatFactory.create(meeting__area=member.area, participant=member).meeting
    hosted = MeetingFactory.create(area=member.area)
    hosted.hosts.add(member)
    SeatFactory.create(meeting__area=member.area)
    SeatFactory.create(meeting__area=member.area, participant=member, state="declined")
    address = calendar_feeds.renew(by=member).address.partition("://")[2].partition("/")[2]
    answer = client.get(f"/{address}")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert {each["uid"] for each in entries(answer.content.decode())} == {calendars.uid(each) for each in (mine, hosted)}


def test_a_revoked_address_and_a_made_up_one_lead_nowhere(member: Participant, client: Client, as_member: AsMember) -> None:
    path = calendar_feeds.renew(by=member).address.partition("://")[2].partition("/")[2]
    again = calendar_feeds.renew(by=member).address.partition("://")[2].partition("/")[2]
    assert [client.get(f"/{each}").status_code for each in (path, again)] == [404, 200]
    assert as_member(member).post("/mijn/agenda/weg/").status_code == 302
    member.refresh_from_db()
    assert [client.get(each).status_code for each in (f"/{again}", "/agenda/onzin/bijeenkomsten.ics")] == [404, 404]


def test_who_is_kept_out_has_no_calendar(member: Participant, client: Client) -> None:
    path = calendar_feeds.renew(by=member).address.partition("://")[2].partition("/")[2]
    member.user.is_active = False
    member.user.save()
    assert client.get(f"/{path}").status_code == 404


def test_nobody_sees_anothers_address(member: Participant, as_member: AsMember) -> None:
    address = calendar_feeds.renew(by=member).address
    other = as_member(ParticipantFactory.create(area=member.area)).get("/mijn/agenda/").content.decode()
    assert (address in as_member(member).get("/mijn/agenda/").content.decode(), address in other) == (True, False)
    assert not Meeting.objects.exists()
