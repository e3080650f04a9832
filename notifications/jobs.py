"""What is sent and planned by the worker."""

from __future__ import annotations

from kennismarkt import jobs
from notifications import digests, keeping, sending


@jobs.job
def send() -> None:
    """Send what is due, and go on when that was more than one run does."""
    if sending.send_due() >= sending.AT_A_TIME:
        send_soon()


def send_soon() -> None:
    """Have the outbox looked at once this transaction is committed; one look at a time is enough."""
    send.configure(lock="outbox").defer()


@jobs.periodic("* * * * *")
def send_what_waits() -> None:
    """Send what came due without anybody asking: digests, after quiet hours, after a mail server was away.

    Not by the job above: should that one fail and wait for its next try, those behind it wait too.
    """
    sending.send_due()


@jobs.periodic("* * * * *")
def send_circulars() -> None:
    """Tell people what a coordinator wrote for now."""
    from notifications import circulars  # tells people, and telling asks for the job above

    circulars.send_due()


@jobs.periodic("*/15 * * * *")
def plan_digests() -> None:
    """Plan the digests of every area where it is time; a zone may differ by a quarter of an hour."""
    digests.plan()


@jobs.periodic("10 7 * * *")
def remind_who_got_stuck() -> None:
    """Tell people who stopped half way through the first steps."""
    from notifications import beginning  # tells people too

    beginning.remind()


@jobs.periodic("0 6 * * *")
def remind_of_commitments() -> None:
    """Tell people of what they will do soon, or had to do a week ago."""
    from notifications import promises  # tells people, and telling asks for the job above

    promises.remind()


@jobs.periodic("40 2 * * *")
def forget() -> None:
    """Forget what was told long ago."""
    keeping.forget()
