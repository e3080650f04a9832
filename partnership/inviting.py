"""Asking known people to sit down at a card, and their answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Participant
from kennismarkt.errors import Refused
from notifications import telling
from partnership.gathering import host_only, locked, room_for_one, seated
from partnership.invitations import Invitation
from partnership.spreading import INVITED

if TYPE_CHECKING:
    from partnership.cards import PartnershipCard
    from partnership.partners import Partner

GONE = 404


def invite(card: PartnershipCard, person: Participant, *, by: Partner) -> Invitation:
    """Ask `person` to take part; the host does. Asked already, it is the same invitation.

    `Refused` for who is at the table, who was sent away, who can't be found (any more, or across a block), a full table.
    """
    with transaction.atomic():
        card = locked(card)
        host_only(card, by)
        if by.participant is None or not Participant.objects.visible_to(by.participant).filter(pk=person.pk).exists():
            raise Refused(_("Deze persoon is hier niet te vinden."), status=GONE)
        if card.partners.filter(participant=person, left_at=None).exists():
            raise Refused(_("Deze persoon zit al aan tafel."))
        if card.partners.filter(participant=person, barred=True).exists():
            raise Refused(_("Deze persoon is van tafel gestuurd."))
        room_for_one(card)
        invitation, made = Invitation.objects.get_or_create(card=card, person=person, answered_at=None, defaults={"by": by})
        if made:
            telling.notify(INVITED, [person], about=invitation.pk, by=by.participant)
        return invitation


def accept(invitation: Invitation, *, by: Participant, side: str = "") -> Partner:
    """Sit down as one was asked (`Refused` as for who joins by the code, and for an invitation that was answered)."""
    with transaction.atomic():
        current = waiting(invitation, by)
        partner = seated(locked(current.card), by, side)
        close(current, accepted=True)
        return partner


def decline(invitation: Invitation, *, by: Participant) -> None:
    """Say no; the host sees that it was answered."""
    with transaction.atomic():
        close(waiting(invitation, by), accepted=False)


def take_back(invitation: Invitation, *, by: Partner) -> None:
    """No longer ask; the host does."""
    with transaction.atomic():
        host_only(locked(invitation.card), by)
        Invitation.objects.waiting().filter(pk=invitation.pk).update(answered_at=timezone.now())


def waiting(invitation: Invitation, by: Participant) -> Invitation:
    """Return the invitation of `by`, locked, when nobody answered it (`Refused` otherwise)."""
    mine = Invitation.objects.visible_to(by).waiting().filter(pk=invitation.pk)
    current = Invitation.objects.filter(pk__in=mine).select_for_update(of=("self",)).select_related("card").first()
    if current is None:
        raise Refused(_("Deze uitnodiging is er niet meer."), status=GONE)
    return current


def close(invitation: Invitation, *, accepted: bool) -> None:
    """Write down the answer."""
    invitation.answered_at, invitation.accepted = timezone.now(), accepted
    invitation.save(update_fields=["answered_at", "accepted"])
    telling.read_about(INVITED, invitation.pk, by=invitation.person)
