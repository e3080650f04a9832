"""Signing in, and fetching who is signed in with one query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Expression

    from accounts.models import User

# What apps above show of an account on every page, by name: it comes in the query that fetches the account.
along: dict[str, Callable[[], Expression]] = {}


class ViewerBackend(AuthenticationBackend):
    """allauth's way in; the account comes with its participant and area in the same query."""

    def get_user(self, user_id: int) -> User | None:
        """Return the active account `user_id`, or None; nobody either once their erasure is final, done or not.

        With it come its participant and area, their drawing's version, whether they are leaving, appointed, and to what
        they agreed.
        """
        from accounts import consents
        from accounts.models import Appointment, Erasure, User

        appointments = Appointment.objects.filter(participant__user=OuterRef("pk"))
        accounts = User.objects.select_related("participant__area", "participant__erasure").annotate(  # type: ignore[no-redef]  # fills the properties of those names
            appointed=Exists(appointments),
            picture_version=F("participant__self_portrait__picture_version"),
            agreed_to=ArraySubquery(consents.current().filter(participant__user=OuterRef("pk")).values("document")),
            **{name: made() for name, made in along.items()},
        )
        final = Erasure.objects.due().values("participant__user")
        return accounts.filter(pk=user_id, is_active=True).exclude(pk__in=final).first()
