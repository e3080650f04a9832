"""What is done around signing up by the worker and by the clock."""

from __future__ import annotations

from kennismarkt import jobs
from meetings import forgetting, guest_letters


@jobs.job
def mail_invitation(*, invitation: int) -> None:
    """Mail an invitation to an address."""
    guest_letters.mail_invitation(invitation)


@jobs.job
def write_to_guest(*, seat: int, about: int) -> None:
    """Mail a guest how they stand."""
    guest_letters.mail_guest(seat, guest_letters.About(about))


@jobs.periodic("*/5 * * * *")
def let_in_who_waits() -> None:
    """Let in who waits where chairs aren't kept any more."""
    from meetings import signup  # tells people, and telling asks for the jobs above

    signup.refill_due()


@jobs.periodic("*/10 * * * *")
def remind() -> None:
    """Remind people two days before a meeting, and in the morning."""
    from meetings import reminding  # tells people too

    reminding.remind()


@jobs.periodic("20 3 * * *")
def forget_guests() -> None:
    """Forget names, addresses and wishes that nobody needs any more."""
    forgetting.forget()
