"""Every row of every table reads its own example: a new phrase is one line with an example that is tested here."""

from datetime import date

import pytest

from yipanqi.reading import Finding, read_report
from yipanqi.reading.dates import dates_in
from yipanqi.reading.lexicon import bounds, outcomes, skips, tenses, times, units, verbs
from yipanqi.reading.lexicon.row import Row

YEAR = 2018


def found(text: str) -> list[Finding]:
    return list(read_report(text, year=YEAR).sure)


def figures(text: str) -> list[Finding]:
    return [f for f in found(text) if f.kind == "indicator"]


def each(*tables: tuple[Row, ...]) -> pytest.MarkDecorator:
    rows = [row for table in tables for row in table]
    return pytest.mark.parametrize("row", rows, ids=[row.example for row in rows])


@each(bounds.BEFORE, bounds.BEHIND, bounds.ABOUT, bounds.GROWTH, verbs.ADDED, verbs.GAINED)
def test_the_operator_is_read(row: Row) -> None:
    assert figures(row.example)[-1].op == row.expect


@each(bounds.BEHIND[3:], bounds.ABOUT)
def test_about_is_remembered(row: Row) -> None:
    assert figures(row.example)[-1].approx


@each(bounds.MODALS)
def test_the_modal_is_read(row: Row) -> None:
    assert [f.modal for f in found(row.example)] == [row.expect]


@each(units.UNITS)
def test_the_unit_is_read(row: Row) -> None:
    assert figures(row.example)[-1].unit == row.expect


@each(verbs.DONE)
def test_the_name_is_what_a_person_would_write(row: Row) -> None:
    assert [f.name for f in figures(row.example)] == [row.expect]


@each(skips.BEFORE_FIGURE, skips.BEHIND_FIGURE)
def test_a_figure_that_is_no_target_gives_none(row: Row) -> None:
    assert figures(row.example) == []


@each(times.TIMES)
def test_the_due_date_is_read(row: Row) -> None:
    whens = list(dates_in(row.example, 0, len(row.example), YEAR))
    assert [when.due for when in whens] == [date.fromisoformat(row.expect)]


@each(
    tenses.BACK_CUES,
    tenses.ASIDES,
    tenses.LOOSE_BACK_CUES,
    tenses.TOLD_CUES,
    tenses.BACK_OPENINGS,
    tenses.SHORTCOMINGS,
)
def test_what_was_done_gives_nothing(row: Row) -> None:
    assert found(row.example) == []


@each(tenses.AHEAD_CUES)
def test_a_look_ahead_outweighs_a_look_back(row: Row) -> None:
    assert [f.value for f in figures(row.example)] == [20]


@each(tenses.AHEAD_OPENINGS)
def test_a_paragraph_turns_the_report_ahead(row: Row) -> None:
    report = f"过去的一年，我们不懈奋斗。\n引进企业30家。\n{row.example}\n"
    assert [f.value for f in figures(report)] == [20]


@each(tenses.BACK_HEADINGS)
def test_a_heading_opens_the_part_that_looks_back(row: Row) -> None:
    report = f"{row.example}\n引进项目16个。\n四、2018年工作安排\n引进项目20个。\n"
    assert [f.value for f in figures(report)] == [20]


@each(tenses.AHEAD_HEADINGS)
def test_a_heading_opens_the_part_that_looks_ahead(row: Row) -> None:
    report = f"一、2017年工作回顾\n引进项目16个。\n{row.example}\n引进项目20个。\n"
    assert [f.value for f in figures(report)] == [20]


@each(outcomes.HARD)
def test_an_outcome_is_a_milestone(row: Row) -> None:
    assert [(f.kind, f.name) for f in found(row.example)] == [("milestone", row.expect)]


@each(outcomes.MARKED)
def test_standing_work_is_read(row: Row) -> None:
    (work,) = found(row.example)
    assert (work.kind, work.due) == ("work", None)
