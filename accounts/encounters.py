"""Who has met whom: a fact in one place, written by whatever brings people together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neighbourhood.models import Area

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.people import Participant


class Origin(models.TextChoices):
    """What brought two people together."""

    CONVERSATION = "conversation", _("een gesprek op de markt")
    MEETING = "meeting", _("een bijeenkomst")
    CARD = "card", _("een partnerschapskaart")


class EncounterQuerySet(models.QuerySet["Encounter"]):
    """Encounters, as conditions on people and as counts for an area."""

    def met_by(self, viewer: Participant, path: str) -> Q:
        """Condition that the participant at `path` and `viewer` have met."""
        ones = self.filter(other=viewer).values("one")
        others = self.filter(one=viewer).values("other")
        return Q(**{f"{path}__in": ones}) | Q(**{f"{path}__in": others})

    def of(self, person: Participant) -> EncounterQuerySet:
        """Encounters that `person` had."""
        return self.filter(Q(one=person) | Q(other=person))

    def people_met(self, viewer: Participant, among: Collection[int]) -> set[int]:
        """Numbers of those of `among` whom `viewer` has met; one query."""
        pairs = self.of(viewer).filter(Q(one__in=among) | Q(other__in=among)).values_list("one", "other")
        return {number for pair in pairs for number in pair if number != viewer.pk}

    def across(self) -> EncounterQuerySet:
        """Encounters between the formal and the informal side: what an area counts as new connections."""
        return self.filter(across_the_line=True)


class Encounter(models.Model):
    """Two people have met: when for the first time, and where from. The one with the lower number comes first."""

    one = models.ForeignKey("accounts.Participant", on_delete=models.CASCADE, related_name="+", verbose_name=_("wie"))
    other = models.ForeignKey("accounts.Participant", on_delete=models.CASCADE, related_name="+", verbose_name=_("met wie"))
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("wijk"))
    met_at = models.DateTimeField(_("ontmoet"), default=timezone.now)
    origin = models.CharField(_("waarvan"), max_length=16, choices=Origin.choices)
    # As things stood then: somebody may take part from another side later.
    across_the_line = models.BooleanField(_("tussen formeel en informeel"))

    objects = EncounterQuerySet.as_manager()

    class Meta:
        verbose_name = _("ontmoeting")
        verbose_name_plural = _("ontmoetingen")
        constraints = (
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="encounter_in_order"),
            models.UniqueConstraint(fields=("one", "other"), name="met_once"),
        )
        indexes = (models.Index(fields=("area", "met_at"), name="encounter_of_area", condition=Q(across_the_line=True)),)

    def __str__(self) -> str:
        """Numbers only: who met whom is theirs."""
        return f"{self.one_id} – {self.other_id}"
