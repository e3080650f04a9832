"""The self-portrait: making one, and who sees it where."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts import portraying
from accounts.addresses import picture_url
from accounts.encounters import Encounter, Origin
from accounts.models import Audience, Duty, Participant, SelfPortrait
from accounts.views_portrait import POLICY
from tests.accounts.test_drawing import LINE
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
    SelfPortraitFactory,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/account/zelfportret/"
WORDS = {"head": "Ik denk in lijstjes.", "heart": "Samen zingen.", "belly": "Soms een knoop."}
DRAWING = json.dumps([LINE])


def sent(**fields: Any) -> dict[str, Any]:
    """Return a filled-in form."""
    return {**WORDS, "strokes": DRAWING, "version": "0", **fields}


def photo(colour: str = "red", name: str = "tekening.jpg") -> SimpleUploadedFile:
    """Return a photo as a phone sends it, with where it was taken."""
    out = BytesIO()
    picture = Image.new("RGB", (400, 900), colour)
    exif = picture.getexif()
    exif[0x010E] = "Osdorpplein 12"
    picture.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def portrait_of(person: Participant) -> SelfPortrait:
    """Return what somebody keeps now."""
    return SelfPortrait.objects.get(participant=person)


def shows(client: Client, address: str, person: Participant) -> bool:
    """Whether the page shows the drawing of `person`."""
    return f"/deelnemers/{person.pk}/portret/" in client.get(address).content.decode()


# Making one


def test_words_and_a_drawing_are_kept_and_shown(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    response = client.post(ADDRESS, sent())
    assert (response.status_code, response.url) == (302, member.get_absolute_url())
    portrait = portrait_of(member)
    assert (portrait.head, portrait.strokes, portrait.version, portrait.picture_version) == (WORDS["head"], [LINE], 1, 1)
    page = client.get(member.get_absolute_url()).content.decode()
    assert [words for words in WORDS.values() if words not in page] == []


def test_words_alone_are_enough(member: Participant, as_member: AsMember) -> None:
    as_member(member).post(ADDRESS, sent(strokes=""))
    assert (portrait_of(member).words, portrait_of(member).drawn) == (
        [("hoofd", WORDS["head"]), ("hart", WORDS["heart"]), ("buik", WORDS["belly"])],
        False,
    )


def test_three_hundred_signs_whatever_the_line_ends(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    assert client.post(ADDRESS, sent(head="é" * 149 + "\r\n" + "é" * 150)).status_code == 302
    assert portrait_of(member).head == "é" * 149 + "\n" + "é" * 150
    refused = client.post(ADDRESS, sent(head="é" * 301, version="1"))
    assert refused.status_code == 422
    assert "é" * 301 in refused.content.decode()
    assert portrait_of(member).version == 1


def test_words_change_and_the_picture_keeps_its_address(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    client.post(ADDRESS, sent())
    client.post(ADDRESS, sent(head="Anders.", version="1"))
    assert (portrait_of(member).version, portrait_of(member).picture_version) == (2, 1)
    client.post(ADDRESS, sent(strokes=json.dumps([LINE, LINE]), version="2"))
    assert (portrait_of(member).version, portrait_of(member).picture_version) == (3, 3)


def test_what_is_no_drawing_is_refused_with_words_and_changes_nothing(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    response = client.post(ADDRESS, sent(strokes='<svg onload="alert(1)">'))
    assert response.status_code == 422
    page = response.content.decode()
    assert "Deze tekening kunnen we niet lezen" in page
    assert WORDS["heart"] in page
    assert "onload" not in page
    assert not SelfPortrait.objects.exists()


def test_a_photo_of_a_drawing_is_written_anew_in_two_sizes(member: Participant, as_member: AsMember) -> None:
    as_member(member).post(ADDRESS, sent(strokes="", photo=photo()))
    portrait = portrait_of(member)
    with portrait.photo.open("rb") as large, portrait.photo_small.open("rb") as small:
        pictures = [Image.open(file) for file in (large, small)]
        assert [(each.format, each.size, len(each.getexif())) for each in pictures] == [
            ("WEBP", (400, 900), 0),
            ("WEBP", (160, 160), 0),
        ]
    assert "tekening" not in portrait.photo.name


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("mooi.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', content_type="image/svg+xml"),
        SimpleUploadedFile("mooi.jpg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', content_type="image/jpeg"),
        SimpleUploadedFile("leeg.png", b"", content_type="image/png"),
    ],
)
def test_an_uploaded_svg_is_refused(member: Participant, as_member: AsMember, upload: SimpleUploadedFile) -> None:
    upload.seek(0)
    response = as_member(member).post(ADDRESS, sent(photo=upload))
    assert response.status_code == 422
    assert not SelfPortrait.objects.exists()


def test_a_photo_takes_the_place_of_a_drawing_and_the_other_way_round(
    member: Participant, as_member: AsMember, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client = as_member(member)
    client.post(ADDRESS, sent())
    client.post(ADDRESS, sent(photo=photo(), version="1"))
    first = portrait_of(member)
    assert (first.strokes, bool(first.photo), first.picture_version) == ([], True, 2)
    client.post(ADDRESS, sent(strokes="", head="Ander woord.", version="2"))
    assert (portrait_of(member).photo.name, portrait_of(member).picture_version) == (first.photo.name, 2)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(ADDRESS, sent(version="3"))
    last = portrait_of(member)
    assert (last.strokes, last.photo.name, last.photo_small.name, last.picture_version) == ([LINE], "", "", 4)
    storage = first.photo.storage
    assert [storage.exists(name) for name in (first.photo.name, first.photo_small.name)] == [False, False]


@pytest.mark.parametrize("first", [{}, {"strokes": "", "photo": "red"}])
def test_a_drawing_or_photo_can_be_taken_away(member: Participant, as_member: AsMember, first: dict[str, Any]) -> None:
    client = as_member(member)
    client.post(ADDRESS, sent(**{**first, **({"photo": photo()} if first else {})}))
    client.post(ADDRESS, sent(**{**first, "photo": ""}, remove_picture="on", version="1"))
    portrait = portrait_of(member)
    assert (portrait.strokes, portrait.photo.name, portrait.photo_small.name, portrait.drawn) == ([], "", "", False)
    assert portrait.head == WORDS["head"]
    assert client.get(f"/deelnemers/{member.pk}/portret/").status_code == 404


def test_a_drawing_that_was_wiped_is_gone(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    client.post(ADDRESS, sent())
    client.post(ADDRESS, sent(strokes="[]", version="1"))
    assert not portrait_of(member).drawn


def test_two_at_once_get_to_choose(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    client.post(ADDRESS, sent())
    client.post(ADDRESS, sent(heart="Van de telefoon.", version="1"))
    response = client.post(ADDRESS, sent(heart="Van de computer.", strokes=json.dumps([LINE, LINE]), version="1"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Van de telefoon." in page
    assert "Van de computer." in page
    assert response.context["form"].lines == [LINE, LINE]
    assert portrait_of(member).heart == "Van de telefoon."
    version = response.context["form"]["version"].value()
    client.post(ADDRESS, sent(heart="Van allebei.", version=version))
    assert portrait_of(member).heart == "Van allebei."


def test_the_same_form_twice_is_saved_once(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    assert [client.post(ADDRESS, sent()).status_code for _ in range(2)] == [302, 302]
    assert portrait_of(member).version == 1


def test_a_second_first_portrait_does_not_overwrite_the_first(member: Participant) -> None:
    portraying.portray(member, **WORDS, strokes=[], version=0)
    with pytest.raises(portraying.ChangedMeanwhile) as meanwhile:
        portraying.portray(member, **{**WORDS, "head": "Iets anders."}, strokes=[], version=0)
    assert meanwhile.value.theirs.head == WORDS["head"]


def test_nobody_makes_the_portrait_of_another(member: Participant, as_member: AsMember, client: Client) -> None:
    SelfPortraitFactory.create(participant=member)
    stranger = ParticipantFactory.create()
    as_member(stranger).post(ADDRESS, sent(participant=member.pk, version="1"))
    assert (portrait_of(member).head, portrait_of(stranger).head) == ("Ik denk in oplossingen.", WORDS["head"])
    assert client.post(ADDRESS, sent()).status_code == 302
    assert SelfPortrait.objects.count() == 2


@pytest.mark.parametrize("fields", [{"picture_version": 0}, {"strokes": []}, {"photo": "x.webp", "photo_small": "x.webp"}])
def test_the_table_holds_no_half_portraits(member: Participant, fields: dict[str, Any]) -> None:
    SelfPortraitFactory.create(participant=member)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfPortrait.objects.update(**fields)


# Who sees it

VIEWERS = ("visitor", "member", "met", "blocked", "blocker", "oneself")


@pytest.fixture
def viewers(member: Participant) -> dict[str, Participant | None]:
    """Everybody who might look at `member`."""
    people = {name: ParticipantFactory.create(area=member.area) for name in VIEWERS[1:-1]}
    one, other = sorted([member, people["met"]], key=lambda person: person.pk)
    Encounter.objects.create(one=one, other=other, area=member.area, origin=Origin.CONVERSATION, across_the_line=False)
    BlockFactory.create(blocker=member, blocked=people["blocked"])
    BlockFactory.create(blocker=people["blocker"], blocked=member)
    return {"visitor": None, **people, "oneself": member}


@pytest.mark.parametrize(
    ("audience", "seen_by"),
    [
        (Audience.EVERYONE, {"visitor", "member", "met", "oneself"}),
        (Audience.MEMBERS, {"member", "met", "oneself"}),
        (Audience.MET, {"met", "oneself"}),
        (Audience.NOBODY, {"oneself"}),
    ],
)
def test_each_sees_what_is_meant_for_them_on_page_ticket_and_picture(
    member: Participant, viewers: dict[str, Participant | None], as_member: AsMember, audience: str, seen_by: set[str]
) -> None:
    SelfPortraitFactory.create(participant=member)
    Participant.objects.filter(pk=member.pk).update(portrait_for=audience)
    listing = ListingFactory.create(owner=member)
    seen: dict[str, set[str]] = {"rule": set(), "picture": set(), "market": set(), "listing": set()}
    for name, viewer in viewers.items():
        client = as_member(viewer) if viewer is not None else Client()
        seen["rule"] |= {name} if SelfPortrait.objects.visible_to(viewer).exists() else set()
        seen["picture"] |= {name} if client.get(f"/deelnemers/{member.pk}/portret/?v=1").status_code == 200 else set()
        if name != "oneself":  # whose own drawing stands in the menu of every page
            seen["market"] |= {name} if shows(client, "/wijk/osdorpplein/markt/", member) else set()
            seen["listing"] |= {name} if shows(client, f"/markt/{listing.pk}/", member) else set()
    assert seen == {"rule": seen_by, "picture": seen_by, "market": seen_by - {"oneself"}, "listing": seen_by - {"oneself"}}


def test_words_of_a_portrait_for_nobody_stay_unread(member: Participant, as_member: AsMember) -> None:
    person = ParticipantFactory.create(portrait_for=Audience.NOBODY)
    SelfPortraitFactory.create(participant=person, belly="Alleen voor mij.")
    page = as_member(member).get(person.get_absolute_url()).content.decode()
    assert "Alleen voor mij." not in page
    assert "/portret/" not in page


def test_who_may_not_sign_in_shows_no_drawing(member: Participant, as_member: AsMember) -> None:
    gone = ParticipantFactory.create(user__is_active=False, area=member.area, portrait_for=Audience.EVERYONE)
    SelfPortraitFactory.create(participant=gone)
    ListingFactory.create(owner=gone)
    client = as_member(member)
    assert client.get(f"/deelnemers/{gone.pk}/portret/").status_code == 404
    assert not shows(client, "/wijk/osdorpplein/markt/", gone)


def test_what_an_organisation_places_shows_no_face(member: Participant, as_member: AsMember) -> None:
    owner = ParticipantFactory.create(area=member.area)
    SelfPortraitFactory.create(participant=owner)
    organisation = OrganisationFactory.create(area=member.area)
    AffiliationFactory.create(participant=owner, organisation=organisation)
    listing = ListingFactory.create(owner=owner, organisation=organisation)
    MessageFactory.create(conversation=ConversationFactory.create(listing=listing, starter=member))
    client = as_member(member)
    addresses = ("/wijk/osdorpplein/markt/", f"/markt/{listing.pk}/", "/gesprekken/")
    assert [shows(client, address, owner) for address in addresses] == [False, False, False]


def test_the_other_in_a_conversation_shows_their_face(member: Participant, as_member: AsMember) -> None:
    owner, hidden = ParticipantFactory.create(), ParticipantFactory.create(portrait_for=Audience.NOBODY)
    for person in (owner, hidden):
        SelfPortraitFactory.create(participant=person)
    threads = [
        ConversationFactory.create(listing=ListingFactory.create(owner=person), starter=member) for person in (owner, hidden)
    ]
    client = as_member(member)
    assert [shows(client, "/gesprekken/", person) for person in (owner, hidden)] == [True, False]
    pages = [shows(client, thread.get_absolute_url(), thread.owner) for thread in threads]
    assert pages == [True, False]


def test_own_menu_and_preview_show_own_drawing(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    assert not shows(client, "/over/", member)
    SelfPortraitFactory.create(participant=member)
    assert shows(client, "/over/", member)
    draft = {"kind": "offer", "way": "learn", "title": "Fietsles", "description": "Kom."}
    assert f"/deelnemers/{member.pk}/portret/?v=1" in client.post("/markt/concept/", draft).content.decode()


@pytest.mark.parametrize(("audience", "shown"), [(Audience.MEMBERS, True), (Audience.NOBODY, False)])
def test_workplace_shows_what_members_see(member: Participant, as_member: AsMember, audience: str, shown: bool) -> None:
    coordinator = ParticipantFactory.create(area=member.area)
    AppointmentFactory.create(participant=coordinator, duty=Duty.COORDINATOR)
    SelfPortraitFactory.create(participant=member)
    Participant.objects.filter(pk=member.pk).update(portrait_for=audience)
    page = as_member(coordinator).get(f"/beheer/accounts/participant/{member.pk}/change/").content.decode()
    assert (f'alt="zelfportret van {member.display_name}"' in page) is shown


# The picture itself


def test_a_drawing_comes_as_a_picture_that_may_do_nothing(member: Participant, as_member: AsMember) -> None:
    SelfPortraitFactory.create(participant=member)
    response = as_member(member).get(f"/deelnemers/{member.pk}/portret/?v=1")
    assert response.content.startswith(b"<svg ")
    assert {
        name: response[name] for name in ("Content-Type", "Content-Security-Policy", "X-Content-Type-Options", "Cache-Control")
    } == {
        "Content-Type": "image/svg+xml",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=31536000, immutable",
    }
    assert "Cookie" in response["Vary"]


def test_another_version_is_not_kept(member: Participant, as_member: AsMember) -> None:
    SelfPortraitFactory.create(participant=member)
    for query in ("", "?v=2", "?v=0"):
        assert as_member(member).get(f"/deelnemers/{member.pk}/portret/{query}")["Cache-Control"] == "private, no-cache"


def test_a_photo_comes_in_the_size_that_is_asked_for(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    client.post(ADDRESS, sent(strokes="", photo=photo()))
    sizes = []
    for query in ("?v=1", "?v=1&klein=1"):
        response = client.get(f"/deelnemers/{member.pk}/portret/{query}")
        assert response["Content-Type"] == "image/webp"
        sizes.append(Image.open(BytesIO(b"".join(response.streaming_content))).size)
    assert sizes == [(400, 900), (160, 160)]


def test_the_address_put_together_is_the_address_in_the_book() -> None:
    assert picture_url(7, 3, small=False) == f"{reverse('portrait_picture', args=[7])}?v=3"
    assert (picture_url(7, 0), picture_url(7, None)) == ("", "")


def test_pages_take_the_same_queries_however_many_drawings_they_show(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)

    def more() -> None:
        owner = ParticipantFactory.create(area=member.area)
        SelfPortraitFactory.create(participant=owner)
        listing = ListingFactory.create(owner=owner)
        MessageFactory.create(conversation=ConversationFactory.create(listing=listing, starter=member))

    def queries() -> list[int]:
        counts = []
        for address in ("/wijk/osdorpplein/markt/", "/wijk/osdorpplein/", "/gesprekken/"):
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
        return counts

    more()
    few = queries()
    for _ in range(4):
        more()
    assert queries() == few
