"""Putting preparation groups together: wishes, the proposal, changes by hand, the agreement, substitutes, planning ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kennismarkt import live
from kennismarkt.errors import Refused
from meetings.models import Meeting, PickList, PrepGroup, PrepMember, PrepPick, PrepWish
from meetings.prep_groups import takes_part
from meetings.remembering import memory_of
from meetings.rotation import composing
from meetings.working import must_compose, must_work_on
from notifications import telling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Participant

COMPOSED = "meetings.group_composed"
TOPIC = "prepgroup"
FORBIDDEN = 403
MOST_MEMBERS = 6


def locked(meeting: Meeting) -> Meeting:
    """Return `meeting` as it stands now, so that nobody else changes its group until this transaction ends."""
    found = Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)
    if found.cancelled or found.over:
        raise Refused(_("Deze bijeenkomst gaat niet door of is al geweest."))
    return found


def wish(meeting: Meeting, *, by: Participant, can_come: bool = True, language: str = "", later_too: bool = False) -> PrepWish:
    """Say that `by` would like to prepare the meeting, and perhaps those after it; said again it takes the place of before."""
    with transaction.atomic():
        meeting = locked(meeting)
        if not Meeting.objects.filter(takes_part(by), pk=meeting.pk).exists():
            raise Refused(_("Meld je eerst aan voor een bijeenkomst."), status=FORBIDDEN)
        for each in [meeting, *(following(meeting) if later_too else ())]:
            facts = {"side": by.side, "can_come": can_come or each.pk != meeting.pk, "language": language}
            PrepWish.objects.update_or_create(meeting=each, participant=by, defaults=facts)
            live.tell(TOPIC, each.pk)
        return PrepWish.objects.get(meeting=meeting, participant=by)


def following(meeting: Meeting) -> Iterable[Meeting]:
    """Return the meetings of the same kind and trajectory after this one."""
    if meeting.trajectory_id is None:
        return ()
    later = Meeting.objects.coming().filter(trajectory=meeting.trajectory_id, kind=meeting.kind)
    return later.filter(starts_at__gt=meeting.starts_at)


def wish_no_more(meeting: Meeting, *, by: Participant) -> None:
    """Take the wish back; who lies on the table leaves it. Who is in the agreed group steps out instead (`step_out`)."""
    with transaction.atomic():
        meeting = locked(meeting)
        if PrepMember.objects.current().filter(group__meeting=meeting, participant=by).exists():
            raise Refused(_("Je zit al in het groepje. Laat je daar vervangen."))
        PrepWish.objects.filter(meeting=meeting, participant=by).delete()
        PrepPick.objects.filter(group__meeting=meeting, participant=by).delete()
        PrepGroup.objects.filter(meeting=meeting).update(version=F("version") + 1)
        live.tell(TOPIC, meeting.pk)


def propose(meeting: Meeting, *, by: Participant) -> composing.Proposal:
    """Let the solver propose a group of those who wish, and a runner-up; the best lies on the table."""
    with transaction.atomic():
        meeting = locked(meeting)
        must_compose(meeting, by)
        group = open_group(meeting)
        memory = memory_of([meeting])
        proposal = composing.propose(memory.people, memory.past)
        if not proposal.best.group:
            raise Refused(_("Er is nog niemand die kan en wil. Vraag het rond."))
        runner_up = proposal.runner_up.group if proposal.runner_up else []
        lay(group, PickList.BEST, (person.number for person in proposal.best.group))
        lay(group, PickList.RUNNER_UP, (person.number for person in runner_up))
        lay(group, PickList.TABLE, (person.number for person in proposal.best.group))
        group.proposed_at, group.proven = timezone.now(), proposal.best.proven
        changed(group)
        return proposal


def open_group(meeting: Meeting) -> PrepGroup:
    """Return the group of a locked meeting, made when there is none (`Refused` when it is agreed already)."""
    group, _new = PrepGroup.objects.get_or_create(meeting=meeting)
    if group.agreed_at is not None:
        raise Refused(_("Dit groepje is al afgesproken. Een lid kan zich laten vervangen."))
    return group


def lay(group: PrepGroup, where: PickList, people: Iterable[int]) -> None:
    """Put these people on a list in the place of who stood there."""
    group.picks.filter(list=where).delete()
    PrepPick.objects.bulk_create(PrepPick(group=group, participant_id=number, list=where) for number in people)


def changed(group: PrepGroup) -> None:
    """Save the group as changed, and tell the open pages."""
    group.version += 1
    group.save(update_fields=["version", "proposed_at", "proven", "agreed_at"])
    live.tell(TOPIC, group.meeting_id)


def unchanged(group: PrepGroup, version: int) -> None:
    """Refuse a change to a table that looks different by now: nobody agrees to what they haven't seen."""
    if group.version != version:
        raise Refused(_("Iemand anders heeft het groepje net veranderd. Kijk nog eens."))


def on_table(group: PrepGroup) -> set[int]:
    """Return who lies on the table."""
    return set(group.picks.filter(list=PickList.TABLE).values_list("participant", flat=True))


