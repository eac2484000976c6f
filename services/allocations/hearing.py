"""The unit's leader is told who is recommended, and answers yes, doubt or no (S004 step 7).

The leader sees what the answer needs and no more: who is recommended, the consultants' summary, and the services that
were granted. A consultant may write down an answer that was given by telephone: the record names both, and the leader
is told by mail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bson import ObjectId

from models import Applicant, Application, Nomination, User, Vacancy
from models.vacancy_parts import Recommendation, UnitHearing
from rules import hearing, states
from rules.errors import NotTheUnitsLeader, TransitionRefused
from rules.terms import AccessKind, Role, StaffMail, UnitAnswer, VacancyState
from services import applications, audit, records, vacancy_steps
from services.actor import Actor
from services.allocations import parties
from services.decisions.drawing import need_in_words
from services.effects import Owed

NOTERS = (Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD)  # who may write down an answer given by telephone
ANSWERERS = (Role.UNIT_LEADER, Role.CASEWORKER, *NOTERS)  # a leader's deputy may be any of them


@dataclass(frozen=True, kw_only=True)
class Presented:
    """One recommended household as the unit sees it: no journal, no mapping, nobody else's place."""

    application: ObjectId
    number: str
    person: ObjectId
    name: str
    summary: str
    needs: tuple[str, ...]


# --- What the unit sees -------------------------------------------------------------------------------------------


def may_answer(vacancy: Vacancy, actor: Actor) -> bool:
    """Whether the unit's answer is the actor's to give now."""
    if vacancy.state is not VacancyState.RECOMMENDED or vacancy.recommendation is None:
        return False
    return hearing.speaks_for_unit(*_voice(vacancy, actor))


def _voice(vacancy: Vacancy, actor: Actor) -> tuple[hearing.Voice, hearing.Parties]:
    return parties.voice_of(actor), parties.parties_of(vacancy, parties.cases_of(vacancy))


def present(vacancy: Vacancy, actor: Actor, *, noted: bool = False, log: bool = True) -> Sequence[Presented]:
    """Who is recommended, for the one who is to answer, or who writes the answer down; each opening is logged.

    `log` is off where a form is shown again with its faults.

    Raises NotAuthorised, TransitionRefused (nobody is recommended now), NotTheUnitsLeader, ConflictOfInterest
    (fvl. § 6), TookPart.
    """
    actor.require(*ANSWERERS, what="vacancy.answer")
    _check_stage(vacancy, VacancyState.AGREED)
    _check_part(vacancy, actor, noted=noted)
    shown = presented(vacancy)
    for one in shown if log else ():
        audit.record_access(
            actor,
            AccessKind.OPENED,
            "application",
            document_id=str(one.application),
            number=one.number,
            person=one.person,
        )
    return shown


def presented(vacancy: Vacancy) -> Sequence[Presented]:
    """The recommended households; the caller has asked who reads, and logs it."""
    wanted = list(vacancy.recommendation.chosen) if vacancy.recommendation else []
    cases = {one.pk: one for one in Application.objects(pk__in=wanted).no_dereference()}
    people = [records.reference(case, "applicant") for case in cases.values()]
    names = {one.pk: one.name for one in Applicant.objects(pk__in=people).only("first_name", "last_name")}
    put_up = Nomination.objects(vacancy=vacancy.pk, application__in=wanted).only("application", "summary")
    said = {records.reference(one, "application"): one.summary or "" for one in put_up.no_dereference()}
    return [_presented(cases[one], names, said.get(one, "")) for one in wanted if one in cases]


def _presented(case: Application, names: dict[ObjectId, str], summary: str) -> Presented:
    person = records.reference(case, "applicant")
    return Presented(
        application=case.pk,
        number=case.number,
        person=person,
        name=names.get(person, ""),
        summary=summary,
        needs=tuple(need_in_words(case.approved_need)),
    )


# --- The answer ---------------------------------------------------------------------------------------------------


