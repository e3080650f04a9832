"""What partners write: notes that only their writer sees until all are revealed, and what others say to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnership.cards import CardStep
from partnership.partners import Partner

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_NOTE = 500


class Cluster(models.Model):
    """Notes that people put together, under words of their own."""

    step = models.ForeignKey(CardStep, on_delete=models.CASCADE, related_name="clusters", verbose_name=_("stap"))
    title = models.CharField(_("bij elkaar"), max_length=80)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)
    made_once = models.UUIDField(editable=False)

    class Meta:
        verbose_name = _("groepje briefjes")
        verbose_name_plural = _("groepjes briefjes")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("step", "made_once"), name="cluster_made_once"),)

    def __str__(self) -> str:
        """Number only."""
        return str(_("groepje {number}")).format(number=self.pk)


class NoteQuerySet(models.QuerySet["Note"]):
    """Who reads which notes: the rule of the phases, for pages, live parts, exports and history alike."""

    def visible_to(self, partner: Partner | None) -> NoteQuerySet:
        """Notes of the card of `partner`: their own, and what lies on the table; nobody else's ever.

        Source: appendix III: first each forms an own picture, then they talk about it.
        """
        if partner is None or partner.left_at is not None:
            return self.none()
        return self.filter(Q(writer=partner) | Q(shared_at__isnull=False), step__card=partner.card_id)

    def on_the_table(self) -> NoteQuerySet:
        """Notes that were revealed and not taken back: all that a large screen or a print for everybody may show."""
        return self.standing().filter(shared_at__isnull=False)

    def standing(self) -> NoteQuerySet:
        """Notes that were not taken back."""
        return self.filter(withdrawn_at=None)


class Note(models.Model):
    """A small text of one partner at one step; it keeps its writer, named or not as the writer chose."""

    step = models.ForeignKey(CardStep, on_delete=models.CASCADE, related_name="notes", verbose_name=_("stap"))
    writer = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="notes", verbose_name=_("van wie"))
    text = models.CharField(_("briefje"), max_length=LONGEST_NOTE)
    named = models.BooleanField(_("met mijn naam"), default=True)
    cluster = models.ForeignKey(
        Cluster, on_delete=models.SET_NULL, null=True, blank=True, related_name="notes", verbose_name=_("bij elkaar")
    )
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    # When it came on the table: with all others at once, or when it was written in the conversation. Until then it is
    # its writer's alone, also when the step went on without it because it had been taken back.
    shared_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    written_once = models.UUIDField(editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("briefje")
        verbose_name_plural = _("briefjes")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("writer", "written_once"), name="note_written_once"),
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
        )
        indexes = (models.Index(fields=("step", "writer"), name="note_of_step", condition=Q(withdrawn_at=None)),)

    def __str__(self) -> str:
        """Number only: what people write stays at the table."""
        return str(_("briefje {number}")).format(number=self.pk)

    @property
    def name(self) -> str:
        """Whom the note names: its writer, or nobody."""
        return self.writer.called if self.named else str(_("zonder naam"))

    @property
    def side(self) -> str:
        """Whose shape it has."""
        return self.writer.side


class NoteVersionQuerySet(models.QuerySet["NoteVersion"]):
    """Who reads which versions: what somebody crossed out before their note was revealed stays theirs."""

    def visible_to(self, partner: Partner | None) -> NoteVersionQuerySet:
        """One's own versions, and those that lay on the table."""
        if partner is None or partner.left_at is not None:
            return self.none()
        return self.filter(Q(note__writer=partner) | Q(shared=True), note__step__card=partner.card_id)


class NoteVersion(models.Model):
    """What a note said at some moment; also words that came second in a collision, so that nothing is lost."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=LONGEST_NOTE, blank=True)
    by = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # False for the words of who saved second: they are kept, but the note doesn't say them.
    taken = models.BooleanField(default=True)
    # Whether it ever lay on the table.
    shared = models.BooleanField(default=False)

    objects = NoteVersionQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("note", "number"), condition=Q(taken=True), name="note_version_once"),)

    def __str__(self) -> str:
        """Which version of which note."""
        return f"{self.note_id}.{self.number}"


class Recognition(models.Model):
    """Somebody recognises what a note says ("ik herken dit")."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="recognitions")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("note", "partner"), name="recognised_once"),)

    def __str__(self) -> str:
        """Who recognises which note, by number."""
        return f"{self.partner_id}: {self.note_id}"


class RemarkKind(models.TextChoices):
    """What is said to a note."""

    QUESTION = "question", _("vraag")
    ADDITION = "addition", _("aanvulling")


class RemarkQuerySet(models.QuerySet["Remark"]):
    """Remarks go with the note that they are about, which lies on the table."""

    def visible_to(self, partner: Partner | None) -> RemarkQuerySet:
        """Remarks of the card of `partner`."""
        if partner is None or partner.left_at is not None:
            return self.none()
        return self.filter(note__step__card=partner.card_id)

    def standing(self) -> RemarkQuerySet:
        """Remarks that were not taken back."""
        return self.filter(withdrawn_at=None)


class Remark(models.Model):
    """A question or an addition to a note, in the conversation."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="remarks")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=RemarkKind.choices)
    text = models.CharField(max_length=LONGEST_NOTE)
    said_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    said_once = models.UUIDField(editable=False)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("partner", "said_once"), name="remark_said_once"),
            models.CheckConstraint(condition=Q(kind__in=RemarkKind.values), name="remark_kind_known"),
        )

    def __str__(self) -> str:
        """Number only."""
        return str(self.pk)


def words_by_side(notes: Iterable[Note]) -> dict[str, int]:
    """Return how many words each side wrote: how the turns at speaking divide."""
    counted = {"informal": 0, "formal": 0}
    for note in notes:
        counted[note.side] += len(note.text.split())
    return counted
