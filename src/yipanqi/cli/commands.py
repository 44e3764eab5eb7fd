"""The table of commands. A new command is one row here and one module with `add_parser` and `run`."""

from dataclasses import dataclass

from yipanqi.cli.language import Language


@dataclass(frozen=True)
class Command:
    """A command's name, the module imported when it is called, and its line of help."""

    name: str
    module: str
    english: str
    chinese: str

    def help(self, language: Language) -> str:
        """The line of help in `language`."""
        return self.chinese if language == "zh" else self.english


COMMANDS: tuple[Command, ...] = (
    Command("demo", "yipanqi.cli.service.demo", "make and serve the demo year", "生成并打开演示年度"),
    Command("serve", "yipanqi.cli.service.serve", "serve the board", "启动服务"),
    Command("tick", "yipanqi.cli.service.tick", "do what is due now", "执行到期的定时事项"),
    Command("upgrade", "yipanqi.cli.service.upgrade", "bring the data to this version", "升级数据到本版本"),
    Command("doctor", "yipanqi.cli.service.doctor", "is all well?", "体检：逐项检查并给出处置办法"),
    Command("backup", "yipanqi.cli.service.backup", "database, evidence and keys in one archive", "备份"),
    Command("restore", "yipanqi.cli.service.restore", "put a backup in place", "恢复备份"),
    Command("read", "yipanqi.cli.read", "read a report into targets", "读取报告，列出目标、节点和工作"),
    Command("schedule", "yipanqi.cli.schedule", "calculate a network plan", "计算网络计划"),
    Command("check", "yipanqi.cli.check", "run the fourteen checks on a plan", "对计划做十四项检查"),
    Command("diff", "yipanqi.cli.diff", "what changed between two versions of a plan", "比较两版计划"),
    Command(
        "draw", "yipanqi.cli.draw", "draw a plan as SVG, PDF or PNG", "出图：横道图、时标网络图、单代号图"
    ),
    Command("convert", "yipanqi.cli.convert", "turn a plan into another format", "转换计划文件格式"),
)
