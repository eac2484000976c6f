"""Figures of empty dwellings: void days and loss, time from notice to keys, offers and refusals. Reads only.

Each function costs a fixed number of queries, and reads no more vacancies than those that touch the period.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from typing import Any, TypeVar

from bson import ObjectId

from models import Offer, Unit, Vacancy
from models.vacancy import LIVE
from rules import voids
from rules.deadlines import Month
from rules.terms import OfferState, RefusalReason, VacancyCause, VacancyStage, VacancyState
from rules.voids import Part, Void
from services import records, vacancies
from services.batches import batched

MONTHS = 12
EMPTY_STAGES = (VacancyStage.VACATED, VacancyStage.PREPARATION, VacancyStage.READY, VacancyStage.RESERVED)
LIVE_STAGES = (VacancyStage.NOTICE, *EMPTY_STAGES)
OF_VACANCY = (
    "vacancy_number", "dwelling_number", "unit", "cause", "state", "stage", "rent_ore", "reported_on", "vacated_on",
    "preparation_on", "ready_on", "reserved_on", "let_on", "closed_on", "earlier.on", "earlier.ended_on",
    "earlier.offer",
)  # fmt: skip
REFUSED = (OfferState.DECLINED, OfferState.EXPIRED)
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Period:
    """Whole months, the first and the last with."""

    first: Month
    last: Month

    @property
    def since(self) -> date:
        return self.first.first

    @property
    def until(self) -> date:
        """The day after its last."""
        return self.last.last + timedelta(days=1)

    def months(self) -> Iterator[Month]:
        """Each of its months, in order."""
        at = self.first
        while at <= self.last:
            yield at
            at = Month.of(at.last + timedelta(days=1))

    def holds(self, day: date | None) -> bool:
        """Whether the day lies in it."""
        return day is not None and self.since <= day < self.until


@dataclass(frozen=True, kw_only=True)
class Home:
    """One vacancy as the figures count it: `parts` are its empty days within the period, by month and stage."""

    id: ObjectId
    number: str
    dwelling_number: str
    unit: ObjectId | None
    cause: VacancyCause
    reported_on: date
    vacated_on: date | None
    let_on: date | None
    ended_on: date | None  # of a notice that was taken back
    keys_on: date | None
    offers: int
    parts: tuple[Part, ...]

    @property
    def void(self) -> Void:
        return voids.total(self.parts)

    @property
    def days_to_keys(self) -> int | None:
        """From the notice to the keys; a notice that came after them counts as none."""
        return max((self.keys_on - self.reported_on).days, 0) if self.keys_on else None


@dataclass(frozen=True)
class Sum:
    """What a group comes to, and how many homes it is made of."""

    void: Void
    homes: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All figures of a period. `empty` stood empty in it, `let` were let from a day in it; offers were given in it."""

    period: Period
    empty: tuple[Home, ...]
    let: tuple[Home, ...]
    offers: Mapping[OfferState, int]
    refusals: Mapping[RefusalReason, int]
    units: Mapping[ObjectId, str]

    @property
    def void(self) -> Void:
        return sum((home.void for home in self.empty), Void())

    @property
    def usual_days_to_keys(self) -> int | None:
        """The middle one of the homes that were let; None where none was."""
        days = [home.days_to_keys for home in self.let if home.days_to_keys is not None]
        return round(median(days)) if days else None

    @property
    def offers_for_each(self) -> float | None:
        """How many offers it took to let a home, on average."""
        return sum(home.offers for home in self.let) / len(self.let) if self.let else None


@dataclass(frozen=True)
class Now:
    """The homes that stand in one stage today, their empty days so far, and what this month has cost."""

    stage: VacancyStage
    homes: int
    days: int
    loss_ore: int


def latest(today: date) -> Period:
    """The month of the day and the eleven before it."""
    month = Month.of(today)
    return Period(Month(month.year - 1, month.month + 1) if month.month < MONTHS else Month(month.year, 1), month)


def year(number: int) -> Period:
    """A calendar year."""
    return Period(Month(number, 1), Month(number, MONTHS))


def figures(period: Period, today: date) -> Figures:
    """Everything that is told of a period, counted up to and with yesterday."""
    homes = [_home(one, period, today) for one in touching(period)]
    answered = list(offered(period))
    return Figures(
        period=period,
        empty=tuple(home for home in homes if home.parts),
        let=tuple(home for home in homes if period.holds(home.let_on)),
        offers=Counter(state for state, _ in answered),
        refusals=Counter(reason for state, reason in answered if reason is not None and state in REFUSED),
        units=_units({home.unit for home in homes if home.unit}),
    )


