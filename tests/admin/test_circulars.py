"""Messages to many, and whom to call: within one's own area, and never an address."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from accounts.models import Participant
from kennismarkt.errors import Refused
from market import answering
from market.models import Listing
from neighbourhood.models import Area
from notifications import calling, circulars, kinds, sending, telling
from notifications.choices import State
from notifications.models import Circular, CircularTemplate, Delivery, Notice
from tests.admin.conftest import Neighbourhood
from tests.factories import ConversationFactory, ListingFactory
from tests.notifications.conftest import proven

pytestmark = pytest.mark.django_db

WRITE = "/beheer/notifications/circular/add/"
LIST = "/beheer/notifications/circular/"
CALLS = "/beheer/notifications/notice/"


def written(here: Neighbourhood, **other: Any) -> dict[str, Any]:
    """Return what a coordinator fills in."""
    facts = {"audience": f"area:{here.area.pk}", "subject": "Soep", "text": "Donderdag soep.", "made_once": uuid.uuid4()}
    return {**facts, "act": "send", **other}


def sent() -> list[str]:
    """Send what was written for now; return to whom mail went."""
    circulars.send_due()
    Delivery.objects.filter(state=State.WAITING).update(due_at=timezone.now() - timedelta(hours=1))
    sending.send_due()
    return sorted(message.to[0] for message in mail.outbox)


def test_it_is_looked_at_with_how_many_get_it_before_it_goes(coordinator: Client, here: Neighbourhood) -> None:
    page = coordinator.post(WRITE, written(here, act="preview"))
    assert (page.status_code, page.context["preview"]["reached"]) == (200, circulars.Reached(1, 1))
    assert not Circular.objects.exists()


def test_everybody_gets_their_own_and_nobody_sees_an_address(
    coordinator: Client, here: Neighbourhood, elsewhere: Neighbourhood
) -> None:
    proven(here.person)
    assert coordinator.post(WRITE, written(here)).status_code == 302
    assert sent() == [here.person.user.email]
    message = mail.outbox[0]
    assert (message.cc, message.bcc, message.subject, "Donderdag soep." in message.body) == (
        [],
        [],
        "Bericht van je coördinator",
        True,
    )
    assert sent() == [here.person.user.email]


def test_the_same_form_twice_is_one_message(coordinator: Client, here: Neighbourhood) -> None:
    form = written(here)
    for _ in range(2):
        coordinator.post(WRITE, form)
    assert Circular.objects.count() == 1


def test_it_can_wait_by_the_clock_of_the_area_and_be_taken_back(coordinator: Client, here: Neighbourhood) -> None:
    here.area.time_zone = "America/New_York"
    here.area.save()
    coordinator.post(WRITE, written(here, send_at="2036-07-01T09:00"))
    made = Circular.objects.get()
    assert made.send_at.isoformat() == "2036-07-01T13:00:00+00:00"
    assert sent() == []
    coordinator.post(f"{LIST}{made.pk}/change/", {"act": "withdraw"})
    assert circulars.send_due(made.send_at) == 0
    assert "ingetrokken" in coordinator.get(LIST).content.decode()


def test_what_has_gone_can_not_be_taken_back(coordinator: Client, here: Neighbourhood) -> None:
    coordinator.post(WRITE, written(here))
    sent()
    with pytest.raises(Refused):
        circulars.withdraw(Circular.objects.get(), by=coordinator.holder)  # type: ignore[attr-defined]


def test_it_shows_how_it_went(coordinator: Client, here: Neighbourhood) -> None:
    coordinator.post(WRITE, written(here))
    sent()
    Delivery.objects.update(state=State.BOUNCED)
    page = coordinator.get(f"{LIST}{Circular.objects.get().pk}/change/")
    assert (list(page.context["bounced"]), list(page.context["unreached"])) == ([here.person], [here.offline])
    assert page.context["states"] == {"geweigerd": 1}
    assert here.person.user.email not in page.content.decode()


@pytest.mark.parametrize("who", ["moderator", "connector"])
def test_others_write_to_nobody(request: pytest.FixtureRequest, here: Neighbourhood, who: str) -> None:
    client: Client = request.getfixturevalue(who)
    assert [client.get(LIST).status_code, client.post(WRITE, written(here)).status_code] == [403, 403]
    with pytest.raises(PermissionDenied):
        circulars.write(
            here.area,
            by=client.holder,  # type: ignore[attr-defined]  # who it is
            audience=f"area:{here.area.pk}",
            subject="x",
            text="x",
            send_at=None,
            made_once=uuid.uuid4(),
        )


def test_nobody_writes_to_elsewhere(coordinator: Client, here: Neighbourhood, elsewhere: Neighbourhood) -> None:
    assert coordinator.post(WRITE, written(here, audience=f"area:{elsewhere.area.pk}")).status_code == 422
    theirs = Circular.objects.create(
        area=elsewhere.area,
        audience="area",
        audience_number=elsewhere.area.pk,
        subject="Elders",
        text="x",
        made_once=uuid.uuid4(),
    )
    assert coordinator.get(f"{LIST}{theirs.pk}/change/").status_code == 404
    assert "Elders" not in coordinator.get(LIST).content.decode()


def test_a_message_begins_from_an_example_of_ones_own_area(
    coordinator: Client, here: Neighbourhood, elsewhere: Neighbourhood
) -> None:
    ours = CircularTemplate.objects.create(area=here.area, name="Soep", subject="Soepdag", text="Kom je ook?")
    theirs = CircularTemplate.objects.create(area=elsewhere.area, name="Elders", subject="Eldersdag", text="x")
    assert "Soepdag" in coordinator.get(f"{WRITE}?voorbeeld={ours.pk}").content.decode()
    assert "Elders" not in coordinator.get(f"{WRITE}?voorbeeld={theirs.pk}").content.decode()


@pytest.fixture
def makers_of_soup(here: Neighbourhood) -> Iterator[str]:
    """An audience that another app registers, with a rule of its own: who makes soup writes to who makes soup."""

    def soups(area: Area) -> Iterable[circulars.Offer]:
        return [circulars.Offer(number, f"Soep {number}") for number in (7, 8) if area == here.area]

    def makes_soup(by: Participant, area: Area, number: int) -> bool:
        return number == 7 and (circulars.coordinates(by, area) or by == here.person)

    @circulars.audience("test.soup", offers=soups, writes=makes_soup)
    def makers(number: int) -> QuerySet[Participant]:
        return Participant.objects.filter(pk=here.offline.pk) if number == 7 else Participant.objects.none()

    yield "test.soup"
    del circulars.audiences["test.soup"]


def test_an_app_adds_audiences_and_says_who_may_write(coordinator: Client, here: Neighbourhood, makers_of_soup: str) -> None:
    link = circulars.writing_to(makers_of_soup, 7, here.area)
    page = coordinator.get(link)
    assert ("test.soup:7", "Soep 7") in page.context["form"].fields["audience"].choices
    assert page.context["form"]["audience"].value() == "test.soup:7"
    assert "Soep 8" not in page.content.decode()
    seen = coordinator.post(WRITE, written(here, audience="test.soup:7", act="preview"))
    assert seen.context["preview"]["reached"] == circulars.Reached(0, 1)


def test_the_rule_of_an_audience_holds_for_who_coordinates_nothing(here: Neighbourhood, makers_of_soup: str) -> None:
    facts = {"subject": "Soep", "text": "Wie neemt brood mee?", "send_at": None}
    made = circulars.write(here.area, by=here.person, audience="test.soup:7", made_once=uuid.uuid4(), **facts)
    circulars.send_due()
    assert list(Notice.objects.values_list("recipient", "about")) == [(here.offline.pk, made.pk)]
    with pytest.raises(PermissionDenied):
        circulars.write(here.area, by=here.person, audience="test.soup:8", made_once=uuid.uuid4(), **facts)
    for wrong in ("test.soup:9", "test.soup:x", "test.elders:7", "test.soup", ""):
        with pytest.raises(Refused):
            circulars.write(here.area, by=here.person, audience=wrong, made_once=uuid.uuid4(), **facts)


# Whom to call


def told(person: Participant, title: str) -> None:
    """Tell somebody that something of theirs expires."""
    listing = ListingFactory.create(owner=person, title=title)
    telling.notify("market.expiring", [person], about=listing.pk)


def test_who_has_no_e_mail_is_called(connector: Client, here: Neighbourhood, elsewhere: Neighbourhood) -> None:
    for person in (here.offline, here.person, elsewhere.offline):
        told(person, f"Van {person.display_name}")
    needed = {str(need.label): need.url for need in connector.get("/beheer/").context["needs"]}
    page = connector.get(needed["deelnemer om te bellen"]).content.decode()
    assert [name in page for name in ("Van Hieroma", "Van Hierbuur", "Van Eldersoma")] == [True, False, False]


def test_who_was_called_is_off_the_list(connector: Client, here: Neighbourhood) -> None:
    told(here.offline, "Eerste")
    upto = Notice.objects.get().pk
    told(here.offline, "Tweede")
    connector.post(CALLS, {"person": here.offline.pk, "upto": upto})
    (call,) = calling.calls(connector.holder)  # type: ignore[attr-defined]  # who it is
    assert [line.words.quotes for line in call.lines] == [("Tweede",)]


def test_messages_and_what_other_apps_tell_stand_on_it_unless_they_say_no(connector: Client, here: Neighbourhood) -> None:
    conversation = ConversationFactory.create(listing=ListingFactory.create(owner=here.offline), starter=here.person)
    answering.send(conversation, by=here.person, text="Dit is geheim.", sent_once=uuid.uuid4())
    page = connector.get(CALLS).content.decode()
    assert ("Je hebt een bericht" in page, "Iemand reageert" in page, "geheim" in page) == (False, True, False)
    before = kinds.kinds["market.answer"]
    kinds.kinds["market.answer"] = replace(before, called=False)
    try:
        assert calling.calls(connector.holder) == []  # type: ignore[attr-defined]  # who it is
    finally:
        kinds.kinds["market.answer"] = before


def test_what_there_is_nothing_left_to_tell_of_is_crossed_off(connector: Client, here: Neighbourhood) -> None:
    told(here.offline, "Fietsles")
    Listing.objects.update(done_at=timezone.now())
    assert "Fietsles" not in connector.get(CALLS).content.decode()
    assert calling.waiting(connector.holder).count() == 0  # type: ignore[attr-defined]  # who it is


def test_others_do_not_see_the_list(
    moderator: Client, coordinator: Client, here: Neighbourhood, elsewhere: Neighbourhood
) -> None:
    told(elsewhere.offline, "Elders")
    assert moderator.get(CALLS).status_code == 403
    upto = Notice.objects.get().pk
    assert coordinator.post(CALLS, {"person": elsewhere.offline.pk, "upto": upto}).status_code == 404
    assert Notice.objects.unread().count() == 1


def test_the_outbox_is_for_owners_and_holds_no_name(owner: Client, coordinator: Client, here: Neighbourhood) -> None:
    told(here.person, "Fietsles")
    Delivery.objects.update(state=State.FAILED)
    assert coordinator.get("/beheer/notifications/delivery/").status_code == 403
    page = owner.get("/beheer/notifications/delivery/").content.decode()
    assert ("Hierbuur" in page, "Fietsles" in page, str(here.person.user.email) in page) == (False, False, False)
    chosen = {"action": "try_again", "_selected_action": [Delivery.objects.get().pk]}
    owner.post("/beheer/notifications/delivery/", chosen)
    assert Delivery.objects.get().state == State.WAITING
