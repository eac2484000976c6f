"""Decisions that a register tells of: made before Husrom, so without facts; the application's entry is the truth."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from models import Application, Decision
from models.base import Effect, Record
from models.deciding import DecisionEntry
from rules.deadlines import oslo_date
from rules.rulebook import Rules
from rules.terms import DecisionOutcome, LegalBasis
from services import records, rulebooks
from services.actor import Actor
from services.effects import Owed

EFFECT = "imported_decision"
BASIS = LegalBasis.LOCAL_GUIDELINES


def entry(outcome: DecisionOutcome, decided_on: date) -> DecisionEntry:
    """The decision as the application carries it."""
    return DecisionEntry(id=ObjectId(), basis=BASIS, outcome=outcome, decided_on=decided_on, imported=True)


def replaced(before: DecisionEntry) -> DecisionEntry:
    """An earlier decision once a later one stands."""
    return DecisionEntry(**{name: getattr(before, name) for name in DecisionEntry._fields} | {"open": False})


def owed(entries: Sequence[DecisionEntry]) -> list[Owed]:
    """The decision document of each entry."""
    return [Owed(EFFECT, f"decision:{one.id}", {"decision": str(one.id)}) for one in entries]


def pay(applications: Sequence[Any], rules: Rules, actor: Actor) -> None:
    """Make the decision documents of new applications in bulk."""
    made = [_decision(one, found, rules, actor.at) for found in applications for one in found.decisions]
    records.create_many(made, actor, action="imported")


def make(document: Record, effect: Effect, actor: Actor) -> None:
    """Make one decision document, unless it is there (a command effect)."""
    application: Any = document
    wanted = ObjectId(effect.args["decision"])
    found = next(one for one in application.decisions if one.id == wanted)
    rules = rulebooks.current(oslo_date(actor.at))
    records.create_once(_decision(found, application, rules, actor.at), actor, action="imported")


def _decision(one: DecisionEntry, application: Application, rules: Rules, at: datetime) -> Decision:
    return Decision(
        id=one.id,
        application=application.pk,
        application_number=application.application_number,
        outcome=one.outcome,
        basis=one.basis,
        appeal_body=rules.appeal_bodies[one.basis],
        decided_on=one.decided_on,
        imported=True,
        at=at,
        import_run=application.import_run,
    )
