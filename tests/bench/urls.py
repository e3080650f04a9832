"""The site's addresses, and the bare view that its pages are held against."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import path

from kennismarkt import access
from kennismarkt.urls import urlpatterns as site
from neighbourhood.models import Area


@lru_cache
def page(name: str) -> bytes:
    """Return the bytes of a page that were kept under `name`."""
    return (Path(os.environ["BENCH_PAGES"]) / f"{name}.html").read_bytes()


@access.everyone
def bare(request: HttpRequest, name: str) -> HttpResponse:
    """Make one query and answer with the same bytes as the page called `name`."""
    Area.objects.filter(slug="schaal-1").first()
    return HttpResponse(page(name))


urlpatterns = [*site, path("bench/<slug:name>/", bare)]
