"""The words of the market: what typing errors are held against."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Word(models.Model):
    """A word that stood on the market once; used only when a listing that the viewer may see still has it."""

    word = models.CharField(max_length=40, primary_key=True)

    class Meta:
        indexes = (GinIndex(fields=["word"], name="word_trigrams", opclasses=["gin_trgm_ops"]),)

    def __str__(self) -> str:
        """The word."""
        return self.word
