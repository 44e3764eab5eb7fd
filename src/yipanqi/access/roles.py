"""The roles of the house. Three administrators are kept apart: none of them holds another's powers."""

from collections.abc import Set

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is here; a person may hold several, an administrator only that one."""

    LEADER = "leader", _("Leader")
    OFFICE = "office", _("Target office")
    UNIT_HEAD = "unit_head", _("Unit head")
    CLERK = "clerk", _("Clerk")
    SUPERVISION = "supervision", _("Supervision office")
    PROJECT_OFFICE = "project_office", _("Project office")
    APPRAISAL = "appraisal", _("Appraisal office")
    GRID_STAFF = "grid_staff", _("Grid staff")
    AUDITOR = "auditor", _("Auditor")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
READERS = frozenset(
    {
        Role.LEADER,
        Role.OFFICE,
        Role.UNIT_HEAD,
        Role.CLERK,
        Role.SUPERVISION,
        Role.PROJECT_OFFICE,
        Role.APPRAISAL,
        Role.AUDITOR,
    }
)


def are_separated(roles: Set[Role]) -> bool:
    """Whether one account may hold these roles together: an administrator's role stands alone."""
    return len(roles) <= 1 or roles.isdisjoint(ADMINISTRATORS)
