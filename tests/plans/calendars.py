"""Plans drawn as little calendars: what a planner reads, the tests build and compare.

A drawing has a head of days and a line an activity:

    "          05 06 07 08 09 12 13 14"
    "A   3      ■  ■  ■               "
    "B   2  A            ■  ■         "

`■` is a day on which the activity runs, `◆` a milestone; a line says key, days (m for a milestone), predecessors.
Days are those of February 2018 unless told otherwise; only working days stand in a head.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from factories import NOW, UnitFactory
from targets.factories import YearFactory
from yipanqi.access.actor import SYSTEM
from yipanqi.org.models import Unit
from yipanqi.plans.models import Plan, ScheduledActivity, Version
from yipanqi.plans.operations import (
    ActivityDraft,
    LinkDraft,
    PlanDraft,
    ProgressEntry,
    accept_link,
    agree_version,
    create_plan,
    enter_progress,
    propose_link,
    save_draft,
    submit_version,
)

MORNING = timedelta(hours=10 - 8)


def at(day: date) -> datetime:
    """Ten in the morning of a day where the zone lies."""
    return NOW.replace(year=day.year, month=day.month, day=day.day)


def link(text: str, successor: str) -> LinkDraft:
    """A predecessor as typed: "A", "A+2", "ASS-1"; keys are letters and digits that end with none of FS SS FF SF."""
    head, _, lag = text.replace("-", "+-").partition("+")
    type_ = next((kind for kind in ("FS", "SS", "FF", "SF") if head.endswith(kind) and len(head) > 2), "")
    return LinkDraft(head.removesuffix(type_), successor, type_ or "FS", int(lag or 0))


def rows(lines: Sequence[str], **more: Mapping[str, Any]) -> tuple[list[ActivityDraft], list[LinkDraft]]:
    """Lines "key days predecessors" as drafts; `more` holds further columns by key."""
    activities, links = [], []
    for line in lines:
        key, days, *after = line.split()
        kind = {"m": "milestone", "s": "summary"}.get(days, "task")
        duration = int(days) if kind == "task" else 0
        columns = {"name": f"示例{key}"} | dict(more.get(key, {}))
        activities.append(ActivityDraft(key=key, duration=duration, kind=kind, **columns))
        links += [link(text, key) for text in (after[0].split(",") if after else [])]
    return activities, links


@dataclass
class Drawn:
    """A plan under test."""

    plan: Plan

    @property
    def pk(self) -> int:
        return self.plan.pk

    def fresh(self) -> Plan:
        """The row as it stands in the database."""
        return Plan.objects.select_related("light", "baseline", "draft").get(pk=self.plan.pk)

    def stored(self) -> dict[str, ScheduledActivity]:
        """The stored schedule of the current version, by key."""
        plan = self.fresh()
        version = plan.baseline_id or plan.draft_id
        return {row.key: row for row in ScheduledActivity.objects.filter(version=version)}

    def save(self, *lines: str, now: datetime, **more: Mapping[str, Any]) -> Version:
        """Type the table and save it."""
        activities, links = rows(lines, **more)
        return save_draft(
            actor=SYSTEM,
            plan_id=self.pk,
            activities=activities,
            links=links,
            lock=self.fresh().lock,
            now=now,
        )

    def agree(self, now: datetime) -> Version:
        """Submit and agree the version in work."""
        version = submit_version(actor=SYSTEM, plan_id=self.pk, lock=self.fresh().lock, now=now)
        return agree_version(actor=SYSTEM, version_id=version.pk, now=now)

    def tell(self, key: str, now: datetime, **fields: Any) -> None:
        """Enter one fact as of the day of `now`."""
        fields.setdefault("as_of", (now + timedelta(hours=8)).date())
        enter_progress(actor=SYSTEM, entries=[ProgressEntry(self.pk, key, **fields)], now=now)


def draw(
    *lines: str,
    start: date,
    now: datetime | None = None,
    owner: Unit | None = None,
    agreed: bool = True,
    name: str = "示例计划",
    due: date | None = None,
    calendar: str = "5",
    **more: Any,
) -> Drawn:
    """A plan with these lines, agreed on its first morning unless told otherwise; columns by key in `more`."""
    moment = now or at(start)
    plan = create_plan(
        actor=SYSTEM,
        year_id=YearFactory().pk,
        draft=PlanDraft(
            name,
            (owner or UnitFactory()).pk,
            start,
            due=due,
            calendar=calendar,
            project_id=more.pop("project_id", None),
            illustrative=True,
        ),
        now=moment,
    )
    drawn = Drawn(plan)
    drawn.save(*lines, now=moment, **more)
    if agreed:
        drawn.agree(moment)
    return drawn


def tie(
    before: Drawn, one: str, after: Drawn, other: str, now: datetime, type: str = "FS", lag: int = 0
) -> None:
    """An accepted link from `one` to `other`."""
    wish = propose_link(
        actor=SYSTEM,
        predecessor_plan=before.pk,
        predecessor=one,
        successor_plan=after.pk,
        successor=other,
        type=type,
        lag=lag,
        now=now,
    )
    accept_link(actor=SYSTEM, link_id=wish.pk, now=now)


def picture(drawn: Drawn, head: str, month: date) -> list[str]:
    """The stored schedule as a calendar under the days of `head` ("05 06 …", of `month` and after)."""
    days = []
    for text in head.split():
        day = (days[-1] if days else month.replace(day=1) - timedelta(days=1)) + timedelta(days=1)
        while day.day != int(text):
            day += timedelta(days=1)
        days.append(day)
    lines = []
    for row in drawn.stored().values():
        marks = ["■" if row.start and row.start <= day <= row.finish else "·" for day in days]
        lines.append(f"{row.key} {' '.join(marks)}")
    return sorted(lines)
