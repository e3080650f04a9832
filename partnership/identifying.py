"""Finds what could tell who a case is about: numbers, addresses and dates that belong to one person or family.

It can't find names; the forms ask people to leave those out. What it takes for a date of birth is any date with a year that
has passed: who means another day leaves out the year.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kennismarkt.errors import Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

UNREADABLE = 422
# Nine digits or more, as Dutch and international numbers have; a BSN has eight or nine.
SHORTEST_PHONE = 9
BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
CENTURY = 100

PHONE = re.compile(r"(?<!\w)(?:\+|\(?0)[\d\s().\-/]{7,20}\d")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\W\d_]{2,}")
BSN = re.compile(r"(?<![\d.])\d{1,4}(?:[ .]?\d{2,4}){1,3}(?!\d)")
POSTCODE = re.compile(r"(?<!\w)[1-9]\d{3}(?: ?[A-Z]{2}|[a-z]{2})(?!\w)")
DAY = re.compile(r"(?<!\d)(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})(?!\d)")
DAY_BACKWARDS = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
MONTHS = ["jan", "feb", "m(?:aa)?r|mar", "apr", "m(?:ei|ay)", "jun", "jul", "aug", "sep", "o[kc]t", "nov", "dec"]
DAY_IN_WORDS = re.compile(rf"(?<!\d)(\d{{1,2}})(?:e|th|st|nd|rd)?\s+({'|'.join(MONTHS)})[a-z]*\.?\s+(\d{{4}})", re.IGNORECASE)
BORN = re.compile(r"(?<!\w)(?:geboren|geb\.|geboortedatum|born|doğum)(?:\s+\w+){0,2}?\W+\d", re.IGNORECASE)


def phones(text: str) -> bool:
    """Whether a telephone number stands in `text`."""
    return any(len(re.sub(r"\D", "", found)) >= SHORTEST_PHONE for found in PHONE.findall(text))


def service_numbers(text: str) -> bool:
    """Whether a BSN stands in `text`: eight or nine digits that pass the test of eleven."""
    return any(passes_eleven(re.sub(r"\D", "", found)) for found in BSN.findall(text))


def passes_eleven(digits: str) -> bool:
    """Whether these digits could be a BSN."""
    padded = digits.zfill(len(BSN_WEIGHTS))
    if len(digits) not in (8, 9) or not int(digits):
        return False
    return sum(weight * int(digit) for weight, digit in zip(BSN_WEIGHTS, padded, strict=True)) % 11 == 0


def birthdays(text: str) -> bool:
    """Whether a date of birth may stand in `text`."""
    return bool(BORN.search(text)) or any(passed(*day) for day in days_in(text))


def days_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield every date with a year, as year, month and day."""
    for day, month, year in DAY.findall(text):
        yield full_year(int(year)), int(month), int(day)
    for year, month, day in DAY_BACKWARDS.findall(text):
        yield int(year), int(month), int(day)
    for day, name, year in DAY_IN_WORDS.findall(text):
        month = next(number for number, start in enumerate(MONTHS, 1) if re.match(start, name, re.IGNORECASE))
        yield int(year), month, int(day)


def full_year(year: int) -> int:
    """Return a year of two digits as the latest one that isn't to come."""
    today = date.today().year  # noqa: DTZ011 (a day more or less doesn't matter here)
    return year if year >= CENTURY else next(full for full in (2000 + year, 1900 + year) if full <= today)


def passed(year: int, month: int, day: int) -> bool:
    """Whether this is a day of the last 120 years."""
    today = date.today()  # noqa: DTZ011 (a day more or less doesn't matter here)
    try:
        return today.replace(year=today.year - 120, day=1) <= date(year, month, day) <= today
    except ValueError:
        return False


def present(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    """Return what tells whether `pattern` stands in a text."""
    return lambda text: bool(pattern.search(text))


SIGNS: tuple[tuple[StrOrPromise, Callable[[str], bool]], ...] = (
    (gettext_lazy("een telefoonnummer"), phones),
    (gettext_lazy("een e-mailadres"), present(EMAIL)),
    (gettext_lazy("een burgerservicenummer"), service_numbers),
    (gettext_lazy("een postcode"), present(POSTCODE)),
    (gettext_lazy("een geboortedatum"), birthdays),
)


def found_in(text: str) -> list[str]:
    """Return, in words, what of somebody's identity seems to stand in `text`."""
    plain = unicodedata.normalize("NFKC", text)
    return [str(label) for label, stands in SIGNS if stands(plain)]


def refuse_identity(*texts: str) -> None:
    """Refuse words that could tell who a case is about."""
    found = list(dict.fromkeys(label for text in texts for label in found_in(text)))
    if found:
        said = _("Hier lijkt %(what)s in te staan. Haal dat weg, zodat niemand te herkennen is.")
        raise Refused(said % {"what": ", ".join(found)}, status=UNREADABLE)
