"""The Chinese catalogue is complete, true to its placeholders, and speaks the words of the glossary."""

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "yipanqi"
CATALOGUE = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w+\}")
HAN = "\u4e00-\u9fff"
COLLECT = [
    "makemessages",
    "--locale=zh_Hans",
    "--no-wrap",
    "--no-obsolete",
    "--add-location=file",
    "--verbosity=0",
]


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    """The catalogue as committed."""
    return polib.pofile(str(CATALOGUE))


def translations(entry: polib.POEntry) -> list[str]:
    """Every text of an entry in Chinese."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def glossary() -> list[dict[str, str]]:
    """Terms with the longest English first, so that "lead unit" is looked for before "unit"."""
    with (ROOT / "docs" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: -len(row["english"]))


def test_nothing_is_untranslated_or_guessed(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def test_translations_keep_the_placeholders(catalogue: polib.POFile) -> None:
    wrong = [
        (entry.msgid, text)
        for entry in catalogue
        for text in translations(entry)
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


def test_chinese_has_chinese_punctuation(catalogue: polib.POFile) -> None:
    half_width = re.compile(rf"[{HAN}][,;:!?]|[,;!?][{HAN}]|[{HAN}] [{HAN}]")
    assert [text for entry in catalogue for text in translations(entry) if half_width.search(text)] == []


def test_msgids_are_english(catalogue: polib.POFile) -> None:
    """Chinese may only stand in a msgid as an example of what people type."""
    han = re.compile(f"[{HAN}]")
    assert [each.msgid for each in catalogue if len(han.findall(each.msgid)) > len(each.msgid) / 5] == []


def terms_in(sentence: str) -> Iterator[dict[str, str]]:
    """Glossary rows whose English stands in `sentence`; short everyday words count only when they are all of it."""
    rest = sentence.lower()
    for row in glossary():
        english = row["english"].lower()
        everyday = " " not in english and len(english) < 8
        found = re.search(rf"(?<![\w-]){re.escape(english)}s?(?![\w-])", rest)
        if found and (not everyday or rest.strip(" .:?") in (english, f"{english}s")):
            rest = rest.replace(found.group(), " ")
            yield row


def test_terms_are_translated_as_the_glossary_lists(catalogue: polib.POFile) -> None:
    wrong = [
        (entry.msgid, text, row["term"])
        for entry in catalogue
        for row in terms_in(entry.msgid)
        for text in translations(entry)
        if row["term"] not in text and not (row["short"] and row["short"] in text)
    ]
    assert wrong == []


@pytest.mark.slow
def test_the_catalogue_holds_what_the_sources_say(catalogue: polib.POFile, tmp_path: Path) -> None:
    """`tools/messages` was run after the last change of a text."""
    for path in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]:
        copy = tmp_path / path.relative_to(PACKAGE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    (tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES").mkdir(parents=True)
    subprocess.run(
        [sys.executable, "-m", "django", *COLLECT], cwd=tmp_path, check=True, env={"PATH": "/usr/bin:/bin"}
    )
    fresh = polib.pofile(str(tmp_path / CATALOGUE.relative_to(PACKAGE)))
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue}
    said = {(entry.msgctxt, entry.msgid) for entry in fresh}
    assert said - known == set(), "run tools/messages"
    assert known - said == set(), "run tools/messages"


def test_the_compiled_catalogue_is_the_committed_one(catalogue: polib.POFile) -> None:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {entry.msgid: entry.msgstr for entry in compiled} == {
        entry.msgid: entry.msgstr for entry in catalogue
    }
