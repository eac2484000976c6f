"""The register of applications (soknader.csv), with their applicants and the decisions made before Husrom."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bson import ObjectId

from models import Application
from models.deciding import DecisionEntry
from rules import applications, states
from rules.applications import ApplicationFacts
from services import records
from services.batches import batched
from services.effects import Owed
from services.imports import decisions
from services.imports.books import Beside, Book, Caseworkers, Change, Postcodes, RowRefused, lookup
from services.imports.files import Facts, Problem
from services.imports.people import People

OWN = (
    "application_number", "received_on", "kind", "state", "target_group", "applied_by", "situation", "adults",
    "children", "rooms_wanted", "service_need", "resident", "preliminary_reply_on",
)  # fmt: skip
NAMED = ("first_name", "last_name", "identity_kind", "born_on")
CONTACT = ("address", "postcode", "place", "phone", "email", "resident", "interpreter")
COMPARED = ("application_number", "applicant", "kind", "state", "received_on")
DECIDED = "Vedtaket er registrert i Husrom med en annen dato. Rett datoen der, eller i filen."


class ApplicationBook(Book):
    """Applications by their number."""

    document = Application
    key_field = "application_number"
    told_as = {"applicant": "identity", "identity_kind": "identity", "born_on": "identity", "state": "status"}

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._postcodes = Postcodes()
        self._caseworkers = Caseworkers()
        self._people = People(self.order, self._postcodes)
        self._others: dict[ObjectId, list[Application]] = {}  # a person's applications

    def look_up(self, rows: Sequence[Facts]) -> None:
        self._postcodes.look_up(rows)
        self._caseworkers.look_up(rows)
        self._people.look_up(rows)
        self._found = lookup(Application, "application_number", (row.get("application_number") for row in rows))
        people = (self._people.get(row) for row in rows if "identity_number" in row)
        self._others = _by_person(person.pk for person in people if person is not None)

    def problems(self, row: Facts) -> Iterator[Problem]:
        yield from self._postcodes.problems(row)
        yield from self._caseworkers.problems(row)

    def find(self, row: Facts) -> Any | None:
        return self._found.get(row["application_number"])

    def ground(self, rows: Sequence[Facts]) -> None:
        self._people.ground({row["identity_number"]: _person(row) for row in reversed(rows)})

    def build(self, row: Facts) -> Application:
        entries = [decisions.entry(row["outcome"], row["decided_on"])] if row["outcome"] else []
        made = Application(
            **self.values(row) | self._caseworkers.values(row),
            tenant_status=applications.tenant_status(row["kind"]),
            decisions=entries,
            notices=self._notices(row),
            import_run=self.run,
        )
        self._others.setdefault(self._people.need(row).pk, []).append(made)
        return made

    def values(self, row: Facts) -> dict[str, Any]:
        person = self._people.get(row)
        return {name: row[name] for name in OWN} | {
            "applicant": person.pk if person else None,
            "decided_on": row["decided_on"] if row["outcome"] else None,
            "caseworker": self._caseworkers.values(row)["caseworker"],
        }

    def owed(self, record: Any) -> Sequence[Owed]:
        return decisions.owed(record.decisions)

    def pay(self, stored: Sequence[Any]) -> None:
        decisions.pay(stored, self.rules, self.actor)

    def _notices(self, row: Facts) -> list[Any]:
        open_ones = [one for one in self._of_person(row) if one.state in applications.OPEN and one.kind is row["kind"]]
        facts = ApplicationFacts(
            state=row["state"],
            resident=row["resident"],
            other_open=bool(open_ones),
            date_without_decision=row["decided_on"] is not None and row["outcome"] is None,
        )
        return list(applications.notices(facts))

    def _of_person(self, row: Facts) -> list[Application]:
        """The other applications of the row's person."""
        person = self._people.get(row)
        found = self._others.get(person.pk, []) if person else []
        return [one for one in found if one.application_number != row["application_number"]]

    def beside(self, row: Facts, found: Any | None) -> Iterator[Beside]:
        # Where a person has applied more than once, the last application tells how to reach them.
        latest = all(one.received_on <= row["received_on"] for one in self._of_person(row))
        names = (*NAMED, *CONTACT) if latest else NAMED
        told = {name: row[name] for name in names}
        yield from self._people.beside(row, told, stood=found is not None)

    def change(self, row: Facts, found: Any, differing: Mapping[str, Any]) -> Change:
        """Raises TransitionRefused, RowRefused where the decision stands with another date."""
        values = {**differing, "notices": self._notices(row), "tenant_status": applications.tenant_status(row["kind"])}
        if "caseworker" in differing:
            values |= self._caseworkers.values(row)
        if "applicant" in differing and self.run is not None:
            self.ground([row])
            values["applicant"] = self._people.need(row).pk
        if "state" in differing:
            states.check(states.IMPORTED_APPLICATION, found.state, row["state"])
        new = _new_decisions(row, found.decisions, moved="state" in differing)
        if new:
            values["decisions"] = [*map(decisions.replaced, found.decisions), *new]
        return Change(values, decisions.owed(new))


def _new_decisions(row: Facts, before: Sequence[DecisionEntry], *, moved: bool) -> list[DecisionEntry]:
    """What the row decides that was not decided before. Raises RowRefused."""
    alike = [one for one in before if one.outcome is row["outcome"]]
    if not row["outcome"] or any(one.decided_on == row["decided_on"] for one in alike):
        return []
    if alike and not moved:
        raise RowRefused(Problem("decided_on", DECIDED))
    return [decisions.entry(row["outcome"], row["decided_on"])]


def _person(row: Facts) -> dict[str, Any]:
    return {name: row[name] for name in (*NAMED, *CONTACT)}


def _by_person(people: Iterable[ObjectId]) -> dict[ObjectId, list[Application]]:
    """Applications by applicant."""
    found: dict[ObjectId, list[Application]] = {}
    for some in batched(dict.fromkeys(people)):
        for one in Application.objects(applicant__in=some).only(*COMPARED).no_dereference():
            found.setdefault(records.reference(one, "applicant"), []).append(one)
    return found
