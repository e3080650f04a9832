"""The inventory: every table stands in it, and what it says is what the documentation says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from accounts.models import Participant, User
from kennismarkt import inventory
from kennismarkt.inventory import Fate, listed
from market.models import Word

PRIVACY = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| .*? \| (?P<tables>`.+?) \| .*? \| (?P<copy>.*?) \| (?P<fate>.*?) \|$", re.MULTILINE)
SAID = {Fate.GONE: "deleted", Fate.NAMELESS: "stays, nameless"}


def test_every_table_of_every_app_is_listed() -> None:
    assert inventory.unlisted() == set()


def test_a_table_is_listed_once() -> None:
    lists = [set(listed.personal), set(listed.derived), set(listed.nothing)]
    assert sum(map(len, lists)) == len(set.union(*lists))


def test_a_table_that_nobody_listed_is_found() -> None:
    known = listed.personal.pop("market.Draft")
    try:
        assert inventory.unlisted() == {"market.Draft"}
    finally:
        listed.personal["market.Draft"] = known


@pytest.mark.django_db
def test_the_database_holds_no_table_besides() -> None:
    models_of = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    assert there - models_of - {name for name in there if name.startswith("procrastinate_")} == set(inventory.BARE)


@pytest.mark.parametrize("table", listed.of_people(), ids=lambda table: table.label)
def test_every_column_is_in_the_copy_or_left_out_for_a_reason(table: inventory.Personal) -> None:
    there = {each.name for each in table.model._meta.concrete_fields}
    assert set(table.fields) | (set(table.without) & there) == there
    assert set(table.fields) & set(table.without) == set()


@pytest.mark.parametrize("label", sorted(listed.nothing.keys() & inventory.installed()))
def test_what_holds_nothing_of_people_does_not_point_at_them(label: str) -> None:
    pointed_at = {
        each.related_model for each in apps.get_model(label)._meta.concrete_fields if isinstance(each, models.ForeignKey)
    }
    assert pointed_at & {Participant, User} == set()


@pytest.mark.parametrize("table", listed.of_people(), ids=lambda table: table.label)
def test_what_stays_says_why(table: inventory.Personal) -> None:
    assert bool(table.why) == (table.fate == Fate.NAMELESS)


def test_the_documentation_says_the_same() -> None:
    told = {
        label: (row["copy"], row["fate"].split(":")[0])
        for row in ROW.finditer(PRIVACY)
        for label in re.findall(r"`([a-z]+\.\w+)`", row["tables"])
    }
    assert told == {table.label: ("yes" if table.fields else "no", SAID[table.fate]) for table in listed.of_people()}


def test_words_of_the_market_are_made_from_listings() -> None:
    assert set(listed.derived) == {Word._meta.label}
