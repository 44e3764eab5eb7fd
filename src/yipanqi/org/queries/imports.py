"""What an import would do, before it does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.exchange.tables import Record
from yipanqi.foundation import clock
from yipanqi.org.entries import PostEntry, UnitEntry
from yipanqi.org.imports import (
    Effect,
    KnownPost,
    KnownUnit,
    LineFault,
    PostLine,
    UnitLine,
    read_posts,
    read_units,
)
from yipanqi.org.models import Post, Unit
from yipanqi.org.rules import OrgAction


@dataclass(frozen=True)
class ImportPreview:
    """Every line with its effect, and every fault. Nothing is saved yet."""

    units: tuple[UnitLine, ...]
    posts: tuple[PostLine, ...]
    unit_faults: tuple[LineFault, ...]
    post_faults: tuple[LineFault, ...]

    @property
    def faults(self) -> tuple[LineFault, ...]:
        """All faults of both sheets."""
        return self.unit_faults + self.post_faults

    def count(self, effect: Effect) -> int:
        """How many lines have this effect."""
        effects = [line.effect for line in self.units] + [line.effect for line in self.posts]
        return effects.count(effect)


def preview_import(
    actor: Actor, now: datetime, units: Sequence[Record], posts: Sequence[Record]
) -> ImportPreview:
    """The lines of both sheets against what exists. Two queries. New units exist since the year began."""
    demand(actor, OrgAction.IMPORT)
    known = _known_units()
    since = date(clock.today(now).year, 1, 1)
    unit_lines, unit_faults = read_units(units, known, since)
    codes = {line.entry.code for line in unit_lines} | set(known)
    post_lines, post_faults = read_posts(posts, _known_posts(), codes)
    return ImportPreview(tuple(unit_lines), tuple(post_lines), tuple(unit_faults), tuple(post_faults))


def _known_units() -> dict[str, KnownUnit]:
    return {
        unit.code: KnownUnit(
            UnitEntry(
                code=unit.code,
                name=unit.name,
                kind=unit.kind,
                valid_from=unit.valid_from,
                short_name=unit.short_name,
                valid_to=unit.valid_to,
                capacity=unit.capacity,
                order=unit.order,
            ),
            unit.parent.code if unit.parent else "",
        )
        for unit in Unit.objects.select_related("parent")
    }


def _known_posts() -> dict[str, KnownPost]:
    return {
        post.code: KnownPost(
            PostEntry(
                code=post.code,
                title=post.title,
                is_head=post.is_head,
                is_leader=post.is_leader,
                planned=post.planned,
                valid_to=post.valid_to,
                order=post.order,
            ),
            post.unit.code,
        )
        for post in Post.objects.select_related("unit")
    }
