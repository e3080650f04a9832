"""Addresses that a page needs by the dozen, put together without asking the address book."""

from __future__ import annotations


def picture_url(number: int, version: int | None, *, small: bool = True) -> str:
    """Address of the drawing of participant `number`, new with each version; empty while there is none."""
    return f"/deelnemers/{number}/portret/?v={version}{'&klein=1' if small else ''}" if version else ""
