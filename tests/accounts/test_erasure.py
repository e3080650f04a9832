"""Being erased: afterwards nothing of somebody stands anywhere, but what others need, without the name."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models
from django.utils import timezone
from pytest_django import Settings

from accounts import copying, leaving, meeting
from accounts.models import (
    ActFor,
    Encounter,
    Erasure,
    Onboarding,
    Origin,
    Participant,
    SelfPortrait,
    Stamp,
    TakeOver,
    User,
)
from kennismarkt import inventory
from kennismarkt.inventory import Fate, listed
from kennismarkt.requestlog import JsonFormatter
from market import moderating, reporting
from market.models import Conversation, Draft, Hiding, Listing, Message, ReadMark, Report, SavedSearch, Tag, Word
from meetings.models import Acceptance, Chair, ConfidentialityAgreement, Invitation, Refusal
from notifications.choices import Cadence, Channel
from notifications.models import Circular, Delivery, Notice, Preference, PushSubscription, Reach
from tests.conftest import AsMember, signed_in
from tests.factories import (
    AffiliationFactory,
    AppointmentFactory,
    BlockFactory,
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    OrganisationFactory,
    ParticipantFactory,
    ReportFactory,
    TagFactory,
)
from tests.leaving import TEN_DAYS, asked_long_ago
from tests.meetings.factories import SeatFactory, TrajectoryFactory
from tests.partnership.planting import plant_at_a_card

pytestmark = pytest.mark.django_db

CANARY = "kanariezwaluw"
NAME = "Kanariezwaluw Samira"


def later() -> Any:
    """Return a moment at which what was asked now is final."""
    return timezone.now() + TEN_DAYS + timedelta(minutes=1)


def everything_in_the_database() -> Iterator[tuple[str, str]]:
    """Yield every column of every row of every table as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, 2"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT "{column}"::text FROM "{table}" WHERE "{column}" IS NOT NULL')  # noqa: S608 (names from the schema)
            yield from ((f"{table}.{column}", value) for (value,) in cursor.fetchall())


def where_it_stands(words: str) -> set[str]:
    """Return the columns in which `words` stand, whatever their case; sessions are looked at as they are read."""
    found = {column for column, value in everything_in_the_database() if words.lower() in value.lower()}
    sessions = [session for session in Session.objects.all() if words.lower() in str(session.get_decoded()).lower()]
    return found | ({"sessions"} if sessions else set())


def files() -> list[str]:
    """Return the paths of all files that are kept."""
    root = Path(default_storage.location)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


@pytest.fixture
def bird(member: Participant) -> Participant:
    """Somebody who left the word everywhere a person can leave words."""
    person = ParticipantFactory.create(
        area=member.area,
        user__email=f"{CANARY}@example.org",
        display_name=NAME,
        about=f"over {CANARY}",
        can=[CANARY],
        wants_to_learn=[CANARY],
        availability=CANARY,
        contact_note=CANARY,
    )
    plant_about_oneself(person, member)
    plant_on_the_market(person, member)
    plant_among_notices(person, member)
    plant_at_a_card(person, ParticipantFactory.create(area=member.area), word=CANARY, name=NAME)
    plant_at_meetings(person, member)
    return person


