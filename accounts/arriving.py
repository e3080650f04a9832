"""What somebody filled in at sign-up waits in their session until they proved that the address is theirs.

Until then nobody sees them, and whoever signs up with another's address leaves nothing behind in the account
that its owner later finds: no name and no password.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from accounts import joining
from accounts.models import Participant
from neighbourhood.models import Area

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User

KEY = "arriving"


def remember(request: HttpRequest, user: User, answers: dict[str, Any], password_hash: str) -> None:
    """Keep the answers, for `user` only."""
    request.session[KEY] = {
        "user": user.pk,
        "password": password_hash,
        "area": answers["area"].pk,
        "reads": get_language(),
        **{name: answers[name] for name in ("display_name", "roles", "side", "languages")},
    }


def arrive(request: HttpRequest, user: User) -> Participant | None:
    """Make the participant whose answers wait here; None when none wait, or none that are of `user`."""
    answers = request.session.pop(KEY, None)
    if answers is None or answers.pop("user") != user.pk or Participant.objects.filter(user=user).exists():
        return None
    keep_password(user, answers.pop("password"))
    area = Area.objects.filter(pk=answers.pop("area")).first()
    return joining.join(user, area=area, agreed=True, **answers) if area else None


def keep_password(user: User, password_hash: str) -> None:
    """Store the password that was chosen at sign-up, if there was one."""
    if password_hash:
        user.password = password_hash
        user.save(update_fields=["password"])
