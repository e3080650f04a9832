"""What the tables about people hold of them, also those of libraries that lean on the account."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.blocks import Block
from accounts.models import Commitment, Erasure, Harvest, Participant, User
from accounts.privacy import FIELDS
from kennismarkt import inventory
from kennismarkt.inventory import Fate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.portraits import SelfPortrait
    from kennismarkt.inventory import Erasing, Personal

ONE = ("participant",)
ACCOUNT = ("user__participant",)
OWN = {"participant": "the person themselves"}
OF_ACCOUNT = {"user": "the person themselves"}


def drawings(portrait: SelfPortrait) -> Iterator[tuple[str, bytes]]:
    """Yield the drawing as a picture."""
    if portrait.strokes:
        drawing = import_module("accounts.drawing")
        yield "drawing.svg", drawing.svg_of(portrait.strokes).encode()


def hollow_participant(_table: Personal, erasing: Erasing) -> None:
    """Leave a number, an area and a side: what a conversation that stays is with."""
    bare = Participant(user_id=0, area_id=0, display_name="", roles=[])
    kept = {"id", "user", "area", "side"}
    emptied = {each.name: getattr(bare, each.attname) for each in Participant._meta.concrete_fields if each.name not in kept}
    Participant.objects.filter(pk=erasing.person.pk).update(**emptied)


def hollow_account(_table: Personal, erasing: Erasing) -> None:
    """Leave a number that nobody can sign in with."""
    bare = User(is_active=False, email=None, last_login=None, joined_at=timezone.now())
    bare.set_unusable_password()
    names = ("password", "last_login", "is_superuser", "email", "is_active", "joined_at")
    User.objects.filter(pk=erasing.person.user_id).update(**{name: getattr(bare, name) for name in names})


def carried_out(_table: Personal, erasing: Erasing) -> None:
    """Write down when, and forget what would have come back."""
    Erasure.objects.filter(participant=erasing.person).update(erased_at=timezone.now(), kept={})


def own_blocks(person: Any) -> Any:
    """Only those that the person made: nobody hears who blocked them."""
    return Block.objects.filter(blocker=person)


def forget_commitments(_table: Personal, erasing: Erasing) -> None:
    """Delete what the person took on or was asked; take their names out of what they asked of others."""
    Commitment.objects.filter(person=erasing.person).delete()
    for commitment in Commitment.objects.filter(asked_by=erasing.person):
        Commitment.objects.filter(pk=commitment.pk).update(text=erasing.nameless(commitment.text))


def nameless_harvest(_table: Personal, erasing: Erasing) -> None:
    """Take the person's names out of successes of their area; the success itself is everybody's."""
    for harvest in Harvest.objects.filter(area=erasing.person.area_id):
        words = {"title": erasing.nameless(harvest.title), "text": erasing.nameless(harvest.text)}
        if words != {"title": harvest.title, "text": harvest.text}:
            Harvest.objects.filter(pk=harvest.pk).update(**words)


def sign_out(_table: Personal, erasing: Erasing) -> None:
    """End every session: those that are listed by account, and those that hold its number."""
    number = str(erasing.person.user_id)
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == number:
            session.delete()


def nameless_log(_table: Personal, erasing: Erasing) -> None:
    """Take the words out of what the workplace wrote down about anything of theirs; what was done, when, by whom stays."""
    for label, numbers in erasing.numbers.items():
        kind = ContentType.objects.get_for_model(inventory.listed.personal[label].model)
        about = LogEntry.objects.filter(content_type=kind, object_id__in=[str(number) for number in numbers])
        about.update(object_repr=Concat(Value(f"{kind} "), "object_id"), change_message="")


inventory.personal(
    "accounts.SelfPortrait",
    holds=_("Je zelfportret: hoofd, hart en buik, in woorden en als tekening"),
    paths=ONE,
    fields=("head", "heart", "belly", "strokes", "photo", "changed_at"),
    without={
        **OWN,
        "photo_small": "the photo, smaller",
        "version": "counts changes",
        "picture_version": "counts changes of the drawing",
    },
    media=drawings,
)
inventory.personal(
    "accounts.Affiliation",
    holds=_("Waar je werkt of helpt"),
    paths=ONE,
    fields=("organisation", "function", "since", "keeps_entry", "confirmed_at"),
    without=OWN,
)
inventory.personal(
    "accounts.Appointment", holds=_("Waarvoor je bent aangesteld"), paths=ONE, fields=("area", "duty"), without=OWN
)
inventory.personal(
    "accounts.Stamp",
    holds=_("Je stempels"),
    paths=ONE,
    fields=("kind", "reason", "made_at", "given_at", "declined_at", "hidden_at"),
    without={**OWN, "given_by": "about the coordinator", "passed_at": "proposals are the coordinators' business"},
)
inventory.personal(
    "accounts.Block",
    holds=_("Wie je hebt geblokkeerd"),
    paths=("blocker", "blocked"),
    fields=("blocked", "made_at"),
    without={"blocker": "the person themselves; nobody hears who blocked them"},
    copied=own_blocks,
)
inventory.personal(
    "accounts.Encounter",
    holds=_("Wie je hebt ontmoet"),
    paths=("one", "other"),
    fields=("one", "other", "area", "met_at", "origin", "across_the_line"),
    fate=Fate.NAMELESS,
    why=_("De wijk telt hoeveel mensen elkaar leerden kennen."),
)
inventory.personal(
    "accounts.Commitment",
    holds=_("Wat je hebt afgesproken, of wat je is gevraagd"),
    paths=("person",),
    fields=(
        "area",
        "organisation",
        "text",
        "due_on",
        "origin",
        "asked_at",
        "accepted_at",
        "declined_at",
        "closed_at",
        "outcome",
        "outcome_words",
    ),
    without={
        "person": "the person themselves",
        "asked_by": "about somebody else",
        "about": "a number of ours",
        "reminded_on": "when we reminded",
        "version": "counts changes",
    },
    erase=forget_commitments,
)
inventory.personal(
    "accounts.Maker",
    holds=_("Bij welke oogst je wordt genoemd"),
    paths=("person",),
    fields=("harvest", "named_at"),
    without={"person": "the person themselves"},
)
inventory.personal(
    "accounts.Harvest",
    holds=_("Wat je vertelde voor de oogst van de wijk"),
    paths=("told_by",),
    fields=("area", "title", "text", "happened_on", "origin", "told_at", "taken_back_at"),
    without={"told_by": "the person themselves", "told_once": "tells a form sent twice"},
    fate=Fate.NAMELESS,
    why=_("Wat lukte, is van de wijk. Je naam gaat eruit."),
    erase=nameless_harvest,
)
inventory.personal(
    "accounts.Onboarding",
    holds=_("Hoe ver je kwam toen je begon"),
    paths=ONE,
    fields=("step", "portrait_skipped", "started_at", "moved_at", "finished_at", "dismissed_at"),
    without=OWN,
)
inventory.personal(
    "accounts.ActFor",
    holds=_("Wat anderen voor je deden"),
    paths=ONE,
    fields=("actor", "route", "number", "acted_at", "refused"),
    without=OWN,
)
inventory.personal(
    "accounts.TakeOver",
    holds=_("Brieven waarmee je je account kon overnemen"),
    paths=ONE,
    fields=("made_at", "expires_at", "used_at", "revoked_at"),
    without={**OWN, "made_by": "about the coordinator", "code_hash": "opens the account"},
)
inventory.personal(
    "accounts.Consent",
    holds=_("Waarmee je het eens was"),
    paths=ONE,
    fields=("document", "version", "given_at"),
    without=OWN,
)
inventory.personal(
    "accounts.Export",
    holds=_("Kopieën die je vroeg"),
    paths=ONE,
    fields=("asked_at", "ready_at"),
    without={**OWN, "file": "a copy of a copy"},
)
inventory.personal(
    "sessions.Session",
    holds=_("Dat je bent ingelogd"),
    paths=(),
    without={
        "session_key": "opens the account",
        "session_data": "opens the account",
        "expire_date": "see where you are signed in",
    },
    erase=sign_out,
)
inventory.personal(
    "usersessions.UserSession",
    holds=_("Waar je bent ingelogd"),
    paths=ACCOUNT,
    fields=("created_at", "last_seen_at", "user_agent"),
    without={**OF_ACCOUNT, "session_key": "opens the account", "ip": "none is kept", "data": "nothing stands there"},
)
inventory.personal(
    "mfa.Authenticator",
    holds=_("Hoe je bewijst dat jij het bent: passkeys, app, herstelcodes"),
    paths=ACCOUNT,
    fields=("type", "created_at", "last_used_at"),
    without={**OF_ACCOUNT, "data": "opens the account"},
)
inventory.personal(
    "account.EmailAddress",
    holds=_("Je e-mailadres"),
    paths=ACCOUNT,
    fields=("email", "verified", "primary"),
    without=OF_ACCOUNT,
)
inventory.personal(
    "account.EmailConfirmation",
    holds=_("Codes die we naar je adres stuurden"),
    paths=("email_address__user__participant",),
    fields=("created", "sent"),
    without={"email_address": "stands with your address", "key": "proves the address"},
)
inventory.personal(
    "admin.LogEntry",
    holds=_("Wat je deed op de werkplek"),
    paths=ACCOUNT,
    fields=("action_time", "content_type", "object_id", "action_flag"),
    without={**OF_ACCOUNT, "object_repr": "about others", "change_message": "about others"},
    fate=Fate.NAMELESS,
    why=_("Wie na jou komt, moet kunnen nagaan wat er is gebeurd."),
    erase=nameless_log,
)
inventory.personal(
    "accounts.User_groups", holds=_("Groepen van je account"), paths=ACCOUNT, fields=("group",), without=OF_ACCOUNT
)
inventory.personal(
    "accounts.User_user_permissions", holds=_("Rechten van je account"), paths=ACCOUNT, fields=("permission",), without=OF_ACCOUNT
)
inventory.personal(
    "accounts.Erasure",
    holds=_("Dat je weg wilt"),
    paths=ONE,
    fields=("asked_at", "kept"),
    without={**OWN, "erased_at": "empty until then"},
    fate=Fate.NAMELESS,
    why=_("Alleen een nummer en een datum, als er iets van je blijft dat anderen nodig hebben."),
    erase=carried_out,
)
inventory.personal(
    "accounts.Participant",
    holds=_("Wie je bent: naam, wijk, rollen, talen, wat je beweegt, wat je kunt en wilt leren, en wie wat ziet"),
    paths=("pk",),
    fields=(
        "display_name",
        "area",
        "roles",
        "side",
        "languages",
        "about",
        "can",
        "wants_to_learn",
        "availability",
        "contact_way",
        "contact_note",
        "near",
        "reads",
        *(f"{name}_for" for name in FIELDS),
    ),
    without={"user": "has a place of its own", "version": "counts changes"},
    fate=Fate.NAMELESS,
    why=_("Alleen een nummer, een wijk en een kant, en alleen als er iets van je blijft dat anderen nodig hebben."),
    erase=hollow_participant,
)
inventory.personal(
    "accounts.User",
    holds=_("Je account"),
    paths=("participant",),
    fields=("email", "is_active", "joined_at", "last_login", "is_superuser"),
    without={"password": "a hash that opens the account"},
    fate=Fate.NAMELESS,
    why=_("Alleen een nummer waarmee niemand kan inloggen, en alleen als er iets van je blijft dat anderen nodig hebben."),
    erase=hollow_account,
)
