"""Reports, and what moderators do with them: hide with a reason, lift, hear objections, suspend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Appointment, Duty, Participant
from kennismarkt import live, pace
from kennismarkt.errors import Refused
from market.conversations import Message
from market.listings import Listing
from market.moderation import Hiding, Report

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from neighbourhood.models import Area

Reportable = Listing | Message | Participant
CONTEXT_MESSAGES = 2


def about(thing: Reportable) -> dict[str, Reportable]:
    """Return which column of a report or hiding `thing` goes in."""
    name = {Listing: "listing", Message: "message", Participant: "person"}[type(thing)]
    return {name: thing}


def area_of(thing: Reportable) -> Area:
    """Return whose moderators look at `thing`."""
    return thing.conversation.area if isinstance(thing, Message) else thing.area


def author_of(thing: Listing | Message) -> Participant:
    """Return who wrote `thing`."""
    return thing.owner if isinstance(thing, Listing) else thing.author


def report(thing: Reportable, *, by: Participant, reason: str, text: str = "") -> Report:
    """Report `thing` to the moderators of its area; again while it waits says so (`Refused`)."""
    with transaction.atomic():
        pace.lock(by)
        if Report.objects.waiting().filter(reporter=by, **about(thing)).exists():
            raise Refused(_("Je hebt dit al gemeld. Een moderator kijkt ernaar."))
        pace.keep_pace(Report.objects.filter(reporter=by), "reported_at", "reports")
        return Report.objects.create(area=area_of(thing), reporter=by, reason=reason, text=text, **about(thing))


def moderate(area: Area, by: Participant) -> None:
    """Raise `PermissionDenied` unless `by` moderates `area`."""
    if not Appointment.objects.areas(by, Duty.MODERATOR).filter(pk=area.pk).exists():
        raise PermissionDenied


def hide(thing: Listing | Message, *, by: Participant, reason: str, explanation: str) -> Hiding:
    """Hide `thing` from everybody but its writer, settle the reports about it, and tell the writer why."""
    moderate(area_of(thing), by)
    with transaction.atomic():
        current = type(thing).objects.select_for_update(of=("self",)).get(pk=thing.pk)
        if current.hidden_at is not None:
            raise Refused(_("Dit is al verborgen."))
        moment = timezone.now()
        type(thing).objects.filter(pk=thing.pk).update(hidden_at=moment)
        made = Hiding.objects.create(
            area=area_of(thing), reason=reason, explanation=explanation, hidden_by=by, hidden_at=moment, **about(thing)
        )
        settle(thing, by=by)
        told(thing)
        transaction.on_commit(lambda: write_to(author_of(thing), "hidden", made))
        return made


def settle(thing: Reportable, *, by: Participant) -> None:
    """Mark every waiting report about `thing` as handled."""
    Report.objects.waiting().filter(**about(thing)).update(handled_at=timezone.now(), handled_by=by)


def told(thing: Listing | Message) -> None:
    """Have those who are reading it look again."""
    if isinstance(thing, Message):
        live.tell("conversation", thing.conversation_id)


def lift(hiding: Hiding, *, by: Participant) -> None:
    """Show it again."""
    moderate(hiding.area, by)
    with transaction.atomic():
        thing = hiding.listing or hiding.message
        if thing is not None:
            type(thing).objects.filter(pk=thing.pk).update(hidden_at=None)
            told(thing)
            transaction.on_commit(lambda: write_to(author_of(thing), "lifted", hiding))
        Hiding.objects.filter(pk=hiding.pk).update(lifted_at=timezone.now())


def uphold(hiding: Hiding, *, by: Participant) -> None:
    """Keep it hidden after an objection."""
    moderate(hiding.area, by)
    with transaction.atomic():
        Hiding.objects.filter(pk=hiding.pk, objected_at__isnull=False).update(upheld_at=timezone.now())
        thing = hiding.listing or hiding.message
        if thing is not None:
            transaction.on_commit(lambda: write_to(author_of(thing), "upheld", hiding))


def dismiss(waiting: Report, *, by: Participant) -> None:
    """Close a report: nothing wrong."""
    moderate(waiting.area, by)
    Report.objects.filter(pk=waiting.pk, handled_at=None).update(handled_at=timezone.now(), handled_by=by)


def object_to(hiding: Hiding, *, by: Participant, text: str) -> None:
    """Say why something should be seen again: its writer only, once (`Refused`)."""
    changed = (
        Hiding.objects.of(by).in_force().filter(pk=hiding.pk, objected_at=None).update(objection=text, objected_at=timezone.now())
    )
    if not changed:
        raise Refused(_("Je hebt al bezwaar gemaakt, of dit is niet van jou."))


def suspend(person: Participant, *, by: Participant, explanation: str) -> None:
    """Keep somebody out: no signing in, and what they have on the market is hidden with this explanation."""
    moderate(person.area, by)
    if person.pk == by.pk:
        raise Refused(_("Jezelf buitensluiten kan niet."))
    with transaction.atomic():
        person.user.is_active = False
        person.user.save(update_fields=["is_active"])
        for listing in person.listings.filter(hidden_at=None, deleted_at=None, area=person.area):
            hide(listing, by=by, reason="unsafe", explanation=explanation)
        end_sessions(person)
        settle(person, by=by)


def restore(person: Participant, *, by: Participant) -> None:
    """Let somebody back in; what was hidden stays hidden until each is lifted."""
    moderate(person.area, by)
    person.user.is_active = True
    person.user.save(update_fields=["is_active"])


def end_sessions(person: Participant) -> None:
    """Sign somebody out everywhere."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.user_id):
            session.delete()


def context_of(reported: Report) -> QuerySet[Message] | None:
    """Return the reported message with at most two before it: all that a moderator reads of a conversation."""
    if reported.message is None:
        return None
    upto = Message.objects.filter(conversation=reported.message.conversation_id, pk__lte=reported.message_id)
    numbers = list(upto.order_by("-pk").values_list("pk", flat=True)[: CONTEXT_MESSAGES + 1])
    return Message.objects.filter(pk__in=numbers).select_related("author").order_by("pk")


def write_to(person: Participant, what: str, hiding: Hiding) -> None:
    """Mail the writer that something was hidden or shown again, in their language and without quoting it."""
    if not person.user.email or not person.user.is_active:
        return
    with translation.override(person.reads):
        subject = {
            "hidden": _("Iets wat je schreef is verborgen"),
            "lifted": _("Wat je schreef is weer te zien"),
            "upheld": _("Je bezwaar is bekeken"),
        }[what]
        body = render_to_string("market/mail/moderation.txt", {"what": what, "hiding": hiding, "person": person})
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [person.user.email])
