"""The app of the market."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketConfig(AppConfig):
    """Floor 4: offers and requests, and the conversations they open."""

    name = "market"
    verbose_name = _("Markt")

    def ready(self) -> None:
        """Say who may follow what live (the stream process loads no pages that would do so), and how acts here are called."""
        from market import acts, context, following  # noqa: F401 (register words, entries and rules; need the models loaded)
