"""What search engines may find: areas, and listings that are for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from market.listings import Listing
from neighbourhood.models import Area

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class AreaSitemap(Sitemap[Area]):
    """Home pages of areas."""

    def items(self) -> Sequence[Area]:
        """All areas."""
        return list(Area.objects.order_by("pk"))


class ListingSitemap(Sitemap[Listing]):
    """The newest listings that everybody may see."""

    def items(self) -> Sequence[Listing]:
        """As a visitor finds them on the market."""
        newest = Listing.objects.on_market(None).newest().only("pk", "changed_at")
        return list(newest[: settings.SITEMAP_MAX_LISTINGS])

    def lastmod(self, item: Listing) -> datetime:
        """When its words changed last."""
        return item.changed_at


SITEMAPS = {"areas": AreaSitemap, "listings": ListingSitemap}
