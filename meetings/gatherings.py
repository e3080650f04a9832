"""Meetings: one gathering each, in a trajectory, in a series or by itself."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Appointment, Duty
from meetings import clocks, concerned
from meetings.kinds import IN_TRAJECTORY, MeetingAudience, MeetingKind
from meetings.trajectories import EVEN, GUIDELINE, Trajectory, percentage
from neighbourhood.models import Area, Place

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Participant


class Series(models.Model):
    """Meetings that belong together and follow each other, such as the neighbourhood tables after a trajectory."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="series", verbose_name=_("wijk"))
    name = models.CharField(_("naam"), max_length=120)
    made_at = models.DateTimeField(_("gemaakt"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("reeks")
        verbose_name_plural = _("reeksen")
        ordering = ("name",)

    def __str__(self) -> str:
        """Name as people say it."""
        return self.name


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Who sees a meeting, and which are still to come."""

    def visible_to(self, viewer: Participant | None) -> MeetingQuerySet:
        """Announced meetings for whom they are meant; people who take part or carry it see theirs, announced or not."""
        announced = Q(announced_at__lte=timezone.now())
        everybody = announced & Q(audience=MeetingAudience.EVERYONE)
        if viewer is None:
            return self.filter(everybody)
        members = announced & Q(audience__in=[MeetingAudience.EVERYONE, MeetingAudience.MEMBERS])
        return self.filter(members | concerned.seen_by(viewer) | self.carried_by(viewer))

    def taken_part_in_by(self, viewer: Participant) -> Q:
        """Condition that `viewer` has a seat, waits for one, had one, or has an invitation that is still open.

        Other ways to see it: `meetings.concerned`.
        """
        from meetings.invitations import Invitation  # these two build on meetings
        from meetings.seats import Seat

        invited = Invitation.objects.open().filter(participant=viewer)
        return Q(pk__in=Seat.objects.filter(participant=viewer).values("meeting")) | Q(pk__in=invited.values("meeting"))

    def carried_by(self, viewer: Participant) -> Q:
        """Condition that `viewer` plans or hosts the meeting."""
        return (
            Q(area__in=Appointment.objects.areas(viewer, Duty.COORDINATOR))
            | Q(trajectory__in=Trajectory.objects.filter(Trajectory.objects.carried_by(viewer)).values("pk"))
            | Q(pk__in=Meeting.hosts.through.objects.filter(participant=viewer).values("meeting"))
        )

    def planned_by(self, viewer: Participant | None) -> MeetingQuerySet:
        """Meetings of the areas that `viewer` coordinates."""
        return self.filter(area__in=Appointment.objects.areas(viewer, Duty.COORDINATOR))

    def announced(self) -> MeetingQuerySet:
        """Meetings that people were told of, whoever looks."""
        return self.filter(announced_at__lte=timezone.now())

    def held(self) -> MeetingQuerySet:
        """Meetings that go on: not cancelled."""
        return self.filter(cancelled_at=None)

    def coming(self, now: datetime | None = None) -> MeetingQuerySet:
        """Meetings that are not over, the soonest first."""
        return self.held().filter(ends_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def past(self, now: datetime | None = None) -> MeetingQuerySet:
        """Meetings that are over, the newest first."""
        return self.held().filter(ends_at__lte=now or timezone.now()).order_by("-starts_at", "-pk")


class Meeting(models.Model):
    """One gathering: when, where, for how many, and from when it counts as told.

    `prepares` is set on a preparation session: the meeting that it prepares. Times are moments; people read them in the
    time zone of the area. `sequence` rises with every change that calendars must take over (RFC 5545, SEQUENCE).
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("wijk"))
    trajectory = models.ForeignKey(
        Trajectory, on_delete=models.CASCADE, null=True, blank=True, related_name="meetings", verbose_name=_("traject")
    )
    series = models.ForeignKey(
        Series, on_delete=models.SET_NULL, null=True, blank=True, related_name="meetings", verbose_name=_("reeks")
    )
    kind = models.CharField(_("soort"), max_length=12, choices=MeetingKind.choices)
    number = models.PositiveSmallIntegerField(_("de hoeveelste"), default=1)
    prepares = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="preparations", verbose_name=_("bereidt voor")
    )
    title = models.CharField(_("titel"), max_length=120)
    description = models.TextField(_("waar gaat het over?"), max_length=3000, blank=True)
    starts_at = models.DateTimeField(_("begint"))
    ends_at = models.DateTimeField(_("eindigt"))
    place = models.ForeignKey(
        Place, on_delete=models.SET_NULL, null=True, blank=True, related_name="meetings", verbose_name=_("plek")
    )
    lunch = models.BooleanField(_("met lunch"), default=False)
    hosts = models.ManyToManyField("accounts.Participant", related_name="hosted", blank=True, verbose_name=_("wie ontvangt?"))
    capacity = models.PositiveSmallIntegerField(_("aantal plaatsen"), default=GUIDELINE, validators=[MinValueValidator(1)])
    informal_share = percentage(_("deel informeel, in procenten"), EVEN)
    # Until then free seats are kept for the side that is short of its share; empty: none are kept.
    kept_until = models.DateTimeField(_("plaatsen bewaren tot"), null=True, blank=True)
    audience = models.CharField(
        _("wie mag dit zien?"), max_length=8, choices=MeetingAudience.choices, default=MeetingAudience.MEMBERS
    )
    announced_at = models.DateTimeField(_("te zien vanaf"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("afgezegd"), null=True, blank=True)
    cancelled_because = models.CharField(_("waarom afgezegd"), max_length=300, blank=True)
    # When attendance was settled: from then on who was present counts (encounters, growth, stamps).
    settled_at = models.DateTimeField(_("aanwezigheid vastgesteld"), null=True, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(_("gemaakt"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(_("versie"), default=1, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("bijeenkomst")
        verbose_name_plural = _("bijeenkomsten")
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=MeetingKind.values), name="meeting_kind_known"),
            models.CheckConstraint(condition=Q(audience__in=MeetingAudience.values), name="meeting_audience_known"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("Een bijeenkomst eindigt nadat zij begint."),
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="meeting_has_room"),
            models.CheckConstraint(condition=Q(informal_share__lte=100), name="meeting_share_in_percents"),
            models.CheckConstraint(
                condition=~Q(kind__in=IN_TRAJECTORY) | Q(trajectory__isnull=False), name="meeting_kind_fits_its_trajectory"
            ),
            models.CheckConstraint(
                condition=Q(kind=MeetingKind.PREPARATION) | Q(prepares=None), name="meeting_prepares_only_as_preparation"
            ),
            models.UniqueConstraint(
                fields=("trajectory", "kind", "number"), name="meeting_number_once", condition=Q(kind__in=IN_TRAJECTORY)
            ),
        )
        indexes = (
            models.Index(fields=("area", "starts_at"), name="meeting_of_area"),
            models.Index(fields=("trajectory", "starts_at"), name="meeting_of_trajectory"),
        )

    def __str__(self) -> str:
        """Title as people say it."""
        return self.title

    def get_absolute_url(self) -> str:
        """Address of its page."""
        return reverse("meeting", args=[self.pk])

    @property
    def zone(self) -> ZoneInfo:
        """Time zone in which people read its times."""
        return ZoneInfo(self.area.time_zone)

    @property
    def when(self) -> str:
        """Day and times in words, by the clock of the area."""
        return clocks.when(self.starts_at, self.ends_at, self.zone)

    @property
    def times(self) -> str:
        """Times in words, by the clock of the area."""
        return clocks.span(self.starts_at, self.ends_at, self.zone)

    @property
    def local_start(self) -> datetime:
        """When it begins, by the clock of the area."""
        return self.starts_at.astimezone(self.zone)

    @property
    def cancelled(self) -> bool:
        """Whether it doesn't go on."""
        return self.cancelled_at is not None

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.ends_at <= timezone.now()

    @property
    def hours(self) -> float:
        """How long it takes, in hours."""
        return (self.ends_at - self.starts_at).total_seconds() / 3600
