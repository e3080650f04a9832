"""The app of notices."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Floor 3: who is told what, when, through which channel."""

    name = "notifications"
    verbose_name = _("Berichten van de site")

    def ready(self) -> None:
        """Let every app name its kinds of notices in `<app>/notices.py`."""
        from accounts import backends
        from notifications import following  # noqa: F401 (registers the rule; needs the models loaded)
        from notifications.models import unread_of_account

        backends.along["unread_notices"] = unread_of_account
        autodiscover_modules("notices")
