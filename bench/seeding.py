"""Leases by the ten thousand: one is stored by the product itself, the others written straight in by its pattern."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

from bson import ObjectId

from demo import bank
from models import Applicant, Dwelling, Lease, LedgerRow, Office, Record, User
from models.lease import RentLine
from rules import rent
from rules.terms import Disposal, DwellingType, LeaseState, RentLineKind, Role, RowKind, Security
from services import accounts, records
from services.accounts import midnight
from services.actor import Actor
from services.batches import batched

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
ACTOR = Actor.system(NOW)
CHUNK = 1000
RENT_ORE = 8_000_00
PAST, COMING = date(2026, 10, 20), date(2026, 12, 21)  # due dates: overdue, and not yet

Stored = dict[str, Any]
Due = Callable[[int], date | None]


def lease_id(number: int) -> ObjectId:
    """The id of the lease with that running number."""
    return ObjectId(f"{number:024x}")


def nobody(_number: int) -> None:
    """No caseworker but the office's own."""


def write(kind: type[Any], documents: Iterable[Stored]) -> None:
    """Write documents as they stand, chunk by chunk."""
    for some in batched(documents, CHUNK):
        kind._get_collection().insert_many(some, ordered=False)


def pattern(document: Record) -> Stored:
    """What the product stores of a record; the record itself is taken away again."""
    records.create(document, ACTOR, action="imported")
    collection = type(document)._get_collection()
    stored: Stored = collection.find_one({"_id": document.pk})
    collection.delete_one({"_id": document.pk})
    return stored


def office_and_user(number: int = 1, **values: Any) -> tuple[Office, User]:
    """An office and somebody who works there: a caseworker, unless `values` of the user say otherwise."""
    office = Office(name=f"Boligkontor {number}")
    records.create(office, ACTOR)
    own = {"email": f"bruker{number}@kommune.test", "name": f"Bruker {number}", "roles": [Role.CASEWORKER]}
    user = User(**own | values, office=office.pk)
    records.create(user, ACTOR)
    return office, user


def charge_key(number: int, due_on: date) -> str:
    """The key of the row of a month's rent."""
    return f"charge:{lease_id(number)}:1:{due_on:%Y-%m}"


def charge(number: int, due_on: date) -> Stored:
    """The row of a month's rent."""
    return {
        "_id": charge_key(number, due_on),
        "lease": lease_id(number),
        "kind": RowKind.CHARGE.value,
        "amount_ore": RENT_ORE,
        "booked_on": midnight(due_on.replace(day=1)),
        "due_on": midnight(due_on),
        "period": f"{due_on:%Y-%m}",
        "rent_line": "1",
        "run": f"rent_run:{due_on:%Y-%m}",
        "at": NOW,
    }


def account(number: int, due_on: date | None) -> Stored:
    """The account of a lease that owes the rent due on that day; None = nothing."""
    if due_on is None:
        return accounts.as_stored(rent.settle(()), 1)
    row = charge(number, due_on)
    owed = rent.Row(row["_id"], RowKind.CHARGE, RENT_ORE, due_on.replace(day=1), due_on)
    return accounts.as_stored(rent.settle([owed]), 1)


class Leases:
    """Makes leases by the pattern of one, in an office of one caseworker."""

    def __init__(self) -> None:
        office, user = office_and_user()
        self._pattern = pattern(_lease(office, user))

    def write(self, numbers: Iterable[int], due: Due, caseworker: Callable[[int], ObjectId | None] = nobody) -> None:
        """Write leases with these numbers; `due` tells the day a lease's open rent is due (None = owes nothing)."""
        write(Lease, (self._numbered(number, due(number), caseworker(number)) for number in numbers))

    def _numbered(self, number: int, due_on: date | None, caseworker: ObjectId | None) -> Stored:
        own: Stored = {
            "_id": lease_id(number),
            "contract_number": f"K{number}",
            "kid": bank.kid_of(number),
            "dwelling": lease_id(number),
            "tenant": lease_id(number),
            "account": account(number, due_on),
        }
        return self._pattern | own | ({"caseworker": caseworker} if caseworker else {})


def _lease(office: Office, user: User) -> Lease:
    return Lease(
        contract_number="K0",
        kid=bank.kid_of(0),
        dwelling=ObjectId(),
        tenant=ObjectId(),
        state=LeaseState.OCCUPYING,
        starts_on=date(2025, 1, 1),
        ends_on=date(2028, 1, 1),
        stated_months=36,
        rent_lines=[RentLine(id="1", kind=RentLineKind.BASE, amount_ore=RENT_ORE, valid_from=date(2025, 1, 1))],
        security=Security.DEPOSIT,
        security_ore=3 * RENT_ORE,
        caseworker=user.pk,
        office=office.pk,
        imported=True,
    )


def homes_and_tenants(count: int) -> None:
    """The dwelling and the tenant of each lease."""
    home = pattern(
        Dwelling(
            dwelling_number="B0", address="Storgata 0", postcode="9405", place="HARSTAD", kind=DwellingType.FLAT,
            rooms=2, disposal=Disposal.OWNED, rent_ore=RENT_ORE,
        )
    )  # fmt: skip
    tenant = pattern(
        Applicant(first_name="Prøve", last_name="Person", address="Storgata 0", postcode="9405", place="HARSTAD")
    )
    numbers = range(1, count + 1)
    write(
        Dwelling,
        (home | {"_id": lease_id(one), "dwelling_number": f"B{one}", "address": f"Storgata {one}"} for one in numbers),
    )
    write(Applicant, (tenant | {"_id": lease_id(one), "last_name": f"Person{one}"} for one in numbers))


def charged_leases(count: int) -> None:
    """Leases that each owe one month's rent, not yet due, with its row in the ledger."""
    Leases().write(range(1, count + 1), lambda _: COMING)
    write(LedgerRow, (charge(number, COMING) for number in range(1, count + 1)))
