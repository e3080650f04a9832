"""The inventory: every table, what it holds of people, and what a copy and an erasure do with it.

Each app lists its own tables in `<app>/personal.py`, which is read at the start. A table holds something of people
(`personal`), is made from what they wrote (`derived`), or holds nothing of them (`nothing`). A table that isn't listed fails
a test (tests/accounts/test_inventory.py), as does a column of a personal table that the copy neither has nor leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What stands where a name was, in words of others that stay; the same in every language.
NAME_WAS = "[…]"
SHORTEST_NAME = 3

Rows = models.QuerySet[Any]
Media = Iterable[tuple[str, bytes]]


class Fate(models.TextChoices):
    """What an erasure does with the rows of a person."""

    GONE = "gone", _("dit gaat weg")
    NAMELESS = "nameless", _("dit blijft, zonder je naam")


@dataclass(frozen=True)
class Erasing:
    """One erasure: of whom, under which names, and which rows were theirs when it began."""

    person: Any
    names: tuple[str, ...]
    numbers: dict[str, list[Any]]

    def nameless(self, text: str) -> str:
        """Return `text` without the names of who is erased."""
        return without_names(text, self.names)


@dataclass(frozen=True)
class Personal:
    """A table with something of people in it."""

    label: str
    # In words for people: this stands on their page.
    holds: StrOrPromise
    # From a row to whom it is of, as lookups of the participant.
    paths: tuple[str, ...]
    # Columns in the copy, and those that stay out of it, each with the reason.
    fields: tuple[str, ...]
    without: dict[str, str]
    fate: Fate
    # Why something stays.
    why: StrOrPromise = ""
    # The rows in the copy, where those aren't simply the person's.
    copied: Callable[[Any], Rows] | None = None
    # What erasure does beyond, or instead of, deleting the person's rows and their files.
    erase: Callable[[Personal, Erasing], None] | None = None
    # What else of a row goes into the copy as a file.
    media: Callable[[Any], Media] | None = None
    # The column under whose value the rows stand together on the readable page.
    group: str = ""

    @property
    def model(self) -> type[models.Model]:
        """The table itself."""
        return apps.get_model(self.label)

    def rows(self, person: Any) -> Rows:
        """The rows that are of `person`."""
        condition = Q(pk__in=[])
        for path in self.paths:
            condition |= Q(**{path: person.pk})
        return self.model._base_manager.filter(condition).distinct()

    def copy(self, person: Any) -> Rows:
        """The rows that the copy of `person` has, in order."""
        found = self.copied(person) if self.copied else self.rows(person)
        joined = [name for name in self.fields if self.model._meta.get_field(name).is_relation]
        return (found.select_related(*joined) if joined else found).order_by(*([self.group] if self.group else []), "pk")

    def kept(self, person: Any) -> bool:
        """Whether something of `person` here stays after an erasure."""
        return self.fate == Fate.NAMELESS and self.rows(person).exists()


@dataclass(frozen=True)
class Derived:
    """A table that is made from what people wrote, and made anew when that goes."""

    label: str
    holds: str
    renew: Callable[[], object]


@dataclass
class Inventory:
    """Everything that was listed, in the order of listing: what leans on something is erased before it."""

    personal: dict[str, Personal] = field(default_factory=dict)
    derived: dict[str, Derived] = field(default_factory=dict)
    nothing: dict[str, str] = field(default_factory=dict)

    def of_people(self) -> list[Personal]:
        """The tables of installed apps that hold something of people."""
        return [table for label, table in self.personal.items() if label in installed()]


listed = Inventory()

# Tables that no model stands for: by name, with what they hold.
BARE: dict[str, str] = {
    "django_migrations": "which migrations have run",
    "shared_cache": "counts for rate limits, under hashes, for a day at most",
}


def personal(
    label: str,
    *,
    holds: StrOrPromise,
    paths: tuple[str, ...],
    fields: tuple[str, ...] = (),
    without: dict[str, str] | None = None,
    fate: Fate = Fate.GONE,
    **more: Any,
) -> None:
    """List a table that holds something of people (see `Personal`)."""
    table = Personal(label, holds, paths, fields, {"id": "a number of ours", **(without or {})}, fate, **more)
    listed.personal[label] = table


def derived(label: str, *, holds: str, renew: Callable[[], object]) -> None:
    """List a table that is made from what people wrote; `renew` takes out what nobody wrote any more."""
    listed.derived[label] = Derived(label, holds, renew)


def nothing(why: str, *labels: str) -> None:
    """List tables that hold nothing of people, and why."""
    listed.nothing.update(dict.fromkeys(labels, why))


def installed() -> set[str]:
    """Return the labels of all tables of all installed apps."""
    return {model._meta.label for model in apps.get_models(include_auto_created=True)}


def unlisted() -> set[str]:
    """Return the tables that nobody has thought about yet."""
    return installed() - {*listed.personal, *listed.derived, *listed.nothing}


def erase(person: Any, account: Any, names: Iterable[str]) -> None:
    """Do with each table what it is listed to do, for `person` with `account`, called by `names`.

    What else points at them and may be empty is emptied. Rows that stay keep their number only. Call it in a transaction.
    """
    tables = listed.of_people()
    numbers = {table.label: list(table.rows(person).values_list("pk", flat=True)) for table in tables}
    erasing = Erasing(person, tuple(names), numbers)
    for table in tables:
        if table.erase is not None:
            table.erase(table, erasing)
        elif table.fate == Fate.GONE:
            gone(table, erasing)
    for mention in mentions(type(person), type(account)):
        target = person if isinstance(person, mention.related_model) else account  # type: ignore[arg-type]  # never "self" here
        mention.model._base_manager.filter(**{mention.name: target.pk}).update(**{mention.name: None})
    for table_made in listed.derived.values():
        table_made.renew()


def gone(table: Personal, erasing: Erasing) -> None:
    """Delete the rows of a person, and their files."""
    delete(table.rows(erasing.person))


def delete(rows: Rows) -> None:
    """Delete `rows` and their files, files first: should the rest fail, it is tried again."""
    names = [each.name for each in file_fields(rows.model)]
    for row in rows if names else ():
        for name in names:
            getattr(row, name).delete(save=False)
    rows.model._base_manager.filter(pk__in=rows.values("pk")).delete()


def file_fields(model: type[models.Model]) -> list[models.FileField]:
    """Return the columns of `model` that point at a file."""
    return [each for each in model._meta.concrete_fields if isinstance(each, models.FileField)]


def mentions(*people: type[models.Model]) -> Iterator[models.ForeignKey[Any, Any]]:
    """Yield every column that points at one of `people` and may be empty."""
    for model in apps.get_models():
        for each in model._meta.concrete_fields:
            if isinstance(each, models.ForeignKey) and each.null and each.related_model in people:
                yield each


def names_in(*said: str | None) -> tuple[str, ...]:
    """Return what somebody is called: each name whole, and its first word when that is a name by itself."""
    names: dict[str, None] = {}
    for name in filter(None, said):
        first = name.split()[0] if name.split() else ""
        names[name] = None
        if len(first) >= SHORTEST_NAME and first[:1].isupper():
            names[first] = None
    return tuple(sorted(names, key=len, reverse=True))


def without_names(text: str, names: Iterable[str]) -> str:
    """Return `text` with a mark where one of `names` stood as a word of its own."""
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", NAME_WAS, text)
    return text
