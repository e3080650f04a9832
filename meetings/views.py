"""Pages of meetings and trajectories, and their calendar files."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kennismarkt import access, printing
from meetings import asking, calendar_feeds, calendars, concerned, parts, timeline
from meetings.gatherings import Meeting
from meetings.kinds import MeetingKind
from meetings.trajectories import Trajectory
from neighbourhood.models import Area

if TYPE_CHECKING:
    from accounts.middleware import Request

SHOWN, SHOWN_PAST = 60, 8
# A calendar keeps what was there lately, also when it no longer goes on.
KEPT, MOST_ENTRIES = timedelta(days=60), 300
LENGTH_OF_TOKEN = 200


@access.everyone
@require_safe
def meetings(request: Request, slug: str) -> HttpResponse:
    """Show the meetings of an area: those that come, then what was."""
    area = get_object_or_404(Area, slug=slug)
    seen = Meeting.objects.visible_to(request.viewer).filter(area=area).select_related("area", "place", "trajectory")
    shown = seen.exclude(kind=MeetingKind.PREPARATION)
    going = Trajectory.objects.visible_to(request.viewer).filter(area=area)
    context = {
        "area": area,
        "coming": list(shown.coming()[:SHOWN]),
        "past": list(shown.past()[:SHOWN_PAST]),
        "trajectories": list(going.select_related("place")[:SHOWN_PAST]),
    }
    return render(request, "meetings/meetings.html", context)


@access.everyone
@require_safe
def meeting(request: Request, pk: int) -> HttpResponse:
    """Show one meeting."""
    seen = Meeting.objects.visible_to(request.viewer).select_related("area", "place", "trajectory", "series")
    found = get_object_or_404(seen, pk=pk)
    shown = parts.of_meeting_for(found, request.viewer)
    change = found.changes.select_related("was_place").first()
    context = {"area": found.area, "meeting": found, "parts": shown, "change": change}
    return render(request, "meetings/meeting.html", context)


@access.everyone
@require_safe
def trajectory(request: Request, pk: int) -> HttpResponse:
    """Show a trajectory: meetings past and coming, growth, what it asks."""
    seen = Trajectory.objects.visible_to(request.viewer).select_related("area", "place", "frame")
    found = get_object_or_404(seen, pk=pk)
    moments = timeline.of_trajectory(found, request.viewer)
    coming = next((moment.meeting for moment in moments if moment.state == timeline.NEXT), None)
    shown = parts.of_trajectory_for(found, coming, request.viewer)
    context = {"area": found.area, "trajectory": found, "moments": moments, "parts": shown}
    return render(request, "meetings/trajectory.html", context)


for page in (meetings, meeting, trajectory):
    page.section = "meetings"  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so


@access.everyone
@require_safe
def letter(request: Request, pk: int) -> HttpResponse:
    """Show the letter for the employer, as PDF: what the trajectory is, when it meets, what time it asks."""
    seen = Trajectory.objects.visible_to(request.viewer).select_related("area", "place")
    found = get_object_or_404(seen, pk=pk)
    shown = [moment.meeting for moment in timeline.of_trajectory(found, request.viewer) if not moment.meeting.cancelled]
    meetings = [meeting for meeting in shown if meeting.kind in {MeetingKind.LUNCH, MeetingKind.CLOSING}]
    context = {
        "trajectory": found,
        "meetings": meetings,
        "asked": asking.asked(found),
        "person": request.viewer,
        "today": timezone.localdate(),
    }
    return printing.answer("meetings/paper/letter.html", context, filename=f"brief-{found.slug}.pdf")


def calendar_answer(content: str, name: str) -> HttpResponse:
    """Answer with a calendar file."""
    return printing.as_file(content, kind="text/calendar; charset=utf-8", filename=name, saved=True)


@access.everyone
@require_safe
def meeting_calendar(request: Request, pk: int) -> HttpResponse:
    """Give the calendar file of one meeting."""
    seen = Meeting.objects.visible_to(request.viewer).select_related("area", "place")
    found = get_object_or_404(seen, pk=pk)
    return calendar_answer(calendars.published([found]), calendars.filename(found))


@access.everyone
@require_safe
def area_calendar(request: Request, slug: str) -> HttpResponse:
    """Give the calendar of an area: what everybody may see, whoever asks."""
    area = get_object_or_404(Area, slug=slug)
    found = Meeting.objects.visible_to(None).filter(area=area, ends_at__gt=timezone.now() - KEPT)
    entries = found.select_related("area", "place")[:MOST_ENTRIES]
    title = _("Bijeenkomsten %(area)s") % {"area": area.name}
    return calendar_answer(calendars.published(entries, title=title), f"bijeenkomsten-{area.slug}.ics")


@access.everyone
@require_safe
def calendar_feed(request: Request, token: str) -> HttpResponse:
    """Give somebody's own calendar to who knows its address: their calendar program."""
    person = calendar_feeds.reader(token) if len(token) <= LENGTH_OF_TOKEN else None
    if person is None:
        raise Http404
    found = Meeting.objects.visible_to(person).filter(concerned.kept_by(person), ends_at__gt=timezone.now() - KEPT)
    entries = found.select_related("area", "place")[:MOST_ENTRIES]
    return calendar_answer(calendars.published(entries, title=_("Mijn bijeenkomsten")), "mijn-bijeenkomsten.ics")


@access.members
@require_safe
def my_calendar(request: Request) -> HttpResponse:
    """Show what one comes to, and the address for one's own calendar."""
    mine = Meeting.objects.visible_to(request.member).filter(concerned.kept_by(request.member))
    coming = mine.coming().select_related("area", "place", "trajectory")
    feed = calendar_feeds.CalendarFeed.objects.filter(participant=request.member).first()
    return render(request, "meetings/my_calendar.html", {"coming": list(coming[:SHOWN]), "feed": feed})


@access.members
@require_POST
def renew_calendar(request: Request) -> HttpResponse:
    """Make a (new) address for one's own calendar."""
    calendar_feeds.renew(by=request.member)
    messages.success(request, _("Dit is je adres. Een adres dat je eerder had, werkt niet meer."))
    return redirect("my_calendar")


@access.members
@require_POST
def revoke_calendar(request: Request) -> HttpResponse:
    """Take the address away."""
    calendar_feeds.revoke(by=request.member)
    messages.success(request, _("Je agenda-adres werkt niet meer."))
    return redirect("my_calendar")
