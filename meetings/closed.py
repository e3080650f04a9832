"""Days on which nothing is planned: those that an area closed, and the holidays of the country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from holidays import country_holidays

from neighbourhood.models import Area

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

COUNTRY = "NL"
# Public holidays, and the one on which many are free (5 May).
CATEGORIES = ("public", "optional")


class ClosedDay(models.Model):
    """A day, or days in a row, on which an area plans nothing: a holiday of its own, a school break, a festival."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="closed_days", verbose_name=_("wijk"))
    first_on = models.DateField(_("van"))
    last_on = models.DateField(_("tot en met"))
    why = models.CharField(_("waarom"), max_length=80)

    class Meta:
        verbose_name = _("gesloten dag")
        verbose_name_plural = _("gesloten dagen")
        ordering = ("first_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="closed_in_order",
                violation_error_message=_("De laatste dag komt na de eerste, of is dezelfde."),
            ),
        )

    def __str__(self) -> str:
        """Why it is closed."""
        return self.why


class ClosedDays:
    """Why a day is closed in an area, if it is; its own days are read once."""

    def __init__(self, area: Area, language: str = "nl") -> None:
        """Read the days that the area closed; holidays are known without asking."""
        self.own = list(area.closed_days.all())
        self.holidays = country_holidays(
            COUNTRY, language=language if language in {"nl", "en_US"} else "nl", categories=CATEGORIES
        )

    def why(self, day: date) -> str:
        """Return the reason for which nothing is planned on `day`, or nothing."""
        if day in self.holidays:
            return str(self.holidays[day])
        return next((closed.why for closed in self.own if closed.first_on <= day <= closed.last_on), "")

    def first_open(self, days: Iterable[date]) -> tuple[date | None, list[tuple[date, str]]]:
        """Return the first of `days` that is open, and those passed over, each with why."""
        passed: list[tuple[date, str]] = []
        for day in days:
            why = self.why(day)
            if not why:
                return day, passed
            passed.append((day, why))
        return None, passed
