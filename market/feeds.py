"""Atom feeds of the market: what everybody may see, newest first, per area and per search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from kennismarkt.forms import readable
from market.browsing import Finding
from market.forms.finding import FindForm, Order
from neighbourhood.models import Area

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from market.tickets import Ticket


class MarketFeed(Feed[Any, Any]):
    """The newest listings of a market, as a visitor finds them whoever asks."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str = "") -> Finding:
        """Return the search that the address describes, for nobody in particular."""
        area = get_object_or_404(Area, slug=slug) if slug else None
        wishes = FindForm(request.GET).wishes | {"volgorde": Order.NEWEST, "na": "", "voor": ""}
        return Finding(None, area, wishes)

    def title(self, finding: Finding) -> str:
        """Name of the market, with the words that are looked for."""
        name = finding.area.name if finding.area else _("alle wijken")
        words = f": {finding.wishes['q']}" if finding.wishes["q"] else ""
        return _("Kennismarkt {market}").format(market=name) + words

    def link(self, finding: Finding) -> str:
        """Address of the page."""
        return finding.link()

    def feed_guid(self, finding: Finding) -> str:
        """The same name for ever."""
        return f"tag:kennismarkt,2026:{finding.link()}"

    def items(self, finding: Finding) -> list[Ticket]:
        """The newest twenty."""
        return finding.page.tickets

    def item_title(self, item: Ticket) -> str:
        """Kind and title."""
        return readable(f"{item.kind_label}: {item.title}")

    def item_description(self, item: Ticket) -> str:
        """The beginning of the story."""
        return readable(str(item.summary))

    def item_link(self, item: Ticket) -> str:
        """Address of the listing."""
        return item.url

    def item_guid(self, item: Ticket) -> str:
        """The same name for ever."""
        return f"tag:kennismarkt,2026:listing-{item.pk}"

    def item_pubdate(self, item: Ticket) -> datetime:
        """When it was placed."""
        return item.published_at

    def item_updateddate(self, item: Ticket) -> datetime:
        """When it was placed, too: small changes are no news."""
        return item.published_at

    def item_categories(self, item: Ticket) -> list[str]:
        """Its tags."""
        return [name for name, _address in item.tags]
