"""Task-breakdown tables: columns, merged cells, values in a column of their own."""

from datetime import date

from yipanqi.reading import Cell, ReportText, read_report


def table(*rows: str) -> ReportText:
    """A table drawn with |; ^ repeats the cell above as a merged cell does."""
    text, grid = "", []
    for row in rows:
        line: list[Cell] = []
        for column, words in enumerate(row.split("|")):
            if words == "^":
                line.append(grid[-1][column])
                continue
            line.append(Cell(words, len(text), len(text) + len(words)))
            text += words + "\n"
        grid.append(line)
    return ReportText(text, (tuple(tuple(line) for line in grid),))


def test_columns_are_known_by_their_heads() -> None:
    report = table(
        "序号|类别|工作任务|牵头单位|配合单位|完成时限",
        "1|民生|新建学校3所|教育局|财政局、各街道等|8月底前",
        "2|^|某某医院开工建设|卫生健康局|^|12月",
        "3|城建|加强道路养护|城管局||全年",
    )
    found = [
        (f.kind, f.name, f.lead, f.partners, f.etc, f.due, f.theme)
        for f in read_report(report, year=2018).sure
    ]
    assert found == [
        ("indicator", "新建学校", "教育局", ("财政局", "各街道"), True, date(2018, 8, 31), "民生"),
        (
            "milestone",
            "某某医院开工建设",
            "卫生健康局",
            ("财政局", "各街道"),
            True,
            date(2018, 12, 31),
            "民生",
        ),
        ("milestone", "加强道路养护", "城管局", (), False, date(2018, 12, 31), "城建"),
    ]


def test_values_in_a_column_of_their_own() -> None:
    report = table(
        "指标|计量单位|目标值|责任单位",
        "PM10年平均浓度|微克/立方米|≤115|环保局",
        "高新技术企业总数|家|480|科技局",
        "财政收入增长|%|8以上|财政局",
    )
    found = [(f.name, f.op, f.value, f.unit, f.lead) for f in read_report(report, year=2018).sure]
    assert found[0] == ("PM10年平均浓度", "<=", 115, "微克/立方米", "环保局")
    assert found[1] == ("高新技术企业总数", ">=", 480, "家", "科技局")
    assert found[2][:2] == ("财政收入增长", ">=")


def test_a_cell_of_values_may_hold_a_bound_a_range_or_leave_the_unit_to_its_head() -> None:
    report = table(
        "指标|2018年目标（万吨）|责任单位",
        "粮食产量|480|农业局",
        "城镇登记失业率|控制在4%以内|人社局",
        "财政收入增长|8%左右|财政局",
        "固定资产投资增长|8%—9%|发改局",
        "森林覆盖率|达到 30%|林业局",
        "污水处理能力（万吨/日）|12以上|住建局",
    )
    found = [
        (f.name, f.op, f.value, f.value_high, f.unit, f.approx) for f in read_report(report, year=2018).sure
    ]
    assert found == [
        ("粮食产量", ">=", 480, None, "万吨", False),
        ("城镇登记失业率", "<=", 4, None, "%", False),
        ("财政收入增长", "=", 8, None, "%", True),
        ("固定资产投资增长", "=", 8, 9, "%", False),
        ("森林覆盖率", ">=", 30, None, "%", False),
        ("污水处理能力", ">=", 12, None, "万吨/日", False),
    ]


def test_a_cell_of_values_that_says_more_is_doubted() -> None:
    report = table("指标|目标值", "城镇登记失业率|控制在4%以内（力争3.5%）")
    (finding,) = read_report(report, year=2018).sure
    assert (finding.value, finding.doubts, finding.confidence) == (4, ("more in its cell",), 0.6)


def test_a_merged_task_is_read_once_and_points_at_its_cell() -> None:
    report = table("任务|责任单位", "新建学校3所|教育局", "^|财政局")
    (finding,) = read_report(report, year=2018).sure
    assert report.text[finding.start : finding.end] == finding.text == "新建学校3所"


def test_a_row_that_is_one_cell_is_a_heading() -> None:
    cells = table("任务|责任单位", "新建学校3所|教育局")
    wide = Cell("一、民生事业", 0, 6)
    report = ReportText(cells.text, ((cells.tables[0][0], (wide, wide), cells.tables[0][1]),))
    assert [f.name for f in read_report(report, year=2018).sure] == ["新建学校"]


def test_a_table_without_tasks_gives_nothing() -> None:
    assert read_report(table("姓名|电话", "某某|123"), year=2018).findings == ()
