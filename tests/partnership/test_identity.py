"""What could tell who a case is about is found, and plain words are left alone."""

from __future__ import annotations

import pytest

from partnership import identifying


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bel 06-12345678", "een telefoonnummer"),
        ("bel 020 123 45 67", "een telefoonnummer"),
        ("bel +31 6 1234 5678", "een telefoonnummer"),
        ("mail naar a.b@example.org", "een e-mailadres"),
        ("nummer 111222333", "een burgerservicenummer"),
        ("nummer 111.222.333", "een burgerservicenummer"),
        ("woont op 1068 AB", "een postcode"),
        ("woont op 1068ab", "een postcode"),
        ("van 12-3-1985", "een geboortedatum"),
        ("van 12 maart 1985", "een geboortedatum"),
        ("van 1985-03-12", "een geboortedatum"),
        ("geboren in 1985", "een geboortedatum"),
    ],
)
def test_traces_are_found(text: str, found: str) -> None:
    assert found in identifying.found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Een moeder van 34 met twee kinderen wil naar taalles.",
        "We zien elkaar op 12 maart om 10.30 uur.",
        "In 2024 en in 2025 ging het goed.",
        "Het kost 1500 euro, en dat is 3 keer te veel.",
        "",
    ],
)
def test_plain_words_are_left_alone(text: str) -> None:
    assert identifying.found_in(text) == []
