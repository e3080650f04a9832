"""Plans and sends the digests of a Monday to many people in one database of its own; prints JSON. Mail goes nowhere.

python -m tests.bench.digests <people>
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402 (needs django.setup)
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from accounts.models import Participant, User  # noqa: E402
from market.models import SavedSearch  # noqa: E402
from neighbourhood.models import Area  # noqa: E402
from notifications import digests, sending  # noqa: E402
from notifications.choices import Cadence  # noqa: E402
from notifications.models import Delivery, Notice  # noqa: E402
from tests.factories import AreaFactory, ListingFactory  # noqa: E402

MONDAY = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
YESTERDAY = MONDAY - timedelta(hours=10)
IN_AN_AREA, LISTINGS, SEARCHES_EVERY = 500, 30, 5


def fill(number: int) -> None:
    """Make so many people, each with a proven address and a notice that waits, and a week of listings in each area."""
    areas = [AreaFactory.create() for _ in range(max(1, number // IN_AN_AREA))]
    users = User.objects.bulk_create(User(email=f"mens{each}@example.org", password="!") for each in range(number))
    people = Participant.objects.bulk_create(person(each, user, areas) for each, user in enumerate(users))
    EmailAddress.objects.bulk_create(EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users)
    for each in range(LISTINGS * len(areas)):
        owner = people[each]
        facts = {"published_at": YESTERDAY, "expires_at": MONDAY + timedelta(days=60)}
        ListingFactory.create(owner=owner, area=owner.area, title=f"Fietsles {each}", **facts)
    watched = people[::SEARCHES_EVERY]
    searches = SavedSearch.objects.bulk_create(
        SavedSearch(participant=each, area=each.area, query="q=fietsles") for each in watched
    )
    SavedSearch.objects.filter(pk__in=[search.pk for search in searches]).update(looked_at=YESTERDAY - timedelta(days=9))
    waiting = {"kind": "notifications.stuck", "digest": Cadence.WEEKLY, "told_at": YESTERDAY}
    Notice.objects.bulk_create(Notice(recipient=each, about=each.pk, **waiting) for each in people)


def person(each: int, user: User, areas: list[Area]) -> Participant:
    """Return one of the people."""
    facts: dict[str, Any] = {"roles": ["resident"], "side": "informal", "languages": ["nl"]}
    return Participant(user=user, area=areas[each % len(areas)], display_name=f"Mens {each}", **facts)


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count the queries in between."""
    number = [0]

    def count(execute: Callable[..., Any], *question: Any) -> Any:
        number[0] += 1
        return execute(*question)

    with connection.execute_wrapper(count):
        yield number


def memory() -> float:
    """Return what this process holds, in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def measured(number: int) -> dict[str, float]:
    """Plan and send, and return how that went."""
    fill(number)
    began = time.perf_counter()
    with counted() as questions:
        planned = digests.plan(MONDAY)
        planning = time.perf_counter() - began
        asked, sent, held = questions[0], 0, []
        while done := sending.send_due(MONDAY + timedelta(days=1)):
            sent += done
            held.append(memory())
    states = set(Delivery.objects.values_list("state", flat=True))
    if sent != planned or states != {"sent"}:
        raise SystemExit(f"{planned} planned, {sent} done: {states}")
    took = time.perf_counter() - began
    return {
        "people": number,
        "mails": sent,
        "planning": planning,
        "took": took,
        "planning_queries": asked / number,
        "queries": (questions[0] - asked) / sent,
        "early": held[0],
        "late": held[-1],
    }


if __name__ == "__main__":
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    print(json.dumps(measured(int(sys.argv[1]))))
