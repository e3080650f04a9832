"""The directory "Wie en waar": whom a member finds, by what people show to that member and by nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, CharField, Count, F, Func, Q, TextField, Value, When
from django.db.models.functions import Concat, Lower
from django.http import QueryDict
from django.urls import reverse

from accounts.encounters import Encounter
from accounts.languages import SpokenLanguage
from accounts.models import Affiliation, Participant, Role, SelfPortrait, Side
from accounts.privacy import shown_to, told
from kennismarkt import search

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Expression

    from accounts.people import ParticipantQuerySet
    from neighbourhood.models import Area

PAGE = 20
# How many people are counted: all of an area's, but of the whole country only so many that a page stays quick.
COUNTED = 1001
COUNTED_IN_AREA = 20_001
# From how much a word must look like one that somebody shows (0 to 1) to be taken for a typing error.
CLOSE_ENOUGH = 0.5
SHORTEST_TO_MEND = 4
FACETS = {"van": tuple(Side.values), "rol": tuple(Role.values), "taal": tuple(SpokenLanguage.values)}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the list, with only what they show to who is looking."""

    participant: Participant
    role: str
    languages: list[tuple[str, str]]
    about: str
    can: list[str]


class Page(NamedTuple):
    """Twenty people, and the number after which the next page begins."""

    people: list[Person]
    after: str


@dataclass(frozen=True)
class Counts:
    """How many there are, in all and per choice; `capped` when there are more than were counted."""

    total: int
    capped: bool
    by_choice: Counter[tuple[str, str]]


class ShownWords(Func):
    """The words of a list, as one text."""

    template = "array_to_string(%(expressions)s, ' ')"
    output_field = TextField()


class Folded(Func):
    """A text in small letters without accents."""

    function = "unaccent"
    output_field = TextField()

    def __init__(self, text: Expression) -> None:
        """Fold it."""
        super().__init__(Lower(text))


