"""The reference tells the truth: printed anew it is what stands in docs/reference."""

from pathlib import Path

import pytest

from yipanqi.cli import reference

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"
PAGES = reference.pages()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_current(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name], "run: make reference"
