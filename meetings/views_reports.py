"""Pages of a report: what was decided, who does what, what was celebrated, and photos."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import promising
from accounts.models import Commitment, CommitmentOrigin, Harvest, Outcome
from kennismarkt import access
from kennismarkt.errors import Refused
from meetings import agreements, photographing, presence, reflecting, reporting
from meetings.forms_after import ClosingForm, CommitmentForm, HarvestForm, MeetingPhotoForm, ReportForm
from meetings.models import Meeting, Photo, PhotoConsent, Reflection, Report, Seat
from neighbourhood.models import Side

if TYPE_CHECKING:
    from django import forms

    from accounts.middleware import Request

CONFLICT, UNREADABLE = 409, 422


def shared(request: Request, pk: int) -> Meeting:
    """Return a meeting of the viewer's group, or that they carry (404 for anybody else's)."""
    meetings = Meeting.objects.filter(presence.shared_with(request.member, "pk")).select_related("area", "trajectory", "place")
    return get_object_or_404(meetings, pk=pk)


@access.members
@never_cache
@require_safe
def report(request: Request, pk: int) -> HttpResponse:
    """Show what happened at a meeting, and what came of it."""
    return page(request, shared(request, pk))


def page(request: Request, meeting: Meeting, status: int = 200, **forms_sent: forms.Form) -> HttpResponse:
    """Show the report with its forms; those that were sent come back with what is missing."""
    viewer = request.member
    context: dict[str, Any] = {
        "meeting": meeting,
        "area": meeting.area,
        "report": Report.objects.visible_to(viewer).filter(meeting=meeting).first(),
        "carries": presence.carries(meeting, viewer),
        "was_there": presence.was_at(meeting, viewer),
        **who_came(meeting, request),
        "commitments": agreements.of_meeting(meeting, viewer=viewer),
        "outcomes": Outcome.choices,
        "harvests": Harvest.objects.visible_to(viewer).filter(from_meeting__meeting=meeting),
        "quotes": reflecting.quotes(Reflection.objects.quoted_to(viewer).filter(meeting=meeting), viewer=viewer),
        "photos": photos_of(meeting, request),
        "streams": meeting.side_streams.visible_to(viewer),
        "commitment_form": forms_sent.get("commitment") or CommitmentForm(meeting=meeting, viewer=viewer),
        "harvest_form": forms_sent.get("harvest") or HarvestForm(prefix="harvest"),
        "photo_form": forms_sent.get("photo") or MeetingPhotoForm(meeting=meeting, viewer=viewer, prefix="photo"),
        "form": next(iter(forms_sent.values()), None),
        "opened": next(iter(forms_sent), ""),
    }
    return render(request, "meetings/report.html", context, status=status)


def who_came(meeting: Meeting, request: Request) -> dict[str, Any]:
    """Return how many came from each side, and the names of those who let themselves be seen."""
    seats = Seat.objects.filter(presence.there(), meeting=meeting)
    sides = list(seats.values_list("side", flat=True))
    named = seats.visible_to(request.member).select_related("participant").order_by("pk")
    return {
        "number": len(sides),
        "informal": sides.count(Side.INFORMAL),
        "formal": sides.count(Side.FORMAL),
        "named": [seat for seat in named if seat.name],
    }


def photos_of(meeting: Meeting, request: Request) -> list[Photo]:
    """Return the photos of the meeting that the viewer sees, each with what it asks of them."""
    found = list(Photo.objects.visible_to(request.member).filter(meeting=meeting))
    asked = PhotoConsent.objects.filter(photo__in=found, participant=request.member, agreed_at=None)
    waiting = set(asked.values_list("photo", flat=True))
    pending = set(PhotoConsent.objects.filter(photo__in=found, agreed_at=None).values_list("photo", flat=True))
    for each in found:
        each.asks_me, each.waits = each.pk in waiting, each.pk in pending
    return found


@access.members
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, pk: int) -> HttpResponse:
    """Write the report; what earlier meetings left open stands beside it."""
    meeting = shared(request, pk)
    reporting.may_write(meeting, request.member)
    there = Report.objects.filter(meeting=meeting).first()
    form = ReportForm(request.POST or None, initial=initial_of(there))
    if request.method == "POST" and form.is_valid():
        try:
            made = reporting.write(meeting, by=request.member, ready="ready" in request.POST, **form.cleaned_data)
        except reporting.ChangedMeanwhile as meanwhile:
            return both(request, meeting, form, meanwhile)
        messages.success(
            request, _("Het verslag is klaar. De groep kan het lezen.") if made.published_at else _("Bewaard als concept.")
        )
        return redirect(made)
    return writing(request, meeting, form, status=UNREADABLE if form.is_bound else 200)


def initial_of(there: Report | None) -> dict[str, Any]:
    """Return what the form begins with."""
    if there is None:
        return {"version": 1}
    return {"text": there.text, "decisions": "\n".join(there.decisions), "version": there.version}


def both(request: Request, meeting: Meeting, form: ReportForm, meanwhile: reporting.ChangedMeanwhile) -> HttpResponse:
    """Show one's own text in the form and what was saved meanwhile above it; sending again decides."""
    again = request.POST.copy()
    again["version"] = str(meanwhile.theirs.version)
    form.data = again
    form.add_error(None, str(meanwhile.message))
    return writing(request, meeting, form, status=CONFLICT, theirs=meanwhile.theirs)


