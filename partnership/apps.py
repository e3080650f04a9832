"""The partnership app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipConfig(AppConfig):
    """Partnership cards: five steps from values to actions, filled in together."""

    name = "partnership"
    verbose_name = _("Partnerschapskaarten")

    def ready(self) -> None:
        """Say who may follow a card live, how acts here are called, what is told, and what the example has of cards."""
        from market.example import further
        from partnership import (  # noqa: F401 (register words, rules and kinds; need the models loaded)
            acts,
            acts_afterwards,
            context,
            example,
            following,
            notices_afterwards,
            undertaking,
        )

        further.append(example.load)
