"""The bar of the three steps of beginning."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template
from django.utils.translation import gettext as _

register = template.Library()


class Stage(NamedTuple):
    """One step as the bar shows it."""

    name: str
    state: str


@register.inclusion_tag("accounts/_first_steps.html")
def first_steps(at: int) -> dict[str, Any]:
    """Show the three steps, of which number `at` is being taken."""
    names = [_("wie ben ik?"), _("hoofd, hart en buik"), _("wat breng of zoek ik?")]
    states = ["done"] * (at - 1) + ["current"] + ["later"] * (len(names) - at)
    return {"at": at, "steps": [Stage(*pair) for pair in zip(names, states, strict=True)]}
