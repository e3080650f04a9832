"""Where somebody is signed in: their sessions in words, and ending them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from accounts.models import User

# allauth keeps a network address with each session; nothing here needs one, so none is kept.
NOWHERE = "0.0.0.0"  # noqa: S104 (an address that stands for none; nothing listens on it)
# Looked for in this order: each browser also claims to be some of those after it.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "Chromebook",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class Place:
    """One browser in which somebody is signed in."""

    device: str
    since: datetime
    here: bool


@receiver(pre_save, sender=UserSession)
def keep_no_network_address(instance: UserSession, **_rest: object) -> None:
    """Leave out where on the network somebody was."""
    instance.ip = NOWHERE


def places_of(user: User, *, current_key: str | None) -> list[Place]:
    """Return where `user` is signed in: this browser first, then the latest first."""
    rows = alive(UserSession.objects.filter(user=user)).order_by("-created_at")
    places = [Place(device(row.user_agent), row.created_at, row.session_key == current_key) for row in rows]
    return sorted(places, key=lambda place: not place.here)


def alive(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `rows` whose session has not ended."""
    return rows.filter(session_key__in=Session.objects.filter(expire_date__gt=timezone.now()).values("session_key"))


def end_all(user: User) -> None:
    """Sign `user` out everywhere."""
    rows = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=rows.values("session_key")).delete()
    rows.delete()


def forget_ended() -> int:
    """Forget in which browsers people were signed in; return how many were forgotten."""
    kept = alive(UserSession.objects.all()).values("pk")
    forgotten, _kinds = UserSession.objects.exclude(pk__in=kept).delete()
    return forgotten


def device(user_agent: str) -> str:
    """Return the browser and the device in words, as far as `user_agent` tells them."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    if browser and system:
        return _("{browser} op {system}").format(browser=browser, system=system)
    return browser or system or _("Een apparaat dat we niet herkennen")
