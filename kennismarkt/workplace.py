"""The workplace of coordinators, moderators and connectors: Django's admin with our look and rights."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class Workplace(AdminSite):
    """Django's admin, opened by appointment."""

    site_header = _("Werkplek")
    site_title = _("Werkplek")
    index_title = _("Wat heeft mij nodig?")
