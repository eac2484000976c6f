"""What matching costs beside reading those who wait: one vacant dwelling, and a hundred at once."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

from bson import ObjectId

from bench import seeding, waiting_list
from bench.results import Result
from bench.servers import Server, empty_database
from bench.timing import in_turn
from models import Application, Dwelling, Vacancy
from models.base import Record
from models.deciding import DecisionEntry, Proposal
from rules.terms import (
    AppealBody,
    ChoosingBody,
    DecidingBody,
    DecisionOutcome,
    Disposal,
    DwellingType,
    LegalBasis,
    TargetGroup,
    VacancyCause,
)
from services import candidates, records, rulebooks
from services.candidates import Match, reading

HOUSEHOLDS, MANY = 10_000, 100
SLOWEST, MOST = 1.5, 20.0
SECRET = b"s" * 32
SHOWN = 50  # a page of those who fit, and one of those who do not
NEEDS = ("step_free", "lift", "services_day", "services_evening", "services_night")


def compare(server: Server) -> list[Result]:
    """One against the query that finds those who wait, as raw rows; a hundred against one."""
    with empty_database(server):
        seeding.write(Application, _waiting(HOUSEHOLDS))
        vacancies = _vacancies(MANY)
        rules = rulebooks.current(seeding.TODAY)

        def match(some: Sequence[Vacancy]) -> None:
            for found in candidates.match_many(some, rules, today=seeding.TODAY, secret=SECRET):
                _look(found)

        def query() -> None:
            rows = list(Application._get_collection().find({"on_list": True}, reading.READ))
            if len(rows) != HOUSEHOLDS:
                raise RuntimeError(f"fant {len(rows)} av {HOUSEHOLDS}")

        one, many, bare = in_turn(lambda: match(vacancies[:1]), lambda: match(vacancies), query)
    return [
        Result(
            what="En ledig bolig mot ventelisten, mot spørringen alene",
            ours=one * 1000, yardstick=bare * 1000, unit="ms", limit=SLOWEST, rows=HOUSEHOLDS,
        ),
        Result(
            what=f"{MANY} ledige boliger på en gang, mot en",
            ours=many * 1000, yardstick=one * 1000, unit="ms", limit=MOST, rows=HOUSEHOLDS,
        ),
    ]  # fmt: skip


def _look(found: Match) -> None:
    """All that the page of a vacancy shows: how many, why not, and the first page of both kinds in order."""
    told = len(found.fits_between(0, SHOWN)) + len(found.excluded_between(0, SHOWN)) + sum(found.counts.values())
    if found.fit_count + found.excluded_count != HOUSEHOLDS or not told:
        raise RuntimeError(f"fant {found.fit_count} og {found.excluded_count} av {HOUSEHOLDS}")


def _waiting(count: int) -> Iterator[seeding.Stored]:
    """Those of the waiting list's comparison, with needs that differ in every answer, so that few are alike."""
    chance = random.Random(2)  # noqa: S311 - no secret
    grants = {kind: [_grant(kind).to_mongo().to_dict()] for kind in DwellingType}
    for row in waiting_list.waiting(count):
        need = {name: chance.random() < 0.2 for name in NEEDS} | {"rooms": chance.choice([1, 2, 2, 3, 3, 4, 5])}
        kind = chance.choice([DwellingType.FLAT, DwellingType.FLAT, *DwellingType])
        yield row | {
            "approved_need": need,
            "decisions": grants[kind],
            "target_group": chance.choice(list(TargetGroup)).value,
        }


def _grant(kind: DwellingType) -> DecisionEntry:
    granted, basis = DecisionOutcome.GRANTED, LegalBasis.LOCAL_GUIDELINES
    proposal = Proposal(
        id=ObjectId(), outcome=granted, basis=basis, body=DecidingBody.DECIDER, dwelling_type=kind,
        appeal_body=AppealBody.APPEALS_BOARD, reasons="-", weighed="-", letter=ObjectId(),
        letter_sha256="0" * 64, rulebook=1, on=seeding.TODAY, by="1", by_name="Sara Saksbehandler",
    )  # fmt: skip
    return DecisionEntry(id=proposal.id, basis=basis, outcome=granted, decided_on=seeding.TODAY, proposal=proposal)


def _vacancies(count: int) -> list[Vacancy]:
    """Vacant dwellings that differ in what matching looks at."""
    chance = random.Random(3)  # noqa: S311 - no secret
    return [_vacancy(number, chance) for number in range(1, count + 1)]


def _vacancy(number: int, chance: random.Random) -> Vacancy:
    def often() -> bool:
        return chance.random() < 0.5

    home: Any = Dwelling(
        dwelling_number=f"B{number:04d}", address=f"Prøveveien {number}", postcode="9405", rooms=chance.randint(1, 5),
        kind=chance.choice([DwellingType.FLAT, DwellingType.FLAT, *DwellingType]), disposal=Disposal.OWNED,
        floor=chance.choice([None, 1, 2, 3]), lift=often(), wheelchair=often(), family_suitable=often(),
        services_day=often(), services_evening=often(), services_night=often(), rent_ore=seeding.RENT_ORE,
    )  # fmt: skip
    vacancy: Any = Vacancy(
        vacancy_number=f"L{number:04d}", dwelling=home, dwelling_number=home.dwelling_number, rulebook=1,
        cause=VacancyCause.TENANT_NOTICE, body=ChoosingBody.CONSULTANTS, known_on=seeding.TODAY,
        reported_on=seeding.TODAY, reported_by_name="Bo Konsulent", rent_ore=seeding.RENT_ORE,
    )  # fmt: skip
    for document in (home, vacancy):
        _store(document)
    return vacancy  # type: ignore[no-any-return]


def _store(document: Record) -> None:
    records.create(document, seeding.ACTOR)
