"""Pages about one's own data: what is kept, a copy, leaving, and to what one agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import consents, copying, leaving
from accounts.forms import AgreeForm
from accounts.models import Export
from accounts.proving import proven_again
from kennismarkt import access, inventory

if TYPE_CHECKING:
    from accounts.middleware import Request

UNREADABLE = 422


@access.members
@access.at_any_time
@require_safe
def my_data(request: Request) -> HttpResponse:
    """Show what is kept of somebody, their copies, and to what they agreed."""
    context = {
        "tables": inventory.listed.of_people(),
        "copies": [copy for copy in Export.objects.visible_to(request.member) if copy.available or not copy.ready_at],
        "consents": [(consents.called(each.document), each) for each in request.member.consents.order_by("-given_at", "-pk")],
    }
    return render(request, "accounts/my_data.html", context)


@access.members
@access.at_any_time
@proven_again
@require_http_methods(["GET", "HEAD", "POST"])
def ask_copy(request: Request) -> HttpResponse:
    """Ask a copy of everything."""
    if request.method != "POST":
        return render(request, "accounts/ask_copy.html")
    copying.ask(request.member, by=request.member)
    messages.success(request, _("We maken een kopie van je gegevens. Als die klaar is, staat hij hier."))
    return redirect("my_data")


@access.members
@access.at_any_time
@proven_again
@require_safe
@never_cache
def fetch_copy(request: Request, pk: int) -> HttpResponseBase:
    """Hand over a copy to its own person, for as long as it is kept."""
    export = get_object_or_404(Export.objects.visible_to(request.member), pk=pk)
    if not export.available or not export.file.storage.exists(str(export.file.name)):
        raise Http404
    name = _("kennismarkt-mijn-gegevens")
    return FileResponse(export.file.open("rb"), as_attachment=True, filename=f"{name}.zip", content_type="application/zip")


@access.members
@access.at_any_time
@proven_again
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: Request) -> HttpResponse:
    """Say what happens when somebody leaves, and begin the ten days."""
    if request.member.leaving:
        return redirect("stay")
    if request.method == "POST":
        leaving.leave(request.member, by=request.member)
        return redirect("stay")
    return render(request, "accounts/leave.html", {"tables": inventory.listed.of_people()})


@access.members
@access.at_any_time
@require_http_methods(["GET", "HEAD", "POST"])
def stay(request: Request) -> HttpResponse:
    """Show who is leaving until when they can take it back, and let them."""
    if not request.member.leaving:
        return redirect("my_data")
    if request.method == "POST":
        leaving.stay(request.member, by=request.member)
        messages.success(request, _("Fijn dat je blijft. Alles is weer zoals het was."))
        return redirect("home")
    return render(request, "accounts/stay.html", {"erasure": request.member.erasure})


@access.members
@access.at_any_time
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: Request) -> HttpResponse:
    """Say what changed in the texts that somebody agreed to, and ask them again."""
    back = next_of(request)
    questions = consents.questions(request.member)
    if not questions:
        return HttpResponseRedirect(back)
    form = AgreeForm(questions, request.POST or None)
    if form.is_valid():
        consents.agree(request.member, to=form.agreed)
        return HttpResponseRedirect(back)
    status = UNREADABLE if form.is_bound else 200
    return render(request, "accounts/agree.html", {"form": form, "next": back}, status=status)


def next_of(request: Request) -> str:
    """Return where somebody was going, if that is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if ours and wanted.startswith("/") else "/"


@access.everyone
@access.at_any_time
@require_safe
def document(request: Request, name: str) -> HttpResponse:
    """Show a text that people agree to, as it stands now."""
    found = consents.called(name)
    if found is None:
        raise Http404
    return render(request, found.template, {"document": found})
