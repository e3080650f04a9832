"""Stamps: recognition without ranking (domain: Stamp)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.people import Participant


class StampKind(models.TextChoices):
    """What somebody is recognised as."""

    SAMENSPELER = "samenspeler", _("samenspeler")
    NETWERKER = "netwerker", _("netwerker")


class StampQuerySet(models.QuerySet["Stamp"]):
    """Stamps, by who may see them."""

    def standing(self) -> StampQuerySet:
        """Stamps that were given and not declined."""
        return self.filter(given_at__isnull=False, declined_at=None)

    def proposed(self) -> StampQuerySet:
        """Stamps that a rule proposes and no coordinator has looked at."""
        return self.filter(given_at=None, declined_at=None)

    def visible_to(self, viewer: Participant | None) -> StampQuerySet:
        """Standing stamps of the people whom `viewer` may see, that they show and have not hidden; and one's own."""
        from accounts.people import Participant
        from accounts.privacy import shown_to

        people = Participant.objects.visible_to(viewer).filter(shown_to(viewer, "stamps"))
        shown = Q(participant__in=people.values("pk"), hidden_at=None)
        return self.standing().filter(shown | Q(participant=viewer)) if viewer else self.standing().filter(shown)


class Stamp(models.Model):
    """Somebody is recognised; with the reason, which they see and may decline or hide."""

    participant = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="stamps", verbose_name=_("deelnemer")
    )
    kind = models.CharField(_("stempel"), max_length=12, choices=StampKind.choices)
    reason = models.CharField(_("waarom"), max_length=300)
    made_at = models.DateTimeField(_("voorgesteld"), default=timezone.now)
    given_at = models.DateTimeField(_("gegeven"), null=True, blank=True)
    given_by = models.ForeignKey(
        "accounts.Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("door")
    )
    declined_at = models.DateTimeField(_("afgewezen"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("verborgen"), null=True, blank=True)

    objects = StampQuerySet.as_manager()

    class Meta:
        verbose_name = _("stempel")
        verbose_name_plural = _("stempels")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=StampKind.values), name="stamp_kind_known"),
            models.UniqueConstraint(
                fields=("participant", "kind"),
                name="stamped_once",
                violation_error_message=_("Deze persoon heeft dit stempel al, of heeft het afgewezen."),
            ),
        )

    def __str__(self) -> str:
        """Whose stamp it is, and which."""
        return f"{self.participant} – {StampKind(self.kind).label}"
