"""Answering a listing: it opens one private conversation, once, and who may not is told in words."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Participant
from kennismarkt.errors import Refused
from market import answering
from market.models import Conversation, Listing, Message
from tests.conftest import AsMember
from tests.factories import (
    AffiliationFactory,
    BlockFactory,
    ConversationFactory,
    ListingFactory,
    OrganisationFactory,
    ParticipantFactory,
)

pytestmark = pytest.mark.django_db
WORDS = "Dag, dit lijkt me leuk. Wanneer kan het?"


@pytest.fixture
def listing(member: Participant) -> Listing:
    """An open listing of `member`."""
    return ListingFactory.create(owner=member, title="Samen soep koken")


@pytest.fixture
def neighbour(listing: Listing) -> Participant:
    """Somebody who could answer it."""
    return ParticipantFactory.create(area=listing.area, display_name="Joop de V.")


def answer(client: Client, listing: Listing, text: str = WORDS, once: uuid.UUID | None = None) -> tuple[int, str]:
    """Send an answer and return the status and the page or address that came back."""
    response = client.post(f"/markt/{listing.pk}/reageren/", {"text": text, "sent_once": str(once or uuid.uuid4())})
    return response.status_code, response.headers.get("Location") or response.content.decode()


def test_an_answer_opens_a_conversation_about_the_listing(listing: Listing, neighbour: Participant, as_member: AsMember) -> None:
    status, address = answer(as_member(neighbour), listing)
    conversation = Conversation.objects.get()
    assert (status, address) == (302, conversation.get_absolute_url())
    assert (conversation.listing, conversation.subject, conversation.area) == (listing, listing.title, listing.area)
    assert (conversation.starter, conversation.owner, conversation.organisation) == (neighbour, listing.owner, None)
    assert list(Message.objects.values_list("author", "text")) == [(neighbour.pk, WORDS)]


def test_answering_for_an_organisation_reaches_its_people(listing: Listing, neighbour: Participant) -> None:
    acting = AffiliationFactory.create(participant=listing.owner, organisation__area=listing.area)
    Listing.objects.update(organisation=acting.organisation)
    message = answering.answer(listing, by=neighbour, text=WORDS, sent_once=uuid.uuid4())
    assert message.conversation.organisation == acting.organisation


def test_answering_again_goes_on_with_the_same_conversation(
    listing: Listing, neighbour: Participant, as_member: AsMember
) -> None:
    client = as_member(neighbour)
    assert answer(client, listing)[1] == answer(client, listing, "Nog iets: neem ik een schort mee?")[1]
    assert (Conversation.objects.count(), Message.objects.count()) == (1, 2)


def test_a_double_click_sends_once(listing: Listing, neighbour: Participant, as_member: AsMember) -> None:
    client, once = as_member(neighbour), uuid.uuid4()
    assert answer(client, listing, once=once) == answer(client, listing, once=once)
    assert (Conversation.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_at_the_same_moment_is_sent_once(listing: Listing, neighbour: Participant) -> None:
    once, ready, sent = uuid.uuid4(), threading.Barrier(4), []

    def send() -> None:
        ready.wait()
        sent.append(answering.answer(listing, by=neighbour, text=WORDS, sent_once=once).pk)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sent == [Message.objects.get().pk] * 4
    assert Conversation.objects.count() == 1


def test_ones_own_listing_is_not_answered(listing: Listing, as_member: AsMember) -> None:
    status, page = answer(as_member(listing.owner), listing)
    assert (status, Conversation.objects.count()) == (409, 0)
    assert "Dit heb je zelf geplaatst." in page


@pytest.mark.parametrize(
    "gone", [{"hidden_at": timezone.now()}, {"deleted_at": timezone.now()}, {"done_at": timezone.now()},
             {"paused_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(minutes=1)}],
    ids=lambda gone: next(iter(gone)),
)  # fmt: skip
def test_what_is_off_the_market_is_not_answered_and_the_words_are_kept(
    listing: Listing, neighbour: Participant, as_member: AsMember, gone: dict[str, object]
) -> None:
    Listing.objects.update(title="Een titel die niemand meer ziet", **gone)
    status, page = answer(as_member(neighbour), listing)
    assert (status, Conversation.objects.count()) == (404, 0)
    assert ("Dit staat niet meer op de markt." in page, WORDS in page, "Een titel" in page) == (True, True, False)
    with pytest.raises(Refused, match="niet meer op de markt"):
        answering.answer(listing, by=neighbour, text=WORDS, sent_once=uuid.uuid4())


def test_who_may_not_see_it_may_not_answer_it(listing: Listing, neighbour: Participant, as_member: AsMember) -> None:
    Listing.objects.update(organisation=OrganisationFactory.create(area=listing.area), visibility="organisation")
    assert (answer(as_member(neighbour), listing)[0], Conversation.objects.count()) == (404, 0)


@pytest.mark.parametrize("blocker", ["owner", "neighbour"])
def test_a_block_either_way_closes_it(listing: Listing, neighbour: Participant, as_member: AsMember, blocker: str) -> None:
    pair = [listing.owner, neighbour] if blocker == "owner" else [neighbour, listing.owner]
    BlockFactory.create(blocker=pair[0], blocked=pair[1])
    status, page = answer(as_member(neighbour), listing)
    assert (status, Conversation.objects.count()) == (404, 0)
    assert "blok" not in page.split("</header>")[1].lower()


def test_visitors_are_shown_the_way_in(listing: Listing, client: Client) -> None:
    assert answer(client, listing)[0] == 302
    assert Conversation.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Schrijf eerst een paar woorden."), ("  \n ", "Schrijf eerst een paar woorden."), ("a" * 4001, "4000")],
)
def test_no_words_or_too_many_are_refused(
    listing: Listing, neighbour: Participant, as_member: AsMember, text: str, words: str
) -> None:
    status, page = answer(as_member(neighbour), listing, text)
    assert (status, words in page, Message.objects.count()) == (422, True, 0)


def test_the_verb_refuses_what_the_form_would(listing: Listing, neighbour: Participant) -> None:
    for text, words in ((" ", "een paar woorden"), ("a" * 4002, "2 tekens te lang")):
        with pytest.raises(Refused, match=words):
            answering.answer(listing, by=neighbour, text=text, sent_once=uuid.uuid4())
    assert Conversation.objects.count() == 0


def test_too_many_answers_in_an_hour_wait_and_lose_no_words(
    listing: Listing, neighbour: Participant, as_member: AsMember, settings: Settings
) -> None:
    settings.LIMITS_PER_HOUR = {"answers": 2, "messages": 50}
    ConversationFactory.create(starter=neighbour, opened_at=timezone.now() - timedelta(minutes=61))
    ConversationFactory.create(starter=neighbour)
    client = as_member(neighbour)
    assert answer(client, listing)[0] == 302
    other = ListingFactory.create(area=listing.area)
    status, page = answer(client, other, "Mag ik ook meedoen?")
    assert (status, "Mag ik ook meedoen?" in page, "Wacht even" in page) == (429, True, True)
    assert answer(client, listing)[0] == 302, "going on with a conversation isn't opening one"


def test_the_hour_counts_messages_too(listing: Listing, neighbour: Participant, settings: Settings) -> None:
    settings.LIMITS_PER_HOUR = {"answers": 9, "messages": 2}
    first = answering.answer(listing, by=neighbour, text="een", sent_once=uuid.uuid4())
    again = uuid.uuid4()
    answering.send(first.conversation, by=neighbour, text="twee", sent_once=again)
    with pytest.raises(Refused) as refused:
        answering.send(first.conversation, by=neighbour, text="drie", sent_once=uuid.uuid4())
    assert refused.value.status == 429
    answering.send(first.conversation, by=neighbour, text="twee", sent_once=again)
    answering.send(first.conversation, by=listing.owner, text="de ander heeft een eigen uur", sent_once=uuid.uuid4())
    assert Message.objects.count() == 3
