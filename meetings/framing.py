"""Frames: what a trajectory is made from. Data that coordinators copy and change; Samenspel is the one to begin with."""

from __future__ import annotations

import json
from datetime import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Appointment, Duty
from meetings.kinds import IN_TRAJECTORY, MeetingKind
from meetings.trajectories import EVEN, GUIDELINE, WRITING, percentage
from neighbourhood.models import Area

if TYPE_CHECKING:
    from accounts.models import Participant

STANDARD = "samenspel"
STANDARD_FILE = Path(__file__).parent / "frames" / "samenspel.json"
# Three days before a Thursday is a Monday; half past three, as in the source's practice of preparing in the afternoon.
DAYS_BEFORE = 3
PREPARED_AT = time(15, 30)
THURSDAY = 3
SIX_HOURS = 360
# How long before the first lunch meeting (preparatory), or after the last (guide, closing), unless the data say otherwise.
APART = {MeetingKind.PREPARATORY: 28, MeetingKind.GUIDE: 14, MeetingKind.CLOSING: 28}
ALIASES = {"presentation": MeetingKind.CLOSING}
IN_FRAME = tuple(kind for kind in IN_TRAJECTORY if kind != MeetingKind.PREPARATION)


class FrameQuerySet(models.QuerySet["Frame"]):
    """Who may plan from a frame."""

    def offered_to(self, viewer: Participant | None) -> FrameQuerySet:
        """Frames for everybody, and those of the areas that `viewer` coordinates."""
        return self.filter(Q(area=None) | Q(area__in=Appointment.objects.areas(viewer, Duty.COORDINATOR)))


class Frame(models.Model):
    """A template of trajectories (source: appendix I). Without an area it is for everybody, and kept by the owners."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, null=True, blank=True, related_name="frames", verbose_name=_("wijk"))
    name = models.CharField(_("naam"), max_length=120)
    # Of the frames that come with the software.
    slug = models.SlugField(max_length=40, blank=True, editable=False)
    about = models.TextField(_("waar gaat het over?"), max_length=1500, blank=True)
    goals = ArrayField(models.CharField(max_length=300), verbose_name=_("doelen"), default=list, blank=True)
    results = ArrayField(models.CharField(max_length=200), verbose_name=_("wat het oplevert"), default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("richtgetal voor de groep"), default=GUIDELINE, validators=[MinValueValidator(1)]
    )
    informal_share = percentage(_("deel informeel, in procenten"), EVEN)
    weekday = models.PositiveSmallIntegerField(
        _("dag van de week (maandag is 0)"), default=THURSDAY, validators=[MaxValueValidator(6)]
    )
    interval_weeks = models.PositiveSmallIntegerField(
        _("om de hoeveel weken"), default=4, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    least_lunches = models.PositiveSmallIntegerField(_("minstens zoveel lunchbijeenkomsten"), default=4)
    most_preparatory = models.PositiveSmallIntegerField(_("hoogstens zoveel voorbereidende bijeenkomsten"), default=2)
    agreement = models.TextField(_("afspraak over vertrouwelijkheid"), max_length=3000, blank=True)
    # What a preparatory meeting settles: slug, title, help.
    checklist = models.JSONField(_("wat vooraf wordt afgesproken"), default=list, blank=True)
    # What to read: author, year, title, address.
    literature = models.JSONField(_("verder lezen"), default=list, blank=True)
    writing_minutes = models.PositiveSmallIntegerField(_("minuten voor meeschrijven aan de handreiking"), default=WRITING)
    preparation_at = models.TimeField(_("voorbereiding begint om"), default=PREPARED_AT)
    preparation_days = models.PositiveSmallIntegerField(_("dagen ervoor bereidt het groepje voor"), default=DAYS_BEFORE)
    made_at = models.DateTimeField(_("gemaakt"), default=timezone.now, editable=False)

    objects = FrameQuerySet.as_manager()

    class Meta:
        verbose_name = _("raamwerk")
        verbose_name_plural = _("raamwerken")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("slug",), condition=~Q(slug="") & Q(area=None), name="frame_standard_once"),
            models.CheckConstraint(condition=Q(informal_share__lte=100), name="frame_share_in_percents"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="frame_has_room"),
        )

    def __str__(self) -> str:
        """Name as people say it."""
        return self.name


class FrameMeeting(models.Model):
    """One meeting of a frame, with the preparation session before it and the programme to begin from."""

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="meetings", verbose_name=_("raamwerk"))
    order = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    kind = models.CharField(_("soort"), max_length=12, choices=[(kind.value, kind.label) for kind in IN_FRAME])
    title = models.CharField(_("titel"), max_length=120)
    about = models.CharField(_("waar gaat het over?"), max_length=500, blank=True)
    starts = models.TimeField(_("begint"))
    minutes = models.PositiveSmallIntegerField(
        _("minuten"), default=120, validators=[MinValueValidator(15), MaxValueValidator(SIX_HOURS)]
    )
    lunch = models.BooleanField(_("met lunch"), default=False)
    optional = models.BooleanField(_("mag, hoeft niet"), default=False)
    days_apart = models.PositiveSmallIntegerField(
        _("dagen voor de eerste of na de laatste lunch"), default=0, help_text=_("Alleen voor wat geen lunchbijeenkomst is.")
    )
    # Empty: nobody prepares it in a group.
    preparation_minutes = models.PositiveSmallIntegerField(
        _("minuten voorbereiden"), null=True, blank=True, validators=[MinValueValidator(15), MaxValueValidator(SIX_HOURS)]
    )
    # Which points of the checklist, by slug; and the parts of the programme: kind, title, minutes, block.
    checklist = models.JSONField(_("punten"), default=list, blank=True)
    programme = models.JSONField(_("programma"), default=list, blank=True)

    class Meta:
        verbose_name = _("bijeenkomst van een raamwerk")
        verbose_name_plural = _("bijeenkomsten van een raamwerk")
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=IN_FRAME), name="frame_meeting_kind_known"),
            models.CheckConstraint(condition=Q(minutes__gte=15, minutes__lte=SIX_HOURS), name="frame_meeting_length"),
        )

    def __str__(self) -> str:
        """Title as people say it."""
        return self.title


@cache
def standard_data() -> dict[str, Any]:
    """The Samenspel frame as it comes with the software."""
    data: dict[str, Any] = json.loads(STANDARD_FILE.read_text(encoding="utf-8"))
    return data


def standard() -> Frame:
    """Return the Samenspel frame, made when it isn't there (a fresh installation, an emptied database)."""
    found = Frame.objects.filter(slug=STANDARD, area=None).first()
    return found or install(standard_data())


