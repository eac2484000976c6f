"""Each candidate's situation summed up by a housing consultant, before anybody is recommended (S004 step 6)."""

from datetime import date

from models import Nomination, Vacancy
from rules.errors import MissingReason, TransitionRefused
from rules.terms import NominationState, VacancyState
from services import records, vacancy_steps
from services.actor import Actor
from services.allocations.recommending import CHOOSERS
from services.allocations.standing import require_part


def sum_up(nomination: Nomination, actor: Actor, text: str, *, version: int, today: date) -> bool:
    """Write down the candidate's situation in short; False where it says so already.

    Raises NotAuthorised, StaleState, TransitionRefused (no longer a candidate, or somebody is recommended already),
    MissingReason, ConflictOfInterest (fvl. § 6), NoNeedToKnow.
    """
    actor.require(*CHOOSERS, what="nomination.sum_up")
    records.check_version(nomination, version)
    if nomination.state is not NominationState.PUT_UP:
        raise TransitionRefused("nomination", nomination.state.value, "summed_up")
    vacancy = records.get(Vacancy, records.reference(nomination, "vacancy"))
    if vacancy.state is not VacancyState.OPEN:
        raise TransitionRefused("vacancy", vacancy.state.value, "summed_up")
    if not text.strip():
        raise MissingReason("nomination.sum_up")
    require_part([records.reference(nomination, "application")], actor)
    if (nomination.summary or "") == text.strip():
        return False
    values = {
        "summary": text.strip(), "summarised_by": actor.id, "summarised_by_name": actor.name, "summarised_on": today,
    }  # fmt: skip
    owed = [vacancy_steps.owed(nomination, vacancy.pk)]
    return records.change(nomination, actor, values=values, action="summed_up", version=version, owed=owed)
