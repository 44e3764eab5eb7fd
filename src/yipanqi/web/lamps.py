"""Lights as marks: shape + colour + word. The shape carries its colours itself, so that it is the same on paper."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

WORDS: dict[str, "str | Promise"] = {
    "green": pgettext_lazy("light", "Normal"),
    "yellow": pgettext_lazy("light", "Warning"),
    "red": pgettext_lazy("light", "Late"),
    "grey": pgettext_lazy("light", "No data"),
    "blue": pgettext_lazy("light", "In progress"),
}
SHAPES = {
    "green": '<circle cx="6" cy="6" r="5.2" fill="#00796b"/>',
    "yellow": '<path d="M6 1 11.4 10.9H.6z" fill="#f2a900" stroke="#7a5200" stroke-linejoin="round"/>',
    "red": '<path d="M1 1h10v10H1z" fill="#b71c1c"/>',
    "grey": '<circle cx="6" cy="6" r="4.4" fill="#ffffff" stroke="#5f6b7a" stroke-width="2"/>',
    "blue": '<path d="M6 .4 11.6 6 6 11.6.4 6z" fill="#24478f"/>',
}


def colour_of(light: Any) -> str:
    """The colour of a light, of its text, or of None: what is unknown is grey, never green."""
    colour = str(getattr(light, "colour", light) or "grey")
    return colour if colour in SHAPES else "grey"


def word_of(light: Any) -> str:
    """The word of a light in the reader's language."""
    return str(WORDS[colour_of(light)])


def shape(light: Any) -> SafeString:
    """The mark alone, hidden from screen readers: only beside its word, or in a picture that is described."""
    drawn = SHAPES[colour_of(light)]
    return mark_safe(f'<svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">{drawn}</svg>')  # noqa: S308 constants


def stones(lights: Iterable[tuple[int, Any, int]]) -> SafeString:
    """Marks (x, light, turn) for a picture that is described; beneath each ▴ where it turned better, ▾ where worse."""
    return mark_safe("".join([_stone(*each) for each in lights]))  # noqa: S308 constants and figures


def _stone(x: int, light: Any, moved: int) -> str:
    mark = f'<svg x="{x}" y="0" width="12" height="12">{shape(light)}</svg>'
    if not moved:
        return mark
    path = f"M{x} 18l3.5-4 3.5 4z" if moved > 0 else f"M{x} 14h7l-3.5 4z"
    return f'{mark}<path class="s-i" d="{path}" transform="translate(2.5 0)"/>'


def lamp(light: Any, word: str = "") -> SafeString:
    """Shape, colour and word; `word` replaces the usual one ("not reported")."""
    colour = colour_of(light)
    text = escape(word or word_of(light))
    return mark_safe(f'<span class="lamp {colour}">{shape(colour)}{text}</span>')  # noqa: S308 escaped above
