"""Pages about oneself: what I bring, my organisations, and who sees what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import affiliating, profiling, standing_in
from accounts.forms_profile import AffiliationForm, AudienceForm, BringForm, Versioned
from accounts.models import Affiliation, Appointment, Audience, Duty, Participant
from kennismarkt import access
from kennismarkt.errors import CONFLICT, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from accounts.middleware import Request

UNREADABLE = 422


@access.members
@standing_in.also_for_another
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: Request) -> HttpResponse:
    """Show and change what somebody brings and looks for."""
    return edited(request, "what_i_bring", BringForm, profiling.bring)


@access.members
@standing_in.also_for_another
@require_http_methods(["GET", "HEAD", "POST"])
def who_sees_what(request: Request) -> HttpResponse:
    """Show and change who sees which field."""
    return edited(request, "who_sees_what", AudienceForm, profiling.show)


def edited(request: Request, page: str, kind: type[Versioned], verb: Callable[..., Participant]) -> HttpResponse:
    """Show a page about oneself, or save what was sent through `verb`."""
    form = kind.of(request.member, request.POST or None)
    template = f"accounts/{page}.html"
    if not form.is_valid():
        status = UNREADABLE if form.is_bound else 200
        return render(request, template, {"form": form, "audiences": seen_as()}, status=status)
    try:
        verb(request.member, **form.cleaned_data)
    except profiling.ChangedMeanwhile as meanwhile:
        return both_texts(request, template, form, meanwhile.theirs)
    messages.success(request, _("Bewaard."))
    return redirect(page)


def both_texts(request: Request, template: str, form: Versioned, theirs: Participant) -> HttpResponse:
    """Show one's own words in the form and what was saved meanwhile beside it; sending again decides."""
    form.renewed(theirs)
    context: dict[str, Any] = {"form": form, "theirs": form.told(theirs), "audiences": seen_as()}
    return render(request, template, context, status=CONFLICT)


def seen_as() -> list[tuple[str, Any]]:
    """Return as whom one may look at one's own page."""
    return [
        (Audience.EVERYONE.value, _("een bezoeker")),
        (Audience.MEMBERS.value, _("een deelnemer")),
        (Audience.MET.value, _("iemand die je hebt ontmoet")),
    ]


@access.members
@standing_in.also_for_another
@require_http_methods(["GET", "HEAD", "POST"])
def my_organisations(request: Request) -> HttpResponse:
    """Show where somebody works or helps, and add to it."""
    form = AffiliationForm(request.POST or None, person=request.member)
    if not form.is_valid():
        return organisations_page(request, form, UNREADABLE if form.is_bound else 200)
    try:
        affiliating.affiliate(request.member, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return organisations_page(request, form, refused.status)
    messages.success(request, _("Toegevoegd. Een coördinator of de organisatie bevestigt het nog."))
    return redirect("my_organisations")


def organisations_page(request: Request, form: AffiliationForm, status: int) -> HttpResponse:
    """Show the organisations with the form under them, and whom to ask for one that isn't there."""
    mine = Affiliation.objects.filter(participant=request.member).select_related("organisation__area")
    context = {
        "form": form,
        "affiliations": mine.order_by("organisation__name"),
        "coordinators": coordinators_for(request.member),
    }
    return render(request, "accounts/my_organisations.html", context, status=status)


def coordinators_for(member: Participant) -> QuerySet[Participant]:
    """Return the coordinators of the area of `member` whom they may see."""
    appointed = Appointment.objects.filter(area=member.area, duty=Duty.COORDINATOR).values("participant")
    return Participant.objects.visible_to(member).filter(pk__in=appointed)


@access.members
@standing_in.also_for_another
@require_POST
def leave_organisation(request: Request, pk: int) -> HttpResponse:
    """Take an organisation away from oneself."""
    found = get_object_or_404(Affiliation.objects.filter(participant=request.member), pk=pk)
    affiliating.leave(found, by=request.member)
    messages.success(request, _("Weggehaald."))
    return redirect("my_organisations")
