"""Mail: how it looks, who it comes from, and how a reader, their mail program and a mail server recognise it."""

from __future__ import annotations

import hashlib
from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi, override

from notifications import replying, unsubscribing
from notifications.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail.backends.base import BaseEmailBackend
    from django_stubs_ext import StrOrPromise

    from accounts.models import Participant
    from notifications.kinds import Words
    from notifications.models import Notice


class Section(NamedTuple):
    """A part of a mail under one heading."""

    title: StrOrPromise
    words: Sequence[Words]


class Letter(NamedTuple):
    """What a mail is made from. `topic` is the kind, or the digest, that one unsubscribes from by one click."""

    person: Participant
    subject: StrOrPromise
    sections: Sequence[Section]
    topic: str
    topic_title: StrOrPromise
    key: str
    owed: bool = False
    reply_to: str = ""


def of_notice(notice: Notice, words: Words, person: Participant, key: str) -> Letter:
    """Return the letter that tells one notice."""
    kind = kinds[notice.kind]
    return Letter(
        person=person,
        subject=words.title,
        sections=[Section("", [words])],
        topic=kind.name,
        topic_title=kind.title,
        key=key,
        owed=kind.owed,
        reply_to=replying.address_of(notice) if kind.reply is not None else "",
    )


def mail(
    letter: Letter, connection: BaseEmailBackend | None = None, *, shows_quotes: bool | None = None, returns_to: str = ""
) -> EmailMultiAlternatives:
    """Return the mail of a letter, in the language of its reader; what people wrote only goes to proven addresses.

    Mail servers report to `returns_to` what becomes of it, else to the sender.
    """
    with override(letter.person.reads):
        told = facts_of(letter) | {"proven": proven(letter.person) if shows_quotes is None else shows_quotes}
        message = EmailMultiAlternatives(
            subject=" ".join(str(letter.subject).split()),
            body=render_to_string("notifications/mail/letter.txt", told),
            from_email=returns_to or sender(letter.person),
            to=[str(letter.person.user.email)],
            reply_to=[letter.reply_to] if letter.reply_to else None,
            headers=headers(letter),
            connection=connection,
        )
        message.attach_alternative(render_to_string("notifications/mail/letter.html", told), "text/html")
        for section in letter.sections:
            for words in section.words:
                for attachment in words.attachments:
                    message.attach(*attachment)
        return message


def facts_of(letter: Letter) -> dict[str, Any]:
    """Return what the templates of a mail show."""
    return {
        "letter": letter,
        "person": letter.person,
        "site": settings.SITE_ADDRESS,
        "site_name": settings.SITE_NAME,
        "rtl": get_language_bidi(),
        "unsubscribe": unsubscribing.link(letter.person, letter.topic),
    }


def proven(person: Participant) -> bool:
    """Whether the person showed that this address is theirs."""
    return EmailAddress.objects.filter(user=person.user_id, email__iexact=person.user.email or "", verified=True).exists()


def sender(person: Participant) -> str:
    """Return the sender: the area's name, at the address of the installation."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((f"{person.area.name} · {name or settings.SITE_NAME}", address))


def headers(letter: Letter) -> dict[str, str]:
    """Return what mail programs go by: how to stop it, which list it belongs to, and that a repeat is a repeat."""
    found = {
        "From": sender(letter.person),
        "Message-ID": message_id(letter.key),
        "List-Id": f"{settings.SITE_NAME} <{letter.topic.replace('_', '-')}.{letter.person.area.slug}.{domain()}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if not letter.owed:
        found["List-Unsubscribe"] = f"<{unsubscribing.link(letter.person, letter.topic)}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found


def message_id(key: str) -> str:
    """Return the same Message-ID for the same row of the outbox, each time."""
    return f"<{hashlib.sha256(f'{settings.SECRET_KEY}:{key}'.encode()).hexdigest()[:32]}@{domain()}>"


def domain() -> str:
    """Return the name of the site."""
    return urlsplit(settings.SITE_ADDRESS).hostname or "localhost"
