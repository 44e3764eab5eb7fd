"""Every verb has one rule and words, every door names one verb."""

import importlib
from collections.abc import Iterator
from enum import StrEnum
from importlib.util import find_spec

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from yipanqi.access import labels
from yipanqi.access.actor import NOBODY, SYSTEM
from yipanqi.access.doors import PUBLIC, SIGNED_IN
from yipanqi.access.registry import NONE, demand, may, rule, rules, scope
from yipanqi.access.rules import AccessAction, SignAction
from yipanqi.foundation.errors import NotAllowed

WITHOUT_RULE = {SignAction}
"""What the record says of the doors themselves: nobody needs leave to try them."""


def verbs() -> Iterator[StrEnum]:
    """Every verb of every room: members of the StrEnums that `rules.py` names …Action."""
    for room in settings.STREET:
        if find_spec(f"yipanqi.{room}.rules"):
            module = importlib.import_module(f"yipanqi.{room}.rules")
            for name, kind in vars(module).items():
                own = getattr(kind, "__module__", "") == module.__name__
                if name.endswith("Action") and own and kind not in WITHOUT_RULE:
                    yield from kind


def views(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern)
        else:
            yield pattern


def test_every_verb_has_exactly_one_rule():
    assert sorted(map(str, verbs())) == sorted(map(str, rules()))


def test_a_second_rule_for_a_verb_is_refused():
    with pytest.raises(ValueError, match="two rules"):
        rule(AccessAction.VIEW_ACCOUNTS)(lambda actor: NONE)


def test_verbs_are_named_after_their_room():
    wrong = [
        f"{type(verb).__module__}: {verb}"
        for verb in verbs()
        if str(verb).split(".")[0] != type(verb).__module__.split(".")[1]
    ]
    assert wrong == []


def test_every_door_names_one_verb():
    known = {*rules(), PUBLIC, SIGNED_IN}
    wrong = [
        str(pattern.pattern) for pattern in views() if getattr(pattern.callback, "action", None) not in known
    ]
    assert wrong == []


def test_every_verb_has_words():
    assert [str(verb) for verb in [*verbs(), *SignAction] if str(verb) not in labels.ACTIONS] == []


@pytest.mark.django_db
@pytest.mark.parametrize("verb", sorted(rules(), key=str), ids=str)
def test_nobody_may_nothing_and_the_system_everything(verb):
    assert scope(NOBODY, verb) == NONE
    assert not may(NOBODY, verb)
    assert may(SYSTEM, verb)
    with pytest.raises(NotAllowed):
        demand(NOBODY, verb)
