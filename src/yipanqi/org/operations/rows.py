"""The compare-and-set by which two people's changes of one unit or post never cross."""

from django.db import IntegrityError, transaction
from django.db.models import F

from yipanqi.foundation.errors import DomainError, LostRace
from yipanqi.org.models import Post, Unit


def write(row: Unit | Post, *, taken: DomainError | None = None, **columns: object) -> None:
    """`columns` and the next version, or LostRace; `taken` is raised when a column must be unique and is not."""
    try:
        with transaction.atomic():
            won = (
                type(row)
                ._default_manager.filter(pk=row.pk, version=row.version)
                .update(version=F("version") + 1, **columns)
            )
    except IntegrityError:
        raise taken or LostRace(row=row.pk) from None
    if not won:
        raise LostRace(row=row.pk)
    row.refresh_from_db()
