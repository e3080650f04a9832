"""What is printed around a meeting: codes to scan, and the way back from a page that is printed."""

from __future__ import annotations

from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def qr(address: str) -> SafeString:
    """Draw an address as an element of the page: our policy allows no images made of data."""
    drawn = segno.make(address, error="m").svg_inline(
        omitsize=True, svgclass="qr", lineclass=None, border=4, dark="#000", light="#fff"
    )
    return mark_safe(drawn)  # noqa: S308 (a drawing that the library made of numbers; the text is in its dots)


def back(address: str, words: str) -> dict[str, Any]:
    """Return the way back from a page that is printed, in the language of who prints it."""
    return {"address": address, "language": get_language(), "words": words, "print": _("Print")}
