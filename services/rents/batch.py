"""Index adjustment of many leases at once: who gets what and why not, drafts for them, notices in bulk."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bson import ObjectId

from letters.paper import Sender
from models import Lease, RentChange
from models.rent_change import OPEN
from rules import rent_changes
from rules.errors import HusromError, IndexMonthMissing, RentTooEarly, StaleState, TransitionRefused
from rules.price_index import Index
from rules.rent_changes import IndexObstacle, NewAmount
from rules.rulebook import Rules
from rules.terms import LeaseState, RentChangeKind, RentChangeState, RentCollector, Role
from services import need_to_know, records, rulebooks
from services.actor import Actor
from services.batches import batched
from services.rents import common, drafting, indexes, noticing

RUNNERS = (Role.ECONOMY, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
AT_ONCE = 25  # letters for each press: drawing one takes its time, and a page must answer
DRAFTS_AT_ONCE = 200  # drafts for each press: a draft is two writes
NEEDED = (
    "contract_number", "starts_on", "ends_on", "rent_lines", "rent_set_on", "rent_index_month", "state", "tenant",
    "dwelling", "office", "caseworker", "rent_collected_by", "imported", "ledger_from",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the municipality has chosen for a round; `most` is the highest rise, hundredths of a percent."""

    new_month: str
    effective_from: date
    most: int | None = None
    unrecorded: bool = False


@dataclass(frozen=True)
class Planned:
    """One lease in a round: what it costs now and would cost, or why it is left alone."""

    lease: Lease
    old_ore: int
    new_ore: int
    amounts: tuple[NewAmount, ...] = ()
    obstacle: IndexObstacle | None = None
    earliest: date | None = None


def plan(choice: Choice, actor: Actor, today: date) -> list[Planned]:
    """Every running lease that the municipality collects the rent of, by contract number; nothing is written.

    Raises NotAuthorised, IndexMonthMissing, RentTooEarly (no tenant can be notified in time).
    """
    actor.require(*RUNNERS, what="rent_change.plan")
    rules = rulebooks.current(today)
    return _plan(choice, actor, rules, indexes.table(rules.keeping.index_series), today)


def _plan(choice: Choice, actor: Actor, rules: Rules, table: Index, today: date) -> list[Planned]:
    first = rent_changes.first_noticed(today, rules.keeping.index_notice_months)
    if choice.effective_from < first:
        raise RentTooEarly("", first, "notice")
    if table.value(choice.new_month) is None:
        raise IndexMonthMissing(table.series, choice.new_month)
    busy = set(RentChange.objects(state__in=list(OPEN)).no_dereference().scalar("lease"))
    busy_ids = {getattr(one, "id", one) for one in busy}
    found = [_planned(lease, choice, rules, table, busy_ids) for lease in _leases(actor)]
    return sorted(found, key=lambda one: (one.obstacle is not None, one.lease.contract_number))


def _leases(actor: Actor) -> Iterator[Lease]:
    running = Lease.objects(state=LeaseState.OCCUPYING, rent_collected_by=RentCollector.MUNICIPALITY)
    for some in batched(running.only(*NEEDED).no_dereference().order_by("ends_on", "id")):
        known = need_to_know.leases_known([lease.pk for lease in some], actor, common.ALSO)
        yield from (lease for lease in some if lease.pk in known)


def _planned(lease: Lease, choice: Choice, rules: Rules, table: Index, busy: set[ObjectId]) -> Planned:
    fixing, lines = common.fixing_of(lease), common.lines_of(lease)
    old = sum(line.amount_ore for line in lines if line.holds(choice.effective_from))
    if lease.pk in busy:
        return Planned(lease, old, old, obstacle=IndexObstacle.OPEN_CHANGE)
    if not fixing.recorded and not choice.unrecorded:
        return Planned(lease, old, old, obstacle=IndexObstacle.NOT_RECORDED)
    verdict = rent_changes.index_change(
        lines, fixing, effective_from=choice.effective_from, base_value=table.value(fixing.month),
        new_month=choice.new_month, new_value=table.value(choice.new_month) or 0,
        index_months=rules.keeping.index_months, most=choice.most,
    )  # fmt: skip
    if verdict.obstacle is not None:
        return Planned(lease, old, old, obstacle=verdict.obstacle, earliest=verdict.earliest)
    new = old + sum(one.new_ore - one.old_ore for one in verdict.amounts)
    return Planned(lease, old, new, verdict.amounts)


