"""What an operation may refuse with. Doors translate the stable codes into messages, in one place."""

from collections.abc import Mapping


class DomainError(Exception):
    """A refusal with a stable `code` and `params` for its message; nothing was saved."""

    code = "domain.error"

    def __init__(self, code: str | None = None, **params: object) -> None:
        if code is not None:
            self.code = code
        self.params = params
        super().__init__(self.code, params)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code}({details})" if details else self.code


class NotAllowed(DomainError):
    """The actor may not do this here."""

    code = "access.not_allowed"


class NotFound(DomainError):
    """There is no such row, or the actor may not know of it: both look alike."""

    code = "access.not_found"


class MoveRefused(DomainError):
    """The state table has no such move from the present state."""

    code = "state.move_refused"


class LostRace(DomainError):
    """Somebody else changed the row since it was read."""

    code = "state.lost_race"


class Invalid(DomainError):
    """The input is wrong; `fields` names each wrong field and the code of its reason."""

    code = "input.invalid"

    def __init__(self, fields: Mapping[str, "DomainError | str"], **params: object) -> None:
        self.fields = {
            name: reason if isinstance(reason, DomainError) else DomainError(reason)
            for name, reason in fields.items()
        }
        super().__init__(None, **params)

    def __str__(self) -> str:
        return "; ".join(f"{name}: {reason}" for name, reason in self.fields.items())
