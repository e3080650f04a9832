"""The partnership app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipConfig(AppConfig):
    """Partnership cards: five steps from values to actions, filled in together."""

    name = "partnership"
    verbose_name = _("Partnerschapskaarten")

    def ready(self) -> None:
        """Register who may follow a card live."""
        from partnership import following  # noqa: F401 (registers itself)
