"""Who reads what in each phase: the writer, another partner, a guest, the host, coordinator, moderator and outsiders."""

from __future__ import annotations

import pytest

from kennismarkt import live
from partnership import agreement, dialogue, gathering
from partnership.models import Happening, Note, NoteVersion, PartnershipCard, Reading, Stance
from tests.factories import BlockFactory
from tests.partnership.conftest import Table, once

pytestmark = pytest.mark.django_db

SECRET = "Mijn geheime briefje over broccoli"
PAGES = ("", "?deel=bord", "?deel=mensen", "?deel=telling", "scherm/", "scherm/?deel=bord", "geschiedenis/", "inzage/", "mensen/")
AT_TABLE = ("host", "joris", "guest")
OUTSIDE = ("outsider", "coordinator", "moderator")


def readers(table: Table, words: str, pages: tuple[str, ...] = PAGES) -> dict[str, set[str]]:
    """Return, for everybody at the table, on which pages these words stand."""
    found: dict[str, set[str]] = {}
    for who in AT_TABLE:
        texts = {page: table.get(who, page).content.decode() for page in pages}
        found[who] = {page for page, text in texts.items() if words in text}
    return found


@pytest.mark.parametrize("named", [True, False])
def test_an_own_picture_is_its_writers_alone(table: Table, named: bool) -> None:
    note = dialogue.write(table.now, 1, by=table.joris, text=SECRET, named=named, once=once())
    assert readers(table, SECRET) == {"host": set(), "joris": {"", "?deel=bord", "geschiedenis/"}, "guest": set()}
    for who, status in (("host", 404), ("joris", 200), ("guest", 404)):
        assert table.get(who, f"briefje/{note.pk}/").status_code == status
        assert table.get(who, f"briefje/{note.pk}/deel/").status_code == status
    assert "Joris T." in table.get("host").content.decode(), "that he wrote is told"


def test_all_notes_are_turned_at_once_and_keep_the_name_that_was_chosen(table: Table) -> None:
    dialogue.write(table.now, 1, by=table.joris, text=SECRET, named=False, once=once())
    agreement.reveal(table.now, 1, by=table.host)
    assert readers(table, SECRET, ("", "?deel=bord", "scherm/"))["guest"] == {"", "?deel=bord", "scherm/"}
    step = table.get("guest", "?deel=bord").content.decode()
    assert "zonder naam" in step
    assert "Joris" not in step
    history = table.get("guest", "geschiedenis/").content.decode()
    assert history.index("zonder naam") < history.index(SECRET)


def test_what_was_crossed_out_before_stays_the_writers(table: Table) -> None:
    note = dialogue.write(table.now, 1, by=table.joris, text=SECRET, named=True, once=once())
    dialogue.rewrite(note, by=table.joris, text="Liever zo", named=True, version=1)
    taken = dialogue.write(table.now, 1, by=table.joris, text=f"{SECRET} twee", named=True, once=once())
    dialogue.withdraw(taken, by=table.joris)
    agreement.reveal(table.now, 1, by=table.host)
    assert readers(table, SECRET)["host"] == set()
    assert readers(table, SECRET)["joris"] == {"geschiedenis/"}
    assert readers(table, "Liever zo")["host"] >= {"", "geschiedenis/"}
    assert set(Note.objects.visible_to(table.guest)) == {note}
    assert [version.text for version in NoteVersion.objects.visible_to(table.guest)] == ["Liever zo"]
    assert not Happening.objects.visible_to(table.guest).filter(note=taken).exists()


