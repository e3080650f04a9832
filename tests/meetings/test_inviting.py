"""Invitations: to an account, an address or on paper; once, by whom they are for, until they run out or are taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Participant
from kennismarkt.errors import Refused
from meetings import inviting, links, signup
from meetings.inviting import Answer
from meetings.models import Invitation, Meeting, MeetingAudience, Refusal, Seat
from neighbourhood.models import Area, Side
from tests.conftest import AsMember, RunJobs
from tests.factories import BlockFactory, ParticipantFactory
from tests.meetings.factories import MeetingFactory

pytestmark = pytest.mark.django_db
ADDRESS = "fatma@example.org"


@pytest.fixture
def meeting(area: Area) -> Meeting:
    """A meeting for who is invited only."""
    return MeetingFactory.create(area=area, audience=MeetingAudience.INVITED)


@pytest.fixture
def host(meeting: Meeting) -> Participant:
    """Somebody who receives people there."""
    host = ParticipantFactory.create(area=meeting.area, display_name="Yara")
    meeting.hosts.add(host)
    return host


@pytest.fixture
def mailed(meeting: Meeting, host: Participant, run_jobs: RunJobs) -> Invitation:
    """An invitation to an address, sent."""
    made = inviting.invite_by_mail(meeting, ADDRESS.upper(), by=host, name="Fatma", reads="tr")
    run_jobs()
    return made


def test_who_is_asked_sees_the_meeting_and_answers_once(
    meeting: Meeting, host: Participant, member: Participant, as_member: AsMember
) -> None:
    assert as_member(member).get(reverse("sign_up", args=[meeting.pk])).status_code == 404
    made = inviting.invite(meeting, member, by=host)
    assert inviting.invite(meeting, member, by=host) == made
    answered = as_member(member).post(reverse("sign_up", args=[meeting.pk]), {"answer": "come"})
    assert (answered.status_code, Seat.objects.get().participant) == (302, member)
    with pytest.raises(Refused, match="al gebruikt"):
        inviting.answer_invitation(made, Answer("come"), viewer=member)


def test_a_link_shows_buttons_and_only_a_button_acts(
    meeting: Meeting, host: Participant, member: Participant, client: Client
) -> None:
    link = links.to_invitation(inviting.invite(meeting, member, by=host))
    assert client.get(link).status_code == 200
    assert not Seat.objects.exists()
    assert client.post(link, {"answer": "cannot", "reason": "no_time"}).status_code == 200
    assert (Seat.objects.get().state, Refusal.objects.get().reason) == ("declined", "no_time")
    assert client.post(link, {"answer": "come"}).status_code == 410


def test_it_is_bound_to_whom_it_is_for(meeting: Meeting, host: Participant, member: Participant, as_member: AsMember) -> None:
    link = links.to_invitation(inviting.invite(meeting, ParticipantFactory.create(area=meeting.area), by=host))
    assert as_member(member).get(link).status_code == 403
    assert as_member(member).post(link, {"answer": "come"}).status_code == 403


def test_an_address_gets_a_mail_without_anything_personal_in_the_link(mailed: Invitation, client: Client) -> None:
    message = mail.outbox[0]
    link = links.to_invitation(mailed)
    assert (message.to, link in message.body, "fatma" in link) == ([ADDRESS], True, False)
    form = {"answer": "come", "own_name": "Fatma", "own_side": "formal", "own_email": "other@example.org"}
    assert client.post(link, form).status_code == 200
    seat = Seat.objects.get()
    assert (seat.guest_name, seat.guest_email, seat.side, seat.participant) == ("Fatma", ADDRESS, "formal", None)
    assert client.get(link).status_code == 200


def test_the_owner_of_a_proven_address_answers_as_themselves(mailed: Invitation, member: Participant, client: Client) -> None:
    EmailAddress.objects.create(user=member.user, email=ADDRESS, verified=True, primary=False)
    assert client.post(links.to_invitation(mailed), {"answer": "come"}).status_code == 200
    assert Seat.objects.get().participant == member


def test_a_paper_opens_by_its_code_once(meeting: Meeting, host: Participant, client: Client) -> None:
    sheet = inviting.invite_on_paper(meeting, by=host)
    assert client.post("/uitnodiging/", {"code": "AAAA-BBBB-CCCC"}).status_code == 422
    assert client.post("/uitnodiging/", {"code": "-".join(sheet.groups).lower()})["Location"] == "/uitnodiging/papier/"
    form = {"answer": "come", "own_name": "Mevrouw Pinas", "own_side": "informal"}
    assert client.post("/uitnodiging/papier/", form).status_code == 200
    assert Seat.objects.get().guest_name == "Mevrouw Pinas"
    scanned = client.get(f"/uitnodiging/code/{sheet.code}/", follow=True)
    assert scanned.redirect_chain[-1][0] == "/uitnodiging/"
    assert sheet.code not in str(Invitation.objects.values())


@pytest.mark.parametrize("facts", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(minutes=1)}])
def test_what_was_taken_back_or_ran_out_opens_nothing(mailed: Invitation, client: Client, facts: dict[str, object]) -> None:
    Invitation.objects.update(**facts)
    assert client.post(links.to_invitation(mailed), {"answer": "come", "own_name": "F", "own_side": "formal"}).status_code == 410
    assert not Seat.objects.exists()


def test_who_may_not_invite(meeting: Meeting, host: Participant, member: Participant) -> None:
    with pytest.raises(Refused, match="Meld eerst jezelf aan"):
        inviting.invite_by_mail(meeting, ADDRESS, by=member)
    BlockFactory.create(blocker=member, blocked=host)
    with pytest.raises(Refused, match="niet te vinden"):
        inviting.invite(meeting, member, by=host)


def test_only_who_made_it_takes_it_back(mailed: Invitation, host: Participant, member: Participant, as_member: AsMember) -> None:
    address = reverse("revoke_invitation", args=[mailed.pk])
    assert as_member(member).post(address).status_code == 404
    assert as_member(host).post(address).status_code == 302
    assert not Invitation.objects.open().exists()


def test_a_guest_proves_their_address_before_a_seat_is_theirs(area: Area, client: Client, run_jobs: RunJobs) -> None:
    meeting = MeetingFactory.create(area=area, audience=MeetingAudience.EVERYONE)
    assert client.post(reverse("sign_up_guest", args=[meeting.pk]), {"name": "Fatma", "email": ADDRESS}).status_code == 200
    run_jobs()
    assert (Seat.objects.count(), [message.to for message in mail.outbox]) == (0, [[ADDRESS]])
    hidden = MeetingFactory.create(area=area)
    assert client.get(reverse("sign_up_guest", args=[hidden.pk])).status_code == 404


def test_the_link_of_a_seat_signs_off_once(meeting: Meeting, member: Participant, client: Client) -> None:
    Meeting.objects.update(audience=MeetingAudience.MEMBERS)
    link = links.to_seat(signup.sign_up(meeting, by=member))
    assert client.get(link).status_code == 200
    assert Seat.objects.get().seated
    assert "Je bent afgemeld" in client.post(link, {"act": "decline"}).content.decode()
    assert client.post(link, {"act": "decline"}).status_code == 404
    assert Seat.objects.get().side == Side.INFORMAL


def test_who_was_kept_out_meanwhile_answers_nothing(
    meeting: Meeting, host: Participant, member: Participant, client: Client
) -> None:
    link = links.to_invitation(inviting.invite(meeting, member, by=host))
    member.user.is_active = False
    member.user.save()
    assert client.post(link, {"answer": "come"}).status_code == 409
    assert not Seat.objects.exists()


def test_the_return_key_in_the_field_of_another_signs_nobody_up(area: Area, member: Participant, as_member: AsMember) -> None:
    address = reverse("sign_up", args=[MeetingFactory.create(area=area).pk])
    assert as_member(member).post(address, {"answer": "come", "substitute_name": "Noor"}).status_code == 422
    assert not Seat.objects.exists()
