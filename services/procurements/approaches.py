"""An offer that a landlord makes unasked: registered and answered by letter, never agreed on beside a call (S000)."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, BinaryIO

from bson import ObjectId

from letters import approach_answer, task_texts
from letters.approach_answer import ApproachAnswer, OpenCall
from letters.paper import Drawn, Envelope, Sender
from models import Approach, Landlord, Procurement
from models.base import Effect, Record
from rules import bids as rules
from rules import partner_states, states
from rules.deadlines import oslo_date
from rules.errors import BiddingOver, InvalidRecord, NotFound, StaleState
from rules.terms import AccessKind, ApproachState, FileKind, NoticeOrigin, ProcurementState, Role, TaskKind, Urgency
from services import audit, files, numbers, records, rulebooks, tasks
from services.actor import Actor
from services.effects import Owed
from services.procurements.bidding import PROCURERS
from services.tasks import Finding

TASK_EFFECT = "approach_task"
PDF = "application/pdf"
READERS = (*PROCURERS, Role.CASEWORKER, Role.UNIT_LEADER, Role.AUDITOR, Role.READER, Role.ADMINISTRATOR)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How an approach is answered: in which language, where needs are announced, the call it is shown to, a note."""

    language: str
    where: str
    note: str = ""
    procurement: Procurement | None = None


def register(
    actor: Actor,
    *,
    from_name: str,
    what: str,
    received_on: date,
    today: date,
    identity: ObjectId,
    landlord: Landlord | None = None,
    email: str | None = None,
    homes: int | None = None,
    responsible: ObjectId | None = None,
) -> Approach:
    """Register an offer that nobody asked for; somebody is asked to answer it. A form sent twice registers it once.

    Raises NotAuthorised, InvalidRecord (in the future, nothing said).
    """
    actor.require(*PROCURERS, what="approach")
    made: Approach | None = Approach.objects(pk=identity).first()
    if made is not None:
        return made
    if received_on > today:
        raise InvalidRecord("approach", {"received_on": "future"})
    approach = Approach(
        id=identity,
        approach_number=numbers.label("HV", today.year, width=3, series="approach"),
        from_name=from_name.strip(),
        landlord=landlord.pk if landlord else None,
        email=email or None,
        homes=homes,
        what=what.strip(),
        received_on=received_on,
        origin=NoticeOrigin.STAFF,
        responsible=responsible,
        by_name=actor.name,
    )
    return records.create_once(approach, actor, action="approach_registered", owed=[_owed(approach, 1)])


def draw(approach: Approach, actor: Actor, sender: Sender, answer: Answer, *, today: date) -> Drawn:
    """The letter as it would go out, to be looked at; nothing is stored.

    Raises NotAuthorised, BiddingOver (the procurement takes no bids now), InvalidRecord (no place named).
    """
    actor.require(*PROCURERS, what="approach")
    call = _call(answer.procurement, today) if answer.procurement is not None else None
    if call is None and not answer.where.strip():
        raise InvalidRecord("approach", {"where": "missing_value"})
    told = ApproachAnswer(
        envelope=_envelope(approach, actor, sender, answer.language, today),
        received_on=approach.received_on,
        where=answer.where.strip().rstrip("."),
        call=call,
        note=answer.note.strip(),
    )
    return approach_answer.draw(told)


def _envelope(approach: Approach, actor: Actor, sender: Sender, language: str, today: date) -> Envelope:
    return Envelope(
        sender=sender,
        addresses=("\n".join([approach.from_name, *_address(approach)]),),
        case_number=approach.approach_number,
        archive_number=None,
        day=today,
        language=language,
        caseworker=None if actor.is_system else actor.name,
        own_reference=True,
        exempt="",
    )


def _address(approach: Approach) -> list[str]:
    landlord = Landlord.objects(pk=records.reference(approach, "landlord")).first() if approach.landlord else None
    if landlord is not None and landlord.address:
        town = " ".join(part for part in (landlord.postcode, landlord.place) if part)
        return [line for line in (landlord.address, town) if line]
    return [approach.email] if approach.email else []


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
    """Answer with the letter, which is kept as it was drawn; nothing is agreed on. Answered before = nothing.

    Raises NotAuthorised, BiddingOver, InvalidRecord, UndrawableText, StaleState.
    """
    actor.require(*PROCURERS, what="approach")
    if approach.state is ApproachState.ANSWERED:
        return False
    records.check_version(approach, version)
    states.check(partner_states.APPROACH, approach.state, ApproachState.ANSWERED)
    drawn = draw(approach, actor, sender, told, today=today)
    kept = files.store(
        ObjectId(), FileKind.REPLY, f"Svar {approach.approach_number}.pdf", PDF, io.BytesIO(drawn.content), actor
    )
    values: dict[str, Any] = {
        "state": ApproachState.ANSWERED,
        "answered_on": today,
        "answer": kept.pk,
        "answered_by_name": actor.name,
        "procurement": told.procurement.pk if told.procurement else None,
    }
    owed = [_owed(approach, approach.version + 1)]
    try:
        return records.change(approach, actor, values=values, action="approach_answered", owed=owed, version=version)
    except StaleState:  # another answered at the same instant: this letter is nobody's
        files.discard(kept.pk)
        raise


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


# --- Who is asked to answer, and by when ------------------------------------------------------------------------------


def unanswered() -> Iterator[Approach]:
    """The approaches that wait for an answer, the oldest first (index `approach_state`)."""
    yield from Approach.objects(state=ApproachState.RECEIVED).no_dereference().order_by("received_on", "id")


def finding(approach: Approach, today: date) -> Finding | None:
    """What an approach asks for until it is answered; it presses once the rulebook's days are over."""
    if approach.state is not ApproachState.RECEIVED:
        return None
    due = approach.received_on + timedelta(days=rulebooks.current(today).partnering.approach_days)
    return Finding(
        kind=TaskKind.APPROACH,
        subject_kind=audit.collection(approach),
        subject_id=str(approach.pk),
        subject_number=approach.approach_number,
        since=approach.received_on.isoformat(),
        urgency=Urgency.URGENT if today > due else Urgency.SOON,
        text=task_texts.approach_waits(late=today > due),
        due_on=due,
        role=Role.HOUSING_CONSULTANT,
        caseworker=records.reference(approach, "responsible"),
    )


def keep_task(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the task about an approach up to date (a command effect)."""
    approach: Approach = records.get(Approach, document.pk)
    today = oslo_date(actor.at)
    tasks.keep(finding(approach, today), TaskKind.APPROACH, approach.pk, actor, today)


def _owed(approach: Approach, version: int) -> Owed:
    return Owed(TASK_EFFECT, f"{TASK_EFFECT}:{approach.pk}:{version}")
