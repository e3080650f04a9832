"""What the tables of cards hold of people: agreed words stay without the name, what somebody wrote for themselves goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from kennismarkt import inventory
from kennismarkt.inventory import Fate
from partnership.invitations import Invitation
from partnership.partners import Partner

if TYPE_CHECKING:
    from kennismarkt.inventory import Erasing, Personal

AGREED = _("Wat jullie samen afspraken, is van de groep. Je naam gaat eruit.")
COURSE = _("De anderen moeten kunnen nagaan hoe een afspraak tot stand kwam. Je naam staat er niet bij.")
OWN = {"partner": "the person themselves"}
ONCE = "tells a form sent twice"

# Every column with words of a card that stay, and the way from its row to the card.
WORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "partnership.PartnershipCard": ("pk", ("title",)),
    "partnership.Case": ("cards", ("title", "story")),
    "partnership.Cluster": ("step__card", ("title",)),
    "partnership.Note": ("step__card", ("text",)),
    "partnership.NoteVersion": ("note__step__card", ("text",)),
    "partnership.Remark": ("note__step__card", ("text",)),
    "partnership.Expectation": ("card", ("text",)),
    "partnership.Proposal": ("step__card", ("text", "win")),
    "partnership.ProposalVersion": ("proposal__step__card", ("text", "win")),
    "partnership.Stance": ("proposal__step__card", ("words",)),
    "partnership.Reopening": ("step__card", ("reason",)),
    "partnership.Happening": ("card", ("words",)),
    "partnership.Action": ("card", ("text", "who", "outcome_words")),
    "partnership.LookingBack": ("review__card", ("text",)),
}


def leave_table(_table: Personal, erasing: Erasing) -> None:
    """Get the person up from every table, nameless; take their names out of the words of those cards, whoever wrote them."""
    mine = Partner.objects.filter(participant=erasing.person)
    cards = list(mine.values_list("card", flat=True))
    for label, (path, fields) in WORDS.items():
        for row in apps.get_model(label)._base_manager.filter(**{f"{path}__in": cards}).distinct():
            words = {name: erasing.nameless(getattr(row, name)) for name in fields}
            if any(words[name] != getattr(row, name) for name in fields):
                type(row)._base_manager.filter(pk=row.pk).update(**words)
    gone: dict[str, Any] = {"participant": None, "name": "", "left_at": Coalesce(F("left_at"), Now())}
    mine.update(**gone, seen_at=None, writing_at=None, writing_step=None)


def own_invitations(person: Any) -> Any:
    """Those that the person got."""
    return Invitation.objects.filter(person=person)


inventory.nothing("the course of a card: numbers, phases and days", "partnership.CardStep", "partnership.Review")
inventory.nothing("words above notes of a group; names of who is erased are taken out", "partnership.Cluster")
inventory.nothing("guests: a hash of their link and a day; their name stands with the partner", "partnership.Guest")
inventory.personal(
    "partnership.Draft",
    holds=_("Wat je op een kaart begon te schrijven"),
    paths=("partner__participant",),
    fields=("place", "fields", "saved_at"),
    without=OWN,
)
inventory.personal(
    "partnership.Recognition",
    holds=_("Wat je op een kaart herkende"),
    paths=("partner__participant",),
    fields=("note",),
    without=OWN,
)
inventory.personal(
    "partnership.Remark",
    holds=_("Wat je bij briefjes vroeg of aanvulde"),
    paths=("partner__participant",),
    fields=("note", "kind", "text", "said_at", "withdrawn_at"),
    without={**OWN, "said_once": ONCE},
)
inventory.personal(
    "partnership.NoteVersion",
    holds=_("Hoe je briefjes eerder waren"),
    paths=("by__participant",),
    fields=("note", "number", "text", "at", "taken", "shared"),
    without={"by": "the person themselves"},
)
inventory.personal(
    "partnership.Note",
    holds=_("Je briefjes op kaarten"),
    paths=("writer__participant",),
    fields=("step", "text", "named", "cluster", "written_at", "shared_at", "withdrawn_at"),
    without={"writer": "the person themselves", "version": "counts changes", "written_once": ONCE},
)
inventory.personal(
    "partnership.LookingBack",
    holds=_("Wat je zei bij het terugkijken"),
    paths=("partner__participant",),
    fields=("review", "expectation", "feeling", "text", "said_at"),
    without={**OWN, "said_once": ONCE},
)
inventory.personal(
    "partnership.Expectation",
    holds=_("Wat je van anderen verwachtte"),
    paths=("partner__participant",),
    fields=("card", "theme", "text", "voiced_at", "withdrawn_at"),
    without={**OWN, "voiced_once": ONCE},
)
inventory.personal(
    "partnership.Invitation",
    holds=_("Voor welke kaarten je bent gevraagd"),
    paths=("person",),
    fields=("card", "asked_at", "answered_at", "accepted"),
    without={"person": "the person themselves", "by": "about somebody else"},
    copied=own_invitations,
)
inventory.personal(
    "partnership.Reading",
    holds=_("Wanneer je een kaart las"),
    paths=("partner__participant",),
    fields=("card", "how", "read_at"),
    without=OWN,
    fate=Fate.NAMELESS,
    why=COURSE,
)
inventory.personal(
    "partnership.Stance",
    holds=_("Wat je van voorstellen vond"),
    paths=("partner__participant",),
    fields=("proposal", "proposal_version", "round", "answer", "words", "said_at"),
    without=OWN,
    fate=Fate.NAMELESS,
    why=COURSE,
)
inventory.personal(
    "partnership.Reopening",
    holds=_("Waarom je een stap weer opende"),
    paths=("by__participant",),
    fields=("step", "reason", "at"),
    without={"by": "the person themselves"},
    fate=Fate.NAMELESS,
    why=COURSE,
)
inventory.personal(
    "partnership.Happening",
    holds=_("Wat je op kaarten deed"),
    paths=("by__participant",),
    fields=("card", "step", "what", "note", "proposal", "words", "at"),
    without={"by": "the person themselves"},
    fate=Fate.NAMELESS,
    why=COURSE,
)
inventory.personal(
    "partnership.Action",
    holds=_("Acties die je op kaarten zette"),
    paths=("by__participant",),
    fields=("card", "asked_of", "text", "due_on", "who", "made_at", "withdrawn_at", "closed_at", "outcome", "outcome_words"),
    without={"by": "the person themselves", "guest": "about somebody else", "made_once": ONCE},
    fate=Fate.NAMELESS,
    why=AGREED,
)
inventory.personal(
    "partnership.ProposalVersion",
    holds=_("Hoe je voorstellen eerder waren"),
    paths=("by__participant",),
    fields=("proposal", "number", "text", "win", "beside", "at", "taken"),
    without={"by": "the person themselves"},
    fate=Fate.NAMELESS,
    why=AGREED,
)
inventory.personal(
    "partnership.Proposal",
    holds=_("Wat je voorstelde op kaarten"),
    paths=("by__participant",),
    fields=("step", "text", "beside", "win", "made_at", "withdrawn_at"),
    without={"by": "the person themselves", "version": "counts changes", "made_once": ONCE},
    fate=Fate.NAMELESS,
    why=AGREED,
)
inventory.personal(
    "partnership.PartnershipCard",
    holds=_("Kaarten waaraan je zit"),
    paths=("partners__participant",),
    fields=("area", "title", "subject", "listing", "case", "mode", "opened_at", "finished_at"),
    without={
        "host": "about somebody else",
        "opened_once": ONCE,
        "code": "opens the card",
        "code_until": "until when it does",
        "timer_ends_at": "a clock",
    },
    fate=Fate.NAMELESS,
    why=AGREED,
)
inventory.personal(
    "partnership.Case",
    holds=_("Casussen die je inbracht"),
    paths=("brought_by",),
    fields=("area", "title", "story", "opened_at", "closed_at", "keep_until"),
    without={"brought_by": "the person themselves", "warned_at": "when we told", "version": "counts changes"},
    fate=Fate.NAMELESS,
    why=_("De anderen werken er nog aan. Je naam gaat eruit; na de bewaartijd gaat de casus weg."),
)
inventory.personal(
    "partnership.Partner",
    holds=_("Je plek aan kaarten"),
    paths=("participant",),
    fields=("card", "name", "side", "joined_at", "away", "left_at", "barred"),
    without={
        "participant": "the person themselves",
        "guest": "none, who has an account",
        "seen_at": "for a minute",
        "writing_at": "for seconds",
        "writing_step": "for seconds",
    },
    fate=Fate.NAMELESS,
    why=_("Alleen een kant, zonder naam: hoeveel mensen van welke kant het eens werden."),
    erase=leave_table,
)
