"""What one can be appointed to, per area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from neighbourhood.models import Area

if TYPE_CHECKING:
    from accounts.people import Participant


class Duty(models.TextChoices):
    """What one can be appointed to, per area."""

    COORDINATOR = "coordinator", _("coördinator")
    MODERATOR = "moderator", _("moderator")
    CONNECTOR = "connector", _("verbinder")


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Who may do what where."""

    def areas(self, viewer: Participant | None, *duties: Duty) -> models.QuerySet[Area]:
        """Areas in which `viewer` holds one of `duties` (any duty when none is named)."""
        held = self.filter(participant=viewer)
        if duties:
            held = held.filter(duty__in=duties)
        return Area.objects.filter(pk__in=held.values("area"))


class Appointment(models.Model):
    """Somebody appointed to a duty in one area; the rights end at its border."""

    participant = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="appointments", verbose_name=_("deelnemer")
    )
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="appointments", verbose_name=_("gebied"))
    duty = models.CharField(_("taak"), max_length=12, choices=Duty.choices)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("aanstelling")
        verbose_name_plural = _("aanstellingen")
        constraints = (
            models.UniqueConstraint(
                fields=("participant", "area", "duty"),
                name="appointed_once",
                violation_error_message=_("Deze persoon heeft deze taak hier al."),
            ),
        )

    def __str__(self) -> str:
        """Who does what where."""
        return f"{self.participant} – {Duty(self.duty).label} – {self.area}"
