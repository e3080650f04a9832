"""Anchoring: how a trajectory is rounded off and goes on in ordinary activities, so that it doesn't stay a snapshot (source: appendix I)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.gatherings import Series
from meetings.trajectories import Trajectory

if TYPE_CHECKING:
    from meetings.trajectories import TrajectoryQuerySet


class AnchoringQuerySet(models.QuerySet["Anchoring"]):
    """Which anchorings hold."""

    def complete(self) -> AnchoringQuerySet:
        """Those that say how it goes on, who carries it and in which series."""
        carried = Anchoring.carriers.through.objects.values("anchoring")
        return self.exclude(how="").filter(series__isnull=False, pk__in=carried)


class Anchoring(models.Model):
    """What the last meeting of a trajectory settles."""

    trajectory = models.OneToOneField(
        Trajectory, on_delete=models.CASCADE, related_name="anchoring", verbose_name=_("ontwikkeltraject")
    )
    rounding_off = models.TextField(_("hoe ronden we mooi af?"), max_length=2000, blank=True)
    how = models.TextField(_("hoe gaat het verder?"), max_length=2000, blank=True)
    carriers = models.ManyToManyField(
        "accounts.Participant", related_name="+", blank=True, verbose_name=_("wie draagt het verder?")
    )
    series = models.ForeignKey(
        Series, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("welke reeks volgt?")
    )
    written_by = models.ForeignKey(
        "accounts.Participant",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ingevuld door"),
    )
    changed_at = models.DateTimeField(_("gewijzigd"), default=timezone.now)
    version = models.PositiveIntegerField(_("versie"), default=1, editable=False)

    objects = AnchoringQuerySet.as_manager()

    class Meta:
        verbose_name = _("verankering")
        verbose_name_plural = _("verankeringen")

    def __str__(self) -> str:
        """Which trajectory's."""
        return str(self.trajectory)


def anchored(trajectories: TrajectoryQuerySet) -> TrajectoryQuerySet:
    """Of these trajectories, those that are anchored; told from what was filled in, never stored."""
    return trajectories.filter(pk__in=Anchoring.objects.complete().values("trajectory"))


def not_anchored(trajectories: TrajectoryQuerySet) -> TrajectoryQuerySet:
    """Of these trajectories, those that aren't anchored yet."""
    return trajectories.exclude(pk__in=Anchoring.objects.complete().values("trajectory"))


def is_anchored(trajectory: Trajectory) -> bool:
    """Whether this trajectory is anchored."""
    return anchored(Trajectory.objects.filter(pk=trajectory.pk)).exists()
