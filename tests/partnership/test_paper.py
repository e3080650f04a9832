"""A card that leaves the site: what goes along in each phase, for whom, and how a paper reads."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from partnership import agreement, dialogue
from partnership.models import How, Reading
from tests.papers import inside, pages, words
from tests.partnership.conftest import Table, once

pytestmark = pytest.mark.django_db

SECRET = "Mijn geheime briefje over broccoli"
FILES = ("kaart.pdf", "kaart.txt", "kaart.json")


def read(table: Table, who: str, file: str) -> str:
    """What stands in a file, as one line."""
    answer = table.get(who, file)
    text = words(answer.content) if file.endswith("pdf") else answer.content.decode()
    return " ".join(text.split())


@pytest.mark.parametrize("file", FILES)
def test_own_pictures_go_on_no_paper_and_revealed_notes_do(table: Table, file: str) -> None:
    dialogue.write(table.now, 1, by=table.joris, text=SECRET, named=False, once=once())
    assert [who for who in ("host", "joris", "guest") if SECRET in read(table, who, file)] == []
    agreement.reveal(table.now, 1, by=table.host)
    told = read(table, "guest", file)
    assert SECRET in told
    notes = told.partition(SECRET)[2][:60]
    assert "Joris" not in notes


def test_taking_it_along_stands_in_the_log(table: Table) -> None:
    for file in FILES:
        table.get("joris", file)
    assert set(Reading.objects.filter(partner=table.joris).values_list("how", flat=True)) == {How.PDF, How.TEXT, How.JSON}


@pytest.mark.parametrize("file", FILES)
def test_outsiders_coordinators_and_moderators_get_nothing(table: Table, file: str) -> None:
    assert [table.get(who, file).status_code for who in ("outsider", "coordinator", "moderator")] == [404] * 3


def test_a_paper_reads_from_values_to_actions_tagged_and_in_its_language(table: Table) -> None:
    made = table.get("host", "kaart.pdf")
    told = words(made.content)
    steps = [told.index(name) for name in ("Waarden", "Relaties", "Handelen", "Voorwaarden", "Acties")]
    assert steps == sorted(steps)
    assert [part in inside(made.content) for part in (b"/Lang (nl)", b"pdfuaid", b"/H1", b"/H2")] == [True] * 4
    assert (pages(made.content), made["Cache-Control"]) == ([(297, 210)], "private, no-store")
    assert pages(table.get("host", "kaart.pdf", papier="A3").content)[0] == (420, 297)


def test_data_holds_every_step(table: Table) -> None:
    told = json.loads(table.get("guest", "kaart.json").content)
    assert [step["number"] for step in told["steps"]] == [1, 2, 3, 4, 5]


def test_an_empty_card_is_for_everybody() -> None:
    answer = Client().get("/kaarten/leeg.pdf", {"papier": "A5"})
    assert (answer.status_code, pages(answer.content)) == (200, [(297, 210)])
