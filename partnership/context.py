"""What other pages show of cards: an entry in the navigation."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from kennismarkt import navigation
from kennismarkt.navigation import Here, NavEntry


@navigation.entries(order=30)
def cards(here: Here) -> Iterable[NavEntry]:
    """One's own cards, for members and for guests at one."""
    if here.viewer is not None or here.guest:
        yield NavEntry(_("Kaarten"), reverse("cards"), here.section == "cards")
