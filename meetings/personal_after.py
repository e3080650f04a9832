"""What the tables of after a meeting hold of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kennismarkt import inventory
from kennismarkt.inventory import Fate
from meetings.models import Anchoring, Photo, Reflection, Report, SideStream

if TYPE_CHECKING:
    from kennismarkt.inventory import Erasing, Personal

OWN = {"participant": "the person themselves"}
OF_THE_GROUP = _("De groep heeft dit nog nodig. In wat blijft staat je naam niet meer.")


def without_name(table: Personal, erasing: Erasing, *fields: str) -> None:
    """Take the person's names out of what was written about something they were part of, whoever wrote it."""
    for row in table.model._base_manager.filter(pk__in=erasing.numbers[table.label]):
        for name in fields:
            text = getattr(row, name)
            setattr(row, name, [erasing.nameless(each) for each in text] if isinstance(text, list) else erasing.nameless(text))
        row.save(update_fields=fields)


def nameless_report(table: Personal, erasing: Erasing) -> None:
    """Keep what was decided, without their name."""
    without_name(table, erasing, "text", "decisions")


def nameless_stream(table: Personal, erasing: Erasing) -> None:
    """Keep what others go on with, without their name; a stream of which nobody is left goes."""
    own = SideStream.objects.filter(pk__in=erasing.numbers[table.label])
    abandoned = own.exclude(members__participant__in=others(erasing))
    inventory.delete(abandoned)
    without_name(table, erasing, "title", "story", "theme", "next_step", "result")


def others(erasing: Erasing) -> Any:
    """Everybody but the person, as far as they take part."""
    return type(erasing.person).objects.present().exclude(pk=erasing.person.pk).values("pk")


def nameless_anchoring(table: Personal, erasing: Erasing) -> None:
    """Keep how it goes on, without their name."""
    without_name(table, erasing, "rounding_off", "how")


def photos_agreed(person: Any) -> Any:
    """Those they are on or added, as far as they see them."""
    return Photo.objects.visible_to(person).filter(Q(people=person) | Q(added_by=person)).distinct()


def reports_read(person: Any) -> Any:
    """Those that they may read: of meetings where they were, and that they wrote."""
    return Report.objects.visible_to(person)


def anchorings_told(person: Any) -> Any:
    """Those that they wrote or carry."""
    return Anchoring.objects.filter(Q(written_by=person) | Q(carriers=person)).distinct()


def own_thoughts(person: Any) -> Any:
    """What they wrote themselves."""
    return Reflection.objects.written_by(person)


inventory.personal(
    "meetings.Reflection",
    holds=_("Wat je meenam van bijeenkomsten, en wie dat mag lezen"),
    paths=("participant",),
    copied=own_thoughts,
    fields=("meeting", "part", "text", "may_quote", "consented_at", "written_at", "set_aside_at"),
    without={**OWN, "mark": "a sign without meaning, to find a quote by"},
)
# Before the consents: with those gone, nobody would know that they are on it.
inventory.personal(
    "meetings.Photo",
    holds=_("Foto's van bijeenkomsten waar je op staat of die je plaatste"),
    paths=("consents__participant", "added_by"),
    copied=photos_agreed,
    fields=("meeting", "image", "alt", "added_at"),
    without={"added_by": "the person themselves, or about who added it"},
)
inventory.personal(
    "meetings.PhotoConsent",
    holds=_("Of je het goed vindt dat je op een foto staat"),
    paths=("participant",),
    fields=("photo", "agreed_at"),
    without=OWN,
)
inventory.personal(
    "meetings.Report",
    holds=_("Verslagen die je schreef, en van bijeenkomsten waar je was"),
    paths=("written_by", "meeting__seats__participant"),
    copied=reports_read,
    fields=("meeting", "text", "decisions", "published_at", "changed_at"),
    without={"written_by": "the person themselves, or about who wrote it", "version": "counts changes"},
    fate=Fate.NAMELESS,
    why=OF_THE_GROUP,
    erase=nameless_report,
)
# Before its people: with those gone, nobody would know whose it was.
inventory.personal(
    "meetings.SideStream",
    holds=_("Zijstromen die je begon of waaraan je meedoet"),
    paths=("started_by", "members__participant"),
    fields=(
        "area",
        "title",
        "story",
        "origin",
        "meeting",
        "theme",
        "parent",
        "audience",
        "next_step",
        "next_step_on",
        "result",
        "started_at",
        "finished_at",
    ),
    without={"started_by": "the person themselves, or about who began it", "version": "counts changes"},
    fate=Fate.NAMELESS,
    why=OF_THE_GROUP,
    erase=nameless_stream,
)
inventory.personal(
    "meetings.StreamMember",
    holds=_("Aan welke zijstromen je meedoet"),
    paths=("participant",),
    fields=("stream", "joined_at"),
    without=OWN,
)
# Before its carriers, for the same reason.
inventory.personal(
    "meetings.Anchoring",
    holds=_("Wat je schreef over hoe een traject verdergaat, of wat jij verder draagt"),
    paths=("written_by", "carriers"),
    copied=anchorings_told,
    fields=("trajectory", "rounding_off", "how", "series", "changed_at"),
    without={"written_by": "the person themselves, or about who wrote it", "version": "counts changes"},
    fate=Fate.NAMELESS,
    why=OF_THE_GROUP,
    erase=nameless_anchoring,
)
inventory.personal(
    "meetings.Anchoring_carriers",
    holds=_("Welk traject jij verder draagt"),
    paths=("participant",),
    fields=("anchoring",),
    without=OWN,
)
inventory.nothing("tallies of answers, never whose", "meetings.Pulse")
inventory.nothing("keyed hashes that somebody answered, gone within eight days; never what they answered", "meetings.PulseMark")
inventory.nothing("which success was told at which meeting", "meetings.MeetingHarvest")
