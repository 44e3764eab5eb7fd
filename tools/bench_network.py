"""The loop that tools/bench loop measures: 500 projects with plans of 100 activities, 60 units, written in bulk."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal

from bench_year import NOW

from yipanqi.org.models import Unit
from yipanqi.plans.models import Activity, CrossLink, Link, Plan, Version
from yipanqi.projects.models import InvestmentReading, Project
from yipanqi.targets.models import Year

PLANS, ACTIVITIES, CROSS = 500, 100, 150
START = date(2018, 1, 8)


def build_loop(year: Year) -> list[Plan]:
    """Projects, plans and their draft versions, submitted but not agreed; links between neighbouring plans."""
    units = list(Unit.objects.order_by("pk"))
    projects = Project.objects.bulk_create(_project(year, units, n) for n in range(PLANS))
    InvestmentReading.objects.bulk_create(
        InvestmentReading(project=row, period=date(2018, 8, 31), value=Decimal(2), author_key="bench", author_label="示例", at=NOW)
        for row in projects
    )  # fmt: skip
    plans = Plan.objects.bulk_create(
        Plan(year=year, name=row.name, project=row, owner_id=row.lead_id, start=START, due=date(2019, 6, 28))
        for row in projects
    )
    versions = Version.objects.bulk_create(
        Version(plan=plan, number=1, status="submitted", made_at=NOW, author_label="示例") for plan in plans
    )
    for plan, version in zip(plans, versions, strict=True):
        plan.draft = version
    Plan.objects.bulk_update(plans, ["draft"])
    dice = random.Random(500)
    Activity.objects.bulk_create(
        (_activity(version, units, n, dice) for version in versions for n in range(ACTIVITIES)),
        batch_size=5000,
    )
    Link.objects.bulk_create(
        (link for version in versions for link in _links(version, dice)), batch_size=5000
    )
    CrossLink.objects.bulk_create(_cross(plans[n * 3], plans[n * 3 + 1]) for n in range(CROSS))
    return plans


def _project(year: Year, units: list[Unit], n: int) -> Project:
    return Project(
        year=year, code=f"p{n}", name=f"示例项目{n}", sector="industry", kind="new", stage="building", stage_since=START,
        total_investment=Decimal(10), year_investment=Decimal(4), lead=units[n % len(units)], order=n, created_at=NOW,
    )  # fmt: skip


def _activity(version: Version, units: list[Unit], n: int, dice: random.Random) -> Activity:
    return Activity(
        version=version, key=f"A{n:03d}", order=n, name=f"示例工作{n}", duration=dice.randint(2, 12),
        unit=units[(version.pk + n) % len(units)],
    )  # fmt: skip


def _links(version: Version, dice: random.Random) -> list[Link]:
    """Four strands with ties between them."""
    rows = []
    for n in range(4, ACTIVITIES):
        rows.append(Link(version=version, predecessor=f"A{n - 4:03d}", successor=f"A{n:03d}"))
        if dice.random() < 0.35:
            rows.append(
                Link(
                    version=version,
                    predecessor=f"A{n - dice.choice((2, 3, 5)):03d}" if n > 5 else "A000",
                    successor=f"A{n:03d}",
                    type="SS",
                    lag=2,
                )
            )
    return rows


def _cross(before: Plan, after: Plan) -> CrossLink:
    return CrossLink(
        predecessor_plan=before, predecessor="A010", successor_plan=after, successor="A040", asked=before,
        status="accepted", author_label="示例", at=datetime(2018, 1, 20, tzinfo=UTC),
    )  # fmt: skip
