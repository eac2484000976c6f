"""The register of persons at import: one record per identity number, shared by applications and leases."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from models import Applicant
from rules import dwellings, names
from rules.terms import NoticeCode
from services import records
from services.imports.books import Beside, Postcodes, lookup
from services.imports.files import Facts, Order

NAMES = ("first_name", "last_name")


class People:
    """Persons by identity number, for one chunk of rows at a time."""

    def __init__(self, order: Order, postcodes: Postcodes) -> None:
        self._order = order
        self._postcodes = postcodes
        self._found: dict[str, Applicant] = {}

    def look_up(self, rows: Sequence[Facts]) -> None:
        """Read the persons that the rows name."""
        self._found = _holders([row.get("identity_number") for row in rows])

    def get(self, row: Facts) -> Applicant | None:
        """The row's person, if there is one."""
        return self._found.get(row["identity_number"])

    def need(self, row: Facts) -> Applicant:
        """The row's person, once `ground` has made the missing ones."""
        return self._found[row["identity_number"]]

    def ground(self, told: Mapping[str, Facts]) -> None:
        """Make the persons that are missing; `told` = what is said of each by identity number."""
        missing = {number: facts for number, facts in told.items() if number not in self._found}
        new = {number: self._new(number, facts) for number, facts in missing.items()}
        refused = records.create_many(list(new.values()), self._order.acting, action="imported")
        kept_out = {id(person) for person, _ in refused}  # another import was first
        self._found |= {number: person for number, person in new.items() if id(person) not in kept_out}
        self._found |= _holders(set(new) - set(self._found))

    def _new(self, number: str, facts: Facts) -> Applicant:
        place = self._postcodes.place(facts.get("postcode"))
        odd = dwellings.place_differs(facts.get("place") or "", place)
        return Applicant(identity_number=number, notices=[NoticeCode.PLACE_DIFFERS] if odd else [], **facts)

    def beside(self, row: Facts, facts: Facts, *, stood: bool) -> Iterator[Beside]:
        """What a row says otherwise of its person; `stood` = the row's own record was there before.

        A blank cell says nothing of a person. Another name in a new row is a notice, and once noticed told no more.
        """
        person = self.get(row)
        if person is None:
            return
        renamed = not _same_name(person, facts) and NoticeCode.NAME_DIFFERS not in person.notices
        told = {name: value for name, value in facts.items() if name not in NAMES or (renamed and stood)}
        other = {name: value for name, value in told.items() if _other(person, name, value)}
        if stood:
            yield Beside(person, differs=other)
            return
        fills = {name: value for name, value in other.items() if getattr(person, name) is None}
        differs = {name: value for name, value in other.items() if name not in fills}
        yield Beside(person, fills | _noticed(person) if renamed else fills, differs)


def _holders(numbers: Iterable[str | None]) -> dict[str, Applicant]:
    """Who has each number; a person who is merged into another keeps theirs, and is not made again."""
    found: dict[str, Applicant] = lookup(Applicant, "identity_number", numbers, merged=False)
    return lookup(Applicant, "identity_number", set(numbers) - set(found), merged=True) | found


def _other(person: Applicant, name: str, value: Any) -> bool:
    return value is not None and not records.same(getattr(person, name), value)


def _same_name(person: Applicant, facts: Facts) -> bool:
    """Whether the full names are alike, wherever the surname is taken to begin."""
    return names.words(person.first_name, person.last_name) == names.words(*(facts[name] for name in NAMES))


def _noticed(person: Applicant) -> dict[str, Any]:
    return {"notices": [*person.notices, NoticeCode.NAME_DIFFERS]}
