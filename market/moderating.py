"""What moderators do with what isn't right: hide with a reason, lift, hear objections, keep people out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Appointment, Duty, Participant, User
from kennismarkt.errors import Refused
from market import answering
from market.conversations import Message
from market.listings import Listing
from market.moderation import Hiding, Reason, Report, about, area_of, author_of, moderators
from notifications import telling

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from market.moderation import Hideable, Reportable
    from neighbourhood.models import Area

CONTEXT_MESSAGES = 2
OVERSEERS = (Duty.MODERATOR, Duty.COORDINATOR)


def oversee(area: Area, by: Participant, *duties: Duty) -> None:
    """Raise `PermissionDenied` unless `by` holds one of `duties` (moderator when none is named) in `area`."""
    if not Appointment.objects.areas(by, *(duties or (Duty.MODERATOR,))).filter(pk=area.pk).exists():
        raise PermissionDenied


def judge(thing: Reportable, by: Participant) -> None:
    """Raise `PermissionDenied` beyond the border of `by`, and `Refused` for a case of one's own."""
    oversee(area_of(thing), by)
    if author_of(thing).pk == by.pk:
        raise Refused(_("Dit gaat over jou. Een andere moderator kijkt ernaar."))


def hide(thing: Hideable, *, by: Participant, reason: str, explanation: str) -> Hiding:
    """Hide `thing` from everybody but its writer, settle the reports about it, and tell the writer why.

    Raises `PermissionDenied` for who doesn't moderate its area, `Refused` for what is hidden already or is one's own.
    """
    judge(thing, by)
    with transaction.atomic():
        made = concealed(thing, by=by, reason=reason, explanation=explanation)
        telling.notify("market.hidden", [author_of(thing)], about=made.pk, by=by)
        return made


def concealed(thing: Hideable, *, by: Participant, reason: str, explanation: str) -> Hiding:
    """Take `thing` out of sight and write down why."""
    current = type(thing).objects.select_for_update(of=("self",)).get(pk=thing.pk)
    if current.hidden_at is not None:
        raise Refused(_("Dit is al verborgen."))
    moment = timezone.now()
    type(thing).objects.filter(pk=thing.pk).update(hidden_at=moment)
    settle(thing, by=by)
    tell(thing)
    return Hiding.objects.create(
        area=area_of(thing),
        reason=Reason(reason),
        explanation=explanation,
        hidden_by=by,
        hidden_at=moment,
        **about(thing),
    )


def settle(thing: Reportable, *, by: Participant) -> None:
    """Mark every waiting report about `thing` as handled."""
    Report.objects.waiting().filter(**about(thing)).update(handled_at=timezone.now(), handled_by=by)


def tell(thing: Hideable) -> None:
    """Have those who are reading it look again."""
    if isinstance(thing, Message):
        answering.tell_everybody(thing.conversation)


def lift(hiding: Hiding, *, by: Participant) -> None:
    """Show it again, and tell its writer (`Refused` when it shows already or is one's own)."""
    thing = hiding.thing
    judge(thing, by)
    with transaction.atomic():
        decide(hiding, lifted_at=timezone.now())
        type(thing).objects.filter(pk=thing.pk).update(hidden_at=None)
        tell(thing)
        telling.notify("market.lifted", [author_of(thing)], about=hiding.pk, by=by)


def uphold(hiding: Hiding, *, by: Participant) -> None:
    """Keep it hidden after an objection, and tell its writer (`Refused` without one, or when it is one's own)."""
    thing = hiding.thing
    judge(thing, by)
    with transaction.atomic():
        decide(hiding, upheld_at=timezone.now())
        telling.notify("market.upheld", [author_of(thing)], about=hiding.pk, by=by)


def decide(hiding: Hiding, **moment: object) -> None:
    """Write down a decision on `hiding`, once (`Refused` when there is nothing to decide any more)."""
    open_ones = Hiding.objects.objected() if "upheld_at" in moment else Hiding.objects.in_force()
    if not open_ones.filter(pk=hiding.pk).update(**moment):
        raise Refused(_("Hier is al over besloten."))


def dismiss(waiting: Report, *, by: Participant) -> None:
    """Close a report: nothing wrong (`Refused` when it is about oneself)."""
    judge(waiting.thing, by)
    settled = Report.objects.waiting().filter(pk=waiting.pk).update(handled_at=timezone.now(), handled_by=by)
    if not settled:
        raise Refused(_("Deze melding is al afgehandeld."))


def object_to(hiding: Hiding, *, by: Participant, text: str) -> None:
    """Say why something should be seen again: its writer only, once (`Refused`)."""
    mine = Hiding.objects.of(by).in_force().filter(pk=hiding.pk, objected_at=None)
    with transaction.atomic():
        if not mine.update(objection=text, objected_at=timezone.now()):
            raise Refused(_("Je hebt al bezwaar gemaakt, of dit is niet van jou."))
        telling.notify("market.objected", moderators(hiding.area), about=hiding.pk, by=by)


def suspend(person: Participant, *, by: Participant, explanation: str) -> None:
    """Keep somebody out: no signing in, and what they have on the market is hidden with this explanation.

    From this moment every session and live stream of theirs counts for nothing, because the account isn't active.
    Raises `PermissionDenied` for who isn't moderator or coordinator of their area, `Refused` for oneself and for
    people who are appointed somewhere: end that first.
    """
    oversee(person.area, by, *OVERSEERS)
    if person.pk == by.pk:
        raise Refused(_("Jezelf buitensluiten kan niet."))
    if person.user.is_superuser or person.appointments.exists():
        raise Refused(_("Deze persoon is aangesteld. Beëindig eerst die aanstelling."))
    with transaction.atomic():
        if not User.objects.filter(pk=person.user_id, is_active=True).update(is_active=False):
            raise Refused(_("Deze persoon is al buitengesloten."))
        for listing in Listing.objects.filter(owner=person, hidden_at=None, deleted_at=None):
            concealed(listing, by=by, reason=Reason.UNSAFE, explanation=explanation)
        settle(person, by=by)
        telling.notify("market.suspended", [person], by=by, note=explanation)


def restore(person: Participant, *, by: Participant) -> None:
    """Let somebody back in; what was hidden stays hidden until each is lifted."""
    oversee(person.area, by, *OVERSEERS)
    with transaction.atomic():
        if not User.objects.filter(pk=person.user_id, is_active=False).update(is_active=True):
            raise Refused(_("Deze persoon is niet buitengesloten."))
        telling.notify("market.restored", [person], by=by)


def suspended_in(viewer: Participant | None) -> QuerySet[Participant]:
    """People who are kept out, of the areas that `viewer` moderates or coordinates."""
    areas = Appointment.objects.areas(viewer, *OVERSEERS)
    return Participant.objects.present().filter(user__is_active=False, area__in=areas)


def context_of(reported: Report, *, by: Participant) -> QuerySet[Message]:
    """Return the reported message with at most two before it: all that a moderator reads of a conversation.

    For as long as the report waits; nothing for who doesn't moderate its area or is the one reported.
    """
    if not Report.objects.overseen_by(by).waiting().filter(pk=reported.pk, message__isnull=False).exists():
        return Message.objects.none()
    upto = Message.objects.filter(conversation__messages=reported.message_id, pk__lte=reported.message_id)
    numbers = list(upto.order_by("-pk").values_list("pk", flat=True)[: CONTEXT_MESSAGES + 1])
    return Message.objects.filter(pk__in=numbers).select_related("author").order_by("pk")
