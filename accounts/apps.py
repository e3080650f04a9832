"""The app of people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Floor 2: participants, their roles and what they are appointed to."""

    name = "accounts"
    verbose_name = _("Deelnemers")