@dataclass(frozen=True)
class Round:
    """What a press did: how many were done, and the leases that were refused with why."""

    done: int
    refused: Sequence[tuple[str, HusromError]]
    left: int


def draft_many(choice: Choice, actor: Actor, today: date) -> Round:
    """Draft the change of the first leases that it fits; press again until none is left.

    Each is its own record, so that twice is once. Raises NotAuthorised, IndexMonthMissing, RentTooEarly.
    """
    actor.require(*RUNNERS, what="rent_change.plan")
    rules = rulebooks.current(today)
    table = indexes.table(rules.keeping.index_series)
    fitting = [one.lease for one in _plan(choice, actor, rules, table, today) if one.obstacle is None]
    refused: list[tuple[str, HusromError]] = []
    done = 0
    for lease in fitting:
        if done == DRAFTS_AT_ONCE:
            break
        try:
            drafting.draft_by_table(
                lease, actor, rules, table, new_month=choice.new_month, effective_from=choice.effective_from,
                most=choice.most, unrecorded=choice.unrecorded, today=today,
            )  # fmt: skip
            done += 1
        except HusromError as error:
            refused.append((lease.contract_number, error))
    return Round(done, refused, len(fitting) - done - len(refused))


def drafts() -> list[RentChange]:
    """The index adjustments that nobody is notified of yet (index `rent_change_state`)."""
    found = RentChange.objects(state=RentChangeState.DRAFT, kind=RentChangeKind.INDEX)
    return list(found.no_dereference().order_by("effective_from", "id"))


def own_drafts(actor: Actor) -> list[RentChange]:
    """Those of the leases that the actor follows up: a leader's round is of the leader's own leases."""
    waiting = [(change, records.reference(change, "lease")) for change in drafts()]
    known = need_to_know.leases_known({lease for _, lease in waiting if lease is not None}, actor, common.ALSO)
    return [change for change, lease in waiting if lease in known]


def notify_some(actor: Actor, senders: Mapping[ObjectId | None, Sender], today: date) -> Round:
    """Notify the tenants of the first drafts, each with its letter; press again until none is left.

    `senders` are by office. Raises NotAuthorised.
    """
    actor.require(*RUNNERS, what="rent_change.notify_many")
    waiting = own_drafts(actor)
    refused: list[tuple[str, HusromError]] = []
    done = 0
    for change in waiting:
        if done == AT_ONCE:
            break
        sender = senders.get(records.reference(change, "office")) or senders[None]
        try:
            done += noticing.notify(change, actor, sender, letter=None, version=change.version, today=today)
        except HusromError as error:
            refused.append((change.contract_number, error))
    return Round(done, refused, len(waiting) - done - len(refused))


def cancel_drafts(actor: Actor, *, why: str) -> Round:
    """Take the first drafts of index adjustments back; press again until none is left.

    One that was notified meanwhile is left alone. Raises NotAuthorised, MissingReason.
    """
    actor.require(*RUNNERS, what="rent_change.notify_many")
    waiting, done = own_drafts(actor), 0
    for change in waiting[:DRAFTS_AT_ONCE]:
        with contextlib.suppress(StaleState, TransitionRefused):
            done += noticing.cancel(change, actor, why=why, version=change.version)
    return Round(done, (), len(waiting[DRAFTS_AT_ONCE:]))
