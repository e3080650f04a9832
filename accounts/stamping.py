"""Stamps: given by coordinators, or proposed by a rule and then accepted or passed over; the person has the last word.

A rule is three lines, wherever what it looks at is known:

    @stamping.rule(StampKind.SAMENSPELER, _("Deed mee aan alle bijeenkomsten van een traject en hielp voorbereiden."))
    def whole_trajectory(people: QuerySet[Participant]) -> QuerySet[Participant]:
        return people.filter(…)

What brings about such a fact calls `consider` for the people it is about; `look_around` finds, once a day, what was missed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import Exists, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import Duty, Encounter, Participant, Stamp, StampKind
from kennismarkt.errors import Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FORBIDDEN, NOT_FOUND = 403, 404
ENOUGH_ACROSS = 5

Earned = Callable[[QuerySet[Participant]], QuerySet[Participant]]


class Rule(NamedTuple):
    """Who earned which stamp, and the reason in words."""

    kind: StampKind
    reason: StrOrPromise
    earned: Earned


rules: list[Rule] = []


def rule(kind: StampKind, reason: StrOrPromise) -> Callable[[Earned], Earned]:
    """Register a rule: of the people it is given, it returns those who earned the stamp."""

    def register(earned: Earned) -> Earned:
        rules.append(Rule(kind, reason, earned))
        return earned

    return register


@rule(StampKind.NETWERKER, _("Ontmoette vijf mensen van de andere kant: formeel en informeel."))
def five_across_the_line(people: QuerySet[Participant]) -> QuerySet[Participant]:
    """Those who had five encounters or more between the formal and the informal side."""
    pairs = Encounter.objects.across().filter(Q(one=OuterRef("pk")) | Q(other=OuterRef("pk"))).order_by()
    number = Subquery(pairs.values(number=Func("pk", function="COUNT")), output_field=IntegerField())
    return people.annotate(met_across=number).filter(met_across__gte=ENOUGH_ACROSS)


def consider(*people: Participant) -> list[Stamp]:
    """Propose for `people` what the rules say that they earned, and return the new proposals."""
    return propose(Participant.objects.filter(pk__in=[person.pk for person in people]))


def look_around() -> int:
    """Propose for everybody what was missed, whatever happened at the same time; return how many there were."""
    return len(propose(Participant.objects.all()))


def propose(people: QuerySet[Participant]) -> list[Stamp]:
    """Propose each stamp once: not again what somebody has, declined, or what a coordinator passed over."""
    fresh: list[Stamp] = []
    for each in rules:
        there = Stamp.objects.filter(participant=OuterRef("pk"), kind=each.kind)
        without = people.filter(~Exists(there), user__is_active=True)
        with override("nl"):
            reason = str(each.reason)
        fresh += [Stamp(participant=person, kind=each.kind, reason=reason) for person in each.earned(without)]
    Stamp.objects.bulk_create(fresh, ignore_conflicts=True)
    return fresh


@transaction.atomic
def give(person: Participant, *, kind: str, reason: str, by: Participant) -> Stamp:
    """Give `person` a stamp, for a reason that they read.

    `Refused` when `by` doesn't coordinate their area or stamps themselves, and for a stamp that stands or was declined.
    """
    may_give(person, by=by)
    stamp = Stamp.objects.select_for_update().filter(participant=person, kind=kind).first()
    if stamp is None:
        stamp = Stamp(participant=person, kind=kind)
    if stamp.declined_at is not None:
        raise Refused(_("Deze persoon heeft dit stempel afgewezen."))
    if stamp.given_at is not None:
        raise Refused(_("Deze persoon heeft dit stempel al."))
    return given(stamp, reason=reason, by=by)


@transaction.atomic
def accept(stamp: Stamp, *, by: Participant) -> Stamp:
    """Give what a rule proposed, for its reason; `Refused` as `give` does, and when another decided meanwhile."""
    may_give(stamp.participant, by=by)
    return given(waiting(stamp), reason=stamp.reason, by=by)


@transaction.atomic
def pass_over(stamp: Stamp, *, by: Participant) -> None:
    """Let a proposal be: it isn't made again, and its person doesn't hear of it."""
    may_give(stamp.participant, by=by)
    current = waiting(stamp)
    current.passed_at = timezone.now()
    current.save(update_fields=["passed_at"])


@transaction.atomic
def take_back(stamp: Stamp, *, by: Participant) -> None:
    """Take a stamp back that was given by mistake; it can be given again."""
    may_give(stamp.participant, by=by)
    Stamp.objects.filter(pk=stamp.pk).update(given_at=None, given_by=None, hidden_at=None, passed_at=timezone.now())


def may_give(person: Participant, *, by: Participant) -> None:
    """Refuse who doesn't coordinate the area of `person`, and stamping oneself."""
    if not by.user.may(person.area_id, Duty.COORDINATOR):
        raise Refused(_("Je kunt alleen stempels geven in een wijk waar je coördinator bent."), status=FORBIDDEN)
    if person.pk == by.pk:
        raise Refused(_("Je kunt jezelf geen stempel geven. Vraag een andere coördinator."), status=FORBIDDEN)


def waiting(stamp: Stamp) -> Stamp:
    """Return a proposal, locked; `Refused` when it was decided on meanwhile."""
    current = Stamp.objects.select_for_update().proposed().filter(pk=stamp.pk).first()
    if current is None:
        raise Refused(_("Hierover is al besloten."))
    return current


def given(stamp: Stamp, *, reason: str, by: Participant) -> Stamp:
    """Save a stamp as given now."""
    stamp.reason, stamp.given_at, stamp.given_by, stamp.passed_at = reason, timezone.now(), by, None
    stamp.save()
    return stamp


def hide(stamp: Stamp, *, by: Participant) -> Stamp:
    """Keep a stamp of one's own to oneself."""
    return decided(stamp, by=by, hidden_at=timezone.now())


def show(stamp: Stamp, *, by: Participant) -> Stamp:
    """Let others see it again."""
    return decided(stamp, by=by, hidden_at=None)


def decline(stamp: Stamp, *, by: Participant) -> Stamp:
    """Not want it: nobody sees it, and it is neither proposed nor given again."""
    return decided(stamp, by=by, declined_at=timezone.now())


def take(stamp: Stamp, *, by: Participant) -> Stamp:
    """Want it after all."""
    return decided(stamp, by=by, declined_at=None)


@transaction.atomic
def decided(stamp: Stamp, *, by: Participant, **fields: object) -> Stamp:
    """Set what the person decided about a stamp that they were given (`Refused` for anybody else's)."""
    current = Stamp.objects.select_for_update().given_to(by).filter(pk=stamp.pk).first()
    if current is None:
        raise Refused(_("Dit stempel is niet van jou."), status=NOT_FOUND)
    for name, value in fields.items():
        setattr(current, name, value)
    current.save(update_fields=list(fields))
    return current
