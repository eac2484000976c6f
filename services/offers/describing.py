"""The offered dwelling as its household is told of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from letters.offer_letter import Offered
from models import Dwelling, Vacancy
from services import records

SERVICES = {
    "services_day": "tjenester om dagen",
    "services_evening": "tjenester om kvelden",
    "services_night": "tjenester om natten",
}


def offered(vacancy: Vacancy, *, protected: bool, today: date) -> Offered:
    """The dwelling as its household is told of it; a protected party's letter does not say where it lies."""
    home: Dwelling = records.get(Dwelling, records.reference(vacancy, "dwelling"))
    street = " ".join(part for part in (home.postcode, home.place) if part)
    return Offered(
        kind=home.kind.label,
        rooms=home.rooms,
        area_m2=home.area_m2,
        floor=home.floor,
        lift=home.lift,
        rent_ore=home.rent_ore,
        address=None if protected else f"{home.address}\n{street}",
        free_from=vacancy.ready_on or vacancy.free_from,
        ready=vacancy.ready_on is not None and vacancy.ready_on <= today,
        services=tuple(_services(vacancy, home)),
    )


def _services(vacancy: Vacancy, home: Dwelling) -> Sequence[str]:
    profile: Any = vacancy.profile
    if profile is None or profile.answered_on is None:
        return [words for name, words in SERVICES.items() if getattr(home, name)]
    return [words for name, words in SERVICES.items() if getattr(profile, name.removeprefix("services_"))]
