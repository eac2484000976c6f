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
    landlord: ObjectId | None = None  # set where a landlord's own system acts, through the partner API
    client: str = ""  # the prefix of its key, or the organisation that its token names
    supplier: str | None = None  # who acts on that organisation's behalf (Maskinporten delegation)

    @classmethod
    def system(cls, at: datetime, name: str = "Husrom") -> "Actor":
        """The house itself: jobs, imports by command, finished effects."""
        return cls(id=SYSTEM, name=name, at=at)

    @classmethod
    def partner(
        cls, landlord: ObjectId, name: str, at: datetime, *, client: str, supplier: str | None = None
    ) -> "Actor":
        """A landlord's own system: no roles, and no way to another landlord's records."""
        return cls(id=f"landlord:{landlord}", name=name, at=at, landlord=landlord, client=client, supplier=supplier)

    @property
    def is_system(self) -> bool:
        return self.id == SYSTEM

    def require(self, *roles: Role, what: str) -> None:
        """Let the system and the named roles pass; raises NotAuthorised(what)."""
        if not self.is_system and not self.roles & set(roles):
            raise NotAuthorised(what)

    def require_party(self, landlord: ObjectId, *roles: Role, what: str) -> None:
        """Let the landlord that the record belongs to pass, the system, and the named roles; raises NotAuthorised."""
        if self.landlord is not None:
            if self.landlord != landlord:
                raise NotAuthorised(what)
            return
        self.require(*roles, what=what)
