"""The moderators' desk: what waits here, deciding on it, and nothing of other areas."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Duty, Participant
from market import moderating
from market.models import Hiding, Listing, Report, Tag
from tests.conftest import AsMember
from tests.factories import (
    AppointmentFactory,
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    ParticipantFactory,
    ReportFactory,
    TagFactory,
)

pytestmark = pytest.mark.django_db
DESK = "/beheer/market/"
WHY = {"reason": "scam", "explanation": "Reclame hoort hier niet."}


@pytest.fixture
def moderator(member: Participant) -> Participant:
    """Who moderates the area."""
    return AppointmentFactory.create(participant__area=member.area, participant__display_name="Mo").participant


@pytest.fixture
def desk(moderator: Participant, as_member: AsMember) -> Client:
    """The moderator, signed in."""
    return as_member(moderator)


@pytest.fixture
def reported(member: Participant) -> Report:
    """A listing of `member` that was reported."""
    return ReportFactory.create(listing__owner=member, listing__title="Samen soep koken", text="Dit is reclame.")


@pytest.fixture
def elsewhere(db: None) -> Report:
    """A report in an area that is none of one's business."""
    return ReportFactory.create(listing__title="Van een andere wijk")


def page(client: Client, path: str) -> str:
    """Return a page of the desk."""
    response = client.get(DESK + path)
    assert response.status_code == 200
    return response.content.decode()


def needs(client: Client) -> dict[str, int]:
    """Return what the first page says is waiting."""
    return {str(need.label): need.count for need in client.get("/beheer/").context["needs"]}


def test_the_first_page_counts_what_waits_here(desk: Client, member: Participant, elsewhere: Report) -> None:
    assert needs(desk) == {}
    ReportFactory.create(listing__owner=member)
    hidden = ListingFactory.create(owner=member)
    Hiding.objects.create(area=member.area, listing=hidden, objected_at=hidden.published_at, objection="Nee.", **WHY)
    ListingFactory.create(owner=member).taggings.create(tag=TagFactory.create(accepted=False))
    elsewhere.listing.taggings.create(tag=TagFactory.create(accepted=False))
    assert needs(desk) == {"melding": 1, "bezwaar": 1, "nieuw trefwoord": 1}


def test_the_queue_shows_what_was_reported_here_oldest_first(desk: Client, reported: Report, elsewhere: Report) -> None:
    ReportFactory.create(listing__owner=reported.listing.owner, listing__title="Later gemeld")
    queue = page(desk, "report/")
    assert ("Dit is reclame." in queue, "Van een andere wijk" in queue) == (True, False)
    assert queue.index("Samen soep koken") < queue.index("Later gemeld")
    assert desk.get(f"{DESK}report/{elsewhere.pk}/change/").status_code == 404
    assert desk.post(f"{DESK}report/{elsewhere.pk}/change/", {"act": "dismiss"}).status_code == 404
    assert Report.objects.waiting().count() == 3


def test_the_queue_takes_as_many_queries_for_many_as_for_one(desk: Client, reported: Report) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(desk, "report/")
        return len(captured)

    few = queries()
    for _number in range(5):
        conversation = ConversationFactory.create(listing__owner=reported.listing.owner)
        message = MessageFactory.create(conversation=conversation)
        ReportFactory.create(listing=None, message=message, area=reported.area)
        ReportFactory.create(listing=None, person=ParticipantFactory.create(area=reported.area), area=reported.area)
    assert queries() == few


def test_hiding_from_a_case_needs_words_and_settles_it(desk: Client, reported: Report) -> None:
    case = f"{DESK}report/{reported.pk}/change/"
    assert desk.post(case, {"act": "act", "reason": "scam", "explanation": " "}).status_code == 422
    assert desk.post(case, {"act": "act", **WHY}).status_code == 302
    assert list(Listing.objects.on_market(None)) == []
    assert Hiding.objects.values_list("reason", "explanation", "hidden_by__display_name").get() == (*WHY.values(), "Mo")
    assert "Er wachten geen meldingen." in page(desk, "report/")


def test_nothing_wrong_closes_the_report(desk: Client, reported: Report) -> None:
    desk.post(f"{DESK}report/{reported.pk}/change/", {"act": "dismiss"})
    assert not Report.objects.waiting().exists()
    assert list(Listing.objects.on_market(None)) == [reported.listing]


