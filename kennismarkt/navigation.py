"""The main navigation: each app brings its entries, so that none needs to know the others.

@navigation.entries(order=20)
def meetings(here: Here) -> Iterable[NavEntry]:
    yield NavEntry(_("Bijeenkomsten"), reverse("meetings", args=[here.slug]), here.section == "meetings")
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.http import HttpRequest

from kennismarkt import access


class NavEntry(NamedTuple):
    """One entry of the main navigation."""

    label: str
    url: str
    current: bool
    unread: int = 0
    counts: bool = False


class Here(NamedTuple):
    """Where somebody is: who looks (a guest has no account), the area they are in (its slug; empty for none), the part of the site."""

    viewer: Any
    slug: str
    section: str
    guest: bool = False


Entries = Callable[[Here], Iterable[NavEntry]]
known: list[tuple[int, Entries]] = []


def entries(*, order: int) -> Callable[[Entries], Entries]:
    """Register what an app has in the navigation; a lower `order` comes earlier."""

    def register(found: Entries) -> Entries:
        known.append((order, found))
        known.sort(key=lambda each: each[0])
        return found

    return register


def here(request: HttpRequest) -> Here:
    """Return where a request is."""
    viewer = getattr(request, "viewer", None)
    match = request.resolver_match
    section = str(getattr(match.func, "section", "")) if match else ""
    slug = match.kwargs.get("slug") if match and match.route.startswith("wijk/") else None
    return Here(viewer, viewer.area.slug if viewer else slug or "", section, access.is_guest(request))


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation of a page."""
    where = here(request)
    return {"nav": [entry for _order, found in known for entry in found(where)]}
