"""The same loops compiled and as plain Python: small plans need no compiler, and nobody can tell."""

import subprocess
import sys
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schedule.engine.random_plans import random_plan
from schedule.engine.test_incremental import assert_same
from yipanqi.schedule import engine, facts, kernels, schedule


@given(seed=st.integers(0, 2**40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_plain_and_compiled_agree(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    problem = random_plan(Random(seed), 12)
    results = []
    for size in (1, 10**9):
        chosen = kernels._plain() if size == 1 else kernels.loops(size)
        with monkeypatch.context() as patch:
            for module in (engine, facts):
                patch.setattr(module, "loops", lambda _, chosen=chosen: chosen)
            results.append(schedule(problem))
    assert_same(*results)


def test_a_small_plan_loads_no_compiler() -> None:
    code = """
import sys
from datetime import datetime
from yipanqi.schedule import Activity, Problem, ProjectInfo, schedule
start = datetime(2026, 1, 5, 8)
found = schedule(Problem((ProjectInfo("p", start),), (Activity("a", "A", project="p", duration=480),)))
assert found.dates("a").finish == datetime(2026, 1, 5, 17)
assert "numba" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
