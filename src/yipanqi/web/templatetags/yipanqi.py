"""The tags of the pages; built in, so no template loads them. `docs/guide/en/web-toolkit.md` shows each."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from template_partials.templatetags import partials

from yipanqi.foundation import clock
from yipanqi.web import figures, lamps
from yipanqi.web.bars import bullet_bar
from yipanqi.web.busy import busy_field

register = template.Library()
register.tags.update(partials.register.tags)

register.filter("number", figures.number)
register.filter("about", figures.about)
register.filter("unit_mark", figures.unit_mark)
register.filter("signed", figures.signed)
register.filter("day", figures.day)
register.filter("full_day", figures.full_day)
register.filter("month", figures.month)
register.filter("bind", figures.bind)
register.filter("lamp_word", lamps.word_of)
register.filter("lamp_shape", lamps.shape)
register.filter("lamp_colour", lamps.colour_of)
register.filter("lamp_stones", lamps.stones)
register.simple_tag(busy_field, name="busy")
register.simple_tag(bullet_bar, takes_context=True, name="bullet")


@register.simple_tag
def lamp(light: Any, word: str = "") -> SafeString:
    """`{% lamp target.light %}`: ● Normal ▲ Warning ■ Late ○ No data ◆ In progress."""
    return lamps.lamp(light, word)


@register.simple_tag
def lamp_moved(before: Any, after: Any) -> SafeString:
    """`{% lamp_moved before after %}`: from → to."""
    return format_html(
        '<span class="moved">{}<span aria-hidden="true">→</span><span class="hide">{}</span>{}</span>',
        lamps.lamp(before),
        _("then"),
        lamps.lamp(after),
    )


@register.simple_tag
def figure(
    value: figures.Number | str | None,
    unit: "str | Promise" = "",
    digits: int | None = None,
    sign: bool = False,
) -> SafeString:
    """`{% figure 1350 "家" %}`: tabular digits, unit held beside its number; None says that there is no figure."""
    if value is None or value == "":
        return format_html('<span class="fig none">{}</span>', figures.NOTHING)
    written = value if isinstance(value, str) else (figures.signed if sign else figures.number)(value, digits)
    behind = format_html('<span class="unit">{}</span>', unit) if unit else ""
    return format_html('<span class="fig"><b>{}</b>{}</span>', written, behind)


@register.simple_tag(takes_context=True)
def age(
    context: template.Context, when: date | datetime | None, now: date | datetime | None = None
) -> SafeString:
    """`{% age reading.recorded_at %}`: 3天前, with the exact day as its title; `now` is the request's unless given."""
    if when is None:
        return format_html('<span class="q">{}</span>', _("never"))
    words = figures.age(when, now or _now(context))
    return format_html('<time datetime="{0}" title="{0}">{1}</time>', figures.full_day(when), words)


@register.simple_tag(takes_context=True)
def source(
    context: template.Context,
    name: "str | Promise",
    when: date | datetime | None,
    now: date | datetime | None = None,
) -> SafeString:
    """`{% source "项目库" reading.recorded_at %}`: where a figure comes from and how old it is."""
    moment = now or _now(context)
    old = when is not None and figures.days_between(when, moment) > figures.OLD_AFTER_DAYS
    mark = mark_safe(' class="src old"' if old else ' class="src"')  # noqa: S308 constants
    return format_html("<span{}>{} {}</span>", mark, name, age(context, when, moment))


def _now(context: template.Context) -> date | datetime:
    """The moment of the request, or the data date of the frame, or the clock."""
    request = context.get("request")
    moment = getattr(request, "now", None)
    return moment or clock.now()


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "print" %}`: one of the sprite's icons, hidden from screen readers."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)
