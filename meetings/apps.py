"""The meetings app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Samenspel trajectories and every other meeting: planned, signed up for, prepared, held and looked back on."""

    name = "meetings"
    verbose_name = _("Bijeenkomsten")

    def ready(self) -> None:
        """Say whom meetings concern, what their pages show, and what stands in the navigation and on front pages."""
        from meetings import acts_signup, agreements, concerning, context, following_groups, parts_planning, recognising  # noqa: F401 (register themselves; need the models loaded)
