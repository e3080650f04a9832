"""What every page shows of the market: its entries in the navigation."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from kennismarkt import navigation
from kennismarkt.navigation import Here, NavEntry
from market.conversations import Conversation


@navigation.entries(order=10)
def market(here: Here) -> Iterable[NavEntry]:
    """The market of where one is, or of the whole country."""
    address = reverse("market", args=[here.slug]) if here.slug else reverse("whole_market")
    yield NavEntry(_("Markt"), address, here.section == "market")


@navigation.entries(order=50)
def people(here: Here) -> Iterable[NavEntry]:
    """People, and one's conversations with the number in which something new was said; for members."""
    if here.viewer is not None:
        yield NavEntry(_("Wie en waar"), reverse("directory"), here.section == "people")
        unread = Conversation.objects.unread_by(here.viewer).count()
        yield NavEntry(_("Gesprekken"), reverse("conversations"), here.section == "conversations", unread, counts=True)
