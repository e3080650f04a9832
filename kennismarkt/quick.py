"""Components that a page shows by the dozen, by Jinja: a fifth of the cost of Django's templates, escaped as strictly.

Pages stay Django's; a tag of theirs hands the list over (`{% tickets page.tickets %}`). See docs/decisions.md.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kennismarkt.templatetags import design


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return what renders the templates of templates/quick, with the parts of the design that they draw with."""
    made = Environment(
        loader=FileSystemLoader(settings.ROOT / "templates" / "quick"),
        autoescape=True,
        auto_reload=settings.DEBUG,
        undefined=StrictUndefined,
        lstrip_blocks=True,
        trim_blocks=True,
    )
    made.globals.update(icon=design.icon, portrait=design.portrait, side_marker=design.side_marker)
    return made


def rendered(name: str, **facts: Any) -> SafeString:
    """Return the template called `name` with these facts."""
    return mark_safe(environment().get_template(name).render(facts))  # noqa: S308 (Jinja escaped it)
