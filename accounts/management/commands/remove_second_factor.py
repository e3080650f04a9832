"""Takes away the second factor of an owner who lost it, when no other owner is left to do so in the workplace."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import factors
from accounts.models import User
from kennismarkt.errors import Refused


class Command(BaseCommand):
    """End the sessions of an account, take its second factor away and tell its person by mail."""

    help = "Take away the second factor of the account with this e-mail address."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the address."""
        parser.add_argument("email")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take it away, or say why not."""
        account = User.objects.filter(email=options["email"].lower()).first()
        if account is None:
            raise CommandError("There is no account with this address.")
        try:
            factors.remove_for(account, by=None)
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        self.stdout.write("Taken away; the person is told by mail.")
