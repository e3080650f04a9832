"""Opening a card and gathering around it: partners, guests, the code at the table, and who looks after the course."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Block, sides_of
from kennismarkt import live, pace
from kennismarkt.errors import Refused
from partnership.cards import CardStep, Mode, PartnershipCard, Phase, StepNumber, Subject
from partnership.history import Happening, What
from partnership.partners import Guest, Partner

if TYPE_CHECKING:
    from typing import Any
    from uuid import UUID

    from accounts.models import Participant
    from market.models import Listing
    from partnership.cases import Case

FORBIDDEN = 403
GONE = 404
UNREADABLE = 422
WORKS_NOT = gettext_lazy("Deze code werkt niet (meer). Vraag de gespreksleider om een nieuwe.")
CODE_OPEN_FOR = timedelta(minutes=30)
# Without letters that look or sound alike.
LETTERS = "ABCDEFGHJKLMNPRSTUVWXZ"
CODE_LENGTH = 6
MOST_PARTNERS = 60


def open_card(
    *,
    by: Participant,
    title: str,
    subject: str,
    mode: str,
    once: UUID,
    listing: Listing | None = None,
    case: Case | None = None,
) -> PartnershipCard:
    """Put an empty card on the table, with `by` as its first partner and host; the same form sent twice opens one.

    `Refused` for too many in an hour.
    """
    with transaction.atomic():
        pace.lock(by)
        earlier = PartnershipCard.objects.filter(opened_once=once, partners__participant=by).first()
        if earlier is not None:
            return earlier
        pace.keep_pace(PartnershipCard.objects.filter(host__participant=by), "opened_at", "cards")
        card = PartnershipCard.objects.create(
            area=by.area,
            title=title,
            subject=Subject(subject),
            mode=Mode(mode),
            listing=listing,
            case=case,
            opened_once=once,
        )
        CardStep.objects.bulk_create(CardStep(card=card, number=number.value) for number in StepNumber)
        card.host = Partner.objects.create(card=card, participant=by, name=by.display_name, side=by.side)
        card.save(update_fields=["host"])
        note_down(card, What.OPENED, card.host)
        return card


def locked(card: PartnershipCard) -> PartnershipCard:
    """Return `card` as it stands now, so that nobody moves it or writes on it until this transaction ends."""
    return PartnershipCard.objects.select_for_update(of=("self",), no_key=True).get(pk=card.pk)


def note_down(card: PartnershipCard, what: What, by: Partner, **about: Any) -> None:
    """Write in the history that `by` did something."""
    Happening.objects.create(card=card, what=what, by=by, **about)


def host_only(card: PartnershipCard, by: Partner) -> None:
    """Refuse whoever doesn't look after the course of `card`."""
    if card.host_id != by.pk:
        raise Refused(_("Dit kan alleen de gespreksleider doen."), status=FORBIDDEN)


def at_the_table(card: PartnershipCard, by: Partner) -> None:
    """Refuse whoever doesn't take part in `card` now."""
    if not Partner.objects.around().filter(pk=by.pk, card=card).exists():
        raise Refused(_("Je doet niet meer mee aan deze kaart."), status=FORBIDDEN)


def open_code(card: PartnershipCard, *, by: Partner) -> str:
    """Let people join by six letters for half an hour; return the letters."""
    with transaction.atomic():
        card = locked(card)
        host_only(card, by)
        if not card.code_open:
            card.code = "".join(secrets.choice(LETTERS) for _letter in range(CODE_LENGTH))
        card.code_until = timezone.now() + CODE_OPEN_FOR
        card.save(update_fields=["code", "code_until"])
        live.tell("card", card.pk, part="people")
        return card.code


def close_code(card: PartnershipCard, *, by: Partner) -> None:
    """Let nobody join by the letters any more."""
    with transaction.atomic():
        card = locked(card)
        host_only(card, by)
        PartnershipCard.objects.filter(pk=card.pk).update(code="", code_until=None)
        live.tell("card", card.pk, part="people")


def card_by_code(code: str) -> PartnershipCard:
    """Return the card that these letters open now; `Refused` (404) when there is none."""
    found = PartnershipCard.objects.filter(code=code.strip().upper(), code_until__gt=timezone.now()).exclude(code="").first()
    if found is None:
        raise Refused(WORKS_NOT, status=GONE)
    return found


def join(code: str, *, by: Participant, side: str = "") -> Partner:
    """Sit down at the card of `code` as a participant: on `side`, when they have a role there, else on that of now.

    Who left comes back as the same partner. `Refused` for a code that doesn't work, who was sent away or is kept apart
    from somebody at the table by a block, a full table.
    """
    with transaction.atomic():
        return seated(locked(card_by_code(code)), by, side)


def seated(card: PartnershipCard, by: Participant, side: str = "") -> Partner:
    """Let a participant sit down at `card`, which is locked (`Refused` as `join` says)."""
    partner = Partner.objects.filter(card=card, participant=by).first()
    apart = card.partners.around().filter(Block.objects.apart_from(by, "participant"))
    if apart.exists():
        raise Refused(WORKS_NOT, status=GONE)
    if partner is not None:
        return back_at_table(partner)
    room_for_one(card)
    chosen = side if side in sides_of(by.roles) else by.side
    return sat_down(Partner.objects.create(card=card, participant=by, name=by.display_name, side=chosen))


