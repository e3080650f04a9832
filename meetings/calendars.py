"""Calendar files (RFC 5545): one entry per meeting, by a name that stays, a number that rises, and the zone of the area.

calendars.invitation(meeting, email="ada@example.org", name="Ada")   # with an invitation; updates by itself
calendars.cancellation(meeting, email=…)                             # takes it out again
calendars.published(meetings, name=…)                                # a feed, or a file to keep
"""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText
from icalendar.prop import vUri

from kennismarkt.forms import readable
from notifications.kinds import Attachment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meetings.gatherings import Meeting

PRODUCT = "-//Kennismarkt//Bijeenkomsten//NL"
TYPE = "text/calendar"
# How often a feed is worth fetching.
REFRESH = "PT3H"


def invitation(meeting: Meeting, *, email: str = "", name: str = "") -> str:
    """Return an entry that a mail program puts in, or brings up to date in, the calendar of who is invited."""
    return written(calendar([meeting], method="REQUEST" if email else "PUBLISH", email=email, name=name))


def cancellation(meeting: Meeting, *, email: str = "", name: str = "") -> str:
    """Return an entry that takes a meeting out of a calendar."""
    return written(calendar([meeting], method="CANCEL", email=email, name=name))


def published(meetings: Iterable[Meeting], *, title: str = "") -> str:
    """Return entries for a feed, or one to keep."""
    return written(calendar(meetings, method="PUBLISH", title=title))


def attached(meeting: Meeting, *, email: str = "", name: str = "") -> Attachment:
    """Return the entry as a file that goes along with a mail: an invitation, or a cancellation where it doesn't go on."""
    make = cancellation if meeting.cancelled else invitation
    method = "CANCEL" if meeting.cancelled else "REQUEST" if email else "PUBLISH"
    return Attachment(filename(meeting), make(meeting, email=email, name=name), f"{TYPE}; method={method}")


def filename(meeting: Meeting) -> str:
    """Name of the file of one meeting; it says nothing of what it is about."""
    return f"bijeenkomst-{meeting.pk}.ics"


def calendar(meetings: Iterable[Meeting], *, method: str, title: str = "", email: str = "", name: str = "") -> Calendar:
    """Return a calendar of these meetings, with the time zones that they need."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", method)
    if title:
        made.add("name", title)
        made.add("x-wr-calname", title)
        made.add("x-published-ttl", REFRESH)
    for meeting in meetings:
        made.add_component(event(meeting, email=email, name=name))
    made.add_missing_timezones()
    return made


def event(meeting: Meeting, *, email: str = "", name: str = "") -> Event:
    """Return the entry of one meeting."""
    made = Event()
    made.add("uid", uid(meeting))
    made.add("sequence", meeting.sequence)
    made.add("dtstamp", timezone.now())
    made.add("dtstart", meeting.starts_at.astimezone(meeting.zone))
    made.add("dtend", meeting.ends_at.astimezone(meeting.zone))
    made.add("summary", readable(meeting.title))
    made.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    made.add("organizer", organizer(meeting))
    made.add("url", vUri(address(meeting)))
    made.add("description", described(meeting))
    if meeting.place is not None:
        made.add("location", readable(f"{meeting.place.name}, {meeting.place.address}"))
        made.add("geo", (meeting.place.latitude, meeting.place.longitude))
    if email:
        made.add("attendee", attendee(email, name), encode=False)
    return made


def uid(meeting: Meeting) -> str:
    """Return the name that a meeting has in every calendar, for ever."""
    return f"{meeting.uid}@{urlsplit(settings.SITE_ADDRESS).hostname or 'localhost'}"


def address(meeting: Meeting) -> str:
    """Return where one reads about it."""
    return f"{settings.SITE_ADDRESS}{meeting.get_absolute_url()}"


def described(meeting: Meeting) -> str:
    """Return what the entry says: what it is about, how one comes in, and where to read more."""
    parts = [meeting.description]
    if meeting.lunch:
        parts.append(_("Met lunch."))
    if meeting.place is not None:
        parts.append(meeting.place.access_notes)
    parts.append(address(meeting))
    return readable("\n\n".join(part for part in parts if part))


def organizer(meeting: Meeting) -> vCalAddress:
    """Return who holds it: the area, at the address of the installation."""
    made = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    made.params["cn"] = vText(readable(f"{settings.SITE_NAME} {meeting.area.name}"))
    return made


def attendee(email: str, name: str) -> vCalAddress:
    """Return who is invited; the answer is given on the site, not by the mail program."""
    made = vCalAddress(f"mailto:{email}")
    made.params["cn"] = vText(readable(name or email))
    made.params["rsvp"] = vText("FALSE")
    made.params["role"] = vText("REQ-PARTICIPANT")
    return made


def written(made: Calendar) -> str:
    """Return a calendar as text."""
    return made.to_ical().decode()
