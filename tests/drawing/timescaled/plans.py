"""Plans for the drawing tests: random ones from a size and a seed, the shared ones, our own small cases."""

from __future__ import annotations

import os
import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st

from drawing.timescaled.tiny_cpm import read, schedule
from yipanqi.drawing.timescaled import Link, NetworkPlan

SHARED = Path(__file__).parents[4] / "shared" / "schedules"
WORDS = ("基础", "主体", "管线", "道路", "设备", "装修", "验收", "土方", "给水", "电力")
ACTS = ("施工", "安装", "审批", "铺装", "迁改", "检测", "与回填", "及调试", "招标", "")
WEEKENDS = frozenset(
    date(2018, 3, 1) + timedelta(days=k)
    for k in range(1500)
    if (date(2018, 3, 1) + timedelta(days=k)).weekday() > 4
)


def random_plan(
    size: int, seed: int, *, kinds: str = "FS", milestones: float = 0.0, **facts: object
) -> NetworkPlan:
    """``size`` works with about 1.6 local links each; ``kinds`` is drawn from for the link types."""
    dice = random.Random(seed * 1009 + size)
    rows = [
        (
            f"w{k}",
            f"{dice.choice(WORDS)}{dice.choice(ACTS)}{k}",
            0.0 if dice.random() < milestones else float(dice.randint(2, 40)),
        )
        for k in range(size)
    ]
    links = [
        random_link(dice, f"w{before}", f"w{k}", kinds.split(), rows[before][2])
        for k in range(1, size)
        for before in sorted({max(0, k - dice.randint(1, 9)) for _ in range(dice.choice((1, 1, 2, 2, 3)))})
    ]
    return schedule(rows, links, **facts)


def random_link(dice: random.Random, before: str, after: str, kinds: list[str], duration: float) -> Link:
    kind = dice.choice(kinds)
    if kind == "FS" or not duration:
        return Link(before, after)
    if kind == "FS+":
        return Link(before, after, "FS", float(dice.randint(1, 9)))
    if kind == "FS-":
        return Link(before, after, "FS", -float(dice.randint(1, int(duration))))
    return Link(before, after, kind, float(dice.choice((0, 1, 3, 7, 15, 30))))


def plans(largest: int = 70, **facts: object) -> st.SearchStrategy[NetworkPlan]:
    """Random plans of 5 to ``largest`` works."""
    return st.builds(
        lambda size, seed: random_plan(size, seed, **facts),  # type: ignore[arg-type]
        st.integers(5, largest),
        st.integers(0, 10_000),
    )


LAPPED = "FS FS FS FS+ FS- SS SS FF SF"


def shared(name: str, **facts: object) -> NetworkPlan:
    """A plan of the shared folder; skips where the folder is missing, fails there in CI."""
    path = SHARED / "drawing" / f"{name}.csv"
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail("../shared is missing")
        pytest.skip("../shared is not here")
    return read(path, **facts)


DEMOS = ("hospital-start-23", "housing-30", "hospital-60", "road-101")


def flow() -> NetworkPlan:
    """Three trades over one site, each starting some days after the one before and finishing after it."""
    rows = [("a", "支模", 9.0), ("b", "绑筋", 12.0), ("c", "浇筑", 8.0), ("d", "养护", 7.0)]
    links = [Link("a", "b", "SS", 3.0), Link("b", "c", "SS", 4.0), Link("b", "c", "FF", 2.0), Link("c", "d")]
    return schedule(rows, links)


def diamond() -> NetworkPlan:
    """丁 waits for 甲 and 乙, 丙 for 甲 alone: the classic case of one dummy."""
    rows = [("a", "甲", 4.0), ("b", "乙", 6.0), ("c", "丙", 5.0), ("d", "丁", 3.0)]
    return schedule(rows, [Link("a", "c"), Link("a", "d"), Link("b", "d")])
