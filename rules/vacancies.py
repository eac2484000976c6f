"""When a dwelling may be reported vacant, by which road, and in what order and time its stages are dated (S004)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rules.dwellings import NEEDS_LANDLORD
from rules.errors import (
    DateBeforeCause,
    DwellingLet,
    DwellingNotInUse,
    InvalidRecord,
    LandlordReports,
    LeaseOver,
    StageFollowed,
    StageMissing,
)
from rules.terms import Disposal, DwellingState, LeaseEnd, VacancyCause, VacancyStage

OLDEST_DAYS = 366  # what is said to have happened longer ago is a slip of the pen
FARTHEST_DAYS = 732
UNLET = frozenset({VacancyCause.NEW_DWELLING, VacancyCause.BACK_IN_USE})  # nobody moves out
LEASE_END: Mapping[VacancyCause, LeaseEnd] = {
    VacancyCause.DEATH: LeaseEnd.DEATH,
    VacancyCause.NURSING_HOME: LeaseEnd.MOVED_TO_CARE,
    VacancyCause.TENANT_NOTICE: LeaseEnd.TENANT_NOTICE,
    VacancyCause.LANDLORD_NOTICE: LeaseEnd.LANDLORD_NOTICE,
    VacancyCause.EXPIRY: LeaseEnd.EXPIRY,
    VacancyCause.RESCINDED: LeaseEnd.RESCINDED,
    VacancyCause.EVICTION: LeaseEnd.EVICTED,
    VacancyCause.SWAP: LeaseEnd.SWAP,
    VacancyCause.OWN_HOME: LeaseEnd.MOVED_TO_OWNED,
    VacancyCause.MUTUAL: LeaseEnd.MUTUAL,
}
CAUSE: Mapping[LeaseEnd, VacancyCause] = {end: cause for cause, end in LEASE_END.items()}
FIELDS: Mapping[VacancyStage, str] = {  # the stages that people date; reserved and let follow from the letting
    VacancyStage.VACATED: "vacated_on",
    VacancyStage.PREPARATION: "preparation_on",
    VacancyStage.READY: "ready_on",
}
ORDER = tuple(FIELDS)


@dataclass(frozen=True, kw_only=True)
class HomeFacts:
    """What decides whether a dwelling is reported vacant, and by which road.

    `lets` is the number of the lease that stands there: somebody lives there, or it is signed and `upcoming`.
    """

    number: str
    state: DwellingState
    disposal: Disposal
    has_unit: bool = False
    services: bool = False  # by day, evening or night, or a staffed base
    lets: str | None = None
    upcoming: bool = False


@dataclass(frozen=True, kw_only=True)
class Stages:
    """The dated stages of one vacancy; `lease_from` and `lease_over` are of the lease that ends, where one does."""

    number: str
    reported_on: date
    vacated_on: date | None = None
    preparation_on: date | None = None
    ready_on: date | None = None
    let_on: date | None = None
    lease_from: date | None = None
    lease_over: bool = False


def with_services(home: HomeFacts) -> bool:
    """Whether the dwelling takes the long road: a unit or services belong to it (S004)."""
    return home.has_unit or home.services


def check_home(home: HomeFacts, cause: VacancyCause, *, ending: bool) -> None:
    """Refuse a notice about a dwelling that is not ours to let, or is let; `ending` = the notice says the lease ends.

    Raises LandlordReports, DwellingNotInUse, DwellingLet.
    """
    if home.disposal in NEEDS_LANDLORD:
        raise LandlordReports(home.number)
    if home.state is not DwellingState.ACTIVE:
        raise DwellingNotInUse(home.number, home.state)
    if home.lets is not None and (home.upcoming or cause in UNLET or not ending):
        raise DwellingLet(home.lets)


def check_days(known_on: date, free_from: date | None, lease_from: date | None, today: date) -> None:
    """Refuse days that cannot be. Raises InvalidRecord (future, too_old, too_far), DateBeforeCause."""
    _plausible("known_on", known_on, today, today)
    if free_from is not None:
        if free_from > today + timedelta(days=FARTHEST_DAYS):
            raise InvalidRecord("vacancy", {"free_from": "too_far"})
        if free_from < today - timedelta(days=OLDEST_DAYS):
            raise InvalidRecord("vacancy", {"free_from": "too_old"})
    for name, day in (("known_on", known_on), ("free_from", free_from)):
        if lease_from is not None and day is not None and day < lease_from:
            raise DateBeforeCause(name, day, "lease_from", lease_from)


def late_days(known_on: date, reported_on: date) -> int:
    """How many days after it was known the notice came; S004 asks for the same day."""
    return max((reported_on - known_on).days, 0)


def check_stage(stages: Stages, stage: VacancyStage, on: date | None, today: date) -> None:
    """Refuse a day for a stage that is out of order, has not come, or is before what it follows; None takes it back.

    A stage may be skipped, and is dated, corrected or taken back until the next one is dated.
    Raises StageMissing, StageFollowed, LeaseOver, InvalidRecord (future, too_old, before_lease), DateBeforeCause.
    """
    at = ORDER.index(stage)
    later = [(one, getattr(stages, FIELDS[one])) for one in ORDER[at + 1 :]] + [(VacancyStage.LET, stages.let_on)]
    followed = next((one for one, day in later if day is not None), None)
    if followed is not None:
        raise StageFollowed(stages.number, stage, followed)
    if stage is not VacancyStage.VACATED and stages.vacated_on is None:
        raise StageMissing(stages.number, VacancyStage.VACATED)
    if on is None:
        if stage is VacancyStage.VACATED and stages.lease_over:
            raise LeaseOver(stages.number)
        return
    field = FIELDS[stage]
    _plausible(field, on, today, stages.reported_on)
    if stages.lease_from is not None and on <= stages.lease_from:
        raise InvalidRecord("vacancy", {field: "before_lease"})
    for name in reversed([FIELDS[one] for one in ORDER[:at]]):
        day = getattr(stages, name)
        if day is not None and on < day:
            raise DateBeforeCause(field, on, name, day)


def _plausible(name: str, day: date, today: date, since: date) -> None:
    if day > today:
        raise InvalidRecord("vacancy", {name: "future"})
    if day < since - timedelta(days=OLDEST_DAYS):
        raise InvalidRecord("vacancy", {name: "too_old"})


def last_let_day(vacated_on: date) -> date:
    """The last day the old lease runs and its rent is charged: the day before the dwelling stands empty."""
    return vacated_on - timedelta(days=1)


def first_empty_day(ended_on: date) -> date:
    """The day after a lease's last one."""
    return ended_on + timedelta(days=1)
