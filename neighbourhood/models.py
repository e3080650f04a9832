"""Areas, organisations and places: the social map that everything else is organised by."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kennismarkt.distance import Point

if TYPE_CHECKING:
    from collections.abc import Iterable


class Side(models.TextChoices):
    """The two worlds that the market brings together (domain: every role has one)."""

    INFORMAL = "informal", _("informeel")
    FORMAL = "formal", _("formeel")


def known_time_zone(name: str) -> None:
    """Refuse a time zone that the tz database doesn't know (`ValidationError`)."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Deze tijdzone kennen we niet. Voorbeeld: Europe/Amsterdam."))


def located(latitude: str = "latitude", longitude: str = "longitude") -> Q:
    """Coordinates that lie on Earth, for a check constraint."""
    return Q(**{f"{latitude}__range": (-90, 90), f"{longitude}__range": (-180, 180)})


class AreaQuerySet(models.QuerySet["Area"]):
    """Areas are public: who may see one is nobody's secret."""

    def near(self, point: Point, *, metres: float) -> AreaQuerySet:
        """Areas whose centre lies in the box of `metres` around `point` (a superset of the circle)."""
        south, west, north, east = point.box(metres)
        return self.filter(latitude__range=(south, north), longitude__range=(west, east))


class Area(models.Model):
    """A neighbourhood: everything on the platform belongs to one."""

    name = models.CharField(_("naam"), max_length=80, help_text=_("Zoals mensen het zeggen: rond het Osdorpplein."))
    slug = models.SlugField(_("naam in het adres"), max_length=60, unique=True)
    latitude = models.FloatField(_("breedtegraad van het midden"))
    longitude = models.FloatField(_("lengtegraad van het midden"))
    time_zone = models.CharField(_("tijdzone"), max_length=40, default="Europe/Amsterdam", validators=[known_time_zone])

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("gebied")
        verbose_name_plural = _("gebieden")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=located(), name="area_on_earth", violation_error_message=_("Dit punt ligt niet op aarde.")
            ),
        )

    def __str__(self) -> str:
        """Name as people say it."""
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the area's home page."""
        return reverse("area", args=[self.slug])

    @property
    def point(self) -> Point:
        """Centre of the area."""
        return Point(self.latitude, self.longitude)


class AreaGoal(models.Model):
    """A policy goal of the area plan that work can point at."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="goals", verbose_name=_("gebied"))
    title = models.CharField(_("doel"), max_length=200)
    explanation = models.TextField(_("uitleg"), max_length=1500, blank=True)
    # Empty while it holds.
    ended_on = models.DateField(_("geldt niet meer sinds"), null=True, blank=True)

    class Meta:
        verbose_name = _("doel uit het gebiedsplan")
        verbose_name_plural = _("doelen uit het gebiedsplan")
        ordering = ("title",)
        constraints = (
            models.UniqueConstraint(
                fields=("area", "title"), name="goal_once_per_area", violation_error_message=_("Dit doel staat er al.")
            ),
        )

    def __str__(self) -> str:
        """As the plan says it."""
        return self.title


class Organisation(models.Model):
    """An organisation, project or resident initiative; it never logs in, people act for it."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="organisations", verbose_name=_("gebied"))
    name = models.CharField(_("naam"), max_length=120)
    slug = models.SlugField(_("naam in het adres"), max_length=80)
    side = models.CharField(_("kant"), max_length=8, choices=Side.choices)
    description = models.TextField(_("wat doen jullie?"), max_length=1500, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telefoon"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("organisatie")
        verbose_name_plural = _("organisaties")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("area", "slug"),
                name="organisation_once_per_area",
                violation_error_message=_("Er is in dit gebied al een organisatie met deze naam in het adres."),
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="organisation_side_known"),
        )

    def __str__(self) -> str:
        """Name as on the map."""
        return self.name

    def get_absolute_url(self) -> str:
        """Address of its page."""
        return reverse("organisation", args=[self.area.slug, self.slug])


class PlaceQuerySet(models.QuerySet["Place"]):
    """Places are public."""

    def in_areas(self, areas: Iterable[Area]) -> PlaceQuerySet:
        """Places of these areas, by name."""
        return self.filter(area__in=areas).order_by("name")


class Place(models.Model):
    """A spot where people meet, with how to get in."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="places", verbose_name=_("gebied"))
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="places",
        verbose_name=_("van welke organisatie?"),
    )
    name = models.CharField(_("naam"), max_length=120)
    slug = models.SlugField(_("naam in het adres"), max_length=80)
    address = models.CharField(_("adres"), max_length=160)
    latitude = models.FloatField(_("breedtegraad"))
    longitude = models.FloatField(_("lengtegraad"))
    access_notes = models.TextField(
        _("hoe kom je binnen?"), max_length=600, blank=True, help_text=_("Lift, drempels, toilet, welke bel.")
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("plek")
        verbose_name_plural = _("plekken")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("area", "slug"),
                name="place_once_per_area",
                violation_error_message=_("Er is in dit gebied al een plek met deze naam in het adres."),
            ),
            models.CheckConstraint(
                condition=located(), name="place_on_earth", violation_error_message=_("Dit punt ligt niet op aarde.")
            ),
        )

    def __str__(self) -> str:
        """Name as people say it."""
        return self.name

    @property
    def point(self) -> Point:
        """Where it is."""
        return Point(self.latitude, self.longitude)
