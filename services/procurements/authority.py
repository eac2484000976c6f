"""The authority to sign (fullmakt): the council's, or the chief executive's where the rulebook says so (S000)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from bson import ObjectId

from models import File, Mandate
from rules import partner_states, states
from rules.errors import AlreadyExists, InvalidRecord, MandateNotTheirs, MandateStands, MissingReason
from rules.procurement import COVERED, case_key
from rules.terms import AgreementKind, FileKind, MandateBody, MandateState, Role
from services import attachments, numbers, records, rulebooks
from services.actor import Actor
from services.attachments import Arriving
from services.procurements.common import PROCURERS, opened, required_text


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was decided, by whom, and how far it goes."""

    body: MandateBody
    decided_on: date
    case_number: str
    delegated_to: str
    ceiling: int
    kinds: Sequence[AgreementKind]
    valid_until: date | None = None


def register(
    decided: Decided,
    actor: Actor,
    *,
    files: Sequence[Arriving] = (),
    nonce: str = "",
    identity: ObjectId | None = None,
    today: date,
) -> Mandate:
    """Register an authority to sign agreements. A form sent twice registers one.

    Raises NotAuthorised, MandateNotTheirs (the chief executive, where the rulebook gives it to the council alone),
    InvalidRecord, FileRefused, MandateStands (the body's decision of that case number, which is in force or agreed on).
    """
    actor.require(*PROCURERS, what="mandate.register")
    key = identity or ObjectId()
    stored: Mandate | None = Mandate.objects(pk=key).first()
    if stored is not None:
        return stored
    book = rulebooks.current(today)
    by_chief = decided.body is MandateBody.CHIEF_EXECUTIVE
    if by_chief and not book.partnering.chief_executive_decides:
        raise MandateNotTheirs(decided.case_number)
    _check(decided, today)
    made = Mandate(
        id=key,
        mandate_number=numbers.label("FM", today.year, width=3, series="mandate"),
        body=decided.body,
        decided_on=decided.decided_on,
        case_number=required_text("mandate", "case_number", decided.case_number),
        delegated_to=required_text("mandate", "delegated_to", decided.delegated_to),
        ceiling=decided.ceiling,
        kinds=[one for one in COVERED if one in decided.kinds],
        valid_until=decided.valid_until,
        delegated_by_rulebook=book.number if by_chief else None,
        file=_kept(files, nonce, actor),
        by_name=actor.name,
    )
    try:
        return records.create_once(made, actor, action="mandate_registered")
    except AlreadyExists:
        held: Mandate | None = Mandate.objects(body=made.body, case_key=case_key(made.case_number)).first()
        if held is None:
            raise
        withdrawn = held.state is MandateState.WITHDRAWN
        raise MandateStands(held.body.label, held.case_number, held.number, withdrawn) from None


def _check(decided: Decided, today: date) -> None:
    problems = {
        "decided_on": "future" if decided.decided_on > today else "",
        "kinds": "" if set(decided.kinds) & set(COVERED) else "no_kinds",
        "ceiling": "" if decided.ceiling > 0 else "no_ceiling",
    }
    if decided.valid_until is not None and decided.valid_until < decided.decided_on:
        problems["valid_until"] = "before_decided"
    found = {name: problem for name, problem in problems.items() if problem}
    if found:
        raise InvalidRecord("mandate", found)


def _kept(files: Sequence[Arriving], nonce: str, actor: Actor) -> ObjectId | None:
    sounds = attachments.look_through(files)
    if len(sounds) > 1:
        raise InvalidRecord("mandate", {"files": "one_file"})
    kept = attachments.keep(sounds, nonce, actor, FileKind.PROCUREMENT)
    return kept[0] if kept else None


def withdraw(mandate: Mandate, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Let no more agreements be signed by it, with a reason; those that are signed stand. Withdrawn before = nothing.

    Where no homes are agreed on by it, the same decision may be registered anew.
    Raises NotAuthorised, MissingReason, StaleState.
    """
    opened(mandate, actor, "mandate.withdraw", version)
    if mandate.state is MandateState.WITHDRAWN:
        return False
    states.check(partner_states.MANDATE, mandate.state, MandateState.WITHDRAWN)
    if not why.strip():
        raise MissingReason("mandate.withdraw")
    values = {"state": MandateState.WITHDRAWN, "withdrawn_on": today}
    return records.change(mandate, actor, values=values, action="mandate_withdrawn", why=why.strip(), version=version)


def open_decision(mandate: Mandate, actor: Actor) -> tuple[File, BinaryIO]:
    """The decision as a file; the fetching is logged. Raises NotAuthorised, NotFound."""
    actor.require(*Role, what="mandate.file")
    named = [mandate.file] if mandate.file else []
    return attachments.fetch(
        str(mandate.file or ""), named, actor, number=mandate.number, person=None, kind=FileKind.PROCUREMENT
    )
