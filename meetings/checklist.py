"""What a preparatory meeting settles before a trajectory begins (source: appendix I, A.1), point by point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kennismarkt.errors import Refused
from meetings.gatherings import Meeting

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Participant


class PointQuerySet(models.QuerySet["ChecklistPoint"]):
    """Who reads what was settled."""

    def visible_to(self, viewer: Participant | None) -> PointQuerySet:
        """Points of meetings in which `viewer` takes part, or that they plan or carry."""
        if viewer is None:
            return self.none()
        mine = Meeting.objects.filter(Meeting.objects.taken_part_in_by(viewer) | Meeting.objects.carried_by(viewer))
        return self.filter(meeting__in=mine.values("pk"))

    def open(self) -> PointQuerySet:
        """Points about which nothing was decided yet."""
        return self.filter(decided_at=None)


class ChecklistPoint(models.Model):
    """One point: what was decided, who does it, and by when."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="checklist", verbose_name=_("bijeenkomst"))
    order = models.PositiveSmallIntegerField(default=0)
    slug = models.SlugField(max_length=40)
    title = models.CharField(_("punt"), max_length=120)
    help = models.CharField(_("waar denk je aan?"), max_length=300, blank=True)
    decision = models.TextField(_("wat is er afgesproken?"), max_length=1000, blank=True)
    # Managers and educators may have no account, so who does it is written down as they are called.
    who = models.CharField(_("wie doet het?"), max_length=120, blank=True)
    due_on = models.DateField(_("wanneer klaar?"), null=True, blank=True)
    decided_at = models.DateTimeField(_("afgesproken"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.Participant",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opgeschreven door"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PointQuerySet.as_manager()

    class Meta:
        verbose_name = _("punt om af te spreken")
        verbose_name_plural = _("punten om af te spreken")
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "slug"), name="point_once_per_meeting"),
            models.CheckConstraint(condition=Q(decided_at=None) | ~Q(decision=""), name="point_decided_in_words"),
        )

    def __str__(self) -> str:
        """Which point."""
        return self.title


@transaction.atomic
def settle(
    point: ChecklistPoint, *, by: Participant, decision: str, who: str, due_on: date | None, version: int
) -> ChecklistPoint:
    """Write down what was decided, or take it back with no words (`Refused` when somebody else changed it meanwhile)."""
    if not Meeting.objects.planned_by(by).filter(pk=point.meeting_id).exists():
        raise PermissionDenied
    words = decision.strip()
    facts = {
        "decision": words,
        "who": who.strip() if words else "",
        "due_on": due_on if words else None,
        "decided_at": timezone.now() if words else None,
        "decided_by": by if words else None,
    }
    current = ChecklistPoint.objects.select_for_update().get(pk=point.pk)
    if all(getattr(current, name) == facts[name] for name in ("decision", "who", "due_on")):
        return current
    if current.version != version:
        raise Refused(_("Iemand anders schreef intussen iets op bij dit punt. Kijk eerst wat er staat."))
    ChecklistPoint.objects.filter(pk=point.pk).update(**facts, version=version + 1)
    return ChecklistPoint.objects.get(pk=point.pk)
