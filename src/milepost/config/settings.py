"""Django's settings, made from the environment; `milepost.config.environment` lists the variables."""

from __future__ import annotations

import os
from pathlib import Path

from milepost.config.databases import database
from milepost.config.environment import home, hosts, mail, provider, requests_a_minute, secret_key, sign_in_with

HOME = home(os.environ)
SECRET_KEY = secret_key(os.environ, HOME)
DATABASES = {"default": database(os.environ, HOME)}
# A developer's switch: templates and static files are read anew for each request.
RELOAD = os.environ.get("MILEPOST_RELOAD") == "1"
DEBUG = False

# Who may reach us. Over plain http only this machine is trusted, unless an http address is named on purpose.
_HOSTS = hosts(os.environ)
ALLOWED_HOSTS = list(_HOSTS.allowed)
CSRF_TRUSTED_ORIGINS = list(_HOSTS.origins)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HOSTS.secure
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-session", "__Host-csrf") if _HOSTS.secure else ("session", "csrf")
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "milepost.web.errors.forged"
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# What is no uploaded file is read into memory: forms, and plans that programs send within JSON.
DATA_UPLOAD_MAX_MEMORY_SIZE = 24 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o600

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_cotton.apps.SimpleAppConfig",
    "django_tasks",
    "milepost.records",
    "milepost.web",
]
MIDDLEWARE = [
    "milepost.config.headers.security_headers",
    "milepost.config.limits.request_limits",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
ROOT_URLCONF = "milepost.config.urls"
WSGI_APPLICATION = "milepost.config.wsgi.application"
ASGI_APPLICATION = "milepost.config.asgi.application"

# The component library's loader reads every template, ours before the applications', so that sign-in wears our looks.
_LOADERS = ["django_cotton.cotton_loader.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).resolve().parents[1] / "web" / "templates"],
        "OPTIONS": {
            "loaders": _LOADERS if RELOAD else [("django.template.loaders.cached.Loader", _LOADERS)],
            "builtins": ["django_cotton.templatetags.cotton", "milepost.web.templatetags.milepost"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "milepost.web.shell.shell",
            ],
        },
    }
]
COTTON_DIR = "components"

# Limits on sign-in must hold for all processes together, so they are counted in the database; what is only faster when
# remembered is remembered by each process for itself.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"},
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}},
}

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "milepost.web.assets.HashedStorage"},
}
MEDIA_ROOT = HOME / "uploads"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = RELOAD
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/built/.+-[0-9A-Z]{8}\.\w+$"
WHITENOISE_MAX_AGE = 3600

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = True
LANGUAGES = [("en", "English")]

# Sign-in. Accounts are made by administrators; nobody signs up.
AUTH_USER_MODEL = "records.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_FORMS = {"login": "milepost.web.accounts.SignInForm"}
ACCOUNT_ADAPTER = "milepost.web.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Five wrong passwords lock an account for five minutes, from wherever they come.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _HOSTS.secure else "http"
MFA_ADAPTER = "milepost.web.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Milepost"
MFA_TOTP_TOLERANCE = 1
# Browsers count http://localhost as safe; elsewhere passkeys need https anyway.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HOSTS.secure
SOCIALACCOUNT_ADAPTER = "milepost.web.accounts.ProviderAdapter"
# Whoever the provider vouches for by address is the person with that address here.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
_PROVIDER = provider(os.environ)
SOCIALACCOUNT_PROVIDERS = sign_in_with(_PROVIDER)
# The one foreign origin a form may lead to: the provider's sign-in page.
FORM_TARGETS = [_PROVIDER.origin] if _PROVIDER else []

_MAIL = mail(os.environ)
MAIL_CONFIGURED = bool(_MAIL)
# How often a token may be used, in all processes together.
REQUESTS_A_MINUTE = requests_a_minute(os.environ)
# How links in mail begin; without it mail names pages by their path only.
PUBLIC_ADDRESS = _HOSTS.origins[0] if _HOSTS.origins else ""
TASKS = {"default": {"BACKEND": "milepost.jobs.queue.HueyBackend", "QUEUES": ["default"]}}
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _MAIL else 'dummy'}.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("MILEPOST_MAIL_FROM", "milepost@localhost")
globals().update(_MAIL)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "milepost.config.logs.WithoutSecrets"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "terminal": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["terminal"], "level": os.environ.get("MILEPOST_LOG", "WARNING").upper()},
    "loggers": {
        "django": {"handlers": ["nowhere"], "propagate": True},
        "django.request": {"level": "ERROR"},
    },
}
