"""Schemes: weights of one hundred, versions with reasons, their difference."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from appraisal.factories import TARGETS, draft, office
from factories import actor
from races import DONE, at_once
from yipanqi.access.roles import Role
from yipanqi.appraisal import operations as op
from yipanqi.appraisal import queries
from yipanqi.appraisal.default import default_rules, default_terms
from yipanqi.appraisal.models import Scheme
from yipanqi.appraisal.schemes import SchemeDraft, rules_json, rules_of, terms_json, terms_of, weight_sum
from yipanqi.appraisal.scoring import Grade, Rule
from yipanqi.audit.models import Event
from yipanqi.foundation.errors import Invalid, NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.both]
D = Decimal


def refused(made: SchemeDraft, now: datetime) -> dict[str, str]:
    with pytest.raises(Invalid) as found:
        op.make_scheme(actor=office(), draft=made, now=now)
    assert not Scheme.objects.exists()
    return {field: error.code for field, error in found.value.fields.items()}


@pytest.mark.parametrize(("weight", "said"), [("99", "99"), ("100.5", "100.5"), ("0.001", "0.001")])
def test_weights_that_are_not_100_are_refused_with_their_sum(weight: str, said: str, now: datetime) -> None:
    with pytest.raises(Invalid) as found:
        op.make_scheme(actor=office(), draft=draft(replace(TARGETS, weight=D(weight))), now=now)
    error = found.value.fields["rules"]
    assert (error.code, error.params["sum"]) == ("appraisal.weights_not_100", said)


def test_a_veto_or_a_plus_does_not_weigh(now: datetime) -> None:
    rules = default_rules()
    assert weight_sum(rules) == 100
    made = op.make_scheme(actor=office(), draft=draft(*rules), now=now)
    assert [rule.kind.value for rule in rules_of(made.rules)] == ["basic"] * 6 + ["points"] * 2 + ["veto"]


def test_every_wrong_cell_is_named(now: datetime) -> None:
    wrong = (
        TARGETS,
        replace(TARGETS, name=" "),
        Rule("x", "示例", "no.such", weight=D(0), step=D(1), limit=D(3)),
        Rule("y", "示例", "letters.late"),
        Rule("z", "示例", "letters.late", step=D(1)),
        Rule("w", "示例", "letters.late", weight=D(1), veto=True),
        Rule("c", "示例", "letters.late", weight=D(1), cap=D("0.5")),
        Rule("n", "示例", "letters.late", weight=D("NaN")),
    )
    found = refused(draft(*wrong[:7]), now) | {
        field: code for field, code in refused(draft(TARGETS, wrong[7]), now).items() if field != "rules"
    }
    assert found == {
        "1.key": "appraisal.key_twice",
        "1.name": "input.required",
        "1.weight": "input.below",
        "2.source": "appraisal.source_unknown",
        "3.weight": "appraisal.rule_does_nothing",
        "4.weight": "appraisal.rule_does_nothing",
        "5.weight": "appraisal.rule_is_two_things",
        "6.cap": "appraisal.cap_below_one",
        "rules": "appraisal.weights_not_100",
    }


def test_grades_stand_in_order(now: datetime) -> None:
    backwards = replace(default_terms(), grades=(Grade("甲", D(60)), Grade("乙", D(80))))
    assert refused(draft(terms=backwards), now) == {"grades": "appraisal.grades_out_of_order"}
    alone = replace(default_terms(), grades=(Grade("甲", D(60)),), objection_days=0, late=D(2))
    assert refused(draft(terms=alone, reason=" "), now) == {
        "grades": "appraisal.grades_incomplete",
        "objection_days": "appraisal.days_out_of_range",
        "late": "input.above",
        "reason": "input.required",
    }


def test_only_the_appraisal_office_makes_one(now: datetime) -> None:
    with pytest.raises(NotAllowed):
        op.make_scheme(actor=actor(Role.LEADER), draft=draft(), now=now)
    assert not Scheme.objects.exists()


def test_the_same_name_again_is_the_next_version_and_the_old_one_stands(now: datetime) -> None:
    who = office()
    first = op.make_scheme(actor=who, draft=draft(), now=now)
    halves = (replace(TARGETS, weight=D(50)), Rule("nodes", "节点", "plans.nodes", weight=D(50)))
    second = op.make_scheme(actor=who, draft=draft(*halves, reason="加入节点"), now=now)
    assert (first.version, second.version) == (1, 2)
    assert (
        Event.objects.filter(action="appraisal.make_scheme").values_list("note", flat=True)[1] == "加入节点"
    )
    before, after, found = queries.scheme_difference(who, first.pk, second.pk)
    assert (before.version, after.version) == (1, 2)
    assert [rule.key for rule in found.added] == ["nodes"]
    assert [(one.field, one.before, one.after) for one in found.changed] == [("weight", "100", "50")]
    assert not found.removed
    assert queries.scheme_difference(who, first.pk, first.pk)[2].is_empty


def test_a_scheme_reads_back_as_it_was_written() -> None:
    rules, terms = default_rules(), default_terms()
    assert rules_of(rules_json(rules)) == rules
    assert terms_of(terms_json(terms)) == terms


@pytest.mark.django_db(transaction=True)
def test_two_who_make_the_next_version_at_once_make_two_or_one_is_told(now: datetime) -> None:
    people = [office(), office()]
    outcomes = at_once(*[lambda who=who: op.make_scheme(actor=who, draft=draft(), now=now) for who in people])
    assert set(outcomes) <= {DONE, "state.lost_race"}
    versions = sorted(Scheme.objects.values_list("version", flat=True))
    assert versions == list(range(1, outcomes.count(DONE) + 1))
    assert Event.objects.filter(action="appraisal.make_scheme").count() == len(versions)
