"""What may be reported vacant, by which road, and how its stages are dated: policy as tables."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from rules import vacancies
from rules.errors import (
    DateBeforeCause,
    DwellingLet,
    DwellingNotInUse,
    HusromError,
    InvalidRecord,
    LandlordReports,
    LeaseOver,
    StageFollowed,
    StageMissing,
)
from rules.terms import (
    ChoosingBody,
    Disposal,
    DwellingState,
    LeaseEnd,
    Urgency,
    VacancyCause,
    VacancyStage,
    VacancyState,
    VacancyStep,
)
from rules.vacancies import HomeFacts, Stages
from rules.vacancy_steps import VacancyProgress, next_step

TODAY = date(2026, 11, 22)
HOME = HomeFacts(number="B1", state=DwellingState.ACTIVE, disposal=Disposal.OWNED)
DEATH, NEW = VacancyCause.DEATH, VacancyCause.NEW_DWELLING
VACATED, PREPARATION, READY = VacancyStage.VACATED, VacancyStage.PREPARATION, VacancyStage.READY


@pytest.mark.parametrize(
    ("sentence", "home", "long"),
    [
        ("an ordinary dwelling takes the short road", HOME, False),
        ("a unit's dwelling takes the long road", replace(HOME, has_unit=True), True),
        ("so does one with services and no unit", replace(HOME, services=True), True),
    ],
)
def test_the_road(sentence: str, home: HomeFacts, long: bool) -> None:
    assert vacancies.with_services(home) is long, sentence


@pytest.mark.parametrize(
    ("sentence", "changes", "cause", "ending", "refused"),
    [
        ("an empty dwelling is reported", {}, DEATH, False, None),
        ("a new dwelling is reported", {}, NEW, False, None),
        ("a let one when the notice says that the lease ends", {"lets": "K1"}, DEATH, True, None),
        ("not when it does not", {"lets": "K1"}, DEATH, False, DwellingLet),
        ("a let dwelling is not new", {"lets": "K1"}, NEW, True, DwellingLet),
        ("a let dwelling is not taken back in use", {"lets": "K1"}, VacancyCause.BACK_IN_USE, True, DwellingLet),
        ("one whose next lease is signed is promised", {"lets": "K1", "upcoming": True}, DEATH, True, DwellingLet),
        ("sold", {"state": DwellingState.SOLD}, DEATH, False, DwellingNotInUse),
        ("out of service", {"state": DwellingState.OUT_OF_SERVICE}, NEW, False, DwellingNotInUse),
        ("being rebuilt", {"state": DwellingState.UNDER_RENOVATION}, NEW, False, DwellingNotInUse),
        ("to be sold", {"state": DwellingState.TO_BE_SOLD}, NEW, False, DwellingNotInUse),
        ("head lease ended", {"state": DwellingState.HEAD_LEASE_ENDED}, NEW, False, DwellingNotInUse),
        ("a landlord's, by referral", {"disposal": Disposal.REFERRAL}, DEATH, False, LandlordReports),
        ("a landlord's, by allocation", {"disposal": Disposal.ALLOCATION}, DEATH, False, LandlordReports),
        ("one that we rent in is ours to let", {"disposal": Disposal.RENTED_IN}, DEATH, False, None),
        ("so is a co-op flat", {"disposal": Disposal.COOP}, DEATH, False, None),
    ],
)  # fmt: skip
def test_what_may_be_reported(
    sentence: str, changes: dict[str, Any], cause: VacancyCause, ending: bool, refused: type[HusromError] | None
) -> None:
    home = replace(HOME, **changes)
    if refused is None:
        vacancies.check_home(home, cause, ending=ending)
    else:
        with pytest.raises(refused):
            vacancies.check_home(home, cause, ending=ending)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("sentence", "known", "free", "lease", "why"),
    [
        ("known today", 0, None, None, None),
        ("known last week, free last month", -7, -30, None, None),
        ("free in three months", 0, 90, None, None),
        ("known tomorrow", 1, None, None, {"known_on": "future"}),
        ("known more than a year ago", -367, None, None, {"known_on": "too_old"}),
        ("free more than a year ago", 0, -367, None, {"free_from": "too_old"}),
        ("free in more than two years", 0, 733, None, {"free_from": "too_far"}),
        ("known before the lease began", -7, None, -3, DateBeforeCause),
        ("free before the lease began", 0, -7, -3, DateBeforeCause),
    ],
)
def test_the_days_of_a_notice(sentence: str, known: int, free: int | None, lease: int | None, why: Any) -> None:
    given = [days(known), *(days(one) if one is not None else None for one in (free, lease))]
    if why is None:
        vacancies.check_days(*given, TODAY)  # type: ignore[arg-type]
    elif isinstance(why, dict):
        with pytest.raises(InvalidRecord) as refused:
            vacancies.check_days(*given, TODAY)  # type: ignore[arg-type]
        assert refused.value.problems == why, sentence
    else:
        with pytest.raises(why):
            vacancies.check_days(*given, TODAY)  # type: ignore[arg-type]


def test_a_notice_is_late_by_the_days_after_it_was_known() -> None:
    assert [vacancies.late_days(days(one), TODAY) for one in (0, -1, -9)] == [0, 1, 9]


OPEN = Stages(number="L1", reported_on=days(-20))
EMPTY = replace(OPEN, vacated_on=days(-10))
PREPARED = replace(EMPTY, preparation_on=days(-5))
DONE = replace(PREPARED, ready_on=days(-1))


@pytest.mark.parametrize(
    ("sentence", "stages", "stage", "day", "refused"),
    [
        ("vacated today", OPEN, VACATED, 0, None),
        ("vacated before it was reported", OPEN, VACATED, -30, None),
        ("vacated tomorrow", OPEN, VACATED, 1, InvalidRecord),
        ("vacated more than a year before it was reported", OPEN, VACATED, -387, InvalidRecord),
        ("vacated the day the lease began", replace(OPEN, lease_from=days(-3)), VACATED, -3, InvalidRecord),
        ("vacated the day after", replace(OPEN, lease_from=days(-3)), VACATED, -2, None),
        ("prepared before it is vacated", OPEN, PREPARATION, 0, StageMissing),
        ("ready before it is vacated", OPEN, READY, 0, StageMissing),
        ("prepared on the day it was vacated", EMPTY, PREPARATION, -10, None),
        ("prepared the day before", EMPTY, PREPARATION, -11, DateBeforeCause),
        ("ready without preparation", EMPTY, READY, -10, None),
        ("ready before preparation began", PREPARED, READY, -6, DateBeforeCause),
        ("preparation after it is ready", replace(EMPTY, ready_on=days(-1)), PREPARATION, -2, StageFollowed),
        ("the vacated day is corrected until the next stage", EMPTY, VACATED, -12, None),
        ("and not after it", PREPARED, VACATED, -12, StageFollowed),
        ("nor after a stage that was skipped to", replace(EMPTY, ready_on=days(-1)), VACATED, -12, StageFollowed),
        ("ready is corrected", DONE, READY, -3, None),
        ("not once it is let", replace(DONE, let_on=days(0)), READY, -3, StageFollowed),
        ("preparation is taken back", PREPARED, PREPARATION, None, None),
        ("ready is taken back", DONE, READY, None, None),
        ("what another stage rests on is not taken back", DONE, PREPARATION, None, StageFollowed),
        ("vacated is taken back where no lease ended with it", EMPTY, VACATED, None, None),
        ("not where one did", replace(EMPTY, lease_over=True), VACATED, None, LeaseOver),
    ],
)
def test_the_stages(
    sentence: str, stages: Stages, stage: VacancyStage, day: int | None, refused: type[HusromError] | None
) -> None:
    on = None if day is None else days(day)
    if refused is None:
        vacancies.check_stage(stages, stage, on, TODAY)
    else:
        with pytest.raises(refused):
            vacancies.check_stage(stages, stage, on, TODAY)


def test_each_cause_that_ends_a_lease_says_how_and_back() -> None:
    assert set(vacancies.LEASE_END) == set(VacancyCause) - vacancies.UNLET
    assert set(vacancies.CAUSE) == set(LeaseEnd)
    assert all(vacancies.CAUSE[end] is cause for cause, end in vacancies.LEASE_END.items())


@pytest.mark.parametrize(
    ("sentence", "empty_for", "pressing"),
    [
        ("one that is lived in is as pressing as its step", None, Urgency.NOTICE),
        ("so is one just vacated", 3, Urgency.NOTICE),
        ("a fortnight empty", 14, Urgency.SOON),
        ("a month empty", 30, Urgency.URGENT),
    ],
)
def test_a_step_is_the_more_pressing_the_longer_the_dwelling_is_empty(
    sentence: str, empty_for: int | None, pressing: Urgency
) -> None:
    case = VacancyProgress(
        state=VacancyState.OPEN, with_services=False, body=ChoosingBody.CONSULTANTS, reported_on=TODAY,
        vacated_on=None if empty_for is None else days(-empty_for),
    )  # fmt: skip
    found = next_step(case, dict.fromkeys(VacancyStep, 30), TODAY)
    assert found is not None
    assert found.urgency is pressing, sentence