def plant_about_oneself(person: Participant, other: Participant) -> None:
    """Leave words in every table of people, and of libraries."""
    EmailAddress.objects.create(user=person.user, email=person.user.email, verified=True, primary=True)
    portrait = SelfPortrait(participant=person, head=CANARY, heart=CANARY, belly=CANARY, picture_version=1)
    portrait.photo.save("tekening.webp", ContentFile(CANARY.encode()), save=False)
    portrait.photo_small.save("klein.webp", ContentFile(CANARY.encode()), save=False)
    portrait.save()
    AffiliationFactory.create(participant=person, function=CANARY)
    AppointmentFactory.create(participant=person)
    BlockFactory.create(blocker=person)
    BlockFactory.create(blocked=person)
    Onboarding.objects.create(participant=person)
    Stamp.objects.create(participant=person, kind="netwerker", reason=f"omdat {CANARY}", given_by=other)
    Stamp.objects.create(participant=other, kind="netwerker", reason="vijf ontmoetingen", given_by=person)
    ActFor.objects.create(participant=person, actor=other, route="place_listing")
    ActFor.objects.create(participant=other, actor=person, route="place_listing")
    TakeOver.objects.create(participant=person, code_hash=CANARY, expires_at=later())
    meeting.meet(person, other, area=person.area, origin=Origin.CONVERSATION)
    LogEntry.objects.create(
        user=other.user,
        content_type=ContentType.objects.get_for_model(Participant),
        object_id=str(person.pk),
        object_repr=NAME,
        change_message=CANARY,
        action_flag=2,
    )
    LogEntry.objects.create(user=person.user, action_flag=2, object_repr="deelnemer 3")
    session = signed_in(person).session
    session["zoek"] = CANARY
    session.save()
    copying.make(copying.ask(person, by=person).pk)


def plant_on_the_market(person: Participant, other: Participant) -> None:
    """Leave words in every table of the market."""
    listing = ListingFactory.create(owner=person, title=f"{CANARY} leren", description=f"Over {CANARY}", tagged=[])
    proposed = TagFactory.create(name=CANARY, slug=CANARY, accepted=False, proposed_by=person)
    listing.taggings.create(tag=proposed)
    listing.photo.save("foto.webp", ContentFile(CANARY.encode()))
    Hiding.objects.create(
        area=person.area, listing=listing, reason="other", explanation=CANARY, objection=CANARY, hidden_by=other
    )
    draft = Draft.objects.create(writer=person, fields={"title": CANARY})
    draft.photo.save("concept.webp", ContentFile(CANARY.encode()))
    SavedSearch.objects.create(participant=person, query=f"q={CANARY}")
    ReportFactory.create(reporter=person, text=f"klacht van {CANARY}")
    ReportFactory.create(listing=None, person=person, area=person.area, text=f"over {CANARY}")
    conversation = ConversationFactory.create(
        starter=person, listing__owner=other, listing__title="Fietsles", subject=f"Fietsles voor {NAME}"
    )
    said = MessageFactory.create(
        conversation=conversation, text=f"Dag, ik ben {NAME}. Mail {CANARY}@example.org. Groet, Kanariezwaluw"
    )
    MessageFactory.create(conversation=conversation, author=other, text="Dag Kanariezwaluw, kom je?")
    MessageFactory.create(conversation=conversation, text=CANARY, hidden_at=timezone.now())
    ReportFactory.create(listing=None, message=said, reporter=other, area=person.area, text="Kanariezwaluw schreef dit")
    ReadMark.objects.create(conversation=conversation, reader=person, upto=said.pk)


def plant_among_notices(person: Participant, other: Participant) -> None:
    """Leave words in every table of notices."""
    notice = Notice.objects.create(recipient=person, kind="market.hidden", note=CANARY, by=other)
    Notice.objects.create(recipient=other, kind="market.hidden", about=1, by=person)
    Delivery.objects.create(person=person, channel=Channel.MAIL, key=f"kanarie-{notice.pk}", notice=notice, due_at=later())
    Preference.objects.create(participant=person, kind="market.news", channel=Channel.MAIL, cadence=Cadence.NEVER)
    Reach.objects.create(participant=person, mail=False)
    PushSubscription.objects.create(participant=person, endpoint=f"https://push.example.org/{CANARY}", p256dh="p", auth="a")
    Circular.objects.create(
        area=person.area,
        author=person,
        audience="area.everyone",
        audience_number=person.area_id,
        subject=f"Groet van {NAME}",
        text=f"Tot ziens, {NAME}",
        made_once=uuid.uuid4(),
    )


