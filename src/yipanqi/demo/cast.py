"""The demo's units, posts and accounts: everyone who acts in the demo year, made through operations."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yipanqi.access.actor import SYSTEM, Actor, load_actor
from yipanqi.access.demo_accounts import DemoAccount
from yipanqi.access.models import User
from yipanqi.access.operations.accounts import create_account
from yipanqi.access.roles import Role
from yipanqi.demo.data import organisation
from yipanqi.org.entries import PostEntry, UnitEntry
from yipanqi.org.models import Post, Unit
from yipanqi.org.operations.appointments import appoint
from yipanqi.org.operations.posts import create_post
from yipanqi.org.operations.units import create_unit

IN_OFFICE_SINCE = date(2018, 1, 1)


@dataclass
class Cast:
    """Who exists: units and leaders by code, accounts by name."""

    units: dict[str, Unit] = field(default_factory=dict)
    leaders: dict[str, Post] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)

    def play(self, name: str, now: datetime) -> Actor:
        """The account of that name, acting at `now`."""
        return load_actor(self.accounts[name], now)

    def clerk_of(self, unit: str, now: datetime) -> Actor:
        """The clerk of a unit."""
        return self.play("clerk" if unit == "jsj" else f"clerk_{unit}", now)


def engage(now: datetime) -> Cast:
    """All units, posts and accounts of the demo."""
    plan, cast = organisation(), Cast()
    for order, row in enumerate(plan["units"]):
        cast.units[row["code"]] = _unit(cast, row, order, now)
    for order, row in enumerate(plan["leaders"]):
        entry = PostEntry(code=row["code"], title=row["title"], is_leader=True, order=order)
        cast.leaders[row["code"]] = create_post(
            actor=SYSTEM, now=now, unit=cast.units[row["unit"]], entry=entry
        )
    for row in plan["accounts"]:
        _account(cast, plan["password"], row, now)
    for row in plan["units"]:
        if row["kind"] in ("line", "area") and row["code"] != "jsj":
            title = row["short"] + plan["clerk_suffix"]
            _account(
                cast,
                plan["password"],
                {"name": f"clerk_{row['code']}", "title": title, "roles": ["clerk"], "unit": row["code"]},
                now,
            )
    return cast


def _unit(cast: Cast, row: dict[str, Any], order: int, now: datetime) -> Unit:
    parent = cast.units.get(row.get("parent", ""))
    entry = UnitEntry(
        code=row["code"],
        name=row["name"],
        short_name=row["short"],
        kind=row["kind"],
        parent_id=parent.pk if parent else None,
        valid_from=IN_OFFICE_SINCE,
        capacity=row.get("capacity"),
        order=order,
    )
    return create_unit(actor=SYSTEM, now=now, entry=entry)


def _account(cast: Cast, password: str, row: dict[str, Any], now: datetime) -> None:
    """An account and, unless it administers, the post it holds."""
    roles = [Role(role) for role in row["roles"]]
    made = create_account(
        actor=SYSTEM, now=now, username=row["name"], title=row["title"], roles=roles, password=password
    )
    cast.accounts[row["name"]] = made.account
    post = cast.leaders.get(row.get("post", ""))
    if post is None and "unit" in row:
        entry = PostEntry(
            code=f"{row['unit']}-{row['name']}", title=row["title"], is_head=row.get("head", False)
        )
        post = create_post(actor=SYSTEM, now=now, unit=cast.units[row["unit"]], entry=entry)
    if post is not None:
        appoint(actor=SYSTEM, now=now, post=post, account=made.account, from_date=IN_OFFICE_SINCE)


def shown_accounts() -> list[DemoAccount]:
    """One account a role, for the sign-in page of the demo."""
    plan = organisation()
    return [
        DemoAccount(row["name"], plan["password"], row["title"], Role(row["roles"][0]).label)
        for row in plan["accounts"]
    ]
