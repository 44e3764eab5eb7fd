"""A report comes in: bytes or pasted words → text → findings; the same one twice is recognised."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from yipanqi.access.actor import Actor
from yipanqi.access.registry import demand
from yipanqi.audit.operations import record
from yipanqi.exchange.report import ReportError, load_report, pasted_report
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.reading import Finding as Promise
from yipanqi.reading import Reading, ReportText
from yipanqi.reading import read_report as read_text
from yipanqi.reports.measures import guess_measure
from yipanqi.reports.models import Finding, WorkReport
from yipanqi.reports.queries.planning import units_by_name
from yipanqi.reports.rules import ReportAction
from yipanqi.targets.models import Year
from yipanqi.targets.operations import create_year

READER = "1"
"""Version of the reader's rules a report was read with."""
YEARS = range(1990, 2101)
MOST_FINDINGS = 5_000
"""A year's report makes some hundreds of promises; a page of all of them must stay readable."""
_TOO_LARGE = Decimal(10) ** 14


@dataclass(frozen=True)
class Read:
    """What came in; `known_before` when these words had been read for that year already."""

    report: WorkReport
    known_before: bool


@transaction.atomic
def read_report(
    *,
    actor: Actor,
    now: datetime,
    content: bytes | None = None,
    name: str = "",
    text: str = "",
    number: int | None = None,
    zone: str = "",
) -> Read:
    """Read a file's `content`, else pasted `text`, for the year `number` (asked for where the text does not say).

    A year that does not exist is made in draft, for `zone` or the zone of the latest year. Invalid on `file`,
    `text`, `year` or `zone` says what is wrong.
    """
    demand(actor, ReportAction.READ)
    field = "file" if content is not None else "text"
    source = _source(content, text)
    reading = read_text(source, year=number)
    _check(reading, field)
    year = _year(actor, int(reading.year or 0), zone, now)
    known = WorkReport.objects.filter(year=year, digest=reading.fingerprint).first()
    if known:
        return Read(known, known_before=True)
    return _kept(actor, year, source, reading, name, now)


def _source(content: bytes | None, text: str) -> ReportText:
    try:
        if content is not None:
            return load_report(content)
        if not text.strip():
            raise Invalid({"file": "reports.nothing_given"})
        return pasted_report(text)
    except ReportError as error:
        raise Invalid({"file" if content is not None else "text": error}) from None


def _check(reading: Reading, field: str) -> None:
    if reading.year is None:
        raise Invalid({"year": "reports.year_unknown"})
    if reading.year not in YEARS:
        raise Invalid({"year": DomainError("reports.year_out_of_range", first=YEARS[0], last=YEARS[-1])})
    if not reading.findings:
        raise Invalid({field: "reports.nothing_found"})
    if (count := len(reading.findings)) > MOST_FINDINGS:
        raise Invalid({field: DomainError("reports.too_many_findings", count=count, limit=MOST_FINDINGS)})


def _year(actor: Actor, number: int, zone: str, now: datetime) -> Year:
    year = Year.objects.filter(number=number).first()
    if year:
        return year
    latest = Year.objects.order_by("-number").first()
    name = zone.strip() or (latest.zone if latest else "")
    if not name:
        raise Invalid({"zone": "reports.zone_needed"})
    return create_year(actor=actor, number=number, zone=name, now=now)


def _kept(actor: Actor, year: Year, source: ReportText, reading: Reading, name: str, now: datetime) -> Read:
    title = next((line.strip() for line in source.text.splitlines() if line.strip()), "")
    try:
        with transaction.atomic():
            report = WorkReport.objects.create(
                year=year,
                previous=WorkReport.objects.filter(year=year).order_by("-read_at", "-pk").first(),
                title=title[:200],
                digest=reading.fingerprint,
                text=source.text,
                source_name=name[:200],
                remarks=list(source.remarks),
                read_at=now,
                read_by_label=actor.label,
                reader=READER,
            )
    except IntegrityError:  # somebody brought the same words in this moment
        return Read(WorkReport.objects.get(year=year, digest=reading.fingerprint), known_before=True)
    units = units_by_name(now.date())
    Finding.objects.bulk_create(_row(report, promise, units) for promise in reading.findings)
    told = {"year": year.number, "sha256": report.digest, "findings": len(reading.findings)}
    record(actor=actor, action=ReportAction.READ, subject=report, now=now, changes=told)
    return Read(report, known_before=False)


def _row(report: WorkReport, promise: Promise, units: dict[str, int]) -> Finding:
    value, high = _storable(promise.value), _storable(promise.value_high)
    lost = promise.value is not None and value is None
    return Finding(
        report=report,
        start=promise.start,
        end=promise.end,
        kind=promise.kind,
        name=promise.name[:200],
        op=promise.op if promise.kind == "indicator" else "",
        value=value,
        value_high=high,
        unit=promise.unit[:20],
        measure=guess_measure(promise.name, promise.op, value, promise.unit)
        if promise.kind == "indicator"
        else "",
        approx=promise.approx,
        modal=promise.modal[:20],
        due=promise.due,
        due_explicit=promise.due_explicit,
        lead_text=promise.lead[:100],
        lead_id=units.get(promise.lead),
        partners=list(promise.partners),
        theme=promise.theme[:200],
        confidence=0.0 if lost else promise.confidence,
        as_read=as_json(promise),
    )


def _storable(value: Decimal | None) -> Decimal | None:
    """To four decimals; None for a figure no column holds."""
    return None if value is None or abs(value) >= _TOO_LARGE else round(value, 4)


def as_json(promise: Promise) -> dict[str, Any]:
    """What the reader said, as JSON: figures and days as text."""
    values = asdict(promise)
    for name in ("value", "value_high", "due"):
        values[name] = None if values[name] is None else str(values[name])
    return values
