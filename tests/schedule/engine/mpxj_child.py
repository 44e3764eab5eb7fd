"""Runs one of MPXJ's schedulers in a process of its own: JSON in on stdin, dates out on stdout."""

import json
import os
import subprocess
import sys

import jpype
import mpxj  # noqa: F401  puts the jar on the class path

ask = json.load(sys.stdin)
native = ["--enable-native-access=ALL-UNNAMED"]
version = subprocess.run(["java", *native, "-version"], capture_output=True, check=False)
jpype.startJVM(*(native if version.returncode == 0 else []), "-Xss256m")
from java.time import DayOfWeek, LocalDateTime  # noqa: E402
from org.mpxj import (  # noqa: E402
    ActivityType,
    ConstraintType,
    DayType,
    Duration,
    ProjectFile,
    Relation,
    RelationType,
    TaskMode,
    TimeUnit,
)
from org.mpxj.cpm import MicrosoftScheduler, PrimaveraScheduler  # noqa: E402

TYPES = {kind: getattr(RelationType, name) for kind, name in (("FS", "FINISH_START"), ("SS", "START_START"), ("FF", "FINISH_FINISH"), ("SF", "START_FINISH"))}  # fmt: skip


def hours(minutes: int) -> Duration:
    return Duration.getInstance(minutes / 60, TimeUnit.HOURS)


def moment(text: str | None) -> LocalDateTime | None:
    return LocalDateTime.parse(text) if text else None


file = ProjectFile()
file.getProjectProperties().setStatusDate(moment(ask["data_date"]))
five, six = file.addDefaultBaseCalendar(), file.addDefaultBaseCalendar()
file.setDefaultCalendar(five)
six.setCalendarDayType(DayOfWeek.SATURDAY, DayType.WORKING)
six.addCalendarHours(DayOfWeek.SATURDAY).addAll(five.getCalendarHours(DayOfWeek.MONDAY))
tasks = {}
for row in ask["activities"]:
    task = file.addTask()
    tasks[row["key"]] = task
    task.setDuration(hours(row["duration"]))
    task.setActualDuration(hours(row["duration"] - row["remaining"]))
    task.setRemainingDuration(hours(row["remaining"]))
    task.setPlannedDuration(hours(row["duration"]))
    task.setCalendar({"five": five, "six": six}[row["calendar"]])
    task.setTaskMode(TaskMode.AUTO_SCHEDULED)
    task.setConstraintType(getattr(ConstraintType, row["constraint"]))
    task.setConstraintDate(moment(row["date"]))
    task.setActualStart(moment(row["actual_start"]))
    task.setActualFinish(moment(row["actual_finish"]))
    task.setActivityType(ActivityType.TASK_DEPENDENT)
for first, second, kind, lag in ask["links"]:
    link = Relation.Builder().predecessorTask(tasks[first]).type(TYPES[kind]).lag(hours(lag))
    tasks[second].addPredecessor(link)
scheduler = MicrosoftScheduler() if ask["rules"] == "microsoft" else PrimaveraScheduler()
scheduler.schedule(file, moment(ask["start"]))
dates = {key: [str(task.getEarlyStart()), str(task.getEarlyFinish()), str(task.getLateStart()), str(task.getLateFinish())] for key, task in tasks.items()}  # fmt: skip
print(json.dumps(dates), flush=True)
os._exit(0)
