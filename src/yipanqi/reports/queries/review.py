"""The review page: the text in highlighted pieces beside its findings. A handful of queries, whatever the length."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from yipanqi.access.actor import Actor
from yipanqi.access.registry import fetch_or_404, may, within
from yipanqi.exchange.report.breakdown import target_of
from yipanqi.reading import DOUBTFUL
from yipanqi.reading import Finding as Promise
from yipanqi.reports.models import Finding, FindingKind, WorkReport
from yipanqi.reports.rules import ReportAction
from yipanqi.reports.transitions import ACCEPTED, FindingStatus

SURE = 0.8
"""From here on findings are confirmed together with one press."""
LEVELS = ("sure", "likely", "doubtful")


@dataclass(frozen=True)
class ReportRow:
    """A line in the list of reports."""

    pk: int
    year: int
    title: str
    status: str
    source: str
    read_at: datetime
    findings: int
    open: int
    accepted: int
    previous_id: int | None


def report_rows(actor: Actor) -> tuple[ReportRow, ...]:
    """All reports, the latest year first. One query."""
    rows = within(actor, ReportAction.VIEW, WorkReport.objects.select_related("year")).annotate(
        total=Count("findings"),
        undecided=Count("findings", filter=Q(findings__status=FindingStatus.OPEN)),
        kept=Count("findings", filter=Q(findings__status__in=ACCEPTED)),
    )
    return tuple(
        ReportRow(
            row.pk,
            row.year.number,
            row.title,
            row.status,
            row.source_name,
            row.read_at,
            row.total,
            row.undecided,
            row.kept,
            row.previous_id,
        )
        for row in rows
    )


@dataclass(frozen=True)
class FindingRow:
    """A finding as the page shows it; `figure` is the target as one writes it, `level` how sure the reader was."""

    pk: int
    number: int
    start: int
    end: int
    kind: str
    kind_word: str
    name: str
    figure: str
    due: Any
    due_explicit: bool
    lead: str
    lead_known: bool
    partners: str
    theme: str
    confidence: float
    level: str
    status: str
    reason: str
    decided_by: str
    merged_into: int | None
    target_id: int | None
    version: int

    @property
    def is_open(self) -> bool:
        """Nothing was decided yet."""
        return self.status == FindingStatus.OPEN

    @property
    def percent(self) -> int:
        """Confidence of a hundred."""
        return round(self.confidence * 100)

    @property
    def seen(self) -> str:
        """Id and version, as the form sends them."""
        return f"{self.pk}:{self.version}"


@dataclass(frozen=True)
class Piece:
    """A stretch of the text under the same findings; `begins` are those whose first piece it is."""

    text: str
    findings: tuple[FindingRow, ...]
    begins: tuple[FindingRow, ...]

    @property
    def first(self) -> FindingRow:
        """The finding that the piece leads to: the shortest one, which is the nearest to these words."""
        return min(self.findings, key=lambda row: (row.end - row.start, row.number))


@dataclass(frozen=True)
class Review:
    """The whole page."""

    pk: int
    year: int
    title: str
    status: str
    source: str
    remarks: tuple[str, ...]
    read_at: datetime
    read_by: str
    previous_id: int | None
    pieces: tuple[Piece, ...]
    rows: tuple[FindingRow, ...]
    counts: Mapping[str, int]
    kinds: Mapping[str, int]
    levels: Mapping[str, int]
    sure: int
    accepted: int
    to_make: int
    may_decide: bool


def level_of(confidence: float) -> str:
    """In words: sure, likely, doubtful."""
    return "sure" if confidence >= SURE else "likely" if confidence >= DOUBTFUL else "doubtful"


def review(actor: Actor, report_id: int, chosen: Mapping[str, str] | None = None) -> Review:
    """The page; `chosen` may narrow the findings by `kind`, `level` and `status` and set `order` to confidence."""
    report = fetch_or_404(actor, ReportAction.VIEW, WorkReport.objects.select_related("year"), pk=report_id)
    rows = [_row(number, f) for number, f in enumerate(report.findings.select_related("lead"), start=1)]
    by_status = Counter(row.status for row in rows)
    accepted = [row for row in rows if row.status in ACCEPTED]
    return Review(
        pk=report.pk,
        year=report.year.number,
        title=report.title,
        status=report.status,
        source=report.source_name,
        remarks=tuple(report.remarks),
        read_at=report.read_at,
        read_by=report.read_by_label,
        previous_id=report.previous_id,
        pieces=tuple(pieces(report.text, rows)),
        rows=tuple(_chosen(rows, chosen or {})),
        counts={status.value: by_status[status] for status in FindingStatus},
        kinds=Counter(row.kind for row in rows),
        levels=Counter(row.level for row in rows),
        sure=sum(row.is_open and row.level == "sure" for row in rows),
        accepted=len(accepted),
        to_make=sum(row.target_id is None for row in accepted),
        may_decide=may(actor, ReportAction.CONFIRM, report),
    )


def _row(number: int, f: Finding) -> FindingRow:
    return FindingRow(
        pk=f.pk,
        number=number,
        start=f.start,
        end=f.end,
        kind=f.kind,
        kind_word=str(FindingKind(f.kind).label),
        name=f.name,
        figure=target_of(promise_of(f, "")),
        due=f.due,
        due_explicit=f.due_explicit,
        lead=f.lead.short_name if f.lead else f.lead_text,
        lead_known=f.lead is not None,
        partners="、".join(f.partners),
        theme=f.theme,
        confidence=f.confidence,
        level=level_of(f.confidence),
        status=f.status,
        reason=f.reason,
        decided_by=f.decided_by_label,
        merged_into=f.merged_into_id,
        target_id=f.target_id,
        version=f.version,
    )


def _chosen(rows: Iterable[FindingRow], chosen: Mapping[str, str]) -> list[FindingRow]:
    for name in ("kind", "level", "status"):
        if value := chosen.get(name):
            rows = [row for row in rows if getattr(row, name) == value]
    if chosen.get("order") == "confidence":
        return sorted(rows, key=lambda row: (-row.confidence, row.number))
    return list(rows)


def pieces(text: str, rows: Sequence[FindingRow]) -> Iterator[Piece]:
    """`text` cut wherever a finding begins or ends; joined again the pieces are the text."""
    begins: dict[int, list[FindingRow]] = defaultdict(list)
    ends: dict[int, list[FindingRow]] = defaultdict(list)
    for row in rows:
        if row.end > row.start:
            begins[row.start].append(row)
            ends[row.end].append(row)
    cuts = sorted({0, len(text), *begins, *ends})
    under: dict[int, FindingRow] = {}
    for start, end in itertools.pairwise(cuts):
        for row in ends[start]:
            del under[row.pk]
        under |= {row.pk: row for row in begins[start]}
        yield Piece(text[start:end], tuple(under.values()), tuple(begins[start]))


def promise_of(f: Finding, text: str) -> Promise:
    """A finding as it stands now, in the words of the reader."""
    lead = f.lead.name if f.lead else f.lead_text
    return Promise(
        f.kind,  # type: ignore[arg-type]  # the column holds the reader's kinds
        f.name,
        text[f.start : f.end],
        f.start,
        f.end,
        f.op,  # type: ignore[arg-type]
        f.value,
        f.value_high,
        f.unit,
        f.approx,
        f.modal,
        f.due,
        f.due_explicit,
        lead,
        tuple(f.partners),
        bool(f.as_read.get("etc")),
        f.theme,
        f.confidence,
    )


def promise_as_read(f: Finding) -> Promise:
    """A finding as the reader said it."""
    values = dict(f.as_read)
    for name in ("value", "value_high"):
        values[name] = None if values[name] is None else Decimal(values[name])
    values["due"] = None if values["due"] is None else datetime.fromisoformat(values["due"]).date()
    values |= {"partners": tuple(values["partners"]), "doubts": tuple(values["doubts"])}
    return Promise(**values)


def breakdown_rows(actor: Actor, report_id: int) -> tuple[str, tuple[Promise, ...]]:
    """Title and findings for the task breakdown: what was accepted, or, before any was, what the reader is sure of."""
    report = fetch_or_404(actor, ReportAction.VIEW, WorkReport.objects.all(), pk=report_id)
    found = list(report.findings.select_related("lead").exclude(status__in=["rejected", "merged"]))
    kept = [f for f in found if f.status in ACCEPTED] or [f for f in found if f.confidence >= DOUBTFUL]
    return report.title, tuple(promise_of(f, report.text) for f in kept)


@dataclass(frozen=True)
class Correctable:
    """One finding with its passage and a little of the text around it, for the form."""

    row: FindingRow
    report_id: int
    title: str
    before: str
    passage: str
    after: str
    values: Mapping[str, Any]


def correctable(actor: Actor, report_id: int, finding_id: int) -> Correctable:
    """The finding of a report that `actor` may decide on; NotFound otherwise."""
    report = fetch_or_404(actor, ReportAction.CORRECT, WorkReport.objects.all(), pk=report_id)
    rows = within(actor, ReportAction.CORRECT, Finding.objects.select_related("lead"))
    f = fetch_or_404(actor, ReportAction.CORRECT, rows, pk=finding_id, report=report)
    names = ("kind", "name", "op", "value", "value_high", "unit", "measure", "approx", "due", "theme")
    return Correctable(
        row=_row(0, f),
        report_id=report.pk,
        title=report.title,
        before=report.text[max(0, f.start - 60) : f.start],
        passage=report.text[f.start : f.end],
        after=report.text[f.end : f.end + 60],
        values={name: getattr(f, name) for name in names}
        | {"lead": f.lead_id, "partners": "、".join(f.partners), "version": f.version},
    )
