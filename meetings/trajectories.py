"""Samenspel trajectories: the frame in which a group meets, prepares and grows (source: appendix I, "Kader")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Appointment, Duty
from neighbourhood.models import Area, AreaGoal, Place

if TYPE_CHECKING:
    from accounts.models import Participant

# Source: appendix I: a group of about twenty, managers and educators included, with an even inflow.
GUIDELINE = 20
EVEN = 50
GOAL_LENGTH = 300
# Source: appendix I, "Urenbelasting": ideas or writing for the guide.
WRITING = 120


def percentage(label: str, default: int) -> models.PositiveSmallIntegerField[int, int]:
    """A whole percentage."""
    return models.PositiveSmallIntegerField(label, default=default, validators=[MinValueValidator(0), MaxValueValidator(100)])


class TrajectoryQuerySet(models.QuerySet["Trajectory"]):
    """Who sees a trajectory."""

    def visible_to(self, viewer: Participant | None) -> TrajectoryQuerySet:
        """Announced ones for everybody; ones that are being planned for who plans or carries them."""
        announced = Q(announced_at__lte=timezone.now())
        return self.filter(announced | self.carried_by(viewer)) if viewer is not None else self.filter(announced)

    def carried_by(self, viewer: Participant) -> Q:
        """Condition that `viewer` plans or carries the trajectory: as its own coordinator or facilitator, or the area's coordinator."""
        return (
            Q(area__in=Appointment.objects.areas(viewer, Duty.COORDINATOR))
            | Q(pk__in=Trajectory.coordinators.through.objects.filter(participant=viewer).values("trajectory"))
            | Q(pk__in=Trajectory.facilitators.through.objects.filter(participant=viewer).values("trajectory"))
        )

    def planned_by(self, viewer: Participant | None) -> TrajectoryQuerySet:
        """Trajectories of the areas that `viewer` coordinates: who plans, moves and cancels."""
        return self.filter(area__in=Appointment.objects.areas(viewer, Duty.COORDINATOR))


class Trajectory(models.Model):
    """A Samenspel development trajectory: preparatory meetings, lunch meetings each with a preparation, a closing presentation."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="trajectories", verbose_name=_("wijk"))
    name = models.CharField(_("naam"), max_length=120)
    slug = models.SlugField(_("naam in het adres"), max_length=80)
    # What it was made from, and the words to begin with.
    frame = models.ForeignKey(
        "Frame", on_delete=models.SET_NULL, null=True, blank=True, related_name="trajectories", verbose_name=_("raamwerk")
    )
    about = models.TextField(_("waar gaat het over?"), max_length=1500, blank=True)
    goals = ArrayField(models.CharField(max_length=GOAL_LENGTH), verbose_name=_("doelen"), default=list, blank=True)
    area_goals = models.ManyToManyField(
        AreaGoal, related_name="trajectories", blank=True, verbose_name=_("doelen uit het gebiedsplan")
    )
    coordinators = models.ManyToManyField("accounts.Participant", related_name="+", blank=True, verbose_name=_("coördinatoren"))
    facilitators = models.ManyToManyField("accounts.Participant", related_name="+", blank=True, verbose_name=_("begeleiders"))
    place = models.ForeignKey(
        Place, on_delete=models.SET_NULL, null=True, blank=True, related_name="trajectories", verbose_name=_("plek")
    )
    capacity = models.PositiveSmallIntegerField(
        _("richtgetal voor de groep"), default=GUIDELINE, validators=[MinValueValidator(1)]
    )
    informal_share = percentage(_("deel informeel, in procenten"), EVEN)
    writing_minutes = models.PositiveSmallIntegerField(_("minuten voor meeschrijven aan de handreiking"), default=WRITING)
    announced_at = models.DateTimeField(_("te zien vanaf"), null=True, blank=True)
    made_once = models.UUIDField(null=True, unique=True, editable=False)
    made_at = models.DateTimeField(_("gemaakt"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(_("versie"), default=1, editable=False)

    objects = TrajectoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ontwikkeltraject")
        verbose_name_plural = _("ontwikkeltrajecten")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("area", "slug"),
                name="trajectory_once_per_area",
                violation_error_message=_("Er is in deze wijk al een traject met deze naam in het adres."),
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="trajectory_has_room"),
            models.CheckConstraint(condition=Q(informal_share__lte=100), name="trajectory_share_in_percents"),
        )

    def __str__(self) -> str:
        """Name as people say it."""
        return self.name

    def get_absolute_url(self) -> str:
        """Address of its page."""
        return reverse("trajectory", args=[self.pk])


class ConfidentialityAgreement(models.Model):
    """What a group agrees to about what is said there, in versions: the highest number holds (source: "Veiligheid en vertrouwen")."""

    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="agreements", verbose_name=_("traject"))
    number = models.PositiveSmallIntegerField(_("versie"), default=1)
    text = models.TextField(_("tekst"), max_length=3000)
    since = models.DateTimeField(_("sinds"), default=timezone.now)

    class Meta:
        verbose_name = _("afspraak over vertrouwelijkheid")
        verbose_name_plural = _("afspraken over vertrouwelijkheid")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("trajectory", "number"), name="agreement_version_once"),)

    def __str__(self) -> str:
        """Which version."""
        return str(_("versie {number}")).format(number=self.number)