def test_a_case_about_a_message_shows_two_messages_before_it_and_no_more(desk: Client, member: Participant) -> None:
    conversation = ConversationFactory.create(listing__owner=member)
    said = [MessageFactory.create(conversation=conversation, text=f"bericht {number}.") for number in range(5)]
    report = ReportFactory.create(listing=None, message=said[3], area=member.area)
    case = page(desk, f"report/{report.pk}/change/")
    assert [number for number in range(5) if f"bericht {number}." in case] == [1, 2, 3]
    queue = page(desk, "report/")
    assert [number for number in range(5) if f"bericht {number}." in queue] == [3]


def test_a_case_about_a_person_keeps_them_out_and_lets_them_back_in(desk: Client, member: Participant) -> None:
    report = ReportFactory.create(listing=None, person=member, area=member.area)
    desk.post(f"{DESK}report/{report.pk}/change/", {"act": "act", "explanation": "Te veel ruzie."})
    member.user.refresh_from_db()
    assert (member.user.is_active, Report.objects.waiting().count()) == (False, 0)
    assert member.display_name in page(desk, "report/buitengesloten/")
    desk.post(f"{DESK}report/buitengesloten/{member.pk}/", {"act": "restore"})
    member.user.refresh_from_db()
    assert member.user.is_active


def test_a_report_about_a_moderator_is_not_shown_to_them(desk: Client, moderator: Participant) -> None:
    own = ReportFactory.create(listing__owner=moderator, text="De melder wil onbekend blijven.")
    about = ReportFactory.create(listing=None, person=moderator, area=moderator.area)
    assert (needs(desk), "onbekend blijven" in page(desk, "report/")) == ({}, False)
    assert [desk.get(f"{DESK}report/{report.pk}/change/").status_code for report in (own, about)] == [404, 404]


def test_people_are_found_by_name_within_the_border(desk: Client, member: Participant) -> None:
    ParticipantFactory.create(display_name="Samira van elders")
    found = page(desk, "report/buitengesloten/?naam=samira")
    assert (member.display_name in found, "Samira van elders" in found) == (True, False)
    stranger = ParticipantFactory.create()
    assert desk.get(f"{DESK}report/buitengesloten/{stranger.pk}/").status_code == 404


def test_a_coordinator_keeps_people_out_but_reads_no_reports(member: Participant, reported: Report, as_member: AsMember) -> None:
    coordinator = AppointmentFactory.create(participant__area=member.area, duty=Duty.COORDINATOR).participant
    client = as_member(coordinator)
    for path in ("report/", f"report/{reported.pk}/change/", "hiding/", "tag/"):
        assert client.get(DESK + path).status_code == 403, path
    client.post(f"{DESK}report/buitengesloten/{member.pk}/", {"act": "act", "explanation": "Te veel ruzie."})
    member.user.refresh_from_db()
    assert not member.user.is_active


def test_connectors_and_members_have_no_business_here(member: Participant, reported: Report, as_member: AsMember) -> None:
    connector = AppointmentFactory.create(participant__area=member.area, duty=Duty.CONNECTOR).participant
    for person in (connector, member):
        client = as_member(person)
        for path in ("report/", "hiding/", "tag/", "listing/", "report/buitengesloten/", f"report/{reported.pk}/change/"):
            assert client.get(DESK + path, follow=True).status_code == 403, path


def test_an_objection_is_heard_here(desk: Client, moderator: Participant, reported: Report, elsewhere: Report) -> None:
    there = AppointmentFactory.create(participant__area=elsewhere.area).participant
    moderating.hide(elsewhere.listing, by=there, **WHY)
    hiding = moderating.hide(reported.listing, by=moderator, **WHY)
    moderating.object_to(hiding, by=reported.listing.owner, text="Het is geen reclame.")
    listed = page(desk, "hiding/")
    assert ("Het is geen reclame." in listed, "Van een andere wijk" in listed) == (True, False)
    desk.post(f"{DESK}hiding/{hiding.pk}/change/", {"act": "uphold"})
    assert not Hiding.objects.objected().exists()
    desk.post(f"{DESK}hiding/{hiding.pk}/change/", {"act": "lift"})
    assert list(Listing.objects.on_market(None)) == [reported.listing]
    foreign = Hiding.objects.get(listing=elsewhere.listing)
    assert desk.post(f"{DESK}hiding/{foreign.pk}/change/", {"act": "lift"}).status_code == 404


