"""The demo's projects: registered by the project office, moved, invested in and helped by their units."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yipanqi.demo import data
from yipanqi.demo.acts import Act, Deed, at, at_day
from yipanqi.demo.book import Book, month_end
from yipanqi.projects import operations as projects
from yipanqi.projects.models import Guarantee, Project

REGISTERED = at(1, 9, 14)
MAJOR_DUE, WORK_KIND = date(2018, 12, 31), "infrastructure"
ENTERED_ON = {9: at(9, 27, 11)}


def the_projects(book: Book) -> Iterator[Act]:
    """Every act about projects up to the demo's present."""
    plan = data.projects()
    yield Act(
        REGISTERED,
        "发改局项目办",
        f"登记省市重点项目{len(plan['majors'])}个，年度投资计划分解到月",
        _register_majors(book, plan["majors"]),
    )
    yield Act(
        REGISTERED,
        "发改局项目办",
        f"登记在谈项目{len(plan['leads'])}个",
        _register_leads(book, plan["leads"]),
    )
    yield Act(
        REGISTERED,
        "发改局项目办",
        f"登记基础设施工程{len(plan['works'])}项",
        _register_works(book, plan["works"]),
    )
    yield Act(
        at(1, 31),
        "发改局项目办",
        f"列出要素保障{len(plan['guarantees'])}件",
        _add_guarantees(book, plan["guarantees"]),
    )
    for row in (*plan["majors"], *plan["leads"], *_named_works(plan["works"])):
        yield from _moves(book, row)
    yield from _investments(book, plan["majors"])
    for row in plan["guarantees"]:
        if "done" in row:
            yield Act(
                at_day(row["done"], 16),
                book.name(row["owner"]),
                f"要素保障办结：{row['text']}",
                _settle(book, row),
            )


