"""What became of a plan: meetings that moved or were cancelled, with how it was before, so that the change can be marked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings import clocks
from meetings.gatherings import Meeting
from neighbourhood.models import Place


class ChangeKind(models.TextChoices):
    """What changed."""

    MOVED = "moved", _("verplaatst")
    CANCELLED = "cancelled", _("afgezegd")


class MeetingChange(models.Model):
    """One change of when or where, or a cancellation: how it stood until then."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="changes", verbose_name=_("bijeenkomst"))
    kind = models.CharField(_("wat"), max_length=9, choices=ChangeKind.choices)
    was_starts_at = models.DateTimeField(_("begon eerst"))
    was_ends_at = models.DateTimeField(_("eindigde eerst"))
    was_place = models.ForeignKey(
        Place, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("was eerst in")
    )
    reason = models.CharField(_("waarom"), max_length=300, blank=True)
    by = models.ForeignKey(
        "accounts.Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("door wie")
    )
    made_at = models.DateTimeField(_("wanneer"), default=timezone.now)

    class Meta:
        verbose_name = _("verandering van een bijeenkomst")
        verbose_name_plural = _("veranderingen van bijeenkomsten")
        ordering = ("-pk",)
        constraints = (models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="meeting_change_kind_known"),)

    def __str__(self) -> str:
        """What happened to which meeting."""
        return f"{self.meeting_id}: {self.kind}"

    @property
    def was(self) -> str:
        """When it was to be, in words, by the clock of the area."""
        return clocks.when(self.was_starts_at, self.was_ends_at, self.meeting.zone)
