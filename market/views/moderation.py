"""Pages for saying that something is not right, and for objecting to what a moderator did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kennismarkt import access
from kennismarkt.errors import Refused
from market import blocking, moderating, reporting
from market.conversations import Message
from market.forms.conversations import ObjectionForm, ReportForm
from market.listings import Listing
from market.moderation import Hiding

if TYPE_CHECKING:
    from accounts.middleware import Request
    from market.moderation import Reportable

UNREADABLE = 422


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def report_listing(request: Request, pk: int) -> HttpResponse:
    """Report a listing."""
    others = Listing.objects.on_market(request.member).exclude(owner=request.member)
    return reported(request, get_object_or_404(others, pk=pk))


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def report_message(request: Request, pk: int) -> HttpResponse:
    """Report a message of a conversation one takes part in."""
    others = Message.objects.visible_to(request.member).exclude(author=request.member)
    return reported(request, get_object_or_404(others, pk=pk))


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def report_person(request: Request, pk: int) -> HttpResponse:
    """Report a person, also one who was blocked."""
    others = blocking.known_to(request.member).exclude(pk=request.member.pk)
    return reported(request, get_object_or_404(others, pk=pk))


def reported(request: Request, thing: Reportable) -> HttpResponse:
    """Ask what is wrong, and pass it on to the moderators."""
    form = ReportForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            reporting.report(thing, by=request.member, **form.cleaned_data)
            return redirect("reported")
        except Refused as refused:
            form.add_error(None, str(refused.message))
            status = refused.status
    elif form.is_bound:
        status = UNREADABLE
    return render(request, "market/report.html", {"form": form, "thing": thing}, status=status)


@access.members
@require_safe
def thanks(request: Request) -> HttpResponse:
    """Say what happens with a report."""
    return render(request, "market/reported.html")


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def object_to_hiding(request: Request, pk: int) -> HttpResponse:
    """Read why something one wrote is hidden, and object to it, once."""
    hidings = Hiding.objects.of(request.member).select_related("listing", "message__conversation")
    hiding = get_object_or_404(hidings, pk=pk)
    form = ObjectionForm(request.POST or None)
    if form.is_valid():
        moderating.object_to(hiding, by=request.member, text=form.cleaned_data["text"])
        messages.success(request, _("Je bezwaar is verstuurd. Een moderator kijkt ernaar."))
        return redirect(hiding)
    status = UNREADABLE if form.is_bound else 200
    return render(request, "market/objection.html", {"hiding": hiding, "form": form}, status=status)
