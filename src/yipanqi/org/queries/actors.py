"""Reads of the room, among them how an account becomes an Actor."""

from datetime import datetime

from django.db.models import Q

from yipanqi.access.actor import Actor
from yipanqi.access.models import RoleGrant, User
from yipanqi.access.roles import Role
from yipanqi.foundation import clock
from yipanqi.org.models import Appointment, Delegation


def actor_for(user: User, now: datetime) -> Actor:
    """The Actor of `user` at `now`: own and delegated posts with their units, own roles."""
    day = clock.today(now)
    givers = frozenset(
        Delegation.objects.filter(
            taker=user, from_date__lte=day, until__gte=day, withdrawn_at__isnull=True
        ).values_list("giver_id", flat=True)
    )
    held = Appointment.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gte=day), from_date__lte=day, user__in={user.pk, *givers}
    ).values_list("post_id", "post__unit_id")
    return Actor(
        key=f"user:{user.pk}",
        label=str(user),
        user_id=user.pk,
        units=frozenset(unit for _, unit in held),
        posts=frozenset(post for post, _ in held),
        roles=frozenset(
            Role(role) for role in RoleGrant.objects.filter(user=user).values_list("role", flat=True)
        ),
        delegated_from=givers,
    )
