"""How every form of the site looks and how query strings are read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from kennismarkt.images import reencoded

if TYPE_CHECKING:
    from django.core.files.base import ContentFile

# Signs that no page, feed or database column can carry: everything below the space but tab and line ends.
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def readable(text: str) -> str:
    """Return `text` without control characters."""
    return UNREADABLE.sub("", text)


class Renderer(TemplatesSetting):
    """Forms through our own templates, without Django's inline assumptions."""

    form_template_name = "django/forms/div.html"
    field_template_name = "components/field.html"


class PhotoField(forms.ImageField):
    """A photo that is written anew before anybody else sees it."""

    def to_python(self, data: Any) -> ContentFile[bytes] | None:
        """Return the re-encoded picture (`ValidationError` when it can't be read)."""
        if data in self.empty_values:
            return None
        return reencoded(data)


class QueryForm(forms.Form):
    """A form for a query string: what can't be understood is left out, never a 5xx and never a blank page."""

    def __init__(self, data: QueryDict | MultiValueDict[str, str] | None = None, **kwargs: Any) -> None:
        """Bind to the query string, also when it is empty."""
        super().__init__(data if data is not None else MultiValueDict(), use_required_attribute=False, **kwargs)

    @property
    def understood(self) -> dict[str, Any]:
        """Cleaned values of the fields that are valid; the others as if they had not been there."""
        self.full_clean()
        return {name: self.cleaned_data.get(name, self.fields[name].initial) for name in self.fields}
