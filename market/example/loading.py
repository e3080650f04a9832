"""Loads the example neighbourhood: the same each time, and nothing twice."""

from __future__ import annotations

import tomllib
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts import consents, drawing, portraying
from accounts.drawing import USUAL_PRESSURE
from accounts.models import Affiliation, Appointment, Onboarding, Participant, SelfPortrait, Stamp, User
from market import publishing
from market.example import further, telling
from market.example.profiles import let_meet, load_profiles
from market.listings import LIFETIME, Listing
from market.models import Conversation, Message, ReadMark
from market.tags import Tag, Tagging
from neighbourhood.models import Area, Organisation, Place

FOLDER = Path(__file__).parent
PASSWORD = "voorbeeld-kennismarkt"  # noqa: S105 (an example, and said to be one)
# The same app with codes for all example accounts of the workplace; on a developer's machine only.
SECRET = "KENNISMARKT2VOORBEELD3ALLEEN4PRO"  # noqa: S105 (an example, and said to be one)
NAMES = uuid.UUID("5f0f1c9e-51a5-4a3e-9d80-2c8f0f6f8a11")
# A word that its writer proposed and no moderator has looked at yet.
PROPOSED = frozenset({"glas in lood"})
# Each listing a little later than the one after it, so that their order is settled.
STEP = timedelta(minutes=7)
# How long ago some stopped half way, and others got a stamp.
STOPPED = timedelta(days=21)


def read(name: str) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of one file."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def load(now: datetime | None = None) -> dict[str, int]:
    """Load what isn't there yet; return how many of each the example has."""
    now = now or timezone.now()
    with transaction.atomic():
        neighbourhood = read("neighbourhood")
        areas = {row["slug"]: Area.objects.get_or_create(slug=row["slug"], defaults=row)[0] for row in neighbourhood["area"]}
        organisations = {row["slug"]: organisation(row, areas) for row in neighbourhood["organisation"]}
        places = {row["slug"]: place(row, areas, organisations) for row in neighbourhood["place"]}
        neighbours = read("participants")["participant"]
        people = load_people(neighbours, areas, organisations)
        load_profiles(read("profiles"), organisations, places, people)
        load_portraits(read("portraits")["portrait"], people)
        load_beginnings(neighbours, people, now)
        load_stamps(read("stamps")["stamp"], people, now)
        listings = load_listings(read("listings")["listing"], now, areas, organisations, places, people)
        load_conversations(read("conversations")["conversation"], now, listings, people)
        telling.tell(people, now)
        for add in further:
            add(people, now)
    return {
        "areas": len(areas),
        "organisations": len(organisations),
        "places": len(places),
        "people": len(people),
        "listings": len(listings),
    }


def organisation(row: dict[str, Any], areas: dict[str, Area]) -> Organisation:
    """Return the organisation of a row, made when it isn't there."""
    defaults = {**row, "area": areas[row["area"]]}
    return Organisation.objects.get_or_create(area=defaults["area"], slug=row["slug"], defaults=defaults)[0]


def place(row: dict[str, Any], areas: dict[str, Area], organisations: dict[str, Organisation]) -> Place:
    """Return the place of a row, made when it isn't there."""
    defaults = {**row, "area": areas[row["area"]], "organisation": organisations.get(row.get("organisation", ""))}
    return Place.objects.get_or_create(area=defaults["area"], slug=row["slug"], defaults=defaults)[0]


def load_people(
    rows: list[dict[str, Any]], areas: dict[str, Area], organisations: dict[str, Organisation]
) -> dict[str, Participant]:
    """Return the people by their short names, made when they aren't there; one password for all, hashed once."""
    password = make_password(PASSWORD)
    people = {row["slug"]: person(row, areas, password) for row in rows}
    for row in rows:
        for slug in row.get("organisations", []):
            Affiliation.objects.get_or_create(
                participant=people[row["slug"]], organisation=organisations[slug], defaults={"confirmed_at": timezone.now()}
            )
        for duty in row.get("duties", []):
            Appointment.objects.get_or_create(participant=people[row["slug"]], area=areas[row["area"]], duty=duty)
        if settings.DEBUG and row.get("duties"):
            give_second_factor(people[row["slug"]].user)
    return people


