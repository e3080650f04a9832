"""Beginning in three steps: each verb moves somebody on, and none of them stands in the way of anything else.

The first step, who am I, is joining. What somebody does elsewhere counts: a self-portrait made from one's own page is the
second step, anything placed on the market the last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.onboarding import Onboarding, Step

if TYPE_CHECKING:
    from accounts.people import Participant

# Where each step is taken, by the name of its address; the last one lies on the market.
PLACES = {Step.PORTRAIT: "begin_portrait", Step.BRING: "begin_listing"}


def begin(person: Participant) -> Onboarding:
    """Put `person`, who just said who they are, before the second step; who began already stays where they are."""
    return Onboarding.objects.get_or_create(participant=person)[0]


def under_way(person: Participant | None) -> Onboarding | None:
    """Return how far `person` came, while there is something left to do."""
    return Onboarding.objects.unfinished().filter(participant=person).first() if person is not None else None


def portrayed(person: Participant, *, skipped: bool = False) -> None:
    """Go on to the last step, with a self-portrait or without one."""
    here = Onboarding.objects.unfinished().filter(participant=person, step=Step.PORTRAIT)
    here.update(step=Step.BRING, portrait_skipped=skipped, moved_at=timezone.now())


def finish(person: Participant) -> None:
    """Come to the end."""
    now = timezone.now()
    Onboarding.objects.unfinished().filter(participant=person).update(finished_at=now, moved_at=now)


def dismiss(person: Participant) -> None:
    """Leave it at this: nobody asks again."""
    Onboarding.objects.unfinished().filter(participant=person).update(dismissed_at=timezone.now())
