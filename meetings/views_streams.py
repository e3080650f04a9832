"""Pages of side streams, and of how a trajectory is looked back on and goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennismarkt import access, pace
from kennismarkt.errors import Refused
from meetings import presence, streaming
from meetings.forms_after import ResultForm, SideStreamForm, StreamsForm
from meetings.models import SideStream, StreamMember, StreamOrigin

if TYPE_CHECKING:
    from accounts.middleware import Request
    from accounts.models import Participant

CONFLICT, UNREADABLE = 409, 422
MOST = 60


@access.everyone
@require_safe
def streams(request: Request) -> HttpResponse:
    """Show the side streams that the viewer sees, of one area or all."""
    area = StreamsForm(request.GET).area()
    found = SideStream.objects.visible_to(request.viewer).select_related("area")
    found = found.filter(area=area) if area else found
    context = {"area": area, "under_way": found.under_way()[:MOST], "finished": found.exclude(finished_at=None)[:MOST]}
    return render(request, "meetings/streams.html", context)


@access.everyone
@require_safe
def stream(request: Request, pk: int) -> HttpResponse:
    """Show one side stream."""
    return stream_page(request, seen(request, pk), ResultForm())


def seen(request: Request, pk: int) -> SideStream:
    """Return a side stream that the viewer sees (404 otherwise)."""
    return get_object_or_404(SideStream.objects.visible_to(request.viewer).select_related("area", "meeting__area"), pk=pk)


def stream_page(request: Request, found: SideStream, form: ResultForm, status: int = 200) -> HttpResponse:
    """Show a side stream with its people, its descent and what came from it; a case's shows to its group only."""
    viewer = request.viewer
    context = {
        "stream": found,
        "area": found.area,
        "origin": origin_for(found, viewer),
        "descent": streaming.descent(found, viewer=viewer),
        "children": found.children.visible_to(viewer),
        "members": found.members.named_to(viewer).select_related("participant"),
        "number": found.members.there().count(),
        "member": viewer is not None and StreamMember.objects.filter(stream=found, participant=viewer).exists(),
        "carries": viewer is not None and SideStream.objects.carried_by(viewer).filter(pk=found.pk).exists(),
        "form": form,
    }
    return render(request, "meetings/stream.html", context, status=status)


def origin_for(found: SideStream, viewer: Participant | None) -> dict[str, Any]:
    """Return where it came from, as far as this viewer may know: the meeting to its group, a case as a case to its group only."""
    group = found.meeting is not None and presence.shares(found.meeting, viewer)
    case = found.origin == StreamOrigin.CASE
    return {
        "meeting": found.meeting if group else None,
        "words": "" if case and not group else str(StreamOrigin(found.origin).label),
        "theme": found.theme,
    }


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request) -> HttpResponse:
    """Begin a side stream."""
    form = SideStreamForm(request.POST or None, viewer=request.member, initial=beginning(request))
    form.instance.area = request.member.area
    status = UNREADABLE if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            pace.keep_pace(SideStream.objects.filter(started_by=request.member), "started_at", "streams")
            form.instance.area = form.instance.meeting.area if form.instance.meeting else request.member.area
            made = streaming.start(form.instance, by=request.member)
        except Refused as refused:
            form.add_error(None, str(refused.message))
            status = refused.status
        else:
            messages.success(request, _("De zijstroom is begonnen."))
            return redirect(made)
    return render(request, "meetings/stream_form.html", {"form": form}, status=status)


def beginning(request: Request) -> dict[str, Any]:
    """Return what the form begins with: the meeting or the stream from whose page somebody came."""
    asked = StreamsForm(request.GET).understood
    if asked["uit"]:
        return {"origin": StreamOrigin.STREAM, "parent": asked["uit"], "audience": "group"}
    return {"origin": StreamOrigin.MEETING, "meeting": asked["bijeenkomst"], "audience": "group"}


def carried(request: Request, pk: int) -> SideStream:
    """Return a side stream that the viewer carries (404 otherwise)."""
    return get_object_or_404(SideStream.objects.carried_by(request.member).select_related("area", "meeting__area"), pk=pk)


@access.members
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Change what a side stream is, and its next step."""
    found = carried(request, pk)
    form = SideStreamForm(request.POST or None, instance=found, viewer=request.member)
    status, theirs = (UNREADABLE if form.is_bound else 200), None
    if request.method == "POST" and form.is_valid():
        try:
            made = streaming.change(found, by=request.member, version=form.cleaned_data["version"] or 0, written=form.written)
        except streaming.ChangedMeanwhile as meanwhile:
            again = request.POST.copy()
            again["version"] = str(meanwhile.theirs.version)
            form.data = again
            form.add_error(None, str(meanwhile.message))
            status, theirs = CONFLICT, meanwhile.theirs
        else:
            messages.success(request, _("Bewaard."))
            return redirect(made)
    context = {"form": form, "stream": found, "area": found.area, "theirs": theirs}
    return render(request, "meetings/stream_form.html", context, status=status)


@access.members
@require_POST
def join(request: Request, pk: int) -> HttpResponse:
    """Become part of it."""
    found = seen(request, pk)
    streaming.join(found, by=request.member)
    messages.success(request, _("Je doet mee."))
    return redirect(found)


@access.members
@require_POST
def leave(request: Request, pk: int) -> HttpResponse:
    """Not be part of it any more."""
    found = seen(request, pk)
    streaming.leave(found, by=request.member)
    messages.success(request, _("Je doet niet meer mee."))
    still = SideStream.objects.visible_to(request.member).filter(pk=found.pk).exists()
    return redirect(found) if still else redirect("side_streams")


@access.members
@require_POST
def finish(request: Request, pk: int) -> HttpResponse:
    """Close it with what came of it."""
    found = carried(request, pk)
    form = ResultForm(request.POST)
    if not form.is_valid():
        return stream_page(request, found, form, UNREADABLE)
    made = streaming.finish(found, by=request.member, result=form.cleaned_data["result"])
    messages.success(request, _("Mooi. Het resultaat staat erbij."))
    return redirect(made)
