"""What forms offer: units and posts that exist on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from yipanqi.org.models import Post, Unit


def valid_on(day: date) -> Q:
    """Units that exist on `day`."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def unit_choices(day: date, kinds: Iterable[str] = ()) -> list[tuple[int, str]]:
    """(id, name) of the units on `day`, of some kinds or of all."""
    wanted = Q(kind__in=list(kinds)) if kinds else Q()
    return list(Unit.objects.filter(valid_on(day), wanted).values_list("pk", "name"))


def post_choices(day: date) -> list[tuple[int, str]]:
    """(id, unit and title) of the posts that are set up on `day`."""
    return _posts(day, Q())


def leader_choices(day: date) -> list[tuple[int, str]]:
    """The same for the posts of leaders in charge."""
    return _posts(day, Q(is_leader=True))


def _posts(day: date, wanted: Q) -> list[tuple[int, str]]:
    rows = Post.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), wanted, planned=False
    ).order_by("unit__order", "unit__code", "order", "code")
    return [
        (pk, f"{unit} · {title}") for pk, unit, title in rows.values_list("pk", "unit__short_name", "title")
    ]


def unit_of(unit_id: int | None) -> Unit | None:
    """The unit behind a choice, None behind none."""
    return Unit.objects.filter(pk=unit_id).first() if unit_id is not None else None
