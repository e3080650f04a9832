"""Talking about the notes on the table: "ik herken dit", questions and additions, and laying together what belongs together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kennismarkt.errors import Refused
from partnership.cards import Phase
from partnership.dialogue import GONE, ChangedMeanwhile, careful, sayable, step_for, tell
from partnership.gathering import locked, note_down
from partnership.history import What
from partnership.notes import Cluster, Note, Recognition, Remark, RemarkKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from partnership.cards import PartnershipCard
    from partnership.partners import Partner

LONGEST_TITLE = 80


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
        careful(card, words)
        said = Remark.objects.create(note=note, partner=by, kind=RemarkKind(kind), text=words, said_once=once)
        tell(card, note.step, f"note-{note.pk}")
        return said


def take_remark_back(remark: Remark, *, by: Partner) -> None:
    """Take one's own question or addition back."""
    with transaction.atomic():
        card = talked_about(remark.note, by)
        if remark.partner_id != by.pk:
            raise Refused(_("Alleen wie het schreef, kan dit veranderen."), status=GONE)
        if Remark.objects.standing().filter(pk=remark.pk).update(withdrawn_at=timezone.now()):
            note_down(card, What.REMARK_BACK, by, step=remark.note.step, note=remark.note)
            tell(card, remark.note.step, f"note-{remark.note_id}")


def talked_about(note: Note, by: Partner) -> PartnershipCard:
    """Return the card, locked, when `by` may speak about `note` now (`Refused` otherwise, 404 for what they can't see)."""
    card = locked(note.step.card)
    if not Note.objects.visible_to(by).standing().filter(pk=note.pk).exists():
        raise Refused(_("Dit briefje is er niet meer."), status=GONE)
    step_for(card, note.step.number, by, Phase.CONVERSATION)
    return card


def gather(card: PartnershipCard, number: int, *, by: Partner, title: str, notes: Collection[int], once: UUID) -> Cluster:
    """Put notes together under words; the same form sent twice makes one cluster."""
    words = sayable(title, LONGEST_TITLE)
    with transaction.atomic():
        card = locked(card)
        careful(card, words)
        step = step_for(card, number, by, Phase.CONVERSATION)
        chosen = Note.objects.visible_to(by).standing().filter(step=step, pk__in=notes)
        if not chosen.exists():
            raise Refused(_("Kies eerst de briefjes die bij elkaar horen."), status=GONE)
        cluster, made = Cluster.objects.get_or_create(step=step, made_once=once, defaults={"title": words})
        chosen.update(cluster=cluster)
        if made:
            note_down(card, What.TOGETHER, by, step=step, words=words)
        tell(card, step, f"step-{step.number}")
        return cluster


def put(note: Note, *, by: Partner, cluster: Cluster | None) -> None:
    """Move a note to a cluster of its step, or out of one."""
    with transaction.atomic():
        card = talked_about(note, by)
        if cluster is not None and cluster.step_id != note.step_id:
            raise Refused(_("Dit groepje hoort bij een andere stap."), status=GONE)
        Note.objects.filter(pk=note.pk).update(cluster=cluster)
        note_down(card, What.PUT, by, step=note.step, note=note, words=cluster.title if cluster else "")
        tell(card, note.step, f"step-{note.step.number}")


def retitle(cluster: Cluster, *, by: Partner, title: str, version: int) -> None:
    """Give a cluster other words; `ChangedMeanwhile` when somebody else did first: theirs stand, both are remembered."""
    words = sayable(title, LONGEST_TITLE)
    with transaction.atomic():
        card = locked(cluster.step.card)
        careful(card, words)
        current = Cluster.objects.select_related("step").get(pk=cluster.pk)
        step_for(card, current.step.number, by, Phase.CONVERSATION)
        collision = current.version != version
        note_down(card, What.TITLED_SECOND if collision else What.TITLED, by, step=current.step, words=words)
        if not collision:
            Cluster.objects.filter(pk=current.pk).update(title=words, version=version + 1)
            tell(card, current.step, f"step-{current.step.number}")
    if collision:
        raise ChangedMeanwhile(current.title, current.version)
