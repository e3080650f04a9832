"""The app of people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Floor 2: participants, their roles and what they are appointed to."""

    name = "accounts"
    verbose_name = _("Deelnemers")

    def ready(self) -> None:
        """Listen to what allauth tells about factors and sessions."""
        from accounts import factors, sessions  # noqa: F401 (register their receivers; need the apps loaded)
