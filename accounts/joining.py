"""Joining and changing who one is: the verbs behind signing up, the settings page and the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import beginning, consents, profiling
from accounts.models import Duty, Participant, User, sides_of
from kennismarkt.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neighbourhood.models import Area

FORBIDDEN = 403


@transaction.atomic
def join(
    user: User,
    *,
    display_name: str,
    area: Area,
    roles: Iterable[str],
    side: str,
    languages: Iterable[str],
    about: str = "",
    reads: str = "",
    agreed: bool = False,
) -> Participant:
    """Return the participant that `user` becomes, with the first steps before them.

    `Refused` for a second participant, or a side without a role. `agreed` says that they agreed to the house rules and the
    privacy statement themselves; who didn't is asked later.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if Participant.objects.filter(user=user).exists():
        raise Refused(_("Je doet al mee."))
    participant = Participant(user=user, area=area)
    introduce(participant, display_name=display_name, roles=roles, side=side, languages=languages, about=about)
    participant.reads = known_language(reads or get_language())
    participant.save()
    if user.email is not None:
        beginning.begin(participant)
    if agreed:
        consents.agree(participant, to=consents.everything())
    return participant


@transaction.atomic
def change(
    participant: Participant,
    *,
    display_name: str,
    roles: Iterable[str],
    side: str,
    languages: Iterable[str],
    reads: str,
    about: str | None = None,
    version: int | None = None,
) -> Participant:
    """Change how `participant` takes part, and return them as they are now.

    Raises `Refused` for a side without a role, and `ChangedMeanwhile` when they are no longer `version` (where one is named).
    """
    current = participant if version is None else profiling.unchanged(participant, version)
    introduce(current, display_name=display_name, roles=roles, side=side, languages=languages, about=about)
    current.reads = known_language(reads)
    return profiling.saved(current)


@transaction.atomic
def register_for(
    *,
    display_name: str,
    area: Area,
    roles: Iterable[str],
    side: str,
    languages: Iterable[str],
    about: str = "",
    reads: str = "nl",
    by: User,
) -> Participant:
    """Return a new participant without e-mail, for whom others act; coordinators and connectors of `area` may."""
    if not by.may(area.pk, Duty.COORDINATOR, Duty.CONNECTOR):
        raise Refused(_("Je kunt alleen mensen inschrijven in een wijk waar je coördinator of verbinder bent."), status=FORBIDDEN)
    return join(
        User.objects.create_user(),
        display_name=display_name,
        area=area,
        roles=roles,
        side=side,
        languages=languages,
        about=about,
        reads=reads,
    )


def read_in(participant: Participant, language: str) -> None:
    """Remember in which language of the site `participant` reads."""
    participant.reads = known_language(language)
    participant.save(update_fields=["reads"])


def introduce(
    participant: Participant,
    *,
    display_name: str,
    roles: Iterable[str],
    side: str,
    languages: Iterable[str],
    about: str | None,
) -> None:
    """Fill in who `participant` is, without saving; `Refused` for a side on which they have no role."""
    participant.roles = list(roles)
    if side not in sides_of(participant.roles):
        raise Refused(_("Kies de kant waar je ook een rol hebt."))
    participant.display_name = display_name
    participant.side = side
    participant.languages = list(languages)
    if about is not None:
        participant.about = about


def known_language(code: str | None) -> str:
    """Language of the site that is nearest to `code`: itself without region, or the site's own."""
    short = (code or "").split("-")[0]
    return short if short in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
