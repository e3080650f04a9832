"""Reports: what was decided at a meeting, what was celebrated, and photos of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Erasure, Harvest
from meetings import presence
from meetings.gatherings import Meeting

if TYPE_CHECKING:
    from accounts.models import Participant

LONGEST_DECISION = 300
MOST_DECISIONS = 20


class ReportQuerySet(models.QuerySet["Report"]):
    """A report is for the group and who carries it; what isn't ready yet, for who writes it."""

    def visible_to(self, viewer: Participant | None) -> ReportQuerySet:
        """Ready ones that are shared with `viewer`, and those of meetings that `viewer` plans or hosts."""
        if viewer is None:
            return self.none()
        carried = Meeting.objects.filter(Meeting.objects.carried_by(viewer)).order_by().values("pk")
        ready = Q(published_at__isnull=False) & presence.shared_with(viewer)
        return self.filter(ready | Q(meeting__in=carried))


class Report(models.Model):
    """What is written down of a meeting: a few words and what was decided; never who said what."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="report", verbose_name=_("bijeenkomst"))
    text = models.TextField(_("kort verslag"), max_length=5000, blank=True)
    decisions = ArrayField(models.CharField(max_length=LONGEST_DECISION), verbose_name=_("besluiten"), default=list, blank=True)
    written_by = models.ForeignKey(
        "accounts.Participant",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("geschreven door"),
    )
    published_at = models.DateTimeField(_("klaar sinds"), null=True, blank=True)
    changed_at = models.DateTimeField(_("gewijzigd"), default=timezone.now)
    version = models.PositiveIntegerField(_("versie"), default=1, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("verslag")
        verbose_name_plural = _("verslagen")

    def __str__(self) -> str:
        """Number only: what happened is the group's."""
        return str(_("verslag {number}")).format(number=self.pk)

    def get_absolute_url(self) -> str:
        """Address of its page."""
        return reverse("meeting_report", args=[self.meeting_id])


class MeetingHarvest(models.Model):
    """A success that was told at or after a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="harvest", verbose_name=_("bijeenkomst"))
    harvest = models.OneToOneField(Harvest, on_delete=models.CASCADE, related_name="from_meeting", verbose_name=_("oogst"))

    class Meta:
        verbose_name = _("oogst van een bijeenkomst")
        verbose_name_plural = _("oogst van bijeenkomsten")

    def __str__(self) -> str:
        """Number only."""
        return str(_("oogst {number}")).format(number=self.harvest_id)


def photo_path(_photo: models.Model, filename: str) -> str:
    """Where a photo is kept: `filename` is made by `kennismarkt.images`, never by the sender."""
    return f"meetings/{filename[:2]}/{filename}"


class PhotoQuerySet(models.QuerySet["Photo"]):
    """A photo shows to the group once everybody on it agrees, and no longer than that."""

    def agreed(self) -> PhotoQuerySet:
        """Photos with which everybody who is on them agrees now; with nobody on them who is leaving."""
        against = PhotoConsent.objects.filter(photo=OuterRef("pk")).filter(
            Q(agreed_at=None) | Erasure.objects.people("participant")
        )
        return self.filter(~Exists(against))

    def visible_to(self, viewer: Participant | None) -> PhotoQuerySet:
        """Agreed ones that are shared with `viewer`; who is asked sees what they are asked about, who added it what waits."""
        if viewer is None:
            return self.none()
        asked = PhotoConsent.objects.filter(participant=viewer).values("photo")
        shown = self.agreed().filter(presence.shared_with(viewer)).values("pk")
        return self.filter(Q(pk__in=shown) | Q(pk__in=asked) | Q(added_by=viewer)).order_by("added_at", "pk")


class Photo(models.Model):
    """A photo of a meeting, written anew without place and time."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="photos", verbose_name=_("bijeenkomst"))
    image = models.ImageField(_("foto"), upload_to=photo_path)
    alt = models.CharField(_("wat is er op de foto te zien?"), max_length=160)
    added_by = models.ForeignKey(
        "accounts.Participant",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("geplaatst door"),
    )
    added_at = models.DateTimeField(_("geplaatst"), default=timezone.now)
    people = models.ManyToManyField(
        "accounts.Participant", through="PhotoConsent", related_name="+", blank=True, verbose_name=_("wie staat erop?")
    )

    # Whether the viewer of a page is asked about it, and whether it waits for anybody (`views_reports.photos_of`).
    asks_me = waits = False

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("foto")
        verbose_name_plural = _("foto's")

    def __str__(self) -> str:
        """Number only."""
        return str(_("foto {number}")).format(number=self.pk)


class PhotoConsent(models.Model):
    """Whether somebody who is on a photo agrees that the group sees it; when they don't, the photo is gone."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="consents", verbose_name=_("foto"))
    participant = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="photo_consents", verbose_name=_("wie")
    )
    agreed_at = models.DateTimeField(_("vindt het goed sinds"), null=True, blank=True)

    class Meta:
        verbose_name = _("toestemming voor een foto")
        verbose_name_plural = _("toestemmingen voor foto's")
        constraints = (models.UniqueConstraint(fields=("photo", "participant"), name="photo_asked_once"),)

    def __str__(self) -> str:
        """Numbers only."""
        return f"{self.photo_id}: {self.participant_id}"
