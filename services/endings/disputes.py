"""Disputes over a lease before the tribunal or a court, kept apart from what they are about (husll. § 12-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bson import ObjectId

from letters import ending_texts
from models import Dispute, Ending, Lease
from models.base import Effect, Record
from models.ending import DisputeEvent
from rules import endings, keeping_states, states
from rules.deadlines import oslo_date
from rules.errors import InvalidRecord, MissingReason, SuitTooLate, TransitionRefused
from rules.terms import DisputeForum, DisputeState, DisputeSubject, EndingState, Party, Role, TaskKind, Urgency
from services import need_to_know, numbers, records, tasks
from services.actor import Actor
from services.effects import Owed
from services.endings import common, protesting
from services.endings.common import WORKERS
from services.tasks import Finding

ENDING_EFFECT, RENT_EFFECT, TASK_EFFECT = "ending_disputed", "rent_disputed", "dispute_task"
SOON_DAYS = 14
ENDS = (DisputeState.SETTLED, DisputeState.DECIDED, DisputeState.WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What is brought, where, by whom and when; `through_tribunal` = the tribunal has dealt with it already."""

    forum: DisputeForum
    brought_by: Party
    subjects: Sequence[DisputeSubject]
    brought_on: date
    about: str = ""
    reference: str = ""
    claim_ore: int | None = None
    next_on: date | None = None
    rent_deposited: bool = False
    through_tribunal: bool = False


def open_dispute(lease: Lease, told: Brought, actor: Actor, *, version: int, today: date) -> Dispute:
    """Note a dispute. Over an end of ours that is protested, it is the suit that keeps the notice from falling.

    Rent that the tenant deposits because it is disputed is no breach meanwhile (§ 3-8). Returns the dispute.
    Raises NotAuthorised, NoNeedToKnow, StaleState, InvalidRecord, WrongForum, SuitTooLate (the notice has fallen).
    """
    actor.require(*WORKERS, what="dispute.open")
    need_to_know.require_lease(lease, actor)
    records.check_version(lease, version)
    _check(lease, told, today)
    suit = endings.is_suit(told.forum, told.brought_by, told.subjects)
    ending = _ending_of(lease, told, suit=suit)
    if suit and ending is not None and ending.sue_by is not None and told.brought_on > ending.sue_by:
        raise SuitTooLate(ending.number, ending.sue_by)
    dispute = Dispute(
        id=ObjectId(), dispute_number=numbers.label("HT", today.year), lease=lease.pk,
        contract_number=lease.contract_number, tenant=records.reference(lease, "tenant"),
        office=records.reference(lease, "office"), caseworker=records.reference(lease, "caseworker"),
        subjects=list(told.subjects), forum=told.forum, brought_by=told.brought_by, brought_on=told.brought_on,
        reference=told.reference.strip() or None, claim_ore=told.claim_ore, next_on=told.next_on,
        about=told.about.strip() or None, rent_deposited=told.rent_deposited, by_name=actor.name,
        ending=ending.pk if ending else None,
    )  # fmt: skip
    records.create(dispute, actor, action="dispute_opened", owed=_owed(dispute, 1))
    return dispute


def _ending_of(lease: Lease, told: Brought, *, suit: bool) -> Ending | None:
    """The end that the dispute is over: the one under way, or a notice that fell before its suit was noted."""
    if DisputeSubject.ENDING not in told.subjects:
        return None
    found = common.open_of(lease.pk)
    if found is not None:
        return found if found.state in endings.LIVE else None
    return protesting.fallen_unsued(lease.pk, told.brought_on) if suit else None


def _check(lease: Lease, told: Brought, today: date) -> None:
    wrong = {}
    if not told.subjects:
        wrong["subjects"] = "missing_value"
    if told.brought_on > today:
        wrong["brought_on"] = "future"
    elif told.brought_on < lease.starts_on:
        wrong["brought_on"] = "before_lease_began"
    if told.next_on is not None and told.next_on < told.brought_on:
        wrong["next_on"] = "before_brought"
    if told.rent_deposited and DisputeSubject.RENT not in told.subjects:
        wrong["rent_deposited"] = "not_about_rent"
    if wrong:
        raise InvalidRecord("dispute", wrong)
    endings.check_forum(told.forum, through_tribunal=told.through_tribunal)


def _owed(dispute: Dispute, version: int) -> list[Owed]:
    found = [Owed(TASK_EFFECT, f"{TASK_EFFECT}:{dispute.pk}:{version}")]
    if dispute.ending is not None:
        found.append(Owed(ENDING_EFFECT, f"{ENDING_EFFECT}:{dispute.pk}:{version}"))
    if dispute.rent_deposited:
        found.append(Owed(RENT_EFFECT, f"{RENT_EFFECT}:{dispute.pk}:{version}"))
    return found


