"""What the tables of preparation groups, programmes and tables hold of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from kennismarkt import inventory
from kennismarkt.inventory import Fate
from meetings.models import GroupMessage, Material, ProgrammeItem

if TYPE_CHECKING:
    from kennismarkt.inventory import Erasing, Personal


def read_in_groups(person: Any) -> Any:
    """What the person reads in the conversations of their groups."""
    return GroupMessage.objects.visible_to(person) | GroupMessage.objects.filter(author=person)


def keep_nameless(_table: Personal, erasing: Erasing) -> None:
    """Take the person's names out of what was said in their groups, and out of the programmes made there."""
    groups = GroupMessage.objects.filter(author=erasing.person).values("group")
    for message in GroupMessage.objects.filter(group__in=list(groups.values_list("group", flat=True))):
        words = erasing.nameless(message.text)
        if words != message.text:
            GroupMessage.objects.filter(pk=message.pk).update(text=words)


def forget_bringer(_table: Personal, erasing: Erasing) -> None:
    """Let somebody else see to what the person would bring."""
    Material.objects.filter(brought_by=erasing.person).update(brought_by=None)


inventory.personal(
    "meetings.PrepWish",
    holds=_("Welke bijeenkomsten je wilt voorbereiden"),
    paths=("participant",),
    fields=("meeting", "side", "can_come", "language", "made_at"),
    without={"participant": "the person themselves"},
)
inventory.personal(
    "meetings.PrepPick",
    holds=_("Wanneer je werd voorgesteld voor een groepje"),
    paths=("participant",),
    fields=("group", "list"),
    without={"participant": "the person themselves"},
)
inventory.personal(
    "meetings.PrepMember",
    holds=_("In welke voorbereidingsgroepjes je zat"),
    paths=("participant",),
    fields=("group", "side", "since", "until", "instead_of"),
    without={"participant": "the person themselves"},
)
inventory.personal(
    "meetings.ItemCarrier",
    holds=_("Welke onderdelen van een bijeenkomst je droeg"),
    paths=("participant",),
    fields=("item",),
    without={"participant": "the person themselves"},
)
inventory.personal(
    "meetings.GroupMessage",
    holds=_("Wat je in voorbereidingsgroepjes schreef en las"),
    paths=("author",),
    copied=read_in_groups,
    group="group",
    fields=("group", "author", "text", "sent_at"),
    without={"sent_once": "tells a form sent twice"},
    fate=Fate.NAMELESS,
    why=_("Het groepje heeft het gesprek nog nodig. In wat blijft staat je naam niet meer."),
    erase=keep_nameless,
)
inventory.personal(
    "meetings.TablePlace",
    holds=_("Aan welke tafel je zat"),
    paths=("seat__participant",),
    fields=("meeting", "table"),
    without={"seat": "your own seat, told above"},
)
inventory.personal(
    "meetings.Material",
    holds=_("Wat je meebracht of regelde voor een bijeenkomst"),
    paths=("brought_by",),
    fields=("meeting", "words", "ready"),
    without={"brought_by": "the person themselves"},
    fate=Fate.NAMELESS,
    why=_("De bijeenkomst heeft het nog nodig. Dat jij het zou doen, staat er niet meer bij."),
    erase=forget_bringer,
)
inventory.nothing("preparation groups and programmes, made together", "meetings.PrepGroup", ProgrammeItem._meta.label)
inventory.nothing("pieces of theory", "meetings.BuildingBlock")
