"""What a job is given and what it gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from rules.rulebook import Rules
from services import rulebooks
from services.actor import Actor

if TYPE_CHECKING:
    from config.settings import Settings

Clock = Callable[[], datetime]


def now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Counts:
    """What a job did: found, done, failed, and what else is worth a number. `error` = the job as a whole failed."""

    selected: int = 0
    done: int = 0
    failed: int = 0
    others: Mapping[str, int] = field(default_factory=dict)
    error: str | None = None
    note: str | None = None

    def __add__(self, other: "Counts") -> "Counts":
        names = [*self.others, *(name for name in other.others if name not in self.others)]
        return Counts(
            self.selected + other.selected,
            self.done + other.done,
            self.failed + other.failed,
            {name: self.others.get(name, 0) + other.others.get(name, 0) for name in names},
            self.error or other.error,
            self.note or other.note,
        )

    def numbers(self) -> dict[str, int]:
        """The counts by name; those beyond the first three only where they are not 0."""
        others = {name: number for name, number in self.others.items() if number}
        return {"selected": self.selected, "done": self.done, "failed": self.failed, **others}

    def line(self) -> str:
        """The job's last line: selected=12 done=11 failed=1."""
        return " ".join(f"{name}={number}" for name, number in self.numbers().items())

    def trouble(self) -> str | None:
        """Why the run counts as failed, in bokmål; None where it went well."""
        if self.error:
            return self.error
        return f"{self.failed} av {self.selected} gikk ikke." if self.failed else None


@dataclass(frozen=True)
class Context:
    """One run: the business day and period, the settings, the clock, and a check to make before each item."""

    day: date
    period: str
    settings: "Settings"
    clock: Clock
    check: Callable[[], None]

    @property
    def actor(self) -> Actor:
        """The house itself, now."""
        return Actor.system(self.clock())

    def rules(self) -> Rules:
        """The rulebook in force on the business day; raises NotFound before the first is loaded."""
        return rulebooks.current(self.day)

    @property
    def mail_domain(self) -> str:
        """The domain that Message-IDs carry."""
        return self.settings.mail_domain
