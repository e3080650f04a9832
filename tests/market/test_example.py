"""The example neighbourhood: whole, the same each time, and nobody real."""

from __future__ import annotations

import io

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from accounts.models import INFORMAL_ROLES, Participant, Role, User
from market.example.loading import PASSWORD, load
from market.models import Conversation, Listing, Message, Tag
from neighbourhood.models import Area, Organisation, Place

pytestmark = pytest.mark.django_db

# Surnames of those who wrote the guide of 2016: none of them may return as an example.
REAL = [
    "Arikok",
    "Gugler",
    "Massop",
    "Yakoubi",
    "Aslouni",
    "Hafdi",
    "Ommeren",
    "Sharma",
    "Bakrine",
    "Hoek",
    "Psathas",
    "Kemmeren",
    "Badaou",
    "Jansma",
    "Pinas",
    "Räkors",
    "Bouadi",
    "Kahlman",
    "Riemersma",
    "Stam",
    "Bouyarden",
    "Kaplanseren",
    "Toutouh",
    "Hanekroot",
    "Carton",
    "Kooistra",
    "Visser",
    "Vliet",
    "Eupen",
    "Landveld",
    "Vries",
    "Bouwes",
    "Floor",
    "Leeuwen",
    "Koningh",
    "Gozems",
    "Louw",
    "Winter",
]


def test_second_time_changes_nothing() -> None:
    first = load()
    counts = [model.objects.count() for model in (Area, Organisation, Place, User, Listing, Tag, Conversation, Message)]
    assert load() == first
    assert [model.objects.count() for model in (Area, Organisation, Place, User, Listing, Tag, Conversation, Message)] == counts


def test_it_is_a_whole_neighbourhood() -> None:
    load()
    market = Listing.objects.on_market(None).filter(area__slug="osdorpplein")
    assert market.count() >= 80
    assert {role for person in Participant.objects.all() for role in person.roles} == set(Role.values)
    assert {len(INFORMAL_ROLES), Participant.objects.filter(user__email=None).count()} == {6, 2}
    assert Conversation.objects.count() >= 14


def test_nobody_of_the_guide_is_in_it() -> None:
    load()
    names = " ".join(Participant.objects.values_list("display_name", flat=True))
    assert [name for name in REAL if name in names] == []


def test_one_may_sign_in_with_the_password_that_is_printed(client: Client) -> None:
    load()
    out = io.StringIO()
    call_command("load_example", "--accounts", stdout=out)
    assert PASSWORD in out.getvalue()
    assert User.objects.get(email="samira@example.org").check_password(PASSWORD)


def test_whoever_works_here_has_a_second_factor_on_a_developers_machine_only(settings: Settings) -> None:
    load()
    assert not Authenticator.objects.exists()
    settings.DEBUG, settings.MFA_TOTP_INSECURE_BYPASS_CODE = True, "123456"
    load()
    load()
    assert Authenticator.objects.count() == Participant.objects.filter(appointments__isnull=False).distinct().count() > 0
    out = io.StringIO()
    call_command("load_example", "--accounts", stdout=out)
    assert "123456" in out.getvalue()


def test_production_refuses(settings: Settings) -> None:
    settings.SETTINGS_MODULE = "kennismarkt.settings.production"
    with pytest.raises(CommandError, match="--yes-example"):
        call_command("load_example")
    assert not User.objects.exists()
