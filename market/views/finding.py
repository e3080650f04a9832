"""Pages for finding: the market with its filters, suggestions, saved searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kennismarkt import access
from kennismarkt.forms import readable
from market import browsing, keeping, suggesting
from market.filters import filter_groups, widenings
from market.forms.finding import DISTANCES, ORDERS, FindForm, Order, SaveForm, WordsForm
from market.listings import Kind
from market.saved import SavedSearch
from neighbourhood.models import Area, Place

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from accounts.middleware import Request


@access.everyone
@require_safe
def market(request: Request, slug: str = "") -> HttpResponse:
    """Show the market of an area, or of the whole country; for htmx only the list."""
    area = get_object_or_404(Area, slug=slug) if slug else None
    finding = browsing.Finding(request.viewer, area, FindForm.wishes_in(request.GET))
    partly = request.htmx and not request.htmx.history_restore_request
    context = {**context_of(finding), "partly": partly}
    response = render(request, f"market/market.html{'#results' if partly else ''}", context)
    response["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


market.section = "market"  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so


def context_of(finding: browsing.Finding) -> dict[str, Any]:
    """Return what the page of a finding shows."""
    page, counts, wishes = finding.page, finding.counts, finding.wishes
    empty = not page.tickets
    return {
        "finding": finding,
        "page": page,
        "counts": counts,
        "wishes": wishes,
        "groups": filter_groups(finding),
        "orders": orders(finding),
        "order_label": dict(ORDERS)[finding.order],
        "distances": DISTANCES,
        "places": Place.objects.in_areas([finding.area]) if finding.area else Place.objects.none(),
        "widenings": widenings(finding) if empty else [],
        "before": finding.link(voor=page.before) if page.before else "",
        "after": finding.link(na=page.after) if page.after else "",
        "tag_choices": [(name, number, finding.link(trefwoord=name)) for name, number in counts.tags],
        "ask_address": f"{reverse('place_listing')}?{urlencode({'kind': Kind.REQUEST, 'title': wishes['q'][:80]})}",
        **({"area": finding.area} if finding.area else {}),
    }


def orders(finding: browsing.Finding) -> list[tuple[StrOrPromise, str, bool]]:
    """Return the orders that mean something for this search: in words, their address, and whether it is the one shown."""
    return [
        (label, finding.link(without=["volgorde"], volgorde=order), order == finding.order)
        for order, label in ORDERS
        if sensible(order, finding)
    ]


def sensible(order: str, finding: browsing.Finding) -> bool:
    """Whether this order means something for this search."""
    return {Order.BEST: finding.found is not None, Order.NEAREST: finding.wishes["bij"] is not None}.get(order, True)


@access.everyone
@require_safe
def suggestions(request: Request) -> HttpResponse:
    """Suggest what to look for while somebody types."""
    asked = WordsForm(request.GET).understood
    area = Area.objects.filter(slug=asked["wijk"] or "").first()
    found = suggesting.suggestions(request.viewer, area, asked["q"] or "")
    return render(request, "market/_suggestions.html", {"suggestions": found})


@access.members
@require_safe
def tag_words(request: Request) -> HttpResponse:
    """Suggest tags for the word that somebody is typing in a listing, or on the page of what they bring."""
    asked = WordsForm(request.GET).understood
    typed = asked["tags"] or asked["can"] or asked["wants_to_learn"] or ""
    beginning = readable(typed).split(",")[-1].strip()
    words = suggesting.known_tags(beginning) if beginning else []
    return render(request, "market/_tag_words.html", {"words": words})


@access.members
@require_POST
def save_search(request: Request) -> HttpResponse:
    """Keep a search."""
    form = SaveForm(request.POST)
    sent = form.cleaned_data if form.is_valid() else {"wijk": "", "query": ""}
    area = Area.objects.filter(slug=sent["wijk"]).first()
    keeping.keep(keeping.finding_of(request.member, area, sent["query"]), by=request.member)
    messages.success(request, _("Bewaard. Je vindt je zoekvragen in je menu."))
    return redirect("saved_searches")


@access.members
@require_safe
def saved_searches(request: Request) -> HttpResponse:
    """Show what somebody keeps an eye on."""
    return render(request, "market/saved_searches.html", {"kept": keeping.kept_searches(request.member)})


@access.members
@require_POST
def open_search(request: Request, pk: int) -> HttpResponse:
    """Go to a saved search and remember that its owner looked."""
    search = get_object_or_404(SavedSearch.objects.visible_to(request.member), pk=pk)
    keeping.look(search)
    return redirect(search)


@access.members
@require_POST
def forget_search(request: Request, pk: int) -> HttpResponse:
    """Throw a saved search away."""
    get_object_or_404(SavedSearch.objects.visible_to(request.member), pk=pk).delete()
    messages.success(request, _("Deze zoekvraag is weg."))
    return redirect("saved_searches")
