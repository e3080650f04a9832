"""Reading and writing in a conversation: what is new, what is old, and who never sees any of it."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Affiliation, Duty, Participant
from market import answering
from market.models import Conversation, Hiding, Message
from market.threads import LISTED, SHOWN
from tests.conftest import AsMember
from tests.factories import (
    AffiliationFactory,
    AppointmentFactory,
    BlockFactory,
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    OrganisationFactory,
    ParticipantFactory,
)

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def conversation(member: Participant) -> Conversation:
    """Joop answered a listing of `member`."""
    listing = ListingFactory.create(owner=member, title="Samen soep koken")
    joop = ParticipantFactory.create(area=member.area, display_name="Joop de V.")
    return ConversationFactory.create(listing=listing, starter=joop)


@pytest.fixture
def with_organisation(member: Participant) -> Conversation:
    """Joop answered a listing that `member` placed for an organisation."""
    organisation = OrganisationFactory.create(area=member.area, name="Huis van de Buurt")
    AffiliationFactory.create(participant=member, organisation=organisation)
    listing = ListingFactory.create(owner=member, organisation=organisation, title="Inloop op woensdag")
    return ConversationFactory.create(
        listing=listing, starter=ParticipantFactory.create(area=member.area, display_name="Joop de V.")
    )


def said(conversation: Conversation, author: Participant, text: str, **fields: object) -> Message:
    """Return a message that was sent."""
    return MessageFactory.create(conversation=conversation, author=author, text=text, **fields)


def page(client: Client, address: str, **headers: str) -> str:
    """Return the page at `address`."""
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def send(client: Client, conversation: Conversation, text: str, **headers: str) -> tuple[int, str]:
    """Send a message; return the status and what came back."""
    data = {"text": text, "sent_once": str(uuid.uuid4())}
    response = client.post(conversation.get_absolute_url(), data, headers=headers)
    return response.status_code, response.headers.get("Location") or response.content.decode()


def unread(client: Client) -> str:
    """Return the number in the navigation."""
    found = re.search(r'class="count">(\d+)', page(client, "/gesprekken/nieuw/"))
    return found[1] if found else ""


# Who sees it


def test_the_two_read_it_and_nobody_else_does(conversation: Conversation, as_member: AsMember) -> None:
    said(conversation, conversation.starter, "Dit blijft tussen ons.")
    area = conversation.area
    others = {
        "third": ParticipantFactory.create(area=area),
        "other organisation": AffiliationFactory.create(participant__area=area).participant,
        **{duty: AppointmentFactory.create(participant__area=area, duty=duty).participant for duty in Duty},
    }
    for name, person in others.items():
        assert as_member(person).get(conversation.get_absolute_url()).status_code == 404, name
        assert send(as_member(person), conversation, "Mag ik erbij?")[0] == 404, name
        assert "soep" not in page(as_member(person), "/gesprekken/"), name
    for person in (conversation.starter, conversation.owner):
        assert "Dit blijft tussen ons." in page(as_member(person), conversation.get_absolute_url())
    assert list(Message.objects.visible_to(None)) == []


def test_visitors_are_shown_the_way_in(conversation: Conversation, client: Client) -> None:
    for address in (conversation.get_absolute_url(), "/gesprekken/", "/gesprekken/nieuw/", "/mijn/blokkades/"):
        assert client.get(address).headers["Location"].startswith("/account/login/")


def test_an_organisation_is_answered_by_its_people_of_today(with_organisation: Conversation, as_member: AsMember) -> None:
    said(with_organisation, with_organisation.starter, "Is er morgen inloop?")
    here = {"participant__area": with_organisation.area, "organisation": with_organisation.organisation}
    colleague = AffiliationFactory.create(participant__display_name="Fatma", **here)
    former = AffiliationFactory.create(**here).participant
    elsewhere = AffiliationFactory.create(participant__area=with_organisation.area).participant
    Affiliation.objects.filter(participant=former).delete()
    assert send(as_member(colleague.participant), with_organisation, "Ja hoor, tot dan!")[0] == 302
    for person in (former, elsewhere):
        assert as_member(person).get(with_organisation.get_absolute_url()).status_code == 404
    thread = page(as_member(with_organisation.starter), with_organisation.get_absolute_url())
    assert ("Fatma" in thread, "Huis van de Buurt" in thread) == (True, True)
    assert unread(as_member(former)) == ""


def test_who_placed_it_for_an_organisation_and_left_reads_no_more(with_organisation: Conversation, as_member: AsMember) -> None:
    owner = as_member(with_organisation.owner)
    assert owner.get(with_organisation.get_absolute_url()).status_code == 200
    Affiliation.objects.all().delete()
    assert owner.get(with_organisation.get_absolute_url()).status_code == 404
    assert as_member(with_organisation.starter).get(with_organisation.get_absolute_url()).status_code == 200


def test_no_address_of_anybody_stands_on_any_page(conversation: Conversation, as_member: AsMember) -> None:
    said(conversation, conversation.starter, "Dag!")
    pages = [
        page(as_member(person), address)
        for person in (conversation.starter, conversation.owner)
        for address in (conversation.get_absolute_url(), "/gesprekken/", f"/deelnemers/{conversation.owner.pk}/melden/")
        if "melden" not in address or person == conversation.starter
    ]
    emails = [conversation.starter.user.email, conversation.owner.user.email]
    assert [email for email in emails for text in pages if email in text] == []


# What it shows


def test_messages_stand_in_order_by_day_in_the_areas_own_time(conversation: Conversation, as_member: AsMember) -> None:
    conversation.area.time_zone = "America/Paramaribo"
    conversation.area.save()
    night = datetime(2026, 5, 6, 1, 30, tzinfo=UTC)
    said(conversation, conversation.starter, "een", sent_at=night)
    said(conversation, conversation.owner, "twee", sent_at=night + timedelta(hours=3))
    thread = page(as_member(conversation.starter), conversation.get_absolute_url())
    shown = re.findall(r"(dinsdag 5 mei|woensdag 6 mei|\d\d\.\d\d|<p>een|<p>twee)", thread)
    assert shown == ["dinsdag 5 mei", "<p>een", "22.30", "woensdag 6 mei", "<p>twee", "01.30"]


def test_words_are_escaped_and_addresses_become_links_that_vouch_for_nothing(
    conversation: Conversation, as_member: AsMember
) -> None:
    said(conversation, conversation.starter, "<b>Kijk</b> op https://voorbeeld.nl/?a=1&b=2\nen www.buurt.nl")
    thread = page(as_member(conversation.owner), conversation.get_absolute_url())
    assert (
        '<p>&lt;b&gt;Kijk&lt;/b&gt; op <a href="https://voorbeeld.nl/?a=1&amp;b=2" rel="nofollow ugc noopener">'
        'https://voorbeeld.nl/?a=1&amp;b=2</a><br>en <a href="http://www.buurt.nl" rel="nofollow ugc noopener">'
        "www.buurt.nl</a></p>"
    ) in thread


def test_a_long_thread_is_read_back_page_by_page(conversation: Conversation, as_member: AsMember) -> None:
    for number in range(SHOWN + 10):
        said(conversation, conversation.starter, f"nummer {number}.")
    client, address = as_member(conversation.owner), conversation.get_absolute_url()
    shown = [int(number) for number in re.findall(r"nummer (\d+)\.", page(client, address))]
    assert shown == list(range(10, SHOWN + 10))
    earlier = re.search(r'href="(\?voor=\d+)"', page(client, address))
    assert earlier is not None
    before = page(client, address + earlier[1])
    assert [int(number) for number in re.findall(r"nummer (\d+)\.", before)] == list(range(10))
    assert f'data-live="conversation:{conversation.pk}"' not in before


def test_the_list_shows_who_what_and_the_last_words_the_latest_first(
    conversation: Conversation, with_organisation: Conversation, as_member: AsMember
) -> None:
    Conversation.objects.filter(pk=with_organisation.pk).update(starter=conversation.starter)
    said(with_organisation, with_organisation.owner, "Tot woensdag!")
    said(conversation, conversation.owner, "Neem een schort mee.")
    Conversation.objects.filter(pk=conversation.pk).update(latest_at=timezone.now() + timedelta(minutes=1))
    listed = page(as_member(conversation.starter), "/gesprekken/").split('id="lines"')[1]
    shown = re.findall(
        r"(Samen soep koken|Inloop op woensdag|Samira B\.|Huis van de Buurt|Tot woensdag!|Neem een schort mee\.)", listed
    )
    assert shown == [
        "Samen soep koken", "Samira B.", "Neem een schort mee.", "Inloop op woensdag", "Huis van de Buurt", "Tot woensdag!",
    ]  # fmt: skip


def test_the_list_is_paged_and_stays_put_while_it_grows(conversation: Conversation, as_member: AsMember) -> None:
    moment = timezone.now() - timedelta(days=1)
    for number in range(LISTED + 4):
        ConversationFactory.create(starter=conversation.starter, listing__title=f"titel {number}.", latest_at=moment)
    client = as_member(conversation.starter)
    more = re.search(r'href="(\?na=[\d.]+)"', page(client, "/gesprekken/"))
    assert more is not None
    ConversationFactory.create(starter=conversation.starter, listing__title="net binnen")
    rest = page(client, "/gesprekken/" + more[1])
    assert [int(number) for number in re.findall(r"titel (\d+)\.", rest)] == [4, 3, 2, 1, 0]
    assert page(client, "/gesprekken/?na=onzin").count("row__title") == LISTED


def test_list_and_thread_take_as_many_queries_for_many_as_for_one(conversation: Conversation, as_member: AsMember) -> None:
    client = as_member(conversation.owner)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, address)
        return len(captured)

    said(conversation, conversation.starter, "een")
    page(client, conversation.get_absolute_url())
    few = queries("/gesprekken/"), queries(conversation.get_absolute_url())
    for _number in range(8):
        said(ConversationFactory.create(listing__owner=conversation.owner), conversation.owner, "twee")
        said(conversation, conversation.owner, "drie")
    assert (queries("/gesprekken/"), queries(conversation.get_absolute_url())) == few
    assert max(few) <= 8, "the budget of a page for who is signed in"


# What is new


def test_what_others_wrote_is_new_until_it_is_read(conversation: Conversation, as_member: AsMember) -> None:
    owner, starter = as_member(conversation.owner), as_member(conversation.starter)
    send(starter, conversation, "Dag, kan ik meedoen?")
    send(starter, conversation, "Ik neem soep mee.")
    assert (unread(starter), unread(owner)) == ("", "1")
    assert "row--unread" in page(owner, "/gesprekken/")
    thread = page(owner, conversation.get_absolute_url())
    assert re.findall(r"(data-new|Dag, kan|Ik neem)", thread) == ["data-new", "Dag, kan", "Ik neem"]
    assert "data-new" not in page(owner, conversation.get_absolute_url())
    assert ("row--unread" in page(owner, "/gesprekken/"), unread(owner)) == (False, "")


def test_the_mark_at_the_first_new_message_stays_while_more_comes_in(conversation: Conversation, as_member: AsMember) -> None:
    owner = as_member(conversation.owner)
    first = said(conversation, conversation.starter, "een")
    look = re.search(
        r'hx-get="([^"]+)"\s+hx-trigger="live"', page(owner, conversation.get_absolute_url()).split('id="messages"')[1]
    )
    assert look is not None
    address = look[1].replace("&amp;", "&")
    assert owner.get(address, headers=HX).status_code == 204
    said(conversation, conversation.starter, "twee")
    part = page(owner, address, **HX)
    assert re.findall(r"(data-new|message-\d+)", part)[:2] == ["data-new", f"message-{first.pk}"]
    assert "<html" not in part


def test_reading_never_goes_backwards(conversation: Conversation) -> None:
    numbers = [said(conversation, conversation.starter, "…").pk for _ in range(2)]
    assert answering.read(conversation, by=conversation.owner, upto=numbers[1]) == 0
    assert answering.read(conversation, by=conversation.owner, upto=numbers[0]) == numbers[1]
    assert not Conversation.objects.unread_by(conversation.owner).exists()


# Writing


def test_sending_shows_the_thread_again_at_what_was_said(conversation: Conversation, as_member: AsMember) -> None:
    client = as_member(conversation.owner)
    status, address = send(client, conversation, "Gezellig, tot zaterdag!")
    message = Message.objects.get()
    assert (status, address) == (302, f"{conversation.get_absolute_url()}#message-{message.pk}")
    status, part = send(client, conversation, "Om twee uur.", **HX)
    assert (status, "<html" in part, "Gezellig" in part, "Om twee uur." in part) == (200, False, True, True)
    conversation.refresh_from_db()
    assert conversation.latest_at == Message.objects.latest("pk").sent_at


def test_nothing_to_send_comes_back_with_what_to_do(conversation: Conversation, as_member: AsMember) -> None:
    status, text = send(as_member(conversation.owner), conversation, "   ")
    assert (status, "Schrijf eerst een paar woorden." in text, Message.objects.count()) == (422, True, 0)


def test_too_many_messages_wait_and_lose_no_words(conversation: Conversation, as_member: AsMember, settings: Settings) -> None:
    settings.LIMITS_PER_HOUR = {"messages": 1}
    send(as_member(conversation.owner), conversation, "een")
    status, text = send(as_member(conversation.owner), conversation, "Deze woorden blijven staan.")
    assert (status, "Deze woorden blijven staan.</textarea>" in text, Message.objects.count()) == (429, True, 1)


def test_a_block_closes_it_for_both_and_tells_nobody_who(conversation: Conversation, as_member: AsMember) -> None:
    said(conversation, conversation.starter, "Wat eerder gezegd is.")
    BlockFactory.create(blocker=conversation.owner, blocked=conversation.starter)
    for person in (conversation.starter, conversation.owner):
        thread = page(as_member(person), conversation.get_absolute_url())
        assert ("Dit gesprek is gesloten." in thread, "Wat eerder gezegd is." in thread) == (True, True)
        assert ('name="text"' in thread, 'data-live="conversation' in thread) == (False, False)
        status, text = send(as_member(person), conversation, "Toch nog iets")
        assert (status, "Dit gesprek is gesloten." in text, "Toch nog iets" in text) == (403, True, True)
    assert Message.objects.count() == 1
    assert "Je hebt Samira B. geblokkeerd" not in page(as_member(conversation.starter), conversation.get_absolute_url())
    assert "Je hebt Joop de V. geblokkeerd" in page(as_member(conversation.owner), conversation.get_absolute_url())


def test_a_browser_that_has_it_open_sees_it_close(conversation: Conversation, as_member: AsMember) -> None:
    client, address = as_member(conversation.starter), conversation.get_absolute_url()
    BlockFactory.create(blocker=conversation.owner, blocked=conversation.starter)
    response = client.get(f"{address}?gezien=0&stand=0-0-0-0-0", headers=HX)
    assert response.headers["HX-Retarget"] == "#said"
    assert "Dit gesprek is gesloten." in response.content.decode()


def test_who_was_suspended_is_not_written_to(conversation: Conversation, as_member: AsMember) -> None:
    conversation.owner.user.is_active = False
    conversation.owner.user.save()
    assert send(as_member(conversation.starter), conversation, "Hallo?")[0] == 403


# What a moderator hid


def test_a_hidden_message_shows_to_its_author_only_with_why(conversation: Conversation, as_member: AsMember) -> None:
    hidden = said(conversation, conversation.starter, "Iets lelijks.", hidden_at=timezone.now())
    Hiding.objects.create(area=conversation.area, message=hidden, reason="hurtful", explanation="Blijf vriendelijk.")
    author, other = as_member(conversation.starter), as_member(conversation.owner)
    assert all("Iets lelijks." not in page(other, address) for address in ("/gesprekken/", conversation.get_absolute_url()))
    assert unread(other) == ""
    thread = page(author, conversation.get_absolute_url())
    assert ("Iets lelijks." in thread, "Blijf vriendelijk." in thread) == (True, True)


def test_the_title_of_a_hidden_listing_shows_nowhere_here(conversation: Conversation, as_member: AsMember) -> None:
    conversation.listing.hidden_at = timezone.now()
    conversation.listing.save()
    client = as_member(conversation.starter)
    for address in ("/gesprekken/", conversation.get_absolute_url()):
        text = page(client, address)
        assert ("Samen soep koken" in text, f"/markt/{conversation.listing.pk}/" in text) == (False, False)
