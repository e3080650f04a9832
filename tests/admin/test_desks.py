"""Desks about people: who got stuck, stamps to decide on, acting for who has no e-mail, and the letter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import ActFor, Duty, Onboarding, Stamp, StampKind, Step, TakeOver
from tests.admin.conftest import Neighbourhood
from tests.factories import AppointmentFactory, OnboardingFactory, StampFactory

pytestmark = pytest.mark.django_db

ONBOARDING, ACTS, STAMPS = "/beheer/accounts/onboarding/", "/beheer/accounts/actfor/", "/beheer/accounts/stamp/"
LONG_AGO = timezone.now() - timedelta(days=30)


def needs(client: Client) -> dict[str, tuple[int, str]]:
    """Return what waits, by its words."""
    return {str(need.label): (need.count, need.url) for need in client.get("/beheer/").context["needs"]}


@pytest.fixture
def stuck(here: Neighbourhood, elsewhere: Neighbourhood) -> Onboarding:
    """Somebody here who got stuck, beside somebody who is on the way and somebody elsewhere."""
    OnboardingFactory.create(participant=elsewhere.offline, moved_at=LONG_AGO)
    OnboardingFactory.create(participant=here.offline)
    return OnboardingFactory.create(participant=here.person, moved_at=LONG_AGO, step=Step.BRING)


def test_a_coordinator_sees_who_got_stuck_and_where(coordinator: Client, stuck: Onboarding) -> None:
    count, address = needs(coordinator)["deelnemer bleef steken bij het begin"]
    listed = coordinator.get(address)
    assert (count, list(listed.context["cl"].result_list)) == (1, [stuck])
    assert "wat breng je, wat zoek je?" in listed.content.decode()
    by_step = coordinator.get(f"{ONBOARDING}?step__exact=bring")
    assert list(by_step.context["cl"].result_list) == [stuck]
    assert list(coordinator.get(f"{ONBOARDING}?vast=nee").context["cl"].result_list) != [stuck]


def test_nobody_else_does(moderator: Client, connector: Client, stuck: Onboarding) -> None:
    for client in (moderator, connector):
        assert client.get(ONBOARDING).status_code == 403
        assert "deelnemer bleef steken bij het begin" not in needs(client)


def test_nobody_pushes_somebody_on(coordinator: Client, stuck: Onboarding) -> None:
    assert coordinator.post(f"{ONBOARDING}{stuck.pk}/change/", {"step": "portrait"}).status_code == 403
    assert coordinator.post(f"{ONBOARDING}{stuck.pk}/delete/", {"post": "yes"}).status_code == 403


# Stamps


@pytest.fixture
def proposal(here: Neighbourhood, elsewhere: Neighbourhood) -> Stamp:
    """A proposal here, beside one elsewhere."""
    StampFactory.create(participant=elsewhere.person, given_at=None, reason="Elders verdiend.")
    return StampFactory.create(participant=here.person, given_at=None, reason="Hier verdiend.")


def test_proposals_wait_with_their_reason(coordinator: Client, proposal: Stamp) -> None:
    count, address = needs(coordinator)["voorstel voor een stempel"]
    page = coordinator.get(address).content.decode()
    assert (count, "Hier verdiend." in page, "Elders verdiend." in page) == (1, True, False)


@pytest.mark.parametrize(("act", "stands"), [("accept", True), ("pass", False), ("", False)])
def test_a_coordinator_decides(coordinator: Client, proposal: Stamp, act: str, stands: bool) -> None:
    coordinator.post(f"{STAMPS}{proposal.pk}/change/", {"act": act})
    assert Stamp.objects.standing().filter(pk=proposal.pk).exists() is stands
    assert Stamp.objects.proposed().filter(pk=proposal.pk).exists() is (act == "")


def test_others_decide_nothing(
    moderator: Client, connector: Client, coordinator: Client, proposal: Stamp, elsewhere: Neighbourhood
) -> None:
    there = Stamp.objects.get(participant=elsewhere.person)
    for client in (moderator, connector):
        assert client.get(STAMPS).status_code == 403
        assert client.post(f"{STAMPS}{proposal.pk}/change/", {"act": "accept"}).status_code == 403
    assert coordinator.post(f"{STAMPS}{there.pk}/change/", {"act": "accept"}).status_code == 404
    assert not Stamp.objects.standing().exists()


def test_a_coordinator_gives_one_and_takes_it_back(coordinator: Client, here: Neighbourhood) -> None:
    asked = {"participant": here.person.pk, "kind": "samenspeler", "reason": "Altijd erbij."}
    assert coordinator.post(f"{STAMPS}add/", asked).status_code == 302
    stamp = Stamp.objects.standing().get()
    assert (stamp.participant, stamp.reason) == (here.person, "Altijd erbij.")
    again = coordinator.post(f"{STAMPS}add/", asked).content.decode()
    assert "Deze persoon heeft dit stempel al, of heeft het afgewezen." in again
    coordinator.post(f"{STAMPS}{stamp.pk}/change/", {"act": "take_back"})
    assert coordinator.post(f"{STAMPS}add/", asked).status_code == 302


def test_nobody_is_stamped_elsewhere_nor_oneself(coordinator: Client, here: Neighbourhood, elsewhere: Neighbourhood) -> None:
    own = coordinator.holder  # type: ignore[attr-defined]
    for person in (elsewhere.person, own):
        asked = {"participant": person.pk, "kind": "samenspeler", "reason": "Zomaar."}
        assert coordinator.post(f"{STAMPS}add/", asked).status_code == 200
    assert not Stamp.objects.exists()


def test_a_declined_one_is_not_given_again(coordinator: Client, here: Neighbourhood) -> None:
    StampFactory.create(participant=here.person, kind=StampKind.SAMENSPELER, declined_at=LONG_AGO)
    asked = {"participant": here.person.pk, "kind": "samenspeler", "reason": "Toch."}
    assert coordinator.post(f"{STAMPS}add/", asked).status_code == 200
    assert not Stamp.objects.standing().exists()


# Without e-mail


def helping(number: int, page: str = "namens") -> str:
    """Return the address of a page about helping somebody."""
    return f"/beheer/accounts/participant/{number}/{page}/"


@pytest.mark.parametrize("who", ["coordinator", "connector"])
def test_the_list_leads_to_acting_and_the_letter(request: pytest.FixtureRequest, here: Neighbourhood, who: str) -> None:
    client: Client = request.getfixturevalue(who)
    listed = client.get("/beheer/accounts/participant/").content.decode()
    assert (helping(here.offline.pk) in listed, helping(here.person.pk) in listed) == (True, False)
    page = client.get(helping(here.offline.pk)).content.decode()
    assert "Handel voor Hieroma" in page


def test_others_find_no_way(moderator: Client, coordinator: Client, here: Neighbourhood, elsewhere: Neighbourhood) -> None:
    assert helping(here.offline.pk) not in moderator.get("/beheer/accounts/participant/").content.decode()
    for page in ("namens", "handelen", "brief"):
        for client, person in ((moderator, here.offline), (coordinator, elsewhere.offline), (coordinator, here.person)):
            assert client.post(helping(person.pk, page)).status_code == 404
    assert not TakeOver.objects.exists()


def test_a_letter_is_shown_once_and_kept_nowhere(coordinator: Client, here: Neighbourhood) -> None:
    assert coordinator.get(helping(here.offline.pk, "brief")).status_code == 302
    response = coordinator.post(helping(here.offline.pk, "brief"))
    letter = response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert ("Dag Hieroma," in letter, '<svg viewBox="' in letter or 'class="qr"' in letter) == (True, True)
    assert ('lang="nl"' in letter, "style=" in letter, "/account/overnemen/" in letter) == (True, False, True)
    page = coordinator.get(helping(here.offline.pk)).content.decode()
    assert "Er is een brief van" in page
    coordinator.post(helping(here.offline.pk))
    assert not TakeOver.objects.open().exists()


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("tr", "ltr")])
def test_a_letter_is_in_the_language_of_its_reader(
    coordinator: Client, here: Neighbourhood, language: str, direction: str
) -> None:
    here.offline.reads = language
    here.offline.save()
    letter = coordinator.post(helping(here.offline.pk, "brief")).content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in letter
    assert '<nav class="letter-page__actions no-print" lang="nl"' in letter


def test_what_was_done_is_listed_in_ones_areas(
    coordinator: Client, connector: Client, moderator: Client, here: Neighbourhood, elsewhere: Neighbourhood
) -> None:
    for person in (here.offline, elsewhere.offline):
        ActFor.objects.create(participant=person, actor=elsewhere.person, route="place_listing", number=3)
    for client in (coordinator, connector):
        listed = client.get(ACTS)
        assert [act.participant for act in listed.context["cl"].result_list] == [here.offline]
        assert "iets op de markt gezet" in listed.content.decode()
        assert client.post(f"{ACTS}{ActFor.objects.first().pk}/delete/", {"post": "yes"}).status_code == 403  # type: ignore[union-attr]
    assert moderator.get(ACTS).status_code == 403


def test_queries_stay_the_same_for_many(coordinator: Client, here: Neighbourhood) -> None:
    counts = []
    for _time in range(2):
        for _each in range(3):
            appointed = AppointmentFactory.create(participant__area=here.area, duty=Duty.MODERATOR)
            StampFactory.create(participant=appointed.participant, given_at=None)
            OnboardingFactory.create(participant=appointed.participant, moved_at=LONG_AGO)
        with CaptureQueriesContext(connection) as asked:
            for address in (STAMPS, ONBOARDING, ACTS, "/beheer/accounts/participant/"):
                coordinator.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]
