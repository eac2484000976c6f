"""The department head decides where unit and consultants still disagree: rarely, and with reasons (S004 step 8)."""

from collections.abc import Sequence
from datetime import date

from bson import ObjectId

from models import Application, Vacancy
from models.vacancy_parts import Recommendation, Settlement
from rules import states
from rules.errors import MissingReason, TookPart, TransitionRefused
from rules.terms import Role, StaffMail, VacancyState
from services import records, vacancy_steps
from services.actor import Actor
from services.allocations import another, parties
from services.allocations.recommending import Reasons
from services.effects import Owed


def settle(
    vacancy: Vacancy,
    actor: Actor,
    *,
    chosen: ObjectId,
    reasons: str,
    passed_over: Reasons = (),
    version: int,
    today: date,
) -> bool:
    """Decide who is to have the dwelling, among those recommended or the other candidates; unit and consultants hear.

    Whoever recommended or answered for the unit is a party, and settles nothing.
    Raises NotAuthorised, StaleState, TransitionRefused, MissingReason, TookPart, ConflictOfInterest (fvl. § 6), and,
    for another candidate than those recommended, what another.chosen() raises.
    """
    actor.require(Role.DEPARTMENT_HEAD, what="vacancy.settle")
    records.check_version(vacancy, version)
    held = _check_stage(vacancy)
    if not reasons.strip():
        raise MissingReason("vacancy.settle")
    _check_part(vacancy, chosen, actor)
    case = records.get(Application, chosen)
    new = {} if chosen in held.chosen else another.chosen(vacancy, case, passed_over, actor, today)
    made = Settlement(
        chosen=case.pk,
        chosen_number=case.number,
        reasons=reasons.strip(),
        on=today,
        by=actor.id,
        by_name=actor.name,
        **new,
    )
    return records.change(
        vacancy,
        actor,
        values={"state": VacancyState.AGREED, "settlement": made},
        action="dispute_settled",
        version=version,
        owed=[vacancy_steps.owed(vacancy, vacancy.pk), *_told(vacancy, actor)],
    )


def _check_stage(vacancy: Vacancy) -> Recommendation:
    held: Recommendation | None = vacancy.recommendation
    if vacancy.state is not VacancyState.DISPUTED or held is None:
        raise TransitionRefused("vacancy", vacancy.state.value, VacancyState.AGREED.value)
    states.check(states.VACANCY, vacancy.state, VacancyState.AGREED)
    return held


def _check_part(vacancy: Vacancy, chosen: ObjectId, actor: Actor) -> None:
    if actor.id in took_part(vacancy):
        raise TookPart(vacancy.number, actor.name)
    parties.refuse_disqualified(parties.cases_of(vacancy, chosen), (actor.id, actor.name))


def took_part(vacancy: Vacancy) -> frozenset[str]:
    """The parties to a disagreement: those who recommended, and who answered for the unit."""
    held, heard = vacancy.recommendation, vacancy.hearing
    found = {held.by, held.second_by} if held else set()
    if heard is not None and heard.given_by_name is None:
        found.add(heard.by)
    return frozenset(filter(None, found))


def _told(vacancy: Vacancy, actor: Actor) -> Sequence[Owed]:
    leader = parties.leader_of(vacancy)
    to = [*parties.consultants_of(vacancy), *([leader.pk] if leader else [])]
    return parties.mails(vacancy, StaffMail.SETTLED, to, actor)