def writing(request: Request, meeting: Meeting, form: ReportForm, *, status: int, theirs: Report | None = None) -> HttpResponse:
    """Show the page on which a report is written."""
    left_open = agreements.agenda(meeting, viewer=request.member)
    context = {"meeting": meeting, "area": meeting.area, "form": form, "theirs": theirs, "left_open": left_open}
    return render(request, "meetings/write_report.html", context, status=status)


@access.members
@require_POST
def commit(request: Request, pk: int) -> HttpResponse:
    """Write down who does what by when."""
    meeting = shared(request, pk)
    form = CommitmentForm(request.POST, meeting=meeting, viewer=request.member)
    if not form.is_valid():
        return page(request, meeting, UNREADABLE, commitment=form)
    made = agreements.agree(meeting, by=request.member, **form.cleaned_data)
    messages.success(request, _("Het staat er.") if made.accepted_at else _("Gevraagd. Het is een afspraak zodra het ja is."))
    return redirect("meeting_report", pk)


def own(request: Request, pk: int) -> Commitment:
    """Return what the viewer was asked or accepted at a meeting (404 for anybody else's)."""
    mine = Commitment.objects.visible_to(request.member).filter(origin=CommitmentOrigin.MEETING)
    return get_object_or_404(mine, pk=pk)


@access.members
@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """Say yes to what was asked."""
    return answered(request, promising.accept(own(request, pk), by=request.member), _("Afgesproken."))


@access.members
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    """Say no to what was asked."""
    return answered(request, promising.decline(own(request, pk), by=request.member), _("Goed. We geven het door."))


@access.members
@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """Say how it went."""
    form = ClosingForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Kies hoe het afliep."), status=UNREADABLE)
    return answered(
        request,
        promising.close(own(request, pk), by=request.member, **form.cleaned_data),
        _("Dank je. Het staat op de lijst als afgerond."),
    )


def answered(request: Request, commitment: Commitment, words: str) -> HttpResponse:
    """Say what happened, where the agreements are."""
    messages.success(request, words)
    return redirect("meeting_report", commitment.about)


@access.members
@require_POST
def celebrate(request: Request, pk: int) -> HttpResponse:
    """Tell a success."""
    meeting = shared(request, pk)
    form = HarvestForm(request.POST, prefix="harvest")
    if not form.is_valid():
        return page(request, meeting, UNREADABLE, harvest=form)
    agreements.celebrate(meeting, by=request.member, **form.told)
    messages.success(request, _("Mooi! Het hangt bij de oogst."))
    return redirect("meeting_report", pk)


@access.members
@require_POST
def add_photo(request: Request, pk: int) -> HttpResponse:
    """Add a photo, and ask who is on it."""
    meeting = shared(request, pk)
    form = MeetingPhotoForm(request.POST, request.FILES, meeting=meeting, viewer=request.member, prefix="photo")
    if not form.is_valid():
        return page(request, meeting, UNREADABLE, photo=form)
    facts = {name: form.cleaned_data[name] for name in ("image", "alt", "people")}
    photographing.add(meeting, by=request.member, **facts)
    messages.success(request, _("De foto is er. De groep ziet hem als iedereen die erop staat ja zegt."))
    return redirect("meeting_report", pk)


def seen(request: Request, pk: int) -> Photo:
    """Return a photo that the viewer sees now (404 otherwise)."""
    return get_object_or_404(Photo.objects.visible_to(request.member), pk=pk)


@access.members
@require_safe
def photo(request: Request, pk: int) -> FileResponse:
    """Send a photo to whoever sees it now; browsers keep none, so that a no holds at once."""
    response = FileResponse(seen(request, pk).image.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "private, no-store"
    return response


@access.members
@require_POST
def agree_to_photo(request: Request, pk: int) -> HttpResponse:
    """Let the group see a photo that one is on."""
    found = seen(request, pk)
    photographing.agree(found, by=request.member)
    messages.success(request, _("Dank je. Je kunt altijd terugkomen en nee zeggen."))
    return redirect("meeting_report", found.meeting_id)


@access.members
@require_POST
def take_photo_away(request: Request, pk: int) -> HttpResponse:
    """Delete a photo that one is on, added, or has to look after."""
    found = seen(request, pk)
    photographing.take_away(found, by=request.member)
    messages.success(request, _("De foto is weg."))
    return redirect("meeting_report", found.meeting_id)
