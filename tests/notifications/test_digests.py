"""Digests: when they are planned, what they say, and to whom they don't go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from accounts import leaving
from accounts.models import Participant
from market.models import Listing, SavedSearch, Visibility
from notifications import digests, sending, telling
from notifications.choices import Cadence, Channel, State
from notifications.models import Delivery, Notice, Preference, Reach
from tests.factories import AreaFactory, BlockFactory, ListingFactory, OrganisationFactory, ParticipantFactory, PlaceFactory
from tests.notifications.conftest import proven

pytestmark = pytest.mark.django_db

# Monday, half past eight in Amsterdam.
MONDAY = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
LAST_WEEK = MONDAY - timedelta(days=3)
KIND = "market.expiring"


def placed(owner: Participant, title: str, **facts: object) -> Listing:
    """Return something that `owner` put on the market last week."""
    facts = {"published_at": LAST_WEEK, "expires_at": MONDAY + timedelta(days=60), **facts}
    return ListingFactory.create(owner=owner, area=owner.area, title=title, **facts)


def sent(moment: datetime = MONDAY) -> list[str]:
    """Plan and send the digests of a moment; return what was mailed, as text."""
    mail.outbox.clear()
    digests.plan(moment)
    sending.send_due(moment)
    return [f"{message.subject}\n{message.body}" for message in mail.outbox]


@pytest.fixture
def reader(member: Participant) -> Participant:
    """Somebody with a proven address."""
    return proven(member)


def test_once_a_week_one_hears_what_is_new_in_the_area(reader: Participant, joop: Participant) -> None:
    placed(joop, "Soep koken")
    placed(reader, "Van mijzelf")
    placed(ParticipantFactory.create(), "Elders")
    told = {message.to[0]: message.body for message in mail.outbox} if sent() else {}
    text = told[reader.user.email]
    assert ("Soep koken" in text, "Van mijzelf" in text, "Elders" in text) == (True, False, False)
    assert mail.outbox[0].subject == "Deze week in je wijk"
    assert sent(MONDAY + timedelta(minutes=15)) == []


def test_what_one_may_not_see_is_in_no_digest(reader: Participant, joop: Participant) -> None:
    organisation = OrganisationFactory.create(area=reader.area)
    placed(joop, "Alleen intern", visibility=Visibility.ORGANISATION, organisation=organisation)
    placed(joop, "Verborgen", hidden_at=LAST_WEEK)
    blocker = ParticipantFactory.create(area=reader.area)
    placed(blocker, "Van wie mij blokkeert")
    BlockFactory.create(blocker=blocker, blocked=reader)
    sent()
    assert reader.user.email not in [message.to[0] for message in mail.outbox]


def test_nothing_new_is_no_mail(reader: Participant) -> None:
    assert sent() == []
    assert not Delivery.objects.exists()


def test_what_came_before_eight_is_told_and_what_came_later_is_not(reader: Participant, joop: Participant) -> None:
    placed(joop, "Net op tijd", published_at=MONDAY - timedelta(minutes=31))
    placed(joop, "Net te laat", published_at=MONDAY - timedelta(minutes=29))
    (first,) = (text for text in sent() if "Samira" in text)
    assert ("Net op tijd" in first, "Net te laat" in first) == (True, False)
    (second,) = (text for text in sent(MONDAY + timedelta(days=7)) if "Samira" in text)
    assert ("Net op tijd" in second, "Net te laat" in second) == (False, True)


def test_a_worker_that_was_away_tells_it_later_and_once(reader: Participant, joop: Participant) -> None:
    placed(joop, "Soep koken")
    (text,) = (text for text in sent(MONDAY + timedelta(days=2, hours=5)) if "Samira" in text)
    assert "Soep koken" in text
    assert sent(MONDAY + timedelta(days=2, hours=6)) == []


def test_saved_searches_tell_what_matches_every_day(reader: Participant, joop: Participant) -> None:
    Preference.objects.create(participant=reader, kind="market.news", channel=Channel.MAIL, cadence=Cadence.NEVER)
    search = SavedSearch.objects.create(participant=reader, area=reader.area, query="q=fiets&wat=request")
    SavedSearch.objects.update(looked_at=MONDAY - timedelta(days=30))
    yesterday = MONDAY - timedelta(hours=20)
    placed(joop, "Mijn fiets is stuk", kind="request", published_at=yesterday)
    placed(joop, "Fiets te leen", kind="offer", published_at=yesterday)
    (text,) = (text for text in sent() if "Samira" in text)
    assert ("Mijn fiets is stuk" in text, "Fiets te leen" in text, search.get_absolute_url() in text) == (True, False, True)


def test_what_waits_for_a_digest_is_told_there_and_once(reader: Participant) -> None:
    listing = placed(reader, "Fietsles", published_at=MONDAY - timedelta(days=80))
    Preference.objects.create(participant=reader, kind=KIND, channel=Channel.MAIL, cadence=Cadence.DAILY)
    telling.notify(KIND, [reader], about=listing.pk, now=LAST_WEEK)
    (text,) = sent()
    assert text.startswith("Vandaag voor jou")
    assert "Fietsles" in text
    assert Notice.objects.get().digest == ""
    assert sent(MONDAY + timedelta(days=1)) == []


def test_what_was_read_meanwhile_is_not_told(reader: Participant) -> None:
    listing = placed(reader, "Fietsles", published_at=MONDAY - timedelta(days=80))
    Preference.objects.create(participant=reader, kind=KIND, channel=Channel.MAIL, cadence=Cadence.DAILY)
    telling.notify(KIND, [reader], about=listing.pk, now=LAST_WEEK)
    digests.plan(MONDAY)
    telling.read_all(by=reader)
    sending.send_due(MONDAY)
    assert (mail.outbox, Delivery.objects.get().state) == ([], State.DROPPED)


def test_each_area_has_its_own_eight_o_clock(reader: Participant) -> None:
    far = AreaFactory.create(time_zone="America/New_York")
    there, owner = proven(ParticipantFactory.create(area=far)), ParticipantFactory.create(area=far)
    placed(owner, "Overzee")
    assert sent() == []
    assert there.user.email in [message.to[0] for message in (sent(MONDAY + timedelta(hours=6)) and mail.outbox)]


@pytest.mark.parametrize("away", ["removed", "stopped", "offline"])
def test_who_is_gone_or_wants_none_gets_none(reader: Participant, joop: Participant, away: str) -> None:
    placed(joop, "Soep koken")
    if away == "removed":
        reader.user.is_active = False
    elif away == "offline":
        reader.user.email = None
    else:
        Reach.objects.create(participant=reader, mail=False)
    reader.user.save()
    sent()
    assert [message.to for message in mail.outbox if message.to != [joop.user.email]] == []


def test_in_quiet_hours_the_digest_waits(reader: Participant, joop: Participant) -> None:
    placed(joop, "Soep koken")
    Reach.objects.create(participant=reader, quiet_from="22:00", quiet_until="10:00")
    sent()
    assert Delivery.objects.get(person=reader).due_at == MONDAY + timedelta(hours=1, minutes=30)


def expiring(reader: Participant, number: int) -> None:
    """Let so many notices wait for the daily digest of `reader`."""
    Preference.objects.update_or_create(participant=reader, kind=KIND, channel=Channel.MAIL, defaults={"cadence": Cadence.DAILY})
    for each in range(number):
        listing = placed(reader, f"Fietsles {each:02d}", published_at=MONDAY - timedelta(days=80))
        telling.notify(KIND, [reader], about=listing.pk, now=LAST_WEEK + timedelta(minutes=each))


def test_more_than_fits_is_counted_and_nothing_is_told_twice(reader: Participant) -> None:
    expiring(reader, digests.MOST_LINES + 12)
    (text,) = sent()
    assert text.count("Fietsles") == digests.MOST_LINES
    assert ("Fietsles 41" in text, "Fietsles 11" in text) == (True, False)
    assert "En nog 12 berichten" in text
    assert sent(MONDAY + timedelta(days=1)) == []
    assert Notice.objects.visible_to(reader).unread().count() == digests.MOST_LINES + 12


def test_exactly_what_fits_is_all_there_is(reader: Participant) -> None:
    expiring(reader, digests.MOST_LINES)
    (text,) = sent()
    assert (text.count("Fietsles"), "En nog" in text) == (digests.MOST_LINES, False)


def test_after_days_without_a_mail_server_everything_comes_once_in_one_digest(reader: Participant, joop: Participant) -> None:
    Preference.objects.create(participant=reader, kind="market.news", channel=Channel.MAIL, cadence=Cadence.DAILY)
    for days, title in ((0.5, "Maandag"), (-0.5, "Dinsdag"), (-1.5, "Woensdag")):
        placed(joop, title, published_at=MONDAY - timedelta(days=days))
    for day in range(3):
        digests.plan(MONDAY + timedelta(days=day))
    sending.send_due(MONDAY + timedelta(days=2))
    (text,) = (message.body for message in mail.outbox if message.to == [reader.user.email])
    assert [text.count(title) for title in ("Maandag", "Dinsdag", "Woensdag")] == [1, 1, 1]


def test_who_is_apart_from_who_did_it_does_not_read_it_in_a_digest(reader: Participant, joop: Participant) -> None:
    expiring(reader, 1)
    Notice.objects.update(by=joop)
    BlockFactory.create(blocker=joop, blocked=reader)
    assert sent() == []


def test_who_is_leaving_gets_none(reader: Participant, joop: Participant) -> None:
    placed(joop, "Soep koken")
    leaving.leave(reader, by=reader)
    sent()
    assert reader.user.email not in [message.to[0] for message in mail.outbox]


def test_a_saved_search_within_a_distance_tells_of_what_lies_within_it(reader: Participant, joop: Participant) -> None:
    here, near, far = (PlaceFactory.create(area=reader.area, latitude=52.36 + step, longitude=4.80) for step in (0, 0.004, 0.02))
    SavedSearch.objects.create(participant=reader, area=reader.area, query=f"bij={here.pk}&binnen=1000")
    SavedSearch.objects.update(looked_at=MONDAY - timedelta(days=30))
    for place, title in ((near, "Om de hoek"), (far, "Een eind weg")):
        placed(joop, title, place=place, published_at=MONDAY - timedelta(hours=20))
    (text,) = (text for text in sent() if "Vandaag" in text)
    assert ("Om de hoek" in text, "Een eind weg" in text) == (True, False)


@pytest.mark.parametrize("change", [datetime(2027, 3, 28, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_over_a_change_of_the_clock_everything_is_told_once_at_eight(
    reader: Participant, joop: Participant, change: datetime
) -> None:
    Preference.objects.create(participant=reader, kind="market.news", channel=Channel.MAIL, cadence=Cadence.DAILY)
    for hours in range(-30, 30, 3):
        moment = change + timedelta(hours=hours)
        placed(joop, f"Uur {hours:+03d}.", published_at=moment, expires_at=moment + timedelta(days=60))
    everything = ""
    for hours in range(-36, 60, 2):
        moment = change + timedelta(hours=hours)
        for text in sent(moment):
            local = Delivery.objects.latest("pk").upto.astimezone(ZoneInfo("Europe/Amsterdam"))
            everything, at = everything + text, (local.hour, local.minute)
            assert at == (8, 0)
    assert {everything.count(f"Uur {hours:+03d}.") for hours in range(-30, 30, 3)} == {1}
