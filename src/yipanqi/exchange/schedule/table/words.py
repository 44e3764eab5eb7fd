"""Kinds of activity and of constraint under the names that P6, MS Project and Chinese planners use."""

from collections.abc import Mapping

from yipanqi.exchange.schedule.source import SourceError
from yipanqi.schedule.problem import MICROSOFT_CONSTRAINTS, ConstraintKind, Kind

_KINDS: Mapping[str, Kind] = {
    "milestone": Kind.FINISH_MILESTONE,
    "工作": Kind.TASK,
    "里程碑": Kind.FINISH_MILESTONE,
    "完成里程碑": Kind.FINISH_MILESTONE,
    "开始里程碑": Kind.START_MILESTONE,
    "虚工作": Kind.DUMMY,
    "汇总": Kind.WBS_SUMMARY,
    "loe": Kind.LEVEL_OF_EFFORT,
} | {kind.value: kind for kind in Kind}

_CONSTRAINTS: Mapping[str, ConstraintKind | None] = {
    "asap": None,
    "越早越好": None,
    "越晚越好": ConstraintKind.AS_LATE_AS_POSSIBLE,
    "不得早于开始": ConstraintKind.START_ON_OR_AFTER,
    "不得晚于开始": ConstraintKind.START_ON_OR_BEFORE,
    "不得早于完成": ConstraintKind.FINISH_ON_OR_AFTER,
    "不得晚于完成": ConstraintKind.FINISH_ON_OR_BEFORE,
    "必须开始于": ConstraintKind.MANDATORY_START,
    "必须完成于": ConstraintKind.MANDATORY_FINISH,
    **{name.lower(): kind for name, kind in MICROSOFT_CONSTRAINTS.items()},
    **{kind.value: kind for kind in ConstraintKind},
}


def _plain(text: str) -> str:
    return text.strip().lower().replace(" ", "_").replace("-", "_")


def read_kind(text: str, *, row: int, activity: str) -> Kind:
    """The kind named by `text`."""
    found = _KINDS.get(_plain(text))
    if found is None:
        allowed = ", ".join(kind.value for kind in Kind)
        raise SourceError(
            "not_a_value", row=row, activity=activity, field="kind", text=text[:20], allowed=allowed
        )
    return found


def read_constraint_kind(text: str, *, row: int, activity: str) -> ConstraintKind | None:
    """The constraint named by `text`; None for "as soon as possible"."""
    plain = _plain(text)
    if plain not in _CONSTRAINTS:
        raise SourceError("unknown_constraint", row=row, activity=activity, text=text[:20])
    return _CONSTRAINTS[plain]