def proposal(owner: Participant, name: str) -> Tag:
    """Return a word that `owner` proposed with a listing."""
    tag = TagFactory.create(name=name, slug=name, accepted=False, proposed_by=owner)
    ListingFactory.create(owner=owner).taggings.create(tag=tag)
    return tag


def decide(desk: Client, tag: Tag, act: str, **data: str) -> str:
    """Decide on a proposed word, and return the list after it."""
    return desk.post(f"{DESK}tag/{tag.pk}/change/", {"act": act, **data}, follow=True).content.decode()


def test_an_accepted_word_shows_on_its_listing(desk: Client, member: Participant) -> None:
    decide(desk, proposal(member, "breien"), "accept")
    assert (Tag.objects.get().accepted, Listing.objects.get().tag_names) == (True, ["breien"])


def test_a_rejected_word_is_gone(desk: Client, member: Participant) -> None:
    decide(desk, proposal(member, "onzin"), "reject")
    assert (Tag.objects.count(), Listing.objects.get().tag_names) == (0, [])


def test_a_word_is_merged_into_one_that_was_accepted(desk: Client, member: Participant) -> None:
    TagFactory.create(name="koken", slug="koken")
    other = proposal(member, "ook een voorstel")
    tag = proposal(member, "kokerellen")
    for wrong in ("bestaat niet", other.name, ""):
        assert "trefwoord" in decide(desk, tag, "merge", into=wrong)
        assert Tag.objects.filter(pk=tag.pk).exists()
    decide(desk, tag, "merge", into="koken")
    assert not Tag.objects.filter(pk=tag.pk).exists()
    assert sorted(Listing.objects.values_list("tag_names", flat=True)) == [[], ["koken"]]


def test_words_of_other_areas_are_decided_there(desk: Client, elsewhere: Report) -> None:
    tag = proposal(elsewhere.listing.owner, "elders")
    assert "elders" not in page(desk, "tag/")
    assert desk.post(f"{DESK}tag/{tag.pk}/change/", {"act": "accept"}).status_code == 404
    assert not Tag.objects.get().accepted


def test_the_overview_shows_listings_of_here_and_hides_one(desk: Client, reported: Report, elsewhere: Report) -> None:
    overview = page(desk, "listing/")
    assert ("Samen soep koken" in overview, "Van een andere wijk" in overview) == (True, False)
    address = f"{DESK}listing/{reported.listing.pk}/change/"
    assert desk.post(address, {"reason": "scam", "explanation": ""}).status_code == 422
    assert desk.post(address, WHY).status_code == 302
    assert "Samen soep koken" not in page(desk, "listing/?verborgen=nee")
    assert desk.get(f"{DESK}listing/{elsewhere.listing.pk}/change/").status_code == 404


def test_a_coordinator_looks_at_listings_and_hides_none(member: Participant, reported: Report, as_member: AsMember) -> None:
    client = as_member(AppointmentFactory.create(participant__area=member.area, duty=Duty.COORDINATOR).participant)
    address = f"{DESK}listing/{reported.listing.pk}/change/"
    assert "<textarea" not in client.get(address).content.decode()
    assert client.post(address, WHY).status_code == 403
    assert Hiding.objects.count() == 0


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "abc", "1%2F2", "²"])
def test_strange_numbers_lead_nowhere(desk: Client, number: str) -> None:
    for name in ("report", "hiding", "tag", "listing"):
        assert desk.get(f"{DESK}{name}/{number}/change/").status_code == 404


def test_an_owner_of_the_installation_reads_no_reports_without_being_appointed(
    member: Participant, reported: Report, as_member: AsMember
) -> None:
    owner = ParticipantFactory.create()
    owner.user.is_superuser = True
    owner.user.save()
    client = as_member(owner)
    assert "Dit is reclame." not in page(client, "report/")
    assert client.get(f"{DESK}report/{reported.pk}/change/").status_code == 404
    assert "Samen soep koken" in page(client, "listing/")
    address = f"{DESK}listing/{reported.listing.pk}/change/"
    assert (client.get(address).status_code, client.post(address, WHY).status_code) == (200, 403)
