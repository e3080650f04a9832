"""Writing at a step: notes in their versions, taken back and put back.

Nothing that somebody wrote is lost: every text is kept in its versions, words that came second included. Talking about notes
is in `partnership.talking`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import meeting
from accounts.models import Origin, Participant
from kennismarkt import live
from kennismarkt.errors import Refused
from kennismarkt.forms import readable
from partnership import identifying
from partnership.cards import CardStep, Phase
from partnership.gathering import at_the_table, locked, note_down
from partnership.history import What
from partnership.notes import LONGEST_NOTE, Note, NoteVersion
from partnership.partners import Partner

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from django.db.models import QuerySet

    from partnership.cards import PartnershipCard

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
    step = card.course.get(number)
    if step is None:
        raise Refused(_("Deze stap is er niet."), status=GONE)
    if not step.open:
        raise Refused(_("Deze stap is nog niet open. Eerst de waarden, dan de rest."))
    if step.phase not in phases:
        raise Refused(_("Dat kan nu niet: deze stap is in een andere fase."))
    return step


def sayable(text: str, longest: int = LONGEST_NOTE) -> str:
    """Return `text` without space around it (`Refused` when nothing is left or it is too long)."""
    words = " ".join(readable(text).split())
    if not words:
        raise Refused(_("Schrijf eerst een paar woorden."), status=UNREADABLE)
    if len(words) > longest:
        raise Refused(_("Dat is te lang. Maak er twee van."), status=UNREADABLE)
    return words


def careful(card: PartnershipCard, *words: str) -> None:
    """Refuse, around a case, what could tell who it is about."""
    if card.confidential:
        identifying.refuse_identity(*words)


def write(card: PartnershipCard, number: int, *, by: Partner, text: str, named: bool, once: UUID) -> Note:
    """Put a note on the table at step `number`; the same form sent twice puts one."""
    words = sayable(text)
    with transaction.atomic():
        card = locked(card)
        earlier = Note.objects.filter(writer=by, written_once=once).first()
        if earlier is not None:
            return earlier
        careful(card, words)
        step = step_for(card, number, by, *WRITING)
        shared = timezone.now() if step.revealed else None
        note = Note.objects.create(step=step, writer=by, text=words, named=named, written_once=once, shared_at=shared)
        NoteVersion.objects.create(note=note, number=1, text=words, by=by, shared=step.revealed)
        Partner.objects.filter(pk=by.pk, writing_at__isnull=False).update(writing_at=None)
        if step.revealed:
            met_at(card, by)
        tell(card, step, f"note-{note.pk}")
        return note


def rewrite(note: Note, *, by: Partner, text: str, named: bool, version: int) -> Note:
    """Change one's own note; `ChangedMeanwhile` when it was changed since the form was opened."""
    words = sayable(text)
    with transaction.atomic():
        card, current = own(note, by)
        careful(card, words)
        collision = current.version != version
        if collision:
            shared = current.shared_at is not None
            NoteVersion.objects.create(note=current, number=version + 1, text=words, by=by, taken=False, shared=shared)
        else:
            save_version(card, current, by, words, named=named)
    if collision:
        raise ChangedMeanwhile(current.text, current.version)
    return current


def save_version(card: PartnershipCard, note: Note, by: Partner, text: str, *, named: bool) -> None:
    """Let `note` say something else from now on."""
    note.text, note.named, note.version = text, named, note.version + 1
    note.save(update_fields=["text", "named", "version"])
    NoteVersion.objects.create(note=note, number=note.version, text=text, by=by, shared=note.shared_at is not None)
    tell(card, note.step, f"note-{note.pk}")


def withdraw(note: Note, *, by: Partner) -> None:
    """Take one's own note back; `put_back` undoes it."""
    with transaction.atomic():
        card, current = own(note, by)
        if Note.objects.standing().filter(pk=current.pk).update(withdrawn_at=timezone.now()):
            note_down(card, What.TAKEN_BACK, by, step=current.step, note=current)
            tell(card, current.step, f"note-{current.pk}")


def put_back(note: Note, *, by: Partner) -> None:
    """Put a note that one took back on the table again; by now perhaps for everybody to read."""
    with transaction.atomic():
        card, current = own(note, by)
        if Note.objects.filter(pk=current.pk, withdrawn_at__isnull=False).update(withdrawn_at=None):
            if current.step.revealed:
                share(Note.objects.filter(pk=current.pk))
            note_down(card, What.PUT_BACK, by, step=current.step, note=current)
            tell(card, current.step, f"note-{current.pk}")


def own(note: Note, by: Partner) -> tuple[PartnershipCard, Note]:
    """Return the card, locked, and the note as it stands now; `Refused` when it isn't of `by` or can't change any more."""
    card = locked(note.step.card)
    current = Note.objects.select_related("step", "writer").get(pk=note.pk)
    if current.writer_id != by.pk:
        raise Refused(_("Alleen wie het schreef, kan dit veranderen."), status=GONE)
    step_for(card, current.step.number, by, *WRITING)
    return card, current


def share(notes: QuerySet[Note]) -> None:
    """Lay `notes` on the table as they read now; what was crossed out before stays their writers'."""
    numbers = list(notes.filter(shared_at=None).values_list("pk", flat=True))
    Note.objects.filter(pk__in=numbers).update(shared_at=timezone.now())
    NoteVersion.objects.filter(note__in=numbers, number=F("note__version"), taken=True).update(shared=True)


def met_at(card: PartnershipCard, *newcomers: Partner) -> None:
    """Remember that those whose notes lie on the table have met; with `newcomers`, when it is the first note of theirs."""
    laid = Note.objects.filter(step__card=card, shared_at__isnull=False)
    if newcomers and laid.filter(writer__in=newcomers).count() > 1:
        return
    writers = card.partners.around().filter(notes__in=laid)
    people = Participant.objects.filter(pk__in=writers.values("participant"), user__is_active=True)
    numbers = newcomers_among(newcomers)
    if not newcomers or numbers:
        meeting.meet_all(people, area=card.area, origin=Origin.CARD, newcomers=numbers)


def newcomers_among(partners: Collection[Partner]) -> list[int]:
    """Return the numbers of the participants among `partners`; guests are met by nobody on the site."""
    return [partner.participant_id for partner in partners if partner.participant_id is not None]


def tell(card: PartnershipCard, step: CardStep, part: str) -> None:
    """Tell the table which part changed; while all form their own picture, only that the count did."""
    live.tell("card", card.pk, part=part if step.revealed else f"count-{step.number}")
