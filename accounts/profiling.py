"""What somebody tells of themselves, and who sees it: the verbs behind the pages of "Mijn gegevens"."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.people import WORD_LENGTH, Participant
from accounts.privacy import FIELDS, Audience
from kennismarkt.errors import Refused
from kennismarkt.forms import readable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neighbourhood.models import Place

UNREADABLE = 422
MOST_WORDS = 12


class ChangedMeanwhile(Exception):  # noqa: N818 (nothing broke: somebody else was first)
    """The same was changed since the form was opened; carries how things are now, so that both texts can be shown."""

    def __init__(self, theirs: Any) -> None:
        """Keep what was saved meanwhile."""
        super().__init__()
        self.theirs = theirs


@transaction.atomic
def bring(
    participant: Participant,
    *,
    about: str,
    can: Iterable[str],
    wants_to_learn: Iterable[str],
    availability: str,
    contact_way: str,
    contact_note: str,
    near: Place | None,
    version: int,
) -> Participant:
    """Write down what `participant` brings and looks for.

    Raises `ChangedMeanwhile` when they are no longer `version`, `Refused` for too many words or a place in another area.
    """
    current = unchanged(participant, version)
    if near is not None and near.area_id != current.area_id:
        raise Refused(_("Kies een plek in je eigen wijk."), status=UNREADABLE)
    current.about, current.availability, current.near = about, availability, near
    current.can, current.wants_to_learn = few(can), few(wants_to_learn)
    current.contact_way, current.contact_note = contact_way, contact_note
    return saved(current)


@transaction.atomic
def show(participant: Participant, *, version: int, **audiences: str) -> Participant:
    """Settle who sees which field (`about_for`, …); raises `ChangedMeanwhile` when they are no longer `version`."""
    current = unchanged(participant, version)
    for field in FIELDS:
        name = f"{field}_for"
        setattr(current, name, Audience(audiences.get(name, getattr(current, name))))
    return saved(current)


def unchanged(participant: Participant, version: int) -> Participant:
    """Return `participant` as it is now, locked for change (`ChangedMeanwhile` when that isn't `version`)."""
    people = Participant.objects.select_related("area", "near").select_for_update(of=("self",), no_key=True)
    current = people.get(pk=participant.pk)
    if current.version != version:
        raise ChangedMeanwhile(current)
    return current


def saved(participant: Participant) -> Participant:
    """Save the next version of `participant`."""
    participant.version += 1
    participant.save()
    return participant


def few(words: Iterable[str]) -> list[str]:
    """Return `words` tidied up (`Refused` when they are more than twelve)."""
    tidied = tidy_words(words)
    if len(tidied) > MOST_WORDS:
        raise Refused(_("Noem hoogstens twaalf dingen."), status=UNREADABLE)
    return tidied


def tidy_words(words: Iterable[str]) -> list[str]:
    """Return `words` as they are compared and shown: small letters, single spaces, each once, none too long."""
    plain = (" ".join(unicodedata.normalize("NFC", readable(word)).lower().split()) for word in words)
    return list(dict.fromkeys(word[:WORD_LENGTH].strip() for word in plain if word))
