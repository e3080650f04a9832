"""To what people agree: the house rules and the privacy statement, in versions.

Whoever joins agrees to both as they stand. When a version rises, everybody is told what changed and asked again at their
next page (`accounts.middleware.GateMiddleware`); until then they are led to that page, to the texts, and out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.mydata import Consent
from kennismarkt.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from accounts.models import Participant, User


@dataclass(frozen=True)
class Version:
    """One state of a text: since when, and what changed in it since the version before."""

    since: date
    changed: StrOrPromise


@dataclass(frozen=True)
class Document:
    """A text that people agree to. Its name is in its address, its words stand in `accounts/documents/<name>.html`."""

    name: str
    title: StrOrPromise
    versions: tuple[Version, ...]

    @property
    def version(self) -> int:
        """Number of the version that holds now; the first is 1."""
        return len(self.versions)

    @property
    def latest(self) -> Version:
        """The version that holds now."""
        return self.versions[-1]

    @property
    def template(self) -> str:
        """Where its words stand."""
        return f"accounts/documents/{self.name}.html"

    def changes_since(self, version: int) -> list[StrOrPromise]:
        """What changed after `version`, oldest first; the whole text is new to who never agreed (0)."""
        return [each.changed for each in self.versions[version:] if version]


# A text that changes gets a version more, here, with what changed in plain words.
DOCUMENTS: tuple[Document, ...] = (
    Document("huisregels", _("De huisregels"), (Version(date(2026, 11, 1), ""),)),
    Document("privacy", _("Wat we van je bewaren"), (Version(date(2026, 11, 1), ""),)),
)


@dataclass(frozen=True)
class Question:
    """A document to which somebody hasn't agreed as it stands now, and what changed since they did."""

    document: Document
    changes: list[StrOrPromise]


def called(name: str) -> Document | None:
    """Return the document of that name, if there is one."""
    return next((document for document in DOCUMENTS if document.name == name), None)


def current() -> QuerySet[Consent]:
    """Consents to a document as it stands now."""
    holds = Q(pk__in=[])
    for document in DOCUMENTS:
        holds |= Q(document=document.name, version=document.version)
    return Consent.objects.filter(holds)


def current_of(user: User) -> list[str]:
    """Return the names of the documents to which `user` agreed as they stand now."""
    return list(current().filter(participant__user=user).values_list("document", flat=True))


def asked_of(user: User) -> list[Document]:
    """Return the documents to which `user` must still agree; no query for who is signed in."""
    return [document for document in DOCUMENTS if document.name not in user.agreed_to]


def questions(participant: Participant) -> list[Question]:
    """Return what `participant` must still agree to, with what changed since they last did."""
    agreed = dict(participant.consents.order_by("version").values_list("document", "version"))
    return [
        Question(document, document.changes_since(agreed.get(document.name, 0)))
        for document in DOCUMENTS
        if agreed.get(document.name, 0) < document.version
    ]


def agree(participant: Participant, *, to: Iterable[tuple[str, int]]) -> None:
    """Write down that `participant` agrees to documents by name and version.

    `Refused` for a version that no longer holds: the text changed while they read.
    """
    said = list(to)
    if any((document := called(name)) is None or document.version != version for name, version in said):
        raise Refused(_("De tekst is intussen veranderd. Lees wat er nu staat."))
    with transaction.atomic():
        Consent.objects.bulk_create(
            (Consent(participant=participant, document=name, version=version) for name, version in said), ignore_conflicts=True
        )


def everything() -> list[tuple[str, int]]:
    """Return every document as it stands now, by name and version."""
    return [(document.name, document.version) for document in DOCUMENTS]
