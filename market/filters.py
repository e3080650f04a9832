"""The filters beside the market, in words and with their counts, and ways to widen a search that found nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from market.browsing import FACETS, LANGUAGES_COUNTED
from market.listings import Kind, ListingSide, Way
from market.tickets import LANGUAGE_NAMES

if TYPE_CHECKING:
    from market.browsing import Finding

FURTHER = {500: 1000, 1000: 2000, 2000: 5000}


class Choice(NamedTuple):
    """One box to tick."""

    value: str
    label: str
    checked: bool
    number: int | None
    side: str = ""


class Group(NamedTuple):
    """Boxes that belong together."""

    name: str
    title: str
    choices: list[Choice]


class Widening(NamedTuple):
    """A way to find more."""

    label: str
    url: str


def filter_groups(finding: Finding) -> list[Group]:
    """Return the filters with how many each choice would leave."""
    titles = {"wat": _("Wat"), "hoe": _("Hoe"), "van": _("Van wie")}
    labels = {**dict(Kind.choices), **dict(Way.choices), **dict(ListingSide.choices)}
    groups = [
        Group(facet.name, titles[facet.name], [choice(finding, facet.name, value, str(labels[value])) for value in facet.values])
        for facet in FACETS
    ]
    codes = dict.fromkeys([*LANGUAGES_COUNTED, *finding.wishes["taal"]])
    groups.append(Group("taal", _("Taal"), [choice(finding, "taal", code, LANGUAGE_NAMES[code]) for code in codes]))
    return groups


def choice(finding: Finding, name: str, value: str, label: str) -> Choice:
    """Return one box with its count, where the market was small enough to count."""
    counts = finding.counts
    number = None if counts.capped else counts.by_choice[name, value]
    checked = value in finding.wishes[name]
    return Choice(value, label, checked, number, side=value if name == "van" else "")


def widenings(finding: Finding) -> list[Widening]:
    """Return what would find more: each filter dropped, a longer distance, the whole country."""
    dropped = {
        "wat": _("Zoek in aanbod en vraag"),
        "hoe": _("Zoek bij elke manier"),
        "van": _("Zoek bij iedereen"),
        "taal": _("Zoek in elke taal"),
        "trefwoord": _("Zoek bij elk trefwoord"),
    }
    ways = [Widening(label, finding.link(without=[name])) for name, label in dropped.items() if finding.wishes[name]]
    further = FURTHER.get(finding.wishes["binnen"]) if finding.wishes["bij"] is not None else None
    if further is not None:
        ways.append(Widening(_("Zoek verder weg"), finding.link(without=["binnen"], binnen=str(further))))
    if finding.area is not None:
        ways.append(Widening(_("Zoek in alle wijken"), finding.everywhere))
    return ways
