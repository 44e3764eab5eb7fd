"""A zone's own server."""

import secrets
from pathlib import Path

from yipanqi.config import env
from yipanqi.config.settings.base import *  # noqa: F403
from yipanqi.config.settings.base import HOME


def kept_secret(folder: Path) -> str:
    """The signing key of this installation, made at the first start and readable by its owner only."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        path.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return path.read_text(encoding="ascii")


DEBUG = False
SECRET_KEY = env.SECRET_KEY.text() or kept_secret(HOME)
ALLOWED_HOSTS = env.HOSTS.items()
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if env.HTTPS.flag() else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = env.HTTPS.flag()
SECURE_HSTS_SECONDS = 31_536_000 if env.HTTPS.flag() else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.HTTPS.flag() else None
