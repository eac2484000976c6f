"""Who acts, and when by the clock."""

from dataclasses import dataclass, field
from datetime import datetime

from bson import ObjectId

from rules.errors import NotAuthorised
from rules.terms import Role

SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person or the house itself; `at` is the clock's time, aware."""

    id: str
    name: str
    at: datetime
    roles: frozenset[Role] = field(default_factory=frozenset)
    office: ObjectId | None = None

    @classmethod
    def system(cls, at: datetime, name: str = "Husrom") -> "Actor":
        """The house itself: jobs, imports by command, finished effects."""
        return cls(id=SYSTEM, name=name, at=at)

    @property
    def is_system(self) -> bool:
        return self.id == SYSTEM

    def require(self, *roles: Role, what: str) -> None:
        """Let the system and the named roles pass; raises NotAuthorised(what)."""
        if not self.is_system and not self.roles & set(roles):
            raise NotAuthorised(what)
