"""The sentence of every code a reader or writer may raise or note, in English and Chinese, with its remedy."""

from collections.abc import Mapping
from typing import Literal

Language = Literal["zh", "en"]

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "absurd_duration": (
        "{field} of {hours} hours is longer than a hundred years; correct it",
        "{field} 为 {hours} 小时，超过一百年；请更正",
    ),
    "activity_without_id": ("an activity has no id; give it one", "有工作没有编号；请补上"),
    "calendar_bad_exception": (
        "calendar “{calendar}” has an exception for the senseless day “{text}”; correct or remove it",
        "日历“{calendar}”的例外日“{text}”不成立；请更正或删除",
    ),
    "calendar_bad_shift": (
        "calendar “{calendar}” has a shift that ends before it begins or has no time; correct it",
        "日历“{calendar}”有班次缺时刻或终点早于起点；请更正",
    ),
    "calendar_cut_off": (
        "the working times of calendar “{calendar}” stop halfway; export the file again",
        "日历“{calendar}”的工作时间不完整；请重新导出文件",
    ),
    "calendar_ring": (
        "calendar “{calendar}” is based on itself; give it another base",
        "日历“{calendar}”以自己为基准；请另指基准日历",
    ),
    "calendar_too_deep": (
        "the working times of calendar “{calendar}” are nested senselessly; export the file again",
        "日历“{calendar}”的嵌套不成立；请重新导出文件",
    ),
    "calendar_without_week": (
        "calendar “{calendar}” has no week; open it in the planning program, save it and export again",
        "日历“{calendar}”没有每周工作时间；请在原软件中打开保存后重新导出",
    ),
    "constraint_without_date": (
        "the constraint {kind} has no date; add one or remove the constraint",
        "约束 {kind} 没有日期；请补日期或去掉约束",
    ),
    "cut_off": ("the file stops halfway; export or copy it again", "文件不完整；请重新导出或复制"),
    "date_out_of_range": (
        "{field} {text} lies outside 1900–2199; correct it",
        "{field} {text} 不在 1900–2199 年之间；请更正",
    ),
    "dangling_link": (
        "a link names activity {missing}, which is not in the file; add it or remove the link",
        "搭接关系指向文件中没有的工作 {missing}；请补上该工作或删除关系",
    ),
    "data_date_assumed": (
        "no data date is given; {day}, the latest actual date, is used, say --data-date for another",
        "没有给出数据日期；采用最近的实际日期 {day}，可用 --data-date 指定",
    ),
    "default_calendar": (
        "project {project} names no calendar that is in the file; “{calendar}” is used",
        "项目 {project} 指定的日历不在文件中；改用“{calendar}”",
    ),
    "details_lost": (
        "estimates, costs or nodes of {count} activities have no place in {format}",
        "{format} 不能保存 {count} 项工作的估计、费用或节点",
    ),
    "duplicate_activity": (
        "this id stands already in row {other}; give each activity its own",
        "编号与第 {other} 行重复；请使编号唯一",
    ),
    "duplicate_calendar": (
        "calendar {calendar} is defined twice; rename one",
        "日历 {calendar} 定义了两次；请改名",
    ),
    "duplicate_column": (
        "the column “{column}” appears twice; remove one",
        "列“{column}”出现两次；请删去其一",
    ),
    "duplicate_link": (
        "a second {type} link from {predecessor} was left out",
        "与 {predecessor} 的第二条 {type} 关系已略去",
    ),
    "encrypted": (
        "the file is protected by a password; save it without one and try again",
        "文件有密码保护；请去掉密码后再试",
    ),
    "entities_forbidden": (
        "the XML declares entities or a document type, which plans never need; remove the declaration",
        "XML 含有实体或文档类型声明，计划文件不需要；请删去该声明",
    ),
    "external_links": (
        "{count} links to or from project {project}, which is not in the file, are left out; "
        "stored external dates stand for them",
        "与不在文件中的项目 {project} 的 {count} 条关系已略去；以文件所存外部日期代替",
    ),
    "field_lost": (
        "{field} of {count} activities has no place in {format}",
        "{format} 不能保存 {count} 项工作的 {field}",
    ),
    "kind_lost": (
        "{count} activities of kind {kind} are written as tasks to {format}",
        "{format} 没有 {kind} 类工作，{count} 项按普通工作写出",
    ),
    "java_missing": (
        "no Java was found to read this format; install a Java of version 11 or later, or save as XER or XML",
        "读取此格式需要 Java，但未找到；请安装 11 版以上的 Java，或另存为 XER 或 XML",
    ),
    "lag_units_lost": (
        "{count} elapsed or percentage lags are written as working hours",
        "{count} 个按日历时间或百分比计的时距改写为工作小时",
    ),
    "links_out": (
        "{count} links to other projects of the file are left out",
        "与文件中其他项目的 {count} 条关系已略去",
    ),
    "missing_column": ("the column “{column}” is missing; add it", "缺少列“{column}”；请补上"),
    "missing_node": ("the arrow has no node “{column}”; add it", "箭线缺少节点“{column}”；请补上"),
    "negative_duration": (
        "{field} is negative ({hours} h); correct it",
        "{field} 为负（{hours} 小时）；请更正",
    ),
    "no_activities": (
        "the file holds no activities; choose a plan with content",
        "文件中没有工作；请选有内容的计划",
    ),
    "no_end_mark": (
        "the end mark %E is missing; the file may have been cut off",
        "缺少结束标记 %E；文件可能不完整",
    ),
    "no_project": ("the file holds no project; export it again", "文件中没有项目；请重新导出"),
    "not_a_date": (
        "{field} “{text}” is not a date; write it like 2026-03-01 or 2026-03-01 08:00",
        "{field}“{text}”不是日期；请写成 2026-03-01 或 2026-03-01 08:00",
    ),
    "not_a_duration": (
        "{field} “{text}” is not a duration; write it like 5, 3d or 4h",
        "{field}“{text}”不是工期；请写成 5、3d 或 4h",
    ),
    "not_a_number": ("{field} “{text}” is not a number; correct it", "{field}“{text}”不是数；请更正"),
    "not_a_predecessor": (
        "“{text}” is not a predecessor; write it like 3, 5FS+2d or 7SS-1d, several with semicolons",
        "“{text}”不是紧前工作；请写成 3、5FS+2d 或 7SS-1d，多个用分号分开",
    ),
    "not_a_table": (
        "the file is not a readable table: {reason}; save it as CSV in UTF-8",
        "文件不是可读的表格：{reason}；请另存为 UTF-8 的 CSV",
    ),
    "not_a_value": (
        "{field} “{text}” is not one of {allowed}; choose one",
        "{field}“{text}”不在 {allowed} 之中；请选其一",
    ),
    "not_a_workbook": (
        "the workbook cannot be opened; save it again as .xlsx",
        "工作簿打不开；请重新另存为 .xlsx",
    ),
    "not_held": ("{what}: {count} rows are not taken over", "{what}：{count} 行未读入"),
    "not_json": (
        "this is not JSON of a plan: {reason}; write it with `yipanqi convert`",
        "不是计划的 JSON：{reason}；请用 yipanqi convert 生成",
    ),
    "not_mspdi": (
        "the XML is not a Microsoft Project file; save it as “XML format” in the program",
        "XML 不是 Microsoft Project 文件；请在软件中另存为“XML 格式”",
    ),
    "not_xer": (
        "the file does not begin like an XER (ERMHDR); export it again",
        "文件开头不是 XER（ERMHDR）；请重新导出",
    ),
    "not_xml": ("the XML is broken: {reason}; export it again", "XML 损坏：{reason}；请重新导出"),
    "summary_link": (
        "{count} links to or from summaries are written as they are; {format} does not schedule by them",
        "与汇总工作的 {count} 条关系照写；{format} 不按其计算",
    ),
    "placeholder": ("{count} empty rows are left out", "{count} 个空行已略去"),
    "idle_calendar": (
        "calendar “{calendar}” has no working time; nobody uses it and it is left out",
        "日历“{calendar}”没有工作时间且无人使用，已略去",
    ),
    "inactive": ("the activity is inactive and left out", "该工作已停用，已略去"),
    "resource_calendar": (
        "its resources work on calendars of their own, which are not taken into account",
        "所用资源有自己的日历，未计入",
    ),
    "inserted_project": (
        "the inserted project stands in another file; its row keeps the stored dates only",
        "插入的子项目在另一文件中；只保留其所存日期",
    ),
    "project_not_exported": (
        "project {project} was not exported itself: its {count} activities keep within their stored dates",
        "项目 {project} 本身未导出：其 {count} 项工作以文件所存日期为界",
    ),
    "project_without_start": (
        "project {project} has neither a start nor a data date; enter one",
        "项目 {project} 没有开始日期也没有数据日期；请填写",
    ),
    "project_lost": (
        "start, data date and options of the project have no place in {format}; give them on the command line",
        "{format} 不能保存项目的开始、数据日期和选项；请在命令行给出",
    ),
    "projects_joined": (
        "{count} projects are written as summaries of one",
        "{count} 个项目写成一个项目下的汇总",
    ),
    "recurring_exception": (
        "exception “{name}” of calendar “{calendar}” recurs in a way that cannot be unrolled; list its days",
        "日历“{calendar}”的循环例外“{name}”无法展开；请逐日列出",
    ),
    "row_cut_off": (
        "a row of table {table} stops halfway; export the file again",
        "表 {table} 的行不完整；请重新导出",
    ),
    "row_without_columns": (
        "table {table} has a row but no line of columns (%F); export the file again",
        "表 {table} 有行而无列名（%F）；请重新导出",
    ),
    "several_resource_calendars": (
        "its resources work on several calendars; the activity's own calendar is used",
        "所用资源的日历不一；改用工作自己的日历",
    ),
    "shifts_joined": (
        "overlapping shifts of calendar “{calendar}” are joined",
        "日历“{calendar}”重叠的班次已合并",
    ),
    "start_assumed": (
        "no start is given; {day} is used, say --start for another",
        "没有给出开始日期；采用 {day}，可用 --start 指定",
    ),
    "too_large": ("the file is larger than the limit of {limit}; split it", "文件超过上限 {limit}；请拆分"),
    "took_too_long": (
        "reading was stopped after {seconds} seconds; save the file in another format",
        "读取超过 {seconds} 秒已停止；请另存为其他格式",
    ),
    "unknown_activity": (
        "“{text}” names no activity of this table; correct it or add the activity",
        "“{text}”不是表中的工作；请更正或补上该工作",
    ),
    "unknown_calendar": (
        "calendar “{calendar}” is not in the file; add it or choose another",
        "日历“{calendar}”不在文件中；请补上或改选",
    ),
    "unknown_constraint": (
        "“{text}” is not a known constraint; correct it",
        "“{text}”不是已知的约束；请更正",
    ),
    "unknown_encoding": (
        "{encoding} is no known encoding; leave --encoding out",
        "不认识编码 {encoding}；请不用 --encoding",
    ),
    "unknown_format": (
        "“{suffix}” is no known format; use one of {known}",
        "不认识格式“{suffix}”；可用 {known}",
    ),
    "unknown_link_type": (
        "“{text}” is no link type; use FS, SS, FF or SF",
        "“{text}”不是搭接类型；请用 FS、SS、FF 或 SF",
    ),
    "unknown_project": (
        "there is no project “{project}”; the file has {known}",
        "没有项目“{project}”；文件中有 {known}",
    ),
    "unknown_project_of_activity": (
        "the activity belongs to project {project}, which is not in the file; export it again",
        "工作所属项目 {project} 不在文件中；请重新导出",
    ),
    "unreadable": (
        "the file cannot be read: {reason}; save it in another format",
        "文件读不出：{reason}；请另存为其他格式",
    ),
    "unwritable": (
        "{format} files cannot be written; use .xer, .xml, .csv, .xlsx or .json",
        "不能写 {format} 文件；请用 .xer、.xml、.csv、.xlsx 或 .json",
    ),
    "workdays_beyond": (
        "the official working-day table ends with {year}; later days follow the plain five-day week",
        "法定工作日表只到 {year} 年；以后按普通五天工作周",
    ),
    "wrong_encoding": (
        "the text is not {encoding}; save it as UTF-8 or name its encoding with --encoding",
        "文字不是 {encoding} 编码；请存为 UTF-8 或用 --encoding 指明",
    ),
    "zip_bomb": (
        "the workbook unpacks to more than {limit}; it is not read",
        "工作簿解压后超过 {limit}，不予读取",
    ),
}

_PLACES: Mapping[str, tuple[str, str]] = {
    "row": ("row {}: ", "第 {} 行："),
    "activity": ("activity {}: ", "工作 {}："),
}


def line(
    code: str,
    params: Mapping[str, object],
    row: int | None = None,
    activity: str | None = None,
    language: Language = "en",
) -> str:
    """`row 12: activity A100: …` as one line in `language`; an unknown code shows its parameters."""
    column = 1 if language == "zh" else 0
    pair = _SENTENCES.get(code.removeprefix("source."))
    sentence = pair[column].format_map(_Lenient(params)) if pair else f"{code} {dict(params)}"
    place = "".join(
        _PLACES[name][column].format(value)
        for name, value in (("row", row), ("activity", activity))
        if value is not None
    )
    return " ".join(f"{place}{sentence}".split())


class _Lenient(dict[str, object]):
    """A parameter that is missing shows as its name instead of failing a message."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def codes() -> frozenset[str]:
    """Every code with a sentence, without its prefix."""
    return frozenset(_SENTENCES)
