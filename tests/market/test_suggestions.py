"""Suggestions while typing, and searches that somebody keeps."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Participant
from market.models import SavedSearch, Tag
from neighbourhood.models import Area
from tests.conftest import AsMember
from tests.factories import ListingFactory, ParticipantFactory, TagFactory

pytestmark = pytest.mark.django_db


def suggested(client: Client, words: str, area: str = "osdorpplein") -> list[str]:
    """Return what is suggested for `words`."""
    return [each.words for each in client.get("/markt/woorden/", {"q": words, "wijk": area}).context["suggestions"]]


def test_tags_come_first_then_titles(area: Area, client: Client) -> None:
    ListingFactory.create(area=area, title="Kookles voor beginners", tagged=["koken"])
    assert suggested(client, "kok") == ["koken", "Kookles voor beginners"]
    assert suggested(client, "k") == []


@pytest.mark.parametrize("moment", ["hidden_at", "deleted_at", "paused_at", "done_at"])
def test_nothing_off_the_market_is_suggested(area: Area, client: Client, moment: str) -> None:
    ListingFactory.create(area=area, title="Geheimschrift", tagged=["geheim"], **{moment: timezone.now()})
    assert suggested(client, "geheim") == []


def test_members_only_is_suggested_to_members(area: Area, client: Client, member: Participant, as_member: AsMember) -> None:
    ListingFactory.create(area=area, title="Herstelkring", visibility="members", tagged=["herstel"])
    assert suggested(client, "herstel") == []
    assert suggested(as_member(member), "herstel") == ["herstel", "Herstelkring"]


def test_known_tags_for_whoever_writes(member: Participant, as_member: AsMember, client: Client) -> None:
    TagFactory.create(name="fietsen", slug="fietsen")
    Tag.objects.create(name="fietsbel", slug="fietsbel", accepted=False)
    page = as_member(member).get("/markt/trefwoorden/", {"tags": "koken, fiets"}).content.decode()
    assert ("fietsen" in page, "fietsbel" in page) == (True, False)
    assert client.get("/markt/trefwoorden/", {"tags": "fiets"}).status_code == 302


def test_kept_search_tells_what_is_new(area: Area, member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    ListingFactory.create(area=area, title="Fietsles")
    client.post("/mijn/zoekvragen/bewaren/", {"wijk": "osdorpplein", "query": "q=fiets&wat=offer"})
    kept = client.get("/mijn/zoekvragen/").context["kept"]
    assert [(each.words, each.news) for each in kept] == [(["fiets", "offer"], 0)]
    ListingFactory.create(area=area, title="Fietsen repareren")
    ListingFactory.create(area=area, title="Fiets, verborgen", hidden_at=timezone.now())
    ListingFactory.create(area=area, title="Fiets gevraagd", kind="request")
    assert client.get("/mijn/zoekvragen/").context["kept"][0].news == 1
    opened = client.post(f"/mijn/zoekvragen/{kept[0].search.pk}/")
    assert opened["Location"] == "/wijk/osdorpplein/markt/?q=fiets&wat=offer"
    assert client.get("/mijn/zoekvragen/").context["kept"][0].news == 0


def test_saving_twice_keeps_one_and_twenty_is_enough(area: Area, member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    for _time in range(2):
        client.post("/mijn/zoekvragen/bewaren/", {"wijk": "osdorpplein", "query": "q=fiets"})
    assert SavedSearch.objects.count() == 1
    answers = [
        client.post("/mijn/zoekvragen/bewaren/", {"wijk": "osdorpplein", "query": f"q=woord{n}"}).status_code for n in range(20)
    ]
    assert (answers[-2:], SavedSearch.objects.count()) == ([302, 409], 20)


def test_nobody_sees_or_touches_anothers_searches(area: Area, member: Participant, as_member: AsMember) -> None:
    as_member(member).post("/mijn/zoekvragen/bewaren/", {"wijk": "osdorpplein", "query": "q=schulden"})
    search = SavedSearch.objects.get()
    other = as_member(ParticipantFactory.create(area=area))
    assert "schulden" not in other.get("/mijn/zoekvragen/").content.decode()
    assert [other.post(f"/mijn/zoekvragen/{search.pk}/{act}").status_code for act in ("", "weg/")] == [404, 404]
    assert SavedSearch.objects.get() == search