def note_event(
    dispute: Dispute, actor: Actor, *, on: date, what: str, next_on: date | None, version: int, today: date
) -> bool:
    """Note what has happened in a dispute, and its next day. Raises as close(), InvalidRecord."""
    _opened(dispute, actor, "dispute.note", version)
    if on > today:
        raise InvalidRecord("dispute", {"on": "future"})
    if next_on is not None and next_on < on:
        raise InvalidRecord("dispute", {"next_on": "before_brought"})
    if not what.strip():
        raise MissingReason("dispute.note")
    event = DisputeEvent(on=on, what=what.strip(), by_name=actor.name)
    values = {"events": [*dispute.events, event], "next_on": next_on}
    owed = [Owed(TASK_EFFECT, f"{TASK_EFFECT}:{dispute.pk}:{dispute.version + 1}")]
    return records.change(dispute, actor, values=values, action="dispute_event", owed=owed)


def close(
    dispute: Dispute, actor: Actor, *, state: DisputeState, outcome: str, on: date, version: int, today: date
) -> bool:
    """Close a dispute with its outcome; what it kept waiting goes on.

    Raises NotAuthorised, NoNeedToKnow, StaleState, TransitionRefused, MissingReason, InvalidRecord.
    """
    _opened(dispute, actor, "dispute.close", version)
    states.check(keeping_states.DISPUTE, dispute.state, state)
    if not outcome.strip():
        raise MissingReason("dispute.close")
    if on > today or on < dispute.brought_on:
        raise InvalidRecord("dispute", {"closed_on": "future" if on > today else "before_brought"})
    values = {"state": state, "outcome": outcome.strip(), "closed_on": on, "next_on": None}
    return records.change(
        dispute, actor, values=values, action="dispute_closed", owed=_owed(dispute, dispute.version + 1)
    )


def _opened(dispute: Dispute, actor: Actor, what: str, version: int) -> None:
    actor.require(*WORKERS, what=what)
    need_to_know.require_lease(records.get(Lease, records.reference(dispute, "lease")), actor)
    records.check_version(dispute, version)
    if dispute.state is not DisputeState.OPEN:
        raise TransitionRefused("dispute", dispute.state.value, DisputeState.OPEN.value)


# --- What it owes ---------------------------------------------------------------------------------------------------


def ending_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Tell the end of a dispute over it: a suit in time keeps a protested notice standing (a command effect)."""
    dispute: Dispute = Dispute.objects(pk=document.pk).no_dereference().get()
    ending = Ending.objects(pk=dispute.ending).no_dereference().first() if dispute.ending else None
    if ending is None:
        return
    runs = dispute.state is DisputeState.OPEN
    if ending.state is EndingState.FALLEN and runs:
        protesting.revive(ending, dispute, actor)
        return
    if ending.state not in endings.LIVE:
        return
    values: dict[str, object] = {"dispute": dispute.pk if runs else _another(dispute)}
    suit = endings.is_suit(dispute.forum, dispute.brought_by, dispute.subjects)
    if runs and suit and ending.state is EndingState.PROTESTED:
        values |= {"sued_on": dispute.brought_on}
        common.move(ending, EndingState.SUED, actor, values, action="sued")
    elif not records.same(ending.dispute, values["dispute"]):
        records.change(ending, actor, values=values, action="ending_disputed", owed=common.owed(ending))


def _another(dispute: Dispute) -> ObjectId | None:
    """Another dispute over the same end that is still open; the landlord's suit first."""
    held = Dispute.objects(lease=records.reference(dispute, "lease"), state__in=[DisputeState.OPEN]).no_dereference()
    found = [one for one in held.order_by("-brought_on", "id") if one.ending == dispute.ending]
    found.sort(key=lambda one: not endings.is_suit(one.forum, one.brought_by, one.subjects))
    return found[0].pk if found else None


def keep_task(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the task about a dispute up to date (a command effect)."""
    today = oslo_date(actor.at)
    dispute: Dispute = Dispute.objects(pk=document.pk).no_dereference().get()
    tasks.keep(finding(dispute, today), TaskKind.DISPUTE, dispute.pk, actor, today)


def finding(dispute: Dispute, today: date) -> Finding | None:
    """What an open dispute with a day to come asks for; None where it asks for nothing."""
    if dispute.state is not DisputeState.OPEN or dispute.next_on is None:
        return None
    left = (dispute.next_on - today).days
    urgency = Urgency.URGENT if left <= 0 else Urgency.SOON if left <= SOON_DAYS else Urgency.NOTICE
    return Finding.about(
        dispute, TaskKind.DISPUTE, dispute.brought_on, urgency=urgency, text=ending_texts.dispute(),
        due_on=dispute.next_on, role=Role.HOUSING_CONSULTANT,
    )  # fmt: skip
