"""Whether what is taken of projects and authorities agrees with leases, referrals and agreements."""

from collections.abc import Container, Iterator, Sequence
from datetime import datetime
from typing import Any

from models import Agreement, Dwelling, Lease, Mandate, Procurement, Project, Referral
from rules import agreements as rules
from rules.terms import AgreementKind, AgreementState, DataFault, LeaseState, ReferralState
from services import procurements
from services.accounts import Stored
from services.batches import batched
from services.maintenance.checks_common import Trouble, numbers

RUNNING = [LeaseState.UPCOMING.value, LeaseState.OCCUPYING.value]
UNDER_WAY = [
    state.value for state in (ReferralState.REFERRED, ReferralState.VIEWING, ReferralState.ACCEPTED)
]  # fmt: skip
COUNTED = ("state", "homes", "signed_on", "loan_paid_out_on", "pending.key")


def reservations() -> Iterator[Trouble]:
    """Each home of a project that a lease runs in is taken, and none is taken by what is over."""
    fields = {"name": 1, "reservations": 1, "pending.key": 1}
    for some in batched(Project._get_collection().find({}, fields)):
        projects = {one["_id"]: one for one in some if not one.get("pending")}
        running = list(_running(list(projects)))
        live = {lease["_id"] for lease, _ in running}
        held = [one for project in projects.values() for one in project.get("reservations") or ()]
        taken = {one["dwelling"] for one in held}
        lost = [lease["_id"] for lease, _ in running if lease["dwelling"] not in taken]
        for number in numbers(Lease, lost).values():
            yield Trouble(DataFault.HOME_UNCOUNTED, "lease", number)
        going = _going(held)
        for project in projects.values():
            if any(
                one.get("lease") not in live and one["id"] not in going for one in project.get("reservations") or ()
            ):
                yield Trouble(DataFault.HOME_HELD_IN_VAIN, "project", project["name"])


def _running(projects: Sequence[Any]) -> Iterator[tuple[Stored, Any]]:
    """The leases that run in the projects' homes, with the project of each."""
    homes = {
        one["_id"]: one["project"]
        for one in Dwelling._get_collection().find({"project": {"$in": list(projects)}}, {"project": 1})
    }
    for some in batched(homes):
        wanted = {"dwelling": {"$in": some}, "state": {"$in": RUNNING}}
        for lease in Lease._get_collection().find(wanted, {"dwelling": 1, "pending.kind": 1}):
            if not lease.get("pending"):
                yield lease, homes[lease["dwelling"]]


def _going(held: Sequence[Stored]) -> set[Any]:
    """The ids of reservations whose referral is under way, or owes something yet."""
    by_referral = {one["referral"]: one["id"] for one in held if one.get("referral")}
    found: set[Any] = set()
    for some in batched(by_referral):
        wanted = {"_id": {"$in": some}}
        for one in Referral._get_collection().find(wanted, {"state": 1, "pending.key": 1}):
            if one["state"] in UNDER_WAY or one.get("pending"):
                found.add(by_referral[one["_id"]])
    return found


def calls(now: datetime) -> Iterator[Trouble]:
    """A call is held for bids that are in; one held for another can be changed, and is let go of then."""
    held = Procurement.objects(__raw__={"taken_bids.0": {"$exists": True}}).no_dereference().order_by("id")
    for one in held:
        if procurements.held_in_vain(one, now):
            yield Trouble(DataFault.CALL_HELD, "procurement", one.number)


def ceilings() -> Iterator[Trouble]:
    """An authority counts the homes of the agreements that were signed by it and came to something, and no others."""
    kinds = [kind.value for kind in AgreementKind if kind in rules.RIGHTS]
    for mandate in Mandate._get_collection().find({}, {"mandate_number": 1, "uses": 1, "pending.key": 1}):
        if mandate.get("pending"):
            continue
        wanted = {"mandate": mandate["_id"], "kind": {"$in": kinds}}
        agreements = list(Agreement._get_collection().find(wanted, dict.fromkeys(COUNTED, 1)))
        if any(one.get("pending") for one in agreements):
            continue
        used = {use["id"]: use["homes"] for use in mandate.get("uses") or ()}
        if used != {one["_id"]: one["homes"] for one in agreements if _counts(one, used)}:
            yield Trouble(DataFault.CEILING_DIFFERS, "mandate", mandate["mandate_number"])


def _counts(agreement: Stored, used: Container[Any]) -> bool:
    """Whether its homes count: of one that ended with no loan paid out only where somebody had lived there by then."""
    if not agreement.get("signed_on"):
        return False
    ended = agreement["state"] == AgreementState.ENDED.value
    return not ended or agreement.get("loan_paid_out_on") is not None or agreement["_id"] in used
