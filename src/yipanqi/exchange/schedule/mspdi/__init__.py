"""Microsoft Project's XML (MSPDI), read and written without help from others."""

from yipanqi.exchange.schedule.mspdi.reader import read_mspdi
from yipanqi.exchange.schedule.mspdi.tree import root_name
from yipanqi.exchange.schedule.mspdi.writer import write_mspdi

__all__ = ["read_mspdi", "root_name", "write_mspdi"]
