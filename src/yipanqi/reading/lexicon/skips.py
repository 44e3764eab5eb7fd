"""Figures that are no targets, each with the reason; and nouns that make a small count mere description."""

from yipanqi.reading.lexicon.row import Row

BEFORE_FIGURE: tuple[Row, ...] = (
    Row("第", "ordinal", "办好第15届运动会。"),
    Row("前", "rank", "综合排名进入全省前10位。"),
    Row("(?<![到至于])每(?:个|名|亩|户|家|村|人|张|天|平方米|万元)(?:[^，。；提增达]{0,4}|每[月年天])(?:给予|补助|补贴|奖励|至少|建成|不少于)?", "rate per head", "每亩补助500元。"),
    Row("每(?:个|县|镇|村|区|所|家)[^，。；]{0,10}(?:至少|建成|打造|建设|培育|新建|配备|组建|引进)", "rate per head", "每个街道至少打造1个样板。"),
    Row("最高(?:不超过|可)?[^，。；]{0,6}", "rule", "给予最高50万元奖励。"),
    Row("一次性(?:奖励|给予|补助)?", "rule", "给予一次性奖励50万元。"),
    Row("(?:可(?!再生|持续|研|控|视|支配)|按照?(?!期|时|计划))[^，。；]{0,8}", "rule", "按投资额10%给予补助。"),
    Row("[×x*:]", "code", "实行7×24小时值守。"),
    Row("[A-Za-z]", "code", "推进K12个性化课程。"),
)  # fmt: skip

BEHIND_FIGURE: tuple[Row, ...] = (
    Row("级|型|规格|档", "size of a thing", "推进万吨级码头、5万吨级泊位建设。"),
    Row("(?:重点)?(?:方面|环节|领域|维度|方向|层面|步骤|角度|要点|片区|原则|关键词|统一|意识|维护|自信|确立)", "description", "抓好10个方面工作。"),
    Row("(?:强|甲|优)(?:企业|县|市)?", "rank", "支持500强企业发展。"),
    Row("的?(?:奖励|补贴|补助|资助|奖补)", "rule", "对达标企业给予20万元奖励。"),
)  # fmt: skip
