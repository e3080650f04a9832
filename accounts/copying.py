"""A copy of everything that is kept of somebody: asked for, made in the background, fetched by its person for a week."""

from __future__ import annotations

import json
import secrets
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.core.files import File
from django.core.mail import send_mail
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from accounts import jobs
from accounts.leaving import on_behalf
from accounts.models import Export, Participant
from kennismarkt import inventory, pace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kennismarkt.inventory import Personal


class Told(NamedTuple):
    """One column of one row, in words; what is long or has its own lines stands as it was written."""

    name: str
    words: str


class Part(NamedTuple):
    """The rows of one table: in words, by what they belong to, and as data."""

    table: Personal
    groups: list[tuple[str, list[list[Told]]]]
    data: list[dict[str, Any]]
    files: list[tuple[str, bytes]]


def ask(person: Participant, *, by: Participant) -> Export:
    """Ask a copy, to be made in the background; return the one that is being made when there is one.

    `Refused` for who may not ask it, and for too many in an hour.
    """
    on_behalf(person, by)
    with transaction.atomic():
        pace.lock(person)
        under_way = Export.objects.filter(participant=person, ready_at=None).first()
        if under_way is None:
            pace.keep_pace(Export.objects.filter(participant=person), "asked_at", "copies")
            under_way = Export.objects.create(participant=person)
        # Also for one that was asked before: should the background have given up, it begins anew.
        jobs.make_copy.defer(export=under_way.pk)
        return under_way


def make_waiting() -> int:
    """Make every copy that waits; return how many."""
    return sum(make(number) for number in Export.objects.filter(ready_at=None).values_list("pk", flat=True))


@transaction.atomic
def make(number: int) -> bool:
    """Make copy `number` and tell its person; False when it is made already, being made, or no longer asked for."""
    waiting = Export.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=number, ready_at=None)
    export = waiting.select_related("participant__user", "participant__area").first()
    if export is None:
        return False
    with tempfile.TemporaryFile() as file, translation.override(export.participant.reads):
        write(file, export.participant)
        file.seek(0)
        export.file.save(f"{secrets.token_hex(16)}.zip", File(file), save=False)
    export.ready_at = timezone.now()
    export.save(update_fields=["file", "ready_at"])
    tell(export)
    return True


def write(file: Any, person: Participant) -> None:
    """Write everything about `person` into `file` as a zip: a page to read, data for programs, and files."""
    parts = [part for table in inventory.listed.of_people() if (part := part_of(table, person)).data]
    told = {"person": person, "parts": parts, "made_at": timezone.localtime(), "site_name": settings.SITE_NAME}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", render_to_string("accounts/copy.html", told))
        data = {part.table.label: part.data for part in parts}
        archive.writestr("data.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        for part in parts:
            for name, content in part.files:
                archive.writestr(name, content)


def part_of(table: Personal, person: Participant) -> Part:
    """Return what the copy of `person` has of `table`."""
    part = Part(table, [], [], [])
    for row in table.copy(person) if table.fields else ():
        files = list(files_of(table, row))
        part.files.extend(files)
        names = [name for name, _content in files]
        part.data.append({**{name: value_of(row, name) for name in table.fields}, **({"files": names} if names else {})})
        belongs_to = str(getattr(row, table.group) or "") if table.group else ""
        if not part.groups or part.groups[-1][0] != belongs_to:
            part.groups.append((belongs_to, []))
        told = [Told(label_of(row, name), words) for name in table.fields if name != table.group and (words := said(row, name))]
        part.groups[-1][1].append([*told, *(Told(_("bestand"), name) for name in names)])
    return part


def value_of(row: models.Model, name: str) -> Any:
    """Return a column for a program: numbers and moments as they are, what it points at by its name."""
    value = getattr(row, name)
    if isinstance(value, models.Model):
        return str(value)
    return value.name if isinstance(value, models.fields.files.FieldFile) else value


def label_of(row: models.Model, name: str) -> str:
    """Return what a column is called."""
    return str(getattr(row._meta.get_field(name), "verbose_name", name))


def said(row: models.Model, name: str) -> str:
    """Return a column for people; nothing when it is empty, a drawing or a file, which come as files."""
    field, value = row._meta.get_field(name), getattr(row, name)
    if value in (None, "", [], {}) or isinstance(field, models.FileField):
        return ""
    choices = dict(getattr(getattr(field, "base_field", field), "flatchoices", None) or ())
    if isinstance(value, list):
        return ", ".join(str(choices.get(each, each)) for each in value if not isinstance(each, dict))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {each}" for key, each in value.items() if each)
    return in_words(choices.get(value, value) if choices else value)


def in_words(value: Any) -> str:
    """Return one value as people write it."""
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "j F Y, H.i")
    return formats.date_format(value, "j F Y") if isinstance(value, date) else str(value)


def files_of(table: Personal, row: models.Model) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a row, by their name in the zip; what is no longer on disk is left out."""
    folder = f"media/{table.label.split('.')[1].lower()}-{row.pk}"
    for each in inventory.file_fields(table.model):
        file = getattr(row, each.name)
        if each.name in table.fields and file and file.storage.exists(file.name):
            with file.open("rb") as content:
                yield f"{folder}{PurePosixPath(file.name).suffix}", content.read()
    for name, content in table.media(row) if table.media else ():
        yield f"{folder}-{name}", content


def tell(export: Export) -> None:
    """Mail its person, once this is committed, that the copy is ready; nothing of it stands in the mail."""
    person = export.participant
    if not person.user.email:
        return
    address = person.user.email
    with translation.override(person.reads):
        told = {
            "name": person.display_name,
            "until": timezone.localtime(export.until),
            "link": settings.SITE_ADDRESS + reverse("my_data"),
            "site_name": settings.SITE_NAME,
        }
        subject, body = _("De kopie van je gegevens is klaar"), render_to_string("accounts/mail/copy_ready.txt", told)
    transaction.on_commit(lambda: send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [address]), robust=True)


def remove_old(now: datetime | None = None) -> int:
    """Delete copies, file and all, that nobody can fetch any more at `now`; return how many."""
    old = Export.objects.worn_out(now)
    count = old.count()
    inventory.delete(old)
    return count
