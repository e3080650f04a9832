"""The look holds itself to its own rules: contrast, direction, size, icons."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from kennismarkt import assets
from market.example.loading import load
from market.tickets import WAY_ICONS

CSS = Path(settings.ROOT) / "static" / "css"
HEX = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
# Symbols whose names are put together from a kind and a side, a state or a number.
DRAWN = ("side-", "seat-", "pin-", "portrait-", "drawing-", "mark")
TINTS = ("paper", "surface", "formal-tint", "informal-tint", "together-tint", "leaf-tint", "sun-tint")


def schemes() -> dict[str, dict[str, str]]:
    """Return the colours of the light and the dark scheme."""
    light, dark = (CSS / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    return {"light": dict(HEX.findall(light)), "dark": dict(HEX.findall(light)) | dict(HEX.findall(dark))}


def test_dark_sample_of_the_style_guide_has_the_dark_colours() -> None:
    dark = (CSS / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")[1]
    sample = (CSS / "styleguide.css").read_text().split('[data-theme="dark"]')[1]
    assert dict(HEX.findall(sample)) == dict(HEX.findall(dark))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", TINTS)
@pytest.mark.parametrize("ink", ["ink", "soft"])
def test_text_stands_out_on_every_ground(scheme: str, ground: str, ink: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["formal", "informal", "together", "leaf"])
def test_shapes_and_coloured_words_stand_out_on_paper(scheme: str, colour: str) -> None:
    colours = schemes()[scheme]
    assert min(contrast(colours[colour], colours[ground]) for ground in ("paper", "surface")) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("shape", "ground"),
    [
        *(("soft", ground) for ground in ("paper", "surface")),
        *(("sun-line", ground) for ground in ("sun-tint", "surface")),
        *((colour, "sun-tint") for colour in ("formal", "informal", "together", "leaf")),
        *((colour, f"{colour}-tint") for colour in ("formal", "informal", "together", "leaf")),
    ],
)
def test_drawn_lines_stand_out_on_their_ground(scheme: str, shape: str, ground: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[shape], colours[ground]) >= 3


def test_every_direction_is_logical() -> None:
    physical = re.compile(
        r"(?:margin|padding|border|inset)-(?:left|right)|(?<![-\w])(?:left|right)\s*:|text-align:\s*(?:left|right)"
    )
    found = {path.name: physical.findall(path.read_text()) for path in CSS.glob("*.css")}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_every_icon_in_use_is_in_the_sprite() -> None:
    sprite = (Path(settings.ROOT) / "static" / "icons" / "sprite.svg").read_text()
    there = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    used = {
        name
        for path in (Path(settings.ROOT) / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text())
    }
    assert (used | set(WAY_ICONS.values())) - there == set()


def test_sprite_holds_nothing_that_nobody_uses() -> None:
    root = Path(settings.ROOT)
    sprite = (root / "static" / "icons" / "sprite.svg").read_text()
    there = {name for name in re.findall(r'<symbol id="([^"]+)"', sprite) if not name.startswith(DRAWN)}
    folders = [root / name for name in ("templates", "kennismarkt", "market", "accounts", "neighbourhood", "static/js")]
    code = "".join(
        path.read_text() for folder in folders for path in folder.rglob("*.*") if path.suffix in {".html", ".py", ".js"}
    )
    assert {name for name in there if f'"{name}"' not in code} == set()


def test_bundle_is_small_and_whole() -> None:
    bundle = assets.build().read_bytes()
    assert bundle.count(b"{") == bundle.count(b"}")
    assert len(gzip.compress(bundle)) < 14_000


def test_first_visit_fits_the_budget(client: Client, db: None) -> None:
    load()
    page = client.get("/wijk/osdorpplein/markt/").content
    scripts = [path.read_bytes() for path in (Path(settings.ROOT) / "static" / "js").glob("*.js")]
    files = [page, assets.build().read_bytes(), (Path(settings.ROOT) / "static/vendor/htmx/htmx.min.js").read_bytes(), *scripts]
    files.append((Path(settings.ROOT) / "static/icons/sprite.svg").read_bytes())
    assert sum(len(gzip.compress(file)) for file in files) < 100_000


def test_fonts_of_a_dutch_page_fit_the_budget() -> None:
    fonts = Path(settings.ROOT) / "static" / "fonts"
    assert (fonts / "atkinson-latin.woff2").stat().st_size + (fonts / "atkinson-latin-ext.woff2").stat().st_size < 60_000


def test_style_guide_shows_every_component(client: Client) -> None:
    page = client.get("/stijlgids/").content.decode()
    for component in (
        "ticket--request",
        "chip",
        "seat-kept-formal",
        "timeline",
        "steps",
        "phases",
        "note--formal",
        "agreed--beside",
        "balance",
        "quote",
        "stamp",
        "skeleton",
        "fresh--old",
        "thread__message--mine",
        "toast--error",
        "hint",
        "pin--together",
        "timeline__item--next",
        'class="people"',
        "drawing-stall",
        "error-summary",
        "<dialog",
        "check__count",
        'class="pages"',
        "search__option",
    ):
        assert component in page


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [("/bestaat-niet/", 404, "Hier is niets te vinden"), ("/markt/999999/", 404, "Hier is niets te vinden")],
)
def test_error_pages_speak_to_people(client: Client, db: None, address: str, status: int, words: str) -> None:
    response = client.get(address)
    assert (response.status_code, words in response.content.decode()) == (status, True)


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500", "503"])
def test_error_pages_need_neither_database_nor_request(name: str) -> None:
    assert "<h1" in render_to_string(f"{name}.html")
