"""Writing to a person about nothing on the market, and having met by answering each other."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Encounter, Participant
from kennismarkt.errors import Refused
from market import answering
from market.models import Conversation, Message
from neighbourhood.models import Area
from tests.conftest import AsMember
from tests.factories import (
    AffiliationFactory,
    BlockFactory,
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    OrganisationFactory,
    ParticipantFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(area: Area) -> Participant:
    """Somebody of the other side."""
    return ParticipantFactory.create(area=area, display_name="Joris", roles=["professional"], side="formal")


def write(person: Participant, by: Participant, text: str = "Dag, zullen we koffie drinken?") -> Message:
    """Write to somebody."""
    return answering.write_to(person, by=by, text=text, sent_once=uuid.uuid4())


def say(conversation: Conversation, by: Participant) -> Message:
    """Say something in a conversation."""
    return answering.send(conversation, by=by, text="Graag.", sent_once=uuid.uuid4())


def test_members_write_to_each_other(member: Participant, other: Participant, as_member: AsMember) -> None:
    sent = {"text": "Dag Joris", "sent_once": str(uuid.uuid4())}
    response = as_member(member).post(f"/deelnemers/{other.pk}/schrijven/", sent)
    conversation = Conversation.objects.get()
    assert response.url == conversation.get_absolute_url()
    assert (conversation.personal, conversation.listing, conversation.subject) == (True, None, "")
    assert (conversation.starter, conversation.owner, conversation.area) == (member, other, other.area)
    for viewer, words in ((member, "Bericht aan Joris"), (other, "Bericht van Samira B.")):
        client = as_member(viewer)
        assert words in client.get("/gesprekken/").content.decode()
        assert words in client.get(conversation.get_absolute_url()).content.decode()
    assert as_member(ParticipantFactory.create()).get(conversation.get_absolute_url()).status_code == 404


def test_two_people_have_one_conversation_whoever_writes(member: Participant, other: Participant, as_member: AsMember) -> None:
    first = write(other, member)
    assert write(member, other).conversation == first.conversation
    assert as_member(other).get(f"/deelnemers/{member.pk}/schrijven/").url == first.conversation.get_absolute_url()
    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.create(personal=True, area=member.area, starter=other, owner=member)


def test_a_form_sent_twice_says_it_once(member: Participant, other: Participant) -> None:
    once = uuid.uuid4()
    for _ in range(2):
        answering.write_to(other, by=member, text="Dag", sent_once=once)
    assert Message.objects.count() == 1


def test_who_has_no_address_is_written_to_as_well(member: Participant) -> None:
    person = ParticipantFactory.create(user=UserFactory.create(email=None))
    assert write(person, member).conversation.owner == person


@pytest.mark.parametrize("blocker_first", [True, False])
def test_nobody_writes_across_a_block_or_hears_of_it(
    member: Participant, other: Participant, as_member: AsMember, blocker_first: bool
) -> None:
    pair = (member, other) if blocker_first else (other, member)
    BlockFactory.create(blocker=pair[0], blocked=pair[1])
    response = as_member(member).post(f"/deelnemers/{other.pk}/schrijven/", {"text": "Dag", "sent_once": str(uuid.uuid4())})
    assert response.status_code == 404
    with pytest.raises(Refused, match="Deze persoon is hier niet te vinden"):
        write(other, member)
    assert not Conversation.objects.exists()


def test_a_block_closes_what_was_open(member: Participant, other: Participant) -> None:
    write(other, member)
    BlockFactory.create(blocker=other, blocked=member)
    with pytest.raises(Refused, match="Dit gesprek is gesloten"):
        write(other, member)


def test_nobody_writes_to_who_is_gone_or_to_themselves(member: Participant, as_member: AsMember) -> None:
    gone = ParticipantFactory.create(user__is_active=False)
    for person in (gone, member):
        assert as_member(member).get(f"/deelnemers/{person.pk}/schrijven/").status_code == 404
        with pytest.raises(Refused):
            write(person, member)


def test_not_too_many_people_in_an_hour(member: Participant, settings: Settings) -> None:
    settings.LIMITS_PER_HOUR = {**settings.LIMITS_PER_HOUR, "answers": 2}
    for _ in range(2):
        write(ParticipantFactory.create(), member)
    with pytest.raises(Refused) as refused:
        write(ParticipantFactory.create(), member)
    assert refused.value.status == 429


def test_what_could_not_be_sent_comes_back(member: Participant, other: Participant, as_member: AsMember) -> None:
    response = as_member(member).post(f"/deelnemers/{other.pk}/schrijven/", {"text": "  ", "sent_once": str(uuid.uuid4())})
    assert (response.status_code, "Schrijf eerst een paar woorden." in response.content.decode()) == (422, True)


def test_having_answered_each_other_is_having_met(member: Participant, other: Participant) -> None:
    conversation = write(other, member).conversation
    say(conversation, member)
    assert not Encounter.objects.exists()
    say(conversation, other)
    say(conversation, member)
    met = Encounter.objects.get()
    assert {met.one, met.other} == {member, other}
    assert (met.area, met.origin, met.across_the_line) == (conversation.area, "conversation", True)


def test_an_answered_listing_counts_and_neighbours_of_one_side_are_not_across(member: Participant) -> None:
    listing = ListingFactory.create(area=member.area)
    message = answering.answer(listing, by=member, text="Dag", sent_once=uuid.uuid4())
    say(message.conversation, listing.owner)
    assert [each.across_the_line for each in Encounter.objects.all()] == [False]


def test_a_colleague_who_answers_has_met_the_starter_and_not_the_colleagues(member: Participant, area: Area) -> None:
    organisation = OrganisationFactory.create(area=area)
    owner, colleague = (AffiliationFactory.create(organisation=organisation).participant for _ in range(2))
    listing = ListingFactory.create(owner=owner, area=area, organisation=organisation)
    conversation = answering.answer(listing, by=member, text="Dag", sent_once=uuid.uuid4()).conversation
    say(conversation, colleague)
    assert Encounter.objects.people_met(member, [owner.pk, colleague.pk]) == {colleague.pk}
    say(conversation, owner)
    assert Encounter.objects.people_met(member, [owner.pk, colleague.pk]) == {owner.pk, colleague.pk}
    assert Encounter.objects.people_met(owner, [colleague.pk]) == set()


def test_what_a_moderator_hid_is_no_meeting(member: Participant) -> None:
    conversation = ConversationFactory.create(starter=member)
    MessageFactory.create(conversation=conversation, author=member, hidden_at=timezone.now())
    say(conversation, conversation.owner)
    assert not Encounter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_the_same_moment_wait_for_nobody(area: Area, other: Participant) -> None:
    member = ParticipantFactory.create(area=area)

    def one_way(pair: tuple[Participant, Participant]) -> None:
        try:
            for _ in range(5):
                write(pair[0], pair[1])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(one_way, [(member, other), (other, member)]))
    assert (Conversation.objects.count(), Message.objects.count(), Encounter.objects.count()) == (1, 10, 1)
