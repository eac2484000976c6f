"""The landlords of Fjordvik with their agreements, and the dwellings that the municipality disposes of."""

from datetime import date
from itertools import cycle
from random import Random
from typing import Any, NamedTuple

from stdnum.no import orgnr

from demo.words import LANDLORDS, PLACES, STREETS
from rules.deadlines import add_months
from rules.terms import AgreementKind, Disposal, DwellingType
from schemas.housing import DwellingRow, LandlordRow

REFERRAL, ALLOCATION = AgreementKind.REFERRAL, AgreementKind.ALLOCATION


class Deal(NamedTuple):
    """An agreement: homes in the project, years, and months from loan pay-out until today (None: not paid out)."""

    kind: AgreementKind
    homes: int
    years: int
    age_months: int | None


# The first ends in five months; the second gives right to three homes of eight, and four are in use.
DEALS = (
    Deal(REFERRAL, 12, 20, 20 * 12 - 5),
    Deal(REFERRAL, 8, 20, 50),
    Deal(ALLOCATION, 6, 30, 75),
    Deal(ALLOCATION, 5, 30, None),
)
DISPOSALS = {
    Disposal.OWNED: 28,
    Disposal.COOP: 8,
    Disposal.CONDOMINIUM: 5,
    Disposal.RENTED_IN: 3,
    Disposal.REFERRAL: 8,
    Disposal.ALLOCATION: 8,
}
HOMES = sum(DISPOSALS.values())  # for each step of the scale
KINDS = (
    (DwellingType.FLAT, 55),
    (DwellingType.BEDSIT, 10),
    (DwellingType.TERRACED, 12),
    (DwellingType.DETACHED, 5),
    (DwellingType.CARE_DWELLING, 12),
    (DwellingType.SHARED_HOUSING, 6),
)
ONE_ROOM = frozenset({DwellingType.BEDSIT, DwellingType.SHARED_HOUSING})
LOW = frozenset({DwellingType.TERRACED, DwellingType.DETACHED})
WITH_SERVICES = frozenset({DwellingType.CARE_DWELLING, DwellingType.SHARED_HOUSING})


def make_landlords(rng: Random, day: date, scale: int) -> tuple[LandlordRow, ...]:
    """Four landlords with an agreement each, for each step of the scale."""
    numbers: set[str] = set()
    landlords = []
    for at, deal in enumerate(DEALS * scale):
        number = _organisation_number(rng, numbers)
        paid = None if deal.age_months is None else add_months(day, -deal.age_months)
        round_ = at // len(LANDLORDS)
        landlords.append(
            LandlordRow(
                organisation_number=number,
                name=LANDLORDS[at % len(LANDLORDS)].replace(" AS", f" {round_ + 1} AS" if round_ else " AS"),
                email=f"post@utleier{at + 1}.example",
                phone=f"1{rng.randrange(10**7):07}",
                kind=deal.kind,
                project=f"{STREETS[at % len(STREETS)]} {2 + at}",
                homes=deal.homes,
                signed_on=add_months(paid or day, -14),
                loan_paid_out_on=paid,
                years=deal.years,
            )
        )
    return tuple(landlords)


def _organisation_number(rng: Random, taken: set[str]) -> str:
    """A number that holds, from a range (80…) that is not in use."""
    while True:
        number = f"80{rng.randrange(10**7):07}"
        if orgnr.is_valid(number) and number not in taken:
            taken.add(number)
            return number


def make_dwellings(rng: Random, landlords: tuple[LandlordRow, ...], scale: int) -> tuple[DwellingRow, ...]:
    """Sixty dwellings for each step of the scale, those by agreement shared out evenly between the landlords."""
    owners = {
        Disposal.REFERRAL: cycle([one.organisation_number for one in landlords if one.kind is REFERRAL]),
        Disposal.ALLOCATION: cycle([one.organisation_number for one in landlords if one.kind is ALLOCATION]),
    }
    disposals = [disposal for disposal, count in DISPOSALS.items() for _ in range(count * scale)]
    rng.shuffle(disposals)
    dwellings = []
    for at, disposal in enumerate(disposals):
        landlord = next(owners[disposal]) if disposal in owners else None
        dwellings.append(_dwelling(rng, at, disposal, landlord))
    return tuple(dwellings)


def _dwelling(rng: Random, at: int, disposal: Disposal, landlord: str | None) -> DwellingRow:
    kind = rng.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS])[0]
    rooms = 1 if kind in ONE_ROOM else rng.choices((1, 2, 3, 4, 5), (3, 8, 8, 4, 1))[0]
    floor = 1 if kind in LOW else rng.randint(1, 4)
    lift = kind not in LOW and rng.random() < 0.5
    services = kind in WITH_SERVICES
    return DwellingRow(
        **_place(rng, at),
        dwelling_number=f"B{2001 + at}",
        section_number=rng.randint(1, 40) if disposal is Disposal.CONDOMINIUM else None,
        unit_number=f"H{floor:02}{rng.randint(1, 8):02}",
        kind=kind,
        rooms=rooms,
        bedrooms=rooms - 1,
        area_m2=18 + 14 * rooms + rng.randrange(41) / 2,
        floor=floor,
        lift=lift,
        wheelchair=services or (rng.random() < 0.4 and (lift or floor == 1)),
        own_entrance=kind in LOW or rng.random() < 0.2,
        disposal=disposal,
        landlord=landlord,
        services_day=services,
        services_evening=services and rng.random() < 0.6,
        services_night=services and rng.random() < 0.3,
        family_suitable=rooms >= 3,
        rent_ore=450_000 + 125_000 * rooms + 50 * rng.randrange(3000),
    )


def _place(rng: Random, at: int) -> dict[str, Any]:
    """Where a dwelling lies: no two have one address."""
    place = PLACES[at % len(PLACES)]
    return {
        "address": f"{STREETS[at % len(STREETS)]} {1 + at // len(STREETS) * 2}{rng.choice(('', '', 'A', 'B'))}",
        "postcode": place.postcode,
        "place": place.name,
        "farm_number": rng.randint(10, 99),
        "title_number": rng.randint(1, 900),
    }