def take_runner_up(meeting: Meeting, *, by: Participant, version: int) -> None:
    """Put the runner-up on the table."""
    with transaction.atomic():
        meeting = locked(meeting)
        must_compose(meeting, by)
        group = open_group(meeting)
        unchanged(group, version)
        second = list(group.picks.filter(list=PickList.RUNNER_UP).values_list("participant", flat=True))
        if not second:
            raise Refused(_("Er is geen tweede voorstel."))
        lay(group, PickList.TABLE, second)
        changed(group)


def swap(meeting: Meeting, *, by: Participant, version: int, out: int | None = None, into: int | None = None) -> None:
    """Change the group on the table by hand: somebody out, somebody else in, or both. What it costs is told, never refused."""
    with transaction.atomic():
        meeting = locked(meeting)
        must_compose(meeting, by)
        group = open_group(meeting)
        unchanged(group, version)
        wishing = set(PrepWish.objects.filter(meeting=meeting).values_list("participant", flat=True))
        if into is not None and into not in wishing:
            raise Refused(_("Deze persoon wil nu niet voorbereiden."))
        table = (on_table(group) - {out}) | ({into} if into is not None else set())
        if len(table) > MOST_MEMBERS:
            raise Refused(_("Een groepje werkt het best met ongeveer drie mensen. Meer dan zes gaat niet."))
        lay(group, PickList.TABLE, sorted(table))
        changed(group)


def agree(meeting: Meeting, *, by: Participant, version: int) -> PrepGroup:
    """Agree on the group that lies on the table, and tell its members."""
    with transaction.atomic():
        meeting = locked(meeting)
        must_compose(meeting, by)
        group = open_group(meeting)
        unchanged(group, version)
        wishes = PrepWish.objects.filter(meeting=meeting, participant__in=on_table(group)).select_related("participant")
        chosen = list(wishes)
        if not chosen:
            raise Refused(_("Er ligt nog geen groepje op tafel."))
        PrepMember.objects.bulk_create(PrepMember(group=group, participant=each.participant, side=each.side) for each in chosen)
        group.agreed_at = timezone.now()
        changed(group)
        telling.notify(COMPOSED, [each.participant for each in chosen], about=meeting.pk)
        return group


def step_out(member: PrepMember, *, by: Participant) -> PrepMember | None:
    """Let a member step out: they themselves, or who carries the meeting. Return who comes in their place, if anybody wishes to.

    The substitute is who keeps the group most even, with the fewest turns. What the member did before stays in the history.
    """
    with transaction.atomic():
        meeting = locked(member.group.meeting)
        if member.participant_id != by.pk:
            must_work_on(meeting, by)
        current = PrepMember.objects.current().filter(pk=member.pk).first()
        if current is None:
            raise Refused(_("Deze persoon is niet meer in het groepje."))
        PrepMember.objects.filter(pk=member.pk).update(until=timezone.now())
        PrepWish.objects.filter(meeting=meeting, participant=member.participant_id).delete()
        instead = substitute_for(member, meeting)
        changed(PrepGroup.objects.get(pk=member.group_id))
        return instead


def substitute_for(member: PrepMember, meeting: Meeting) -> PrepMember | None:
    """Let the solver choose who takes the place of `member`, and tell them."""
    memory = memory_of([meeting])
    staying = set(PrepMember.objects.current().filter(group=member.group_id).values_list("participant", flat=True))
    group = memory.those(staying)
    found = composing.substitute(group, [member.participant_id], memory.people, memory.past, size=len(group) + 1)
    new = [person for person in found.group if person.number not in staying]
    if not new:
        return None
    person = memory.participants[new[0].number]
    made = PrepMember.objects.create(group_id=member.group_id, participant=person, side=new[0].side, instead_of=member)
    telling.notify(COMPOSED, [person], about=meeting.pk)
    return made


def plan_ahead(meeting: Meeting, *, by: Participant) -> composing.Composition:
    """Lay a group on the table of this meeting and of each after it that has none, all planned at once."""
    with transaction.atomic():
        meetings = to_plan(locked(meeting))
        for each in meetings:
            must_compose(locked(each), by)
        memory = memory_of(meetings)
        plan = composing.plan_ahead(memory.people, memory.past, groups=len(meetings))
        for each, people in zip(meetings, plan.groups, strict=True):
            group = open_group(each)
            for where in (PickList.BEST, PickList.TABLE):
                lay(group, where, (person.number for person in people))
            lay(group, PickList.RUNNER_UP, ())
            group.proposed_at, group.proven = timezone.now(), plan.proven
            changed(group)
        return plan


def to_plan(meeting: Meeting) -> list[Meeting]:
    """Return this meeting and those after it whose group isn't agreed yet, in their order."""
    coming = [meeting, *following(meeting)]
    agreed = set(PrepGroup.objects.filter(meeting__in=coming, agreed_at__isnull=False).values_list("meeting", flat=True))
    found = [each for each in coming if each.pk not in agreed]
    if not found:
        raise Refused(_("Alle groepjes zijn al afgesproken."))
    return found
