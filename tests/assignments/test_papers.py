"""A letter as a document: what it says, in Word, in print, and all of a session in one archive."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from assignments.factories import clerk, decided_session, office
from consultations.factories import session_of, submitted_plan
from factories import NOW, UnitFactory, account
from yipanqi.assignments import operations as op
from yipanqi.assignments import queries
from yipanqi.assignments.models import Item, Letter
from yipanqi.consultations import operations as consultations
from yipanqi.exchange.official import Table
from yipanqi.plans.models import Plan
from yipanqi.plans.operations import PlanChange

pytestmark = pytest.mark.django_db


def issued() -> tuple[Letter, Plan, Plan]:
    session, one, other = decided_session()
    op.draft_letters(actor=office(), session_id=session.pk, now=NOW)
    op.issue_letters(actor=office(), session_id=session.pk, now=NOW)
    return Letter.objects.get(unit=one.owner), one, other


def items_table(letter: Letter) -> Table:
    blocks = queries.letter_document(office(), letter.pk, NOW).blocks
    return next(block for block in blocks if isinstance(block, Table))


def test_a_letter_names_its_number_unit_and_day():
    letter, one, _ = issued()
    said = queries.letter_document(office(), letter.pk, NOW)
    assert (said.number, said.addressee, said.day) == (letter.number, one.owner.name, NOW.date())


def test_each_line_says_what_by_when_how_it_is_verified_and_whom_it_waits_for():
    letter, _, other = issued()
    rows = items_table(letter).rows
    items = list(Item.objects.filter(letter=letter).order_by("order"))
    assert len(rows) == len(items) == 2
    for row, item in zip(rows, items, strict=True):
        assert item.text in row[1]
        assert ["完成标准：" in row[1], "核查方式：" in row[1]] == [True, True]
        assert [day.isoformat() in row[2] for day in (item.start, item.due, item.latest)] == [True] * 3
        assert row[3] == f"{item.total_float}天"
    assert f"被等待：{other.owner.short_name}" in rows[1][4]
    assert rows[0][4] == "—"


def test_a_difference_letter_says_before_and_now():
    one = submitted_plan(UnitFactory(), "A 10\nB 5 A", name="示例甲计划")
    session = session_of([one], until="decided")
    op.draft_letters(actor=office(), session_id=session.pk, now=NOW)
    op.issue_letters(actor=office(), session_id=session.pk, now=NOW)
    before = Item.objects.get(key="A").due
    change = PlanChange(one.pk, "A", "duration", 20, Plan.objects.get(pk=one.pk).baseline_id or 0)
    decision = consultations.decide_afterwards(
        actor=office(), session_id=session.pk, text="示例：延长十天", changes=[change], now=NOW
    )
    (letter,) = op.draft_difference_letters(
        actor=office(), session_id=session.pk, decision_id=decision.pk, now=NOW + timedelta(days=1)
    )
    table = items_table(letter)
    row = next(row for row in table.rows if "示例A" in row[0])
    assert row[2:] == (before.isoformat(), Item.objects.get(key="A").due.isoformat())


def as_office() -> Client:
    client = Client()
    client.force_login(account(office()))
    return client


def test_word_print_and_the_archive_carry_the_letter():
    letter, one, _ = issued()
    client = as_office()
    word = client.get(f"/assignments/letters/{letter.pk}/letter.docx").content
    assert any(letter.number in line.text for line in Document(io.BytesIO(word)).paragraphs)
    printed = client.get(f"/assignments/letters/{letter.pk}/letter.pdf").content
    assert letter.number in PdfReader(io.BytesIO(printed)).pages[0].extract_text()
    packed = client.get(f"/assignments/session/{letter.session_id}/letters.zip").content
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert len(names) == 2
    assert f"{letter.number} {one.owner.name}.docx" in names


def test_a_draft_is_read_by_the_supervision_office_alone():
    session, one, _ = decided_session()
    op.draft_letters(actor=office(), session_id=session.pk, now=NOW)
    client = Client()
    client.force_login(account(clerk(one.owner)))
    pk = Letter.objects.get(unit=one.owner).pk
    assert client.get(f"/assignments/letters/{pk}/letter.docx").status_code == 404
    assert as_office().get(f"/assignments/letters/{pk}/letter.docx").status_code == 200
