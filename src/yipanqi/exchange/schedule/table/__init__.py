"""Plans as tables: CSV and XLSX with one activity a row, companion tables for calendars."""

from yipanqi.exchange.schedule.table.reader import TableOptions, read_csv, read_xlsx
from yipanqi.exchange.schedule.table.writer import write_csv, write_xlsx

__all__ = ["TableOptions", "read_csv", "read_xlsx", "write_csv", "write_xlsx"]
