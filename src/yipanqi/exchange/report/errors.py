"""Why a file cannot be read as a report: one line each, in two languages."""

from collections.abc import Mapping

from yipanqi.foundation.errors import DomainError

LONGEST_TEXT = 1_000_000
"""Characters; a report has some tens of thousands."""
MOST_MARKS = 1_000_000
"""Opening and closing marks of a markup file: each becomes some hundred bytes of a tree."""

SENTENCES: Mapping[str, tuple[str, str]] = {
    "report.empty": ("the file is empty; choose another one", "文件是空的；请换一个文件"),
    "report.no_words": (
        "the file holds no words; choose the report itself",
        "文件里没有文字；请选择报告正文",
    ),
    "report.too_large": (
        "the file is larger than {limit} MB; remove pictures or paste the text",
        "文件超过 {limit} MB；请去掉图片或直接粘贴文字",
    ),
    "report.too_long": (
        "this is longer than any report ({limit} characters at most); cut out the report",
        "篇幅过长（至多 {limit} 字）；请截取报告部分",
    ),
    "report.bomb": (
        "the file unpacks to more than {limit} MB and was not opened",
        "文件解压后超过 {limit} MB，没有打开",
    ),
    "report.binary": (
        "this is not a text, Word, PDF or web file; save the report as one of them",
        "这不是文本、Word、PDF 或网页文件；请将报告另存为其中一种",
    ),
    "report.picture": (
        "this is a picture; have its words recognised first, or paste the text",
        "这是图片；请先做文字识别，或直接粘贴文字",
    ),
    "report.scanned": (
        "the PDF holds pictures of pages and no words; have its words recognised first",
        "PDF 只有扫描图像，没有文字层；请先做文字识别",
    ),
    "report.encrypted": (
        "the file is locked by a password; remove it and try again",
        "文件有密码；请去掉密码后再试",
    ),
    "report.old_word": (
        "this is the old Word format; save it as .docx",
        "这是旧版 Word 格式；请另存为 .docx",
    ),
    "report.spreadsheet": (
        "this is a spreadsheet; save the report as text, Word or PDF",
        "这是电子表格；请将报告另存为文本、Word 或 PDF",
    ),
    "report.damaged": (
        "the file is damaged and cannot be opened; save it again",
        "文件已损坏，无法打开；请重新保存",
    ),
    "report.wrong_encoding": (
        "the characters of the text cannot be told (line {line}); save it as UTF-8",
        "文字编码无法识别（第 {line} 行）；请另存为 UTF-8",
    ),
    "report.garbled": (
        "the text was garbled when it was saved; take it from its source again",
        "文字在保存时已成乱码；请从原处重新取得",
    ),
    "report.too_many_pages": (
        "the PDF has more than {limit} pages; cut out the report",
        "PDF 超过 {limit} 页；请截取报告部分",
    ),
}

REMARKS: Mapping[str, tuple[str, str]] = {
    "macros": ("the file holds macros; none was run", "文件带有宏；没有运行"),
    "external": ("the file points to outside content; none was fetched", "文件引用了外部内容；没有获取"),
    "scripts": ("the page holds scripts; none was run", "网页带有脚本；没有运行"),
    "pdf_table": (
        "the PDF holds a table whose rows cannot be told for sure; read its Word file if there is one",
        "PDF 中有表格，行列难以完全分辨；如有 Word 文件，请改用",
    ),
    "some_pages_scanned": (
        "some pages hold pictures only and could not be read",
        "部分页面只有图像，未能读取",
    ),
}
"""What is worth knowing about a file that can be read all the same."""


class ReportError(DomainError):
    """The file cannot be read as a report; `line` says why and what to do."""

    code = "report.damaged"

    def line(self, language: str = "en") -> str:
        """One line in `language` (zh or en)."""
        english, chinese = SENTENCES[self.code]
        return (chinese if language == "zh" else english).format_map(self.params)

    def __str__(self) -> str:
        return self.line()


def refuse_longer(size: int, limit: int) -> None:
    """Raise ReportError where `size`, of words or marks, is beyond any report."""
    if size > limit:
        raise ReportError("report.too_long", limit=LONGEST_TEXT)


def remark_line(remark: str, language: str = "en") -> str:
    """One line for a remark on a file that was read."""
    english, chinese = REMARKS[remark]
    return chinese if language == "zh" else english
