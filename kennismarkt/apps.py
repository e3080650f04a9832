"""The project as an app (what every app shares) and its workplace, Django's admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.module_loading import autodiscover_modules


class KennismarktConfig(AppConfig):
    """What every app shares: access, live, search, forms, errors."""

    name = "kennismarkt"

    def ready(self) -> None:
        """Let `manage.py check` refuse views without an access rule, and have every app list what its tables hold."""
        from kennismarkt import access  # noqa: F401 (registers its check; needs the apps loaded)

        autodiscover_modules("personal")


class WorkplaceConfig(AdminConfig):
    """Django's admin with our look, our rights and a first page that says what needs you."""

    default_site = "kennismarkt.workplace.Workplace"
