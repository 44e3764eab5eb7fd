"""Networks to begin with: a government investment project, resettlement housing, a reform, a village decision.

The sequence is that of the published procedure. Days are illustrative and to be replaced by the unit that plans,
except that no approval is shorter than its `limit`: the time that the law named in `basis` gives for it, in working
days (calendar days of the law are counted as five working days in seven).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yipanqi.plans.pasting import Line


@dataclass(frozen=True)
class TemplateRow:
    """One row: cells as in the editor, and the statutory time with its source where there is one."""

    line: Line
    limit: int | None
    basis: str

    @property
    def key(self) -> str:
        """The number that predecessors name."""
        return self.line["key"]


@dataclass(frozen=True)
class Template:
    """A network to begin with; `rows` are content, in Chinese as the zone writes its plans."""

    key: str
    title: Promise
    description: Promise
    rows: tuple[TemplateRow, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows as the editor takes them."""
        return tuple(row.line for row in self.rows)


_CELLS = ("key", "level", "name", "days", "before", "approval", "limit", "basis", "standard")


def _rows(table: str) -> tuple[TemplateRow, ...]:
    """Rows of a table drawn below: cells between bars, as _CELLS names them."""
    found = []
    for number, text in enumerate(table.strip().splitlines(), start=1):
        parts = [part.strip() for part in text.split("|")]
        cells = dict(zip(_CELLS, parts, strict=True))
        limit, basis = cells.pop("limit"), cells.pop("basis")
        found.append(TemplateRow(Line(number, cells), int(limit) if limit else None, basis))
    return tuple(found)


_INVESTMENT = _rows(
    """
    1  | 0 | 立项                   |    |         |                  |    |                                    |
    2  | 1 | 项目建议书             | 15 |         |                  |    |                                    | 批复文件
    3  | 1 | 选址意见与用地预审     | 20 | 2       | 用地预审         | 20 | 行政许可法第42条                   | 选址意见书、用地预审意见
    4  | 1 | 环境影响评价           | 25 | 2       | 环境影响报告表   | 22 | 环境影响评价法第22条（30日）       | 审批意见
    5  | 1 | 可行性研究             | 30 | 3,4FF+5 |                  |    |                                    | 批复文件，含法人和招标方案
    6  | 0 | 用地                   |    |         |                  |    |                                    |
    7  | 1 | 勘测定界               | 10 | 3       |                  |    |                                    | 勘测定界报告
    8  | 1 | 用地规划许可           | 20 | 5,7     | 建设用地规划许可 | 20 | 行政许可法第42条                   | 建设用地规划许可证
    9  | 1 | 用地批复与土地证       | 25 | 8       | 不动产权证       |    |                                    | 不动产权证书
    10 | 1 | 工程规划许可           | 20 | 9,12    | 建设工程规划许可 | 20 | 行政许可法第42条                   | 建设工程规划许可证
    11 | 0 | 设计与投资             |    |         |                  |    |                                    |
    12 | 1 | 初步设计与概算         | 30 | 5       | 初步设计与概算   |    |                                    | 批复文件
    13 | 1 | 投资计划下达           | 10 | 12      |                  |    |                                    | 投资计划文件
    14 | 1 | 施工图设计             | 40 | 12      |                  |    |                                    | 施工图
    15 | 1 | 施工图审查             | 15 | 14      | 施工图审查       | 15 | 施工图设计文件审查管理办法第11条   | 审查合格书
    16 | 1 | 预算评审               | 15 | 15      |                  |    |                                    | 评审报告
    17 | 0 | 招标与开工             |    |         |                  |    |                                    |
    18 | 1 | 施工与监理招标         | 22 | 13,16   | 招标             | 15 | 招标投标法第24条（20日）           | 中标通知书
    19 | 1 | 施工许可               | 12 | 10,18   | 建筑工程施工许可 | 11 | 建筑法第8条（15日，2011年修正）    | 施工许可证
    20 | 1 | 开工                   | 0  | 19      |                  |    |                                    | 开工令
    21 | 0 | 建设                   |    |         |                  |    |                                    |
    22 | 1 | 施工                   | 240| 20      |                  |    |                                    | 完成设计和合同约定的各项内容
    23 | 1 | 竣工验收               | 15 | 22      | 竣工验收         |    |                                    | 竣工验收合格并备案
    24 | 0 | 收尾                   |    |         |                  |    |                                    |
    25 | 1 | 竣工决算               | 40 | 23      |                  |    |                                    | 决算批复
    26 | 1 | 项目后评价             | 20 | 25      |                  |    |                                    | 后评价报告
    """
)

