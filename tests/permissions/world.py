"""The small world in which every door is tried: two units, one person of each kind, one of each thing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from factories import NOW, AppointmentFactory, DelegationFactory, PostFactory, UnitFactory, account, actor
from yipanqi.access.actor import NOBODY, Actor
from yipanqi.access.roles import Role
from yipanqi.files.models import Attachment
from yipanqi.org.models import Unit


@dataclass
class World:
    """`own` is the unit that every thing belongs to."""

    own: Unit = field(default_factory=UnitFactory)
    other: Unit = field(default_factory=UnitFactory)

    @cached_property
    def people(self) -> dict[str, Actor]:
        """One person for each column of the table."""
        return {
            "nobody": NOBODY,
            "other": actor(Role.CLERK, units=[self.other]),
            "own": actor(Role.CLERK, units=[self.own]),
            "head": actor(Role.UNIT_HEAD, units=[self.own]),
            "leader": actor(Role.LEADER),
            "office": actor(Role.OFFICE),
            "superv": actor(Role.SUPERVISION),
            "project": actor(Role.PROJECT_OFFICE),
            "apprais": actor(Role.APPRAISAL),
            "grid": actor(Role.GRID_STAFF),
            "auditor": actor(Role.AUDITOR),
            "system": actor(Role.SYSTEM_ADMIN),
            "security": actor(Role.SECURITY_ADMIN),
            "audit": actor(Role.AUDIT_ADMIN),
        }

    def delegation(self) -> int:
        """Given by the head of the own unit."""
        return int(DelegationFactory(giver=account(self.people["head"])).pk)

    def attachment(self) -> int:
        """Brought by the clerk of the own unit."""
        who = self.people["own"]
        stored_as = default_storage.save("evidence/permissions", ContentFile(b"x"))
        row = Attachment.objects.create(
            name="说明.txt",
            stored_as=stored_as,
            media_type="text/plain",
            size=1,
            sha256="0" * 64,
            unit=self.own,
            uploaded_by_key=who.key,
            uploaded_by_label=who.label,
            uploaded_at=NOW,
        )
        return int(row.pk)


THINGS: dict[str, Callable[[World], Any]] = {
    "account_id": lambda world: account(actor(Role.CLERK, Role.UNIT_HEAD)).pk,
    "unit_id": lambda world: world.own.pk,
    "post_id": lambda world: PostFactory(unit=world.own).pk,
    "appointment_id": lambda world: AppointmentFactory(post=PostFactory(unit=world.own)).pk,
    "delegation_id": World.delegation,
    "attachment_id": World.attachment,
    "year": lambda world: date(2018, 1, 1).year,
}
"""What stands behind a name in an address: a room adds one line for each new name."""
