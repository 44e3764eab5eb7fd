"""Every word a sheet can carry, in Chinese and in English; doors pass their own translation instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """Captions of the drawing; ``{}`` places are filled by position."""

    language: str
    heading: str
    example: str
    per_day: str
    per_working_day: str
    day: str
    working_day: str
    drawn_early: str
    year: str
    month: str
    third: str
    week: str
    day_row: str
    working_day_row: str
    thirds: tuple[str, str, str]
    months: tuple[str, ...]
    year_name: str
    legend: str
    critical: str
    work: str
    wave: str
    dummy: str
    wait: str
    front: str
    milestone: str
    join: str
    notes: str
    pieces_note: str
    links_note: str
    behind: str
    ahead: str
    behind_free: str
    behind_total: str
    behind_end: str
    check_day: str
    project: str
    drawing: str
    drawn_by: str
    checked_by: str
    approved_by: str
    unit: str
    day_of_issue: str
    version: str
    time_scale: str
    sheet_size: str
    number: str
    scale_value: str
    sheet_of: str
    continued: str
    negative_float: str
    date: str


CHINESE = Labels(
    language="zh-CN", heading="双代号时标网络计划", example="示例", per_day="时间单位：日历天",
    per_working_day="时间单位：工日", day="天", working_day="工日", drawn_early="按最早时间绘制",
    year="年", month="月", third="旬", week="周", day_row="日", working_day_row="工日", thirds=("上", "中", "下"),
    months=tuple(f"{n}月" for n in range(1, 13)), year_name="{}年", legend="图例", critical="关键工作", work="工作",
    wave="波形线（自由时差）", dummy="虚工作", wait="间歇", front="前锋线", milestone="里程碑", join="接图符号",
    notes="说明", pieces_note="搭接关系把紧前工作分段：①②③为同一工作的各段，段间结点即搭接时刻。",
    links_note="未分段表示的搭接：{}。", behind="滞后{}", ahead="超前{}",
    behind_free="{}滞后{}{}，未超过自由时差，不影响紧后工作", behind_total="{}滞后{}{}，超过自由时差{}，未超过总时差",
    behind_end="{}滞后{}{}，超过总时差，工期推后{}", check_day="检查日 {}", project="工程", drawing="图名",
    drawn_by="编制", checked_by="审核", approved_by="批准", unit="单位", day_of_issue="日期", version="版次",
    time_scale="时标", sheet_size="图幅", number="图号", scale_value="10天={} mm", sheet_of="第{}张 共{}张",
    continued="续 {}", negative_float="总时差{}", date="{1}月{2}日",
)  # fmt: skip

ENGLISH = Labels(
    language="en", heading="Time-scaled arrow network", example="Illustrative", per_day="in calendar days",
    per_working_day="in working days", day="d", working_day="wd", drawn_early="drawn at early dates",
    year="Year", month="Month", third="Third", week="Week", day_row="Day", working_day_row="W.day",
    thirds=("1–10", "11–20", "21–"),
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), year_name="{}",
    legend="Legend", critical="critical", work="work", wave="wave (free float)", dummy="dummy", wait="lag",
    front="front line", milestone="milestone", join="continued on sheet", notes="Notes",
    pieces_note="Overlapping works are cut: ①②③ are parts of one work; the node between them is the instant of the link.",
    links_note="Links shown by dates only: {}.", behind="{} behind", ahead="{} ahead",
    behind_free="{} is {} {} behind, within its free float", behind_total="{} is {} {} behind, {} beyond its free float",
    behind_end="{} is {} {} behind, the end moves by {}", check_day="Data date {}", project="Project",
    drawing="Drawing", drawn_by="Drawn", checked_by="Checked", approved_by="Approved", unit="Unit",
    day_of_issue="Date", version="Issue", time_scale="Scale", sheet_size="Sheet", number="No.",
    scale_value="10 d = {} mm", sheet_of="Sheet {} of {}", continued="{} (cont.)", negative_float="total float {}",
    date="{0}-{1:02d}-{2:02d}",
)  # fmt: skip