def answer(
    vacancy: Vacancy,
    actor: Actor,
    *,
    answer: UnitAnswer,
    prefers: ObjectId | None = None,
    reasons: str = "",
    mix: str = "",
    given_by: str = "",
    version: int,
    today: date,
) -> bool:
    """Answer for the unit: yes goes on to the allocation, doubt to a discussion meeting, no to the department head.

    `given_by` names who answered where a consultant writes it down.
    Raises NotAuthorised, StaleState, TransitionRefused (nobody is recommended now), NotTheUnitsLeader,
    ConflictOfInterest (fvl. § 6), TookPart, MissingReason, InvalidRecord.
    """
    actor.require(*ANSWERERS, what="vacancy.answer")
    records.check_version(vacancy, version)
    after = hearing.AFTER_ANSWER[answer]
    chosen = _check_stage(vacancy, after).chosen
    _check_part(vacancy, actor, noted=bool(given_by.strip()))
    hearing.check_answer(
        answer, chosen=[str(one) for one in chosen], prefers=str(prefers) if prefers else None, reasons=reasons
    )
    if answer is UnitAnswer.YES and prefers is None:
        prefers = chosen[0]
    made = UnitHearing(
        answer=answer,
        prefers=prefers,
        reasons=reasons.strip() or None,
        mix=mix.strip() or None,
        on=today,
        by=actor.id,
        by_name=actor.name,
        given_by_name=given_by.strip() or None,
    )
    return records.change(
        vacancy,
        actor,
        values={"state": after, "hearing": made},
        action="unit_answered",
        version=version,
        owed=[vacancy_steps.owed(vacancy, vacancy.pk), *_told(vacancy, actor, made)],
    )


def _check_stage(vacancy: Vacancy, after: VacancyState) -> Recommendation:
    held = vacancy.recommendation
    if vacancy.state is not VacancyState.RECOMMENDED or held is None:
        raise TransitionRefused("vacancy", vacancy.state.value, after.value)
    states.check(states.VACANCY, vacancy.state, after)
    return held


def _check_part(vacancy: Vacancy, actor: Actor, *, noted: bool) -> None:
    """The unit's own people answer; a consultant writes down what they said."""
    cases = parties.cases_of(vacancy)
    if not noted:
        hearing.check_voice(vacancy.number, parties.voice_of(actor), parties.parties_of(vacancy, cases))
        return
    if not actor.roles & set(NOTERS):
        raise NotTheUnitsLeader(vacancy.number)
    parties.refuse_disqualified(cases, (actor.id, actor.name))


def _told(vacancy: Vacancy, actor: Actor, made: UnitHearing) -> Sequence[Owed]:
    consultants = parties.consultants_of(vacancy)
    found: list[Owed] = []
    if made.answer is UnitAnswer.DOUBT:
        invited = [*consultants, *parties.caseworkers_of_chosen(vacancy)]
        found += parties.mails(vacancy, StaffMail.DISCUSSION, invited, actor)
    else:
        found += parties.mails(vacancy, StaffMail.ANSWERED, consultants, actor)
    if made.answer is UnitAnswer.NO:
        found += parties.mails(vacancy, StaffMail.DISPUTED, parties.department_heads(), actor)
    leader = parties.leader_of(vacancy) if made.given_by_name else None
    return [*found, *parties.mails(vacancy, StaffMail.ANSWER_NOTED, [leader.pk] if leader else [], actor)]


def step_aside(vacancy: Vacancy, actor: Actor, *, because: str, version: int, today: date) -> bool:
    """The unit's leader is disqualified (fvl. § 6): noted on each recommended case, and the deputy answers.

    Raises NotAuthorised, StaleState, TransitionRefused, NotTheUnitsLeader, ConflictOfInterest (noted before),
    TookPart, MissingReason.
    """
    actor.require(*ANSWERERS, what="vacancy.answer")
    records.check_version(vacancy, version)
    held = _check_stage(vacancy, VacancyState.AGREED)
    _check_part(vacancy, actor, noted=False)
    user = records.get(User, actor.id)
    for case in Application.objects(pk__in=held.chosen).no_dereference():
        applications.declare_conflict(case, user, actor, because=because, version=case.version, today=today)
    deputy = records.reference(user, "deputy")
    told = [deputy] if deputy else parties.consultants_of(vacancy)
    what = StaffMail.RECOMMENDED if deputy else StaffMail.ANSWERED
    owed = [vacancy_steps.owed(vacancy, vacancy.pk), *parties.mails(vacancy, what, told, actor)]
    return records.change(vacancy, actor, values={}, action="unit_stepped_aside", version=version, owed=owed)
