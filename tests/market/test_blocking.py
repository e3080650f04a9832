"""Wanting nothing to do with somebody: what it closes, what stays, and that the other isn't told."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Block, Participant
from kennismarkt.errors import Refused
from market import blocking
from market.models import Conversation, Listing
from tests.conftest import AsMember
from tests.factories import AffiliationFactory, BlockFactory, ConversationFactory, ListingFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(member: Participant) -> Participant:
    """Somebody of the same area."""
    return ParticipantFactory.create(area=member.area, display_name="Joop de V.")


def press(client: Client, person: Participant, what: str) -> int:
    """Press a button about `person` and return the status."""
    return client.post(f"/deelnemers/{person.pk}/{what}/").status_code


def test_blocking_asks_first_and_takes_both_out_of_each_others_sight(
    member: Participant, other: Participant, as_member: AsMember
) -> None:
    listings = [ListingFactory.create(owner=person) for person in (member, other)]
    client = as_member(member)
    assert client.get(f"/deelnemers/{other.pk}/blokkeren/").status_code == 200
    assert Block.objects.count() == 0
    assert press(client, other, "blokkeren") == 302
    assert list(Block.objects.values_list("blocker", "blocked")) == [(member.pk, other.pk)]
    assert [list(Listing.objects.on_market(person)) for person in (member, other)] == [[listings[0]], [listings[1]]]
    assert not Participant.objects.visible_to(other).filter(pk=member.pk).exists()


def test_blocking_twice_is_blocking_once(member: Participant, other: Participant, as_member: AsMember) -> None:
    assert [press(as_member(member), other, "blokkeren") for _ in range(2)] == [302, 302]
    assert Block.objects.count() == 1


def test_nobody_blocks_themselves(member: Participant, as_member: AsMember) -> None:
    assert press(as_member(member), member, "blokkeren") == 404
    with pytest.raises(Refused, match="Jezelf"):
        blocking.block(member, by=member)


def test_my_list_shows_whom_i_blocked_and_lets_them_back_in(member: Participant, other: Participant, as_member: AsMember) -> None:
    conversation = ConversationFactory.create(listing__owner=member, starter=other)
    BlockFactory.create(blocker=member, blocked=other)
    BlockFactory.create(blocked=member, blocker__display_name="Wie mij blokkeerde")
    client = as_member(member)
    listed = client.get("/mijn/blokkades/").content.decode()
    assert ("Joop de V." in listed, "Wie mij blokkeerde" in listed) == (True, False)
    assert "gesloten" in client.get(conversation.get_absolute_url()).content.decode()
    assert press(client, other, "toelaten") == 302
    assert "gesloten" not in client.get(conversation.get_absolute_url()).content.decode()


def test_only_who_blocked_unblocks(member: Participant, other: Participant, as_member: AsMember) -> None:
    BlockFactory.create(blocker=member, blocked=other)
    third = ParticipantFactory.create(area=member.area)
    assert [press(as_member(person), other, "toelaten") for person in (other, third)] == [404, 404]
    assert press(as_member(other), member, "toelaten") == 404
    assert Block.objects.count() == 1


def test_a_colleague_who_was_blocked_reads_no_more_and_the_others_go_on(member: Participant, as_member: AsMember) -> None:
    acting = AffiliationFactory.create(participant=member, organisation__area=member.area)
    conversation = ConversationFactory.create(listing__owner=member, listing__organisation=acting.organisation)
    colleague = AffiliationFactory.create(organisation=acting.organisation).participant
    BlockFactory.create(blocker=conversation.starter, blocked=colleague)
    assert list(Conversation.objects.visible_to(colleague)) == []
    thread = as_member(member).get(conversation.get_absolute_url()).content.decode()
    assert "Dit gesprek is gesloten." not in thread


def test_visitors_are_shown_the_way_in(client: Client, other: Participant) -> None:
    assert [press(client, other, what) for what in ("blokkeren", "toelaten")] == [302, 302]
    assert Block.objects.count() == 0
