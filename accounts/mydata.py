"""What somebody may ask about their own data: a copy, to be forgotten; and to what they agreed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.people import Participant

TIME_TO_RECONSIDER = timedelta(days=10)
EXPORT_KEPT = timedelta(days=7)


class ExportQuerySet(models.QuerySet["Export"]):
    """Copies, for their own person only."""

    def visible_to(self, viewer: Participant | None) -> ExportQuerySet:
        """Copies that `viewer` asked for, newest first."""
        return self.filter(participant=viewer).order_by("-asked_at") if viewer else self.none()


def export_path(_export: models.Model, filename: str) -> str:
    """Where a copy is kept: under a random name, outside what is served."""
    return f"exports/{filename[:2]}/{filename}"


class Export(models.Model):
    """A copy of everything about somebody: asked for, made in the background, kept for a week."""

    participant = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="exports", verbose_name=_("deelnemer")
    )
    asked_at = models.DateTimeField(_("gevraagd"), default=timezone.now)
    ready_at = models.DateTimeField(_("klaar"), null=True, blank=True)
    file = models.FileField(_("bestand"), upload_to=export_path, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("kopie van gegevens")
        verbose_name_plural = _("kopieën van gegevens")
        constraints = (models.UniqueConstraint(fields=("participant",), condition=Q(ready_at=None), name="one_export_under_way"),)

    def __str__(self) -> str:
        """Number only."""
        return str(_("kopie {number}")).format(number=self.pk)

    @property
    def available(self) -> bool:
        """Whether it can be fetched now."""
        return bool(self.file) and self.ready_at is not None and self.ready_at + EXPORT_KEPT > timezone.now()


class Erasure(models.Model):
    """Somebody wants to be forgotten, and has ten days to change their mind."""

    participant = models.OneToOneField(
        "accounts.Participant", on_delete=models.CASCADE, related_name="erasure", verbose_name=_("deelnemer")
    )
    asked_at = models.DateTimeField(_("gevraagd"), default=timezone.now)
    erased_at = models.DateTimeField(_("vergeten"), null=True, blank=True)

    class Meta:
        verbose_name = _("verzoek om te vergeten")
        verbose_name_plural = _("verzoeken om te vergeten")

    def __str__(self) -> str:
        """Number only."""
        return str(_("verzoek {number}")).format(number=self.pk)

    @property
    def due_at(self) -> datetime:
        """When it becomes final."""
        return self.asked_at + TIME_TO_RECONSIDER


class Consent(models.Model):
    """Somebody agreed to a document in one version; what changed must be accepted again."""

    participant = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="consents", verbose_name=_("deelnemer")
    )
    document = models.CharField(_("waarmee"), max_length=20)
    version = models.PositiveIntegerField(_("versie"))
    given_at = models.DateTimeField(_("wanneer"), default=timezone.now)

    class Meta:
        verbose_name = _("toestemming")
        verbose_name_plural = _("toestemmingen")
        constraints = (models.UniqueConstraint(fields=("participant", "document", "version"), name="agreed_once"),)

    def __str__(self) -> str:
        """What was agreed to."""
        return f"{self.document} {self.version}"
