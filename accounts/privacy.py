"""Who may see which field of a participant: one rule, for pages, lists, searches and exports alike.

Each field has an audience of its own on the participant (`portrait_for`, `about_for`, …). Name, area and side have none:
without them there is no market.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Collection

    from django_stubs_ext import StrOrPromise

    from accounts.people import Participant

FIELDS = (
    "portrait",
    "about",
    "roles",
    "languages",
    "can",
    "wants_to_learn",
    "availability",
    "contact",
    "near",
    "affiliations",
    "stamps",
)


class Audience(models.TextChoices):
    """For whom a field is meant, from wide to narrow."""

    EVERYONE = "everyone", _("iedereen")
    MEMBERS = "members", _("alle deelnemers")
    MET = "met", _("mensen die ik heb ontmoet")
    NOBODY = "nobody", _("niemand")


def audience(question: StrOrPromise, usual: Audience) -> models.CharField[str, str]:
    """Return a field that holds an audience."""
    return models.CharField(question, max_length=8, choices=Audience.choices, default=usual)


def shown_to(viewer: Participant | None, field: str, path: str = "") -> Q:
    """Condition that the participant at `path` ("owner__", "" for the participant itself) shows `field` to `viewer`."""
    from accounts.encounters import Encounter  # which builds on people, as we are used by them

    audience_of = f"{path}{field}_for"
    if viewer is None:
        return Q(**{audience_of: Audience.EVERYONE})
    met = Q(**{audience_of: Audience.MET}) & Encounter.objects.met_by(viewer, f"{path}pk")
    return Q(**{f"{audience_of}__in": [Audience.EVERYONE, Audience.MEMBERS]}) | met | Q(**{f"{path}pk": viewer.pk})


def fields_shown(person: Participant, viewer: Participant | None) -> frozenset[str]:
    """The fields of `person` that `viewer` may see; one query, none for a visitor or oneself."""
    from accounts.encounters import Encounter  # see above

    if viewer is None or viewer == person:
        return told(person, viewer, ())
    return told(person, viewer, Encounter.objects.people_met(viewer, [person.pk]))


def told(person: Participant, viewer: Participant | None, met: Collection[int]) -> frozenset[str]:
    """The fields of `person` that `viewer` may see, who has met the people numbered `met`."""
    if viewer == person:
        return frozenset(FIELDS)
    audiences = {Audience.EVERYONE}
    if viewer is not None:
        audiences |= {Audience.MEMBERS, Audience.MET} if person.pk in met else {Audience.MEMBERS}
    return frozenset(field for field in FIELDS if getattr(person, f"{field}_for") in audiences)
