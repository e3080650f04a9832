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
        """Copies that are of `viewer`, newest first."""
        return self.filter(participant=viewer).order_by("-asked_at") if viewer else self.none()

    def worn_out(self, now: datetime | None = None) -> ExportQuerySet:
        """Those that nobody can fetch any more at `now`."""
        return self.filter(ready_at__lte=(now or timezone.now()) - EXPORT_KEPT)


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
    def until(self) -> datetime | None:
        """Until when it can be fetched; None while it is being made."""
        return self.ready_at + EXPORT_KEPT if self.ready_at else None

    @property
    def available(self) -> bool:
        """Whether it can be fetched now."""
        return bool(self.file) and self.until is not None and self.until > timezone.now()


class ErasureQuerySet(models.QuerySet["Erasure"]):
    """Who is leaving or left. Others miss them from the moment they asked, whenever the work is done."""

    def people(self, path: str) -> Q:
        """Condition that the participant at `path` is leaving or left."""
        return Q(**{f"{path}__in": self.values("participant")})

    def due(self, now: datetime | None = None) -> ErasureQuerySet:
        """Those that are final at `now` and wait to be carried out, oldest first."""
        before = (now or timezone.now()) - TIME_TO_RECONSIDER
        return self.filter(erased_at=None, asked_at__lte=before).order_by("asked_at", "pk")


class Erasure(models.Model):
    """Somebody wants to be forgotten, and has ten days to change their mind.

    From the moment they ask, their name and roles stand here only: wherever others would read them there is nobody.
    Whoever stays gets them back; an erasure that is carried out keeps neither.
    """

    participant = models.OneToOneField(
        "accounts.Participant", on_delete=models.CASCADE, related_name="erasure", verbose_name=_("deelnemer")
    )
    asked_at = models.DateTimeField(_("gevraagd"), default=timezone.now)
    erased_at = models.DateTimeField(_("vergeten"), null=True, blank=True)
    kept = models.JSONField(_("wat terugkomt als je blijft"), default=dict, editable=False)

    objects = ErasureQuerySet.as_manager()

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

    @property
    def final(self) -> bool:
        """Whether nobody can take it back any more."""
        return self.erased_at is not None or self.due_at <= timezone.now()


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
