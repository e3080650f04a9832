"""Dutch text search in Postgres: how text becomes a document, and words a query."""

from __future__ import annotations

from django.contrib.postgres.search import CombinedSearchVector, SearchVector

CONFIG = "dutch_folded"


def document(**weights: str) -> CombinedSearchVector | SearchVector:
    """Return the expression of a weighted search document: field name to weight (A weighs most, D least)."""
    parts = [SearchVector(name, weight=weight, config=CONFIG) for name, weight in weights.items()]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + part
    return whole
