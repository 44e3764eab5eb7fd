"""Drafts: what a clause promises, with its due date and its duty, on the way from the stream to the report."""

from dataclasses import dataclass
from datetime import date

from yipanqi.reading.duties import Duty
from yipanqi.reading.figures import Figure
from yipanqi.reading.flow import Flow
from yipanqi.reading.model import Finding
from yipanqi.reading.outcomes import Outcome
from yipanqi.reading.outline import Paragraph

_FIGURE_TRUST = 0.92
_IMPLIED_COST = 0.05
_COSTS = {
    "no name": 0.35,
    "unknown unit": 0.25,
    "cut line": 0.25,
    "cut number": 0.25,
    "scan error": 0.35,
    "Chinese numeral": 0.12,
}
_OTHER_COST = 0.2
_DAMAGED_TRUST = 0.6
_ONE_OF_MANY = 0.55
_NOBODY = Duty("")
_PLANS = {2020: "十三五", 2025: "十四五", 2030: "十五五", 2035: "十六五"}


@dataclass(slots=True)
class Draft:
    """A finding in the stream: a figure or an outcome whose offsets count from `base`."""

    made: Figure | Outcome
    base: int
    due: date | None
    explicit: bool
    paragraph: Paragraph
    duty: Duty | None = None

    @property
    def start(self) -> int:
        """Where it begins in the stream."""
        return self.base + self.made.start

    @property
    def firm(self) -> bool:
        """Whether it is promise enough to stand for the item that it is read in: one new standard in it is not."""
        made = self.made
        return isinstance(made, Figure) or (made.kind == "milestone" and made.confidence > _ONE_OF_MANY)


def finding(draft: Draft, stream: Flow, text: str) -> Finding:
    """The draft as a finding of the report `text` that `stream` was made from."""
    made, duty = draft.made, draft.duty or _NOBODY
    start, end = stream.span(draft.start, draft.base + made.end)
    damage = _damage(stream, made, draft.base)
    if isinstance(made, Figure):
        return _indicator(made, draft, duty, (start, end, text[start:end]), damage)
    return Finding(
        kind=made.kind,
        name=made.name,
        text=text[start:end],
        start=start,
        end=end,
        due=draft.due if made.kind == "milestone" or draft.explicit else None,
        due_explicit=draft.explicit,
        lead=duty.lead,
        partners=duty.partners,
        etc=duty.etc,
        theme=draft.paragraph.theme,
        confidence=min(made.confidence, _DAMAGED_TRUST) if damage else made.confidence,
        doubts=damage,
    )


def _indicator(
    made: Figure, draft: Draft, duty: Duty, place: tuple[int, int, str], damage: tuple[str, ...]
) -> Finding:
    q = made.quantity
    doubts = made.doubts + damage + ("Chinese numeral",) * q.chinese
    trust = (
        _FIGURE_TRUST - sum(_COSTS.get(d, _OTHER_COST) for d in doubts) - _IMPLIED_COST * (not draft.explicit)
    )
    plan = _PLANS.get(draft.due.year) if draft.due and draft.due == draft.paragraph.horizon else None
    return Finding(
        kind="indicator",
        name=f"{made.name}（{plan}）" if plan and plan not in made.name else made.name,
        text=place[2],
        start=place[0],
        end=place[1],
        op=made.op,
        value=q.value,
        value_high=q.high,
        unit=q.unit,
        approx=q.approx,
        modal=made.modal,
        due=draft.due,
        due_explicit=draft.explicit,
        lead=duty.lead,
        partners=duty.partners,
        etc=duty.etc,
        theme=draft.paragraph.theme,
        confidence=round(max(0.1, trust), 2),
        doubts=doubts,
    )


def _damage(stream: Flow, made: Figure | Outcome, base: int) -> tuple[str, ...]:
    """What happened to the text: a line cut in half, a number cut in half, a digit that a scanner misread."""
    cuts = [p for p in stream.joins if made.start < p - base < made.end]
    if isinstance(made, Outcome):
        return ("cut line",) * bool(cuts)
    q = made.quantity
    halved = any(stream.text[p - 1].isdigit() and stream.text[p].isdigit() for p in cuts)
    misread = any(q.start <= p - base < q.end for p in stream.repaired)
    return ("cut line",) * bool(cuts) + ("cut number",) * halved + ("scan error",) * misread
