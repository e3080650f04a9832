"""Successes worth celebrating, told by who made them: from cards and meetings alike (domain: Harvest)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.blocks import Block
from accounts.commitments import CommitmentOrigin
from neighbourhood.models import Area

if TYPE_CHECKING:
    from accounts.people import Participant

LONGEST_HARVEST = 600


class HarvestQuerySet(models.QuerySet["Harvest"]):
    """Successes are for the participants, who celebrate them; whoever told one can take it back."""

    def visible_to(self, viewer: Participant | None) -> HarvestQuerySet:
        """What was told and not taken back, except by who is kept apart from `viewer` by a block."""
        if viewer is None:
            return self.none()
        return self.filter(taken_back_at=None).exclude(Block.objects.apart_from(viewer, "told_by"))


class Harvest(models.Model):
    """A success worth celebrating; never with anything confidential in it."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="harvests", verbose_name=_("wijk"))
    told_by = models.ForeignKey(
        "accounts.Participant", on_delete=models.SET_NULL, null=True, related_name="harvests", verbose_name=_("verteld door")
    )
    title = models.CharField(_("wat vieren we?"), max_length=100)
    text = models.CharField(_("vertel erover"), max_length=LONGEST_HARVEST, blank=True)
    happened_on = models.DateField(_("wanneer"), default=timezone.localdate)
    origin = models.CharField(_("waarvan"), max_length=8, choices=CommitmentOrigin.choices)
    told_at = models.DateTimeField(_("verteld"), default=timezone.now)
    taken_back_at = models.DateTimeField(_("teruggenomen"), null=True, blank=True)
    told_once = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = HarvestQuerySet.as_manager()

    class Meta:
        verbose_name = _("oogst")
        verbose_name_plural = _("oogst")
        ordering = ("-happened_on", "-pk")
        indexes = (models.Index(fields=("area", "-happened_on"), name="harvest_of_area", condition=Q(taken_back_at=None)),)
        constraints = (
            models.UniqueConstraint(fields=("told_by", "told_once"), name="harvest_told_once"),
            models.CheckConstraint(condition=Q(origin__in=CommitmentOrigin.values), name="harvest_origin_known"),
            models.CheckConstraint(condition=~Q(title=""), name="harvest_says_something"),
        )

    def __str__(self) -> str:
        """Number only."""
        return str(_("oogst {number}")).format(number=self.pk)


class MakerQuerySet(models.QuerySet["Maker"]):
    """Nobody is named with a success before they said so themselves."""

    def named(self) -> MakerQuerySet:
        """Those who want to be named."""
        return self.filter(named_at__isnull=False)

    def visible_to(self, viewer: Participant | None) -> MakerQuerySet:
        """Those who want to be named, with a success that `viewer` sees, and not kept apart from them by a block."""
        if viewer is None:
            return self.none()
        seen = self.named().filter(harvest__in=Harvest.objects.visible_to(viewer))
        return seen.exclude(Block.objects.apart_from(viewer, "person"))


class Maker(models.Model):
    """Somebody who made a success; named once they want to be."""

    harvest = models.ForeignKey(Harvest, on_delete=models.CASCADE, related_name="makers", verbose_name=_("oogst"))
    person = models.ForeignKey("accounts.Participant", on_delete=models.CASCADE, related_name="+", verbose_name=_("wie"))
    named_at = models.DateTimeField(_("wil genoemd worden"), null=True, blank=True)

    objects = MakerQuerySet.as_manager()

    class Meta:
        verbose_name = _("wie het maakte")
        verbose_name_plural = _("wie het maakten")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("harvest", "person"), name="maker_once"),)

    def __str__(self) -> str:
        """Numbers only."""
        return f"{self.harvest_id}: {self.person_id}"
