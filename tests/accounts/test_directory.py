"""The directory: whom a member finds, and who must not be found by what they don't show."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import meeting
from accounts.models import Origin, Participant
from tests.conftest import AsMember
from tests.factories import AffiliationFactory, BlockFactory, OrganisationFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of_member(member: Participant, as_member: AsMember) -> Client:
    """Somebody who looks."""
    return as_member(member)


@pytest.fixture
def zora(member: Participant) -> Participant:
    """Somebody with words of each kind, shown as usual."""
    person = ParticipantFactory.create(
        area=member.area,
        display_name="Zóra Ç.",
        roles=["manager"],
        side="formal",
        languages=["pl"],
        about="Ik hou van glasblazen.",
        can=["tolken pools"],
        wants_to_learn=["schaken"],
    )
    AffiliationFactory.create(participant=person, organisation=OrganisationFactory.create(area=member.area, slug="huis"))
    return person


def names(client: Client, **asked: Any) -> list[str]:
    """Return who is found, in order."""
    page = client.get("/deelnemers/", asked).context["finding"].page
    return [each.participant.display_name for each in page.people]


def found(client: Client, person: Participant, **asked: Any) -> bool:
    """Whether a search finds `person`; the count must agree."""
    context = client.get("/deelnemers/", asked).context
    listed = person.display_name in [each.participant.display_name for each in context["finding"].page.people]
    assert context["finding"].counts.total == len(context["finding"].page.people)
    return listed


def test_visitors_are_asked_to_sign_in(client: Client) -> None:
    assert client.get("/deelnemers/?q=zora").url == "/account/login/?next=/deelnemers/%3Fq%3Dzora"


def test_it_shows_ones_own_area_by_name_or_all(client_of_member: Client, zora: Participant) -> None:
    ParticipantFactory.create(display_name="Anders")
    assert names(client_of_member) == ["Samira B.", "Zóra Ç."]
    assert names(client_of_member, wijk="alle") == ["Anders", "Samira B.", "Zóra Ç."]


@pytest.mark.parametrize(
    "words", ["zora", "ZÓRA", "zo", "tolk", "pools tolken", "glasblaz", "schaak", "schaken", "glasblazn", "toolken"]
)
def test_search_folds_accents_takes_beginnings_and_mends_errors(client_of_member: Client, zora: Participant, words: str) -> None:
    assert names(client_of_member, q=words) == ["Zóra Ç."]


@pytest.mark.parametrize("words", ["xylofoon", "z ora x", "manager"])
def test_search_finds_nothing_else(client_of_member: Client, zora: Participant, words: str) -> None:
    assert "Zóra Ç." not in names(client_of_member, q=words)


# Each field with the searches that lead to somebody by it.
WAYS = {
    "can": [{"kan": "tolken pools"}, {"q": "tolken"}, {"q": "toolken"}],
    "wants_to_learn": [{"leert": "schaken"}, {"q": "schaken"}],
    "about": [{"q": "glasblazen"}, {"q": "glasblazn"}],
    "roles": [{"rol": "manager"}],
    "languages": [{"taal": "pl"}],
    "affiliations": [{"organisatie": "huis"}],
}


@pytest.mark.parametrize(("field", "asked"), [(field, asked) for field, ways in WAYS.items() for asked in ways])
@pytest.mark.parametrize(
    ("audience", "met", "finds"),
    [
        ("everyone", False, True),
        ("members", False, True),
        ("met", False, False),
        ("met", True, True),
        ("nobody", True, False),
    ],
)
def test_nobody_is_found_by_what_they_do_not_show(
    client_of_member: Client,
    member: Participant,
    zora: Participant,
    field: str,
    asked: dict[str, Any],
    audience: str,
    met: bool,
    finds: bool,
) -> None:
    Participant.objects.filter(pk=zora.pk).update(**{f"{field}_for": audience})
    if met:
        meeting.meet(member, zora, area=member.area, origin=Origin.CONVERSATION)
    if "organisatie" in asked:
        asked = {"organisatie": zora.affiliations.get().pk}
    assert found(client_of_member, zora, **asked) is finds


@pytest.mark.parametrize(("field", "choice"), [("roles", ("rol", "manager")), ("languages", ("taal", "pl"))])
def test_counts_beside_choices_keep_the_secret_too(
    client_of_member: Client, zora: Participant, field: str, choice: tuple[str, str]
) -> None:
    def number() -> int:
        return int(client_of_member.get("/deelnemers/").context["finding"].counts.by_choice[choice])

    assert number() == 1
    Participant.objects.filter(pk=zora.pk).update(**{f"{field}_for": "nobody"})
    assert number() == 0


def test_a_row_shows_no_more_than_the_page(client_of_member: Client, zora: Participant) -> None:
    page = client_of_member.get("/deelnemers/").content.decode()
    assert "tolken pools" in page
    Participant.objects.filter(pk=zora.pk).update(
        roles_for="nobody", can_for="met", about_for="nobody", languages_for="nobody", display_name="Zora"
    )
    rows = client_of_member.get("/deelnemers/").context["finding"].page.people
    zora_row = next(each for each in rows if each.participant == zora)
    assert (zora_row.role, zora_row.can, zora_row.about, zora_row.languages) == ("formeel", [], "", [])
    assert "tolken pools" not in client_of_member.get("/deelnemers/").content.decode()


def test_an_affiliation_that_nobody_confirmed_leads_nowhere(client_of_member: Client, zora: Participant) -> None:
    Participant.objects.filter(pk=zora.pk).update(affiliations_for="everyone")
    zora.affiliation_set.update(confirmed_at=None)  # type: ignore[attr-defined]
    assert not found(client_of_member, zora, organisatie=zora.affiliations.get().pk)


@pytest.mark.parametrize("blocker_first", [True, False])
def test_across_a_block_nobody_is_found_or_counted(
    client_of_member: Client, member: Participant, zora: Participant, blocker_first: bool
) -> None:
    pair = (member, zora) if blocker_first else (zora, member)
    BlockFactory.create(blocker=pair[0], blocked=pair[1])
    for asked in ({}, {"q": "zora"}, {"van": "formal"}, {"kan": "tolken pools"}, {"wijk": "alle"}):
        assert not found(client_of_member, zora, **asked)
    assert client_of_member.get("/deelnemers/").context["finding"].counts.by_choice["van", "formal"] == 0
    assert names(client_of_member, na=zora.pk) == names(client_of_member)


def test_who_may_not_sign_in_is_not_there(client_of_member: Client, zora: Participant) -> None:
    zora.user.is_active = False
    zora.user.save()
    assert not found(client_of_member, zora)


def test_filters_combine_and_travel_in_the_address(client_of_member: Client, zora: Participant) -> None:
    ParticipantFactory.create(area=zora.area, display_name="Pim", roles=["manager"], side="formal")
    assert names(client_of_member, van="formal", rol="manager") == ["Pim", "Zóra Ç."]
    assert names(client_of_member, van="formal", taal="pl") == ["Zóra Ç."]
    page = client_of_member.get("/deelnemers/?van=formal&taal=pl")
    assert page.context["finding"].link() == "/deelnemers/?van=formal&taal=pl"
    part = client_of_member.get("/deelnemers/?van=formal", headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith("<section")


def test_when_nobody_is_found_the_page_helps(client_of_member: Client, zora: Participant) -> None:
    page = client_of_member.get("/deelnemers/?kan=glasblazen&van=informal")
    addresses = [address for _label, address in page.context["widenings"]]
    assert addresses == [
        "/deelnemers/?kan=glasblazen",
        "/deelnemers/?van=informal",
        "/deelnemers/?van=informal&kan=glasblazen&wijk=alle",
    ]
    assert "/markt/plaatsen/?kind=request&amp;title=glasblazen" in page.content.decode()


def test_pages_follow_each_other_without_gap_or_double(client_of_member: Client, member: Participant) -> None:
    for number in range(44):
        ParticipantFactory.create(area=member.area, display_name=f"Buur {number % 5}")
    seen, address = [], "/deelnemers/"
    while address:
        context = client_of_member.get(address).context
        seen += [each.participant.pk for each in context["finding"].page.people]
        address = context["after"]
    ordered = Participant.objects.order_by("display_name", "pk").values_list("pk", flat=True)
    assert seen == list(ordered)


def test_a_longer_list_takes_no_more_queries(client_of_member: Client, zora: Participant) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client_of_member.get("/deelnemers/?q=zora&kan=tolken pools")
        return len(asked)

    before = queries()
    for _ in range(6):
        ParticipantFactory.create(area=zora.area, display_name="Zora", can=["tolken pools"], languages=["tr"])
    assert queries() == before
    assert before <= 10
