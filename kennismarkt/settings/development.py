"""On a developer's machine: errors in full, mail on the console, a secret that must never leave it."""

import os

os.environ.setdefault("SECRET_KEY", "example-secret-for-development-only")

from kennismarkt.settings.base import *  # noqa: F403 (settings extend each other by name)
from kennismarkt.settings.base import STORAGES

DEBUG = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
INTERNAL_IPS = ["127.0.0.1"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STYLESHEETS_SEPARATE = True
# The example accounts of the workplace have an app with codes; here, and only here, this code always fits.
MFA_TOTP_INSECURE_BYPASS_CODE = "123456"
