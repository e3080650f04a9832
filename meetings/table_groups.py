"""Table groups: who sits at which table at a meeting."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.gatherings import Meeting
from meetings.seats import Seat


class TablePlace(models.Model):
    """Somebody's table at a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="table_places", verbose_name=_("bijeenkomst"))
    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="table_place", verbose_name=_("aanmelding"))
    table = models.PositiveSmallIntegerField(_("tafel"))

    class Meta:
        verbose_name = _("plek aan tafel")
        verbose_name_plural = _("plekken aan tafel")
        ordering = ("table", "pk")

    def __str__(self) -> str:
        """Number only."""
        return str(self.pk)