def give_second_factor(user: User) -> None:
    """Give somebody of the workplace an app with codes whose secret everybody knows, unless they have one."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, SECRET)


def person(row: dict[str, Any], areas: dict[str, Area], password: str) -> Participant:
    """Return the participant of a row; who has no e-mail gets none."""
    area = areas[row["area"]]
    found = Participant.objects.filter(display_name=row["name"], area=area).first()
    if found is not None:
        return found
    email = f"{row['slug']}@example.org" if row.get("email", True) else None
    user = User(email=email, password=password)
    if email is None:
        user.set_unusable_password()
    user.save()
    if email is not None:
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    fields = {name: row[name] for name in ("roles", "side", "languages", "about")}
    made = Participant.objects.create(user=user, display_name=row["name"], area=area, **fields)
    if email is not None:
        consents.agree(made, to=consents.everything())
    return made


def load_portraits(rows: list[dict[str, Any]], people: dict[str, Participant]) -> None:
    """Let people show themselves in words and lines, as they would; who has a self-portrait keeps it."""
    there = set(SelfPortrait.objects.values_list("participant", flat=True))
    for row in rows:
        person = people[row["slug"]]
        if person.pk not in there:
            words = {name: row[name] for name in ("head", "heart", "belly")}
            portraying.portray(person, **words, strokes=drawing.checked([stroke(line) for line in row["lines"]]), version=0)
            Participant.objects.filter(pk=person.pk).update(portrait_for=row.get("for", person.portrait_for))


def stroke(line: str) -> dict[str, Any]:
    """Return the stroke of a line like "leaf thin 10,20 30,40"."""
    colour, width, *points = line.split()
    return {"colour": colour, "width": width, "points": [[*map(int, point.split(",")), USUAL_PRESSURE] for point in points]}


def load_beginnings(rows: list[dict[str, Any]], people: dict[str, Participant], now: datetime) -> None:
    """Let a few people stop half way through the first steps, three weeks ago; the others are through them."""
    for row in rows:
        if "stuck" in row:
            moment = {"started_at": now - STOPPED, "moved_at": now - STOPPED}
            Onboarding.objects.get_or_create(participant=people[row["slug"]], defaults={"step": row["stuck"], **moment})


def load_stamps(rows: list[dict[str, Any]], people: dict[str, Participant], now: datetime) -> None:
    """Stamp a few people, and propose it for one."""
    for row in rows:
        giver = people.get(row.get("by", ""))
        given = {"given_by": giver, "given_at": now - STOPPED} if giver is not None else {}
        Stamp.objects.get_or_create(
            participant=people[row["slug"]], kind=row["kind"], defaults={"reason": row["reason"], **given}
        )


def load_listings(
    rows: list[dict[str, Any]],
    now: datetime,
    areas: dict[str, Area],
    organisations: dict[str, Organisation],
    places: dict[str, Place],
    people: dict[str, Participant],
) -> dict[str, Listing]:
    """Return the listings by their short names, made when they aren't there, tagged and indexed for search."""
    marks = {row["slug"]: uuid.uuid5(NAMES, row["slug"]) for row in rows}
    there = {listing.placed_once: listing for listing in Listing.objects.filter(placed_once__in=marks.values())}
    fresh = []
    for order, row in enumerate(rows):
        if marks[row["slug"]] not in there:
            moment = now - timedelta(days=row["days"]) - STEP * (order + 1)
            fresh.append(listing_of(row, moment, now, areas, organisations, places, people))
    made = Listing.objects.bulk_create(fresh)
    tag(made, {marks[row["slug"]]: row for row in rows}, people)
    publishing.index(Listing.objects.filter(pk__in=[listing.pk for listing in made]))
    there |= {listing.placed_once: listing for listing in made}
    return {slug: there[mark] for slug, mark in marks.items()}


