"""Writes each mail in each language to a folder, for looking at; nothing is sent and the database isn't asked."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Participant, User
from neighbourhood.models import Area
from notifications import digests, mailing
from notifications.choices import Cadence
from notifications.kinds import Told, gatherings, kinds
from notifications.mailing import Letter, Section
from notifications.models import Notice

SUBJECT, MESSAGE = "_subject.txt", "_message.txt"


class Command(BaseCommand):
    """Look at mail before people do."""

    help = "Write each mail in each language to a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path, help="where to write; made when it isn't there")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write them, and say how many."""
        written = [path for language, _name in settings.LANGUAGES for path in write(options["folder"] / language, language)]
        if options["verbosity"]:
            self.stdout.write(f"{len(written)} files in {options['folder']}.")


def write(folder: Path, language: str) -> Iterator[Path]:
    """Write every mail in one language, as pages and as text; yield where."""
    folder.mkdir(parents=True, exist_ok=True)
    with override(language):
        for name, letter in letters(reader(language)):
            message = mailing.mail(letter, shows_quotes=True)
            for ending, content in (("html", message.alternatives[0][0]), ("txt", f"{message.subject}\n\n{message.body}")):
                yield written(folder / f"{name}.{ending}", str(content))
        for name, text in account_mails():
            yield written(folder / f"{name}.txt", text)


def written(path: Path, content: str) -> Path:
    """Write one file, and return where."""
    path.write_text(content, encoding="utf-8")
    return path


def account_mails() -> Iterator[tuple[str, str]]:
    """Yield each mail about signing in, which is text only, with its name."""
    site = urlsplit(settings.SITE_ADDRESS)
    facts = {
        "request": RequestFactory().get("/", SERVER_NAME=site.hostname, SERVER_PORT=site.port or 80),
        "code": "482913",
        "signup_url": f"{settings.SITE_ADDRESS}{reverse('account_signup')}",
        "deleted_email": "samira@example.org",
        "from_email": "samira@example.org",
        "to_email": "samira@voorbeeld.example",
    }
    for app in ("account", "mfa"):
        for path in sorted(Path(settings.ROOT / "templates" / app / "email").glob(f"*{SUBJECT}")):
            subject, message = (f"{app}/email/{path.name.removesuffix(SUBJECT)}{ending}" for ending in (SUBJECT, MESSAGE))
            text = f"{render_to_string(subject, facts).strip()}\n\n{render_to_string(message, facts)}"
            yield f"{app}.{path.name.removesuffix(SUBJECT)}", text


def reader(language: str) -> Participant:
    """Return somebody who reads `language`."""
    area = Area(pk=1, name="rond het Osdorpplein", slug="osdorpplein")
    return Participant(pk=1, user=User(pk=1, email="samira@example.org"), display_name="Samira", area=area, reads=language)


def letters(person: Participant) -> Iterator[tuple[str, Letter]]:
    """Yield a letter of each kind with its name, and both digests."""
    for kind in kinds.values():
        words = kind.words(Told(person, kind.example(person), 1, "Er was twee keer ruzie in de gesprekken."))
        notice = Notice(pk=1, recipient=person, kind=kind.name)
        yield kind.name, mailing.of_notice(notice, words, person, f"preview:{kind.name}")
    sections = [Section(each.title, list(each.example(person))) for each in gatherings.values()]
    for cadence in (Cadence.DAILY, Cadence.WEEKLY):
        yield f"digest.{cadence}", digests.letter_of(person, cadence, sections, f"preview:{cadence}")
