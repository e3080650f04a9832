"""The letter by which somebody takes over their account, for whom others acted until then.

Its code has sixteen signs (79 bits of chance), works once and for sixty days, and only a keyed hash of it is kept: whoever
reads the database finds no code. Taking over asks for an address that is proven by a code, as joining does.
"""

from __future__ import annotations

import secrets
import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts import beginning, standing_in
from accounts.models import Participant, TakeOver, User
from kennismarkt.errors import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

VALID = timedelta(days=60)
# No letter or digit that looks like another: no O and 0, no I, L and 1.
SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH, GROUP = 16, 4
FORBIDDEN = 403


class Letter(NamedTuple):
    """A letter that was just made: the only moment at which its code is known."""

    code: str
    take_over: TakeOver

    @property
    def groups(self) -> list[str]:
        """The code as one types it over."""
        return [self.code[start : start + GROUP] for start in range(0, LENGTH, GROUP)]


def hash_of_typed(text: str) -> str:
    """Return the hash of what somebody typed or scanned as a code."""
    return hashed(typed(text))


def typed(text: str) -> str:
    """Return what somebody typed as a code: without spaces and dashes, in capitals, with digits of any script."""
    signs = unicodedata.normalize("NFKC", text).upper()
    return "".join(str(unicodedata.digit(sign, sign)) for sign in signs if sign.isalnum())


def hashed(code: str) -> str:
    """Return what is kept of a code."""
    return salted_hmac("accounts.handing_over", code, algorithm="sha256").hexdigest()


@transaction.atomic
def make_letter(person: Participant, *, by: Participant) -> Letter:
    """Return a new letter for `person`; the one before it no longer works. `Refused` when `by` may not act for them."""
    hold_the_border(person, by=by)
    code = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    withdraw(person)
    now = timezone.now()
    made = TakeOver.objects.create(participant=person, code_hash=hashed(code), made_by=by, made_at=now, expires_at=now + VALID)
    return Letter(code, made)


@transaction.atomic
def revoke(person: Participant, *, by: Participant) -> None:
    """Make the letter of `person` useless; `Refused` when `by` may not act for them."""
    hold_the_border(person, by=by)
    withdraw(person)


def hold_the_border(person: Participant, *, by: Participant) -> None:
    """Refuse who may not act for `person`; one letter at a time."""
    Participant.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not standing_in.people_of(by).filter(pk=person.pk).exists():
        raise Refused(
            _("Je kunt alleen een brief maken voor mensen zonder e-mail in een wijk waar je dat mag."), status=FORBIDDEN
        )


def withdraw(person: Participant) -> None:
    """Revoke what isn't used, expired or not."""
    TakeOver.objects.filter(participant=person, used_at=None, revoked_at=None).update(revoked_at=timezone.now())


def letters_that_work() -> QuerySet[TakeOver]:
    """Letters with which an account can be taken over now: its person still has no address and isn't kept out."""
    return TakeOver.objects.open().filter(participant__user__email=None, participant__user__is_active=True)


def letter_with(code_hash: str) -> TakeOver | None:
    """Return the letter whose code has this hash, if it works; None for every other reason alike."""
    return letters_that_work().filter(code_hash=code_hash).first()


def taken(email: str) -> bool:
    """Whether `email` belongs to an account in use."""
    return User.objects.filter(in_use(), email__iexact=email).exists() or verified(email).exists()


def verified(email: str) -> QuerySet[EmailAddress]:
    """Proven addresses, whatever their case."""
    found: QuerySet[EmailAddress] = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return found


def in_use() -> Q:
    """Condition that an account is more than what an unfinished sign-up left: somebody took part, proved or owns something."""
    proven = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    return Q(participant__isnull=False) | Q(is_superuser=True) | Q(Exists(proven))


@transaction.atomic
def take_over(letter: TakeOver, *, email: str) -> User:
    """Give the account of `letter` to who proved that `email` is theirs; nobody can act for them from now on.

    `Refused` when the letter no longer works, or the address came in use meanwhile.
    """
    Participant.objects.select_for_update(of=("self",)).get(pk=letter.participant_id)
    current = letters_that_work().select_related("participant__user").filter(pk=letter.pk).first()
    if current is None:
        raise Refused(_("Deze brief werkt niet meer. Vraag je coördinator om een nieuwe."))
    if taken(email):
        raise Refused(_("Er hoort al een account bij dit e-mailadres. Neem een ander adres."))
    User.objects.filter(email__iexact=email).delete()
    EmailAddress.objects.filter(email__iexact=email).delete()
    person = current.participant
    user = person.user
    user.email = email.lower()
    user.save(update_fields=["email"])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    TakeOver.objects.filter(pk=current.pk).update(used_at=timezone.now())
    beginning.begin(person)
    return user
