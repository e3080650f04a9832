"""Paper: a template in, a PDF out, tagged and readable by screen readers.

    return printing.answer("partnership/paper/card.html", {"card": card}, filename="kaart-12.pdf")

The template extends paper/base.html, which brings the fonts and the title. Addresses in it may point at static files of the
site (`{% static … %}`); nothing else is read, from this machine or another. Where Pango is missing, the page says so (503).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from kennismarkt.errors import Refused

NOT_HERE = _(
    "Een pdf maken kan op deze site nog niet: er ontbreekt een programma (Pango). Wie de site beheert, kan het installeren; "
    "docs/operating.md zegt hoe. Tot dan kun je de bladzijde printen uit je browser, of de tekst bewaren."
)
UNAVAILABLE = 503


def pdf(template: str, context: Mapping[str, Any]) -> bytes:
    """Return the template as PDF, in the language of now (`Refused`, 503, where this machine can't make one)."""
    return maker()(render_to_string(template, dict(context)))


def maker() -> Callable[[str], bytes]:
    """Return what makes PDF from HTML (`Refused`, 503, where its libraries are missing)."""
    try:
        # Half a second, and Pango: only for who prints.
        made: Callable[[str], bytes] = import_module("kennismarkt.paper").pdf_from
    except OSError as error:
        raise Refused(NOT_HERE, status=UNAVAILABLE) from error
    return made


def answer(template: str, context: Mapping[str, Any], *, filename: str) -> HttpResponse:
    """Answer with the template as PDF, shown in the browser, saved as `filename`, kept by no cache."""
    return as_file(pdf(template, context), kind="application/pdf", filename=filename)


def as_file(content: bytes | str, *, kind: str, filename: str, saved: bool = False) -> HttpResponse:
    """Answer with a file that the browser shows, or with `saved` keeps, and that no cache in between does."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=saved, filename=filename) or "inline"
    response.headers["Cache-Control"] = "private, no-store"
    return response
