"""Acting for somebody without e-mail: who may, what they see, that it is written down, and that it ends."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import standing_in
from accounts.models import ActFor, Appointment, Duty, Participant, User
from kennismarkt import streams
from kennismarkt.errors import Refused
from market.models import Conversation, Listing, Message
from neighbourhood.models import Area
from tests.conftest import AsMember
from tests.factories import (
    AppointmentFactory,
    AreaFactory,
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    ParticipantFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

BANNER, STOP = "Je handelt nu voor", "/account/namens/stop/"
LISTING = {
    "kind": "request",
    "way": "share",
    "title": "Wie haalt mij op voor de lunch?",
    "description": "Ik loop slecht.",
    "languages": ["nl"],
    "visibility": "everyone",
    "tags": "",
}


@pytest.fixture
def rina(area: Area) -> Participant:
    """Somebody without e-mail."""
    return ParticipantFactory.create(area=area, display_name="Rina S.", user=UserFactory.create(email=None))


@pytest.fixture
def actor(area: Area) -> Participant:
    """A connector of the area."""
    return AppointmentFactory.create(participant__area=area, participant__display_name="Yara K.", duty=Duty.CONNECTOR).participant


def begin(client: Client, person: Participant) -> int:
    """Press the button in the workplace, and return the status."""
    return client.post(f"/beheer/accounts/participant/{person.pk}/handelen/").status_code


@pytest.fixture
def acting(actor: Participant, rina: Participant, as_member: AsMember) -> Client:
    """The connector, acting for Rina."""
    client = as_member(actor)
    assert begin(client, rina) == 302
    return client


def viewer_of(client: Client) -> Participant:
    """Return as whom `client` sees the site."""
    found: Participant = client.get("/account/instellingen/").context["viewer"]
    return found


def acts() -> list[tuple[str, int | None, bool]]:
    """Return what was written down, in order."""
    return list(ActFor.objects.order_by("pk").values_list("route", "number", "refused"))


# Who may


@pytest.mark.parametrize("duty", [Duty.COORDINATOR, Duty.CONNECTOR])
def test_coordinators_and_connectors_of_the_area_may(rina: Participant, as_member: AsMember, duty: Duty) -> None:
    by = AppointmentFactory.create(participant__area=rina.area, duty=duty).participant
    client = as_member(by)
    assert (begin(client, rina), viewer_of(client)) == (302, rina)


def test_who_may_not(rina: Participant, as_member: AsMember) -> None:
    elsewhere = AreaFactory.create()
    moderator = AppointmentFactory.create(participant__area=rina.area, duty=Duty.MODERATOR).participant
    others = [AppointmentFactory.create(participant__area=elsewhere, duty=duty).participant for duty in Duty]
    for by in (moderator, *others):
        client = as_member(by)
        assert (begin(client, rina), viewer_of(client)) == (404, by)
    member = ParticipantFactory.create(area=rina.area)
    client = as_member(member)
    assert client.post(f"/beheer/accounts/participant/{rina.pk}/handelen/", follow=True).status_code == 403
    assert viewer_of(client) == member


def test_not_for_who_can_do_it_themselves_or_is_kept_out(actor: Participant, rina: Participant, as_member: AsMember) -> None:
    client = as_member(actor)
    assert begin(client, ParticipantFactory.create(area=actor.area)) == 404
    assert begin(client, actor) == 404
    User.objects.filter(pk=rina.user_id).update(is_active=False)
    assert begin(client, rina) == 404
    assert viewer_of(client) == actor


def test_the_verb_holds_the_border_itself(rina: Participant, rf: Any) -> None:
    request = rf.post("/")
    request.session = {}
    with pytest.raises(Refused):
        standing_in.begin(request, rina, actor=ParticipantFactory.create(area=rina.area))
    assert request.session == {}


def test_a_link_does_not_begin_it(actor: Participant, rina: Participant, as_member: AsMember) -> None:
    client = as_member(actor)
    client.get(f"/beheer/accounts/participant/{rina.pk}/handelen/")
    assert viewer_of(client) == actor


# What one sees and does


def test_pages_are_those_of_the_person_and_say_so(acting: Client, rina: Participant, actor: Participant) -> None:
    page = acting.get("/mijn/")
    assert (page.context["viewer"], page.context["user"]) == (rina, actor.user)
    assert BANNER in page.content.decode()
    assert "Rina S." in page.content.decode()
    for address in ("/gesprekken/", "/markt/", "/account/instellingen/"):
        assert BANNER in acting.get(address).content.decode()


def test_own_pages_have_no_banner(actor: Participant, as_member: AsMember) -> None:
    assert BANNER not in as_member(actor).get("/mijn/").content.decode()


def test_what_is_done_is_the_persons_and_written_down(acting: Client, rina: Participant, actor: Participant) -> None:
    acting.post("/markt/plaatsen/", LISTING)
    listing = Listing.objects.get()
    assert (listing.owner, acts()) == (rina, [("place_listing", listing.pk, False)])
    act = ActFor.objects.get()
    assert (act.participant, act.actor, standing_in.what(act)) == (rina, actor, "iets op de markt gezet")


def test_never_the_words(acting: Client) -> None:
    acting.post("/markt/plaatsen/", {**LISTING, "title": "Geheim-4711"})
    rows = json.dumps(list(ActFor.objects.values()), default=str)
    assert "4711" not in rows


def test_what_was_refused_is_written_down_as_such(acting: Client) -> None:
    acting.post("/markt/plaatsen/", {**LISTING, "title": ""})
    acting.post("/markt/999999/pauze/")
    assert acts() == [("place_listing", None, True), ("pause_listing", 999999, True)]


def test_looking_is_not_written_down(acting: Client) -> None:
    acting.get("/mijn/")
    acting.get("/markt/plaatsen/")
    assert acts() == []


def test_a_draft_that_keeps_itself_counts_once(acting: Client) -> None:
    for words in ("Wie", "Wie haalt", "Wie haalt mij"):
        acting.post("/markt/concept/", {"title": words})
    assert acts() == [("save_draft", None, False)]


def test_the_other_reads_who_wrote(acting: Client, rina: Participant, as_member: AsMember) -> None:
    listing = ListingFactory.create(area=rina.area)
    acting.post(f"/markt/{listing.pk}/reageren/", {"text": "Ik kom graag.", "sent_once": str(uuid.uuid4())})
    message = Message.objects.get()
    assert (message.author, message.written_by) == (rina, Duty.CONNECTOR)
    thread = as_member(listing.owner).get(message.conversation.get_absolute_url()).content.decode()
    assert "geschreven door een verbinder namens Rina S." in thread
    assert "Rina S. heeft geen e-mail." in thread
    acting.post(message.conversation.get_absolute_url(), {"text": "Om elf uur?", "sent_once": str(uuid.uuid4())})
    assert list(Message.objects.values_list("written_by", flat=True)) == [Duty.CONNECTOR] * 2


def test_what_one_writes_oneself_says_nothing(member: Participant, as_member: AsMember) -> None:
    listing = ListingFactory.create(area=member.area)
    as_member(member).post(f"/markt/{listing.pk}/reageren/", {"text": "Dag.", "sent_once": str(uuid.uuid4())})
    assert Message.objects.get().written_by == ""
    assert "geschreven door" not in as_member(listing.owner).get(Conversation.objects.get().get_absolute_url()).content.decode()


def test_who_answers_is_told_that_others_read_along(rina: Participant, member: Participant, as_member: AsMember) -> None:
    listing = ListingFactory.create(owner=rina)
    words = "leest en schrijft voor Rina S."
    assert words in as_member(member).get(listing.get_absolute_url()).content.decode()
    other = ListingFactory.create(area=rina.area)
    assert "leest en schrijft voor" not in as_member(member).get(other.get_absolute_url()).content.decode()


def test_pages_cost_two_queries_more(acting: Client, rina: Participant, as_member: AsMember) -> None:
    def queries(client: Client) -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/mijn/")
        return len(asked)

    User.objects.filter(pk=rina.user_id).update(email="rina-telt@example.org")
    own = queries(as_member(rina))
    User.objects.filter(pk=rina.user_id).update(email=None)
    queries(acting)
    assert queries(acting) <= own + 2


# What stays closed


@pytest.mark.parametrize(
    "address",
    ["/beheer/", "/beheer/accounts/participant/", "/account/email/", "/account/password/change/", "/account/password/set/"],
)
def test_workplace_and_ways_to_sign_in_stay_closed(acting: Client, actor: Participant, address: str) -> None:
    page = acting.get(address)
    assert (page.status_code, "Stop daar eerst mee" in page.content.decode()) == (403, True)
    assert acting.post(address, {"email": "ander@example.org", "action_add": "1"}).status_code == 403
    assert acts() == []


def test_settings_show_nothing_of_the_actors_own_sign_in(acting: Client, actor: Participant) -> None:
    page = acting.get("/account/instellingen/").content.decode()
    assert (str(actor.user.email) in page, "/account/password" in page) == (False, False)


def test_the_language_of_the_actor_is_not_that_of_the_person(acting: Client, rina: Participant) -> None:
    acting.post("/account/taal/", {"language": "tr", "next": "/"})
    rina.refresh_from_db()
    assert (rina.reads, acts()) == ("nl", [])
    filled = {"display_name": "Rina", "roles": ["resident"], "side": "informal", "languages": ["nl"], "reads": "ar"}
    filled |= {"version": rina.version}
    assert "taal" not in acting.post("/account/instellingen/", filled).cookies
    rina.refresh_from_db()
    assert (rina.display_name, rina.reads) == ("Rina", "ar")


# That it ends


def test_it_ends_on_stop(acting: Client, actor: Participant) -> None:
    assert acting.post(STOP).url == "/"
    assert (viewer_of(acting), acts()) == (actor, [])


def test_it_ends_at_sign_out(acting: Client, actor: Participant) -> None:
    acting.post("/account/logout/")
    assert acting.get("/mijn/").status_code == 302
    acting.force_login(actor.user, backend="accounts.backends.ViewerBackend")
    assert viewer_of(acting) == actor


def duty_ends(rina: Participant) -> None:
    """Dismiss the actor."""
    Appointment.objects.all().delete()


def duty_moves(rina: Participant) -> None:
    """Appoint the actor elsewhere."""
    Appointment.objects.update(area=AreaFactory.create())


def address_comes(rina: Participant) -> None:
    """Give the person an address."""
    User.objects.filter(pk=rina.user_id).update(email="rina@example.org")


def kept_out(rina: Participant) -> None:
    """Keep the person out."""
    User.objects.filter(pk=rina.user_id).update(is_active=False)


ENDS = [duty_ends, duty_moves, address_comes, kept_out]


@pytest.mark.parametrize("end", ENDS)
def test_it_ends_at_once_and_nothing_is_done_as_somebody_else(
    acting: Client, actor: Participant, rina: Participant, end: Any
) -> None:
    end(rina)
    response = acting.post("/markt/plaatsen/", LISTING)
    assert (response.status_code, "Je handelt niet meer" in response.content.decode()) == (409, True)
    assert (Listing.objects.exists(), acts(), viewer_of(acting)) == (False, [], actor)


def test_it_says_so_on_the_next_page(acting: Client, rina: Participant) -> None:
    address_comes(rina)
    page = acting.get("/mijn/").content.decode()
    assert ("Je bent weer gewoon jezelf" in page, BANNER in page) == (True, False)


def test_it_ends_after_some_hours(acting: Client, actor: Participant) -> None:
    session = acting.session
    session[standing_in.KEY]["since"] -= standing_in.LASTS.total_seconds() + 1
    session.save()
    assert viewer_of(acting) == actor


def test_forms_that_are_still_open_expire(actor: Participant, rina: Participant, as_member: AsMember) -> None:
    client = as_member(actor)
    client.handler.enforce_csrf_checks = True
    token = client.get("/markt/plaatsen/").context["csrf_token"]
    helping = client.get(f"/beheer/accounts/participant/{rina.pk}/namens/").context["csrf_token"]
    client.post(f"/beheer/accounts/participant/{rina.pk}/handelen/", {"csrfmiddlewaretoken": str(helping)})
    assert viewer_of(client) == rina
    assert client.post("/markt/plaatsen/", {**LISTING, "csrfmiddlewaretoken": str(token)}).status_code == 403
    assert not Listing.objects.exists()


# Live


@pytest.mark.parametrize("end", [None, *ENDS])
def test_live_streams_follow_the_same_rule(acting: Client, actor: Participant, rina: Participant, end: Any) -> None:
    key = acting.cookies[django_settings.SESSION_COOKIE_NAME].value
    if end is not None:
        end(rina)
    heard = streams.people_of({key})
    assert heard == {key: viewer_of(acting).pk}
    assert heard == {key: rina.pk if end is None else actor.pk}


def test_a_stream_opened_as_oneself_ends_when_one_acts(
    actor: Participant, rina: Participant, as_member: AsMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "close_old_connections", lambda: None)
    client = as_member(actor)
    key = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    own = streams.Stream(key, actor.pk, [f"inbox:{actor.pk}"])
    assert streams.still_welcome([own]) == {own}
    begin(client, rina)
    assert streams.still_welcome([own]) == set()
    assert isinstance(streams.welcome(key, [f"inbox:{rina.pk}"]), streams.Stream)
    assert streams.welcome(key, [f"inbox:{actor.pk}"]) == 403


def test_who_acts_for_nobody_costs_the_streams_nothing(member: Participant, as_member: AsMember) -> None:
    key = as_member(member).cookies[django_settings.SESSION_COOKIE_NAME].value
    with CaptureQueriesContext(connection) as asked:
        streams.people_of({key})
    assert len(asked) == 2


# Who reads what was done


def test_the_person_reads_what_was_done_and_by_whom(acting: Client, rina: Participant, as_member: AsMember) -> None:
    acting.post("/markt/plaatsen/", LISTING)
    acting.post("/markt/999999/pauze/")
    page = as_member(rina).get("/account/voor-mij-gedaan/").content.decode()
    assert ("Iets op de markt gezet" in page, "door Yara K." in page, "op pauze" in page) == (True, True, False)


def test_nobody_else_reads_it(acting: Client, rina: Participant, member: Participant, as_member: AsMember) -> None:
    acting.post("/markt/plaatsen/", LISTING)
    assert not ActFor.objects.visible_to(member).exists()
    assert not ActFor.objects.visible_to(AppointmentFactory.create(duty=Duty.COORDINATOR).participant).exists()
    assert "op de markt gezet" not in as_member(member).get("/account/voor-mij-gedaan/").content.decode()


def test_a_conversation_of_the_actor_is_not_opened_as_the_person(acting: Client, actor: Participant, rina: Participant) -> None:
    own = ConversationFactory.create(starter=actor)
    MessageFactory.create(conversation=own)
    assert acting.get(own.get_absolute_url()).status_code == 404
