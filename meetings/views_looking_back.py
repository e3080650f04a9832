"""Pages of a whole trajectory afterwards: looking back on it, and how it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Harvest, Participant
from kennismarkt import access
from kennismarkt.errors import Refused
from meetings import anchoring, lines, network, presence, pulsing, reflecting
from meetings.anchorings import is_anchored
from meetings.forms_anchoring import AnchoringForm
from meetings.models import Anchoring, Question, Reflection, SideStream, Trajectory

if TYPE_CHECKING:
    from accounts.middleware import Request
    from meetings.pulsing import Beat

CONFLICT, UNREADABLE = 409, 422


def seen(request: Request, pk: int) -> Trajectory:
    """Return a trajectory that the viewer sees (404 otherwise)."""
    return get_object_or_404(Trajectory.objects.visible_to(request.viewer).select_related("area"), pk=pk)


@access.everyone
@never_cache
@require_safe
def looking_back(request: Request, pk: int) -> HttpResponse:
    """Show what a trajectory brought: to everybody what may be told, to its group the pulse and the network too."""
    trajectory, viewer = seen(request, pk), request.viewer
    meetings = trajectory.meetings.held()
    beats = pulsing.line(meetings, viewer=viewer)
    here = {"meeting__trajectory": trajectory}
    context: dict[str, Any] = {
        "trajectory": trajectory,
        "area": trajectory.area,
        "quotes": reflecting.quotes(Reflection.objects.quoted_to(viewer).filter(**here), viewer=viewer),
        "streams": SideStream.objects.visible_to(viewer).filter(**here),
        "harvests": Harvest.objects.visible_to(viewer).filter(from_meeting__meeting__trajectory=trajectory),
        "line": lines.drawn(beats),
        "key": [(lines.sample(question), question.label) for question in Question],
        "beats": [(beat, figures_of(beat)) for beat in beats],
        "network": network.over_time(trajectory, viewer=viewer),
        "carries": anchoring.carries(trajectory, viewer),
        **going_on(trajectory, viewer),
    }
    return render(request, "meetings/looking_back.html", context)


def figures_of(beat: Beat) -> list[float | None]:
    """Return the figures of a beat in the order of the questions."""
    return [beat.figures[question] for question in Question.values]


def going_on(trajectory: Trajectory, viewer: Participant | None) -> dict[str, Any]:
    """Return how it goes on; who carries it shows to the group and those around it."""
    found = Anchoring.objects.filter(trajectory=trajectory).select_related("series").first()
    shared = viewer is not None and trajectory.meetings.filter(presence.shared_with(viewer, "pk")).exists()
    carriers = Participant.objects.none()
    if found is not None and shared:
        carriers = found.carriers.filter(pk__in=Participant.objects.visible_to(viewer).order_by().values("pk"))
    return {"anchoring": found, "anchored": is_anchored(trajectory), "carriers": carriers, "shared": shared}


@access.members
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def anchor(request: Request, pk: int) -> HttpResponse:
    """Settle how a trajectory is rounded off and goes on."""
    trajectory = seen(request, pk)
    anchoring.may_anchor(trajectory, request.member)
    there = Anchoring.objects.filter(trajectory=trajectory).first()
    form = AnchoringForm(request.POST or None, trajectory=trajectory, there=there)
    status, theirs = (UNREADABLE if form.is_bound else 200), None
    if request.method == "POST" and form.is_valid():
        try:
            anchoring.anchor(trajectory, by=request.member, **form.cleaned_data)
        except anchoring.ChangedMeanwhile as meanwhile:
            again = request.POST.copy()
            again["version"] = str(meanwhile.theirs.version)
            form.data = again
            form.add_error(None, str(meanwhile.message))
            status, theirs = CONFLICT, meanwhile.theirs
        except Refused as refused:
            form.add_error(None, str(refused.message))
            status = refused.status
        else:
            done = is_anchored(trajectory)
            messages.success(request, _("Dit traject is verankerd.") if done else _("Bewaard. Nog niet alles is ingevuld."))
            return redirect("looking_back", pk)
    context = {"trajectory": trajectory, "area": trajectory.area, "form": form, "theirs": theirs}
    return render(request, "meetings/anchor.html", context, status=status)
