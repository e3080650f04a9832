"""Cases: a situation of a resident or family, brought in confidentially (domain: Case)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neighbourhood.models import Area

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Participant

KEPT_AFTER_CLOSING = timedelta(days=2 * 365)
NOTICE_BEFORE_ERASING = timedelta(days=30)


class CaseQuerySet(models.QuerySet["Case"]):
    """A case is seen by who brought it in and by the partners of its cards; by nobody else, whatever their duty."""

    def visible_to(self, viewer: Participant | None) -> CaseQuerySet:
        """Cases that `viewer` brought in or is a partner around."""
        if viewer is None:
            return self.none()
        partnered = Q(cards__partners__participant=viewer, cards__partners__left_at=None)
        return self.filter(Q(brought_by=viewer) | partnered).distinct()

    def to_warn_of(self, now: datetime | None = None) -> CaseQuerySet:
        """Cases that will be erased within the time of notice, of which nobody was told."""
        return self.filter(keep_until__lte=(now or timezone.now()) + NOTICE_BEFORE_ERASING, warned_at=None)

    def to_erase(self, now: datetime | None = None) -> CaseQuerySet:
        """Cases whose time of keeping is over, and whose people had the time of notice to say otherwise."""
        moment = now or timezone.now()
        return self.filter(keep_until__lte=moment, warned_at__lte=moment - NOTICE_BEFORE_ERASING)


class Case(models.Model):
    """A situation that people want to do something about together; without anything that tells who it is about."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("wijk"))
    brought_by = models.ForeignKey(
        "accounts.Participant", on_delete=models.SET_NULL, null=True, related_name="cases", verbose_name=_("wie bracht het in")
    )
    title = models.CharField(_("naam van de casus"), max_length=80)
    story = models.TextField(_("wat is er aan de hand?"), max_length=2000, blank=True)
    opened_at = models.DateTimeField(_("begonnen"), default=timezone.now)
    closed_at = models.DateTimeField(_("afgesloten"), null=True, blank=True)
    keep_until = models.DateTimeField(_("bewaren tot"), null=True, blank=True)
    # When its people were told that it will be erased; empty again when they keep it longer.
    warned_at = models.DateTimeField(_("aangekondigd"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(_("versie"), default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("casus")
        verbose_name_plural = _("casussen")
        constraints = (
            models.CheckConstraint(condition=Q(keep_until=None) | Q(closed_at__isnull=False), name="case_kept_until_once_closed"),
        )

    def __str__(self) -> str:
        """Number only: a case is confidential."""
        return str(_("casus {number}")).format(number=self.pk)
