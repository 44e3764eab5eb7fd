"""Accounts and the roles they hold."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone

from yipanqi.access.roles import Role


class UserManager(BaseUserManager["User"]):
    """Makes accounts with a hashed password."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        """A saved account; without a password nobody can sign in to it."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. `title` is what others see: the post, never more of the person than the work needs.

    There is no superuser: what an account may do follows from its roles and appointments alone.
    `version` counts the changes of its roles and state, so that two administrators cannot cross.
    """

    username = models.CharField(max_length=80, unique=True, validators=[UnicodeUsernameValidator()])
    title = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)
    large_text = models.BooleanField(default=False)
    language = models.CharField(max_length=10, blank=True)
    must_change_password = models.BooleanField(default=False)
    sso_name = models.CharField(max_length=150, null=True, blank=True, unique=True)
    date_joined = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["title"]
    objects = UserManager()

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.title or self.username


class RoleGrant(models.Model):
    """One role held by one account."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="access_grant_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="access_grant_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
