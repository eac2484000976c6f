"""The proposal: what is to be decided, checked by the rule and drawn as a letter before anybody decides (ADR 12)."""

from datetime import datetime

from letters.paper import Sender
from models import Application, Letter
from models.deciding import Proposal
from rules import frozen
from rules.errors import HusromError, TransitionRefused
from rules.terms import DecidingBody, Role
from services import agenda, assessments, dispatch, need_to_know, next_steps, records
from services.actor import Actor
from services.applications import refuse_disqualified
from services.decisions import drawing
from services.decisions.case import Case, Draft, case_of, check, check_content
from services.effects import Owed

PREPARERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
REDRAWERS = (*PREPARERS, Role.DECIDER, Role.COMMITTEE_MEMBER)


def propose(
    application: Application, draft: Draft, actor: Actor, sender: Sender, *, version: int, now: datetime
) -> Letter:
    """Check what is proposed, draw its letter, and put both before the deciding body. Returns the letter.

    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, MissingReason, AssessmentMissing, AssessmentOutdated,
    ConsentMissing, DecisionStands, PriorNoticeMissing, TransitionRefused, InvalidRecord, StaleState.
    """
    case = _opened(application, actor, PREPARERS, "decision.propose", version=version, now=now)
    check(case, draft)
    check_content(application, draft)
    letter = drawing.draw(case, draft, actor, sender)
    proposal = _proposal(case, draft, letter, actor)
    # A case that no committee is to decide leaves its agenda.
    meeting = application.meeting if proposal.body is DecidingBody.COMMITTEE else None
    _store(case, proposal, letter, actor, action="proposed", version=version, values={"meeting": meeting})
    return letter


def redraw(application: Application, actor: Actor, sender: Sender, *, version: int, now: datetime) -> Letter:
    """Draw the proposal's letter anew with the day's date; what it says and who proposed it stay.

    Raises TransitionRefused (nothing is proposed), and what propose() raises.
    """
    case = _opened(application, actor, REDRAWERS, "decision.redraw", version=version, now=now)
    held = application.proposal
    if held is None:
        raise TransitionRefused("application", application.state.value, "proposed")
    draft = Draft.of(held)
    check(case, draft)
    letter = drawing.draw(case, draft, actor, sender)
    proposal = _proposal(case, draft, letter, actor)
    proposal.by, proposal.by_name, proposal.on = held.by, held.by_name, held.on
    _store(case, proposal, letter, actor, action="redrawn", version=version, values={})
    return letter


def drop_proposal(application: Application, actor: Actor, *, why: str, version: int) -> bool:
    """Take a proposal back before it is decided. Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, StaleState."""
    actor.require(*PREPARERS, what="decision.drop_proposal")
    refuse_disqualified(application, actor)
    need_to_know.require(application, actor)
    owed = [*_void_earlier(application), *agenda.owed(application), next_steps.owed(application)]
    values = {"proposal": None, "meeting": None}
    return application.proposal is not None and records.change(
        application, actor, values=values, action="proposal_dropped", why=why, version=version, owed=owed
    )


def _opened(
    application: Application, actor: Actor, roles: tuple[Role, ...], what: str, *, version: int, now: datetime
) -> Case:
    """The case for someone who may prepare it and has seen it as it stands."""
    actor.require(*roles, what=what)
    records.check_version(application, version)
    refuse_disqualified(application, actor)
    need_to_know.require(application, actor)
    return case_of(application, now)


def _store(
    case: Case,
    proposal: Proposal,
    letter: Letter,
    actor: Actor,
    *,
    action: str,
    version: int,
    values: dict[str, object],
) -> None:
    """Put the proposal on the application; where another was first, its letter is thrown away."""
    application = case.application
    owed = [*_void_earlier(application), *agenda.owed(application), next_steps.owed(application)]
    try:
        records.change(
            application,
            actor,
            values={"proposal": proposal, **values},
            action=action,
            version=version,
            owed=owed,
            rulebook=case.rules.number,
        )
    except HusromError:
        dispatch.void(letter, actor)
        raise


def _proposal(case: Case, draft: Draft, letter: Letter, actor: Actor) -> Proposal:
    facts = assessments.facts_of(case.application, case.person, case.today)
    return Proposal(
        id=letter.about,
        outcome=draft.outcome,
        basis=draft.basis,
        body=case.rules.policy.deciding.bodies[draft.basis],
        appeal_body=case.rules.appeal_bodies[draft.basis],
        dwelling_type=draft.dwelling_type,
        lease_months=draft.lease_months,
        need=draft.need,
        reasons=draft.reasons.strip(),
        weighed=draft.weighed.strip(),
        override=draft.override.strip() or None,
        facts=frozen.freeze(facts, case.verdict, case.rules.number),
        rulebook=case.rules.number,
        letter=letter.pk,
        letter_sha256=letter.sha256,
        appeal=draft.appeal,
        replaces=draft.replaces,
        prior_notice=draft.prior_notice,
        on=case.today,
        by=actor.id,
        by_name=actor.name,
    )


def _void_earlier(application: Application) -> list[Owed]:
    """What becomes of the letter of an earlier proposal, which nobody will sign."""
    held = application.proposal
    return [dispatch.owed_void(held.letter)] if held is not None else []
