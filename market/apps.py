"""The app of the market."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketConfig(AppConfig):
    """Floor 4: offers and requests, and the conversations they open."""

    name = "market"
    verbose_name = _("Markt")
