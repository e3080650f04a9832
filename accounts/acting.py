"""Acting for who has no e-mail or computer: every act is recorded, and a letter hands the account over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.duties import Appointment, Duty

if TYPE_CHECKING:
    from accounts.people import Participant


class ActForQuerySet(models.QuerySet["ActFor"]):
    """Who may read what was done for somebody: they themselves, and who may act for them."""

    def visible_to(self, viewer: Participant | None) -> ActForQuerySet:
        """Acts for `viewer`, and those for people of the areas where `viewer` may act for others; newest first."""
        areas = Appointment.objects.areas(viewer, Duty.COORDINATOR, Duty.CONNECTOR)
        return self.filter(Q(participant=viewer) | Q(participant__area__in=areas)).order_by("-acted_at", "-pk")


class ActFor(models.Model):
    """Somebody did something for somebody: which page, about which number; never the words."""

    participant = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="acts_for", verbose_name=_("voor wie")
    )
    actor = models.ForeignKey(
        "accounts.Participant", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("door wie")
    )
    route = models.CharField(_("wat"), max_length=60)
    number = models.BigIntegerField(_("nummer"), null=True, blank=True)
    acted_at = models.DateTimeField(_("wanneer"), default=timezone.now)

    objects = ActForQuerySet.as_manager()

    class Meta:
        verbose_name = _("gedaan voor iemand")
        verbose_name_plural = _("gedaan voor iemand")
        indexes = (models.Index(fields=("participant", "-acted_at"), name="acts_for_somebody"),)

    def __str__(self) -> str:
        """What was done, by number."""
        return f"{self.participant_id}: {self.route}"


class TakeOverQuerySet(models.QuerySet["TakeOver"]):
    """Letters that still open an account."""

    def open(self) -> TakeOverQuerySet:
        """Neither used, revoked nor expired."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())


class TakeOver(models.Model):
    """A letter whose code lets its person take over the account: once, for a while; only a hash of the code is kept."""

    participant = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="take_overs", verbose_name=_("voor wie")
    )
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("gemaakt"), default=timezone.now)
    made_by = models.ForeignKey(
        "accounts.Participant", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("door")
    )
    expires_at = models.DateTimeField(_("geldig tot"))
    used_at = models.DateTimeField(_("gebruikt"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)

    objects = TakeOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("brief om een account over te nemen")
        verbose_name_plural = _("brieven om een account over te nemen")
        constraints = (
            models.UniqueConstraint(
                fields=("participant",), condition=Q(used_at=None, revoked_at=None), name="one_open_letter_each"
            ),
        )

    def __str__(self) -> str:
        """For whom, by number."""
        return str(_("brief {number}")).format(number=self.pk)
