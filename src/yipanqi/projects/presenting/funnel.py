"""The funnel from talks to full capacity: a band as high as each stage has projects."""

from collections.abc import Sequence
from dataclasses import dataclass

from yipanqi.projects.queries import Pipeline, StageCount

WIDTH, HEIGHT = 700, 100
LEAST, MOST = 4.0, 92.0
_FLAT = 0.64
"""The share of a stage's place over which its band keeps its height."""


@dataclass(frozen=True)
class Funnel:
    """`points` of the band in a box of 700 × 100; `stages` with how many came in since, `flows` between neighbours."""

    points: str
    stages: tuple[StageCount, ...]
    flows: tuple[StageCount, ...]


def funnel(pipeline: Pipeline) -> Funnel:
    """The band and its numbers; a flow stands at the stage that it comes into."""
    return Funnel(_points(pipeline.stages), pipeline.stages, pipeline.stages[1:])


def _points(stages: Sequence[StageCount]) -> str:
    """Above from left to right, below back again."""
    most = max((stage.count for stage in stages), default=0)
    place = WIDTH / len(stages)
    above: list[tuple[float, float]] = []
    for number, stage in enumerate(stages):
        half = _height(stage.count, most) / 2
        left = 0.0 if number == 0 else place * (number + (1 - _FLAT) / 2)
        right = float(WIDTH) if number == len(stages) - 1 else place * (number + (1 + _FLAT) / 2)
        above += [(left, HEIGHT / 2 - half), (right, HEIGHT / 2 - half)]
    below = [(x, HEIGHT - y) for x, y in reversed(above)]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in (*above, *below))


def _height(count: int, most: int) -> float:
    return LEAST + (MOST - LEAST) * count / most if most else LEAST
