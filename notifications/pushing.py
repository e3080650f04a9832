"""Web push: wakes a browser that somebody switched it on for; says that there is something, never what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kennismarkt.errors import Refused
from notifications.models import PushSubscription, Reach, inbox

if TYPE_CHECKING:
    from accounts.models import Participant

GONE = (404, 410)
A_DAY = 24 * 3600
PATIENCE = 10.0
MOST_DEVICES = 10


def switch_on(*, by: Participant, endpoint: str, p256dh: str, auth: str) -> PushSubscription:
    """Remember a browser of `by` (`Refused` for an address that isn't a push service's: we would call on it)."""
    if not known_service(endpoint):
        raise Refused(_("Deze browser kennen we niet. Meldingen op dit apparaat kunnen hier niet."))
    with transaction.atomic():
        Reach.objects.update_or_create(participant=by, defaults={"push": True})
        facts = {"participant": by, "p256dh": p256dh, "auth": auth}
        made, _new = PushSubscription.objects.update_or_create(endpoint=endpoint, defaults=facts)
        kept = PushSubscription.objects.filter(participant=by).order_by("-pk").values("pk")[:MOST_DEVICES]
        PushSubscription.objects.filter(participant=by).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
        return made


def switch_off(*, by: Participant) -> None:
    """Forget the browsers of `by`."""
    PushSubscription.objects.filter(participant=by).delete()


def known_service(endpoint: str) -> bool:
    """Whether an address belongs to one of the makers of browsers."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    ours = any(host == known or host.endswith(f".{known}") for known in settings.PUSH_SERVICES)
    return parts.scheme == "https" and parts.port in (None, 443) and ours


def wake(device: PushSubscription, words: str) -> bool:
    """Wake one device, and return whether its service took it; forget a device that is gone."""
    import requests  # both bring much along that only the worker needs
    from pywebpush import WebPushException, webpush

    session = requests.Session()
    # A service that sends us elsewhere could send us anywhere.
    session.max_redirects = 0
    try:
        webpush(
            {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}},
            json.dumps({"title": settings.SITE_NAME, "body": words, "url": inbox()}),
            vapid_private_key=settings.VAPID_PRIVATE_KEY,
            vapid_claims={"sub": f"mailto:{settings.VAPID_CONTACT}"},
            ttl=A_DAY,
            timeout=PATIENCE,
            requests_session=session,
        )
    except WebPushException as error:
        if getattr(error.response, "status_code", 0) in GONE:
            device.delete()
        return False
    except OSError:
        return False
    return True
