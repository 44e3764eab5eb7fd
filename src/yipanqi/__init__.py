"""Yipanqi (一盘棋): one year of a high-tech zone on one board."""

__version__ = "0.1.0"
