"""Request log: one JSON line per request, with the route instead of the address and nobody's data."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponseBase

from kennismarkt.errors import trace

if TYPE_CHECKING:
    from logging import _SysExcInfoType as ErrorInfo

logger = logging.getLogger("kennismarkt.requests")

FIELDS = ("method", "route", "status", "milliseconds")


class JsonFormatter(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time, level, logger and message, with the fields of a request where it is one."""
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_address(record),
        }
        line.update({name: getattr(record, name) for name in FIELDS if hasattr(record, name)})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def without_address(record: logging.LogRecord) -> str:
    """Return what is said, with the route where Django names the address: a letter's code may stand in it."""
    message, request = record.getMessage(), getattr(record, "request", None)
    if not isinstance(request, HttpRequest):
        return message
    match = request.resolver_match
    return message.replace(request.path, match.route if match else "")


class JobFormatter(JsonFormatter):
    """One JSON object per line, with where an error came from but not its words: those of mail servers hold addresses."""

    def formatException(self, ei: ErrorInfo) -> str:  # noqa: N802 (the name that logging calls)
        """Return kinds of errors and lines of code."""
        return trace(ei[1]) if ei[1] else ""


class RequestLogMiddleware:
    """Writes down method, route, status and duration in milliseconds; no address, no person, no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer and log."""
        start = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        logger.info(
            "request",
            extra={
                "method": request.method,
                "route": match.route if match else "",
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - start) * 1000, 1),
            },
        )
        return response