def plant_at_meetings(person: Participant, other: Participant) -> None:
    """Leave words in every table of meetings."""
    seat = SeatFactory.create(meeting__area=person.area, participant=person, diet=CANARY, access_needs=CANARY, shown=True)
    Chair.objects.create(meeting=seat.meeting, number=1, seat=seat, limit=20)
    Refusal.objects.create(seat=seat, reason="no_time")
    agreement = ConfidentialityAgreement.objects.create(
        trajectory=TrajectoryFactory.create(area=person.area), text="Blijft hier."
    )
    Acceptance.objects.create(agreement=agreement, participant=person)
    Invitation.objects.create(meeting=seat.meeting, by=person, participant=other, expires_at=later())
    Invitation.objects.create(meeting=seat.meeting, by=other, participant=person, expires_at=later())
    Invitation.objects.create(meeting=seat.meeting, by=other, email=person.user.email, name=NAME, expires_at=later())


def test_the_word_stands_in_every_table_before(bird: Participant) -> None:
    planted = {
        label for label in listed.personal if label in inventory.installed() and listed.personal[label].rows(bird).exists()
    }
    bare = {
        "sessions.Session",
        "accounts.Erasure",
        "usersessions.UserSession",
        "mfa.Authenticator",
        "account.EmailConfirmation",
        "accounts.User_groups",
        "accounts.User_user_permissions",
    }
    assert planted | bare | {"mfa.Authenticator"} >= {table.label for table in listed.of_people()}
    assert len(where_it_stands(CANARY)) > 25


def test_afterwards_it_is_nowhere(bird: Participant, caplog: pytest.LogCaptureFixture, settings: Settings) -> None:
    lines: list[str] = []
    handler = logging.Handler(logging.DEBUG)
    handler.emit = lambda record: lines.append(JsonFormatter().format(record))  # type: ignore[method-assign]  # writes down
    loggers = [logging.getLogger(name) for name in ("", "kennismarkt", "django", "django.request")]
    for each in loggers:
        each.addHandler(handler)
    try:
        asked_long_ago(bird)
        assert leaving.erase_due() == 1
    finally:
        for each in loggers:
            each.removeHandler(handler)
    assert where_it_stands(CANARY) == set()
    assert where_it_stands("Samira") == {"accounts_participant.display_name"}  # the member's own name
    assert files() == []
    assert CANARY not in "".join(lines).lower()


def test_only_what_the_inventory_keeps_still_points_at_them(bird: Participant) -> None:
    asked_long_ago(bird)
    leaving.erase_due()
    pointing = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for each in model._meta.concrete_fields
        if isinstance(each, models.ForeignKey)
        and each.related_model in {Participant, User}
        and model._base_manager.filter(**{each.name: bird.pk if each.related_model is Participant else bird.user_id}).exists()
    }
    assert pointing <= {table.label for table in listed.of_people() if table.fate == Fate.NAMELESS}
    bare = Participant.objects.select_related("user").get(pk=bird.pk)
    assert (bare.display_name, bare.roles, bare.about, bare.can) == ("iemand die wegging", [], "", [])
    assert (bare.user.email, bare.user.is_active, bare.user.has_usable_password()) == (None, False, False)


def test_what_others_need_stays_without_the_name(bird: Participant, member: Participant, as_member: AsMember) -> None:
    asked_long_ago(bird)
    leaving.erase_due()
    conversation = Conversation.objects.get(owner=member)
    assert conversation.subject == "Fietsles voor […]"
    assert list(conversation.messages.values_list("text", flat=True)) == [
        "Dag, ik ben […]. Mail […]. Groet, […]",
        "Dag […], kom je?",
    ]
    page = as_member(member).get(conversation.get_absolute_url()).content.decode()
    assert "iemand die wegging" in page
    assert "Dit gesprek is gesloten." in page
    assert Encounter.objects.count() == 1
    made = Report.objects.get(listing__isnull=False)
    assert (made.reporter, made.text) == (None, "")
    assert Report.objects.get(message__isnull=False).text == "[…] schreef dit"


