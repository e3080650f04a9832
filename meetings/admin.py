"""The workplace of meetings: frames, closed days, and the desks on which trajectories and meetings are planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Participant
from kennismarkt import access
from kennismarkt.workplace import COORDINATOR, AreaAdmin, AreaInline, BorderedFilter, Need, needs
from meetings import (
    admin_meetings,
    admin_trajectories,
    desks_signup,  # noqa: F401 (registers its pages)
    framing,
)
from meetings.closed import ClosedDay
from meetings.forms_planning import LinesField
from meetings.framing import Frame, FrameMeeting
from meetings.gatherings import Meeting
from meetings.trajectories import Trajectory

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["admin_meetings", "admin_trajectories"]

EVERYTHING = dict.fromkeys(("view", "add", "change", "delete"), (COORDINATOR,))


@needs
def what_planning_waits_for(request: HttpRequest) -> Iterable[Need]:
    """Trajectories that nobody was told of, and meetings that come without a place; for coordinators."""
    viewer: Participant | None = getattr(request, "viewer", None)
    waiting = Trajectory.objects.planned_by(viewer).filter(announced_at=None).count()
    words = ngettext("traject is nog niet aangekondigd", "trajecten zijn nog niet aangekondigd", waiting)
    yield Need(words, waiting, reverse("admin:meetings_trajectory_changelist"))
    placeless = Meeting.objects.planned_by(viewer).coming().filter(place=None).count()
    words = ngettext("bijeenkomst zonder plek", "bijeenkomsten zonder plek", placeless)
    yield Need(words, placeless, reverse("admin:meetings_meeting_changelist"))


@admin.register(ClosedDay)
class ClosedDayAdmin(AreaAdmin):
    """Days on which an area plans nothing; holidays are known already."""

    duties: ClassVar = EVERYTHING
    list_display = ("why", "first_on", "last_on", "area")
    list_filter = (("area", BorderedFilter),)
    list_select_related = ("area",)
    fields = ("area", "why", "first_on", "last_on")


class FrameForm(forms.ModelForm):  # type: ignore[type-arg]  # the class takes no arguments at run time
    """A frame as coordinators change it: goals and results as lines."""

    goals = LinesField(label=_("Doelen"), help_text=_("Op elke regel één doel."), required=False)
    results = LinesField(label=_("Wat het oplevert"), help_text=_("Op elke regel één ding."), required=False)


class FrameMeetingTable(AreaInline):
    """The meetings of a frame."""

    model = FrameMeeting
    area_path = "frame__area"
    duties: ClassVar = EVERYTHING
    fields = ("order", "kind", "title", "about", "starts", "minutes", "lunch", "optional", "days_apart", "preparation_minutes")

    def area_of(self, thing: Model) -> int | None:
        """The page around this table is about a frame, its rows are meetings of it."""
        return thing.area_id if isinstance(thing, Frame) else super().area_of(thing)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever coordinates somewhere reads the meetings of frames that are for everybody."""
        common = isinstance(obj, Frame) and obj.area_id is None
        return super().has_view_permission(request, None if common else obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrameMeeting]:
        """Of the frame on this page, which one may read or one wouldn't be here."""
        return FrameMeeting.objects.all()


@admin.register(Frame)
class FrameAdmin(AreaAdmin):
    """Frames: those for everybody are looked at and copied, copies of one's own area are changed."""

    duties: ClassVar = EVERYTHING
    form = FrameForm
    inlines = (FrameMeetingTable,)
    list_display = ("name", "area", "capacity", "interval_weeks")
    list_select_related = ("area",)
    change_form_template = "admin/meetings/frame.html"
    fields = (
        "area",
        "name",
        "about",
        "goals",
        "results",
        ("capacity", "informal_share"),
        ("weekday", "interval_weeks"),
        ("least_lunches", "most_preparatory"),
        ("preparation_days", "preparation_at"),
        "writing_minutes",
        "agreement",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Frame]:
        """Frames of one's areas, and those for everybody; Samenspel is always there."""
        framing.standard()
        areas = self.areas(request, "view")
        frames = Frame.objects.all()
        return frames if areas is None else frames.filter(Q(area__in=areas) | Q(area=None)) if areas else frames.none()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever coordinates somewhere reads the frames that are for everybody."""
        common = obj is not None and obj.area_id is None
        return super().has_view_permission(request, None if common else obj)

    def get_urls(self) -> list[URLPattern]:
        """Also the address that copies one."""
        copy = path("<int:pk>/kopie/", self.admin_site.admin_view(self.copy), name="meetings_frame_copy")
        return [copy, *super().get_urls()]

    @access.workplace
    def copy(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Copy a frame for one's own area, and open the copy."""
        frame = self.get_queryset(request).filter(pk=pk).first()
        if frame is None or not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return redirect("admin:meetings_frame_change", pk)
        areas = self.areas(request, "add")
        area = None if areas is None else self.area_for_copy(request, areas)
        made = framing.copy(frame, area=area, name=_("%(name)s, kopie") % {"name": frame.name[:100]})
        messages.success(request, _("Dit is een kopie. Verander wat anders moet."))
        return redirect("admin:meetings_frame_change", made.pk)

    def area_for_copy(self, request: HttpRequest, areas: set[int]) -> Any:
        """Return the area in which one coordinates: one's own where that is one of them."""
        from neighbourhood.models import Area

        viewer: Participant | None = getattr(request, "viewer", None)
        number = viewer.area_id if viewer is not None and viewer.area_id in areas else min(areas)
        return Area.objects.get(pk=number)
