"""MPP, MPX, P6 XML and other formats through mpxj, in a child process with limits of time and memory."""

from yipanqi.exchange.schedule.mpxj.process import Limits, read_through_mpxj

__all__ = ["Limits", "read_through_mpxj"]
