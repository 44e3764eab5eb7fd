"""What a password must be, and passwords for one use."""

import secrets
import string

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from yipanqi.access.models import User
from yipanqi.foundation.errors import DomainError, Invalid

_KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
_KINDS_NEEDED = 3
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def kinds_of_characters(password: str) -> int:
    """How many of small letters, capitals, digits and anything else occur: 0–4."""
    known = sum(any(sign in kind for sign in password) for kind in _KINDS)
    return known + any(all(sign not in kind for kind in _KINDS) for sign in password)


def check_password_rules(password: str, user: User, *, field: str) -> None:
    """Invalid on `field` unless the password is long, mixed, uncommon and unlike the account's name."""
    if kinds_of_characters(password) < _KINDS_NEEDED:
        raise Invalid({field: "access.password_too_plain"})
    try:
        validate_password(password, user)
    except ValidationError as error:
        first = error.error_list[0]
        raise Invalid({field: DomainError(f"access.{first.code}", **(first.params or {}))}) from None


def one_time_password() -> str:
    """A password to hand over once: four groups without signs that look alike, 79 bits."""
    while True:
        groups = ("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))
        password = "-".join(groups)
        if kinds_of_characters(password) >= _KINDS_NEEDED:
            return password
