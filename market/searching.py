"""Searching the market: from what somebody typed to the listings that fit, typing errors included."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection

from kennismarkt import search
from kennismarkt.statements import Numbers
from market.listings import Listing, ListingQuerySet
from market.usual import RANKED, matching
from market.words import Word

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.postgres.search import SearchQuery
    from django.db.models import Q, QuerySet

CLOSE_ENOUGH = 0.35
CANDIDATES = 4
# In a word this short one wrong letter leaves too few trigrams to go by.
SHORT = 5


class Found(NamedTuple):
    """What a search came to: its query, and how it was read when not word for word."""

    query: SearchQuery
    listings: ListingQuerySet
    newest: list[int]
    corrected: str = ""
    loose: bool = False

    @property
    def whole(self) -> bool:
        """Whether `newest` numbers everything that was found."""
        return len(self.newest) <= RANKED


def search_market(
    scope: ListingQuerySet, text: str, *, local: bool, numbered: Callable[[SearchQuery], list[int]] | None = None
) -> Found | None:
    """Return what in `scope` fits `text`; None when there is no word in it to look for.

    Words are taken together; when nothing has them all, typing errors are mended, and else any word will do.
    `local` says that the scope is an area, where reading its listings beats the index of the whole country. `numbered`
    is a quicker way to the numbers of the newest matches in this scope, where there is one.
    """
    words = search.words_of(text)
    every = search.query(words)
    if every is None:
        return None
    exact = found(scope, every, local=local, numbers=numbered(every) if numbered is not None else None)
    if exact.newest:
        return exact
    mended = [corrected(word, scope, local=local) for word in words]
    if mended != words and (better := search.query(mended)) is not None:
        return found(scope, better, local=local)._replace(corrected=" ".join(mended))
    loose = search.query(words, every=False) or every
    return found(scope, loose, local=local)._replace(loose=len(words) > 1)


def found(scope: ListingQuerySet, query: SearchQuery, *, local: bool, numbers: list[int] | None = None) -> Found:
    """Return what in `scope` fits `query`, searched for once: of a few, their numbers answer every later question."""
    matches = matching(scope, query, local=local)
    if numbers is None:
        numbers = list(matches.newest().values_list("pk", flat=True)[: RANKED + 1])
    return Found(query, matches if len(numbers) > RANKED else scope.filter(pk__in=Numbers(numbers)), numbers)


def ranked(found: Found, narrowed: Q) -> ListingQuerySet:
    """Return the newest of what was found and fits `narrowed`, few enough to be ranked."""
    if found.whole:
        return found.listings.filter(narrowed)
    if not narrowed:
        return Listing.objects.filter(pk__in=Numbers(found.newest[:RANKED]))
    return Listing.objects.filter(pk__in=found.listings.filter(narrowed).newest().values("pk")[:RANKED])


def corrected(word: str, scope: ListingQuerySet, *, local: bool) -> str:
    """Return the known word closest to `word` that a listing in `scope` has, or `word` itself."""
    if matching(scope, search.wanted(search.term(word)), local=local).exists():
        return word
    for candidate in close_words(word):
        known = search.query([candidate])
        if known is not None and matching(scope, known, local=local).exists():
            return candidate
    return word


def close_words(word: str) -> list[str]:
    """Return the words of the market that look most like `word`: by trigrams, and short ones by a letter that differs."""
    likeness = TrigramSimilarity("word", word)
    near = Word.objects.filter(word__trigram_similar=word).annotate(likeness=likeness).filter(likeness__gte=CLOSE_ENOUGH)
    if len(word) <= SHORT:
        other = "|".join(f"{word[:index]}.{word[index + 1 :]}" for index in range(len(word)))
        near = Word.objects.filter(word__regex=f"^({other})$").annotate(likeness=likeness)
    return list(near.order_by("-likeness", "word").values_list("word", flat=True)[:CANDIDATES])


LEARN = """
INSERT INTO market_word (word)
SELECT DISTINCT lower(unaccent(word))
FROM market_listing, regexp_split_to_table(title || ' ' || words || ' ' || description, '[^[:alnum:]]+') AS word
WHERE market_listing.id = ANY(%s) AND length(lower(unaccent(word))) BETWEEN 3 AND 40
ON CONFLICT DO NOTHING
"""


def learn_words(listings: QuerySet[Listing]) -> None:
    """Add the words of `listings` to the words of the market."""
    numbers = list(listings.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(LEARN, [numbers])


FORGET = """
DELETE FROM market_word WHERE word NOT IN (
    SELECT lower(unaccent(word))
    FROM market_listing, regexp_split_to_table(title || ' ' || words || ' ' || description, '[^[:alnum:]]+') AS word
)
"""


def forget_words() -> int:
    """Take out words that stand in no listing any more; return how many went. Reads every listing: for the background."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
        return int(cursor.rowcount)
