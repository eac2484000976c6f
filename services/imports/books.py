"""What every register has in common: how its rows are looked up, checked, made into records and compared."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from mongoengine import ReferenceField

from models import Landlord, Postcode, User
from models.fields import EncryptedString
from rules.errors import AlreadyExists
from rules.rulebook import Rules
from services import records
from services.actor import Actor
from services.batches import batched
from services.effects import Owed
from services.imports.files import Facts, Order, Problem

UNKNOWN_CASEWORKER = "Ingen aktiv bruker har denne e-postadressen. Opprett brukeren først, eller rett adressen."
UNKNOWN_POSTCODE = "Postnummeret finnes ikke i postnummerregisteret."


NUMBERED = (User, Landlord)
REACHED = frozenset({"address", "postcode", "place", "phone", "email"})


class RowRefused(Exception):
    """A row whose differences cannot be written."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__()
        self.problems = problems


@dataclass(frozen=True)
class Beside:
    """Another record that the row tells of: `fills` is written where nothing stood, `differs` only by leave."""

    record: Any
    fills: Mapping[str, Any] = field(default_factory=dict)
    differs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What to write on a record that stands, and what that owes."""

    values: Mapping[str, Any]
    owed: Sequence[Owed] = ()


def lookup(kind: Any, name: str, values: Iterable[Any], **others: Any) -> dict[Any, Any]:
    """Records of a kind by the value of one field, references left unread; 50 at a time."""
    found = {}
    for some in batched(dict.fromkeys(value for value in values if value is not None)):
        for record in kind.objects(**{f"{name}__in": some}, **others).no_dereference():
            found[getattr(record, name)] = record
    return found


def readable(record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Of a record's values those that an importer may read, references by their number or address.

    Left out: what is encrypted, persons and their homes, and where one with a protected address can be reached.
    """
    hidden = REACHED if getattr(record, "protected_address", False) else frozenset()
    shown = {}
    for name, value in values.items():
        kind = record._fields.get(name)
        if isinstance(kind, ReferenceField):
            if kind.document_type in NUMBERED:
                other = value and kind.document_type.objects(pk=records.reference(record, name)).first()
                shown[name] = other.number if other else None
        elif name not in hidden and not isinstance(kind, EncryptedString):
            shown[name] = record.name if name in ("first_name", "last_name") else value  # the file has one column
    return shown


class Book:
    """One register for the time of one file; `run` is the key of its run, None when only previewing."""

    document: ClassVar[type[Any]]
    key_field: ClassVar[str]  # the row's field that tells one record from another
    told_as: ClassVar[Mapping[str, str]] = {}  # the record's fields that the file's columns call something else

    def __init__(self, order: Order, run: str | None, rules: Rules) -> None:
        self.order = order
        self.today = order.today
        self.run = run
        self.rules = rules

    @property
    def actor(self) -> Actor:
        """Who has the file read, at this moment."""
        return self.order.acting

    def look_up(self, rows: Sequence[Facts]) -> None:
        """Read all that a chunk of rows refers to, in a fixed number of queries."""
        raise NotImplementedError

    def key(self, row: Facts) -> Any:
        """What tells the row's record from others."""
        return row[self.key_field]

    def problems(self, row: Facts) -> Iterator[Problem]:
        """What the house knows against the row; `row` may lack fields that could not be read."""
        yield from ()

    def accept(self, row: Facts, line: int) -> None:
        """Remember what an accepted row takes, for the rows after it."""

    def find(self, row: Facts) -> Any | None:
        """The record that stands under the row's key."""
        raise NotImplementedError

    def ground(self, rows: Sequence[Facts]) -> None:
        """Make what new rows stand on: persons, landlords, projects."""

    def build(self, row: Facts) -> Any:
        """The new record."""
        raise NotImplementedError

    def store(self, new: Sequence[Any]) -> list[tuple[Any, AlreadyExists]]:
        """Store new records in bulk; returns those that another kept out."""
        return records.create_many(new, self.actor, action="imported", owed=self.owed, pay=self.pay)

    def owed(self, record: Any) -> Sequence[Owed]:
        """What a new record owes beside its audit entry."""
        return ()

    def pay(self, stored: Sequence[Any]) -> None:
        """Do all of that in bulk."""

    def values(self, row: Facts) -> dict[str, Any]:
        """What the row says of its record, by the record's fields."""
        raise NotImplementedError

    def held(self, record: Any, names: Iterable[str]) -> dict[str, Any]:
        """What stands on the record in those fields."""
        return {name: getattr(record, name) for name in names}

    def differing(self, row: Facts, found: Any) -> dict[str, Any]:
        """The row's values that are not those of its record."""
        values = self.values(row)
        held = self.held(found, values)
        return {name: value for name, value in values.items() if not records.same(held[name], value)}

    def beside(self, row: Facts, found: Any | None) -> Iterator[Beside]:
        """The other records that the row tells of; `found` is its own one if that stood before."""
        yield from ()

    def change(self, row: Facts, found: Any, differing: Mapping[str, Any]) -> Change:
        """What to write for the differing values. Raises RowRefused, TransitionRefused."""
        return Change(differing)

    def write(self, record: Any, change: Change, action: str) -> None:
        """Write on a record that stands, with history."""
        records.change(record, self.actor, values=change.values, owed=change.owed, action=action)

    def finish(self) -> None:
        """What is left to do once the whole file is in."""


class Caseworkers:
    """Active users by e-mail address."""

    def __init__(self) -> None:
        self._found: dict[str, User] = {}

    def look_up(self, rows: Sequence[Facts]) -> None:
        self._found |= lookup(User, "email", _new(rows, "caseworker", self._found), active=True)

    def problems(self, row: Facts) -> Iterator[Problem]:
        if row.get("caseworker") and row["caseworker"] not in self._found:
            yield Problem("caseworker", UNKNOWN_CASEWORKER)

    def values(self, row: Facts) -> dict[str, Any]:
        """Caseworker and office, as a record holds them."""
        user = self._found[row["caseworker"]]
        return {"caseworker": user.pk, "office": records.reference(user, "office")}


class Postcodes:
    """The postcode register, where one is loaded."""

    def __init__(self) -> None:
        self._loaded = Postcode.objects.only("pk").first() is not None
        self._found: dict[str, Postcode] = {}

    def look_up(self, rows: Sequence[Facts]) -> None:
        self._found |= lookup(Postcode, "code", _new(rows, "postcode", self._found))

    def problems(self, row: Facts) -> Iterator[Problem]:
        if self._loaded and row.get("postcode") and row["postcode"] not in self._found:
            yield Problem("postcode", UNKNOWN_POSTCODE)

    def place(self, code: str | None) -> str | None:
        """The register's place for a postcode."""
        found = self._found.get(code or "")
        return found.place if found else None


def _new(rows: Sequence[Facts], name: str, known: Mapping[Any, Any]) -> set[Any]:
    return {row[name] for row in rows if row.get(name) and row[name] not in known}
