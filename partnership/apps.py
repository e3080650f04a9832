"""The partnership app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipConfig(AppConfig):
    """Partnership cards: five steps from values to actions, filled in together."""

    name = "partnership"
    verbose_name = _("Partnerschapskaarten")

    def ready(self) -> None:
        """Say who may follow a card live, and how acts here are called."""
        from partnership import acts, following  # noqa: F401 (register words and rules; need the models loaded)
