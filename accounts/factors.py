"""The second factor: a passkey or an app with codes beside the first way in, with recovery codes for when it is lost.

Who works in the workplace must have used one in the session they work in; `SecondFactorMiddleware` sees to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts import sessions
from accounts.models import User
from kennismarkt.errors import Refused

if TYPE_CHECKING:
    from django.http import HttpRequest

FORBIDDEN = 403
# How allauth calls the use of a second factor in its record of a session.
USED = "mfa"
# Recovery codes stand in for a factor; alone they are none.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def held_by(user: User) -> bool:
    """Whether `user` has set up a second factor."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def used_in(request: HttpRequest) -> bool:
    """Whether who is signed in used, in this session, a second factor that they still have."""
    user = request.user if request.user.is_authenticated else None
    records = [record for record in get_authentication_records(request, user) if record["method"] == USED]
    if not records:
        return False
    held = dict(Authenticator.objects.filter(user=request.user.pk).values_list("pk", "type"))
    return any(kind in FACTORS for kind in held.values()) and any(
        record.get("id") in held or record.get("type") == Authenticator.Type.RECOVERY_CODES for record in records
    )


@receiver(authenticator_added)
def count_as_used(request: HttpRequest, user: Any, authenticator: Authenticator, **_rest: object) -> None:
    """Count setting up a factor as its first use: a code or a passkey was just given for it."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, USED, id=authenticator.pk, type=authenticator.type)


@transaction.atomic
def remove_for(user: User, *, by: User | None) -> None:
    """Take away every factor of somebody who lost theirs, end their sessions and tell them by mail.

    `by` owns the installation (None for who works on its server); `Refused` for others, for oneself, and without a factor.
    """
    if by is not None and not (by.is_active and by.is_superuser):
        raise Refused(_("Alleen eigenaars van de site halen een tweede stap weg."), status=FORBIDDEN)
    if by is not None and by.pk == user.pk:
        raise Refused(_("Je eigen tweede stap haal je weg bij “Mijn gegevens”."))
    User.objects.select_for_update().get(pk=user.pk)
    removed, _kinds = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise Refused(_("Dit account heeft geen tweede stap."))
    sessions.end_all(user)
    transaction.on_commit(lambda: tell_removed(user))


def tell_removed(user: User) -> None:
    """Mail somebody that their second factor is gone, in their language."""
    if not user.email:
        return
    participant = getattr(user, "participant", None)
    with override(participant.reads if participant else settings.LANGUAGE_CODE):
        told = {"person": participant, "site_name": settings.SITE_NAME, "link": settings.SITE_ADDRESS}
        body = render_to_string("accounts/mail/factor_removed.txt", told)
        send_mail(str(_("Je tweede stap is weggehaald")), body, settings.DEFAULT_FROM_EMAIL, [user.email])
