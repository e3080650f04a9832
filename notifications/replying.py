"""Answering a notice by mail: a reply address of its own per notice, and what becomes of a mail that comes there."""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from kennismarkt.errors import Refused
from notifications.kinds import kinds
from notifications.models import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

ADDRESS = re.compile(r"^(?P<name>[^+@]+)\+(?P<number>\d{1,18})-(?P<mark>[0-9a-f]{32})@(?P<domain>[^@]+)$")
NAMES = uuid.UUID("0d6b6b7c-4fd0-4b07-9d2b-6c1e1a0f8a52")
# Where mail programs begin to repeat what was answered.
QUOTED = re.compile(
    r"^(>|-{2,}\s*(original|oorspronkelijk|orijinal)|_{10,}|(op|on|am|le)\s.{6,120}(schreef|wrote|schrieb|écrit).*:?$|.{6,120}(yazdı|كتب).*:?$"
    r"|(van|from|kimden|من):\s)",
    re.IGNORECASE,
)
SIGNATURE = "--"


def address_of(notice: Notice) -> str:
    """Return where an answer to `notice` goes; nothing when the installation takes no mail."""
    return own_address(str(notice.pk), mark_of("reply", notice.pk))


def own_address(number: str, mark: str) -> str:
    """Return an address at which mail about one thing comes in; nothing when the installation takes no mail."""
    name, _at, domain = settings.REPLY_ADDRESS.rpartition("@")
    return f"{name}+{number}-{mark}@{domain}" if name else ""


def mark_of(purpose: str, number: int) -> str:
    """Return what only we can make: who has it got a mail from us."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}:{number}".encode(), hashlib.sha256).hexdigest()[:32]


def same(mark: str, expected: str) -> bool:
    """Whether a mark is the one that we made, in a time that says nothing."""
    return hmac.compare_digest(mark, expected)


def ours(pattern: re.Pattern[str], to: str) -> re.Match[str] | None:
    """Return what an address says, when it is written like this and comes in here."""
    found = pattern.match(to.strip().strip("<>").lower())
    name, _at, domain = settings.REPLY_ADDRESS.lower().rpartition("@")
    return found if found and (found["name"], found["domain"]) == (name, domain) else None


def receive(message: EmailMessage, *, to: str, once: str) -> bool:
    """Say what a mail answers to the notice of this address; return whether it said something (a machine says nothing).

    Raises `Refused` for an address that isn't ours, for a sender other than who got the notice, and for what the site
    would refuse. The same mail, known by `once`, says it once.
    """
    notice = noticed(to)
    if automatic(message):
        return False
    person = notice.recipient
    sender = parseaddr(str(message.get("From", "")))[1]
    if not person.user.is_active or sender.lower() != (person.user.email or "").lower():
        raise Refused(_("Antwoord vanaf het adres waar je de mail kreeg."))
    kind = kinds.get(notice.kind)
    if kind is None or kind.reply is None:
        raise Refused(_("Op dit bericht kun je niet antwoorden."))
    kind.reply(notice.about, person, said(message), uuid.uuid5(NAMES, f"{notice.pk}:{once}"))
    return True


def noticed(to: str) -> Notice:
    """Return the notice that an address answers (`Refused` when it isn't one of ours)."""
    found = ours(ADDRESS, to)
    if found is None or not same(found["mark"], mark_of("reply", int(found["number"]))):
        raise Refused(_("Dit adres kennen we niet."))
    notice = Notice.objects.select_related("recipient__user").filter(pk=int(found["number"])).first()
    if notice is None:
        raise Refused(_("Op dit bericht kun je niet meer antwoorden."))
    return notice


def automatic(message: EmailMessage) -> bool:
    """Whether a machine wrote it: an absence, a bounce, a list."""
    submitted = str(message.get("Auto-Submitted", "no")).strip().lower()
    listed = any(message.get(name) for name in ("List-Id", "X-Autoreply", "X-Autorespond"))
    return submitted != "no" or listed or str(message.get("Precedence", "")).lower() in {"bulk", "auto_reply", "junk"}


def said(message: EmailMessage) -> str:
    """Return what somebody wrote, without what they answer and without their signature."""
    body = message.get_body(preferencelist=("plain",))
    if body is None:
        raise Refused(_("We konden in je mail geen tekst vinden. Antwoord op de site."))
    return "\n".join(own_lines(str(body.get_content()))).strip()


def own_lines(text: str) -> Iterator[str]:
    """Yield the lines before the mail that is answered."""
    for line in text.splitlines():
        if line.rstrip() == SIGNATURE or QUOTED.match(line.strip()):
            return
        yield line.rstrip()
