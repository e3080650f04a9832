"""Every kind of notice, in one place: what it is called, whom it concerns, how it is told unless somebody chose otherwise.

An app registers its kinds in `<app>/notices.py`; the function says in words what one notice tells:

    @kinds.told("market.renewed", title=_("…"), group=_("Markt"), things=of_owner)
    def renewed(told: Told) -> Words:
        return Words(_("Je aanbod staat er weer"), link=told.thing.get_absolute_url())
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from notifications.choices import Cadence

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django_stubs_ext import StrOrPromise

    from accounts.models import Participant

Things = Callable[["Participant", Collection[int]], Mapping[int, Any]]


class Attachment(NamedTuple):
    """A file that goes along with a mail: a calendar entry, a route."""

    name: str
    content: str | bytes
    type: str


@dataclass(frozen=True)
class Words:
    """What one notice says, in the language of who reads it.

    `title`, `text` and `button` are ours: they hold no word that people wrote, because they also stand in the subject of
    mails and on locked screens. `quotes` is what people wrote; it goes to verified addresses only, never in a push. What
    is confidential (titles of cases and cards, messages) stands in neither.
    """

    title: StrOrPromise
    text: StrOrPromise = ""
    quotes: tuple[str, ...] = ()
    link: str = ""
    button: StrOrPromise = ""
    attachments: tuple[Attachment, ...] = ()


class Told(NamedTuple):
    """What there is to tell: to whom, about which thing, how many times it happened since they looked."""

    person: Participant
    thing: Any
    times: int = 1
    note: str = ""


def itself(_person: Participant, numbers: Collection[int]) -> Mapping[int, Any]:
    """Return the numbers themselves, for kinds that are about nothing but the person."""
    return {number: number for number in numbers}


def nothing(_person: Participant) -> object:
    """Return what a notice about nothing but the person is about."""
    return None


def no_words(_person: Participant) -> Iterable[Words]:
    """Return nothing to look at."""
    return ()


# All that a push says, unless a kind says it better.
SOMETHING = _("Er is iets voor je op de kennismarkt.")


@dataclass(frozen=True)
class Kind:
    """One kind of notice.

    `things` fetches what notices are about, as far as the person may see it now: what they may not see is not told.
    `personal` says that it is addressed to one person: at once by default, else in a digest. `owed` can't be switched
    off, and `also_outside` reaches who was suspended. `shown` is off for what has an inbox of its own, `called` for what
    nobody needs to be called about who has no e-mail. `reply` takes an answer by mail, `screen` is all that a push says,
    `example` is a thing to look at the mail with.
    """

    name: str
    title: StrOrPromise
    group: StrOrPromise
    words: Callable[[Told], Words]
    things: Things = itself
    personal: bool = True
    mail: Cadence = Cadence.NOW
    push: bool = True
    owed: bool = False
    also_outside: bool = False
    shown: bool = True
    called: bool = True
    reply: Callable[[int, Participant, str, UUID], None] | None = None
    screen: StrOrPromise = SOMETHING
    example: Callable[[Participant], Any] = nothing


@dataclass(frozen=True)
class Gathering:
    """A part of the digests that is made when the digest is: new listings, matches of a saved search.

    `whom` tells, of some people, to whom it might have something to say about a period; `gather` says it to one.
    """

    name: str
    title: StrOrPromise
    group: StrOrPromise
    gather: Callable[[Participant, datetime, datetime], Iterable[Words]]
    whom: Callable[[Collection[int], datetime, datetime], Collection[int]]
    mail: Cadence = Cadence.WEEKLY
    owed: bool = False
    example: Callable[[Participant], Iterable[Words]] = no_words


kinds: dict[str, Kind] = {}
gatherings: dict[str, Gathering] = {}


def told(
    name: str, *, title: StrOrPromise, group: StrOrPromise, **facts: Any
) -> Callable[[Callable[[Told], Words]], Callable[[Told], Words]]:
    """Register a kind; what isn't personal goes in the weekly digest unless said otherwise, and makes no phone ring."""

    def register(words: Callable[[Told], Words]) -> Callable[[Told], Words]:
        if not facts.get("personal", True):
            facts.setdefault("mail", Cadence.WEEKLY)
            facts.setdefault("push", False)
        kinds[name] = Kind(name=name, title=title, group=group, words=words, **facts)
        return words

    return register


def gathered(
    name: str, *, title: StrOrPromise, group: StrOrPromise, **facts: Any
) -> Callable[[Callable[..., Iterable[Words]]], Callable[..., Iterable[Words]]]:
    """Register a part of the digests; weekly unless said otherwise."""

    def register(gather: Callable[..., Iterable[Words]]) -> Callable[..., Iterable[Words]]:
        gatherings[name] = Gathering(name=name, title=title, group=group, gather=gather, **facts)
        return gather

    return register


def choosable() -> list[Kind | Gathering]:
    """Return what somebody can choose about, in the order of registration."""
    known: list[Kind | Gathering] = [*kinds.values(), *gatherings.values()]
    return [kind for kind in known if not kind.owed]
