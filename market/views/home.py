"""The front doors: of the site, and of each area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts import beginning
from kennismarkt import access, soon
from market import browsing
from market.listings import Kind
from neighbourhood.models import Area

if TYPE_CHECKING:
    from accounts.middleware import Request

SHOWN_PER_KIND = 4
SHOWN_SOON = 3


@access.everyone
@require_safe
def home(request: Request) -> HttpResponse:
    """Lead to one's own area, to the only area, or to a choice of areas."""
    if request.viewer is not None:
        return redirect(request.viewer.area)
    areas = list(Area.objects.all()[:2])
    if len(areas) == 1:
        return redirect(areas[0])
    return redirect("areas")


@access.everyone
@require_safe
def areas(request: Request) -> HttpResponse:
    """Show all areas to choose from."""
    return render(request, "market/areas.html", {"areas": Area.objects.order_by("name")})


@access.everyone
@require_safe
def area(request: Request, slug: str) -> HttpResponse:
    """Show an area's home page: search first, what is new, when one can drop in."""
    found = get_object_or_404(Area, slug=slug)
    viewer = request.viewer
    context = {
        "area": found,
        "offers": browsing.newest(viewer, found, kind=Kind.OFFER, limit=SHOWN_PER_KIND),
        "requests": browsing.newest(viewer, found, kind=Kind.REQUEST, limit=SHOWN_PER_KIND),
        "beginning": beginning.under_way(viewer),
        "coming": soon.soonest(viewer, found, SHOWN_SOON),
        "soon": browsing.regular(viewer, found, limit=SHOWN_SOON),
    }
    return render(request, "market/area.html", context)


area.section = "home"  # type: ignore[attr-defined]  # functions carry attributes; typing can't say so


@access.everyone
@require_safe
def robots(request: Request) -> HttpResponse:
    """Tell search engines what is for everybody, and where the sitemap is."""
    return render(
        request,
        "robots.txt",
        {"sitemap": request.build_absolute_uri("/sitemap.xml")},
        content_type="text/plain; charset=utf-8",
    )


@access.everyone
@require_safe
def about(request: Request) -> HttpResponse:
    """Say what the market is, what it keeps of people and who to turn to."""
    return render(request, "market/about.html")
