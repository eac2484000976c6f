"""Calls counted in memory and written in batches, after the answer and never before it."""

import atexit
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog
from bson import ObjectId

from services.api_access import Counted, note_calls

log = structlog.get_logger(__name__)

EVERY_SECONDS = 10.0
EVERY_CALLS = 500
MOST_KINDS = 5000  # that are kept while the database is away


@dataclass
class Counter:
    """The calls of this process since they were last written; `patient` starts no clock of its own (tests)."""

    patient: bool = False
    write: Callable[[list[Counted]], None] = note_calls
    _kinds: dict[str, Counted] = field(default_factory=dict)
    _calls: int = 0
    _clock: threading.Timer | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        if not self.patient:
            atexit.register(self.flush)

    def note(
        self,
        *,
        client: str,
        landlord: ObjectId | None,
        supplier: str | None,
        operation: str,
        status: int,
        at: datetime,
    ) -> bool:
        """Count one call; True where so many wait that they are to be written after this answer."""
        one = Counted(
            client=client,
            landlord=landlord,
            supplier=supplier,
            operation=operation,
            status=status,
            hour=at.replace(minute=0, second=0, microsecond=0),
            count=1,
            last_at=at,
        )
        with self._lock:
            self._add(one)
            self._calls += 1
            if not self.patient and self._clock is None:
                self._clock = threading.Timer(EVERY_SECONDS, self.flush)
                self._clock.daemon = True
                self._clock.start()
            return self._calls >= EVERY_CALLS

    def _add(self, one: Counted) -> None:
        held = self._kinds.get(one.key)
        if held is None and len(self._kinds) >= MOST_KINDS:
            return
        more = (
            one if held is None else replace(held, count=held.count + one.count, last_at=max(held.last_at, one.last_at))
        )
        self._kinds[one.key] = more

    def flush(self) -> None:
        """Write what was counted; where that fails it is kept for the next time."""
        with self._lock:
            counted, self._kinds, self._calls = list(self._kinds.values()), {}, 0
            if self._clock is not None:
                self._clock.cancel()
                self._clock = None
        try:
            self.write(counted)
        except Exception as error:  # noqa: BLE001 - a count that cannot be written must not hurt a call
            log.warning("calls could not be counted", kind=type(error).__name__)
            with self._lock:
                for one in counted:
                    self._add(one)
