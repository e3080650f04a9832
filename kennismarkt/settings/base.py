"""What is true in every environment. Everything that differs by installation comes from the environment."""

from pathlib import Path

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

# Lets Django's classes take their type arguments at run time, as the stubs have them.
django_stubs_ext.monkeypatch()

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"

env = environ.Env()  # type: ignore[no-untyped-call]  # the library has no types

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
SITE_NAME = "Kennismarkt"

INSTALLED_APPS = [
    "kennismarkt.apps.KennismarktConfig",
    "partnership",
    "meetings",
    "market",
    "notifications",
    "accounts",
    "neighbourhood",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "taggit",
    "csp",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "kennismarkt.apps.WorkplaceConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "kennismarkt.requestlog.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.ViewerMiddleware",
    "kennismarkt.access.AccessMiddleware",
    "accounts.middleware.GateMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.StandingInMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kennismarkt.errors.RefusedMiddleware",
]

ROOT_URLCONF = "kennismarkt.urls"
WSGI_APPLICATION = "kennismarkt.wsgi.application"
ASGI_APPLICATION = "kennismarkt.asgi.application"

DATABASES = {
    "default": {
        **env.db_url("DATABASE_URL", default="postgres://kennismarkt@127.0.0.1:5432/kennismarkt"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    },
}
# Plans of the queries behind the market are kept per connection. A pooler that hands out connections per transaction, and
# doesn't know prepared statements, needs them off.
DATABASE_KEEPS_PLANS = env.bool("DATABASE_KEEPS_PLANS", default=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# One cache for all workers: rate limits count there, so it must be shared.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kennismarkt.context.site",
                "accounts.context.viewer",
                "notifications.context.notices",
                "kennismarkt.navigation.navigation",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        ),
                    ],
                ),
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "kennismarkt.templatetags.design",
                "market.templatetags.tickets",
                "partnership.templatetags.card",
            ],
        },
    },
]
FORM_RENDERER = "kennismarkt.forms.Renderer"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.ViewerBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# A password is optional: who has none always signs in by a code.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.JoinForm"
ACCOUNT_FORMS = {
    "login": "accounts.entrance.LoginForm",
    "signup": "accounts.entrance.SignupForm",
    "request_login_code": "accounts.entrance.RequestLoginCodeForm",
    "confirm_login_code": "accounts.entrance.CodeForm",
    "confirm_email_verification_code": "accounts.entrance.EmailCodeForm",
    "confirm_password_reset_code": "accounts.entrance.CodeForm",
    "reset_password": "accounts.entrance.ResetPasswordForm",
    "reset_password_from_key": "accounts.entrance.ResetPasswordKeyForm",
    "set_password": "accounts.entrance.SetPasswordForm",
    "change_password": "accounts.entrance.ChangePasswordForm",
    "add_email": "accounts.entrance.AddEmailForm",
    "reauthenticate": "accounts.entrance.ReauthenticateForm",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# How many proxies of our own stand in front: rate limits count by the address that the last of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Six digits, three guesses a code: the number of codes per address bounds what guessing can reach.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "request_login_code": "20/m/ip,3/m/key,20/d/key",
    # The code of a letter, typed by hand (`accounts.handing_over`).
    "letter_code": "10/m/ip,60/h/ip",
    # Six letters that open a card, when they open nothing; a whole table may share one address.
    "card_code": "30/m/ip,200/h/ip",
    # A mail to an address that somebody types, to come as a guest (`meetings.inviting`).
    "invitation_link": "20/h/ip,3/h/key",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True

# A second factor: passkeys, an app with codes, and recovery codes that show once.
MFA_ADAPTER = "accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Clocks of phones may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS: dict[str, str] | bool = {"webauthn_login": "30/m/ip"}
MFA_FORMS = {
    "authenticate": "accounts.factor_forms.AuthenticateForm",
    "authenticate_webauthn": "accounts.factor_forms.PasskeyForm",
    "reauthenticate": "accounts.factor_forms.ProveForm",
    "reauthenticate_webauthn": "accounts.factor_forms.PasskeyProveForm",
    "login_webauthn": "accounts.factor_forms.PasskeyLoginForm",
    "activate_totp": "accounts.factor_forms.ActivateAppForm",
    "add_webauthn": "accounts.factor_forms.AddPasskeyForm",
    "edit_webauthn": "accounts.factor_forms.RenamePasskeyForm",
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English"), ("tr", "Türkçe"), ("ar", "العربية")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
LANGUAGE_COOKIE_NAME = "taal"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "collected"
STATICFILES_DIRS = [ROOT / "static", *filter(Path.is_dir, [VAR / "static"])]
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STYLESHEETS_SEPARATE = False
# The style guide shows where DEBUG is on; the tests look at it too.
STYLE_GUIDE = False
# One photo of a modern phone; read in memory and re-encoded, never stored as sent.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

TAGGIT_CASE_INSENSITIVE = True

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# Where the site is, for links in mail.
SITE_ADDRESS = env("SITE_ADDRESS", default=f"https://{ALLOWED_HOSTS[0]}" if ALLOWED_HOSTS else "http://127.0.0.1:8000").rstrip(
    "/"
)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Kennismarkt <kennismarkt@localhost>")
# A mail server that doesn't answer holds up one mail this many seconds, not the worker.
EMAIL_TIMEOUT = 20
# Where answers to notices come in, if mail does (docs/operating.md): name@domain; each notice has name+number@domain.
REPLY_ADDRESS = env("REPLY_ADDRESS", default="")
# What a person is mailed at once in an hour, and how often a telephone rings; the rest of the mail waits for a digest.
MOST_PER_HOUR = 10
# Web push is off without keys; docs/operating.md says how to make them.
VAPID_PRIVATE_KEY = env("VAPID_PRIVATE_KEY", default="")
VAPID_PUBLIC_KEY = env("VAPID_PUBLIC_KEY", default="")
VAPID_CONTACT = env("VAPID_CONTACT", default="kennismarkt@localhost")
# The makers of browsers, by the names of their push services: nothing else is called on.
PUSH_SERVICES = ("fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "img-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 24 * 3600
CSRF_COOKIE_HTTPONLY = False
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kennismarkt.errors.csrf_failed"
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"

# Jobs are defined in the module `jobs` of each app.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# What a person may send in an hour, counted in the database (so by all workers together).
LIMITS_PER_HOUR = {
    "answers": 20,
    "messages": 200,
    "reports": 20,
    "listings": 20,
    "copies": 3,
    "cards": 20,
    "harvests": 20,
    "prints": 60,
    "invitations": 40,
    "guests": 20,
    "asks": 40,
    "streams": 20,
    "photos": 60,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "kennismarkt.requestlog.JsonFormatter"},
        "jobs": {"()": "kennismarkt.requestlog.JobFormatter"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json"},
        "jobs": {"class": "logging.StreamHandler", "formatter": "jobs"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "kennismarkt": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # Its warnings quote letters of what it sets, and those are people's words.
        "weasyprint": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "procrastinate": {"handlers": ["jobs"], "level": "WARNING", "propagate": False},
    },
}

LANGUAGES_SPOKEN_FIRST = ("nl", "tr", "ar", "en")
SITEMAP_MAX_LISTINGS = 50_000
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DESCRIPTION = _("Leren, ruilen, ontwikkelen en delen van wat nodig is om voor elkaar te zorgen.")
