"""Messages that wait to be sent: taken on by one sender at a time, and moved on by nobody but the one who has it."""

from datetime import datetime
from enum import Enum
from typing import Any, Protocol

from rules import states
from rules.states import Transitions


class Waiting(Protocol):
    """A message in a queue: `state` and `tries` are the fence, as each who takes it on counts one try more."""

    objects: Any
    pk: Any
    state: Any
    tries: int


def claim(message: Waiting, sending: Enum, until: datetime) -> bool:
    """Take the message on until then; False where another was first. One whose sender died is taken over so too."""
    if not _write(message, set__state=sending, set__claimed_until=until, inc__tries=1):
        return False
    message.state, message.tries = sending, message.tries + 1
    return True


def move(message: Waiting, allowed: Transitions[Any], state: Enum, **update: Any) -> bool:
    """Give the message its next state, with the further updates; False where another has it now: nothing is written.

    Raises TransitionRefused.
    """
    states.check(allowed, message.state, state)
    if not _write(message, set__state=state, unset__claimed_until=1, **update):
        return False
    message.state = state
    return True


def postpone(message: Waiting, queued: Enum, next_at: datetime, why: str) -> bool:
    """Keep a message that could not even be tried for later, as one try more; False where another was first."""
    return _write(
        message, set__state=queued, unset__claimed_until=1, set__next_at=next_at, set__error=why, inc__tries=1
    )


def _write(message: Waiting, **update: Any) -> bool:
    same = type(message).objects(pk=message.pk, state=message.state, tries=message.tries)
    return bool(same.update_one(**update))
