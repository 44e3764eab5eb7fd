"""The compare-and-set by which two changes of one account never cross."""

from django.db.models import F

from yipanqi.access.models import User
from yipanqi.foundation.errors import LostRace


def claim(account: User, **columns: object) -> None:
    """Write `columns` and the next version; LostRace when the row is no longer as `account` was read."""
    won = User.objects.filter(pk=account.pk, version=account.version).update(
        version=F("version") + 1, **columns
    )
    if not won:
        raise LostRace(account=account.pk)
    account.version += 1
    for name, value in columns.items():
        setattr(account, name, value)
