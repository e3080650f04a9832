"""For the tests: as production is, but with mail in memory, quick password hashing and no manifest of static files."""

import os

os.environ.setdefault("SECRET_KEY", "example-secret-for-tests-only")

from kennismarkt.settings.base import *  # noqa: F403 (settings extend each other by name)
from kennismarkt.settings.base import DATABASES, STORAGES

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
STYLE_GUIDE = True
# The threads of a worker in a test leave no connection behind that would keep the test's database busy.
DATABASES = {"default": {**DATABASES["default"], "CONN_MAX_AGE": 0}}
