"""Looking back: at set dates expectations and actions return to the table (domain: Partnership card)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnership.cards import PartnershipCard
from partnership.expectations import Expectation
from partnership.partners import Partner

if TYPE_CHECKING:
    from datetime import date

# After a card is finished, unless its partners choose other days.
USUAL = (timedelta(weeks=6), timedelta(weeks=12))
LONGEST_WORD = 300


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reviews are for the partners of their card."""

    def visible_to(self, partner: Partner | None) -> ReviewQuerySet:
        """Reviews of the card of `partner`, while they take part."""
        return self.filter(card=partner.card_id) if partner is not None and partner.left_at is None else self.none()

    def waiting(self) -> ReviewQuerySet:
        """Reviews that weren't held or dropped yet."""
        return self.filter(held_at=None, dropped_at=None)

    def to_tell(self, today: date) -> ReviewQuerySet:
        """Reviews whose day has come, of which nobody was told."""
        return self.waiting().filter(due_on__lte=today, told_on=None)


class Review(models.Model):
    """A day on which the partners look back together."""

    card = models.ForeignKey(PartnershipCard, on_delete=models.CASCADE, related_name="reviews", verbose_name=_("kaart"))
    due_on = models.DateField(_("wanneer"))
    made_at = models.DateTimeField(default=timezone.now)
    told_on = models.DateField(null=True, blank=True, editable=False)
    held_at = models.DateTimeField(_("gehouden"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("gaat niet door"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("terugblik")
        verbose_name_plural = _("terugblikken")
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("card", "due_on"),
                condition=Q(dropped_at=None),
                name="review_once_a_day",
                violation_error_message=_("Die dag staat er al."),
            ),
            models.CheckConstraint(condition=Q(held_at=None) | Q(dropped_at=None), name="review_held_or_dropped"),
        )

    def __str__(self) -> str:
        """Number only."""
        return str(_("terugblik {number}")).format(number=self.pk)

    @property
    def now(self) -> bool:
        """Whether its day has come and it wasn't held."""
        return self.held_at is None and self.dropped_at is None and self.due_on <= timezone.localdate()


class Feeling(models.TextChoices):
    """How somebody sees it now."""

    WELL = "well", _("gaat goed")
    BETTER = "better", _("kan beter")
    TALK = "talk", _("wil ik over praten")


class LookingBackQuerySet(models.QuerySet["LookingBack"]):
    """What is said in a review is for the partners of the card."""

    def visible_to(self, partner: Partner | None) -> LookingBackQuerySet:
        """What was said at the card of `partner`, while they take part."""
        return self.filter(review__card=partner.card_id) if partner is not None and partner.left_at is None else self.none()


class LookingBack(models.Model):
    """What one partner says of one expectation, or of the whole, at a review; a later word stands beside it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="words", verbose_name=_("terugblik"))
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", verbose_name=_("wie"))
    expectation = models.ForeignKey(
        Expectation, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("verwachting")
    )
    feeling = models.CharField(_("hoe gaat het?"), max_length=6, choices=Feeling.choices)
    text = models.CharField(_("een woord erbij"), max_length=LONGEST_WORD, blank=True)
    said_at = models.DateTimeField(default=timezone.now)
    said_once = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = LookingBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("woord bij een terugblik")
        verbose_name_plural = _("woorden bij een terugblik")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("partner", "said_once"), name="looked_back_once"),
            models.CheckConstraint(condition=Q(feeling__in=Feeling.values), name="feeling_known"),
        )

    def __str__(self) -> str:
        """Number only."""
        return str(self.pk)
