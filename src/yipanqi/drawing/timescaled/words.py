"""Breaking a work's name into lines without cutting words a builder would not cut."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from yipanqi.drawing.metrics import text_width

WORDS = frozenset(
    """
    项目部 号楼 施工 许可 规划 初步 底板 工程 设计 审查 评审 批复 概算 预算 招标 监理 投资 计划 下达 用地 预审 勘测 定界
    征收 公告 摸底 征地 补偿 清表 土地 环境 影响 评价 可行 研究 项目 建议 开工 竣工 验收 备案 交付 临电 临水
    接入 场地 平整 围挡 便道 临建 基坑 支护 支护桩 降水 降水井 土方 开挖 回填 工程桩 桩基 检测 垫层 防水 基础
    地下 车库 结构 主体 塔吊 安装 外墙 内墙 砌体 抹灰 门窗 屋面 保温 涂料 水电 管线 电梯 调试 室内 装修 装饰
    消防 系统 联动 室外 管网 道路 绿化 供电 供水 供热 分户 安置房 交底 交通 导改 审批 地铁 保护 方案 论证
    物探 核查 水稳 拌和站 自动化 监测 布点 移植 电力 通信 燃气 迁改 旧路 铣刨 雨水 污水 管道 检查井 给水 排水
    排管 沟槽 路基 处理 底基层 基层 路缘石 下面层 中面层 上面层 面层 人行道 铺装 路灯 信号灯 标志 标线 交通
    行道树 种植 跨河桥 桥梁 承台 墩柱 箱梁 预制 架设 桥面 防撞墙 过街 通道 顶管 顶管井 顶进 出入口 围护桩 全线
    会审 测量 控制网 止水 帷幕 冠梁 支撑 锚索 张拉 门诊楼 住院楼 医技楼 幕墙 吊顶 洁净 医用 气体 设备 采购
    空调 主机 通风 弱电 智能化 配电 变电 试运行 运行 培训 搬迁 竣工图 档案 决算 审计 结算 移交 保修 模板 钢筋
    混凝土 浇筑 养护 钢结构 脚手架 二次 转换层 标准层 顶层 一层 二层 三层 地面 楼面 栏杆 扶手 油漆 样板 样板间
    合同 签订 资金 立项 选址 测绘 地质 勘察 文物 勘探 压覆 水保 节能 评估 人防 施工图 手续 办理 进场 会议 准备
    """.split()  # noqa: SIM905 - a lexicon reads as text
)
MARKS = "①②③④⑤⑥⑦⑧⑨"
NOT_FIRST = "、，。；：）】》」！？·%％" + MARKS
NOT_LAST = "（【《「◆"
JOINERS = "与及和"


@dataclass(frozen=True, slots=True)
class Broken:
    """A name in lines; ``width`` in em of the widest, ``cuts`` known words cut."""

    lines: tuple[str, ...]
    width: float
    cuts: int


@lru_cache(maxsize=4096)
def breaks(name: str, most: int = 4) -> tuple[Broken, ...]:
    """The best division of a name into 1 … ``most`` lines, where one exists."""
    costs = {i: cost for i in range(1, len(name)) if (cost := seam(name, i)) is not None}
    found = [Broken((name,), text_width(name, 1.0), 0)]
    for count in range(2, most + 1):
        best = divided(name, costs, count)
        if best is None:
            break
        found.append(best)
    return tuple(found)


def divided(name: str, costs: dict[int, int], count: int) -> Broken | None:
    """Fewest cut words first, then the narrowest and the most even lines."""
    best: tuple[int, float, float, tuple[str, ...]] | None = None
    for places in combinations(sorted(costs), count - 1):
        lines = tuple(name[a:b].strip() for a, b in zip((0, *places), (*places, len(name)), strict=True))
        if any(len(line) < 2 for line in lines):
            continue
        widths = [text_width(line, 1.0) for line in lines]
        key = (sum(costs[i] for i in places), max(widths), max(widths) - min(widths), lines)
        if best is None or key < best:
            best = key
    return None if best is None else Broken(best[3], best[1], best[0])


def seam(name: str, at: int) -> int | None:
    """What a line break before character ``at`` costs; None where it is forbidden."""
    before, after = name[at - 1], name[at]
    if before == " " or after == " ":
        return 0 if before == " " else None
    if narrow(before) and narrow(after):
        return None
    if after in NOT_FIRST or before in NOT_LAST or before in JOINERS:
        return None
    return 0 if after in JOINERS else int(inside_word(name, at))


def narrow(character: str) -> bool:
    """Letters and digits of alphabetic scripts: a run of them stays whole."""
    return unicodedata.east_asian_width(character) not in "WFA"


def inside_word(name: str, at: int) -> bool:
    """True if a known word of two to three characters spans the seam."""
    return any(
        name[start:end] in WORDS
        for start in range(max(0, at - 2), at)
        for end in range(at + 1, min(len(name), start + 3) + 1)
    )
