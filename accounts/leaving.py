"""Wanting to be forgotten: ten days to change one's mind, then everything goes that others don't need.

Others miss somebody from the moment they ask: their name and roles move into the `Erasure`, and what people see is filtered
by it. So carrying it out, whenever that happens, changes nothing for anybody else.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Duty, Erasure, Participant, User
from kennismarkt import inventory
from kennismarkt.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

logger = logging.getLogger("kennismarkt.leaving")

FORBIDDEN = 403


def on_behalf(person: Participant, by: Participant) -> None:
    """Refuse who asks something about the data of another, unless they may act for who has no e-mail."""
    if by.pk == person.pk:
        return
    if person.user.email is not None or not by.user.may(person.area_id, Duty.COORDINATOR, Duty.CONNECTOR):
        raise Refused(_("Dit kan alleen iemand zelf vragen."), status=FORBIDDEN)


def leave(person: Participant, *, by: Participant) -> Erasure:
    """Begin the ten days after which `person` is forgotten; return what was asked before when they are leaving already.

    `Refused` for who may not ask it, and for the last owner of the installation.
    """
    on_behalf(person, by)
    with transaction.atomic():
        current = Participant.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
        earlier = Erasure.objects.filter(participant=current).first()
        if earlier is not None:
            return earlier
        refuse_last_owner(current.user)
        name = current.display_name
        erasure = Erasure.objects.create(participant=current, kept={"display_name": name, "roles": current.roles})
        nameless(current)
        write_to(current.user.email, "leaving", name=name, reads=current.reads, erasure=erasure)
        return erasure


def refuse_last_owner(user: User) -> None:
    """Refuse the only account that owns the installation: nobody could appoint anybody any more."""
    if user.is_superuser and not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists():
        raise Refused(_("Jij bent de enige eigenaar van deze site. Maak eerst iemand anders eigenaar."))


def nameless(person: Participant) -> None:
    """Take away what others would know `person` by."""
    Participant.objects.filter(pk=person.pk).update(display_name="", roles=[])


def stay(person: Participant, *, by: Participant) -> Participant:
    """Take it back; everything is as it was. `Refused` once it is final, and for who may not ask it."""
    on_behalf(person, by)
    with transaction.atomic():
        erasure = Erasure.objects.select_for_update(of=("self",)).filter(participant=person).first()
        if erasure is None:
            return person
        if erasure.final:
            raise Refused(_("De tien dagen zijn voorbij. Je gegevens gaan weg."))
        Participant.objects.filter(pk=person.pk).update(**erasure.kept)
        erasure.delete()
    person.refresh_from_db()
    return person


def erase_due(now: datetime | None = None) -> int:
    """Carry out every erasure that is final at `now`; return how many. One that fails doesn't hold up the others."""
    return sum(attempted(number, now) for number in Erasure.objects.due(now).values_list("pk", flat=True))


def attempted(number: int, now: datetime | None = None) -> bool:
    """Carry out one erasure; whether it went. What went wrong is logged by kind, without anybody's data."""
    try:
        return erase(number, now=now)
    except Exception as error:  # noqa: BLE001 (whatever it was: the next person must not wait for it)
        logger.error("erasure failed: %s", type(error).__name__)  # noqa: TRY400 (a traceback could quote what is erased)
        return False


@transaction.atomic
def erase(number: int, *, now: datetime | None = None) -> bool:
    """Carry out erasure `number`; False when it isn't final at `now`, or done already.

    What others need stays, of somebody without a name; when there is nothing of that kind, no row is left at all.
    """
    due = Erasure.objects.due(now).select_for_update(of=("self",), skip_locked=True)
    erasure = due.filter(pk=number).select_related("participant__user").first()
    if erasure is None:
        return False
    person, user = erasure.participant, erasure.participant.user
    address, name, reads = user.email, erasure.kept["display_name"], person.reads
    inventory.erase(person, user, inventory.names_in(name, *addresses_of(user)))
    write_to(address, "gone", name=name, reads=reads)
    if not needed(person):
        user.delete()
    return True


def addresses_of(user: User) -> Iterable[str | None]:
    """Return every e-mail address of an account."""
    return [user.email, *user.emailaddress_set.values_list("email", flat=True)]


def needed(person: Participant) -> bool:
    """Whether something stays that others need, and that must be of somebody."""
    own = {Participant._meta.label, User._meta.label, Erasure._meta.label}
    return any(table.kept(person) for table in inventory.listed.of_people() if table.label not in own)


def names_of(people: Iterable[Participant]) -> dict[int, tuple[str, ...]]:
    """Return under which names those of `people` went who are leaving; for taking them out of words that others read.

    Expects people with their erasure fetched along.
    """
    return {
        person.pk: inventory.names_in(person.erasure.kept.get("display_name"))
        for person in people
        if getattr(person, "erasure", None) is not None
    }


def write_to(address: str | None, what: str, *, name: str, reads: str, erasure: Erasure | None = None) -> None:
    """Mail somebody, once this is committed, that they are leaving or gone, in their language."""
    if not address:
        return
    with translation.override(reads):
        subject = {"leaving": _("Je wilt weg: je hebt tien dagen"), "gone": _("Je gegevens zijn weg")}[what]
        told = {
            "name": name,
            "due_at": timezone.localtime(erasure.due_at) if erasure else None,
            "link": settings.SITE_ADDRESS + reverse("stay"),
            "site_name": settings.SITE_NAME,
        }
        body = render_to_string(f"accounts/mail/{what}.txt", told)
    transaction.on_commit(lambda: send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [address]), robust=True)
