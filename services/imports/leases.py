"""The register of leases (leieforhold.csv): each is charged and settled in the municipality's own ledger."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from bson import ObjectId

from models import Dwelling, Lease
from models.lease import RentLine
from rules import dwellings, lease_terms
from rules.deadlines import Month
from rules.lease_terms import LeaseTerms
from rules.names import split_full_name
from rules.terms import LeaseState, RentCollector, RentLineKind
from services import ledger, records
from services.batches import batched
from services.effects import Owed
from services.imports import agreements
from services.imports.books import Beside, Book, Caseworkers, Change, Postcodes, RowRefused, lookup
from services.imports.files import Facts, Problem
from services.imports.people import People

OWN = (
    "contract_number", "starts_on", "ends_on", "stated_months", "due_day", "kid", "security", "security_ore",
)  # fmt: skip
UNKNOWN_DWELLING = "Ingen bolig har denne bolig-ID-en. Les inn boligene først, eller rett den."
OPENING_BOOKED = "Inngående saldo er bokført og endres ikke ved import. Be økonomi føre forskjellen."
START_CHARGED = "Leien er alt krevd fra startdatoen i Husrom. Endre leieforholdet der."
HELD = (LeaseState.OCCUPYING, LeaseState.UPCOMING)


class LeaseBook(Book):
    """Leases by their contract number; one occupying and one upcoming lease to a dwelling, one lease to a KID."""

    document = Lease
    key_field = "contract_number"
    told_as = {"tenant": "identity", "identity_kind": "identity", "first_name": "name", "last_name": "name"}

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._caseworkers = Caseworkers()
        self._people = People(self.order, Postcodes())
        self._homes_taken: dict[tuple[str, LeaseState], int] = {}  # by rows of the file: the line
        self._kids_taken: dict[str, int] = {}
        self._touched: set[ObjectId] = set()  # projects whose homes have leases

    def look_up(self, rows: Sequence[Facts]) -> None:
        self._caseworkers.look_up(rows)
        self._people.look_up(rows)
        self._dwellings = lookup(Dwelling, "dwelling_number", (row.get("dwelling") for row in rows))
        self._found = lookup(Lease, "contract_number", (row.get("contract_number") for row in rows))
        self._by_kid = lookup(Lease, "kid", (row.get("kid") for row in rows))
        self._by_home = _live((dwelling.pk for dwelling in self._dwellings.values()), self.today)

    def problems(self, row: Facts) -> Iterator[Problem]:
        yield from self._caseworkers.problems(row)
        if row.get("dwelling") and row["dwelling"] not in self._dwellings:
            yield Problem("dwelling", UNKNOWN_DWELLING)
        elif row.get("dwelling") and "starts_on" in row:
            yield from self._home_problems(row)
        if row.get("kid"):
            yield from self._kid_problems(row)

    def _home_problems(self, row: Facts) -> Iterator[Problem]:
        """A dwelling is lived in by one household at a time; a lease past its end date is still lived in."""
        own = self._found.get(row.get("contract_number"))
        dwelling, state = self._dwellings[row["dwelling"]], self._state(row)
        if own is not None and records.reference(own, "dwelling") == dwelling.pk:
            return
        what = "bebodd etter" if state is LeaseState.OCCUPYING else "lovet bort i"
        other = self._by_home.get((dwelling.pk, state))
        line = self._homes_taken.get((row["dwelling"], state))
        if other is not None and other.contract_number != row.get("contract_number"):
            yield Problem(
                "dwelling", f"Boligen er {what} kontrakt {other.contract_number}. Avslutt den, eller rett boligen."
            )
        elif line is not None:
            yield Problem(
                "dwelling", f"Boligen er {what} kontrakten på linje {line}. Behold den ene, eller rett boligen."
            )

    def _kid_problems(self, row: Facts) -> Iterator[Problem]:
        other = self._by_kid.get(row["kid"])
        line = self._kids_taken.get(row["kid"])
        if other is not None and other.contract_number != row.get("contract_number"):
            yield Problem("kid", f"KID er i bruk på kontrakt {other.contract_number}. Hver kontrakt må ha sin egen.")
        elif line is not None:
            yield Problem("kid", f"KID er brukt på linje {line} også. Hver kontrakt må ha sin egen.")

    def accept(self, row: Facts, line: int) -> None:
        self._homes_taken[row["dwelling"], self._state(row)] = line
        self._kids_taken[row["kid"]] = line

    def _state(self, row: Facts) -> LeaseState:
        return LeaseState.OCCUPYING if row["starts_on"] <= self.today else LeaseState.UPCOMING

    def find(self, row: Facts) -> Any | None:
        return self._found.get(row["contract_number"])

    def ground(self, rows: Sequence[Facts]) -> None:
        self._people.ground({row["identity_number"]: _person(row) for row in reversed(rows)})

    def build(self, row: Facts) -> Lease:
        dwelling = self._dwellings[row["dwelling"]]
        if (project := records.reference(dwelling, "project")) is not None:
            self._touched.add(project)
        private = dwelling.disposal in dwellings.NEEDS_LANDLORD
        return Lease(
            **self._plain(row) | self._caseworkers.values(row),
            state=self._state(row),
            landlord=records.reference(dwelling, "landlord") if private else None,
            rent_lines=[_line("1", row["rent_ore"], row["starts_on"])],
            rent_collected_by=RentCollector.MUNICIPALITY,
            opening_ore=row["opening_ore"],
            ledger_from=row["opening_due_on"],
            notices=self._notices(row),
            imported=True,
            import_run=self.run,
        )

    def owed(self, record: Any) -> Sequence[Owed]:
        return ledger.owed_by_opening(record)

    def pay(self, stored: Sequence[Any]) -> None:
        ledger.open_many(stored, self.actor.at)

    def _plain(self, row: Facts) -> dict[str, Any]:
        person = self._people.get(row)
        own = {name: row[name] for name in OWN}
        return own | {"dwelling": self._dwellings[row["dwelling"]].pk, "tenant": person.pk if person else None}

    def values(self, row: Facts) -> dict[str, Any]:
        caseworker = self._caseworkers.values(row)["caseworker"]
        return self._plain(row) | {name: row[name] for name in ("rent_ore", "opening_ore")} | {"caseworker": caseworker}

    def held(self, record: Any, names: Iterable[str]) -> dict[str, Any]:
        return {name: _rent(record) if name == "rent_ore" else getattr(record, name) for name in names}

    def differing(self, row: Facts, found: Any) -> dict[str, Any]:
        """The opening balance is compared for its own day only: a later export tells what Husrom keeps by then."""
        other = super().differing(row, found)
        if row["opening_due_on"] != found.ledger_from:
            other.pop("opening_ore", None)
        return other

    def _notices(self, row: Facts) -> list[Any]:
        terms = LeaseTerms(
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            rent_ore=row["rent_ore"],
            dwelling_rent_ore=self._dwellings[row["dwelling"]].rent_ore,
            stated_months=row["stated_months"],
            security=row["security"],
            security_ore=row["security_ore"] or 0,
        )
        return list(lease_terms.notices(terms, self.today))

    def beside(self, row: Facts, found: Any | None) -> Iterator[Beside]:
        yield from self._people.beside(row, _person(row), stood=found is not None)

    def finish(self) -> None:
        agreements.note_quotas(self._touched, self.rules, self.actor)

    def change(self, row: Facts, found: Any, differing: Mapping[str, Any]) -> Change:
        """Raises RowRefused for what the ledger already rests on."""
        charged = ledger.last_charged(found.pk)
        if "opening_ore" in differing:
            raise RowRefused(Problem("opening_ore", OPENING_BOOKED))
        if "starts_on" in differing and charged:
            raise RowRefused(Problem("starts_on", START_CHARGED))
        values = {name: value for name, value in differing.items() if name != "rent_ore"}
        if "caseworker" in differing:
            values |= self._caseworkers.values(row)
        if "tenant" in differing and self.run is not None:
            self.ground([row])
            values["tenant"] = self._people.need(row).pk
        if not {"rent_ore", "starts_on"}.isdisjoint(differing):
            values["rent_lines"] = _lines(row, found, charged)
        return Change({**values, "notices": self._notices(row)})


def _person(row: Facts) -> dict[str, Any]:
    first, last = split_full_name(row["name"])
    return {"first_name": first, "last_name": last} | {name: row[name] for name in ("identity_kind", "born_on")}


def _live(homes: Iterable[ObjectId], today: date) -> dict[tuple[ObjectId, LeaseState], Lease]:
    """The occupying and the upcoming lease of each dwelling; an upcoming one that has begun takes the dwelling too."""
    found = {}
    for some in batched(homes):
        live = Lease.objects(dwelling__in=some, state__in=HELD).only(
            "dwelling", "state", "contract_number", "starts_on"
        )
        for lease in live.no_dereference():
            dwelling = records.reference(lease, "dwelling")
            found[dwelling, lease.state] = lease
            if lease.starts_on <= today:
                found.setdefault((dwelling, LeaseState.OCCUPYING), lease)
    return found


def _rent(lease: Lease) -> int | None:
    """The base rent that the lease runs on with."""
    return next((line.amount_ore for line in reversed(lease.rent_lines) if line.kind is RentLineKind.BASE), None)


def _line(identity: str, amount_ore: int, valid_from: date) -> RentLine:
    return RentLine(id=identity, kind=RentLineKind.BASE, amount_ore=amount_ore, valid_from=valid_from)


def _lines(row: Facts, found: Lease, charged: Month | None) -> list[RentLine]:
    """The rent lines with the row's rent from the first month not yet charged; charged months stand."""
    others = [line for line in found.rent_lines if line.kind is not RentLineKind.BASE]
    if charged is None:
        return [_line("1", row["rent_ore"], row["starts_on"]), *others]
    start = charged.last + timedelta(days=1)
    base = [_ended(line, charged.last) for line in found.rent_lines if line not in others and line.valid_from < start]
    return [*base, _line(str(len(found.rent_lines) + 1), row["rent_ore"], start), *others]


def _ended(line: RentLine, last: date) -> RentLine:
    until = min(line.valid_until, last) if line.valid_until else last
    return RentLine(
        id=line.id, kind=line.kind, amount_ore=line.amount_ore, valid_from=line.valid_from, valid_until=until
    )