def test_who_leaves_nothing_that_others_need_leaves_no_row(member: Participant) -> None:
    number = member.user_id
    asked_long_ago(member)
    leaving.erase_due()
    assert not User.objects.filter(pk=number).exists()
    assert not Participant.objects.exists()
    assert not Erasure.objects.exists()


def test_when_both_left_their_conversation_goes(member: Participant) -> None:
    message = MessageFactory.create(conversation__starter=member)
    for person in (member, message.conversation.owner):
        asked_long_ago(person)
    assert leaving.erase_due() == 2
    assert not Message.objects.exists()
    assert not Conversation.objects.exists()


def test_a_conversation_of_an_organisation_stays_for_its_people(member: Participant) -> None:
    organisation = OrganisationFactory.create(area=member.area)
    AffiliationFactory.create(organisation=organisation)
    listing = ListingFactory.create(organisation=organisation)
    message = MessageFactory.create(conversation=ConversationFactory.create(listing=listing, starter=member))
    for person in (member, message.conversation.owner):
        asked_long_ago(person)
    leaving.erase_due()
    assert Message.objects.filter(pk=message.pk).exists()


def test_words_of_others_stay_known_and_accepted_tags_too(member: Participant) -> None:
    ListingFactory.create(title="Bloemschikken")
    ListingFactory.create(owner=member, title="Bloemschikken en steltlopen")
    tag = TagFactory.create(proposed_by=member)
    asked_long_ago(member)
    leaving.erase_due()
    assert set(Word.objects.filter(word__in=["bloemschikken", "steltlopen"]).values_list("word", flat=True)) == {"bloemschikken"}
    tag.refresh_from_db()
    assert tag.proposed_by is None


def test_words_of_deleted_listings_go_too(member: Participant) -> None:
    Listing.objects.filter(pk=ListingFactory.create(title="Vergeetmijnietje").pk).delete()
    assert Word.objects.filter(word="vergeetmijnietje").exists()
    asked_long_ago(member)
    leaving.erase_due()
    assert not Word.objects.filter(word="vergeetmijnietje").exists()


def test_moderators_do_not_find_who_left_among_who_is_kept_out(bird: Participant, member: Participant) -> None:
    AppointmentFactory.create(participant=member)
    asked_long_ago(bird)
    leaving.erase_due()
    assert list(moderating.suspended_in(member)) == []


def test_what_was_reported_can_still_be_handled(bird: Participant, member: Participant) -> None:
    AppointmentFactory.create(participant=member)
    asked_long_ago(bird)
    leaving.erase_due()
    waiting = Report.objects.filter(listing__isnull=False).get()
    AppointmentFactory.create(participant=member, area=waiting.area)
    moderating.dismiss(waiting, by=member)
    assert reporting.report(waiting.listing, by=member, reason="scam")  # type: ignore[arg-type]  # it is about a listing


def test_tags_that_others_use_stay(member: Participant) -> None:
    tag = TagFactory.create(accepted=False, proposed_by=member)
    ListingFactory.create().taggings.create(tag=tag)
    asked_long_ago(member)
    leaving.erase_due()
    assert Tag.objects.get().proposed_by is None


def test_one_that_fails_does_not_hold_up_the_others(member: Participant, monkeypatch: pytest.MonkeyPatch) -> None:
    other = ParticipantFactory.create()
    for person in (member, other):
        asked_long_ago(person)
    table = listed.personal["accounts.Consent"]

    def fails(_table: object, erasing: inventory.Erasing) -> None:
        """Fail for one person."""
        if erasing.person.pk == member.pk:
            raise OSError(NAME)

    monkeypatch.setitem(listed.personal, "accounts.Consent", inventory.Personal(**{**vars(table), "erase": fails}))
    assert leaving.erase_due() == 1
    assert Erasure.objects.get().participant_id == member.pk
