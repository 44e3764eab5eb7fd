"""The official documents say what the page says: read back out of Word and PDF."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from factories import NOW, UnitFactory, actor, sign_in
from supervision.factories import clerk, late_target, office, silent_target
from targets.factories import YearFactory
from yipanqi.access.roles import Role
from yipanqi.supervision import operations as op
from yipanqi.supervision.documents import bulletin_document, unit_report_document
from yipanqi.supervision.models import Bulletin
from yipanqi.supervision.telling import sections_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _present() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def words_of(content: bytes) -> str:
    """Every paragraph and cell of a Word file, without spaces."""
    word = Document(BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    said = "".join([paragraph.text for paragraph in word.paragraphs] + cells).replace(" ", "")
    return said.replace("（", "(").replace("）", ")")


def issued(remark: str = "示例按语") -> Bulletin:
    days = {"since": date(2018, 9, 1), "until": date(2018, 9, 28)}
    who = actor(Role.SUPERVISION, units=[UnitFactory(name="示例督查办公室")])
    return op.issue_bulletin(actor=who, year_id=YearFactory().pk, now=NOW, remark=remark, **days)


def test_the_bulletin_says_what_was_frozen_and_stays_so() -> None:
    silent = silent_target()
    row = issued("示例按语第一段\n示例按语第二段")
    made = bulletin_document(office(), row.pk)
    assert made.issuer == made.signed_by == "示例督查办公室"
    assert made.day == date(2018, 9, 28)
    told = str(made.blocks)
    assert "示例按语第二段" in told
    assert silent.lead.short_name in told
    for section in sections_of(row.contents):
        assert section.title in told
    late_target(name="后来的示例")
    assert bulletin_document(office(), row.pk).blocks == made.blocks


def test_a_bulletin_goes_out_as_word_with_one_press(client: Any) -> None:
    silent_target()
    sign_in(client, office())
    data = {"since": "2018-09-01", "until": "2018-09-28", "remark": "示例按语", "as": "docx"}
    answer = client.post(reverse("supervision:new_bulletin"), data)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    row = Bulletin.objects.get()
    told = words_of(answer.content)
    assert "示例按语" in told
    for section in sections_of(row.contents):
        for text in (*section.sentences, *(cell for line in section.rows for cell in line)):
            assert text.replace(" ", "").replace("（", "(").replace("）", ")") in told
    again = client.get(reverse("supervision:bulletin_docx", args=[row.pk]))
    assert words_of(again.content) == told
    pdf = client.get(reverse("supervision:bulletin_pdf", args=[row.pk]))
    pages = PdfReader(BytesIO(pdf.content)).pages
    assert "示例按语" in "".join(page.extract_text() for page in pages)


def test_the_monthly_report_is_one_press_from_facts_that_are_there(client: Any) -> None:
    target = late_target(name="示例招商")
    sign_in(client, clerk(target.lead))
    answer = client.get(reverse("supervision:unit_report", args=[target.lead_id]))
    assert answer.status_code == 200
    told = words_of(answer.content)
    for text in ("示例招商(个)", "8", "≥120", "8月31日", "2018年9月", target.lead.name):
        assert text in told
    past = client.get(reverse("supervision:unit_report", args=[target.lead_id]) + "?month=2018-05")
    assert "5月31日" in words_of(past.content)
    assert "2018年5月" in words_of(past.content)
    pdf = client.get(reverse("supervision:unit_report_pdf", args=[target.lead_id]))
    assert pdf.content.startswith(b"%PDF")
    for wrong in ("?month=2018-13", "?month=x"):
        path = reverse("supervision:unit_report", args=[target.lead_id]) + wrong
        assert client.get(path).status_code == 404


def test_an_empty_month_is_told_as_empty() -> None:
    unit = UnitFactory()
    made = unit_report_document(clerk(unit), unit.pk, date(2018, 9, 1), NOW)
    assert made.issuer == unit.name
    assert "0" in str(made.blocks)
