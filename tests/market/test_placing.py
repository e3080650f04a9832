"""Placing a listing: the form, the draft, the photo, and who may speak for whom."""

from __future__ import annotations

import re
import uuid
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from accounts.models import Participant
from market.models import Draft, Listing, Tag
from neighbourhood.models import Area
from tests.conftest import AsMember
from tests.factories import AffiliationFactory, OrganisationFactory, ParticipantFactory, PlaceFactory, TagFactory

pytestmark = pytest.mark.django_db
PLACE = "/markt/plaatsen/"


def written(**changes: object) -> dict[str, object]:
    """Return what a person fills in for an offer."""
    return {
        "kind": "offer",
        "way": "learn",
        "title": "Fietsles op zaterdag",
        "description": "Op het plein. Fietsen staan klaar.",
        "languages": ["nl", "ar"],
        "tags": "fietsen, bewegen",
        "visibility": "everyone",
        "once": str(uuid.uuid4()),
        **changes,
    }


def picture(colour: str = "teal", size: tuple[int, int] = (2400, 1200)) -> SimpleUploadedFile:
    """Return a photo with a place in its metadata."""
    image = Image.new("RGB", size, colour)
    exif = image.getexif()
    exif[0x010E] = "Thuis bij oma"
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("thuis-bij-oma.jpg", out.getvalue(), content_type="image/jpeg")


def test_placed_listing_is_on_the_market(member: Participant, as_member: AsMember) -> None:
    TagFactory.create(name="fietsen", slug="fietsen")
    response = as_member(member).post(PLACE, written())
    placed = Listing.objects.get()
    assert response.status_code == 302
    assert response["Location"] == placed.get_absolute_url()
    assert (placed.area, placed.side, placed.languages, placed.tag_names) == (
        member.area,
        "informal",
        ["nl", "ar"],
        ["fietsen"],
    )
    assert Listing.objects.on_market(None).get() == placed


def test_new_word_is_a_proposal_that_only_the_owner_sees(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    client.post(PLACE, written(tags="glasblazen"))
    placed = Listing.objects.get()
    assert Tag.tags.values_list("name", "accepted", "proposed_by").get() == ("glasblazen", False, member.pk)
    assert "glasblazen" in client.get(placed.get_absolute_url()).content.decode()
    assert "glasblazen" not in Client().get(placed.get_absolute_url()).content.decode()


def test_double_click_places_one(member: Participant, as_member: AsMember) -> None:
    client, form = as_member(member), written()
    client.post(PLACE, form)
    client.post(PLACE, form)
    assert Listing.objects.count() == 1


def test_visitor_is_shown_the_way_in(client: Client, area: Area) -> None:
    response = client.post(PLACE, written())
    assert (response.status_code, Listing.objects.count()) == (302, 0)


def test_missing_title_is_said_and_nothing_is_lost(member: Participant, as_member: AsMember) -> None:
    response = as_member(member).post(PLACE, written(title="", description="Op het plein, elke week."))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Vul een titel in, bijvoorbeeld: Fietsles op zaterdag." in page
    assert "Op het plein, elke week." in page
    assert Draft.objects.get().fields["description"] == "Op het plein, elke week."


def test_draft_is_still_there_next_time_and_gone_once_placed(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    client.post("/markt/concept/", written(title="Half af"))
    assert 'value="Half af"' in client.get(PLACE).content.decode()
    client.post(PLACE, written())
    assert Draft.objects.count() == 0


def test_draft_of_another_stays_theirs(member: Participant, as_member: AsMember) -> None:
    other = ParticipantFactory.create(area=member.area)
    as_member(other).post("/markt/concept/", written(title="Geheim plan"))
    assert "Geheim plan" not in as_member(member).get(PLACE).content.decode()


def test_photo_is_made_anew_without_its_metadata(member: Participant, as_member: AsMember) -> None:
    as_member(member).post(PLACE, written(photo=picture()))
    photo = Listing.objects.get().photo
    with photo.open("rb") as file:
        kept = Image.open(file)
        assert (kept.format, kept.size, dict(kept.getexif())) == ("WEBP", (1600, 800), {})
    assert "oma" not in photo.name


@pytest.mark.parametrize(
    "sent",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 50],
    ids=["empty", "svg", "broken gif", "broken png"],
)
def test_what_is_no_photo_is_refused_kindly(member: Participant, as_member: AsMember, sent: bytes) -> None:
    response = as_member(member).post(PLACE, written(photo=SimpleUploadedFile("x.jpg", sent)))
    assert (response.status_code, Listing.objects.count()) == (422, 0)


def test_photo_survives_a_mistake_elsewhere(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    client.post(PLACE, written(title="", photo=picture()))
    client.post(PLACE, written())
    with Listing.objects.get().photo.open("rb") as file:
        assert Image.open(file).size == (1600, 800)


def test_listing_for_an_organisation_speaks_with_its_side(member: Participant, as_member: AsMember) -> None:
    organisation = OrganisationFactory.create(area=member.area, side="formal")
    AffiliationFactory.create(participant=member, organisation=organisation)
    as_member(member).post(PLACE, written(organisation=organisation.pk))
    assert Listing.objects.values_list("organisation", "side").get() == (organisation.pk, "formal")


def test_both_sides_together(member: Participant, as_member: AsMember) -> None:
    organisation = OrganisationFactory.create(area=member.area, side="formal")
    AffiliationFactory.create(participant=member, organisation=organisation)
    as_member(member).post(PLACE, written(organisation=organisation.pk, together="on"))
    assert Listing.objects.get().side == "together"


def test_nobody_speaks_for_an_organisation_they_do_not_belong_to(member: Participant, as_member: AsMember) -> None:
    stranger = OrganisationFactory.create(area=member.area)
    response = as_member(member).post(PLACE, written(organisation=stranger.pk))
    assert (response.status_code, Listing.objects.count()) == (422, 0)


def test_place_of_another_area_is_no_choice(member: Participant, as_member: AsMember) -> None:
    elsewhere = PlaceFactory.create()
    response = as_member(member).post(PLACE, written(place=elsewhere.pk))
    assert (response.status_code, Listing.objects.count()) == (422, 0)


def test_six_tags_are_too_many(member: Participant, as_member: AsMember) -> None:
    response = as_member(member).post(PLACE, written(tags="a, b, c, d, e, f"))
    assert "Kies hoogstens 5 trefwoorden." in response.content.decode()


def test_preview_shows_the_ticket_and_places_nothing(member: Participant, as_member: AsMember) -> None:
    response = as_member(member).post(PLACE, written(preview="1"))
    assert (response.status_code, Listing.objects.count()) == (200, 0)
    assert 'class="ticket' in response.content.decode()


def test_address_fills_in_the_beginning(member: Participant, as_member: AsMember) -> None:
    page = as_member(member).get(f"{PLACE}?kind=request&title=Glasblazen&for_someone_else=on").content.decode()
    assert 'value="Glasblazen"' in page
    assert re.search(r'<input[^>]*value="request"[^>]*checked', page)


def test_twenty_in_an_hour_is_enough_and_the_words_are_kept(member: Participant, as_member: AsMember, settings: Settings) -> None:
    settings.LIMITS_PER_HOUR = {**settings.LIMITS_PER_HOUR, "listings": 1}
    client = as_member(member)
    client.post(PLACE, written())
    response = client.post(PLACE, written(title="Nog eentje"))
    assert (response.status_code, Listing.objects.count()) == (429, 1)
    assert 'value="Nog eentje"' in response.content.decode()
