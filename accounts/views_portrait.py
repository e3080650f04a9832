"""Pages of the self-portrait: making one, and the picture itself."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import drawing, portraying, standing_in
from accounts.forms_portrait import PortraitForm
from accounts.models import SelfPortrait
from kennismarkt import access

if TYPE_CHECKING:
    from accounts.middleware import Request

CONFLICT = 409
UNREADABLE = 422
# A year for the version that was asked for: the next one has another address.
LASTING = "private, max-age=31536000, immutable"
PASSING = "private, no-cache"
STYLE_HASH = base64.b64encode(hashlib.sha256(drawing.STYLE.encode()).digest()).decode()
# Opened by itself, the picture may do nothing but look as it should.
POLICY = f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; sandbox"


@access.members
@standing_in.also_for_another
@require_http_methods(["GET", "HEAD", "POST"])
def self_portrait(request: Request) -> HttpResponse:
    """Make or change one's self-portrait."""
    portrait = SelfPortrait.objects.filter(participant=request.member).first()
    if request.method == "POST":
        return portrayed(request, portrait)
    return form_page(request, PortraitForm(portrait=portrait))


def portrayed(request: Request, portrait: SelfPortrait | None) -> HttpResponse:
    """Save what was sent, or show what is wrong, or both portraits when another was saved meanwhile."""
    form = PortraitForm(request.POST, request.FILES, portrait=portrait)
    if not form.is_valid():
        return form_page(request, form, status=UNREADABLE)
    try:
        portraying.portray(request.member, **form.written)
    except portraying.ChangedMeanwhile as meanwhile:
        form.against(meanwhile.theirs)
        return form_page(request, form, theirs=meanwhile.theirs, photo_lost=bool(form.cleaned_data["photo"]), status=CONFLICT)
    messages.success(request, _("Je zelfportret is bewaard."))
    return redirect(request.member)


def form_page(request: Request, form: PortraitForm, *, status: int = 200, **context: Any) -> HttpResponse:
    """Show the form."""
    return render(request, "accounts/portrait.html", {"form": form, "portrait": form.portrait, **context}, status=status)


@access.everyone
@standing_in.also_for_another
@require_safe
def picture(request: Request, pk: int) -> HttpResponseBase:
    """Send the drawing, or the photo of one, to whoever may see it; `klein` asks for the thumbnail."""
    portrait = get_object_or_404(SelfPortrait.objects.visible_to(request.viewer).drawn(), participant=pk)
    small = "klein" in request.GET
    response: HttpResponseBase
    if portrait.photo:
        response = FileResponse((portrait.photo_small if small else portrait.photo).open("rb"), content_type="image/webp")
    else:
        response = HttpResponse(drawing.svg_of(portrait.strokes, small=small), content_type="image/svg+xml")
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = LASTING if request.GET.get("v") == str(portrait.picture_version) else PASSING
    return response
