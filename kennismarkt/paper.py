"""Pages of ours made into PDF by WeasyPrint; needs Pango on the machine, so only `kennismarkt.printing` imports it.

WeasyPrint reads whatever an address points at, files and other machines too. Ours hands it static files of the site, and
nothing else: not another file, not another machine.
"""

from __future__ import annotations

import mimetypes
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from django.templatetags.static import static
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

# Where relative addresses begin; nobody answers there, and nobody is asked.
SITE = "http://paper.invalid"
STYLE = "paper/paper.css"


class OurFiles(URLFetcher):
    """Hands out static files of the site; everything else fails, and WeasyPrint leaves it away."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return the static file at `url` (`ValueError` for anything else)."""
        place, path = urlsplit(url), unquote(urlsplit(url).path)
        if f"{place.scheme}://{place.netloc}" != SITE or not path.startswith(settings.STATIC_URL):
            raise ValueError("Only static files of the site go on paper.")
        file = static_file(path.removeprefix(settings.STATIC_URL))
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})


def static_file(name: str) -> Path:
    """Return where a static file lies: gathered, under the name with its hash, or in the source (`ValueError` without one)."""
    try:
        gathered = Path(staticfiles_storage.path(name))
        found = gathered if gathered.is_file() else finders.find(name)
    except SuspiciousFileOperation as error:
        raise ValueError("Only static files of the site go on paper.") from error
    if found is None:
        raise ValueError("There is no such static file.")
    return Path(found)


@cache
def style() -> tuple[CSS, FontConfiguration]:
    """Return the style that every paper has and the fonts it brings, read once per process."""
    fonts = FontConfiguration()
    return CSS(url=SITE + static(STYLE), url_fetcher=OurFiles(), font_config=fonts), fonts


def pdf_from(html: str) -> bytes:
    """Return `html` as PDF: tagged, with its language and title (PDF/UA-1, ISO 14289-1)."""
    css, fonts = style()
    page = HTML(string=html, base_url=f"{SITE}/", url_fetcher=OurFiles(), media_type="print")
    made = page.write_pdf(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1", optimize_images=True)
    return bytes(made)
