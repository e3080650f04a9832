"""The workplace of people without e-mail: act for them, print the letter by which they take over, revoke it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from accounts import handing_over, standing_in
from accounts.models import ActFor, Participant, TakeOver
from kennismarkt import access

if TYPE_CHECKING:
    from accounts.handing_over import Letter
    from kennismarkt.workplace import AreaAdmin as Base
else:
    Base = object

SHOWN = 20


class Helping(Base):
    """Pages beside those of participants, for whoever may act for somebody."""

    def get_urls(self) -> list[URLPattern]:
        """Also the pages of who has no e-mail."""
        views = (("namens", self.helping, "helping"), ("handelen", self.act_for, "act_for"), ("brief", self.letter, "letter"))
        pages = [
            path(f"<int:pk>/{where}/", self.admin_site.admin_view(view), name=f"accounts_{name}") for where, view, name in views
        ]
        return [*pages, *super().get_urls()]

    def helped(self, request: HttpRequest, pk: int) -> tuple[Participant, Participant]:
        """Return who is at work and the person, if the one may act for the other (404 otherwise)."""
        actor: Participant | None = getattr(request, "viewer", None)
        if actor is None:
            raise Http404
        return actor, get_object_or_404(standing_in.people_of(actor).select_related("area", "user"), pk=pk)

    @access.workplace
    def helping(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what can be done for somebody, and what was; revoke the letter."""
        actor, person = self.helped(request, pk)
        if request.method == "POST":
            handing_over.revoke(person, by=actor)
            messages.success(request, _("De brief werkt niet meer."))
            return redirect("admin:accounts_helping", pk)
        acts = ActFor.objects.visible_to(actor).filter(participant=person).select_related("actor")
        context = {
            **self.admin_site.each_context(request),
            "title": person.display_name,
            "person": person,
            "letter": TakeOver.objects.open().filter(participant=person).first(),
            "done": [(act, standing_in.what(act)) for act in acts[:SHOWN]],
        }
        return TemplateResponse(request, "admin/accounts/helping.html", context)

    @access.workplace
    def act_for(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin to act for somebody."""
        actor, person = self.helped(request, pk)
        if request.method != "POST":
            return redirect("admin:accounts_helping", pk)
        standing_in.begin(request, person, actor=actor)
        return redirect("home")

    @access.workplace
    def letter(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a letter and show it, this once: its code is kept nowhere."""
        actor, person = self.helped(request, pk)
        if request.method != "POST":
            return redirect("admin:accounts_helping", pk)
        return printed(request, person, actor, handing_over.make_letter(person, by=actor))


def printed(request: HttpRequest, person: Participant, actor: Participant, letter: Letter) -> HttpResponse:
    """Return the letter as a page to print, in the language that its reader reads; no browser or proxy keeps it."""
    address = f"{settings.SITE_ADDRESS}{reverse('scan_letter', args=[letter.code])}"
    context: dict[str, Any] = {
        "person": person,
        "actor": actor,
        "letter": letter,
        "qr": qr(address),
        "typed_address": f"{settings.SITE_ADDRESS}{reverse('take_over')}".partition("://")[2],
        "back": {"language": get_language(), "print": _("Print"), "words": _("Terug naar de werkplek")},
    }
    with override(person.reads):
        response = render(request, "accounts/letter.html", context)
    response["Cache-Control"] = "no-store"
    return response


def qr(address: str) -> SafeString:
    """Draw an address as an element of the page: our policy allows no images made of data."""
    drawn = segno.make(address, error="m").svg_inline(
        omitsize=True, svgclass="qr", lineclass=None, border=4, dark="#000", light="#fff"
    )
    return mark_safe(drawn)  # noqa: S308 (a drawing that the library made of numbers; the text is in its dots)
