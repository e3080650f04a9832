"""What partners settle together: proposals in shared words, and what each says to them."""

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

LONGEST_PROPOSAL = 500


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals are for the partners of their card."""

    def visible_to(self, partner: Partner | None) -> ProposalQuerySet:
        """Proposals of the card of `partner`, while they take part."""
        return self.filter(step__card=partner.card_id) if partner is not None and partner.left_at is None else self.none()

    def standing(self) -> ProposalQuerySet:
        """Proposals that were not taken back."""
        return self.filter(withdrawn_at=None)


class Proposal(models.Model):
    """Something to settle. Values that differ may stand beside each other, with what makes it a win for both."""

    step = models.ForeignKey(CardStep, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("stap"))
    by = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", verbose_name=_("voorgesteld door"))
    text = models.CharField(_("voorstel"), max_length=LONGEST_PROPOSAL)
    beside = models.BooleanField(_("mag naast elkaar bestaan"), default=False)
    win = models.CharField(_("wanneer wint ieder erbij?"), max_length=LONGEST_PROPOSAL, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    made_once = models.UUIDField(editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("voorstel")
        verbose_name_plural = _("voorstellen")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("by", "made_once"), name="proposal_made_once"),
            models.CheckConstraint(
                condition=Q(beside=False) | ~Q(win=""),
                name="beside_with_a_win",
                violation_error_message=_("Schrijf erbij wanneer het voor beide kanten winst is."),
            ),
        )

    def __str__(self) -> str:
        """Number only."""
        return str(_("voorstel {number}")).format(number=self.pk)


class ProposalVersionQuerySet(models.QuerySet["ProposalVersion"]):
    """Versions go with their proposal."""

    def visible_to(self, partner: Partner | None) -> ProposalVersionQuerySet:
        """Every version of the proposals of the card of `partner`."""
        if partner is None or partner.left_at is not None:
            return self.none()
        return self.filter(proposal__step__card=partner.card_id)


class ProposalVersion(models.Model):
    """What a proposal said at some moment; also words that came second in a collision."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=LONGEST_PROPOSAL, blank=True)
    win = models.CharField(max_length=LONGEST_PROPOSAL, blank=True)
    beside = models.BooleanField(default=False)
    by = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    taken = models.BooleanField(default=True)

    objects = ProposalVersionQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("proposal", "number"), condition=Q(taken=True), name="proposal_version_once"),
        )

    def __str__(self) -> str:
        """Which version of which proposal."""
        return f"{self.proposal_id}.{self.number}"


class Answer(models.TextChoices):
    """What a partner says to a proposal."""

    AGREE = "agree", _("akkoord")
    WITH_REMARK = "remark", _("akkoord, met een opmerking")
    NOT_YET = "not_yet", _("nog niet")


class StanceQuerySet(models.QuerySet["Stance"]):
    """What was said, and what counts now."""

    def visible_to(self, partner: Partner | None) -> StanceQuerySet:
        """What the partners of the card of `partner` said, all of it."""
        if partner is None or partner.left_at is not None:
            return self.none()
        return self.filter(proposal__step__card=partner.card_id)

    def counting(self) -> StanceQuerySet:
        """The last word of each partner to each proposal as it reads now, since the step was last opened.

        Earlier words stay in the history.
        """
        latest = self.filter(
            proposal_version=models.F("proposal__version"), round=models.F("proposal__step__round"), proposal__withdrawn_at=None
        )
        return latest.order_by("proposal_id", "partner_id", "-pk").distinct("proposal_id", "partner_id")


class Stance(models.Model):
    """One word of one partner to one version of a proposal; a later word stands beside it, nothing is overwritten."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="stances")
    proposal_version = models.PositiveIntegerField()
    # That of the step when it was said.
    round = models.PositiveSmallIntegerField(default=1)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="stances")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    words = models.CharField(_("wat heb je nodig?"), max_length=LONGEST_PROPOSAL, blank=True)
    said_at = models.DateTimeField(default=timezone.now)

    objects = StanceQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("proposal", "partner", "-id"), name="stance_latest"),)
        constraints = (
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="stance_known"),
            models.CheckConstraint(
                condition=Q(answer=Answer.AGREE) | ~Q(words=""),
                name="stance_with_words",
                violation_error_message=_("Schrijf in een paar woorden wat je nodig hebt."),
            ),
        )

    def __str__(self) -> str:
        """Number only."""
        return str(self.pk)


class Reopening(models.Model):
    """A step was opened again, with the reason; what was agreed before stays in the history."""

    step = models.ForeignKey(CardStep, on_delete=models.CASCADE, related_name="reopenings")
    by = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("waarom?"), max_length=LONGEST_PROPOSAL)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        """Number only."""
        return str(self.pk)


def settled(proposals: Iterable[Proposal], stances: Iterable[Stance], deciding: set[int]) -> bool:
    """Whether a step is agreed: there is something to agree on, everybody who decides has spoken, nobody says "not yet"."""
    wanted = {(proposal.pk, partner) for proposal in proposals for partner in deciding}
    said = {(stance.proposal_id, stance.partner_id): stance.answer for stance in stances}
    return bool(wanted) and wanted <= said.keys() and all(said[pair] != Answer.NOT_YET for pair in said)
