"""Which of the two languages the command line speaks, and its phrases; English is the message's name."""

from collections.abc import Mapping, Sequence
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def choose_language(words: Sequence[str], environment: Mapping[str, str]) -> Language:
    """`--lang` wins, then the locale; without either it is Chinese, any other locale gets English."""
    for position, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and position + 1 < len(words):
            value = words[position + 1]
        if value in LANGUAGES:
            return "zh" if value == "zh" else "en"
    locale = next((environment[name] for name in _LOCALE_VARIABLES if environment.get(name)), "zh")
    return "zh" if locale.lower().startswith("zh") else "en"


def text(phrase: str, language: Language) -> str:
    """`phrase` in `language`; a phrase without translation stays English."""
    return CHINESE.get(phrase, phrase) if language == "zh" else phrase


CHINESE: dict[str, str] = {
    "One year of a zone on one board.": "一个区、一年、一盘棋。",
    "this is a fault of the program: {what}; set YIPANQI_TRACE=1 for details": "程序出错：{what}；设 YIPANQI_TRACE=1 可看详情",
    "the file needs more memory than there is; split it": "内存不足以读取该文件；请拆分",
    "--hours-per-day must lie between 0 and 24": "--hours-per-day 须在 0 与 24 之间",
    "row {row}: ": "第 {row} 行：",
    "{count} warnings": "警告 {count} 条",
    "{count} equal moments are written differently": "{count} 个相等的时刻写法不同",
    "… {count} more": "……另有 {count} 条",
    "activity": "工作",
    "name": "名称",
    "field": "字段",
    "stored": "文件所存",
    "computed": "计算值",
    "id": "编号",
    "days": "工期/天",
    "ES": "最早开始",
    "EF": "最早完成",
    "LS": "最迟开始",
    "LF": "最迟完成",
    "TF": "总时差",
    "FF": "自由时差",
    "critical": "关键",
    "done": "已完成",
    "primavera": "P6",
    "microsoft": "MS Project",
    "standard": "中国规程",
    "{project}: {start} to {finish}, {days} days": "{project}：{start} 至 {finish}，{days} 天",
    "data date {data_date}, rules {rules}, {count} activities": "数据日期 {data_date}，规则 {rules}，工作 {count} 项",
    "check": "检查项",
    "counted over": "统计范围",
    "found": "问题/总数",
    "value": "值",
    "limit": "限值",
    "verdict": "结论",
    "passed": "通过",
    "failed": "未通过",
    "reported": "仅列出",
    "not_applicable": "不适用",
    "logic": "逻辑完整",
    "leads": "负时距",
    "lags": "时距",
    "link_types": "完成—开始关系",
    "hard_constraints": "硬约束",
    "high_float": "大时差",
    "negative_float": "负时差",
    "long_duration": "长工期",
    "invalid_dates": "无效日期",
    "resources": "资源",
    "missed": "误期工作",
    "critical_path_test": "关键线路测试",
    "cpli": "关键线路指数 CPLI",
    "bei": "基准执行指数 BEI",
    "open_activities": "未完工作与里程碑",
    "open_tasks": "未完工作",
    "open_links": "未完搭接",
    "activities": "工作与里程碑",
    "due": "应完工作",
    "due_or_unplanned": "应完及计划外完成",
    "projects": "有要求完成日的项目",
    "one_activity": "一项关键工作",
    "the two versions say the same": "两版相同",
    "finish {before} → {after}": "完工 {before} → {after}",
    "added": "新增工作",
    "removed": "删除工作",
    "changed": "改动工作",
    "links added": "新增关系",
    "links removed": "删除关系",
    "links changed": "改动关系",
    "moved": "日期变动",
    "became critical": "成为关键",
    "no longer critical": "不再关键",
    "new start": "新开始",
    "new finish": "新完成",
    "wrote {path}, {size} bytes": "已写 {path}，{size} 字节",
    "duration": "工期",
    "remaining": "尚需工期",
    "calendar": "日历",
    "wbs": "分部",
    "kind": "类型",
    "constraint": "约束",
    "secondary": "第二约束",
    "deadline": "期限",
    "actual_start": "实际开始",
    "actual_finish": "实际完成",
    "percent_complete": "完成百分比",
    "type": "搭接类型",
    "lag": "时距",
    "unit": "责任单位",
    "{path}: write to one of {known}": "{path}：请写到 {known} 之一",
    "--paper: a node network takes the sheet it needs; leave the option out": "--paper：单代号网络图自选图幅，请去掉该选项",
    "Gantt chart": "横道图",
    "activity-on-node network": "单代号网络图",
    "no.": "序",
    "start": "开始",
    "finish": "完成",
    "data date {day}": "数据日期 {day}",
    "required {day}": "要求 {day}",
    "work": "工作",
    "critical activity": "关键工作",
    "free float": "自由时差",
    "total float": "总时差",
    "baseline": "基准计划",
    "milestone": "里程碑",
    "summary": "分部",
    "front line": "前锋线",
    "{days} d behind": "滞后{days}天",
    "{days} d ahead": "超前{days}天",
    "start node": "起点",
    "end node": "终点",
    "critical path": "关键线路",
    "link": "搭接关系",
    "project": "工程",
    "drawing": "图名",
    "drawn by": "编制",
    "checked by": "审核",
    "approved by": "批准",
    "day of issue": "日期",
    "{count} activities": "工作 {count} 项",
    ", ": "，",
    "finish {day}": "{day} 完工",
    "example data": "示例数据",
    "sheet {page} of {pages}": "第 {page} 张 共 {pages} 张",
    "legend": "图例",
}
