"""Accounts and the roles they hold."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from yipanqi.access.roles import Role


class User(AbstractUser):
    """An account. `title` is what others see: the post, never more of the person than the work needs."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    title = models.CharField(max_length=100)
    large_text = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)

    REQUIRED_FIELDS = ["title"]

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