@pytest.mark.parametrize("who", OUTSIDE)
def test_outside_the_table_nothing_opens(table: Table, who: str) -> None:
    note = dialogue.write(table.now, 1, by=table.joris, text=SECRET, named=True, once=once())
    agreement.reveal(table.now, 1, by=table.host)
    paths = (*PAGES, f"briefje/{note.pk}/", f"briefje/{note.pk}/deel/", "verwachtingen/", "casus/", "code.svg")
    assert {table.get(who, path).status_code for path in paths} == {404}
    sent = (
        "stap/1/schrijven/",
        "stap/1/briefjes/",
        "stap/1/verder/",
        "stap/1/voorstellen/",
        "hier/",
        "concept/",
        "code/",
        "weg/",
    )
    assert {table.post(who, path, text="Ik ook", to="agreement").status_code for path in sent} == {404}
    assert not PartnershipCard.objects.visible_to(table.outsiders[who]).exists()
    found = table.clients[who].get("/markt/", {"q": "broccoli"}).content.decode()
    assert SECRET not in found


def test_a_visitor_is_shown_the_way_in(table: Table) -> None:
    assert table.get("visitor").status_code == 302
    assert table.post("visitor", "stap/1/schrijven/", text="Ik").status_code == 302


def test_a_guest_sees_their_own_cards_only(table: Table) -> None:
    from tests.factories import ParticipantFactory
    from tests.partnership.conftest import opened

    other = opened(ParticipantFactory.create(area=table.card.area))
    assert table.clients["guest"].get(f"/kaarten/{other.pk}/").status_code == 404
    page = table.clients["guest"].get("/kaarten/").content.decode()
    assert f"/kaarten/{table.card.pk}/" in page
    assert f"/kaarten/{other.pk}/" not in page


def test_the_stream_follows_the_rule_of_the_pages(table: Table) -> None:
    topic = [f"card:{table.card.pk}"]
    people = {name: (person.pk, topic) for name, person in table.outsiders.items()}
    people |= {"host": (table.host.participant_id or 0, topic), "joris": (table.joris.participant_id or 0, topic)}
    people |= {"guest": (-(table.guest.guest_id or 0), topic), "another guest": (-9_999, topic)}
    assert live.allowed(people) == {"host", "joris", "guest"}
    gathering.send_away(table.guest, by=table.host)
    gathering.leave(table.joris)
    assert live.allowed(people) == {"host"}


def test_a_block_with_the_host_keeps_somebody_away(table: Table) -> None:
    assert table.host.participant is not None
    block = BlockFactory.create(blocker=table.host.participant, blocked=table.joris.participant)
    assert table.get("joris").status_code == 404
    assert live.allowed({"joris": (table.joris.participant_id or 0, [f"card:{table.card.pk}"])}) == set()
    block.delete()
    assert table.get("joris").status_code == 200


def test_who_read_it_is_open_to_the_table(table: Table) -> None:
    table.get("joris")
    table.get("joris")
    table.get("guest", "scherm/")
    page = table.get("host", "inzage/").content.decode()
    assert Reading.objects.count() == 2
    assert page.index("Hatice") < page.index("Joris T.")


def test_a_draft_is_its_writers_alone(table: Table) -> None:
    assert table.post("joris", "concept/", place="note-1", text=SECRET).status_code == 204
    assert SECRET in table.get("joris").content.decode()
    assert SECRET not in table.get("host").content.decode()
    table.post("joris", "stap/1/schrijven/", text="Af")
    assert SECRET not in table.get("joris").content.decode()


def test_the_wall_shows_nothing_of_who_opened_it(table: Table) -> None:
    dialogue.write(table.now, 1, by=table.host, text=SECRET, named=True, once=once())
    wall = table.get("host", "scherm/").content.decode()
    assert SECRET not in wall
    assert "textarea" not in wall


def test_the_page_takes_as_many_queries_for_many_notes(table: Table, django_assert_max_num_queries: object) -> None:
    for number in range(12):
        dialogue.write(table.now, 1, by=table.joris, text=f"Briefje {number}", named=True, once=once())
    agreement.reveal(table.now, 1, by=table.host)
    table.get("host")
    with django_assert_max_num_queries(9):  # type: ignore[operator]  # a fixture of pytest-django
        assert table.get("host").status_code == 200
    assert Stance.objects.count() == 0
