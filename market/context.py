"""What every page shows of the market."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kennismarkt import access
from market.conversations import Conversation


class NavEntry(NamedTuple):
    """One entry of the main navigation."""

    label: str
    url: str
    current: bool
    unread: int = 0
    counts: bool = False


def market(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation, with the number of conversations in which something new was said."""
    viewer = getattr(request, "viewer", None)
    match = request.resolver_match
    section = getattr(match.func, "section", "") if match else ""
    here = match.kwargs.get("slug") if match and match.route.startswith("wijk/") else None
    slug = viewer.area.slug if viewer else here
    address = reverse("market", args=[slug]) if slug else reverse("whole_market")
    entries = [NavEntry(_("Markt"), address, section == "market")]
    if viewer is not None:
        entries.append(NavEntry(_("Kaarten"), reverse("cards"), section == "cards"))
        entries.append(NavEntry(_("Wie en waar"), reverse("directory"), section == "people"))
        unread = Conversation.objects.unread_by(viewer).count()
        entries.append(NavEntry(_("Gesprekken"), reverse("conversations"), section == "conversations", unread, counts=True))
    elif access.is_guest(request):
        entries.append(NavEntry(_("Kaarten"), reverse("cards"), section == "cards"))
    return {"nav": entries}
