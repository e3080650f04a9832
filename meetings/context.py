"""What other pages show of meetings: an entry in the navigation, and what happens soon on the front page of an area."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from kennismarkt import navigation, soon
from kennismarkt.navigation import Here, NavEntry
from kennismarkt.soon import Soon
from meetings.gatherings import Meeting

if TYPE_CHECKING:
    from accounts.models import Participant
    from neighbourhood.models import Area


@navigation.entries(order=20)
def meetings(here: Here) -> Iterable[NavEntry]:
    """The meetings of where one is."""
    if here.slug:
        yield NavEntry(_("Bijeenkomsten"), reverse("meetings", args=[here.slug]), here.section == "meetings")


@soon.tells
def coming(viewer: Participant | None, area: Area, limit: int) -> Iterable[Soon]:
    """The next meetings of an area that somebody may see."""
    found = Meeting.objects.visible_to(viewer).announced().coming().filter(area=area).select_related("area", "place")
    for meeting in found[:limit]:
        where = meeting.place.name if meeting.place else ""
        yield Soon(meeting.title, meeting.get_absolute_url(), meeting.when, where, meeting.starts_at)
