"""The dwelling's stages: vacated, under preparation, ready; dated, corrected or taken back until the next one."""

from datetime import date

from models import Dwelling, Vacancy
from rules import vacancies
from rules.errors import MissingReason
from rules.terms import VacancyStage
from rules.vacancies import FIELDS, LEASE_END
from services import records, vacancy_steps
from services.actor import Actor
from services.effects import Owed
from services.vacancies.reading import require_open, require_reporter, stages_of

END_LEASE_EFFECT = "end_lease"


def date_stage(
    vacancy: Vacancy,
    stage: VacancyStage,
    on: date | None,
    actor: Actor,
    *,
    version: int,
    today: date,
    why: str = "",
) -> bool:
    """Date a stage, correct its date, or take it back (None); the last two need a reason. False where nothing differs.

    Vacated is the first day without rent: the lease ends the day before, for the reason that the notice gave.
    Raises NotAuthorised, OtherUnit, VacancyClosed, MissingReason, StageMissing, StageFollowed, LeaseOver,
    InvalidRecord (future, too_old, before_lease), DateBeforeCause, StaleState.
    """
    require_reporter(records.get(Dwelling, records.reference(vacancy, "dwelling")), actor, "vacancy.date_stage")
    records.check_version(vacancy, version)
    require_open(vacancy)
    field = FIELDS[stage]
    before = getattr(vacancy, field)
    if before == on:
        return False
    vacancies.check_stage(stages_of(vacancy), stage, on, today)
    if before is not None and not why.strip():
        raise MissingReason("vacancy.date_stage")
    owed = [vacancy_steps.owed(vacancy, vacancy.pk)]
    if stage is VacancyStage.VACATED and on is not None:
        owed += _ending(vacancy, on)
    action = "stage_dated" if before is None else "stage_corrected" if on else "stage_taken_back"
    return records.change(vacancy, actor, values={field: on}, action=action, why=why, version=version, owed=owed)


def _ending(vacancy: Vacancy, vacated_on: date) -> list[Owed]:
    """The lease's end, where the notice names one: its last day, and why."""
    lease = records.reference(vacancy, "lease")
    if lease is None:
        return []
    args = {
        "lease": str(lease),
        "on": vacancies.last_let_day(vacated_on).isoformat(),
        "reason": LEASE_END[vacancy.cause].value,
    }
    return [Owed(END_LEASE_EFFECT, f"end_lease:{vacancy.pk}:{vacancy.version + 1}", args)]
