"""Settings of the tests: quick hashes, no compressed statics, either database."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from yipanqi.config.settings.base import *  # noqa: F403
from yipanqi.config.settings.base import INSTALLED_APPS, MIDDLEWARE, STORAGES, database

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
HOME = Path(tempfile.mkdtemp(prefix="yipanqi-test-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
ON_SQLITE = {
    "NAME": HOME / "live.sqlite3",
    "TEST": {"NAME": str(HOME / "test.sqlite3")},  # a file: threads race as in production
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
    },
}
ADDRESS = os.environ.get("YIPANQI_TEST_DATABASE", "")
DATABASES = {"default": database(ADDRESS) | ({} if ADDRESS else ON_SQLITE)}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
AXES_ENABLED = True
