"""Pages of what somebody takes home: writing it, answering the pulse, and saying who may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennismarkt import access
from kennismarkt.errors import Refused
from meetings import presence, pulsing, reflecting
from meetings.forms_after import ConsentForm, PulseForm, ReflectionForm
from meetings.models import MayQuote, Meeting, Reflection

if TYPE_CHECKING:
    from accounts.middleware import Request

UNREADABLE = 422


def been_at(request: Request, pk: int) -> Meeting:
    """Return a meeting that the viewer was at (404 for anybody else)."""
    there = Meeting.objects.filter(pk__in=presence.seats_of(request.member).values("meeting")).select_related(
        "area", "trajectory"
    )
    return get_object_or_404(there, pk=pk)


@access.members
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reflect(request: Request, pk: int) -> HttpResponse:
    """Write down what one takes home."""
    meeting = been_at(request, pk)
    form = ReflectionForm(request.POST or None, written=Reflection.objects.written_by(request.member).filter(meeting=meeting))
    if request.method == "POST" and form.is_valid():
        reflecting.reflect(meeting, by=request.member, thoughts=form.thoughts)
        messages.success(request, _("Bewaard. Je kunt altijd terugkomen en iets veranderen."))
        return redirect("reflect", pk)
    return reflecting_page(request, meeting, form, PulseForm())


@access.members
@require_POST
def answer_pulse(request: Request, pk: int) -> HttpResponse:
    """Answer the four short questions, once."""
    meeting = been_at(request, pk)
    form = PulseForm(request.POST)
    if not form.is_valid():
        written = Reflection.objects.written_by(request.member).filter(meeting=meeting)
        return reflecting_page(request, meeting, ReflectionForm(written=written), form)
    pulsing.answer(meeting, by=request.member, scores=form.cleaned_data)
    messages.success(request, _("Dank je. Je antwoord telt mee, en niemand kan zien dat het van jou is."))
    return redirect("reflect", pk)


def reflecting_page(request: Request, meeting: Meeting, form: ReflectionForm, pulse: PulseForm) -> HttpResponse:
    """Show the page on which one looks back on a meeting."""
    asks = pulsing.takes_answers(meeting) and not pulsing.answered(meeting, by=request.member)
    wrong = (form.is_bound and not form.is_valid()) or (pulse.is_bound and not pulse.is_valid())
    context = {"meeting": meeting, "form": form, "pulse": pulse if asks else None, "area": meeting.area}
    return render(request, "meetings/reflect.html", context, status=UNREADABLE if wrong else 200)


@access.members
@never_cache
@require_safe
def my_thoughts(request: Request) -> HttpResponse:
    """Show all that one took home, with who may read it."""
    thoughts = Reflection.objects.written_by(request.member).select_related("meeting__area")
    return render(request, "meetings/my_thoughts.html", {"thoughts": thoughts, "choices": MayQuote.choices})


@access.members
@require_POST
def say_who_reads(request: Request, mark: UUID) -> HttpResponse:
    """Say anew who may read one thought."""
    form = ConsentForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Kies wie dit mag lezen."), status=UNREADABLE)
    kept = reflecting.consent(mark, by=request.member, may_quote=form.cleaned_data["may_quote"])
    private = kept.may_quote == MayQuote.NO
    messages.success(request, _("Dit lees jij nu alleen.") if private else _("Bewaard."))
    return redirect("my_thoughts")


@access.members
@require_POST
def set_aside(request: Request, mark: UUID) -> HttpResponse:
    """Keep a quote from others because it gives somebody away."""
    found = reflecting.set_aside(mark, by=request.member)
    messages.success(request, _("Het citaat staat nergens meer. Wie het schreef, leest het zelf nog."))
    if found.meeting.trajectory_id is None:
        return redirect("meeting_report", found.meeting_id)
    return redirect("looking_back", found.meeting.trajectory_id)
