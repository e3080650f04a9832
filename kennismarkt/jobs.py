"""Work for later: an app names it in `<app>/jobs.py`, three lines that call a verb.

    @jobs.job
    def deliver(*, delivery: int) -> None:
        sending.deliver(delivery)

A verb asks for it with `deliver.defer(delivery=delivery.pk)`; that is a row of this very transaction, gone when the
transaction is. A worker (`manage.py work`) runs it at least once, so the verb must bear being called twice.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, get_type_hints

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app

from kennismarkt import jobqueue
from kennismarkt.errors import Refused

if TYPE_CHECKING:
    from procrastinate.jobs import Job
    from procrastinate.tasks import Task

P = ParamSpec("P")
Work = Callable[P, None]

# Only numbers of things travel: a queue is read by who looks after the machine, and kept in back-ups.
MAY_TRAVEL = (int, list[int])


class Backoff(BaseRetryStrategy):
    """Try again after 4, 16, 64… seconds, so eight times in a day; what the rules refuse stays refused."""

    def __init__(self, tries: int) -> None:
        """Keep how many times it is tried again."""
        self.tries = tries

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Tell when to try again, or None to give up."""
        if isinstance(exception, Refused) or job.attempts >= self.tries:
            return None
        return RetryDecision(retry_in={"seconds": 4 ** (job.attempts + 1)})


def job(work: Work[P]) -> Task[P, None, P]:
    """Make `work` something to `.defer(…)` (`TypeError` when it takes anything but numbers)."""
    if any(kind not in MAY_TRAVEL for name, kind in get_type_hints(work).items() if name != "return"):
        raise TypeError(f"{work.__module__}.{work.__qualname__}: only numbers travel in jobs.")
    return app.task(retry=Backoff(jobqueue.MOST_TRIES))(work)


def periodic(cron: str) -> Callable[[Callable[[], None]], Task[[int], None, [int]]]:
    """Do the work by the clock (five fields, UTC); what a stopped worker missed is made up for once, within a day."""

    def register(work: Callable[[], None]) -> Task[[int], None, [int]]:
        @wraps(work)
        def run(timestamp: int = 0) -> None:
            work()

        task = app.task(retry=Backoff(tries=3), lock=f"{work.__module__}.{work.__qualname__}")(run)
        app.periodic(cron=cron)(task)
        return task

    return register


@periodic("* * * * *")
def rescue() -> None:
    """Give the jobs of a worker that was killed to another."""
    jobqueue.rescue()


@periodic("50 2 * * *")
def forget() -> None:
    """Forget what nobody looks at any more."""
    jobqueue.forget()
