"""Files and PDF: ours, and nothing from elsewhere."""

import io

import pytest
from django.template import engines
from pypdf import PdfReader
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from yipanqi.web import responses

OUTSIDE = [
    "https://elsewhere.example/x.css",
    "file:///etc/passwd",
    f"{responses.INNER_BASE}etc/passwd",
    "data:text/css,p{}",
]


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_document_loads_nothing_from_elsewhere(address: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        responses.OwnStaticFiles().fetch(address)


@pytest.mark.parametrize("name", ["web/../../../../pyproject.toml", "../web/app.css", "no/such.css"])
def test_a_document_loads_no_file_outside_the_static_folders(name: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        responses.static_bytes(name)


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_page_that_asks_for_more_is_not_printed(address: str) -> None:
    html = HTML(
        string=f'<img src="{address}">', base_url=responses.INNER_BASE, url_fetcher=responses.OwnStaticFiles()
    )
    with pytest.raises(FatalURLFetchingError):
        html.write_pdf()


def test_a_page_becomes_a_sheet_of_a4_with_its_lamps() -> None:
    source = "{% extends 'web/print.html' %}{% block content %}<h1>示例一页</h1>{% lamp 'red' %}{% bullet 3 5 6 5 'red' %}{% endblock %}"
    template = engines["django"].from_string(source)
    html = template.render({"paper": True})
    assert "<style>" in html, "a drawing on paper is dressed by itself"
    target = io.BytesIO()
    HTML(string=html, base_url=responses.INNER_BASE, url_fetcher=responses.OwnStaticFiles()).write_pdf(target)
    sheet = PdfReader(target).pages
    assert len(sheet) == 1
    assert [round(float(side)) for side in sheet[0].mediabox[2:]] == [595, 842]
    assert "示例一页" in sheet[0].extract_text()
    assert "1 / 1" in sheet[0].extract_text(), "the style sheet writes the page number"


def test_a_download_is_never_shown_inside_the_page() -> None:
    answer = responses.download(b"x", "任务 分解.xlsx")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Cache-Control"] == "private, no-store"
    assert "spreadsheetml" in answer["Content-Type"]
