"""Writing and talking at a step: notes, clusters, recognition, questions.

Nothing that somebody wrote is lost: every text is kept in its versions, words that came second included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kennismarkt import live
from kennismarkt.errors import Refused
from partnership.cards import CardStep, Phase
from partnership.gathering import at_the_table, locked
from partnership.notes import LONGEST_NOTE, Cluster, Note, NoteVersion, Recognition, Remark, RemarkKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from partnership.cards import PartnershipCard
    from partnership.partners import Partner

UNREADABLE = 422
GONE = 404
WRITING = (Phase.OWN, Phase.CONVERSATION)


class ChangedMeanwhile(Exception):  # noqa: N818 (no failure of the software: two people wrote at once)
    """Somebody else saved first; carries what stands there now. The words that came second are kept in the history."""

    def __init__(self, theirs: str, version: int) -> None:
        """Keep the text that was saved meanwhile, and its version."""
        super().__init__("changed meanwhile")
        self.theirs = theirs
        self.version = version


def step_for(card: PartnershipCard, number: int, by: Partner, *phases: str) -> CardStep:
    """Return the step, of a card that is locked, on which `by` may do what is done in `phases`.

    `Refused` for a step that isn't open yet or stands in another phase, and for who doesn't take part.
    """
    at_the_table(card, by)
    step = card.course[number]
    if not step.open:
        raise Refused(_("Deze stap is nog niet open. Eerst de waarden, dan de rest."))
    if step.phase not in phases:
        raise Refused(_("Dat kan nu niet: deze stap is in een andere fase."))
    return step


def sayable(text: str, longest: int = LONGEST_NOTE) -> str:
    """Return `text` without space around it (`Refused` when nothing is left or it is too long)."""
    words = " ".join(text.split())
    if not words:
        raise Refused(_("Schrijf eerst een paar woorden."), status=UNREADABLE)
    if len(words) > longest:
        raise Refused(_("Dat is te lang. Maak er twee van."), status=UNREADABLE)
    return words


def write(card: PartnershipCard, number: int, *, by: Partner, text: str, named: bool, once: UUID) -> Note:
    """Put a note on the table at step `number`; the same form sent twice puts one."""
    words = sayable(text)
    with transaction.atomic():
        card = locked(card)
        earlier = Note.objects.filter(writer=by, written_once=once).first()
        if earlier is not None:
            return earlier
        step = step_for(card, number, by, *WRITING)
        note = Note.objects.create(step=step, writer=by, text=words, named=named, written_once=once)
        NoteVersion.objects.create(note=note, number=1, text=words, by=by)
        tell(card, step, f"note-{note.pk}")
        return note


def rewrite(note: Note, *, by: Partner, text: str, named: bool, version: int) -> Note:
    """Change one's own note; `ChangedMeanwhile` when it was changed since the form was opened."""
    words = sayable(text)
    with transaction.atomic():
        card, current = own(note, by)
        collision = current.version != version
        if collision:
            NoteVersion.objects.create(note=current, number=version + 1, text=words, by=by, taken=False)
        else:
            save_version(card, current, by, words, named=named)
    if collision:
        raise ChangedMeanwhile(current.text, current.version)
    return current


def save_version(card: PartnershipCard, note: Note, by: Partner, text: str, *, named: bool) -> None:
    """Let `note` say something else from now on."""
    note.text, note.named, note.version = text, named, note.version + 1
    note.save(update_fields=["text", "named", "version"])
    NoteVersion.objects.create(note=note, number=note.version, text=text, by=by)
    tell(card, note.step, f"note-{note.pk}")


def withdraw(note: Note, *, by: Partner) -> None:
    """Take one's own note back; `put_back` undoes it."""
    with transaction.atomic():
        card, current = own(note, by)
        Note.objects.filter(pk=current.pk).update(withdrawn_at=timezone.now())
        tell(card, current.step, f"note-{current.pk}")


