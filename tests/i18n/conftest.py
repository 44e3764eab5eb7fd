"""A pseudo-locale: every msgid of the catalogue in ⟦…⟧, so that text that is none stands out."""

from pathlib import Path

import django
import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "src" / "yipanqi" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
DJANGO = [Path(django.__file__).parent / part for part in ("conf", "contrib/auth")]
PSEUDO = "eo"


def bracketed(source: Path) -> list[polib.POEntry]:
    """The msgids of `source`, each its own translation in brackets."""
    found = []
    for entry in polib.pofile(str(source)):
        copy = polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, msgid_plural=entry.msgid_plural)
        if entry.msgid_plural:
            copy.msgstr_plural = {0: f"⟦{entry.msgid_plural}⟧"}
        else:
            copy.msgstr = f"⟦{entry.msgid}⟧"
        found.append(copy)
    return found


@pytest.fixture
def pseudo_locale(settings, tmp_path: Path) -> str:
    """The code of a language in which every translated text is bracketed."""
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    own = bracketed(CATALOGUE)
    known = {(entry.msgctxt, entry.msgid) for entry in own}
    for part in DJANGO:
        theirs = bracketed(part / "locale" / "en" / "LC_MESSAGES" / "django.po")
        own += [entry for entry in theirs if (entry.msgctxt, entry.msgid) not in known]
        known |= {(entry.msgctxt, entry.msgid) for entry in own}
    catalogue.extend(own)
    target = tmp_path / PSEUDO / "LC_MESSAGES"
    target.mkdir(parents=True)
    catalogue.save_as_mofile(str(target / "django.mo"))
    settings.LANGUAGES = [*settings.LANGUAGES, (PSEUDO, "⟦pseudo⟧")]
    settings.LOCALE_PATHS = [tmp_path]
    return PSEUDO
