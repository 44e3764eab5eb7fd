"""The strict content policy, kept in the sources: no style, script or handler inside any page."""

import json
import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "src" / "yipanqi").rglob("templates/**/*.html"))
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.S)
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=", re.I),
    "style element": re.compile(r"<style", re.I),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.I),
    "event handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I),
    "htmx handler": re.compile(r"hx-on", re.I),
    "script address": re.compile(r"javascript:", re.I),
    "foreign address": re.compile(r"(src|href|action)\s*=\s*[\"']\s*(https?:)?//", re.I),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_a_template_holds_nothing_the_policy_forbids(path: Path) -> None:
    source = COMMENT.sub("", path.read_text(encoding="utf-8"))
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(source)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_a_template_can_be_read(path: Path) -> None:
    name = str(path).split("/templates/", 1)[1]
    assert get_template(name).origin.name == str(path)


def test_the_drawings_are_dressed_by_their_own_rules() -> None:
    from yipanqi.drawing.style import page_css

    written = (ROOT / "assets" / "css" / "drawing.css").read_text(encoding="utf-8")
    assert written.split("\n", 1)[1] == page_css(), "run tools/bundle-drawings"


def test_the_built_files_refer_to_nothing_outside() -> None:
    built = ROOT / "src" / "yipanqi" / "web" / "static" / "web"
    for name in ("app.css", "pdf.css"):
        text = (built / name).read_text(encoding="utf-8")
        assert "http" not in text, "run npm run build"
        assert "@import" not in text


def test_scripts_are_pinned_and_the_lock_names_no_address() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in package["devDependencies"].values())
    assert '"resolved"' not in lock
    assert "registry" not in lock
