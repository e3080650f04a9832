"""Tables of what every app shares: the queue of jobs as we look at it, and why jobs failed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob


class Job(ProcrastinateJob):  # type: ignore[misc]  # the library's models have no types
    """A job that waits, runs or failed; what succeeded is gone."""

    class Meta:
        proxy = True
        verbose_name = _("taak")
        verbose_name_plural = _("taken")


class JobFailure(models.Model):
    """Why a job failed the last time: kinds of errors and lines of code, never the words of an error."""

    # By number: rows of the queue are erased by the library, in SQL.
    job = models.BigIntegerField(primary_key=True)
    reason = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the kind of the error."""
        return self.reason.partition("\n")[0]
