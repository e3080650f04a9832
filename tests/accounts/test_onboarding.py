"""The first steps: three, with a visible end; stopped anywhere, resumed there, in nobody's way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import beginning, joining
from accounts.models import Onboarding, Participant, SelfPortrait, Step
from market.models import Draft, Listing
from neighbourhood.models import Area
from tests.accounts.test_joining import answers, code_in
from tests.conftest import AsMember
from tests.factories import OnboardingFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db

GO_ON, PORTRAIT, BRING, DISMISS = "/account/begin/", "/account/begin/zelfportret/", "/markt/begin/", "/account/begin/laat-maar/"
WORDS = {"head": "Plannen.", "heart": "Samen eten.", "belly": "", "strokes": "[]", "version": "0"}
FIRST = {"kind": "offer", "title": "Ik leer je fietsen", "way": "learn"}
LINE = "Ga verder met beginnen"


@pytest.fixture
def beginner(member: Participant) -> Participant:
    """Somebody who just said who they are."""
    OnboardingFactory.create(participant=member)
    return member


def step_of(person: Participant) -> tuple[str, bool, bool]:
    """Return where somebody is: step, finished, dismissed."""
    here = Onboarding.objects.get(participant=person)
    return here.step, here.finished_at is not None, here.dismissed_at is not None


def test_joining_leads_to_the_second_step(client: Client, area: Area) -> None:
    assert "Stap 1 van 3" in client.get("/account/signup/").content.decode()
    client.post("/account/signup/", answers(area))
    response = client.post("/account/confirm-email/", {"code": code_in(mail.outbox[0])})
    assert response.url == GO_ON
    assert client.get(GO_ON).url == PORTRAIT
    assert step_of(Participant.objects.get()) == (Step.PORTRAIT, False, False)


def test_introducing_oneself_does_too(area: Area) -> None:
    client = Client()
    client.force_login(UserFactory.create())
    assert client.post("/account/voorstellen/", answers(area)).url == GO_ON


def test_three_steps_end_on_a_draft_that_is_filled_in(beginner: Participant, as_member: AsMember) -> None:
    client = as_member(beginner)
    assert "Stap 2 van 3" in client.get(PORTRAIT).content.decode()
    assert client.post(PORTRAIT, WORDS).url == GO_ON
    assert SelfPortrait.objects.get().heart == "Samen eten."
    assert client.get(GO_ON).url == BRING
    assert client.post(BRING, FIRST).url == "/markt/plaatsen/"
    page = client.get("/markt/plaatsen/")
    assert [page.context["form"][name].value() for name in FIRST] == list(FIRST.values())
    assert (step_of(beginner), Listing.objects.count()) == ((Step.BRING, True, False), 0)
    assert client.get(GO_ON).url == "/"


def test_the_portrait_may_be_skipped(beginner: Participant, as_member: AsMember) -> None:
    as_member(beginner).post(PORTRAIT, {"skip": "1", **WORDS})
    assert (step_of(beginner)[0], Onboarding.objects.get().portrait_skipped) == (Step.BRING, True)
    assert not SelfPortrait.objects.exists()


def test_one_may_look_around_first(beginner: Participant, as_member: AsMember) -> None:
    beginning.portrayed(beginner)
    assert as_member(beginner).post(BRING, {"skip": "1"}).url == "/"
    assert (step_of(beginner), Draft.objects.count()) == ((Step.BRING, True, False), 0)


def test_who_stopped_finds_a_quiet_line_and_goes_on_there(beginner: Participant, as_member: AsMember) -> None:
    client = as_member(beginner)
    beginning.portrayed(beginner, skipped=True)
    for address in (beginner.area.get_absolute_url(), "/mijn/"):
        assert LINE in client.get(address).content.decode()
    assert client.get(GO_ON).url == BRING


def test_nobody_asks_again_who_said_never_mind(beginner: Participant, as_member: AsMember) -> None:
    client = as_member(beginner)
    assert client.post(DISMISS).url == "/"
    assert LINE not in client.get("/mijn/").content.decode()
    assert (step_of(beginner)[2], client.get(GO_ON).url) == (True, "/")


def test_others_have_no_line(member: Participant, as_member: AsMember, client: Client) -> None:
    OnboardingFactory.create(participant=ParticipantFactory.create(area=member.area))
    for visitor in (client, as_member(member)):
        assert LINE not in visitor.get(member.area.get_absolute_url()).content.decode()


def test_what_one_does_elsewhere_counts(beginner: Participant, as_member: AsMember) -> None:
    client = as_member(beginner)
    client.post("/account/zelfportret/", WORDS)
    assert step_of(beginner)[0] == Step.BRING
    rest = {"description": "Kom gerust.", "languages": ["nl"], "visibility": "everyone", "tags": ""}
    client.post("/markt/plaatsen/", {**FIRST, **rest})
    assert step_of(beginner) == (Step.BRING, True, False)


def test_a_draft_that_was_there_keeps_the_rest(beginner: Participant, as_member: AsMember) -> None:
    Draft.objects.create(writer=beginner, fields={"title": "Soep", "when": "maandag"})
    client = as_member(beginner)
    assert client.get(BRING).context["form"]["title"].value() == "Soep"
    client.post(BRING, FIRST)
    assert Draft.objects.get().fields == {**FIRST, "when": "maandag"}


@pytest.mark.parametrize("missing", list(FIRST))
def test_the_last_step_says_what_is_missing(beginner: Participant, as_member: AsMember, missing: str) -> None:
    response = as_member(beginner).post(BRING, {**FIRST, missing: "\x00" if missing == "title" else ""})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [missing])
    assert step_of(beginner)[1] is False


def test_nothing_waits_for_the_steps(beginner: Participant, as_member: AsMember) -> None:
    for address in ("/mijn/", "/markt/plaatsen/", "/gesprekken/", "/account/instellingen/"):
        assert as_member(beginner).get(address).status_code == 200


def test_who_is_registered_by_another_has_no_steps_before_them(area: Area) -> None:
    joining.join(
        UserFactory.create(email=None), display_name="R", area=area, roles=["resident"], side="informal", languages=["nl"]
    )
    assert not Onboarding.objects.exists()


def test_stuck_is_who_did_nothing_for_fifteen_days(area: Area) -> None:
    now = timezone.now()
    days = {"long": 30, "just": 15, "lately": 14, "finished": 30, "dismissed": 30, "kept out": 30}
    people = {
        name: OnboardingFactory.create(participant__area=area, moved_at=now - timedelta(days=ago)) for name, ago in days.items()
    }
    beginning.finish(people["finished"].participant)
    beginning.dismiss(people["dismissed"].participant)
    people["kept out"].participant.user.is_active = False
    people["kept out"].participant.user.save()
    later = now + timedelta(minutes=1)
    assert list(Onboarding.objects.stuck(later)) == [people["long"], people["just"]]


def test_the_line_costs_one_query(beginner: Participant, as_member: AsMember) -> None:
    client = as_member(beginner)
    with CaptureQueriesContext(connection) as asked:
        client.get("/mijn/")
    assert len([query for query in asked if "accounts_onboarding" in query["sql"]]) == 1
