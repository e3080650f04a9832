"""What every page knows about the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return name, languages and whether this is a developer's machine."""
    return {
        "site_name": settings.SITE_NAME,
        "site_description": settings.DESCRIPTION,
        "languages": settings.LANGUAGES,
        "debug": settings.DEBUG,
    }