class Directory:
    """Whom one member finds in one area (or everywhere) with these wishes."""

    def __init__(self, viewer: Participant, area: Area | None, wishes: dict[str, Any]) -> None:
        """Keep who looks, where, and for what (`DirectoryForm.wishes`)."""
        self.viewer, self.area, self.wishes = viewer, area, wishes

    def shows(self, field: str) -> Q:
        """Condition that somebody shows `field` to who is looking."""
        return shown_to(self.viewer, field)

    @cached_property
    def scope(self) -> ParticipantQuerySet:
        """Everybody whom the viewer may see here, before wishes."""
        people = Participant.objects.visible_to(self.viewer)
        return people.filter(area=self.area) if self.area is not None else people

    @cached_property
    def wished(self) -> ParticipantQuerySet:
        """Those who have the words and the organisation that are asked for, and who show it."""
        people = self.scope
        for name, field in (("kan", "can"), ("leert", "wants_to_learn")):
            if self.wishes[name]:
                people = people.filter(self.shows(field), **{f"{field}__contains": [self.wishes[name]]})
        if self.wishes["organisatie"] is not None:
            there = Affiliation.objects.confirmed().filter(organisation=self.wishes["organisatie"])
            people = people.filter(self.shows("affiliations"), pk__in=there.values("participant"))
        return people

    @property
    def words_shown(self) -> Expression:
        """Name and words of somebody, as far as they show them, folded; what they don't show can't be found."""
        nothing = Value("", output_field=TextField())
        parts = [
            Case(When(self.shows("about"), then=F("about")), default=nothing, output_field=TextField()),
            Case(When(self.shows("can"), then=ShownWords(F("can"))), default=nothing),
            Case(When(self.shows("wants_to_learn"), then=ShownWords(F("wants_to_learn"))), default=nothing),
        ]
        spaced = [each for part in parts for each in (Value(" "), part)]
        return Folded(Concat(F("display_name"), *spaced, output_field=TextField()))

    @cached_property
    def searched(self) -> tuple[ParticipantQuerySet, bool]:
        """Those who have the words that are looked for, and whether typing errors were mended to find them."""
        words = search.words_of(self.wishes["q"])
        if not words:
            return self.wished, False
        people = self.wished.alias(said=self.words_shown)
        exact = people.filter(*(begins(word) for word in words))
        if exact.exists() or all(len(word) < SHORTEST_TO_MEND for word in words):
            return exact, False
        near = people
        for number, word in enumerate(words):
            near = near.alias(**{f"like{number}": TrigramWordSimilarity(word, "said")})
            close = Q(**{f"like{number}__gte": CLOSE_ENOUGH}) if len(word) >= SHORTEST_TO_MEND else Q()
            near = near.filter(begins(word) | close)
        return near, near.exists()

    @property
    def found(self) -> ParticipantQuerySet:
        """Those who fit every wish."""
        people = self.searched[0]
        if self.wishes["van"]:
            people = people.filter(side__in=self.wishes["van"])
        if self.wishes["rol"]:
            people = people.filter(self.shows("roles"), roles__overlap=self.wishes["rol"])
        if self.wishes["taal"]:
            people = people.filter(self.shows("languages"), languages__overlap=self.wishes["taal"])
        return people

    @cached_property
    def page(self) -> Page:
        """The people from the cursor on, by name; whoever the cursor names must be somebody the viewer may see."""
        people = self.found.order_by("display_name", "pk").select_related("area")
        last = Participant.objects.visible_to(self.viewer).filter(pk=self.wishes["na"] or 0).first()
        if last is not None:
            name = last.display_name
            people = people.filter(Q(display_name__gt=name) | Q(display_name=name, pk__gt=last.pk))
        found = list(people[: PAGE + 1])
        shown = found[:PAGE]
        met = Encounter.objects.people_met(self.viewer, [each.pk for each in shown]) if shown else set()
        SelfPortrait.objects.shown_on(shown, viewer=self.viewer)
        listed = [person_of(each, told(each, self.viewer, met)) for each in shown]
        return Page(listed, str(shown[-1].pk) if len(found) > PAGE else "")

    @cached_property
    def counts(self) -> Counts:
        """How many there are, in all and per choice with the other wishes applied; what isn't shown isn't counted."""
        most = COUNTED if self.area is None else COUNTED_IN_AREA
        sample = Participant.objects.filter(pk__in=self.searched[0].order_by("pk").values("pk")[:most])
        none = Value([], output_field=ArrayField(CharField()))
        roles, languages = (
            Case(When(self.shows(field), then=F(field)), default=none, output_field=ArrayField(CharField()))
            for field in ("roles", "languages")
        )
        seen = sample.annotate(roles_seen=roles, languages_seen=languages).order_by()
        rows = list(seen.values_list("side", "roles_seen", "languages_seen").annotate(number=Count("pk")))
        total, by_choice = self.added_up(rows)
        return Counts(total, capped=sum(row[-1] for row in rows) >= most, by_choice=by_choice)

    def added_up(self, rows: list[tuple[str, list[str], list[str], int]]) -> tuple[int, Counter[tuple[str, str]]]:
        """Return the total, and per choice how many fit it and every other filter."""
        total, counts = 0, Counter[tuple[str, str]]()
        for side, roles, languages, number in rows:
            has = {"van": [side], "rol": roles, "taal": languages}
            failing = [name for name in FACETS if self.wishes[name] and not set(self.wishes[name]) & set(has[name])]
            total += 0 if failing else number
            for name in failing if len(failing) == 1 else () if failing else FACETS:
                for value in has[name]:
                    counts[name, value] += number
        return total, counts

    @property
    def asked(self) -> list[tuple[str, str]]:
        """The wishes as pairs for an address; the cursor aside."""
        pairs = [("wijk", self.wishes["wijk"])] if self.wishes["wijk"] else []
        pairs += [("q", self.wishes["q"])] if self.wishes["q"] else []
        pairs += [(name, value) for name in FACETS for value in self.wishes[name]]
        pairs += [(name, self.wishes[name]) for name in ("kan", "leert") if self.wishes[name]]
        if self.wishes["organisatie"] is not None:
            pairs.append(("organisatie", str(self.wishes["organisatie"].pk)))
        return pairs

    def link(self, *, without: Iterable[str] = (), **also: str) -> str:
        """Address of this search, without some wishes and with others."""
        query = QueryDict(mutable=True)
        for name, value in [*(pair for pair in self.asked if pair[0] not in {*without, *also}), *also.items()]:
            query.appendlist(name, value)
        return f"{reverse('directory')}?{query.urlencode()}" if query else reverse("directory")


def begins(word: str) -> Q:
    """Condition that some word that somebody shows begins like `word`."""
    return Q(said__regex=rf"\m{word}")


def person_of(participant: Participant, shown: frozenset[str]) -> Person:
    """Return somebody as the list shows them to who sees the fields `shown`."""
    languages = participant.languages_spoken if "languages" in shown else []
    return Person(
        participant=participant,
        role=participant.role_for(shown),
        languages=[(code.upper(), name) for code, name in languages],
        about=participant.about if "about" in shown else "",
        can=participant.can if "can" in shown else [],
    )
