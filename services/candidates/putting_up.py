"""An office's candidate for a vacant dwelling with services: put up with its checklist, and withdrawn (S004 4-5)."""

from collections.abc import Mapping
from datetime import date, datetime

from bson import ObjectId

from models import Application, Nomination, Vacancy
from models.nomination import Checked
from rules import states
from rules.candidates import Answer, unanswered
from rules.deadlines import oslo_date
from rules.errors import (
    AlreadyExists,
    AssessmentOutdated,
    CandidateStands,
    ChecklistIncomplete,
    MissingReason,
    NotOnList,
    NotSuited,
    OtherOffice,
    StraightFromList,
    TransitionRefused,
)
from rules.rulebook import Rules
from rules.terms import JournalKind, NominationState, Role, VacancyState
from services import applications, journals, need_to_know, records, rulebooks, vacancy_steps
from services.actor import Actor
from services.candidates.following import owed_by_new
from services.candidates.matching import why_not

NOMINATORS = (Role.CASEWORKER,)


def put_up(
    vacancy: Vacancy,
    application: Application,
    actor: Actor,
    *,
    answers: Mapping[str, Answer],
    why: str,
    new_facts: str = "",
    nonce: str,
    version: int,
    now: datetime,
) -> ObjectId:
    """Put up one household as the office's candidate; returns the nomination's id, the same for a form sent twice.

    `answers` are by the checklist's codes, `version` is the vacancy's, `nonce` the form's: 32 hexadecimal digits. New
    facts go to the household's journal before the candidate is stored: they stand there whoever was first.
    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, StaleState, StraightFromList, TransitionRefused (no longer
    open), OtherOffice, NotOnList, AssessmentOutdated, NotSuited, ChecklistIncomplete, MissingReason, CandidateStands.
    """
    office = require_nominator(application, actor)
    made = ObjectId(nonce[:24])
    if _is_stored(made, vacancy, application):
        return made
    rules = rulebooks.current(oslo_date(now))
    _refuse_vacancy(vacancy, version)
    _refuse_household(vacancy, application, rules, oslo_date(now))
    if left := unanswered(rules.letting.checklist, answers):
        raise ChecklistIncomplete(application.number, left)
    if not why.strip():
        raise MissingReason("nomination.put_up")
    _refuse_second(vacancy, office, made)
    if new_facts.strip():
        journals.write(application, JournalKind.NEW_FACT, new_facts, actor, nonce=nonce, now=now)
    nomination = _nomination(vacancy, application, office, rules, answers)
    nomination.id, nomination.why = made, why.strip()
    nomination.put_up_on, nomination.put_up_by_name = oslo_date(now), actor.name
    _store(nomination, vacancy, application, actor)
    return made


def _nomination(
    vacancy: Vacancy, application: Application, office: ObjectId, rules: Rules, answers: Mapping[str, Answer]
) -> Nomination:
    """The candidate as it stands, but for who put it up, when and why."""
    return Nomination(
        vacancy=vacancy.pk,
        vacancy_number=vacancy.number,
        application=application.pk,
        application_number=application.number,
        applicant=records.reference(application, "applicant"),
        office=office,
        checklist=[Checked(code=one.code, **_said(answers[one.code])) for one in rules.letting.checklist],
        rulebook=rules.number,
    )


def _store(nomination: Nomination, vacancy: Vacancy, application: Application, actor: Actor) -> None:
    """The write that decides: an office's second candidate is kept out by the index. Raises CandidateStands."""
    owed = [vacancy_steps.owed_by_new(nomination, vacancy.pk), owed_by_new(nomination, vacancy.pk)]
    try:
        records.create(nomination, actor, action="nominated", owed=owed)
    except AlreadyExists:
        if not _is_stored(nomination.pk, vacancy, application):
            _refuse_second(vacancy, records.reference(nomination, "office"), nomination.pk)
            raise


def withdraw(nomination: Nomination, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Take a candidate back; its office may put up another.

    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, OtherOffice, StaleState, MissingReason, TransitionRefused.
    """
    require_nominator(records.get(Application, records.reference(nomination, "application")), actor)
    records.check_version(nomination, version)
    if nomination.state is not NominationState.PUT_UP:
        raise TransitionRefused("nomination", nomination.state.value, NominationState.WITHDRAWN.value)
    states.check(states.NOMINATION, nomination.state, NominationState.WITHDRAWN)
    if not why.strip():
        raise MissingReason("nomination.withdraw")
    return records.change(
        nomination,
        actor,
        values={"state": NominationState.WITHDRAWN, "closed_on": today},
        action="nomination_withdrawn",
        why=why.strip(),
        version=version,
        owed=[vacancy_steps.owed(nomination, records.reference(nomination, "vacancy"))],
    )


def require_nominator(application: Application, actor: Actor) -> ObjectId:
    """Let the caseworkers of the household's office pass, its own caseworker and their deputy; returns the office.

    A household of no office is put up by the office whose caseworker takes it on. Raises NotAuthorised,
    ConflictOfInterest (fvl. § 6), NoNeedToKnow, OtherOffice.
    """
    actor.require(*NOMINATORS, what="nomination.put_up")
    applications.refuse_disqualified(application, actor)
    need_to_know.require(application, actor)
    office = records.reference(application, "office")
    if office is not None and office != actor.office and not _has_the_case(application, actor):
        raise OtherOffice(application.number)
    found = office or actor.office
    if found is None:
        raise OtherOffice(application.number)
    return ObjectId(found)


def _has_the_case(application: Application, actor: Actor) -> bool:
    worker = need_to_know.worker_of(actor)
    return str(records.reference(application, "caseworker")) in {worker.id, *worker.stands_in_for}


def live_of(vacancy: ObjectId, office: ObjectId) -> Nomination | None:
    """The office's candidate for the vacancy, if any (index `nomination_one_live`)."""
    wanted = Nomination.objects(vacancy=vacancy, office=office, state=NominationState.PUT_UP)
    found: Nomination | None = wanted.no_dereference().first()
    return found


def _refuse_vacancy(vacancy: Vacancy, version: int) -> None:
    records.check_version(vacancy, version)
    if not vacancy.with_services:
        raise StraightFromList(vacancy.number)
    if vacancy.state is not VacancyState.OPEN:
        raise TransitionRefused("vacancy", vacancy.state.value, "put_up")


def _refuse_household(vacancy: Vacancy, application: Application, rules: Rules, today: date) -> None:
    if not application.on_list:
        raise NotOnList(application.number)
    if application.assessment_stale:
        raise AssessmentOutdated(application.number)
    if why := why_not(vacancy, application, rules, today=today):
        raise NotSuited(application.number, tuple(one.value for one in why))


def _refuse_second(vacancy: Vacancy, office: ObjectId, made: ObjectId) -> None:
    """Raise CandidateStands where the office has a candidate that is not this very one, sent at the same instant."""
    if (held := live_of(vacancy.pk, office)) is not None and held.pk != made:
        raise CandidateStands(held.application_number, held.put_up_by_name)


def _is_stored(made: ObjectId, vacancy: Vacancy, application: Application) -> bool:
    """Whether this very form has put up this household before."""
    return bool(Nomination.objects(pk=made, vacancy=vacancy.pk, application=application.pk).only("pk").first())


def _said(answer: Answer) -> dict[str, object]:
    return {"answer": answer.text.strip(), "applies": answer.applies}
