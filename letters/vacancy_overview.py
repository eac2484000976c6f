"""The overview of vacant dwellings with services (S004 step 3): the places alone, never who lives or lived there."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from letters import blocks, pdf
from letters.blocks import Block
from letters.layout import long_date, plural, short_date
from letters.letterhead import sender_data
from letters.paper import Drawn, Sender
from letters.words import HEAD, speaker
from rules.errors import UndrawableText
from rules.terms import DwellingType, VacancyStage, VacancyState

LANGUAGE = "nb"
UNKNOWN = "Ikke oppgitt"
LEAD = (
    "Gå gjennom ventelisten, og se om noen av søkerne deres passer. Hvert kontor kan melde inn én kandidat til hver "
    "bolig. Kandidaten meldes inn på ledigmeldingen i Husrom."
)
SUMMARY = ("Bolig", "Poststed", "Rom", "Etasje", "Boligen er", "Tjenester")
WIDTHS = (3, 4, 2, 4, 6, 5)
Row = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Service:
    """Whether there is something, and a line on what."""

    there: bool
    what: str | None = None


@dataclass(frozen=True, kw_only=True)
class VacantHome:
    """One vacant dwelling as the offices are told of it: no street, no cause, no persons but the unit's contact."""

    vacancy: str
    dwelling: str
    place: str | None
    unit: str | None
    kind: DwellingType
    rooms: int
    bedrooms: int | None
    area_m2: float | None
    floor: int | None
    lift: bool
    wheelchair: bool
    accessible_unit: bool
    universal_design: bool
    own_entrance: bool
    state: VacancyState
    stage: VacancyStage
    free_from: date | None
    vacated_on: date | None
    preparation_on: date | None
    ready_on: date | None
    day: Service
    evening: Service
    night: Service
    meals: Service
    activities: str | None
    staffing: str | None
    contact_name: str | None
    contact_phone: str | None

    @property
    def name(self) -> str:
        """«B1001, HARSTAD»."""
        return ", ".join(part for part in (self.dwelling, self.place) if part)


@dataclass(frozen=True, kw_only=True)
class OverviewLetter:
    """What is sent: by whom, under which number, on which day, of which dwellings."""

    sender: Sender
    number: str
    day: date
    homes: tuple[VacantHome, ...]


def draw_overview(overview: OverviewLetter) -> Drawn:
    """The overview as PDF. Raises UndrawableText."""
    said = [blocks.text(LEAD), blocks.table(SUMMARY, [summary(one) for one in overview.homes], WIDTHS)]
    return _draw(overview, said)


def _draw(overview: OverviewLetter, said: Sequence[Block]) -> Drawn:
    say = speaker(LANGUAGE)
    author = f"{overview.sender.municipality}, {overview.sender.office}"
    data = {
        "author": author,
        "words": {name: say(both) for name, both in HEAD.items()},
        "sender": sender_data(overview.sender, say),
        "under": f"{long_date(overview.day)}. {plural(len(overview.homes), 'bolig', 'boliger')}.",
        "blocks": list(said),
        "homes": [list(_home(one)) for one in overview.homes],
        "foot": f"{author} · {overview.number}",
    }
    title = f"Ledige boliger med tjenester ({overview.number})"
    return pdf.draw("vacancy_overview", title=title, language=LANGUAGE, day=overview.day, data=data)


def printable(text: str) -> bool:
    """Whether the overview's fonts have every character of the text: one without (an emoji) would stop it for all."""
    trial = OverviewLetter(sender=Sender(municipality="-"), number="-", day=date(2000, 1, 1), homes=())
    try:
        _draw(trial, [blocks.text(text)])
    except UndrawableText:
        return False
    return True


def fingerprint(homes: Sequence[VacantHome]) -> str:
    """What tells whether two overviews say the same, whatever their number and day."""
    told = [[one.vacancy, one.name, rows(one)] for one in homes]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def summary(home: VacantHome) -> tuple[str, ...]:
    """The dwelling in one line, under the heads of `SUMMARY`."""
    times = [word for word, one in (("dag", home.day), ("kveld", home.evening), ("natt", home.night)) if one.there]
    services = ", ".join(times) or "ingen"
    return (home.dwelling, home.place or UNKNOWN, str(home.rooms), _floor(home), home.stage.label, services)


def rows(home: VacantHome) -> list[Row]:
    """All that is told of the dwelling, label and words; the same on screen and paper."""
    return [*_of_home(home), *_of_services(home)]


def _home(home: VacantHome) -> Iterator[Block]:
    yield blocks.heading(home.name)
    yield blocks.facts(rows(home))


def _of_home(home: VacantHome) -> Iterator[Row]:
    yield "Ledigmelding", home.vacancy
    if home.state is not VacancyState.OPEN:
        yield "Tildelingen", home.state.label
    yield "Bolig", _size(home)
    yield "Etasje", f"{_floor(home)}, {'heis' if home.lift else 'uten heis'}"
    yield "Tilrettelegging", _adapted(home)
    yield "Egen inngang", "Ja" if home.own_entrance else "Nei"
    yield "Boligen er", _stage(home)


def _of_services(home: VacantHome) -> Iterator[Row]:
    yield "Tjenester om dagen", service(home.day)
    yield "Tjenester om kvelden", service(home.evening)
    yield "Tjenester om natten", service(home.night)
    yield "Aktiviteter", home.activities or UNKNOWN
    yield "Felles måltider", service(home.meals)
    yield "Bemanning", home.staffing or UNKNOWN
    reach = ", ".join(part for part in (home.contact_name, home.contact_phone) if part)
    yield "Kontakt", "\n".join(part for part in (home.unit, reach) if part) or UNKNOWN


def _size(home: VacantHome) -> str:
    area = f"{home.area_m2:g} m²".replace(".", ",") if home.area_m2 else ""
    bedrooms = plural(home.bedrooms, "soverom", "soverom") if home.bedrooms is not None else ""
    return ", ".join(part for part in (home.kind.label, f"{home.rooms} rom", bedrooms, area) if part)


def _floor(home: VacantHome) -> str:
    if home.floor is None:
        return UNKNOWN
    return f"{home.floor}. etasje" if home.floor > 0 else "Underetasje"


def _adapted(home: VacantHome) -> str:
    held = (
        ("tilgjengelig for rullestol", home.wheelchair),
        ("tilgjengelig boenhet", home.accessible_unit),
        ("universelt utformet", home.universal_design),
    )
    words = ", ".join(word for word, there in held if there)
    return f"{words[:1].upper()}{words[1:]}" if words else "Ikke særskilt tilrettelagt"


def _stage(home: VacantHome) -> str:
    """«Fraflyttet 10.11.2026, under klargjøring fra 12.11.2026»; the last is how it stands now."""
    dated = (
        ("fraflyttet", home.vacated_on),
        ("under klargjøring fra", home.preparation_on),
        ("klar til innflytting fra", home.ready_on),
    )
    days = ", ".join(f"{word} {short_date(day)}" for word, day in dated if day)
    if days:
        return f"{days[:1].upper()}{days[1:]}"
    return f"{home.stage.label}, ventes fraflyttet {short_date(home.free_from)}" if home.free_from else home.stage.label


def service(one: Service) -> str:
    """«Ja. Middag tirsdag og torsdag»."""
    answer = "Ja" if one.there else "Nei"
    return f"{answer}. {one.what}" if one.what else answer
