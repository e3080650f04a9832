"""Nothing that somebody wrote is lost: forms sent twice, two edits of one text, what is taken back."""

from __future__ import annotations

import pytest

from partnership import agreement, dialogue, talking
from partnership.dialogue import ChangedMeanwhile
from partnership.models import Note, NoteVersion, ProposalVersion
from tests.partnership.conftest import Table, once

pytestmark = pytest.mark.django_db
PAIRS = 40


def test_a_note_that_is_sent_again_lies_there_once(table: Table) -> None:
    number = str(once())
    for _time in range(3):
        assert table.post("guest", "stap/1/schrijven/", text="Samen eten", once=number).status_code == 302
    assert [note.text for note in Note.objects.all()] == ["Samen eten"]


def test_who_saves_second_gets_both_texts(table: Table) -> None:
    dialogue.write(table.now, 1, by=table.joris, text="Rust", named=True, once=once())
    agreement.reveal(table.now, 1, by=table.host)
    agreement.to_agreement(table.now, 1, by=table.host)
    proposal = agreement.propose(table.now, 1, by=table.joris, text="Rustig aan", beside=False, win="", once=once())
    first = table.post("host", f"voorstel/{proposal.pk}/", text="Heel rustig aan", version=1)
    second = table.post("guest", f"voorstel/{proposal.pk}/", text="Niet te snel", version=1)
    assert (first.status_code, second.status_code) == (302, 409)
    page = second.content.decode()
    assert "Heel rustig aan" in page
    assert "Niet te snel" in page
    assert table.post("guest", f"voorstel/{proposal.pk}/", text="Niet te snel", version=2).status_code == 302
    texts = set(ProposalVersion.objects.values_list("text", flat=True))
    assert texts == {"Rustig aan", "Heel rustig aan", "Niet te snel"}


def test_no_colliding_edit_is_lost(table: Table) -> None:
    note = dialogue.write(table.now, 1, by=table.joris, text="Begin", named=True, once=once())
    lost = 0
    for number in range(PAIRS):
        version = Note.objects.get().version
        dialogue.rewrite(note, by=table.joris, text=f"Eerste {number}", named=True, version=version)
        try:
            dialogue.rewrite(note, by=table.joris, text=f"Tweede {number}", named=True, version=version)
        except ChangedMeanwhile as changed:
            lost += changed.theirs != f"Eerste {number}"
    kept = set(NoteVersion.objects.values_list("text", flat=True))
    assert lost == 0
    assert kept == {"Begin", *(f"{which} {number}" for which in ("Eerste", "Tweede") for number in range(PAIRS))}


def test_what_is_taken_back_comes_back(table: Table) -> None:
    note = dialogue.write(table.now, 1, by=table.joris, text="Toch niet", named=True, once=once())
    page = table.post("joris", f"briefje/{note.pk}/terug/")
    assert "Toch terug" in page.content.decode()
    agreement_refused = table.post("host", "stap/1/verder/", to="reveal")
    assert agreement_refused.status_code == 409, "there is nothing to turn"
    table.post("joris", f"briefje/{note.pk}/terug/", undo="1")
    table.post("host", "stap/1/verder/", to="reveal")
    assert "Toch niet" in table.get("guest").content.decode()


def test_notes_are_laid_together_recognised_and_spoken_to(table: Table) -> None:
    notes = [dialogue.write(table.now, 1, by=table.joris, text=text, named=True, once=once()) for text in ("Bellen", "Appen")]
    agreement.reveal(table.now, 1, by=table.host)
    path = "stap/1/briefjes/"
    assert table.post("guest", path, title="Bereikbaar zijn", notes=[each.pk for each in notes]).status_code == 302
    assert table.post("host", path, recognise=notes[0].pk).status_code == 302
    table.post("guest", f"briefje/{notes[1].pk}/zeggen/", kind="question", text="Ook in het weekend?")
    page = table.get("joris").content.decode()
    assert all(words in page for words in ("Bereikbaar zijn", "Ook in het weekend?", "<strong>1</strong>"))
    table.post("host", path, recognise=notes[0].pk)
    assert not notes[0].recognitions.exists()


def test_only_the_writer_changes_a_note(table: Table) -> None:
    note = dialogue.write(table.now, 1, by=table.joris, text="Van Joris", named=True, once=once())
    agreement.reveal(table.now, 1, by=table.host)
    assert table.post("host", f"briefje/{note.pk}/wijzigen/", text="Van mij", version=1).status_code == 404
    assert Note.objects.get().text == "Van Joris"


def test_cluster_words_that_came_second_are_remembered(table: Table) -> None:
    note = dialogue.write(table.now, 1, by=table.joris, text="Bellen", named=True, once=once())
    agreement.reveal(table.now, 1, by=table.host)
    cluster = talking.gather(table.now, 1, by=table.host, title="Contact", notes=[note.pk], once=once())
    talking.retitle(cluster, by=table.host, title="Bereikbaar", version=1)
    with pytest.raises(ChangedMeanwhile):
        talking.retitle(cluster, by=table.guest, title="Dichtbij", version=1)
    history = table.get("joris", "geschiedenis/").content.decode()
    assert all(words in history for words in ("Contact", "Bereikbaar", "Dichtbij"))