def put_back(note: Note, *, by: Partner) -> None:
    """Put a note that one took back on the table again."""
    with transaction.atomic():
        card, current = own(note, by)
        Note.objects.filter(pk=current.pk).update(withdrawn_at=None)
        tell(card, current.step, f"note-{current.pk}")


def own(note: Note, by: Partner) -> tuple[PartnershipCard, Note]:
    """Return the card, locked, and the note as it stands now; `Refused` when it isn't of `by` or can't change any more."""
    card = locked(note.step.card)
    current = Note.objects.select_related("step", "writer").get(pk=note.pk)
    if current.writer_id != by.pk:
        raise Refused(_("Alleen wie het schreef, kan dit veranderen."), status=GONE)
    step_for(card, current.step.number, by, *WRITING)
    return card, current


def recognise(note: Note, *, by: Partner, on: bool) -> None:
    """Say, or no longer say, that one recognises what a note says."""
    with transaction.atomic():
        card = talked_about(note, by)
        if on:
            Recognition.objects.get_or_create(note=note, partner=by)
        else:
            Recognition.objects.filter(note=note, partner=by).delete()
        tell(card, note.step, f"note-{note.pk}")


def remark(note: Note, *, by: Partner, kind: str, text: str, once: UUID) -> Remark:
    """Ask something about a note, or add to it."""
    words = sayable(text)
    with transaction.atomic():
        card = talked_about(note, by)
        earlier = Remark.objects.filter(partner=by, said_once=once).first()
        if earlier is not None:
            return earlier
        said = Remark.objects.create(note=note, partner=by, kind=RemarkKind(kind), text=words, said_once=once)
        tell(card, note.step, f"note-{note.pk}")
        return said


def talked_about(note: Note, by: Partner) -> PartnershipCard:
    """Return the card, locked, when `by` may speak about `note` now (`Refused` otherwise, 404 for what they can't see)."""
    card = locked(note.step.card)
    if not Note.objects.visible_to(by).standing().filter(pk=note.pk).exists():
        raise Refused(_("Dit briefje is er niet meer."), status=GONE)
    step_for(card, note.step.number, by, Phase.CONVERSATION)
    return card


def gather(card: PartnershipCard, number: int, *, by: Partner, title: str, notes: Collection[int], once: UUID) -> Cluster:
    """Put notes together under words; the same form sent twice makes one cluster."""
    words = sayable(title, 80)
    with transaction.atomic():
        card = locked(card)
        step = step_for(card, number, by, Phase.CONVERSATION)
        cluster, _made = Cluster.objects.get_or_create(step=step, made_once=once, defaults={"title": words})
        Note.objects.visible_to(by).standing().filter(step=step, pk__in=notes).update(cluster=cluster)
        tell(card, step, f"step-{step.number}")
        return cluster


def put(note: Note, *, by: Partner, cluster: Cluster | None) -> None:
    """Move a note to a cluster of its step, or out of one."""
    with transaction.atomic():
        card = talked_about(note, by)
        if cluster is not None and cluster.step_id != note.step_id:
            raise Refused(_("Dit groepje hoort bij een andere stap."), status=GONE)
        Note.objects.filter(pk=note.pk).update(cluster=cluster)
        tell(card, note.step, f"step-{note.step.number}")


def retitle(cluster: Cluster, *, by: Partner, title: str, version: int) -> None:
    """Give a cluster other words; `ChangedMeanwhile` when somebody else did first."""
    words = sayable(title, 80)
    with transaction.atomic():
        card = locked(cluster.step.card)
        current = Cluster.objects.select_related("step").get(pk=cluster.pk)
        step_for(card, current.step.number, by, Phase.CONVERSATION)
        if current.version != version:
            raise ChangedMeanwhile(current.title, current.version)
        Cluster.objects.filter(pk=current.pk).update(title=words, version=version + 1)
        tell(card, current.step, f"step-{current.step.number}")


def tell(card: PartnershipCard, step: CardStep, part: str) -> None:
    """Tell the table which part changed; while all form their own picture, only that the count did."""
    live.tell("card", card.pk, part=part if step.revealed else f"step-{step.number}")
