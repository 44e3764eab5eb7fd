"""The year that tools/bench pages measures: rows written in bulk, lights computed by the product."""

from datetime import UTC, date, datetime
from decimal import Decimal

from yipanqi.access.models import RoleGrant, User
from yipanqi.foundation import clock
from yipanqi.org.models import Appointment, Post, Unit
from yipanqi.targets import operations
from yipanqi.targets.models import Goal, Reading, Target, Year
from yipanqi.targets.periods import month_end

UNITS, TARGETS, MONTHS = 60, 500, 36
NOW = datetime(2018, 9, 28, 1, tzinfo=UTC)
clock.set_offset(NOW - datetime.now(UTC))


def build_year() -> tuple[Year, User]:
    """A fixed year with everything computed, and the clerk of its first unit."""
    units = Unit.objects.bulk_create(
        Unit(code=f"u{n}", name=f"单位{n}", short_name=f"单位{n}", kind="line", valid_from=date(2016, 1, 1))
        for n in range(UNITS)
    )
    clerk = User.objects.create(username="clerk", title="经办")
    RoleGrant.objects.create(user=clerk, role="clerk")
    post = Post.objects.create(code="p", unit=units[0], title="经办")
    Appointment.objects.create(post=post, user=clerk, from_date=date(2018, 1, 1))
    year = Year.objects.create(
        number=2018, zone="示例", status="fixed", fixed_at=datetime(2018, 1, 20, tzinfo=UTC)
    )
    goals = [
        Goal.objects.create(year=year, kind="theme", key=f"g{n}", name=f"主题{n}", order=n) for n in range(7)
    ]
    targets = Target.objects.bulk_create(
        Target(
            year=year,
            goal=goals[n % 7],
            key=f"t{n}",
            kind="indicator",
            name=f"示例指标{n}",
            op=">=",
            value=Decimal(1000 + n),
            unit="家",
            measure="cumulative",
            due=date(2018, 12, 31),
            counts_on=date(2018, 12, 31),
            lead=units[n % UNITS],
            order=n,
        )
        for n in range(TARGETS)
    )
    Reading.objects.bulk_create(_readings(targets), batch_size=2000)
    operations.recompute([target.pk for target in targets], NOW)
    return year, clerk


def _readings(targets: list[Target]) -> list[Reading]:
    """36 months to August 2018, each year's running total from 0."""
    rows = []
    for target in targets:
        for back in range(MONTHS):
            month = 2018 * 12 + 7 - back
            year, number = divmod(month, 12)
            value = Decimal(target.order % 40 + 70) * (number + 1)
            rows.append(
                Reading(
                    target=target,
                    period=month_end(date(year, number + 1, 1)),
                    as_of=month_end(date(year, number + 1, 1)),
                    value=value,
                    source="",
                    unit_id=target.lead_id,
                    author_key="bench",
                    author_label="示例",
                    at=NOW,
                )
            )
    return rows
