"""The project as an app (what every app shares) and its workplace, Django's admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class KennismarktConfig(AppConfig):
    """What every app shares: access, live, search, forms, errors."""

    name = "kennismarkt"

    def ready(self) -> None:
        """Let `manage.py check` refuse views without an access rule."""
        from kennismarkt import access  # noqa: F401 (registers its check; needs the apps loaded)


class WorkplaceConfig(AdminConfig):
    """Django's admin with our look, our rights and a first page that says what needs you."""

    default_site = "kennismarkt.workplace.Workplace"
