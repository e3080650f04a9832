"""The app of people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Floor 2: participants, their roles and what they are appointed to."""

    name = "accounts"
    verbose_name = _("Deelnemers")

    def ready(self) -> None:
        """Listen to what allauth tells about factors and sessions, and say who acts for whom in which session."""
        from accounts import factors, sessions, standing_in  # noqa: F401 (register themselves; need the apps loaded)
