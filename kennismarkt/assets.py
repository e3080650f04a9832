"""The stylesheet: one file per component in development, one small bundle everywhere else."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

# tokens.css settles the order of the layers, so it comes first; the others may come in any order.
FIRST = "tokens.css"
BUNDLE = "site.css"
SEPARATE_PAGES = ("admin.css", "styleguide.css")


def stylesheets() -> list[str]:
    """Return the component files in the order in which pages take them."""
    names = sorted(path.name for path in source().glob("*.css") if path.name not in SEPARATE_PAGES)
    return [FIRST, *(name for name in names if name != FIRST)]


def source() -> Path:
    """Return the folder of the component files."""
    return Path(settings.ROOT) / "static" / "css"


def build() -> Path:
    """Write the bundle to var/static/css when it is older than a component, and return its path."""
    bundle = Path(settings.VAR) / "static" / "css" / BUNDLE
    parts = [source() / name for name in stylesheets()]
    newest = max(part.stat().st_mtime for part in parts)
    if bundle.exists() and bundle.stat().st_mtime >= newest:
        return bundle
    bundle.parent.mkdir(parents=True, exist_ok=True)
    fresh = bundle.with_suffix(".new")
    fresh.write_text("\n".join(smaller(part.read_text(encoding="utf-8")) for part in parts), encoding="utf-8")
    fresh.replace(bundle)
    return bundle


def smaller(css: str) -> str:
    """Return `css` without comments and needless white space; strings and values stay as they are."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?", r"\1", css).strip()