@transaction.atomic
def install(data: dict[str, Any]) -> Frame:
    """Make the frame that `data` (meetings/frames/*.json) describes, for everybody."""
    facts = {
        "name": data["title"],
        "about": data["about"],
        "goals": data["goals"],
        "results": data["results"],
        "capacity": data["guideline"],
        "informal_share": data["share_informal"],
        "weekday": data["weekday"],
        "interval_weeks": data["interval_weeks"],
        "least_lunches": data["least_lunch_meetings"],
        "most_preparatory": data["most_preparatory_meetings"],
        "agreement": data["agreement"]["words"],
        "checklist": data["checklist"],
        "literature": data["references"],
        "writing_minutes": next((each["minutes"] for each in data["time_asked"] if each["slug"] == "meeschrijven"), WRITING),
    }
    frame, made = Frame.objects.get_or_create(slug=data["slug"], area=None, defaults=facts)
    if made:
        FrameMeeting.objects.bulk_create(meetings_of(frame, data["meetings"]))
    return frame


def meetings_of(frame: Frame, rows: list[dict[str, Any]]) -> list[FrameMeeting]:
    """Return the meetings of a frame from its data; preparatory ones stand two weeks apart."""
    found, before = [], APART[MeetingKind.PREPARATORY]
    for order, row in enumerate(rows):
        kind = ALIASES.get(row["kind"], row["kind"])
        apart = row.get("days_apart", before if kind == MeetingKind.PREPARATORY else APART.get(kind, 0))
        before -= 14 if kind == MeetingKind.PREPARATORY else 0
        facts = {name: row[name] for name in ("title", "about", "starts", "minutes", "lunch", "programme")}
        prepared = row.get("preparation") or {}
        found.append(
            FrameMeeting(
                frame=frame,
                order=order,
                kind=kind,
                days_apart=apart,
                preparation_minutes=prepared.get("minutes"),
                optional=row.get("optional", False),
                checklist=row.get("checklist", []),
                **facts,
            )
        )
    return found


@transaction.atomic
def copy(frame: Frame, *, area: Area | None, name: str) -> Frame:
    """Return a copy of `frame` for `area`, to be changed there."""
    meetings = list(frame.meetings.all())
    made = Frame.objects.get(pk=frame.pk)
    made.pk, made.area, made.name, made.slug, made.made_at = None, area, name, "", timezone.now()
    made._state.adding = True
    made.save()
    for meeting in meetings:
        meeting.pk, meeting.frame = None, made
    FrameMeeting.objects.bulk_create(meetings)
    return made
