"""The app of areas, organisations and places."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeighbourhoodConfig(AppConfig):
    """Floor 1: the social map."""

    name = "neighbourhood"
    verbose_name = _("Wijk")
