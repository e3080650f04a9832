"""Who will do what by when, and what came of it: from cards, cases and meetings alike (domain: Commitment, Harvest)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neighbourhood.models import Area

if TYPE_CHECKING:
    from datetime import date

    from accounts.people import Participant


class CommitmentOrigin(models.TextChoices):
    """Where something was agreed; who made it keeps the number."""

    CARD = "card", _("een partnerschapskaart")
    MEETING = "meeting", _("een bijeenkomst")


class Outcome(models.TextChoices):
    """How a commitment was closed."""

    DONE = "done", _("gedaan")
    CHANGED = "changed", _("anders geworden")
    DROPPED = "dropped", _("losgelaten")


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Commitments are for their own person; who was there sees them through the card or meeting they come from."""

    def visible_to(self, viewer: Participant | None) -> CommitmentQuerySet:
        """What `viewer` was asked or accepted."""
        return self.filter(person=viewer) if viewer is not None else self.none()

    def open(self) -> CommitmentQuerySet:
        """Accepted and not closed, the soonest first."""
        accepted = self.filter(accepted_at__isnull=False, closed_at=None)
        return accepted.order_by(models.F("due_on").asc(nulls_last=True), "pk")

    def asked(self) -> CommitmentQuerySet:
        """Asked of somebody who hasn't answered."""
        return self.filter(accepted_at=None, declined_at=None, closed_at=None).order_by("pk")

    def due(self, today: date) -> CommitmentQuerySet:
        """Open ones whose day has come."""
        return self.open().filter(due_on__lte=today)


class Commitment(models.Model):
    """Something one person will do; it counts once they accepted it."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("wijk"))
    person = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="commitments", verbose_name=_("wie")
    )
    text = models.CharField(_("wat"), max_length=500)
    due_on = models.DateField(_("voor wanneer"), null=True, blank=True)
    origin = models.CharField(_("waarvan"), max_length=8, choices=CommitmentOrigin.choices)
    asked_at = models.DateTimeField(_("gevraagd"), default=timezone.now)
    accepted_at = models.DateTimeField(_("aangenomen"), null=True, blank=True)
    declined_at = models.DateTimeField(_("afgewezen"), null=True, blank=True)
    closed_at = models.DateTimeField(_("afgesloten"), null=True, blank=True)
    outcome = models.CharField(_("hoe liep het af?"), max_length=7, choices=Outcome.choices, blank=True)
    outcome_words = models.CharField(_("een woord erbij"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("afspraak")
        verbose_name_plural = _("afspraken")
        indexes = (models.Index(fields=("person", "due_on"), name="commitment_open", condition=Q(closed_at=None)),)
        constraints = (
            models.CheckConstraint(condition=Q(accepted_at=None) | Q(declined_at=None), name="commitment_accepted_or_declined"),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & Q(outcome__in=Outcome.values)),
                name="commitment_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", Outcome.DONE]) | ~Q(outcome_words=""),
                name="commitment_closed_with_a_word",
                violation_error_message=_("Schrijf in een paar woorden waarom."),
            ),
        )

    def __str__(self) -> str:
        """Number only: it may come from something confidential."""
        return str(_("afspraak {number}")).format(number=self.pk)


class Harvest(models.Model):
    """A success worth celebrating, told by who made it; never with anything confidential in it."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="harvests", verbose_name=_("wijk"))
    told_by = models.ForeignKey(
        "accounts.Participant", on_delete=models.SET_NULL, null=True, related_name="harvests", verbose_name=_("verteld door")
    )
    text = models.CharField(_("wat vieren we?"), max_length=300)
    origin = models.CharField(_("waarvan"), max_length=8, choices=CommitmentOrigin.choices)
    told_at = models.DateTimeField(_("verteld"), default=timezone.now)
    taken_back_at = models.DateTimeField(_("teruggenomen"), null=True, blank=True)

    class Meta:
        verbose_name = _("oogst")
        verbose_name_plural = _("oogst")
        ordering = ("-told_at", "-pk")

    def __str__(self) -> str:
        """Number only."""
        return str(_("oogst {number}")).format(number=self.pk)
