"""The answer to an offer that a landlord made unasked: a letter, never an agreement beside a call (S000).

The letter is written, then sent by somebody outside Husrom, and the approach is answered once they say that it is sent.
"""

import io
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from bson import ObjectId

from letters import approach_answer
from letters.approach_answer import ApproachAnswer, OpenCall
from letters.paper import Drawn, Envelope, Sender
from models import Approach, Landlord, Procurement
from rules import bids as rules
from rules import partner_states, states
from rules.errors import BiddingOver, InvalidRecord, NotFound, StaleState
from rules.terms import AccessKind, ApproachState, FileKind, ProcurementState, Role
from services import audit, files, records
from services.actor import Actor
from services.procurements.approaches import owed_task
from services.procurements.bidding import PROCURERS

PDF = "application/pdf"
READERS = (*PROCURERS, Role.CASEWORKER, Role.UNIT_LEADER, Role.AUDITOR, Role.READER, Role.ADMINISTRATOR)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How an approach is answered: in which language, where needs are announced, the call it is shown to, a note.

    `address` is street and town, a line each; it may be empty where the answer goes by e-mail.
    """

    language: str
    where: str
    address: str = ""
    note: str = ""
    procurement: Procurement | None = None


def draw(approach: Approach, actor: Actor, sender: Sender, answer: Answer, *, today: date) -> Drawn:
    """The letter as it would go out, to be looked at; nothing is stored.

    Raises NotAuthorised, BiddingOver (the procurement takes no bids now), InvalidRecord (no place named, nowhere to
    send it).
    """
    actor.require(*PROCURERS, what="approach")
    call = _call(answer.procurement, today) if answer.procurement is not None else None
    if call is None and not answer.where.strip():
        raise InvalidRecord("approach", {"where": "missing_value"})
    if not answer.address.strip() and not approach.email:
        raise InvalidRecord("approach", {"address": "nowhere_to_send"})
    told = ApproachAnswer(
        envelope=_envelope(approach, actor, sender, answer, today),
        received_on=approach.received_on,
        where=answer.where.strip().rstrip("."),
        call=call,
        note=answer.note.strip(),
    )
    return approach_answer.draw(told)


def _envelope(approach: Approach, actor: Actor, sender: Sender, answer: Answer, today: date) -> Envelope:
    lines = [line.strip() for line in answer.address.splitlines() if line.strip()] or [approach.email or ""]
    return Envelope(
        sender=sender,
        addresses=("\n".join([approach.from_name, *lines]),),
        case_number=approach.approach_number,
        archive_number=None,
        day=today,
        language=answer.language,
        caseworker=None if actor.is_system else actor.name,
        signs_as=next((role for role in PROCURERS if role in actor.roles), None),
        own_reference=True,
        exempt="",
    )


def address_of(approach: Approach) -> str:
    """Where a letter to them goes, street and town: as it was written last, else the landlord's; empty if unknown."""
    if approach.address:
        return approach.address
    held = records.reference(approach, "landlord")
    landlord = Landlord.objects(pk=held).first() if held else None
    if landlord is None or not landlord.address:
        return ""
    town = " ".join(part for part in (landlord.postcode, landlord.place) if part)
    return "\n".join(line for line in (landlord.address, town) if line)


def _call(procurement: Procurement, today: date) -> OpenCall:
    call = procurement.announcement
    running = procurement.state is ProcurementState.RUNNING and procurement.choice is None
    if call is None or not running or not rules.is_open(call.published_on, call.bids_by, today):
        raise BiddingOver(procurement.number)
    return OpenCall(
        title=procurement.title,
        number=procurement.procurement_number,
        channels=call.channels,
        published_on=call.published_on,
        bids_by=call.bids_by,
    )


def open_calls(today: date) -> list[Procurement]:
    """The procurements that take bids now (index `procurement_state`)."""
    running = Procurement.objects(state=ProcurementState.RUNNING).no_dereference().order_by("-started_on", "id")
    found = [one for one in running if one.announcement is not None and one.choice is None]
    return [one for one in found if rules.is_open(one.announcement.published_on, one.announcement.bids_by, today)]


def last_channels() -> str:
    """Where the municipality last announced a need; empty where it never did."""
    every = Procurement.objects(state__in=list(ProcurementState)).only("announcement").no_dereference()
    latest = every.order_by("-started_on", "id").limit(20)
    return next((one.announcement.channels for one in latest if one.announcement is not None), "")


def answer(approach: Approach, actor: Actor, sender: Sender, told: Answer, *, version: int, today: date) -> bool:
    """Write the letter, which is kept as it was drawn and waits to be sent; nothing is agreed on.

    A letter that is not sent yet is written anew in the same way. Answered before = nothing.
    Raises NotAuthorised, BiddingOver, InvalidRecord, UndrawableText, StaleState.
    """
    actor.require(*PROCURERS, what="approach")
    if approach.state is ApproachState.ANSWERED:
        return False
    records.check_version(approach, version)
    states.check(partner_states.APPROACH, approach.state, ApproachState.WRITTEN)
    drawn = draw(approach, actor, sender, told, today=today)
    kept = files.store(
        ObjectId(), FileKind.REPLY, f"Svar {approach.approach_number}.pdf", PDF, io.BytesIO(drawn.content), actor
    )
    values: dict[str, Any] = {
        "state": ApproachState.WRITTEN,
        "answer": kept.pk,
        "address": told.address.strip() or None,
        "answered_by_name": actor.name,
        "procurement": told.procurement.pk if told.procurement else None,
    }
    earlier, owed = approach.answer, [owed_task(approach, approach.version + 1)]
    try:
        done = records.change(approach, actor, values=values, action="approach_written", owed=owed, version=version)
    except StaleState:  # another answered at the same instant: this letter is nobody's
        files.discard(kept.pk)
        raise
    if earlier is not None:  # nobody got it
        files.discard(earlier)
    return done


def sent(approach: Approach, actor: Actor, *, version: int, today: date) -> bool:
    """Note that the letter is sent: the approach is answered, and asks nobody for more. Noted before = nothing.

    Raises NotAuthorised, TransitionRefused (no letter is written), StaleState.
    """
    actor.require(*PROCURERS, what="approach")
    if approach.state is ApproachState.ANSWERED:
        return False
    states.check(partner_states.APPROACH, approach.state, ApproachState.ANSWERED)
    values = {"state": ApproachState.ANSWERED, "answered_on": today}
    owed = [owed_task(approach, approach.version + 1)]
    return records.change(approach, actor, values=values, action="approach_answered", owed=owed, version=version)


def open_answer(approach: Approach, actor: Actor) -> BinaryIO:
    """The letter as it was drawn; the fetching is logged. Raises NotAuthorised, NotFound."""
    actor.require(*READERS, what="approach")
    if approach.answer is None:
        raise NotFound("file", approach.approach_number)
    source = files.open_stored(approach.answer)
    audit.record_access(
        actor, AccessKind.FETCHED, "file", document_id=str(approach.answer), number=approach.approach_number,
        person=None,
    )  # fmt: skip
    return source
