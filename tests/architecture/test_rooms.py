"""What the import linter cannot see: doors without rows, domain without doors, keys along the street, declared doors."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

SOURCE = Path(__file__).resolve().parents[2] / "src" / "yipanqi"
DOMAIN = ("operations", "queries", "rules", "transitions", "models", "tasks")
DOORS = ("views", "api", "admin")
DOOR_MODULES = (
    "django.http",
    "django.shortcuts",
    "django.views",
    "django.template",
    "django.forms",
    "django.urls",
)
ROW_CALLS = {"objects", "save", "create", "delete", "bulk_create", "get_or_create", "update_or_create"}


def modules_named(names: tuple[str, ...]) -> Iterator[Path]:
    """Every module of a room with one of the names, or inside a package of that name."""
    for room in settings.STREET:
        for path in sorted((SOURCE / room).rglob("*.py")):
            parts = path.relative_to(SOURCE / room).with_suffix("").parts
            if parts[0] in names:
                yield path


def breaches_of_domain(tree: ast.AST) -> list[str]:
    """Imports of Django's doors."""
    found = []
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found += [name for name in names if name.startswith(DOOR_MODULES)]
    return found


def breaches_of_door(tree: ast.AST) -> list[str]:
    """Attribute accesses that reach for rows."""
    return [
        f"line {node.lineno}: .{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ROW_CALLS
    ]


def test_domain_modules_do_not_know_the_doors() -> None:
    breaches = {
        str(path): found
        for path in modules_named(DOMAIN)
        if (found := breaches_of_domain(ast.parse(path.read_text())))
    }
    assert breaches == {}


def test_doors_do_not_touch_rows() -> None:
    breaches = {
        str(path): found
        for path in modules_named(DOORS)
        if (found := breaches_of_door(ast.parse(path.read_text())))
    }
    assert breaches == {}


def test_the_two_reading_rules_can_fail() -> None:
    assert breaches_of_domain(ast.parse("from django.http import HttpRequest")) == ["django.http"]
    assert breaches_of_door(ast.parse("Target.objects.all()")) == ["line 1: .objects"]


def test_foreign_keys_point_down_the_street() -> None:
    place = {room: number for number, room in enumerate(settings.STREET)}
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in place
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and field.related_model._meta.app_label in place
        and place[field.related_model._meta.app_label] > place[model._meta.app_label]
    ]
    assert upward == []


def all_patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address with its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from all_patterns(pattern, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


def test_every_address_declares_its_action() -> None:
    silent = [address for address, pattern in all_patterns() if not hasattr(pattern.callback, "action")]
    assert silent == []


def test_no_signals_and_no_banned_module_names() -> None:
    banned = {"utils", "helpers", "common", "manager", "misc", "base"}
    named = [
        str(path) for path in SOURCE.rglob("*.py") if path.stem in banned and path.parent.name != "settings"
    ]
    signalling = [
        str(path)
        for path in SOURCE.rglob("*.py")
        if "django.dispatch" in path.read_text() or "django.db.models.signals" in path.read_text()
    ]
    assert named == []
    assert signalling == []


@pytest.mark.parametrize("room", settings.STREET)
def test_every_room_says_what_it_is_for(room: str) -> None:
    docstring = ast.get_docstring(ast.parse((SOURCE / room / "__init__.py").read_text()))
    assert docstring
