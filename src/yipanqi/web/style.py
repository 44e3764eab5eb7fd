"""The living style guide: every part in every state, with illustrative rows; tests look at it and measure it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yipanqi.foundation import clock
from yipanqi.foundation.errors import DomainError, Invalid
from yipanqi.web.forms import DayField, Form, NumberField
from yipanqi.web.lamps import WORDS
from yipanqi.web.listing import Column, Filter, Kind, Listing, listing_response

TODAY = date(2018, 9, 28)
LONG_NAME = "示例：关于高新区安置房三号地块及其周边道路、给水、供电、通信等配套设施同步建设并于年内全部具备回迁条件的目标"


@dataclass(frozen=True)
class Sample:
    """One illustrative row."""

    name: str
    unit: str
    colour: str
    value: float | None
    expected: float | None
    target: float | None
    forecast: float | None
    changed: float | None
    recorded: date | None
    lead: str


SAMPLES = (
    Sample(
        "示例：安置房新开工面积",
        "万㎡",
        "red",
        176.8,
        216.3,
        270,
        235.1,
        13.5,
        TODAY - timedelta(1),
        "建设局",
    ),
    Sample("示例：引进关键企业", "家", "yellow", 19, 22, 30, 28, 1, TODAY - timedelta(3), "招商局"),
    Sample("示例：申报杰出人才", "人", "grey", None, 5, 6, None, None, TODAY - timedelta(47), "人才办"),
    Sample("示例：重点项目年度投资", "亿元", "green", 121.7, 118.2, 162, 166.4, 9.1, TODAY, "项目办"),
    Sample("示例：专利申请量", "件", "green", 17912, 17420, 20000, 20540, 0, TODAY - timedelta(12), "科技局"),
    Sample("示例：零星项目", "个", "blue", 0, 0, 4, 0, 0, TODAY, "建设局"),
    Sample(
        LONG_NAME,
        "万平方米",
        "yellow",
        1234567.891,
        1300000,
        2000000,
        1900000,
        -8.25,
        None,
        "示例长名称单位联合工作领导小组办公室",
    ),
)

LISTING = Listing(
    columns=(
        Column("light", gettext_lazy("Light"), value="colour", kind=Kind.LIGHT),
        Column(
            "name", gettext_lazy("Target"), head=True, link=lambda row: "#listing", unit=lambda row: row.unit
        ),
        Column("value", gettext_lazy("To date"), kind=Kind.NUMBER),
        Column("expected", gettext_lazy("Expected"), kind=Kind.NUMBER),
        Column("target", gettext_lazy("Target value"), kind=Kind.NUMBER),
        Column("changed", gettext_lazy("Change"), kind=Kind.NUMBER, signed=True),
        Column("lead", gettext_lazy("Lead unit"), quiet=True),
        Column("recorded", gettext_lazy("Recorded"), kind=Kind.DATE),
    ),
    search=("name", "lead"),
    filters=(Filter("colour", gettext_lazy("Light"), choices=lambda: WORDS.items()),),
    per_page=5,
)


class SampleForm(Form):
    """Every kind of field."""

    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("As it stands in the work report.")
    )
    figure = NumberField(label=gettext_lazy("To date"), unit="万㎡", at_least=0)
    day = DayField(label=gettext_lazy("Due day"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Light"), choices=list(WORDS.items()))
    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    agreed = forms.BooleanField(label=gettext_lazy("The partners agree"), required=False)


SAMPLE_TEXTS = (
    "示例来源 1天前；+13.5",
    "示例：差39.5万㎡",
    "示例规则",
    "示例：余下每月需要的，超过历史最好三个月的平均，就是滞后。",
    "（270−176.8）÷3.1个月＝30.1",
    "（29.4＋28.8＋27.6）÷3＝28.6",
    "示例3号地块",
    "示例11号地块",
    "2019-02-12，晚43天",
    "2019-01-23，晚23天",
    "补偿款拨付 → 清表 → 开工",
    "高压线迁改 → 开工",
    "12.4万㎡",
    "11.9万㎡",
    "分管建设副主任",
)
"""Every other illustrative text on the page, named once so that a test can tell it from a forgotten one."""


def style_guide(request: HttpRequest) -> HttpResponse:
    """The page, or its list as fragment or file."""
    return listing_response(request, LISTING, SAMPLES, "web/style.html", _context(), file_name="style")


def _context() -> dict[str, Any]:
    wrong = SampleForm({"name": "", "figure": "abc", "day": "2018-13-40", "kind": "green"})
    wrong.refuse(Invalid({"kind": DomainError("state.note_needed")}))
    return {
        "colours": list(WORDS),
        "samples": SAMPLES,
        "today": TODAY,
        "now": clock.now(),
        "facts": _facts(),
        "why": _why(),
        "empty_form": SampleForm(initial={"figure": 1350}),
        "wrong_form": wrong,
        "tabs": [
            {"label": _("All"), "url": "#tabs", "is_current": True, "count": 59},
            {"label": WORDS["red"], "url": "#tabs", "count": 4},
            {"label": WORDS["grey"], "url": "#tabs", "count": 0},
        ],
        "empty_listing": Listing(columns=LISTING.columns).page({}, ()),
    }


def _facts() -> list[dict[str, Any]]:
    return [
        {"label": _("To date"), "value": 176.8, "unit": "万㎡", "note": "示例来源 1天前；+13.5"},
        {"label": _("Expected"), "value": 216.3, "unit": "万㎡", "note": "示例：差39.5万㎡"},
        {"label": _("Target value"), "value": "≥270", "unit": "万㎡", "note": "2018-12-31"},
        {"label": _("Forecast"), "value": 235.1, "unit": "万㎡", "tone": "red", "note": "219.6—250.2"},
        {"label": _("Needed a month"), "value": 30.1, "unit": "万㎡", "tone": "yellow"},
        {"label": _("Since last"), "value": None, "unit": "万㎡"},
    ]


def _why() -> dict[str, Any]:
    return {
        "light": "red",
        "rule": "示例规则",
        "sentence": "示例：余下每月需要的，超过历史最好三个月的平均，就是滞后。",
        "arithmetic": ["（270−176.8）÷3.1个月＝30.1", "（29.4＋28.8＋27.6）÷3＝28.6"],
        "chain": [
            {
                "name": "示例3号地块",
                "url": "#why",
                "figure": "12.4万㎡",
                "outcome": "2019-02-12，晚43天",
                "steps": "补偿款拨付 → 清表 → 开工",
            },
            {
                "name": "示例11号地块",
                "figure": "11.9万㎡",
                "outcome": "2019-01-23，晚23天",
                "steps": "高压线迁改 → 开工",
            },
        ],
        "people": [
            {"label": _("Lead unit"), "text": "建设局"},
            {"label": _("Leader in charge"), "text": "分管建设副主任"},
        ],
    }
