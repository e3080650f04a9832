"""What partners expect of each other: voiced at the start, and back on the table at each review (domain: Partnership card)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnership.cards import PartnershipCard
from partnership.partners import Partner

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_EXPECTATION = 300


class Theme(models.TextChoices):
    """About what somebody expects something."""

    SERVICE = "service", _("ten dienste van de bewoner")
    EXPERTISE = "expertise", _("kennis en ervaring")
    ONESELF = "oneself", _("jezelf zijn")
    OPENNESS = "openness", _("open zijn")
    OWN = "own", _("iets anders")


QUESTIONS: dict[str, StrOrPromise] = {
    Theme.SERVICE: _("Wat merkt de bewoner of het gezin van ons?"),
    Theme.EXPERTISE: _("Wat mag ik van jouw kennis en ervaring verwachten, en jij van de mijne?"),
    Theme.ONESELF: _("Wanneer kun je hier jezelf zijn?"),
    Theme.OPENNESS: _("Wat wil je dat we hardop zeggen, ook als het moeilijk is?"),
    Theme.OWN: _("Wat verwacht je nog meer?"),
}


class ExpectationQuerySet(models.QuerySet["Expectation"]):
    """Expectations are for the partners of their card."""

    def visible_to(self, partner: Partner | None) -> ExpectationQuerySet:
        """Expectations of the card of `partner`, while they take part."""
        return self.filter(card=partner.card_id) if partner is not None and partner.left_at is None else self.none()

    def standing(self) -> ExpectationQuerySet:
        """Expectations that were not taken back."""
        return self.filter(withdrawn_at=None)


class Expectation(models.Model):
    """What one partner expects, in their words; never overwritten: other words are another expectation."""

    card = models.ForeignKey(PartnershipCard, on_delete=models.CASCADE, related_name="expectations", verbose_name=_("kaart"))
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="expectations", verbose_name=_("van wie"))
    theme = models.CharField(_("waarover"), max_length=9, choices=Theme.choices)
    text = models.CharField(_("wat verwacht je?"), max_length=LONGEST_EXPECTATION)
    voiced_at = models.DateTimeField(_("uitgesproken"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("teruggenomen"), null=True, blank=True)
    voiced_once = models.UUIDField(editable=False)

    objects = ExpectationQuerySet.as_manager()

    class Meta:
        verbose_name = _("verwachting")
        verbose_name_plural = _("verwachtingen")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(theme__in=Theme.values), name="expectation_theme_known"),
            models.CheckConstraint(condition=~Q(text=""), name="expectation_says_something"),
            models.UniqueConstraint(fields=("partner", "voiced_once"), name="expectation_voiced_once"),
        )

    def __str__(self) -> str:
        """Number only: what people expect stays at the table."""
        return str(_("verwachting {number}")).format(number=self.pk)
