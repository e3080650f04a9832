"""Saying where one works or helps, and confirming it: only what is confirmed gives rights."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, Duty, Participant
from accounts.profiling import ChangedMeanwhile
from kennismarkt import pace
from kennismarkt.errors import Refused
from neighbourhood.models import Organisation

if TYPE_CHECKING:
    from datetime import date

FORBIDDEN = 403
MOST = 12
# What a keeper may change of an organisation; its name, side and area are the coordinator's.
ENTRY = ("description", "email", "phone", "website")


@transaction.atomic
def affiliate(person: Participant, organisation: Organisation, *, function: str = "", since: date | None = None) -> Affiliation:
    """Write down that `person` works or helps at `organisation`; it gives no rights until somebody confirms it.

    Raises `Refused` for an organisation of another area, one that stands there already, and more than twelve.
    """
    pace.lock(person)
    if organisation.area_id != person.area_id:
        raise Refused(_("Kies een organisatie in je eigen wijk."))
    there = set(Affiliation.objects.filter(participant=person).values_list("organisation", flat=True))
    if organisation.pk in there:
        raise Refused(_("Deze organisatie staat er al bij."))
    if len(there) >= MOST:
        raise Refused(_("Je kunt hoogstens twaalf organisaties noemen."))
    return Affiliation.objects.create(participant=person, organisation=organisation, function=function, since=since)


def leave(affiliation: Affiliation, *, by: Participant) -> None:
    """Take it away, with every right that came with it; only from oneself (`Refused` otherwise)."""
    if affiliation.participant_id != by.pk:
        raise Refused(_("Dit is niet van jou."), status=FORBIDDEN)
    affiliation.delete()


def confirm(affiliation: Affiliation, *, by: Participant) -> Affiliation:
    """Let somebody act for the organisation; raises `Refused` for who has no say there, and about oneself."""
    decidable(affiliation, by)
    Affiliation.objects.filter(pk=affiliation.pk, confirmed_at=None).update(confirmed_at=timezone.now())
    affiliation.refresh_from_db()
    return affiliation


def refuse(affiliation: Affiliation, *, by: Participant) -> None:
    """Say that it is not so: it goes, unless it was confirmed already (`Refused` as `confirm`)."""
    decidable(affiliation, by)
    Affiliation.objects.filter(pk=affiliation.pk, confirmed_at=None).delete()


def decidable(affiliation: Affiliation, by: Participant) -> None:
    """Raise `Refused` unless `by` keeps the organisation's entry or coordinates its area, and it isn't about themselves."""
    organisation = affiliation.organisation
    may = keeps(organisation, by) or by.user.may(organisation.area_id, Duty.COORDINATOR)
    if not may or affiliation.participant_id == by.pk:
        raise Refused(_("Dit bevestigt een coördinator, of wie de gegevens van de organisatie bijhoudt."), status=FORBIDDEN)


def keeps(organisation: Organisation, person: Participant | None) -> bool:
    """Whether `person` keeps the entry of `organisation` up to date."""
    return Affiliation.objects.confirmed().filter(participant=person, organisation=organisation, keeps_entry=True).exists()


@transaction.atomic
def keep_entry(organisation: Organisation, *, by: Participant, seen: str, **words: str) -> Organisation:
    """Bring the entry of `organisation` up to date.

    Raises `Refused` unless `by` keeps it, and `ChangedMeanwhile` when it isn't any more as it was `seen` (`mark_of`).
    """
    current = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if not keeps(current, by):
        raise Refused(_("Jij houdt deze gegevens niet bij."), status=FORBIDDEN)
    if mark_of(current) != seen:
        raise ChangedMeanwhile(current)
    for name in ENTRY:
        setattr(current, name, words[name])
    current.save(update_fields=ENTRY)
    return current


def mark_of(organisation: Organisation) -> str:
    """Return a mark that changes with every change of the entry."""
    entry = json.dumps([getattr(organisation, name) for name in ENTRY])
    return hashlib.sha256(entry.encode()).hexdigest()[:16]
