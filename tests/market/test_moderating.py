"""What moderators do: within their border, not in a case of their own, and with words for who it concerns."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import Appointment, Duty, Participant
from kennismarkt.errors import Refused
from market import moderating
from market.models import Conversation, Hiding, Listing, Message, Report
from tests.conftest import AsMember
from tests.factories import (
    AppointmentFactory,
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    ParticipantFactory,
    ReportFactory,
)
from tests.working import send_outbox

pytestmark = pytest.mark.django_db
WHY = {"reason": "hurtful", "explanation": "Blijf vriendelijk."}


@pytest.fixture
def listing(member: Participant) -> Listing:
    """An open listing of `member`."""
    return ListingFactory.create(owner=member, title="Samen soep koken")


@pytest.fixture
def message(listing: Listing) -> Message:
    """Joop wrote this to `member`."""
    joop = ParticipantFactory.create(area=listing.area, display_name="Joop de V.", reads="en")
    conversation = ConversationFactory.create(listing=listing, starter=joop)
    return MessageFactory.create(conversation=conversation, text="Iets lelijks.")


@pytest.fixture
def moderator(member: Participant) -> Participant:
    """Who moderates the area."""
    return AppointmentFactory.create(participant__area=member.area, participant__display_name="Mo").participant


@pytest.fixture
def without_right(member: Participant) -> list[Participant]:
    """Everybody who moderates nothing here."""
    duties = [Duty.COORDINATOR, Duty.CONNECTOR]
    here = [AppointmentFactory.create(participant__area=member.area, duty=duty).participant for duty in duties]
    return [*here, AppointmentFactory.create().participant, ParticipantFactory.create(area=member.area), member]


# Hiding


def test_what_is_hidden_shows_nowhere_but_to_its_owner(
    listing: Listing, moderator: Participant, as_member: AsMember, client: Client
) -> None:
    moderating.hide(listing, by=moderator, **WHY)
    neighbour = as_member(ParticipantFactory.create(area=listing.area))
    area = listing.area.slug
    paths = [f"/wijk/{area}/", f"/wijk/{area}/markt/", "/markt/", f"/wijk/{area}/markt/?q=soep", f"/wijk/{area}/feed/",
             "/markt/feed/", "/markt/woorden/?q=soep", "/sitemap.xml"]  # fmt: skip
    shown = [path for path in paths for who in (neighbour, client) if f"/markt/{listing.pk}/" in who.get(path).content.decode()]
    assert shown == []
    assert [who.get(f"/markt/{listing.pk}/").status_code for who in (neighbour, client)] == [404, 404]
    page = as_member(listing.owner).get(f"/markt/{listing.pk}/").content.decode()
    assert ("Blijf vriendelijk." in page, "Kwetsend of bedreigend" in page) == (True, True)


def test_hiding_settles_every_report_about_it(listing: Listing, moderator: Participant) -> None:
    reports = [ReportFactory.create(listing=listing) for _ in range(2)]
    other = ReportFactory.create()
    moderating.hide(listing, by=moderator, **WHY)
    assert list(Report.objects.waiting()) == [other]
    assert set(Report.objects.filter(handled_by=moderator)) == set(reports)


def test_nobody_hides_beyond_their_border(listing: Listing, message: Message, without_right: list[Participant]) -> None:
    for person in without_right:
        for thing in (listing, message):
            with pytest.raises(PermissionDenied):
                moderating.hide(thing, by=person, **WHY)
    assert not Hiding.objects.exists()


def test_a_right_that_ended_is_gone(listing: Listing, moderator: Participant) -> None:
    Appointment.objects.all().delete()
    with pytest.raises(PermissionDenied):
        moderating.hide(listing, by=moderator, **WHY)


def test_what_is_hidden_is_not_hidden_again(listing: Listing, moderator: Participant) -> None:
    moderating.hide(listing, by=moderator, **WHY)
    with pytest.raises(Refused, match="al verborgen"):
        moderating.hide(listing, by=moderator, **WHY)


def test_no_moderator_judges_their_own_case(moderator: Participant) -> None:
    own = ListingFactory.create(owner=moderator)
    report = ReportFactory.create(listing=own)
    hiding = Hiding.objects.create(area=own.area, listing=own, **WHY)
    for act in (
        lambda: moderating.hide(own, by=moderator, **WHY),
        lambda: moderating.dismiss(report, by=moderator),
        lambda: moderating.lift(hiding, by=moderator),
        lambda: moderating.uphold(hiding, by=moderator),
    ):
        with pytest.raises(Refused, match="Dit gaat over jou"):
            act()
    assert list(Report.objects.overseen_by(moderator)) == list(Hiding.objects.overseen_by(moderator)) == []


def test_the_writer_is_mailed_in_their_language_without_a_word_of_it(message: Message, moderator: Participant) -> None:
    ReportFactory.create(listing=None, message=message, area=message.conversation.area, reporter=message.conversation.owner)
    hiding = moderating.hide(message, by=moderator, **WHY)
    send_outbox()
    sent = mail.outbox[0]
    assert (len(mail.outbox), sent.to) == (1, [message.author.user.email])
    assert f"http://127.0.0.1:8000/bezwaar/{hiding.pk}/" in sent.body
    told = f"{sent.subject} {sent.body}"
    secrets = ["Iets lelijks", "Blijf vriendelijk", message.conversation.owner.display_name, moderator.display_name]
    assert [word for word in secrets if word in told] == []


def test_who_has_no_address_is_not_mailed(listing: Listing, moderator: Participant) -> None:
    listing.owner.user.email = None
    listing.owner.user.save()
    moderating.hide(listing, by=moderator, **WHY)
    send_outbox()
    assert mail.outbox == []


# Objecting


def objection(client: Client, hiding: Hiding) -> int:
    """Object, and return the status."""
    return client.post(f"/bezwaar/{hiding.pk}/", {"text": "Het was een grap."}).status_code


def test_the_writer_objects_once_and_nobody_else_does(message: Message, moderator: Participant, as_member: AsMember) -> None:
    hiding = moderating.hide(message, by=moderator, **WHY)
    for person in (message.conversation.owner, moderator, ParticipantFactory.create(area=hiding.area)):
        assert objection(as_member(person), hiding) == 404
        assert as_member(person).get(f"/bezwaar/{hiding.pk}/").status_code == 404
    author = as_member(message.author)
    assert "Blijf vriendelijk." in author.get(f"/bezwaar/{hiding.pk}/").content.decode()
    assert [objection(author, hiding) for _ in range(2)] == [302, 409]
    assert list(Hiding.objects.objected().values_list("pk", "objection")) == [(hiding.pk, "Het was een grap.")]


def test_an_objection_without_words_is_refused(message: Message, moderator: Participant, as_member: AsMember) -> None:
    hiding = moderating.hide(message, by=moderator, **WHY)
    assert as_member(message.author).post(f"/bezwaar/{hiding.pk}/", {"text": " "}).status_code == 422


def test_lifting_shows_it_again_once(message: Message, moderator: Participant, without_right: list[Participant]) -> None:
    hiding = moderating.hide(message, by=moderator, **WHY)
    for person in without_right:
        with pytest.raises(PermissionDenied):
            moderating.lift(hiding, by=person)
    moderating.lift(hiding, by=moderator)
    assert list(Message.objects.visible_to(message.conversation.owner)) == [message]
    with pytest.raises(Refused, match="al over besloten"):
        moderating.lift(hiding, by=moderator)


def test_upholding_needs_an_objection_and_ends_it(
    message: Message, moderator: Participant, without_right: list[Participant], as_member: AsMember
) -> None:
    hiding = moderating.hide(message, by=moderator, **WHY)
    with pytest.raises(Refused):
        moderating.uphold(hiding, by=moderator)
    moderating.object_to(hiding, by=message.author, text="Het was een grap.")
    for person in without_right:
        with pytest.raises(PermissionDenied):
            moderating.uphold(hiding, by=person)
    moderating.uphold(hiding, by=moderator)
    assert not Hiding.objects.objected().exists()
    assert "Het blijft verborgen" in as_member(message.author).get(f"/bezwaar/{hiding.pk}/").content.decode()


def test_dismissing_closes_one_report(listing: Listing, moderator: Participant, without_right: list[Participant]) -> None:
    report, other = [ReportFactory.create(listing=listing) for _ in range(2)]
    for person in without_right:
        with pytest.raises(PermissionDenied):
            moderating.dismiss(report, by=person)
    moderating.dismiss(report, by=moderator)
    assert list(Report.objects.waiting()) == [other]
    assert list(Listing.objects.on_market(None)) == [listing]
    with pytest.raises(Refused):
        moderating.dismiss(report, by=moderator)


# Keeping people out


@pytest.mark.parametrize("duty", [Duty.MODERATOR, Duty.COORDINATOR])
def test_who_is_kept_out_is_signed_out_at_once_and_off_the_market(
    listing: Listing,
    as_member: AsMember,
    duty: Duty,
) -> None:
    elsewhere = ListingFactory.create(owner=listing.owner, area=ParticipantFactory.create().area)
    signed_in = as_member(listing.owner)
    by = AppointmentFactory.create(participant__area=listing.area, duty=duty).participant
    EmailAddress.objects.create(user=listing.owner.user, email=listing.owner.user.email, verified=True)
    moderating.suspend(listing.owner, by=by, explanation="Te veel ruzie.")
    send_outbox()
    assert signed_in.get("/gesprekken/").headers["Location"].startswith("/account/login/")
    assert list(Listing.objects.on_market(None)) == []
    assert {hiding.listing for hiding in Hiding.objects.all()} == {listing, elsewhere}
    assert (len(mail.outbox), "Te veel ruzie." in mail.outbox[0].body) == (1, True)


def test_who_is_let_in_again_can_sign_in_and_what_was_hidden_stays_so(listing: Listing, moderator: Participant) -> None:
    moderating.suspend(listing.owner, by=moderator, explanation="Te veel ruzie.")
    assert list(moderating.suspended_in(moderator)) == [listing.owner]
    moderating.restore(listing.owner, by=moderator)
    listing.owner.user.refresh_from_db()
    assert (listing.owner.user.is_active, list(Listing.objects.on_market(None))) == (True, [])
    with pytest.raises(Refused):
        moderating.restore(listing.owner, by=moderator)


def test_who_may_not_keep_people_out(member: Participant, moderator: Participant) -> None:
    connector = AppointmentFactory.create(participant__area=member.area, duty=Duty.CONNECTOR).participant
    for person in (connector, AppointmentFactory.create().participant, ParticipantFactory.create(area=member.area)):
        for verb in (lambda by: moderating.suspend(member, by=by, explanation="…"), lambda by: moderating.restore(member, by=by)):
            with pytest.raises(PermissionDenied):
                verb(person)
    coordinator = AppointmentFactory.create(participant__area=member.area, duty=Duty.COORDINATOR).participant
    for person in (coordinator, moderator):
        with pytest.raises(Refused):
            moderating.suspend(person, by=moderator, explanation="…")
    assert moderating.suspended_in(moderator).count() == 0


# What a moderator reads of a conversation


@pytest.fixture
def long_one(message: Message) -> Conversation:
    """A conversation in which the fourth of five messages is reported."""
    conversation = message.conversation
    for text in ("Eerste.", "Tweede.", "Derde.", "Gemeld.", "Vijfde."):
        MessageFactory.create(conversation=conversation, text=text)
    reported = Message.objects.get(text="Gemeld.")
    ReportFactory.create(listing=None, message=reported, area=conversation.area, reporter=conversation.owner)
    return conversation


def texts(reported: Report, by: Participant) -> list[str]:
    """Return what `by` reads of it."""
    return [each.text for each in moderating.context_of(reported, by=by)]


def test_a_moderator_reads_the_reported_message_and_two_before_it(
    long_one: Conversation, moderator: Participant, without_right: list[Participant], as_member: AsMember
) -> None:
    reported = Report.objects.get()
    assert texts(reported, moderator) == ["Tweede.", "Derde.", "Gemeld."]
    assert [texts(reported, person) for person in without_right] == [[]] * len(without_right)
    assert as_member(moderator).get(long_one.get_absolute_url()).status_code == 404
    moderating.dismiss(reported, by=moderator)
    assert texts(reported, moderator) == []


def test_a_moderator_without_a_report_reads_nothing(message: Message, moderator: Participant, as_member: AsMember) -> None:
    client = as_member(moderator)
    paths = [
        "/beheer/",
        "/beheer/market/report/",
        "/beheer/market/hiding/",
        "/gesprekken/",
        message.conversation.get_absolute_url(),
    ]
    assert [path for path in paths if "Iets lelijks" in client.get(path).content.decode()] == []
    assert client.get(f"/beheer/market/message/{message.pk}/change/").status_code == 404
