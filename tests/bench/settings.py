"""Production's settings, with one address more: the bare view that pages are held against."""

from kennismarkt.settings.production import *  # noqa: F403 (settings extend each other by name)

ROOT_URLCONF = "tests.bench.urls"
