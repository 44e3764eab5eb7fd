"""Primavera's exchange format XER, read and written without help from others."""

from yipanqi.exchange.schedule.xer.reader import read_xer
from yipanqi.exchange.schedule.xer.writer import write_xer

__all__ = ["read_xer", "write_xer"]