def listing_of(
    row: dict[str, Any],
    moment: datetime,
    now: datetime,
    areas: dict[str, Area],
    organisations: dict[str, Organisation],
    places: dict[str, Place],
    people: dict[str, Participant],
) -> Listing:
    """Return the listing of a row, not saved yet."""
    owner = people[row["owner"]]
    listing = Listing(
        owner=owner,
        area=areas[row["area"]] if "area" in row else owner.area,
        organisation=organisations.get(row.get("organisation", "")),
        place=places.get(row.get("place", "")),
        title=row["title"],
        description=row["text"],
        for_someone_else=row.get("someone_else", False),
        visibility=row.get("visibility", "everyone"),
        published_at=moment,
        changed_at=moment,
        expires_at=max(moment + LIFETIME, now + timedelta(days=14)),
        placed_once=uuid.uuid5(NAMES, row["slug"]),
        **{name: row[name] for name in ("kind", "way", "languages")},
        when=row.get("when", ""),
    )
    listing.side = publishing.voice(listing, by=owner, together=row.get("together", False))
    return in_state(listing, row, now)


def in_state(listing: Listing, row: dict[str, Any], now: datetime) -> Listing:
    """Put the listing in the state that its row names."""
    state = row.get("state", "open")
    if state == "paused":
        listing.paused_at = now - timedelta(days=3)
    elif state == "done":
        listing.done_at, listing.outcome = now - timedelta(days=2), row["outcome"]
    elif state == "expired":
        listing.expires_at = now - timedelta(days=5)
    return listing


def tag(listings: list[Listing], rows: dict[uuid.UUID, dict[str, Any]], people: dict[str, Participant]) -> None:
    """Give the new listings their tags."""
    words = {listing.pk: rows[listing.placed_once]["tags"] for listing in listings if listing.placed_once}
    names = {name for some in words.values() for name in some}
    known = set(Tag.tags.filter(name__in=names).values_list("name", flat=True))
    proposer = next(iter(people.values()))
    Tag.objects.bulk_create(
        Tag(name=name, slug=slugify(name), accepted=name not in PROPOSED, proposed_by=proposer if name in PROPOSED else None)
        for name in sorted(names - known)
    )
    tags = {each.name: each for each in Tag.tags.filter(name__in=names)}
    Tagging.objects.bulk_create(Tagging(tag=tags[name], content_object_id=pk) for pk, some in words.items() for name in some)


def load_conversations(
    rows: list[dict[str, Any]], now: datetime, listings: dict[str, Listing], people: dict[str, Participant]
) -> None:
    """Let people talk; the last word is still unread by the other."""
    for row in rows:
        listing, starter = listings[row["listing"]], people[row["starter"]]
        conversation, made = Conversation.objects.get_or_create(
            listing=listing,
            starter=starter,
            defaults={
                "subject": listing.title,
                "area": listing.area,
                "owner": listing.owner,
                "organisation": listing.organisation,
            },
        )
        if made:
            say(conversation, row["said"], now)
            let_meet(conversation)


def say(conversation: Conversation, said: list[list[Any]], now: datetime) -> None:
    """Write the messages of a conversation."""
    messages = Message.objects.bulk_create(
        Message(
            conversation=conversation,
            author=conversation.starter if who == "s" else conversation.owner,
            text=text,
            sent_at=now - timedelta(hours=hours),
            sent_once=uuid.uuid5(NAMES, f"{conversation.pk}-{hours}-{text}"),
        )
        for who, hours, text in said
    )
    Conversation.objects.filter(pk=conversation.pk).update(opened_at=messages[0].sent_at, latest_at=messages[-1].sent_at)
    for reader in (conversation.starter, conversation.owner):
        own = [message.pk for message in messages if message.author_id == reader.pk]
        ReadMark.objects.create(conversation=conversation, reader=reader, upto=max(own, default=0))
