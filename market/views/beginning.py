"""The last of the first steps: what one brings or looks for becomes the draft of a first listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import beginning
from kennismarkt import access
from market import drafting
from market.forms.beginning import FirstListingForm

if TYPE_CHECKING:
    from accounts.middleware import Request

UNREADABLE = 422


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def first_listing(request: Request) -> HttpResponse:
    """Begin a first listing and end on its page; or end here, to look around first."""
    draft = drafting.draft_of(request.member)
    form = FirstListingForm.of(draft, request.POST if request.method == "POST" else None)
    if request.method == "POST" and "skip" in request.POST:
        beginning.finish(request.member)
        messages.success(request, _("Klaar. Welkom op de markt."))
        return redirect("home")
    if not form.is_valid():
        return render(request, "market/begin_listing.html", {"form": form}, status=UNREADABLE if form.is_bound else 200)
    drafting.sketch(request.member, **form.cleaned_data)
    messages.success(request, _("Dit waren de drie stappen. Vul aan wat je wilt en zet het op de markt, nu of later."))
    return redirect("place_listing")
