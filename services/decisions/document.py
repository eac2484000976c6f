"""The decision document: made of the application's entry, which is the truth, and dated by its letter."""

from typing import Any

from bson import ObjectId

from models import Application, Decision
from models.base import Effect, Record
from models.deciding import DecisionEntry
from rules.deadlines import appeal_deadline, oslo_date
from rules.errors import NotFound
from rules.terms import LetterState
from services import effects, records, rulebooks
from services.actor import Actor


def make_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Make the decision document of one entry, unless it is there (a command effect)."""
    application: Any = document
    wanted = ObjectId(effect.args["decision"])
    entry = next(one for one in application.decisions if one.id == wanted)
    records.create_once(_document(application, entry), actor, action="decided")


def _document(application: Application, entry: DecisionEntry) -> Decision:
    held = entry.proposal
    assert held is not None  # noqa: S101 - only imported entries have none, and those are made by the import
    shared = ("outcome", "basis", "body", "appeal_body", "dwelling_type", "lease_months", "need", "reasons", "weighed",
              "override", "facts", "rulebook", "letter", "letter_sha256", "appeal", "replaces")  # fmt: skip
    return Decision(
        id=entry.id,
        application=application.pk,
        application_number=application.application_number,
        decided_on=entry.decided_on,
        decided_by=entry.decided_by,
        decided_by_name=", ".join(entry.decided_by_names),
        proposed_by=held.by,
        proposed_by_name=held.by_name,
        meeting=entry.meeting,
        final=entry.final,
        at=entry.at,
        **{name: getattr(held, name) for name in shared},
    )


def get_decision(identity: ObjectId, application: Application, actor: Actor) -> Decision:
    """The decision document; what its application still owes is paid first. Raises NotFound."""
    if application.pending:
        effects.run(application, actor)
    found: Decision = records.get(Decision, identity)
    return found


def note_letter(document: Record, _effect: Effect, actor: Actor) -> None:
    """Copy the letter's dates to its decision: arrival starts the appeal period (fvl. § 29; a command effect)."""
    letter: Any = document
    decision = Decision.objects(pk=letter.about).no_dereference().first()
    if decision is None:
        raise NotFound("decision", str(letter.about))
    arrived = None if letter.state is LetterState.RETURNED else letter.arrived_on
    rules = rulebooks.numbered(decision.rulebook) if decision.rulebook else rulebooks.current(oslo_date(actor.at))
    deadline = None if arrived is None or decision.final else appeal_deadline(arrived, rules.appeal_weeks)
    values = {"dispatched_on": letter.dispatched_on, "arrived_on": arrived, "appeal_deadline": deadline}
    records.change(decision, actor, values=values, action="letter_moved")