def _named_works(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Works carry no key: their numbered names are theirs."""
    return [row | {"key": row["name"], "lead": "jsj", "sector": WORK_KIND} for row in rows]


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _draft(book: Book, row: dict[str, Any], order: int, **more: Any) -> projects.ProjectDraft:
    fields: dict[str, Any] = {
        "name": row["name"],
        "sector": row.get("sector", "industry"),
        "kind": row.get("kind", "preparatory"),
        "lead_id": book.unit(row.get("lead", "zsj")),
        "stage": row.get("stage", "talks"),
        "stage_since": REGISTERED.date(),
        "total_investment": _decimal(row.get("total")),
        "year_investment": _decimal(row.get("year")),
        "leader_id": book.leader(row["leader"]) if "leader" in row else None,
        "illustrative": True,
        "order": order,
    }
    return projects.ProjectDraft(**fields | more)


def _register(book: Book, key: str, draft: projects.ProjectDraft, now: datetime) -> Project:
    office = book.cast.play("project", now)
    made = projects.create_project(actor=office, year_id=book.year.pk, draft=draft, now=now)
    book.projects[key] = made.pk
    return made


def _contribute(
    book: Book, key: str, target: str, now: datetime, kind: str, stage: str = "", amount: object = None
) -> None:
    projects.add_contribution(
        actor=book.cast.play("project", now),
        project_id=book.projects[key],
        target_id=book.targets[target].pk,
        kind=kind,
        stage=stage,
        amount=_decimal(amount),
        now=now,
    )


def _register_majors(book: Book, rows: list[dict[str, Any]]) -> Deed:
    rhythm = data.year()["rhythm"]["major_year_invest"]

    def do(now: datetime) -> None:
        office = book.cast.play("project", now)
        for order, row in enumerate(rows):
            draft = _draft(book, row, order, is_major=True, due=MAJOR_DUE)
            made = _register(book, row["key"], draft, now)
            total = Decimal(str(row["year"]))
            points = {
                month_end(2018, month): round(total * Decimal(str(share)), 4)
                for month, share in enumerate(rhythm, 1)
            }
            projects.plan_investment(actor=office, project_id=made.pk, points=points, now=now)
            _contribute_major(book, row, now)

    return do


def _contribute_major(book: Book, row: dict[str, Any], now: datetime) -> None:
    key = row["key"]
    _contribute(book, key, "major_projects", now, "count", "landed")
    _contribute(book, key, "major_total_invest", now, "amount", "landed", row["total"])
    _contribute(book, key, "major_year_invest", now, "investment")
    if "start_area" in row:
        _contribute(book, key, "housing_started", now, "amount", "started", row["start_area"])
    if "done_area" in row:
        _contribute(book, key, "housing_completed", now, "amount", "completed", row["done_area"])
        _contribute(book, key, "people_moved_back", now, "amount", "completed", row["people"])


def _register_leads(book: Book, rows: list[dict[str, Any]]) -> Deed:
    def do(now: datetime) -> None:
        for order, row in enumerate(rows, 100):
            words = {name: row[name] for name in ("firm", "chain_link", "next_step")}
            _register(book, row["key"], _draft(book, row, order, **words), now)
            _contribute(book, row["key"], "projects_over_100m", now, "count", "landed")

    return do


def _register_works(book: Book, rows: list[dict[str, Any]]) -> Deed:
    def do(now: datetime) -> None:
        for order, row in enumerate(_named_works(rows), 200):
            kind = "continued" if row["stage"] == "building" else "new"
            _register(book, row["key"], _draft(book, row | {"kind": kind}, order), now)
            _contribute(book, row["key"], "infrastructure_count", now, "count", "started")

    return do


def _moves(book: Book, row: dict[str, Any]) -> Iterator[Act]:
    unit = row.get("lead", "zsj")
    for move, day in row.get("moves", {}).items():
        words = f"{row['name']}：{_MOVED[move]}"
        yield Act(at_day(day, 15), book.name(unit), words, _move(book, row["key"], unit, move, day))


_MOVED = {"sign": "签约", "land": "落地", "start": "开工"}


def _move(book: Book, key: str, unit: str, move: str, day: date) -> Deed:
    return lambda now: projects.move_stage(
        actor=book.cast.clerk_of(unit, now), project_id=book.projects[key], move=move, on=day, now=now
    )


def _investments(book: Book, rows: list[dict[str, Any]]) -> Iterator[Act]:
    """Each unit's projects at the beginning of the next month; September on the 27th."""
    for month in range(1, 10):
        by_unit = defaultdict(list)
        for row in rows:
            value = row["invested"][month - 1]
            if value is not None:
                by_unit[row["lead"]].append((row["key"], Decimal(str(value))))
        moment = ENTERED_ON.get(month) or max(at(month + 1, 3, 11), at(2, 3, 11))
        for unit, values in by_unit.items():
            yield Act(
                moment,
                book.name(unit),
                f"填报{month}月项目投资{len(values)}项",
                _invest(book, unit, month, values),
            )


def _invest(book: Book, unit: str, month: int, values: list[tuple[str, Decimal]]) -> Deed:
    def do(now: datetime) -> None:
        entries = [
            projects.InvestmentEntry(book.projects[key], month_end(2018, month), value, illustrative=True)
            for key, value in values
        ]
        projects.enter_investments(actor=book.cast.clerk_of(unit, now), entries=entries, now=now)

    return do


def _add_guarantees(book: Book, rows: list[dict[str, Any]]) -> Deed:
    def do(now: datetime) -> None:
        office = book.cast.play("project", now)
        for row in rows:
            owed = projects.add_guarantee(
                actor=office,
                project_id=book.projects[row["project"]],
                kind=row["kind"],
                text=row["text"],
                owner_id=book.unit(row["owner"]),
                due=row["due"],
                now=now,
            )
            book.guarantees[(row["project"], row["kind"])] = owed.pk

    return do


def _settle(book: Book, row: dict[str, Any]) -> Callable[[datetime], Guarantee]:
    return lambda now: projects.settle_guarantee(
        actor=book.cast.clerk_of(row["owner"], now),
        guarantee_id=book.guarantees[(row["project"], row["kind"])],
        done_on=row["done"],
        result=row["result"],
        now=now,
    )
