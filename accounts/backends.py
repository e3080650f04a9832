"""Signing in, and fetching who is signed in with one query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, F, OuterRef

if TYPE_CHECKING:
    from accounts.models import User


class ViewerBackend(AuthenticationBackend):
    """allauth's way in; the account comes with its participant and area in the same query."""

    def get_user(self, user_id: int) -> User | None:
        """Return the active account `user_id` with its participant, their drawing's version and whether it is appointed, or None."""
        from accounts.models import Appointment, User

        appointments = Appointment.objects.filter(participant__user=OuterRef("pk"))
        accounts = User.objects.select_related("participant__area").annotate(  # type: ignore[no-redef]  # fills the property of that name
            appointed=Exists(appointments), picture_version=F("participant__self_portrait__picture_version")
        )
        return accounts.filter(pk=user_id, is_active=True).first()
