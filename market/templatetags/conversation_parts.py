"""Parts of a conversation's page: what people wrote, made safe and its addresses clickable."""

from __future__ import annotations

from django import template
from django.utils.html import Urlizer, linebreaks
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


class Linker(Urlizer):
    """Django's own, with links that vouch for nothing and tell the other site nothing."""

    url_template = '<a href="{href}" rel="nofollow ugc noopener">{url}</a>'


link = Linker()


@register.filter
def as_written(text: str) -> SafeString:
    """Return `text` escaped, with its line breaks, and with addresses as links that search engines don't follow."""
    return mark_safe(linebreaks(mark_safe(link(text, autoescape=True))))  # noqa: S308 (escaped by `link`)
