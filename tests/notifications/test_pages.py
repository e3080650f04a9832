"""The inbox and what one chooses: one's own only, and live."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Participant
from kennismarkt import live
from market.models import Listing
from notifications import telling
from notifications.choices import Cadence, Channel
from notifications.kinds import choosable
from notifications.models import Notice, Preference, PushSubscription, Reach
from tests.conftest import AsMember
from tests.factories import ListingFactory

pytestmark = pytest.mark.django_db
KIND = "market.expiring"


def about(owner: Participant, title: str) -> Listing:
    """Tell `owner` that a listing of theirs expires."""
    listing = ListingFactory.create(owner=owner, title=title)
    telling.notify(KIND, [owner], about=listing.pk)
    return listing


def test_the_inbox_holds_ones_own_newest_first_and_looking_marks_it_read(
    member: Participant, joop: Participant, as_member: AsMember
) -> None:
    for title in ("Eerste", "Tweede"):
        about(member, title)
    about(joop, "Van Joop")
    page = as_member(member).get("/voor-jou/")
    text = page.content.decode()
    assert (text.index("Tweede") < text.index("Eerste"), "Van Joop" in text) == (True, False)
    assert page.context["unread_notices"] == 0
    assert Notice.objects.visible_to(member).unread().count() == 0
    assert Notice.objects.visible_to(joop).unread().count() == 1
    assert as_member(member).get("/").status_code == 302


def test_what_one_may_not_see_any_more_is_not_told(member: Participant, as_member: AsMember) -> None:
    listing = about(member, "Fietsles")
    Listing.objects.filter(pk=listing.pk).update(owner=about(ListingFactory.create().owner, "Anders").owner)
    assert "Fietsles" not in as_member(member).get("/voor-jou/").content.decode()


def test_the_bell_counts_and_goes_back_to_nothing(member: Participant, as_member: AsMember) -> None:
    about(member, "Fietsles")
    client = as_member(member)
    assert ">1<" in client.get("/voor-jou/nieuw/").content.decode()
    client.get("/voor-jou/")
    assert "count" not in client.get("/voor-jou/nieuw/").content.decode()


def test_a_long_list_is_turned_over(member: Participant, as_member: AsMember) -> None:
    for number in range(31):
        about(member, f"Nummer {number:02d}")
    client = as_member(member)
    first = client.get("/voor-jou/")
    assert len(first.context["lines"]) == 30
    second = client.get(f"/voor-jou/?na={first.context['more']}")
    assert [line.words.quotes for line in second.context["lines"]] == [("Nummer 00",)]


def test_questions_do_not_grow_with_the_list(member: Participant, as_member: AsMember) -> None:
    client, counts = as_member(member), []
    for number in (1, 20):
        for each in range(number):
            about(member, f"{number} {each}")
        with CaptureQueriesContext(connection) as queries:
            client.get("/voor-jou/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_only_oneself_follows_ones_number(member: Participant) -> None:
    wanted = {"mine": (member.pk, [f"notices:{member.pk}"]), "theirs": (member.pk, [f"notices:{member.pk + 1}"])}
    assert live.allowed(wanted) == {"mine"}


def filled_in(**other: str) -> dict[str, str]:
    """Return the form of choices as it stands by itself."""
    kept = {f"{Channel.MAIL}-{kind.name}": str(kind.mail) for kind in choosable()}
    return {**kept, "mail": "on", "quiet_from": "22:00", "quiet_until": "07:00", **other}


def test_one_chooses_per_kind_and_when_it_is_quiet(member: Participant, as_member: AsMember) -> None:
    chosen = filled_in(**{f"mail-{KIND}": "weekly", "quiet_from": "20:30"})
    assert as_member(member).post("/voor-jou/kiezen/", chosen).status_code == 302
    assert Preference.objects.get(participant=member, kind=KIND).cadence == Cadence.WEEKLY
    assert str(Reach.objects.get(participant=member).quiet_from) == "20:30:00"
    page = as_member(member).get("/voor-jou/kiezen/").content.decode()
    assert 'value="20:30"' in page


def test_what_waits_for_a_digest_goes_along_with_the_choice(member: Participant, as_member: AsMember) -> None:
    about(member, "Fietsles")
    Notice.objects.update(digest=Cadence.DAILY)
    as_member(member).post("/voor-jou/kiezen/", filled_in(**{f"mail-{KIND}": "weekly"}))
    assert Notice.objects.get().digest == Cadence.WEEKLY


def test_what_is_owed_can_not_be_chosen(member: Participant, as_member: AsMember) -> None:
    assert "mail-market.hidden" not in as_member(member).get("/voor-jou/kiezen/").context["form"].fields


def test_nonsense_is_refused(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    assert client.post("/voor-jou/kiezen/", filled_in(**{f"mail-{KIND}": "yearly"})).status_code == 422
    assert client.post("/voor-jou/kiezen/", filled_in(quiet_from="25:00")).status_code == 422
    assert not Preference.objects.exists()


ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/abc"
# The key of the example in RFC 8291.
KEYS = {
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}


def test_a_browser_is_switched_on_and_all_are_switched_off(member: Participant, as_member: AsMember) -> None:
    client = as_member(member)
    assert client.post("/voor-jou/apparaat/", {"endpoint": ENDPOINT, **KEYS}).status_code == 302
    assert PushSubscription.objects.get().participant == member
    client.post("/voor-jou/apparaat/uit/")
    assert not PushSubscription.objects.exists()


def test_a_key_that_can_not_be_used_is_refused(member: Participant, as_member: AsMember) -> None:
    for keys in ({**KEYS, "p256dh": "B" * 87}, {**KEYS, "auth": "kort"}):
        assert as_member(member).post("/voor-jou/apparaat/", {"endpoint": ENDPOINT, **keys}).status_code == 422
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://169.254.169.254/x",
        "https://localhost/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com.example/",
        "https://fcm.googleapis.com:8443/x",
        "geen adres",
    ],
)
def test_we_call_on_nobody_but_the_makers_of_browsers(member: Participant, as_member: AsMember, endpoint: str) -> None:
    assert as_member(member).post("/voor-jou/apparaat/", {"endpoint": endpoint, **KEYS}).status_code in {409, 422}
    assert not PushSubscription.objects.exists()


def test_the_browsers_own_part_comes_from_the_root(client: Client) -> None:
    response = client.get(reverse("service_worker"))
    assert (response.status_code, response["Content-Type"]) == (200, "text/javascript")
    assert b"showNotification" in b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a file