def _units(ids: set[ObjectId]) -> dict[ObjectId, str]:
    """The units' names; a municipality has some tens of them."""
    found: dict[ObjectId, str] = {}
    for fifty in batched(sorted(ids)):
        some = Unit.objects(pk__in=fifty).only("name")
        found |= {unit.pk: unit.name for unit in some.order_by("name", "pk")}
    return found


def touching(period: Period) -> list[Vacancy]:
    """The vacancies whose empty days or letting may lie in the period, by number.

    Those that go on (index `vacancy_state`), were let in it or after (`vacancy_let`), or were cancelled so
    (`vacancy_state`): three queries.
    """
    found = [
        *_some(state__in=LIVE, vacated_on__lt=period.until),
        *_some(let_on__gte=period.since),
        *_some(state=VacancyState.CANCELLED, closed_on__gte=period.since, vacated_on__lt=period.until),
    ]
    return sorted(found, key=lambda one: one.vacancy_number)


def offered(period: Period) -> Iterable[tuple[OfferState, RefusalReason | None]]:
    """How the offers given in the period stand, and why those refused were (index `offer_offered`)."""
    given = Offer.objects(offered_on__gte=period.since, offered_on__lt=period.until).order_by("-offered_on", "id")
    return given.scalar("state", "reason")  # type: ignore[no-any-return]


def now(today: date) -> tuple[Now, ...]:
    """Where the vacant homes stand today, stage by stage (index `vacancy_state`)."""
    month = Period(Month.of(today), Month.of(today))
    counts: Counter[VacancyStage] = Counter()
    sums: dict[VacancyStage, Void] = {}
    for one in _some(state__in=LIVE):
        counts[one.stage] += 1
        facts = vacancies.void_of(one)
        loss = voids.total(_within(voids.parts(facts, today), month)).loss_ore
        sums[one.stage] = sums.get(one.stage, Void()) + Void(voids.empty_days(facts, today), loss)
    held = {stage: sums.get(stage, Void()) for stage in LIVE_STAGES}
    return tuple(Now(stage, counts[stage], void.days, void.loss_ore) for stage, void in held.items())


def grouped(homes: Iterable[Home], by: Callable[[Home, Part], K]) -> dict[K, Sum]:
    """What the homes come to by stage, month, cause or unit."""
    sums: dict[K, Void] = {}
    behind: dict[K, set[ObjectId]] = {}
    for home in homes:
        for key, void in voids.grouped(home.parts, lambda part, home=home: by(home, part)).items():  # type: ignore[misc]
            sums[key] = sums.get(key, Void()) + void
            behind.setdefault(key, set()).add(home.id)
    return {key: Sum(void, len(behind[key])) for key, void in sums.items()}


def narrowed(homes: Iterable[Home], keep: Callable[[Home, Part], bool]) -> tuple[Home, ...]:
    """The homes with only those of their days that are asked for; what `grouped` counted, one by one."""
    cut = (replace(home, parts=tuple(part for part in home.parts if keep(home, part))) for home in homes)
    return tuple(home for home in cut if home.parts)


def _some(**wanted: Any) -> Iterable[Vacancy]:
    return Vacancy.objects(**wanted).only(*OF_VACANCY).no_dereference().order_by("id")  # type: ignore[no-any-return]


def _within(parts: Iterable[Part], period: Period) -> tuple[Part, ...]:
    return tuple(part for part in parts if period.first <= part.month <= period.last)


def _home(vacancy: Vacancy, period: Period, today: date) -> Home:
    let = vacancy.state is VacancyState.LET
    return Home(
        id=vacancy.pk,
        number=vacancy.number,
        dwelling_number=vacancy.dwelling_number,
        unit=records.reference(vacancy, "unit"),
        cause=vacancy.cause,
        reported_on=vacancy.reported_on,
        vacated_on=vacancy.vacated_on,
        let_on=vacancy.let_on,
        ended_on=vacancy.closed_on if vacancy.state is VacancyState.CANCELLED else None,
        keys_on=vacancy.closed_on if let else None,
        offers=sum(one.offer is not None for one in vacancy.earlier) + let,
        parts=_within(voids.parts(vacancies.void_of(vacancy), today), period),
    )
