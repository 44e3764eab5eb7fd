"""Many hands at the same moment: what became of each, and whether exactly one of them won."""

import threading
from collections.abc import Callable, Collection
from typing import Any

from django.db import connection

from yipanqi.foundation.errors import DomainError, Invalid

DONE = "done"


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Every act in a thread and on a connection of its own; sorted: "done" or the code of the refusal.

    An act that breaks instead of being refused breaks the test.
    """
    gate, outcomes, broken = threading.Barrier(len(acts)), [], []

    def run(act: Callable[[], Any]) -> None:
        try:
            gate.wait()
            act()
            outcomes.append(DONE)
        except DomainError as error:
            outcomes.append(code_of(error))
        except BaseException as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    return sorted(outcomes)


def one_winner(outcomes: list[str], lost: Collection[str] | None = None) -> None:
    """Exactly one has done it; all others were refused, with one of the codes `lost` if these are given."""
    assert outcomes.count(DONE) == 1, outcomes
    assert lost is None or set(outcomes) <= {DONE, *lost}


def code_of(error: DomainError) -> str:
    """The code of a refusal; of wrong input that of its first field."""
    return next(iter(error.fields.values())).code if isinstance(error, Invalid) else error.code
