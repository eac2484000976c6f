"""Whether what is kept about homes agrees with the ledger and the leases: cases, plans, rent changes, endings."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bson import ObjectId

from models import (
    Allowance,
    ArrearsCase,
    Ending,
    GuaranteeClaim,
    Lease,
    RentChange,
    Vacancy,
    arrears_case,
    benefits,
    ending,
    rent_change,
    vacancy,
)
from rules import rent
from rules.terms import (
    ArrearsState,
    DataFault,
    EndingState,
    GuaranteeState,
    JobState,
    LeaseState,
    PlanState,
    RentChangeState,
    RentCollector,
)
from services import accounts, job_runs, leases, records
from services.accounts import Stored
from services.batches import batched
from services.maintenance.checks_common import Trouble, numbers

ONE_OPEN: Mapping[Any, Sequence[Any]] = {  # of these a lease has one at a time
    RentChange: rent_change.OPEN,
    ArrearsCase: arrears_case.OPEN,
    Allowance: benefits.ALLOWANCE_OPEN,
    GuaranteeClaim: (GuaranteeState.CLAIMED,),
    Ending: ending.OPEN,
}
OUT = [EndingState.MOVED_OUT.value, EndingState.SETTLED.value]
ARREARS_JOB = "arrears"


def open_ones() -> Iterator[Trouble]:
    """No lease has two of what it may have one of."""
    for kind, states in ONE_OPEN.items():
        wanted = {"state": {"$in": [state.value for state in states]}}
        before = None
        for one in kind._get_collection().find(wanted, {"lease": 1}).sort("lease", 1):
            if one["lease"] == before:
                yield from _of([before], DataFault.TWO_OPEN, detail=kind._get_collection_name())
            before = one["lease"]


def _of(leases: Sequence[Any], fault: DataFault, detail: str = "") -> Iterator[Trouble]:
    for number in numbers(Lease, leases).values():
        yield Trouble(fault, "lease", number, detail)


def cases() -> Iterator[Trouble]:
    """As the last arrears run saw it, a lease has an open case exactly where rent was overdue, or a plan runs.

    A lease on which something was booked since is left to the next run.
    """
    run = next((one for one in job_runs.latest(ARREARS_JOB) if one.state is JobState.DONE), None)
    if run is None:
        return
    fields = {"contract_number": 1, "rent_collected_by": 1}
    for some in batched(Lease._get_collection().find({}, fields)):
        open_cases = _open_cases([lease["_id"] for lease in some])
        rows = accounts.grouped(accounts.stored_rows([lease["_id"] for lease in some]))
        for lease in some:
            if any(row["at"] >= run.started_at for row in rows[lease["_id"]]):
                continue
            ours = lease["rent_collected_by"] == RentCollector.MUNICIPALITY.value
            owes = ours and _overdue(rows[lease["_id"]], run.day)
            state = open_cases.get(lease["_id"])
            if owes != (state is not None) and state != ArrearsState.PLAN.value:
                fault = DataFault.CASE_MISSING if owes else DataFault.CASE_WITHOUT_DEBT
                yield Trouble(fault, "lease", lease["contract_number"])


def _overdue(rows: Sequence[Stored], day: date) -> bool:
    return rent.owed(rent.settle(accounts.as_row(row) for row in rows), day).oldest_due is not None


def _open_cases(leases: Sequence[ObjectId]) -> dict[ObjectId, str]:
    """The state of each lease's open case."""
    wanted = {"lease": {"$in": list(leases)}, "state": {"$in": [state.value for state in arrears_case.OPEN]}}
    return {one["lease"]: one["state"] for one in ArrearsCase._get_collection().find(wanted, {"lease": 1, "state": 1})}


def plans() -> Iterator[Trouble]:
    """A plan's instalments come to its debt; a case has one plan running exactly where it says so."""
    for case in ArrearsCase._get_collection().find({}, {"case_number": 1, "state": 1, "plans": 1}):
        held = case.get("plans") or []
        running = [plan for plan in held if plan["state"] == PlanState.RUNNING.value]
        uneven = any(sum(part["amount_ore"] for part in plan["instalments"]) != plan["debt_ore"] for plan in held)
        if uneven or len(running) != (case["state"] == ArrearsState.PLAN.value):
            yield Trouble(DataFault.PLAN_DIFFERS, "arrears_case", case["case_number"])


def rent_changes() -> Iterator[Trouble]:
    """A change in force stands on its lease, from its day and with its amounts."""
    wanted = {"state": RentChangeState.IN_FORCE.value}
    fields = {"lease": 1, "contract_number": 1, "lines": 1, "effective_from": 1, "pending.key": 1}
    for some in batched(RentChange._get_collection().find(wanted, fields)):
        leases = Lease._get_collection().find({"_id": {"$in": [one["lease"] for one in some]}}, {"rent_lines": 1})
        lines = {lease["_id"]: lease["rent_lines"] for lease in leases}
        for one in some:
            stand = {(line["kind"], line["amount_ore"], line["valid_from"]) for line in lines.get(one["lease"], ())}
            told = {(line["kind"], line["new_ore"], one["effective_from"]) for line in _new(one["lines"])}
            if not one.get("pending") and not told <= stand:
                yield Trouble(DataFault.RENT_NOT_SET, "rent_change", one["contract_number"])


def _new(lines: Sequence[Stored]) -> Iterator[Stored]:
    """Those lines of a change that begin with it: not the ones that stay, nor those that end."""
    return (line for line in lines if line["new_ore"] and line["new_ore"] != line.get("old_ore"))


def endings() -> Iterator[Trouble]:
    """Whoever has moved out has no lease running."""
    fields = {"lease": 1, "ending_number": 1, "pending.key": 1}
    for some in batched(Ending._get_collection().find({"state": {"$in": OUT}}, fields)):
        wanted = {"_id": {"$in": [one["lease"] for one in some]}, "state": {"$ne": LeaseState.ENDED.value}}
        live = {lease["_id"] for lease in Lease._get_collection().find(wanted, {"_id": 1})}
        for one in some:
            if one["lease"] in live and not one.get("pending"):
                yield Trouble(DataFault.STILL_RUNNING, "ending", one["ending_number"])


def homes() -> Iterator[Trouble]:
    """A home has one lease at a time: one to come begins after the one that is lived under, or takes over from it.

    Where the home is reported vacant by us, the day that it is left is kept there.
    """
    for lease in Lease.objects(state__in=[LeaseState.UPCOMING]).no_dereference().order_by("id"):
        if lease.follows is not None or lease.pending:
            continue
        held = leases.in_the_way(
            records.reference(lease, "dwelling"), lease.starts_on, lease.ends_on, date.min, besides=lease.pk
        )
        if held is None or Vacancy.objects(lease=held.pk, state__in=list(vacancy.LIVE)).only("id").first() is not None:
            continue
        yield Trouble(DataFault.LET_TWICE, "lease", lease.contract_number, held.contract_number)
