"""What the tables of the market hold of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, Erasure
from kennismarkt import inventory
from kennismarkt.inventory import Fate
from market.conversations import Conversation, Message
from market.moderation import Hiding, Report
from market.searching import forget_words
from market.tags import Tag, Tagging

if TYPE_CHECKING:
    from kennismarkt.inventory import Erasing, Personal

NEEDED = _("De ander heeft jullie gesprek nog nodig. In wat blijft staat je naam niet meer.")


def own_conversations(person: Any) -> Any:
    """Those in which the person began, was asked, or wrote; as far as they may still read them."""
    took_part = Q(starter=person) | Q(owner=person) | Q(messages__author=person)
    return Conversation.objects.visible_to(person).filter(pk__in=Conversation.objects.filter(took_part).values("pk"))


def read_messages(person: Any) -> Any:
    """What the person reads in those: never what was hidden from them."""
    return Message.objects.visible_to(person).filter(conversation__in=own_conversations(person).order_by().values("pk"))


def own_hidings(person: Any) -> Any:
    """Why something of theirs is or was hidden."""
    return Hiding.objects.of(person)


def own_reports(person: Any) -> Any:
    """What they reported, never what others reported about them."""
    return Report.objects.filter(reporter=person)


def forget_proposals(_table: Personal, erasing: Erasing) -> None:
    """Throw away words they proposed that stand on nobody else's listing; the others belong to everybody."""
    used = Tagging.objects.exclude(content_object__owner=erasing.person).values("tag")
    Tag.objects.filter(proposed_by=erasing.person, accepted=False).exclude(pk__in=used).delete()


def settle_reports(_table: Personal, erasing: Erasing) -> None:
    """Delete reports about the person; keep those they made, about what and why, without their words."""
    Report.objects.filter(person=erasing.person).delete()
    Report.objects.filter(reporter=erasing.person).update(text="")
    for report in Report.objects.filter(message__author=erasing.person):
        Report.objects.filter(pk=report.pk).update(text=erasing.nameless(report.text))


def settle_hidings(_table: Personal, erasing: Erasing) -> None:
    """Delete what was hidden of the person, and why; in what they explained to others as moderator their name goes."""
    Message.objects.filter(author=erasing.person, hidden_at__isnull=False).delete()
    Hiding.objects.filter(message__author=erasing.person).delete()
    for hiding in Hiding.objects.filter(hidden_by=erasing.person):
        Hiding.objects.filter(pk=hiding.pk).update(explanation=erasing.nameless(hiding.explanation))


def keep_nameless(_table: Personal, erasing: Erasing) -> None:
    """Delete conversations that nobody is left to read; take the person's names out of the others, whoever wrote them."""
    shared = Conversation.objects.filter(
        Q(starter=erasing.person) | Q(owner=erasing.person) | Q(messages__author=erasing.person)
    ).distinct()
    left = Erasure.objects.filter(erased_at__isnull=False).values("participant")
    alone = (Q(starter=erasing.person) | Q(starter__in=left)) & (Q(owner=erasing.person) | Q(owner__in=left))
    read_for_one = Affiliation.objects.confirmed().exclude(participant=erasing.person).values("organisation")
    abandoned = shared.filter(alone).exclude(organisation__in=read_for_one)
    Conversation.objects.filter(pk__in=list(abandoned.values_list("pk", flat=True))).delete()
    for conversation in shared:
        Conversation.objects.filter(pk=conversation.pk).update(subject=erasing.nameless(conversation.subject))
    for message in Message.objects.filter(conversation__in=shared.values("pk")):
        words = erasing.nameless(message.text)
        if words != message.text:
            Message.objects.filter(pk=message.pk).update(text=words)


inventory.personal(
    "market.Draft",
    holds=_("Wat je begon te schrijven voor de markt"),
    paths=("writer", "listing__owner"),
    fields=("listing", "fields", "photo", "saved_at"),
    without={"writer": "the person themselves"},
)
inventory.personal(
    "market.SavedSearch",
    holds=_("Zoekvragen die je bewaarde"),
    paths=("participant",),
    fields=("area", "query", "saved_at", "looked_at"),
    without={"participant": "the person themselves"},
)
inventory.personal(
    "market.ReadMark",
    holds=_("Hoe ver je las in gesprekken"),
    paths=("reader",),
    fields=("conversation", "upto"),
    without={"reader": "the person themselves"},
)
inventory.personal(
    "market.Report",
    holds=_("Wat je hebt gemeld"),
    paths=("reporter",),
    copied=own_reports,
    fields=("listing", "message", "person", "area", "reason", "text", "reported_at", "handled_at"),
    without={"reporter": "the person themselves", "handled_by": "about the moderator"},
    fate=Fate.NAMELESS,
    why=_("Een moderator moet er nog naar kunnen kijken. Je eigen woorden gaan weg; waarover en waarom blijft."),
    erase=settle_reports,
)
inventory.personal(
    "market.Hiding",
    holds=_("Wat van jou is verborgen, en waarom"),
    paths=("listing__owner", "message__author"),
    copied=own_hidings,
    fields=("listing", "message", "reason", "explanation", "hidden_at", "objection", "objected_at", "lifted_at", "upheld_at"),
    without={"area": "that of the listing or conversation", "hidden_by": "about the moderator"},
    erase=settle_hidings,
)
inventory.personal(
    "market.Tag",
    holds=_("Trefwoorden die je voorstelde"),
    paths=("proposed_by",),
    fields=("name", "accepted"),
    without={"slug": "the name as it stands in addresses", "proposed_by": "the person themselves"},
    fate=Fate.NAMELESS,
    why=_("Een trefwoord dat is aangenomen of dat anderen gebruiken, is van iedereen."),
    erase=forget_proposals,
)
inventory.personal(
    "market.Tagging",
    holds=_("Trefwoorden bij wat je op de markt zette"),
    paths=("content_object__owner",),
    fields=("tag", "content_object"),
)
inventory.personal(
    "market.Message",
    holds=_("Wat je in gesprekken schreef en las"),
    paths=("author",),
    copied=read_messages,
    group="conversation",
    fields=("conversation", "author", "written_by", "sent_at", "text", "hidden_at"),
    without={"sent_once": "tells a form sent twice"},
    fate=Fate.NAMELESS,
    why=NEEDED,
)
inventory.personal(
    "market.Conversation",
    holds=_("Je gesprekken"),
    paths=("starter", "owner"),
    copied=own_conversations,
    fields=("subject", "personal", "listing", "area", "starter", "owner", "organisation", "opened_at", "latest_at"),
    fate=Fate.NAMELESS,
    why=NEEDED,
    erase=keep_nameless,
)
inventory.personal(
    "market.Listing",
    holds=_("Wat je op de markt zette, ook namens een organisatie"),
    paths=("owner",),
    fields=(
        "kind",
        "way",
        "title",
        "description",
        "when",
        "languages",
        "place",
        "area",
        "photo",
        "photo_alt",
        "organisation",
        "for_someone_else",
        "side",
        "visibility",
        "published_at",
        "changed_at",
        "expires_at",
        "paused_at",
        "done_at",
        "outcome",
        "hidden_at",
        "deleted_at",
        "tag_names",
    ),
    without={
        "owner": "the person themselves",
        "version": "counts changes",
        "placed_once": "tells a form sent twice",
        "words": "made from the rest, to find by",
        "compounds": "made from the rest, to find by",
        "document": "made from the rest, to find by",
    },
)
inventory.derived("market.Word", holds="words that stand on the market, for typing errors", renew=forget_words)
