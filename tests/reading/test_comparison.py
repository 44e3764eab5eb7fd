"""A report read twice: the same, or what changed."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from yipanqi.reading import Finding, compare, fingerprint, read_report

OLD = "引进项目20个。新建学校3所。某某大道建成通车。6月底前完成某某小区改造。"
NEW = "引进项目25个。新建学校3所。某某大道建成通车。9月底前完成某某小区改造。新建公园2个。"


def findings(text: str) -> tuple[Finding, ...]:
    return read_report(text, year=2018).sure


def test_the_same_report_is_unchanged_however_it_is_spaced() -> None:
    spaced = OLD.replace("。", "。\n\n")
    assert compare(findings(OLD), findings(spaced)).unchanged
    assert fingerprint(OLD) == fingerprint(spaced)
    assert fingerprint(OLD) != fingerprint(NEW)


def test_what_changed_is_told_by_field() -> None:
    told = compare(findings(OLD), findings(NEW))
    assert [(c.new.name, c.fields) for c in told.changed] == [
        ("引进项目", ("value",)),
        ("某某小区改造", ("due",)),
    ]
    assert [f.name for f in told.added] == ["新建公园"]
    assert told.removed == ()
    assert [a.name for a, _ in told.same] == ["新建学校", "某某大道建成通车"]


def test_a_name_told_a_little_differently_is_the_same_promise() -> None:
    told = compare(findings("新引进产业链关键企业30家。"), findings("新引进智慧产业链关键企业30家。"))
    assert [c.fields for c in told.changed] == [("name",)]


def test_equal_twins_are_paired_one_to_one() -> None:
    twin = findings("新建学校3所。")
    told = compare([*twin, *twin], list(twin))
    assert (len(told.same), len(told.removed), len(told.added)) == (1, 1, 0)


BASE = findings("引进项目20个。")[0]
ANY = st.builds(
    lambda name, value: replace(BASE, name=name, value=value),
    st.sampled_from(["引进项目", "新建学校", "新建公园", "改造道路", "改造街道"]),
    st.integers(1, 3),
)


@given(st.lists(ANY, max_size=8), st.lists(ANY, max_size=8))
def test_every_finding_stands_in_exactly_one_place(old: list[Finding], new: list[Finding]) -> None:
    told = compare(old, new)
    pairs = len(told.same) + len(told.changed)
    assert pairs + len(told.removed) == len(old)
    assert pairs + len(told.added) == len(new)
    assert compare(old, old).unchanged
