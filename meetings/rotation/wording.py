"""Compositions in words for people: why somebody is in, how even the group is, what a change by hand costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.languages import SpokenLanguage
from meetings.rotation.costing import unheard, worn
from meetings.rotation.explaining import Because
from meetings.rotation.people import FORMAL, INFORMAL, beyond_even, on_side, pair, pairs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from meetings.rotation.changing import Change
    from meetings.rotation.composing import Composition
    from meetings.rotation.explaining import Reason
    from meetings.rotation.people import Past, Person


def named(people: Iterable[Person], names: Mapping[int, str]) -> str:
    """Return people by name, as one says them in a row."""
    return get_text_list([names[person.number] for person in people], _("en"))


def spoken(code: str) -> str:
    """Return a language by its own name."""
    return str(SpokenLanguage(code).label)


def sentence(reason: Reason, names: Mapping[int, str]) -> str:
    """Return why somebody is in a group, in one sentence."""
    facts = {"name": names[reason.person.number], "times": reason.person.turns, "others": named(reason.others, names)}
    if reason.because == Because.HELPS:
        return _("%(name)s spreekt %(language)s, en daar vroeg %(others)s om.") % {**facts, "language": spoken(reason.language)}
    if reason.because == Because.ALONE:
        alone = {
            INFORMAL: _("%(name)s is de enige van de informele kant die kan."),
            FORMAL: _("%(name)s is de enige van de formele kant die kan."),
        }
        return alone[reason.person.side] % facts
    return (turns_with_new(reason) if reason.others else turns_only(reason)) % facts


def turns_with_new(reason: Reason) -> str:
    """Return the sentence about turns for who works with somebody for the first time."""
    times = reason.person.turns
    if reason.because == Because.FIRST:
        return _("%(name)s was nog niet aan de beurt en werkte nog niet samen met %(others)s.")
    if reason.because == Because.FEWEST:
        return ngettext(
            "%(name)s was één keer aan de beurt, niet vaker dan een ander, en werkte nog niet samen met %(others)s.",
            "%(name)s was %(times)d keer aan de beurt, niet vaker dan een ander, en werkte nog niet samen met %(others)s.",
            times,
        )
    return ngettext(
        "%(name)s was al één keer aan de beurt, maar werkte nog niet samen met %(others)s.",
        "%(name)s was al %(times)d keer aan de beurt, maar werkte nog niet samen met %(others)s.",
        times,
    )


def turns_only(reason: Reason) -> str:
    """Return the sentence about turns for who worked with everybody in the group before."""
    times = reason.person.turns
    if reason.because == Because.FIRST:
        return _("%(name)s was nog niet aan de beurt.")
    if reason.because == Because.FEWEST:
        return ngettext(
            "%(name)s was één keer aan de beurt, niet vaker dan een ander.",
            "%(name)s was %(times)d keer aan de beurt, niet vaker dan een ander.",
            times,
        )
    return ngettext("%(name)s was al één keer aan de beurt.", "%(name)s was al %(times)d keer aan de beurt.", times)


def about_balance(group: Collection[Person]) -> str:
    """Return how the sides stand in a group."""
    informal, formal = len(on_side(group, INFORMAL)), len(on_side(group, FORMAL))
    if not group:
        return _("Er is nog niemand die kan en wil.")
    if not formal:
        return _("Iedereen is van de informele kant: er is niemand van de formele kant bij.")
    if not informal:
        return _("Iedereen is van de formele kant: er is niemand van de informele kant bij.")
    facts = {"informal": informal, "formal": formal}
    if beyond_even(group):
        return _("%(informal)d informeel en %(formal)d formeel: dat is uit balans.") % facts
    return _("%(informal)d informeel en %(formal)d formeel: in balans.") % facts


def remarks(composition: Composition, names: Mapping[int, str]) -> Iterator[str]:
    """Yield what there is to say about a composed group: its balance, what it lacks, and how sure it is."""
    yield about_balance(composition.group)
    if composition.group and len(composition.group) < composition.wanted:
        yield few(len(composition.group))
    yield from about_wishes(composition.group, names)
    yield certain(proven=composition.proven)


def few(number: int) -> str:
    """Return that fewer people can and wish to than were asked for."""
    words = ngettext("Er kan en wil maar één iemand.", "Er kunnen en willen maar %(number)d mensen.", number)
    return words % {"number": number}


def certain(*, proven: bool) -> str:
    """Return whether a composition was proven to be the best."""
    if proven:
        return _("Alle mogelijkheden zijn bekeken: beter kan niet.")
    return _("De rekentijd was op. Misschien kan het nog beter.")


def about_wishes(group: Collection[Person], names: Mapping[int, str]) -> Iterator[str]:
    """Yield whose wish isn't met in a group."""
    for person in unheard(group):
        yield _("%(name)s vroeg om iemand die %(language)s spreekt. Die is er nu niet bij.") % {
            "name": names[person.number],
            "language": spoken(person.wishes),
        }


def costs(change: Change, names: Mapping[int, str]) -> Iterator[str]:
    """Yield what a change by hand costs: in balance first, then in turns, wishes and new combinations."""
    cost = change.cost
    if not change.after:
        yield about_balance(change.after)
        return
    yield about_balance(change.after) if cost.uneven or change.uneven else _("De balans blijft goed.")
    if cost.turns > 0:
        yield ngettext(
            "Samen waren deze mensen één keer vaker aan de beurt.",
            "Samen waren deze mensen %(number)d keer vaker aan de beurt.",
            cost.turns,
        ) % {"number": cost.turns}
    yield from about_wishes(change.after, names)
    yield from about_known(change, names)


def about_known(change: Change, names: Mapping[int, str]) -> Iterator[str]:
    """Yield which two worked together before and come together by the change."""
    people = {person.number: person for person in change.after}
    known: Past = change.past
    already = {pair(*two) for two in pairs(change.before)}
    for one, other in pairs(change.after):
        if worn(known, (one, other)) and (one, other) not in already:
            yield _("%(one)s en %(other)s werkten al eens samen.") % {
                "one": names[people[one].number],
                "other": names[people[other].number],
            }
