"""Dutch text search in Postgres: how text becomes a document, and what people type a query.

Postgres stems and folds accents (configuration `dutch_folded`). What it can't do is split compounds, which Dutch
writes as one word: "fietsles" must be found by "les". A small lexicon of parts does that, on both sides.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import BooleanField, F, Func, TextField, Value

CONFIG = "dutch_folded"
LEXICON = Path(__file__).with_name("dutch_parts.txt")
SHORTEST_PART = 3
SHORTEST_COMPOUND = 6
SHORTEST_PREFIX = 4
MOST_WORDS = 8
LONGEST_WORD = 40
LINKS = ("", "s", "e", "en", "n", "er")
WORD = re.compile(r"\w+")
# Matches are marked with signs that nobody types, so that the text around them can be escaped first.
MARK_ON, MARK_OFF = "\ue000", "\ue001"


def document(**weights: str) -> Any:
    """Return the expression of a weighted search document: field name to weight (A weighs most, D least)."""
    parts = [SearchVector(name, weight=weight, config=CONFIG) for name, weight in weights.items()]
    whole: Any = parts[0]
    for part in parts[1:]:
        whole = whole + part
    return whole


class Read(Func):
    """Whether a document fits a query, asked in a way that no index answers: within an area, reading is quicker.

    As a number, so that the planner takes it for dear and looks at the cheaper conditions first.
    """

    template = "((%(expressions)s)::int = 1)"
    arg_joiner = " @@ "
    output_field = BooleanField()

    def __init__(self, document: str, found: SearchQuery) -> None:
        """Name the document."""
        super().__init__(F(document), found)


def fold(text: str) -> str:
    """Return `text` in lower case without accents."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def words_of(text: str) -> list[str]:
    """Return the words that somebody typed: folded, once each, eight at most."""
    found = [word[:LONGEST_WORD].strip("_") for word in WORD.findall(fold(text))]
    return list(dict.fromkeys(word for word in found if word))[:MOST_WORDS]


def wanted(terms: str) -> SearchQuery:
    """Return the query of terms that are written in Postgres' own signs."""
    return SearchQuery(terms, config=CONFIG, search_type="raw")


def query(words: list[str], *, every: bool = True) -> SearchQuery | None:
    """Return the query for `words`: every one of them, or any; None when there are none."""
    if not words:
        return None
    return SearchQuery((" & " if every else " | ").join(term(word) for word in words), config=CONFIG, search_type="raw")


def signs(found: SearchQuery) -> str:
    """Return the terms of a query, written in Postgres' own signs."""
    return str(found.get_source_expressions()[-1].value)


def term(word: str) -> str:
    """Return what one word looks for: itself, what begins with it, and its parts side by side."""
    shapes = [f"{word}:*" if len(word) >= SHORTEST_PREFIX else word]
    parts = parts_of(word)
    if parts:
        shapes.append("(" + " & ".join(parts) + ")")
    return "(" + " | ".join(shapes) + ")"


def compound_parts(text: str) -> str:
    """Return the parts of the compounds in `text`, once each, for the search document."""
    parts: dict[str, None] = {}
    for word in dict.fromkeys(WORD.findall(fold(text))):
        parts.update(dict.fromkeys(parts_of(word)))
    return " ".join(parts)


@lru_cache(maxsize=20_000)
def parts_of(word: str) -> tuple[str, ...]:
    """Return the parts of a compound, as few as there can be, or the word that `word` is kin to; else nothing."""
    if not SHORTEST_COMPOUND <= len(word) <= LONGEST_WORD:
        return ()
    split = splits(word)
    return split if len(split) > 1 or word in kin() else ()


def splits(rest: str) -> tuple[str, ...]:
    """Return `rest` as known parts with linking letters between them, the longest first part first."""
    for length in range(len(rest), SHORTEST_PART - 1, -1):
        head, tail = rest[:length], rest[length:]
        base = lexicon().get(head)
        if base is None:
            continue
        if not tail:
            return (base,)
        for link in LINKS:
            following = splits(tail[len(link) :]) if tail.startswith(link) and len(tail) > len(link) else ()
            if following:
                return (base, *following)
    return ()


@lru_cache(maxsize=1)
def lexicon() -> dict[str, str]:
    """Return every form of every known part, with the part it is a form of."""
    bases = [base for base in fold(LEXICON.read_text(encoding="utf-8")).split() if "=" not in base]
    forms = {form: base for base in reversed(bases) for form in inflected(base)}
    return {**forms, **{base: base for base in bases}, **kin()}


@lru_cache(maxsize=1)
def kin() -> dict[str, str]:
    """Return words of one family that stemming keeps apart ("reparatie" goes with "repareer")."""
    pairs = (entry.split("=") for entry in fold(LEXICON.read_text(encoding="utf-8")).split() if "=" in entry)
    return {form: base for word, base in pairs for form in (word, word + "s")}


def inflected(base: str) -> list[str]:
    """Return the plurals, the infinitive and the small form of a Dutch word, by rule (some don't exist; no harm)."""
    doubled = base + base[-1] + "en"
    shortened = re.sub(r"([aeou])\1([^aeiou])$", r"\1\2en", base)
    return [base + "en", base + "s", base + "n", base + "je", base + "jes", doubled, shortened, base + "er", base + "ing"]


class RegConfig(Func):
    """The name of a text search configuration."""

    template = "%(expressions)s::regconfig"

    def __init__(self, name: str) -> None:
        """Name it."""
        super().__init__(Value(name))


class Headline(Func):
    """A text with the words that were found marked (`MARK_ON`, `MARK_OFF`); shortened unless `whole`."""

    function = "ts_headline"

    def __init__(self, expression: str, found: SearchQuery, *, whole: bool = False, **extra: Any) -> None:
        """Mark what `found` finds in `expression`."""
        options = f"StartSel={MARK_ON}, StopSel={MARK_OFF}, " + (
            "HighlightAll=true" if whole else "MaxWords=30, MinWords=18, MaxFragments=1"
        )
        super().__init__(RegConfig(CONFIG), F(expression), found, Value(options), output_field=TextField(), **extra)
