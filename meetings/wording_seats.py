"""What people are told around a seat, in words: on the site, in mails, to guests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from meetings import links
from notifications.kinds import Words

if TYPE_CHECKING:
    from datetime import datetime

    from meetings.models import Invitation, Meeting, Seat


def moment(meeting: Meeting) -> str:
    """Return when a meeting is, by the clock of its area: "donderdag 3 december, 12.00 – 14.00"."""
    begins, ends = (timezone.localtime(each, meeting.zone) for each in (meeting.starts_at, meeting.ends_at))
    return f"{formats.date_format(begins, 'l j F')}, {clock(begins)} – {clock(ends)}"


def clock(time: datetime) -> str:
    """Return a clock time."""
    return f"{time:%H.%M}"


def facts(meeting: Meeting) -> tuple[str, ...]:
    """Return what it is, when and where."""
    where = f"{meeting.place.name}, {meeting.place.address}" if meeting.place else ""
    return tuple(filter(None, ("\n".join(filter(None, (meeting.title, moment(meeting), where))),)))


def route(meeting: Meeting) -> tuple[str, ...]:
    """Return how one gets in, where that is known."""
    return (meeting.place.access_notes,) if meeting.place and meeting.place.access_notes else ()


def invited(invitation: Invitation, link: str) -> Words:
    """Somebody asks somebody to come."""
    asked = _("Iemand uit de buurt nodigt je uit. Laat weten of je komt. Je kunt ook een collega meenemen of sturen.")
    own = _("Je vroeg om je aan te melden. Bevestig het met de knop. Was jij dit niet? Dan hoef je niets te doen.")
    people = (invitation.by.display_name,) if invitation.by else ()
    return Words(
        _("Kom je ook?"),
        asked if invitation.by else own,
        quotes=(*people, *facts(invitation.meeting)),
        link=link,
        button=_("Geef antwoord"),
    )


def answered(seat: Seat) -> Words:
    """Somebody comes, or waits."""
    if seat.waiting:
        return Words(
            _("Je staat op de wachtlijst"),
            _("Alle plekken voor jouw kant zijn nu bezet. Komt er een plek vrij, dan hoor je het meteen."),
            quotes=facts(seat.meeting),
            link=links.to_seat(seat),
            button=_("Bekijk of zeg af"),
        )
    return Words(
        _("Je komt: er is plek voor je"),
        _("Kun je toch niet? Zeg het dan even, dan kan iemand anders komen."),
        quotes=(*facts(seat.meeting), *route(seat.meeting)),
        link=links.to_seat(seat),
        button=_("Bekijk of zeg af"),
    )


def moved_up(seat: Seat) -> Words:
    """There is a seat for who waited."""
    until = seat.decline_by
    term = formats.date_format(timezone.localtime(until, seat.meeting.zone), "j F, H.i") if until else ""
    text = _("Er kwam een plek vrij en die is nu van jou. Kun je toch niet? Zeg dan af voor %(term)s, dan kan de volgende komen.")
    return Words(
        _("Er is een plek voor je"),
        text % {"term": term},
        quotes=(*facts(seat.meeting), *route(seat.meeting)),
        link=links.to_seat(seat),
        button=_("Bekijk of zeg af"),
    )


def signed_off(seat: Seat) -> Words:
    """Another signed somebody off."""
    return Words(
        _("Je bent afgemeld"),
        _(
            "Wie je meenam of wie de bijeenkomst organiseert, heeft je afgemeld. Klopt dat niet? Bel dan even, of meld je weer aan."
        ),
        quotes=facts(seat.meeting),
    )


def reminder(seat: Seat) -> Words:
    """It is soon."""
    meeting = seat.meeting
    soon = timezone.localtime(timezone.now(), meeting.zone).date() == timezone.localtime(meeting.starts_at, meeting.zone).date()
    lines = [_("Tot straks. Zo kom je er:") if soon else _("Over twee dagen zien we je. Zo kom je er:")]
    if meeting.lunch:
        lines.append(_("Er is een lunch. Je hoeft niets mee te nemen."))
    return Words(
        _("Vandaag is er een bijeenkomst") if soon else _("Bijna: je bijeenkomst"),
        "\n".join(lines),
        quotes=(*facts(meeting), *route(meeting)),
        link=links.to_seat(seat),
        button=_("Bekijk of zeg af"),
    )