_HOUSING = _rows(
    """
    1  | 0 | 拆迁清零           | 45  |         |                  |    |                                  | 地块内房屋、附着物全部清除并移交
    2  | 0 | 手续               |     |         |                  |    |                                  |
    3  | 1 | 方案设计与评审     | 25  | 1SS     |                  |    |                                  | 评审意见
    4  | 1 | 用地规划许可       | 20  | 1FF+10  | 建设用地规划许可 | 20 | 行政许可法第42条                 | 建设用地规划许可证
    5  | 1 | 土地证             | 20  | 4       | 不动产权证       |    |                                  | 不动产权证书
    6  | 1 | 工程规划许可       | 20  | 3,5     | 建设工程规划许可 | 20 | 行政许可法第42条                 | 建设工程规划许可证
    7  | 1 | 施工图设计         | 30  | 3       |                  |    |                                  | 施工图
    8  | 1 | 施工图审查         | 15  | 7       | 施工图审查       | 15 | 施工图设计文件审查管理办法第11条 | 审查合格书
    9  | 1 | 招标               | 22  | 8       | 招标             | 15 | 招标投标法第24条（20日）         | 中标通知书
    10 | 1 | 施工许可           | 12  | 6,9     | 建筑工程施工许可 | 11 | 建筑法第8条（15日，2011年修正）  | 施工许可证
    11 | 0 | 开工               | 0   | 1,10    |                  |    |                                  | 开工令
    12 | 0 | 建设               |     |         |                  |    |                                  |
    13 | 1 | 基坑与基础         | 50  | 11      |                  |    |                                  | 分部工程验收合格
    14 | 1 | 主体结构           | 120 | 13      |                  |    |                                  | 主体结构验收合格
    15 | 1 | 主体封顶           | 0   | 14      |                  |    |                                  |
    16 | 1 | 水电气暖与外管网   | 40  | 14SS+60 |                  |    |                                  | 各专业接通
    17 | 1 | 装修与安装         | 90  | 15      |                  |    |                                  | 分部工程验收合格
    18 | 1 | 竣工验收           | 20  | 16,17   | 竣工验收         |    |                                  | 竣工验收合格并备案
    19 | 0 | 竣工               | 0   | 18      |                  |    |                                  |
    20 | 0 | 分房               |     |         |                  |    |                                  |
    21 | 1 | 分房方案           | 15  | 17SS+30 |                  |    |                                  | 村民代表会议决议
    22 | 1 | 分房方案公示       | 8   | 21      |                  |    |                                  | 公示无异议
    23 | 1 | 选房               | 10  | 19,22   |                  |    |                                  | 选房确认书
    24 | 0 | 回迁               | 20  | 23      |                  |    |                                  | 群众办理入住
    """
)

_REFORM = _rows(
    """
    1  | 0 | 方案               |    |         |  |  |  |
    2  | 1 | 摸底与职责梳理     | 10 |         |  |  |  | 职责、编制、人员底册
    3  | 1 | 总体方案           | 15 | 2       |  |  |  | 方案稿
    4  | 1 | 薪酬与经费测算     | 12 | 2       |  |  |  | 测算报告
    5  | 1 | 征求意见           | 10 | 3       |  |  |  | 意见汇总及采纳情况
    6  | 1 | 集体研究审定       | 5  | 4,5     |  |  |  | 会议纪要
    7  | 0 | 方案印发           | 0  | 6       |  |  |  | 印发的文件
    8  | 0 | 机构               |    |         |  |  |  |
    9  | 1 | 三定规定           | 15 | 7       |  |  |  | 各机构的三定规定
    10 | 1 | 职责与事项划转     | 15 | 9       |  |  |  | 划转清单双方签字
    11 | 1 | 办公与资产移交     | 10 | 10SS+5  |  |  |  | 移交清单双方签字
    12 | 0 | 人员               |    |         |  |  |  |
    13 | 1 | 岗位设置与公告     | 5  | 9       |  |  |  | 公告
    14 | 1 | 报名与资格审查     | 7  | 13      |  |  |  | 合格人员名单
    15 | 1 | 竞聘与考察         | 12 | 14      |  |  |  | 拟聘名单
    16 | 1 | 公示               | 5  | 15      |  |  |  | 公示无异议
    17 | 1 | 聘任               | 3  | 16      |  |  |  | 聘任文件和合同
    18 | 0 | 机构组建并完成聘任 | 0  | 10,17   |  |  |  |
    19 | 0 | 薪酬系统切换       | 12 | 4,18    |  |  |  | 新办法发放首月工资
    20 | 0 | 新体制运行         | 0  | 11,19   |  |  |  |
    """
)

_VILLAGE = _rows(
    """
    1 | 0 | 党支部提议         | 3  |     |              |   |                                | 提议书
    2 | 0 | 村两委商议         | 3  | 1   |              |   |                                | 商议记录和方案
    3 | 0 | 党员大会审议       | 5  | 2   |              |   |                                | 审议记录
    4 | 0 | 通知村民代表       | 8  | 3   |              |   |                                | 通知回执
    5 | 0 | 村民代表会议决议   | 1  | 4   | 村民代表会议 |   |                                | 三分之二以上组成人员到会，到会过半数同意（村民委员会组织法第26条）
    6 | 0 | 决议公开           | 0  | 5   |              |   |                                | 公告张贴并留存
    7 | 0 | 决议公示           | 5  | 6   |              |   |                                | 公示无异议
    8 | 0 | 组织实施           | 40 | 7   |              |   |                                | 按决议完成
    9 | 0 | 实施结果公开       | 0  | 8   |              |   |                                | 公告张贴并留存
    10| 0 | 结果公示           | 5  | 9   |              |   |                                | 公示无异议
    """
)

TEMPLATES: tuple[Template, ...] = (
    Template(
        "investment",
        _("Government investment project"),
        _("From the proposal to the evaluation after completion, with land and permits in parallel."),
        _INVESTMENT,
    ),
    Template(
        "housing",
        _("Resettlement housing"),
        _("Clearance, permits, start, topping-out, completion, allotment, return of the residents."),
        _HOUSING,
    ),
    Template(
        "reform",
        _("Reform of organisation"),
        _("Plan, institutions, staff, pay, running under the new system."),
        _REFORM,
    ),
    Template(
        "village",
        _("Village decision (four discussions, two notices)"),
        _(
            "Proposal of the branch, talks of both committees, review by the members, resolution of the villagers; both notices are milestones."
        ),
        _VILLAGE,
    ),
)


def template_of(key: str) -> Template | None:
    """The template of that key."""
    return next((one for one in TEMPLATES if one.key == key), None)
