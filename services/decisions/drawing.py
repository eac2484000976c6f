"""The decision letter of a draft, drawn from the stored facts and kept as a letter that nobody gets yet."""

from collections.abc import Iterable
from dataclasses import replace

from bson import ObjectId

from letters import decision_letter
from letters.decision_letter import DecisionLetter
from letters.paper import Drawn, Sender
from models import Letter
from models.mapping import ApprovedNeed
from rules.applications import LISTED
from rules.terms import DecisionOutcome, LetterKind
from services import dispatch
from services.actor import Actor
from services.decisions.case import Case, Draft

NEED_WORDS = {
    "step_free": "trinnfri adkomst",
    "lift": "heis eller bakkeplan",
    "services_day": "tjenester om dagen",
    "services_evening": "tjenester om kvelden",
    "services_night": "tjenester om natten",
}


def draw(case: Case, draft: Draft, actor: Actor, sender: Sender) -> Letter:
    """The letter as a draft; its `about` is the id that the decision will have."""
    drawn = decision_letter.draw(_content(case, draft, sender))
    return _kept(case, drawn, actor)


def _kept(case: Case, drawn: Drawn, actor: Actor) -> Letter:
    return dispatch.draft(
        case.application, case.person, LetterKind.DECISION, drawn, actor, about=ObjectId(), today=case.today
    )


def _content(case: Case, draft: Draft, sender: Sender) -> DecisionLetter:
    application, rules = case.application, case.rules
    body = rules.policy.deciding.bodies[draft.basis]
    envelope = replace(dispatch.envelope(application, case.person, sender, case.today), decided_by=body)
    granted = draft.outcome is DecisionOutcome.GRANTED
    musts = [(one.requirement.label, one.result) for one in case.verdict.requirements]
    return DecisionLetter(
        envelope=envelope,
        outcome=draft.outcome,
        kind=application.kind,
        basis=draft.basis,
        appeal_body=rules.appeal_bodies[draft.basis],
        appeal_weeks=rules.appeal_weeks,
        reasons=draft.reasons.strip(),
        weighed=draft.weighed.strip(),
        texts=rules.policy.texts[envelope.language],
        dwelling_type=draft.dwelling_type.label if draft.dwelling_type else None,
        need=tuple(need_in_words(draft.need)),
        lease_months=draft.lease_months,
        on_list=granted and application.kind in LISTED and draft.rests_on_assessment,
        musts=tuple(musts) if draft.rests_on_assessment else (),
        best_interest=_best_interest(case, draft),
        views=application.mapping.wishes if application.mapping else None,
        by_appeal=draft.appeal is not None,
    )


def _best_interest(case: Case, draft: Draft) -> str | None:
    """What the assessment says is best for the children: it must show in the grounds (Grunnloven § 104)."""
    held = case.application.assessment
    return held.best_interest if held is not None and draft.rests_on_assessment else None


def need_in_words(need: ApprovedNeed | None) -> Iterable[str]:
    """The approved need in a few words each."""
    if need is None:
        return
    if need.rooms:
        yield f"{need.rooms} rom"
    yield from (words for name, words in NEED_WORDS.items() if getattr(need, name))
