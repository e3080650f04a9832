"""Searching: what people type, and what they expect."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Participant
from kennismarkt.search import compound_parts
from market.models import Listing
from neighbourhood.models import Area
from tests.conftest import AsMember
from tests.factories import AreaFactory, BlockFactory, ListingFactory, OrganisationFactory, ParticipantFactory

pytestmark = pytest.mark.django_db

STALL = {
    "taal": "Taallessen voor vrouwen",
    "fiets": "Samen fietsen repareren",
    "reparatie": "Wie leert mij fietsreparatie?",
    "zorg": "Avond voor mantelzorgers",
    "kook": "Kookles: couscous zoals mijn oma het deed",
    "vraagbaak": "Vraagbaak in de bieb",
    "cafe": "Café zonder drank",
    "yoga": "Yoga op een stoel",
}


@pytest.fixture
def stall(area: Area) -> None:
    """A market with one listing for each theme."""
    owner = ParticipantFactory.create(area=area)
    for title in STALL.values():
        ListingFactory.create(owner=owner, title=title, description="Kom gerust langs.")


def found(client: Client, words: str, address: str = "/wijk/osdorpplein/markt/") -> list[str]:
    """Return the titles that a search shows, in order."""
    page = client.get(address, {"q": words})
    assert page.status_code == 200
    return [ticket.title for ticket in page.context["page"].tickets]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("taallesen", ["taal"]),
        ("taalles", ["taal"]),
        ("Taallessen", ["taal"]),
        ("taal les", ["taal"]),
        ("fietsen repareren", ["fiets", "reparatie"]),
        ("repareer fiets", ["fiets", "reparatie"]),
        ("fiets", ["fiets", "reparatie"]),
        ("mantelzorg", ["zorg"]),
        ("mantelzorger", ["zorg"]),
        ("koken", ["kook"]),
        ("kookl", ["kook"]),
        ("vraagbaak", ["vraagbaak"]),
        ("vragbaak", ["vraagbaak"]),
        ("cafe", ["cafe"]),
        ("CAFÉ", ["cafe"]),
        ("joga", ["yoga"]),
        ("glasblazen", []),
    ],
)
@pytest.mark.parametrize("address", ["/wijk/osdorpplein/markt/", "/markt/"])
def test_words_find_what_a_person_expects(stall: None, client: Client, words: str, titles: list[str], address: str) -> None:
    assert sorted(found(client, words, address)) == sorted(STALL[title] for title in titles)


def test_title_weighs_more_than_story_and_newest_breaks_the_tie(area: Area, client: Client) -> None:
    in_story = ListingFactory.create(area=area, title="Middag in de tuin", description="We doen ook iets met muziek.")
    older = ListingFactory.create(area=area, title="Muziek maken", published_at=timezone.now() - timezone.timedelta(days=3))
    newer = ListingFactory.create(area=area, title="Muziek maken")
    assert found(client, "muziek") == [newer.title, older.title, in_story.title]


def test_tags_and_organisations_count(area: Area, client: Client) -> None:
    ListingFactory.create(area=area, title="Elke dinsdag", tagged=["bloemschikken"])
    ListingFactory.create(
        area=area, title="Elke woensdag", organisation=OrganisationFactory.create(area=area, name="Vrouw en Vaart")
    )
    assert found(client, "bloemschikken") == ["Elke dinsdag"]
    assert found(client, "vrouw en vaart") == ["Elke woensdag"]


def test_proposed_tag_finds_nothing(area: Area, client: Client) -> None:
    from market.models import Tag

    listing = ListingFactory.create(area=area, title="Elke dinsdag", tagged=["bloemschikken"])
    Tag.objects.update(accepted=False)
    from market import publishing

    publishing.index(Listing.objects.filter(pk=listing.pk))
    assert found(client, "bloemschikken") == []


def test_snippet_marks_what_was_found_and_stays_harmless(area: Area, client: Client) -> None:
    ListingFactory.create(area=area, title="Samen <b>koken</b> & eten")
    page = client.get("/wijk/osdorpplein/markt/", {"q": "koken"}).content.decode()
    assert "Samen &lt;b&gt;<mark>koken</mark>&lt;/b&gt; &amp; eten" in page


def test_correction_is_said(stall: None, client: Client) -> None:
    page = client.get("/wijk/osdorpplein/markt/", {"q": "vragbaak"}).content.decode()
    assert "We zochten op <strong>vraagbaak</strong>" in page


def test_half_a_match_is_said_to_be_that(stall: None, client: Client) -> None:
    page = client.get("/wijk/osdorpplein/markt/", {"q": "yoga tractor"}).content.decode()
    assert "Dit past bij een deel van je woorden." in page


@pytest.mark.parametrize("moment", ["hidden_at", "deleted_at", "paused_at", "done_at"])
def test_what_is_off_the_market_is_not_found_nor_its_words_used(area: Area, client: Client, moment: str) -> None:
    ListingFactory.create(area=area, title="Geheimschrift ontcijferen", **{moment: timezone.now()})
    page = client.get("/wijk/osdorpplein/markt/", {"q": "geheimschrif"})
    assert (page.context["page"].tickets, page.context["counts"].total) == ([], 0)
    assert "Geheimschrift" not in page.content.decode()


def test_members_only_is_found_by_members_only(area: Area, client: Client, member: Participant, as_member: AsMember) -> None:
    ListingFactory.create(area=area, title="Herstelkring", visibility="members")
    assert (found(client, "herstelkring"), found(client, "herstelkrng")) == ([], [])
    assert found(as_member(member), "herstelkring") == ["Herstelkring"]


def test_a_block_keeps_apart_in_search(area: Area, member: Participant, as_member: AsMember) -> None:
    listing = ListingFactory.create(area=area, title="Zeilen op de plas")
    BlockFactory.create(blocker=listing.owner, blocked=member)
    assert found(as_member(member), "zeilen") == []


def test_area_search_stays_in_the_area(stall: None, client: Client) -> None:
    AreaFactory.create(slug="elders")
    assert found(client, "yoga", "/wijk/elders/markt/") == []


@pytest.mark.parametrize("words", ["' & | !", "a:* & (b", "\x00x", "<->", "'''", "\\", "日本語", "x" * 500, "de het een", ":*"])
def test_strange_words_break_nothing(stall: None, client: Client, words: str) -> None:
    for address in ("/wijk/osdorpplein/markt/", "/markt/", "/markt/woorden/", "/markt/feed/"):
        assert client.get(address, {"q": words}).status_code == 200


@pytest.mark.parametrize(
    ("word", "parts"),
    [("fietsles", "fiets les"), ("huiswerkhulp", "huiswerk hulp"), ("taallessen", "taal les"), ("boom", ""), ("Osdorp", "")],
)
def test_compounds_are_split(word: str, parts: str) -> None:
    assert compound_parts(word) == parts
