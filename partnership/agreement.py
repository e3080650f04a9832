"""Settling a step together: its phases, proposals in shared words, and what each partner says to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kennismarkt import live
from kennismarkt.errors import Refused
from partnership import reviewing, spreading
from partnership.cards import CardStep, PartnershipCard, Phase
from partnership.dialogue import ChangedMeanwhile, careful, met_at, sayable, share, step_for
from partnership.gathering import host_only, locked, note_down
from partnership.history import What
from partnership.notes import Note
from partnership.partners import Partner
from partnership.proposals import LONGEST_PROPOSAL, Answer, Proposal, ProposalVersion, Reopening, Stance, settled

if TYPE_CHECKING:
    from uuid import UUID

GONE = 404


def reveal(card: PartnershipCard, number: int, *, by: Partner) -> None:
    """Turn all notes at once: from own picture to conversation. The host does, once somebody has written."""
    with transaction.atomic():
        card = locked(card)
        host_only(card, by)
        step_for(card, number, by, Phase.OWN)
        notes = Note.objects.standing().filter(step__card=card, step__number__in=card.taken_together(number))
        if not notes.exists():
            raise Refused(_("Er ligt nog geen briefje. Wacht tot iemand iets heeft geschreven."))
        share(notes)
        met_at(card)
        move(card, number, Phase.CONVERSATION, What.REVEALED, by)


def to_agreement(card: PartnershipCard, number: int, *, by: Partner) -> None:
    """From conversation to agreement; the host does."""
    with transaction.atomic():
        card = locked(card)
        host_only(card, by)
        step_for(card, number, by, Phase.CONVERSATION)
        move(card, number, Phase.AGREEMENT, What.TO_AGREEMENT, by)


def back_to_conversation(card: PartnershipCard, number: int, *, by: Partner) -> None:
    """From agreement to conversation again; the host does."""
    with transaction.atomic():
        card = locked(card)
        host_only(card, by)
        step_for(card, number, by, Phase.AGREEMENT)
        move(card, number, Phase.CONVERSATION, What.BACK, by)


def settle(card: PartnershipCard, number: int, *, by: Partner) -> None:
    """Agree on the step, and in the short mode on the four together (`Refused` while somebody says "not yet" or is silent)."""
    with transaction.atomic():
        card = locked(card)
        host_only(card, by)
        step_for(card, number, by, Phase.AGREEMENT)
        for each in card.taken_together(number):
            if not agreed(card.course[each]):
                raise Refused(_("Nog niet iedereen is akkoord. Luister eerst wat er nodig is."))
        move(card, number, Phase.AGREED, What.SETTLED, by)
        if not finish(card):
            spreading.next_step(card, by=by)


def agreed(step: CardStep) -> bool:
    """Whether everybody whose word is waited for agrees with every proposal of the step."""
    proposals = list(Proposal.objects.standing().filter(step=step))
    stances = Stance.objects.counting().filter(proposal__step=step, partner__left_at=None)
    deciding = set(Partner.objects.deciding().filter(card=step.card_id).values_list("pk", flat=True))
    return settled(proposals, stances, deciding)


def finish(card: PartnershipCard) -> bool:
    """Write down that the card is finished once all five steps are agreed; whether it is."""
    finished = not card.steps.exclude(phase=Phase.AGREED).exists()
    if finished and card.finished_at is None:
        card.finished_at = timezone.now()
        card.save(update_fields=["finished_at"])
        reviewing.plan(card)
    return finished


def reopen(card: PartnershipCard, number: int, *, by: Partner, reason: str) -> None:
    """Open a settled step again, with the reason; what was agreed before stays in the history. Any partner may.

    Everybody is asked anew, and the steps after it wait.
    """
    words = sayable(reason, LONGEST_PROPOSAL)
    with transaction.atomic():
        card = locked(card)
        careful(card, words)
        step_for(card, number, by, Phase.AGREED)
        numbers = card.taken_together(number)
        Reopening.objects.bulk_create(Reopening(step=card.course[each], by=by, reason=words) for each in numbers)
        CardStep.objects.filter(card=card, number__in=numbers).update(round=F("round") + 1)
        move(card, number, Phase.CONVERSATION, What.REOPENED, by)
        PartnershipCard.objects.filter(pk=card.pk).update(finished_at=None)


def move(card: PartnershipCard, number: int, phase: Phase, what: What, by: Partner) -> None:
    """Bring the step, and those taken together with it, into a phase."""
    CardStep.objects.filter(card=card, number__in=card.taken_together(number)).update(phase=phase, moved_at=timezone.now())
    PartnershipCard.objects.filter(pk=card.pk).update(timer_ends_at=None)
    note_down(card, what, by, step=card.course[number])
    live.tell("card", card.pk)


def propose(card: PartnershipCard, number: int, *, by: Partner, text: str, beside: bool, win: str, once: UUID) -> Proposal:
    """Put shared words forward; any partner may. Who proposes is asked for their word like everybody."""
    words, gain = sayable(text, LONGEST_PROPOSAL), win_for(beside=beside, win=win)
    with transaction.atomic():
        card = locked(card)
        earlier = Proposal.objects.filter(by=by, made_once=once).first()
        if earlier is not None:
            return earlier
        careful(card, words, gain)
        step = step_for(card, number, by, Phase.AGREEMENT)
        made = Proposal.objects.create(step=step, by=by, text=words, beside=beside, win=gain, made_once=once)
        ProposalVersion.objects.create(proposal=made, number=1, text=words, win=gain, beside=beside, by=by)
        live.tell("card", card.pk, part=f"step-{number}")
        return made


def win_for(*, beside: bool, win: str) -> str:
    """Return what makes it a win for both, asked when values stand beside each other (source: appendix III, last line)."""
    return sayable(win, LONGEST_PROPOSAL) if beside or win.strip() else ""


def reword(proposal: Proposal, *, by: Partner, text: str, beside: bool, win: str, version: int) -> Proposal:
    """Change the words of a proposal; everybody is asked anew. `ChangedMeanwhile` when somebody else did first."""
    words, gain = sayable(text, LONGEST_PROPOSAL), win_for(beside=beside, win=win)
    with transaction.atomic():
        card, current = standing(proposal, by)
        careful(card, words, gain)
        collision = current.version != version
        kept = {"text": words, "win": gain, "beside": beside, "by": by}
        if collision:
            ProposalVersion.objects.create(proposal=current, number=version + 1, taken=False, **kept)
        else:
            current.text, current.win, current.beside, current.version = words, gain, beside, version + 1
            current.save(update_fields=["text", "win", "beside", "version"])
            ProposalVersion.objects.create(proposal=current, number=current.version, **kept)
            live.tell("card", card.pk, part=f"proposal-{current.pk}")
    if collision:
        raise ChangedMeanwhile(current.text, current.version)
    return current


def withdraw_proposal(proposal: Proposal, *, by: Partner) -> None:
    """Take a proposal back: who made it, or the host; `put_proposal_back` undoes it."""
    with transaction.atomic():
        card, current = standing(proposal, by)
        if current.by_id != by.pk:
            host_only(card, by)
        Proposal.objects.filter(pk=current.pk).update(withdrawn_at=timezone.now())
        note_down(card, What.PROPOSAL_BACK, by, step=current.step, proposal=current)
        live.tell("card", card.pk, part=f"step-{current.step.number}")


def put_proposal_back(proposal: Proposal, *, by: Partner) -> None:
    """Put a proposal that was taken back before everybody again, with what was said to it: who made it, or the host."""
    with transaction.atomic():
        card = locked(proposal.step.card)
        step_for(card, proposal.step.number, by, Phase.AGREEMENT)
        if proposal.by_id != by.pk:
            host_only(card, by)
        if Proposal.objects.filter(pk=proposal.pk, withdrawn_at__isnull=False).update(withdrawn_at=None):
            note_down(card, What.PROPOSAL_AGAIN, by, step=proposal.step, proposal=proposal)
            live.tell("card", card.pk, part=f"step-{proposal.step.number}")


def answer(proposal: Proposal, *, by: Partner, answer: str, words: str, version: int) -> Stance:
    """Say what one thinks of a proposal; anything but plain agreement needs words.

    `ChangedMeanwhile` when its words changed since they were read: nobody agrees to what they haven't seen.
    """
    said = Answer(answer)
    explained = sayable(words, LONGEST_PROPOSAL) if said != Answer.AGREE else ""
    with transaction.atomic():
        card, current = standing(proposal, by)
        careful(card, explained)
        if current.version != version:
            raise ChangedMeanwhile(current.text, current.version)
        earlier = Stance.objects.counting().filter(proposal=current, partner=by).first()
        if earlier is not None and (earlier.answer, earlier.words) == (said, explained):
            return earlier
        stance = Stance.objects.create(
            proposal=current,
            proposal_version=current.version,
            round=current.step.round,
            partner=by,
            answer=said,
            words=explained,
        )
        live.tell("card", card.pk, part=f"proposal-{current.pk}")
        return stance


def standing(proposal: Proposal, by: Partner) -> tuple[PartnershipCard, Proposal]:
    """Return the card, locked, and the proposal as it reads now (`Refused` when it can't be spoken about now)."""
    card = locked(proposal.step.card)
    current = Proposal.objects.visible_to(by).standing().select_related("step").filter(pk=proposal.pk).first()
    if current is None:
        raise Refused(_("Dit voorstel is er niet meer."), status=GONE)
    step_for(card, current.step.number, by, Phase.AGREEMENT)
    return card, current