def sat_down(partner: Partner) -> Partner:
    """Tell the table that somebody came, and write it in the history."""
    note_down(partner.card, What.JOINED, partner)
    live.tell("card", partner.card_id, part="people")
    return partner


def join_as_guest(code: str, *, name: str, side: str, guest: Guest) -> Partner:
    """Sit down as a guest, under a name of their choice and on a side; `Refused` as `join` does."""
    with transaction.atomic():
        card = locked(card_by_code(code))
        partner = Partner.objects.filter(card=card, guest=guest).first()
        if partner is not None:
            return back_at_table(partner)
        room_for_one(card)
        if card.partners.around().filter(name__iexact=name).exists():
            raise Refused(_("Iemand aan tafel heet al zo. Zet er een letter of een woord bij."), status=UNREADABLE)
        return sat_down(Partner.objects.create(card=card, guest=guest, name=name, side=side))


def back_at_table(partner: Partner) -> Partner:
    """Let somebody who left sit down again; `Refused` when they were sent away."""
    if partner.barred:
        raise Refused(WORKS_NOT, status=GONE)
    if partner.left_at is None:
        return partner
    partner.left_at = None
    partner.save(update_fields=["left_at"])
    return sat_down(partner)


def room_for_one(card: PartnershipCard) -> None:
    """Refuse another partner at a full table."""
    if card.partners.around().count() >= MOST_PARTNERS:
        raise Refused(_("Deze tafel is vol."))


def new_guest() -> tuple[Guest, str]:
    """Return a guest and the secret of the link by which they come back; only its hash is kept."""
    secret = secrets.token_urlsafe(24)
    return Guest.objects.create(secret_hash=hashed(secret)), secret


def guest_of(secret: str) -> Guest | None:
    """Return the guest whose link carries this secret."""
    return Guest.objects.filter(secret_hash=hashed(secret)).first()


def hashed(secret: str) -> str:
    """Return what is kept of a secret of 192 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hand_over(card: PartnershipCard, *, to: Partner, by: Partner) -> None:
    """Let another partner look after the course; anybody may take it up when the host has left."""
    with transaction.atomic():
        card = locked(card)
        at_the_table(card, by)
        at_the_table(card, to)
        deserted = card.host is None or card.host.left_at is not None
        if not (deserted and to.pk == by.pk):
            host_only(card, by)
        PartnershipCard.objects.filter(pk=card.pk).update(host=to)
        note_down(card, What.HOSTS, to)
        live.tell("card", card.pk)


def leave(partner: Partner) -> None:
    """Get up from the table; what was written stays."""
    with transaction.atomic():
        card = locked(partner.card)
        if Partner.objects.around().filter(pk=partner.pk).update(left_at=timezone.now()):
            note_down(card, What.LEFT, partner)
            live.tell("card", card.pk, part="people")


def send_away(partner: Partner, *, by: Partner) -> None:
    """Remove somebody, who can't come back by the code; the host does, and not to themselves."""
    with transaction.atomic():
        card = locked(partner.card)
        host_only(card, by)
        if partner.pk == by.pk:
            raise Refused(_("Draag eerst het leiden van het gesprek over."))
        Partner.objects.filter(pk=partner.pk).update(left_at=timezone.now(), barred=True)
        note_down(card, What.SENT_AWAY, partner)
        live.tell("card", card.pk, part="people")


def look_later(partner: Partner, *, away: bool, by: Partner) -> None:
    """Say that somebody looks later, so that nobody waits for their word; they themselves or the host do."""
    with transaction.atomic():
        card = locked(partner.card)
        at_the_table(card, by)
        if partner.pk != by.pk:
            host_only(card, by)
        Partner.objects.filter(pk=partner.pk).update(away=away)
        live.tell("card", card.pk, part="people")


def choose_mode(card: PartnershipCard, *, mode: str, by: Partner) -> None:
    """Take every step apart, or the last four together; the host chooses, until those four have begun to be talked about."""
    with transaction.atomic():
        card = locked(card)
        host_only(card, by)
        if card.steps.exclude(number=StepNumber.VALUES).exclude(phase=Phase.OWN).exists():
            raise Refused(_("Jullie zijn al verder dan de waarden. Dit kan nu niet meer anders."))
        PartnershipCard.objects.filter(pk=card.pk).update(mode=Mode(mode))
        note_down(card, What.MODE, by, words=str(Mode(mode).label))
        live.tell("card", card.pk)


def set_timer(card: PartnershipCard, *, minutes: int, by: Partner) -> None:
    """Let the table see how much time is left; no minutes take the clock away. The host does."""
    with transaction.atomic():
        card = locked(card)
        host_only(card, by)
        ends = timezone.now() + timedelta(minutes=minutes) if minutes > 0 else None
        PartnershipCard.objects.filter(pk=card.pk).update(timer_ends_at=ends)
        live.tell("card", card.pk, part="people")
