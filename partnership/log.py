"""Who read a card or a case, and when: open to its partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnership.cards import PartnershipCard
from partnership.partners import Partner

if TYPE_CHECKING:
    from partnership.cases import Case


class How(models.TextChoices):
    """In what form it was read."""

    PAGE = "page", _("op de site")
    PROJECTOR = "projector", _("op het grote scherm")
    PDF = "pdf", _("als pdf")
    TEXT = "text", _("als tekst")
    JSON = "json", _("als json")
    HISTORY = "history", _("de geschiedenis")
    CASE = "case", _("de casus")


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Readings, for the partners of the card."""

    def visible_to(self, partner: Partner | None) -> ReadingQuerySet:
        """Every reading of the card of `partner`, newest first."""
        if partner is None or partner.left_at is not None:
            return self.none()
        return self.filter(card=partner.card_id).order_by("-read_at", "-pk")


class Reading(models.Model):
    """Somebody opened a card."""

    card = models.ForeignKey(PartnershipCard, on_delete=models.CASCADE, related_name="readings", verbose_name=_("kaart"))
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", verbose_name=_("wie"))
    how = models.CharField(_("hoe"), max_length=9, choices=How.choices)
    read_at = models.DateTimeField(_("wanneer"), default=timezone.now)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("inzage")
        verbose_name_plural = _("inzages")
        indexes = (models.Index(fields=("card", "-read_at"), name="reading_of_card"),)

    def __str__(self) -> str:
        """Number only."""
        return str(self.pk)


def read(card: PartnershipCard, *, by: Partner, how: How) -> Reading:
    """Write down that `by` opened `card`."""
    return Reading.objects.create(card=card, partner=by, how=how)


def readings_of_case(case: Case) -> models.QuerySet[Reading]:
    """Return who read anything of the cards around `case`, newest first."""
    return Reading.objects.filter(card__case=case).order_by("-read_at", "-pk")
