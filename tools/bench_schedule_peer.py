"""MPXJ's Primavera scheduler on the network that bench_schedule.py saved: NETWORK.npz SECONDS_OF_THE_ENGINE."""

import os
import sys
import time

import jpype
import mpxj  # noqa: F401  puts the jar on the class path
import numpy as np

jpype.startJVM("-Xmx8g", "-Xss1g")
from java.lang import Thread  # noqa: E402
from java.time import DayOfWeek, LocalDateTime  # noqa: E402
from org.mpxj import ActivityType, DayType, Duration, ProjectFile, Relation, RelationType, TimeUnit  # noqa: E402
from org.mpxj.cpm import PrimaveraScheduler  # noqa: E402


def project(net: "np.lib.npyio.NpzFile") -> ProjectFile:
    """The same calendars, activities and links as MPXJ objects."""
    file = ProjectFile()
    five, six = file.addDefaultBaseCalendar(), file.addDefaultBaseCalendar()
    file.setDefaultCalendar(five)
    six.setCalendarDayType(DayOfWeek.SATURDAY, DayType.WORKING)
    six.addCalendarHours(DayOfWeek.SATURDAY).addAll(five.getCalendarHours(DayOfWeek.MONDAY))
    days, tasks = [Duration.getInstance(d, TimeUnit.DAYS) for d in range(21)], []
    for calendar, duration in zip(net["calendar"].tolist(), (net["duration"] // 480).tolist(), strict=True):
        tasks.append(task := file.addTask())
        task.setDuration(days[duration])
        task.setActualDuration(days[0])
        task.setRemainingDuration(days[duration])
        task.setActivityType(ActivityType.TASK_DEPENDENT)
        task.setCalendar(six if calendar else five)
    kinds = (RelationType.FINISH_START, RelationType.START_START, RelationType.FINISH_FINISH)
    for i, j, kind, lag in np.array([net[c] for c in ("predecessor", "successor", "kind", "lag")]).T.tolist():
        tasks[j].addPredecessor(Relation.Builder().predecessorTask(tasks[i]).type(kinds[kind]).lag(days[lag // 480]))
    return file


@jpype.JImplements("java.lang.Runnable")
class Job:
    """Its scheduler recurses: it needs a thread with a large stack."""

    @jpype.JOverride
    def run(self) -> None:
        begin = time.perf_counter()
        PrimaveraScheduler().schedule(plan, LocalDateTime.of(2025, 1, 1, 8, 0))
        middle = time.perf_counter()
        for task in plan.getTasks():
            task.getTotalSlack(), task.getFreeSlack()
        dates, floats = middle - begin, time.perf_counter() - middle
        times = (dates + floats) / engine
        print(f"MPXJ dates {dates:.3f} s, floats {floats:.3f} s: {times:.0f} x the engine", flush=True)


plan, engine = project(np.load(sys.argv[1])), float(sys.argv[2])
for turn in ("cold", "warm"):
    thread = Thread(None, Job(), turn, 2**31 - 1)
    thread.start()
    thread.join()
os._exit(0)
