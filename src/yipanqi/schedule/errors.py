"""What makes a problem impossible to schedule. Each error names the activities it is about."""

from yipanqi.foundation.errors import DomainError


class ScheduleError(DomainError):
    """Bad input to the engine.

    code        stable, for translation: "schedule.cycle", "schedule.unknown_activity", …
    activities  visible ids concerned; for a cycle in its order, the first not repeated
    message     one English line with the cause and the remedy
    """

    code = "schedule.error"

    def __init__(self, code: str, message: str, activities: tuple[str, ...] = (), **params: object) -> None:
        self.activities = activities
        self.message = message
        super().__init__(code, activities=activities, **params)

    def __str__(self) -> str:
        return self.message


class CycleError(ScheduleError):
    """The links form a ring; `activities` holds the visible ids along it in link order."""

    def __init__(self, activities: tuple[str, ...]) -> None:
        ring = " → ".join((*shortened(activities), activities[0]))
        super().__init__(
            "schedule.cycle", f"the links form a cycle: {ring}; remove one of these links", activities
        )


class InputError(ScheduleError):
    """A fact that cannot be right: unknown id, duplicate key, negative duration, calendar without work …"""


def shortened(names: tuple[str, ...], most: int = 12) -> tuple[str, ...]:
    """Long rings would fill a screen: keep both ends."""
    if len(names) <= most:
        return names
    return (*names[: most - 3], f"… {len(names) - most + 2} more …", *names[-2:])
