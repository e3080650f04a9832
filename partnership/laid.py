"""What lies on a card, gathered for a page: notes with what was said to them, and proposals with everybody's answer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnership.notes import Note, Recognition, Remark, RemarkKind
from partnership.proposals import Answer, Proposal, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from partnership.cards import CardStep
    from partnership.partners import Partner


class Said(NamedTuple):
    """A question or an addition under a note."""

    number: int
    kind: str
    text: str
    partner: Partner

    @property
    def kind_label(self) -> str:
        """Which of the two, in words."""
        return str(RemarkKind(self.kind).label)


@dataclass(slots=True)
class LaidNote:
    """A note as its reader sees it."""

    pk: int
    text: str
    writer: Partner
    named: bool
    shared: bool
    version: int
    own: bool
    recognised: int
    mine: bool
    remarks: list[Said]
    cluster: int | None
    cluster_title: str

    @property
    def name(self) -> str:
        """Whom it names."""
        return self.writer.called if self.named else _("zonder naam")

    @property
    def side(self) -> str:
        """Whose shape it has."""
        return self.writer.side


class LaidCluster(NamedTuple):
    """Notes that belong together; number 0 without a title for the loose ones."""

    number: int
    title: str
    notes: list[LaidNote]


NOTE_FIELDS = ("pk", "text", "writer", "named", "shared_at", "version", "cluster", "cluster__title", "recognised", "mine", "said")


def notes(me: Partner, step: CardStep, everybody: Mapping[int, Partner]) -> list[LaidNote]:
    """Return the notes of `step` that `me` may read, with their remarks; one query."""
    return [laid_note(me, everybody, *row) for row in told_about(me, step_notes(me, step)).values_list(*NOTE_FIELDS)]


def step_notes(me: Partner, step: CardStep) -> Any:
    """Return the notes of `step` that `me` may read."""
    return Note.objects.visible_to(me).standing().filter(step=step)


def told_about(me: Partner, found: Any) -> Any:
    """Fetch along who recognises them and what was said to them."""
    hearts = Recognition.objects.filter(note=OuterRef("pk")).order_by().values("note")
    said = Remark.objects.standing().filter(note=OuterRef("pk")).order_by("pk")
    return found.annotate(
        recognised=Coalesce(Subquery(hearts.annotate(number=Count("pk")).values("number")), 0),
        mine=Exists(Recognition.objects.filter(note=OuterRef("pk"), partner=me)),
        said=ArraySubquery(said.values(facts=JSONObject(**{name: F(name) for name in ("id", "kind", "text", "partner")}))),
    ).order_by("pk")


def laid_note(me: Partner, everybody: Mapping[int, Partner], *row: Any) -> LaidNote:
    """Return a note from a row of NOTE_FIELDS."""
    pk, text, writer, named, shared_at, version, cluster, title, recognised, mine, said = row
    remarks = [Said(each["id"], each["kind"], each["text"], everybody[each["partner"]]) for each in said]
    own = writer == me.pk
    shared = shared_at is not None
    return LaidNote(pk, text, everybody[writer], named, shared, version, own, recognised, mine, remarks, cluster, title or "")


def clusters(found: Iterable[LaidNote]) -> list[LaidCluster]:
    """Return the notes by what was laid together, the loose ones last."""
    gathered: dict[int, LaidCluster] = {}
    loose = LaidCluster(0, "", [])
    for note in found:
        if note.cluster is None:
            loose.notes.append(note)
        else:
            gathered.setdefault(note.cluster, LaidCluster(note.cluster, note.cluster_title, [])).notes.append(note)
    return [*sorted(gathered.values(), key=lambda each: each.number), *([loose] if loose.notes else [])]


class Word(NamedTuple):
    """What one partner says to a proposal."""

    partner: Partner
    answer: str
    words: str


@dataclass
class LaidProposal:
    """A proposal, with what everybody said to it."""

    proposal: Proposal
    by: Partner
    said: dict[int, Word]
    waiting: list[Partner]
    mine: Word | None
    own: bool

    @property
    def pk(self) -> int:
        """Its number."""
        return self.proposal.pk

    @property
    def text(self) -> str:
        """What it says."""
        return self.proposal.text

    @property
    def beside(self) -> bool:
        """Whether it lets values stand beside each other."""
        return self.proposal.beside

    @property
    def agreeing(self) -> list[Partner]:
        """Who agrees, with a remark or without."""
        return [word.partner for word in self.said.values() if word.answer != Answer.NOT_YET]

    @property
    def remarks(self) -> list[Word]:
        """What was said besides plain agreement."""
        return [word for word in self.said.values() if word.words]

    @property
    def not_yet(self) -> list[Word]:
        """Who needs something first."""
        return [word for word in self.said.values() if word.answer == Answer.NOT_YET]

    @property
    def words(self) -> str:
        """How it stands, in words: as settled, or beside each other."""
        if self.beside:
            return _("mag naast elkaar bestaan")
        number = len(self.agreeing)
        if self.waiting or self.not_yet:
            return ngettext("%(number)d akkoord", "%(number)d akkoord", number) % {"number": number}
        return ngettext("alle %(number)d akkoord", "alle %(number)d akkoord", number) % {"number": number}


def proposals(me: Partner, everybody: Mapping[int, Partner]) -> dict[int, list[LaidProposal]]:
    """Return the standing proposals of the card of `me` by step, with what counts of what was said; one query."""
    counting = Stance.objects.filter(proposal=OuterRef("pk"), proposal_version=OuterRef("version"), round=OuterRef("step__round"))
    latest = counting.order_by("partner_id", "-pk").distinct("partner_id")
    facts = JSONObject(partner="partner", answer="answer", words="words")
    found = Proposal.objects.visible_to(me).standing().select_related("step")
    by_step: dict[int, list[LaidProposal]] = defaultdict(list)
    for proposal in found.annotate(spoken=ArraySubquery(latest.values(facts=facts))):
        by_step[proposal.step.number].append(laid_proposal(me, proposal, everybody))
    return by_step


def laid_proposal(me: Partner, proposal: Any, everybody: Mapping[int, Partner]) -> LaidProposal:
    """Return a proposal with the words of those who sit here now."""
    words = [Word(everybody[each["partner"]], each["answer"], each["words"]) for each in proposal.spoken]
    said = {word.partner.pk: word for word in words if word.partner.left_at is None}
    deciding = [partner for partner in everybody.values() if partner.left_at is None and not partner.away]
    waiting = [partner for partner in deciding if partner.pk not in said]
    return LaidProposal(proposal, everybody[proposal.by_id], said, waiting, said.get(me.pk), proposal.by_id == me.pk)


def settled(found: list[LaidProposal], deciding: set[int]) -> bool:
    """Whether everything that was proposed is agreed: the rule of `partnership.proposals.settled`."""
    return bool(found and deciding) and not any(proposal.waiting or proposal.not_yet for proposal in found)
