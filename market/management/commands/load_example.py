"""Loads the example neighbourhood, or prints whom one may sign in as."""

from __future__ import annotations

from typing import Any

from allauth.mfa import app_settings
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from market.example.loading import PASSWORD, SECRET, load

SHOWN = (
    ("samira@example.org", "vrijwilliger en verbinder"),
    ("joris@example.org", "beroepskracht"),
    ("ilse@example.org", "coördinator van de wijk"),
    ("els@example.org", "moderator van de wijk"),
)


class Command(BaseCommand):
    """Load the example neighbourhood; a second time changes nothing."""

    help = "Load the example neighbourhood around the Osdorpplein (invented people, believable listings)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what may be asked."""
        parser.add_argument("--accounts", action="store_true", help="print the example accounts instead")
        parser.add_argument(
            "--yes-example", action="store_true", help="load outside development too: everybody knows the password"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, or print the accounts."""
        if options["accounts"]:
            self.print_accounts()
            return
        # In production this would open forty accounts to whoever reads this file.
        if settings.SETTINGS_MODULE.endswith("production") and not options["yes_example"]:
            raise CommandError("The example accounts share a public password: give --yes-example to load them all the same.")
        counts = load()
        if options["verbosity"]:
            self.stdout.write(", ".join(f"{number} {name}" for name, number in counts.items()))

    def print_accounts(self) -> None:
        """Print e-mail, role, password and code of some example accounts."""
        self.stdout.write("Sign in as:")
        for email, role in SHOWN:
            self.stdout.write(f"  {email:22} {role}")
        self.stdout.write(f"  password               {PASSWORD}")
        if settings.DEBUG:
            code = app_settings.TOTP_INSECURE_BYPASS_CODE
            self.stdout.write(f"  second step            {code} (coördinator and moderator; or an app with {SECRET})")
