"""What goes wrong, said to people: a clear message in their language, never a bare code."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROOT = Path(__file__).resolve().parents[1]
CONFLICT = 409
TOO_MANY = 429


class Refused(Exception):  # noqa: N818 (a rule that says no is not an error of the software)
    """The rules say no; carries the words for people and the HTTP status that fits."""

    def __init__(self, message: StrOrPromise, *, status: int = CONFLICT) -> None:
        """Keep the words and the status."""
        super().__init__(str(message))
        self.message = message
        self.status = status


class RefusedMiddleware:
    """Answers a `Refused` that no view caught with its own words, and a lost database with the page for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show what was refused; everything else takes its usual course."""
        if isinstance(exception, Refused):
            template = "429.html" if exception.status == TOO_MANY else "refused.html"
            return render(request, template, {"message": exception.message}, status=exception.status)
        if isinstance(exception, OperationalError):
            return render(None, "503.html", status=503)
        return None


def trace(error: BaseException) -> str:
    """Tell where an error came from without its words, which may hold an address or what somebody wrote."""
    return "\n".join(line for cause in causes(error) for line in traced(cause))


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error, what caused it, and so on."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def traced(error: BaseException) -> Iterator[str]:
    """Yield the kind of an error and, innermost first, the lines of code that it came through."""
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        yield f"  {frame.filename.removeprefix(f'{ROOT}/')}:{frame.lineno} {frame.name}"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that can't be understood (400)."""
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that is not allowed (403)."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere, or nowhere for this person (404)."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when the software failed (500) or lost the database before a view began (503), needing neither that nor a session."""
    lost = isinstance(sys.exc_info()[1], OperationalError)
    return render(None, "503.html" if lost else "500.html", status=503 if lost else 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was open for too long or came from elsewhere (403)."""
    return render(request, "403.html", {"stale_form": True}, status=403)
