"""Takes in one mail on standard input, for a mail server that hands over answers and reports by a pipe."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from kennismarkt.errors import Refused
from notifications import receiving

# What a mail server understands (sysexits.h): send it back, or try again later.
NO_SUCH_USER, TRY_LATER = 67, 75


class Command(BaseCommand):
    """Say on the site what somebody mailed back; what can't be said goes back to them with the reason."""

    help = "Take in one mail from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address that the mail came to, as the mail server knows it."""
        parser.add_argument("to", help="the address that the mail was sent to")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take it in."""
        try:
            receiving.receive(sys.stdin.buffer.read(), to=options["to"])
        except Refused as refused:
            raise CommandError(str(refused.message), returncode=NO_SUCH_USER) from refused
        except DatabaseError as error:
            raise CommandError("The database is away.", returncode=TRY_LATER) from error
