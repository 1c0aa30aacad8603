"""The settings of tests: the product's own, with a throw-away home and quick password hashes."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_HOME = Path(tempfile.mkdtemp(prefix="milepost-tests-"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["MILEPOST_HOME"] = str(_HOME)
os.environ["MILEPOST_SECRET_KEY"] = "tests-only-" + "x" * 32
# The driver of browsers keeps an event loop in the tests' thread, which Django would take for a mistake of ours.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
for _name in ("MILEPOST_HOSTS", "MILEPOST_OIDC_URL", "MILEPOST_MAIL_URL", "MILEPOST_RELOAD"):
    os.environ.pop(_name, None)

from milepost.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"},
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "process"},
}

# A file, not memory: threads that share a database in memory are refused where they would wait.
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(_HOME / "test.sqlite3")}  # noqa: F405
