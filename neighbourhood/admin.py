"""The workplace: areas, organisations and places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin

from kennismarkt.workplace import COORDINATOR, EVERY_DUTY, AreaAdmin, BorderedFilter
from neighbourhood.models import Area, AreaGoal, Organisation, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

KEEP_UP = {"view": EVERY_DUTY, "add": (COORDINATOR,), "change": (COORDINATOR,), "delete": (COORDINATOR,)}


@admin.register(Area)
class AreaPages(AreaAdmin):
    """Areas: owners make them, coordinators keep their own up to date."""

    area_path = "pk"
    duties: ClassVar = {"view": EVERY_DUTY, "change": (COORDINATOR,)}
    list_display = ("name", "slug", "time_zone")
    search_fields = ("name",)
    fields = ("name", "slug", "latitude", "longitude", "time_zone")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Addresses don't change under people's links, except by owners."""
        return () if request.user.is_superuser else ("slug",)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        """Make the address from the name, once."""
        return {} if obj else {"slug": ("name",)}


@admin.register(Organisation)
class OrganisationPages(AreaAdmin):
    """Organisations and initiatives of the areas that one coordinates."""

    duties: ClassVar = KEEP_UP
    list_display = ("name", "side", "area")
    list_filter = ("side", ("area", BorderedFilter))
    list_select_related = ("area",)
    search_fields = ("name", "area__name")
    fields = ("area", "name", "slug", "side", "description", "email", "phone", "website")

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        """Make the address from the name, once."""
        return {} if obj else {"slug": ("name",)}


@admin.register(Place)
class PlacePages(AreaAdmin):
    """Places of the areas that one coordinates."""

    duties: ClassVar = KEEP_UP
    list_display = ("name", "address", "organisation", "area")
    list_filter = (("area", BorderedFilter),)
    list_select_related = ("area", "organisation")
    search_fields = ("name", "address", "area__name")
    autocomplete_fields = ("organisation",)
    fields = ("area", "name", "slug", "address", "organisation", "latitude", "longitude", "access_notes")

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        """Make the address from the name, once."""
        return {} if obj else {"slug": ("name",)}


@admin.register(AreaGoal)
class AreaGoalPages(AreaAdmin):
    """Goals of the area plan, which trajectories point at."""

    duties: ClassVar = KEEP_UP
    list_display = ("title", "ended_on", "area")
    list_filter = (("area", BorderedFilter),)
    list_select_related = ("area",)
    search_fields = ("title", "area__name")
    fields = ("area", "title", "explanation", "ended_on")
