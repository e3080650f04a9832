"""Queries that the ORM writes once and Postgres plans once, for what every page asks again and again.

Writing the SQL of a page of tickets takes the ORM longer than Postgres needs to answer it, and so does planning the join
behind it. The rules stay where they are, in querysets: a statement is written from one, and afterwards only its values differ.

    newest = Statement(lambda *, area, now: Listing.objects.open(now).filter(area=area).values_list("pk"), planned=True)
    newest.rows(area=area.pk, now=timezone.now())
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import psycopg
from django.conf import settings
from django.db import connection
from django.db.models import Func, Model, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet

# What stands for a value while the ORM writes; nobody has such a number, and no moment is as long ago.
FIRST_NUMBER = -7_000_000_000_000_000
LONG_AGO = datetime(2, 2, 2, tzinfo=UTC)


class PlannedCursor(psycopg.Cursor[Any]):
    """Sends values apart from the query, so that Postgres can keep its plan for this connection."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> PlannedCursor:
        """Execute a query whose plan is kept."""
        return super().execute(query, params, **{"prepare": True, **how})


@dataclass(frozen=True)
class Written:
    """SQL with, for each of its parameters, the name of the value that goes there, or what always stands there."""

    sql: str
    slots: tuple[tuple[str, Any], ...]
    converters: Callable[[list[Any]], list[Any]]


class Statement:
    """A query of which only the values differ.

    `query` makes a queryset of rows from values by name; a value that is None may make another query (a visitor's), one that
    is not None may not. `around` is SQL to put the query into, at `{query}`. `planned` says that one plan is right for all
    values; a search is not, since its plan follows from its words.
    """

    def __init__(self, query: Callable[..., QuerySet[Any, Any]], *, planned: bool, around: str = "{query}") -> None:
        """Keep what makes the query; it is written at the first use."""
        self.query, self.planned, self.around = query, planned, around
        self.written: dict[frozenset[str], Written] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows for these values."""
        absent = frozenset(name for name, value in values.items() if value is None)
        written = self.written.get(absent)
        if written is None:
            written = self.written[absent] = self.write(values)
        parameters = [filled(fixed, values[name]) if name else fixed for name, fixed in written.slots]
        with self.cursor() as cursor:
            cursor.execute(written.sql, parameters)
            return written.converters(cursor.fetchall())

    def cursor(self) -> Any:
        """Return a cursor of Django's, counted and logged as every other, that lets the plan be kept where that is right."""
        if not (self.planned and settings.DATABASE_KEEPS_PLANS):
            return connection.cursor()
        connection.ensure_connection()
        return connection._prepare_cursor(PlannedCursor(connection.connection))  # type: ignore[attr-defined]  # as Django wraps its own

    def write(self, values: dict[str, Any]) -> Written:
        """Let the ORM write the query, with marks in place of the values."""
        marks = {name: mark(value, place) for place, (name, value) in enumerate(values.items()) if value is not None}
        compiler = self.query(**{name: marks.get(name) for name in values}).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        names = [(plain(each), name) for name, each in marks.items()]
        slots = tuple((slot_of(parameter, names), parameter) for parameter in parameters)
        converters = compiler.get_converters([column[0] for column in compiler.select])

        def converted(rows: list[Any]) -> list[Any]:
            return list(map(tuple, compiler.apply_converters(rows, converters))) if converters else rows

        return Written(self.around.replace("{query}", sql), slots, converted)


class Numbers(Func):
    """Rows by number, as one value of the query: a list of two thousand would take longer to write than to read."""

    template = "(SELECT unnest(%(expressions)s::bigint[]))"

    def __init__(self, numbers: list[int]) -> None:
        """Keep the numbers."""
        super().__init__(Value(numbers))


def mark(value: Any, place: int) -> Any:
    """Return what stands for a value of this kind: nothing that could be a value."""
    number = FIRST_NUMBER - place
    if isinstance(value, Model):
        return type(value)(pk=number)
    if isinstance(value, datetime):
        return LONG_AGO.replace(microsecond=place)
    if isinstance(value, list):
        return [number]
    return number if isinstance(value, int) else str(number)


def plain(value: Any) -> Any:
    """Return the value as a parameter: of a thing its number."""
    return value.pk if isinstance(value, Model) else value


def filled(fixed: Any, value: Any) -> Any:
    """Return the value in place of its mark, as a number of the same size."""
    return type(fixed)(plain(value)) if isinstance(fixed, int) else plain(value)


def slot_of(parameter: Any, names: Sequence[tuple[Any, str]]) -> str:
    """Return the name of the value that a mark stands for, or nothing for what always stands there."""
    return next((name for each, name in names if each == parameter), "")
