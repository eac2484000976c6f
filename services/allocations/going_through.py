"""A recommendation gone through by another consultant than the one who made it (S004 step 6)."""

from collections.abc import Sequence
from datetime import date

from models import Vacancy
from models.vacancy_parts import Recommendation
from rules import states
from rules.errors import ChooserMissing, MissingReason, SamePerson, TransitionRefused
from rules.terms import ChoosingBody, StaffMail, VacancyState
from services import records, vacancy_steps
from services.actor import Actor
from services.allocations import parties
from services.allocations.carried import copy_of
from services.allocations.recommending import CHOOSERS, send_back
from services.allocations.standing import concerned, refuse_outdated, require_part, standing
from services.effects import Owed


def go_through(vacancy: Vacancy, actor: Actor, *, agree: bool, why: str = "", version: int, today: date) -> bool:
    """Say yes to a recommendation, which goes on to the unit or is ready to be allocated; or send it back, with why.

    Raises NotAuthorised, StaleState, TransitionRefused (nothing is proposed), ChooserMissing (the committee chooses),
    SamePerson, ConflictOfInterest (fvl. § 6), NoNeedToKnow, MissingReason (sent back), RecommendationOutdated.
    """
    actor.require(*CHOOSERS, what="vacancy.go_through")
    records.check_version(vacancy, version)
    held = vacancy.recommendation
    after = VacancyState.RECOMMENDED if vacancy.with_services else VacancyState.AGREED
    if held is None or vacancy.state is not VacancyState.PROPOSED:
        raise TransitionRefused("vacancy", vacancy.state.value, after.value)
    if vacancy.body is ChoosingBody.COMMITTEE and not vacancy.with_services:
        raise ChooserMissing(vacancy.number)
    if held.by == actor.id:
        raise SamePerson(vacancy.number, held.by_name)
    require_part(concerned(vacancy), actor)
    if not agree:
        if not why.strip():
            raise MissingReason("vacancy.send_back")
        return send_back(vacancy, actor, action="recommendation_sent_back", why=why, version=version, today=today)
    refuse_outdated(vacancy, standing(vacancy, today), held.chosen)
    states.check(states.VACANCY, vacancy.state, after)
    return records.change(
        vacancy,
        actor,
        values={"state": after, "recommendation": _seconded(held, actor, today)},
        action="gone_through",
        version=version,
        owed=[vacancy_steps.owed(vacancy, vacancy.pk), *_told(vacancy, actor)],
        rulebook=held.rulebook,
    )


def _seconded(held: Recommendation, actor: Actor, today: date) -> Recommendation:
    return copy_of(held, second_on=today, second_by=actor.id, second_by_name=actor.name)


def _told(vacancy: Vacancy, actor: Actor) -> Sequence[Owed]:
    """The unit's leader hears of it where the unit is to be asked (S004 step 7)."""
    leader = parties.leader_of(vacancy) if vacancy.with_services else None
    return parties.mails(vacancy, StaffMail.RECOMMENDED, [leader.pk] if leader else [], actor)
