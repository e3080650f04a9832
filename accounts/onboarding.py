"""The three steps of beginning: who am I, head–heart–belly, what I bring or look for. Who stopped goes on where they left."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.duties import Appointment, Duty

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.people import Participant

STUCK_AFTER = timedelta(days=15)


class Step(models.TextChoices):
    """What is still to be done; the first step, who am I, is what makes a participant."""

    PORTRAIT = "portrait", _("hoofd, hart en buik")
    BRING = "bring", _("wat breng je, wat zoek je?")


class OnboardingQuerySet(models.QuerySet["Onboarding"]):
    """Who is on the way."""

    def unfinished(self) -> OnboardingQuerySet:
        """Those who have not come to the end."""
        return self.filter(finished_at=None)

    def stuck(self, now: datetime | None = None) -> OnboardingQuerySet:
        """Those who did nothing more for fifteen days, longest first."""
        before = (now or timezone.now()) - STUCK_AFTER
        return self.unfinished().filter(moved_at__lt=before).order_by("moved_at", "pk")

    def overseen_by(self, viewer: Participant | None) -> OnboardingQuerySet:
        """People of the areas that `viewer` coordinates."""
        return self.filter(participant__area__in=Appointment.objects.areas(viewer, Duty.COORDINATOR))


class Onboarding(models.Model):
    """How far somebody came."""

    participant = models.OneToOneField(
        "accounts.Participant", on_delete=models.CASCADE, related_name="onboarding", verbose_name=_("deelnemer")
    )
    step = models.CharField(_("bij welke stap"), max_length=8, choices=Step.choices, default=Step.PORTRAIT)
    portrait_skipped = models.BooleanField(_("zelfportret overgeslagen"), default=False)
    started_at = models.DateTimeField(_("begonnen"), default=timezone.now)
    moved_at = models.DateTimeField(_("laatste stap"), default=timezone.now)
    finished_at = models.DateTimeField(_("klaar"), null=True, blank=True)

    objects = OnboardingQuerySet.as_manager()

    class Meta:
        verbose_name = _("begin van een deelnemer")
        verbose_name_plural = _("begin van deelnemers")
        constraints = (models.CheckConstraint(condition=Q(step__in=Step.values), name="onboarding_step_known"),)

    def __str__(self) -> str:
        """Who, and where."""
        return f"{self.participant}: {Step(self.step).label}"
