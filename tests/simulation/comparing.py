"""Whether the house and the clerk agree: each morning about who is told of, and about every account to the øre."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from bson import ObjectId

from models import ArrearsCase, Ending, FollowUp, Inspection, Lease, LedgerRow, Letter, Record, Task, Vacancy
from models.arrears_case import OPEN
from rules.terms import RowKind, TaskKind, TaskState
from tests.simulation.year import Year

Held = tuple[int, date | None]


def morning(year: Year) -> None:
    """Who is to be told of this morning is told of, nobody else; and every account is the clerk's."""
    day, sheets = year.day, {one.lease: one.sheet for one in year.residents}
    late = {lease for lease, sheet in sheets.items() if sheet.overdue(day)}
    _same(day, "tasks about arrears", flagged(TaskKind.ARREARS), late)
    opened = ArrearsCase._get_collection().find({"state": {"$in": [state.value for state in OPEN]}}, {"lease": 1})
    cases = {case["lease"] for case in opened}
    planned = {lease for lease, sheet in sheets.items() if sheet.plan is not None and sheet.plan.running}
    _same(day, "cases of arrears", cases, late | planned)
    broken = {lease for lease, sheet in sheets.items() if sheet.plan_broken}
    _same(day, "broken plans", flagged(TaskKind.PAYMENT_PLAN), broken)
    ending = {lease for lease, sheet in sheets.items() if sheet.expiring(day)}
    _same(day, "leases that run out", flagged(TaskKind.EXPIRING_LEASE), ending)
    held = accounts()
    _same(day, "accounts", set(held.items()), {(lease, (one.balance, one.oldest())) for lease, one in sheets.items()})


def _same(day: date, what: str, found: set[object], told: set[object]) -> None:
    if found != told:
        raise AssertionError(f"{what} on {day}: the house alone {found - told}, the clerk alone {told - found}")


def flagged(kind: TaskKind) -> set[object]:
    """The subjects of the open tasks of a kind."""
    found = Task._get_collection().find({"kind": kind.value, "state": TaskState.OPEN.value}, {"subject_id": 1})
    return {ObjectId(task["subject_id"]) for task in found}


def accounts() -> dict[object, Held]:
    """Each lease's balance and when its oldest debt fell due."""
    found = Lease._get_collection().find({}, {"account.balance_ore": 1, "account.oldest_due": 1})
    return {
        one["_id"]: (one["account"]["balance_ore"], due.date() if (due := one["account"].get("oldest_due")) else None)
        for one in found
    }


def charged_more_than_once() -> list[object]:
    """The leases and months that more than one charge stands for."""
    rows = LedgerRow._get_collection().find({"kind": RowKind.CHARGE.value}, {"lease": 1, "period": 1})
    return [which for which, times in Counter((row["lease"], row["period"]) for row in rows).items() if times > 1]


def without_cause(year: Year) -> list[str]:
    """The open tasks that nothing the clerk knows of accounts for; those of the morning's kinds are seen to there."""
    known = _known(year)
    found = Task._get_collection().find({"state": TaskState.OPEN.value}, {"kind": 1, "subject_id": 1})
    return [task["_id"] for task in found if task["subject_id"] not in known.get(TaskKind(task["kind"]), ())]


def _known(year: Year) -> dict[TaskKind, set[str]]:
    """What may stand in the list of tasks in the evening, by the clerk's sheets: the subjects of each kind."""
    day, us = year.day, year.residents
    left = {one.lease for one in us if one.sheet.ended_on is not None}
    leaving = {one.lease for one in us if "out on" in one.marks and not one.marks.get("settled")}
    paid_late = {one.lease for one in us if one.marks.get("pays all on", day) < day}
    living = {one.lease for one in us} - left
    homes = {lease["dwelling"] for lease in Lease._get_collection().find({}, {"dwelling": 1}) if lease["_id"] in left}
    return {
        TaskKind.ARREARS: {str(one.lease) for one in us if one.sheet.overdue(day)},
        TaskKind.PAYMENT_PLAN: {str(one.lease) for one in us if one.sheet.plan_broken},
        TaskKind.EXPIRING_LEASE: {str(one.lease) for one in us if one.sheet.expiring(day)},
        TaskKind.ALLOWANCE: {str(one.lease) for one in us if "applied on" in one.marks},
        TaskKind.INCIDENT: {str(one.marks["incident"]) for one in us if "incident" in one.marks},
        TaskKind.ENDING: _about(Ending, "lease", leaving),
        TaskKind.VACANCY: _about(Vacancy, "dwelling", homes),
        TaskKind.FOLLOW_UP: _about(FollowUp, "lease", living),
        TaskKind.INSPECTION: _about(Inspection, "lease", living) | {str(lease) for lease in living},
        TaskKind.WITHDRAW_PETITION: _about(ArrearsCase, "lease", paid_late),
    }


def _about(kind: type[Record], field: str, these: set[object]) -> set[str]:
    """The records of a kind that are about these."""
    return {str(one["_id"]) for one in kind._get_collection().find({}, {field: 1}) if one[field] in these}


def standing() -> Mapping[str, object]:
    """All that a night's jobs may change, in a form that is equal where nothing has changed."""
    held: dict[str, object] = {"accounts": accounts()}
    for kind in (ArrearsCase, Lease, LedgerRow, Letter, Task):
        found = kind._get_collection().find({}, {"version": 1})
        held[kind.__name__] = {one["_id"]: one.get("version") for one in found}
    return held
