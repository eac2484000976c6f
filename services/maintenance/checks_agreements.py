"""Whether rights to landlords' homes rest on what they must rest on, and the homes agree with them (S000, domain 4)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from models import Agreement, Bid, Dwelling, File, Mandate, Procurement, Project
from rules import agreements as rules
from rules import quota
from rules.quota import QuotaLimits
from rules.terms import AgreementKind, AgreementState, DataFault, NoticeCode
from services import rulebooks
from services.accounts import Stored
from services.batches import batched
from services.maintenance.checks_common import Trouble, numbers, standing

SEEN = (
    "kind", "state", "project", "homes", "signed_on", "registered_on", "cooperation", "procurement", "bid", "file",
    "import_run", "agreement_number", "notices", "pending.key",
)  # fmt: skip
RIGHTS = frozenset(kind.value for kind in AgreementKind if kind in rules.RIGHTS)
OVER = tuple(state.value for state in rules.NOT_STANDING)


def agreements() -> Iterator[Trouble]:
    """A draft is not signed; a right that stands was chosen, is registered once in force, and fits its project."""
    for some in batched(Agreement._get_collection().find({}, dict.fromkeys(SEEN, 1))):
        settled = [one for one in some if not one.get("pending")]
        for one in settled:
            if one["state"] == AgreementState.DRAFT.value and one.get("signed_on"):
                yield _trouble(DataFault.DRAFT_SIGNED, one)
        rights = [one for one in settled if one["kind"] in RIGHTS and one["state"] not in OVER]
        yield from _founded([one for one in rights if not one.get("import_run")])
        yield from _papers(settled)
        yield from _sized(rights)


def _founded(rights: Sequence[Stored]) -> Iterator[Trouble]:
    """Made in Husrom: by a procurement that chose the bid; in force when registered, with its cooperation agreement."""
    chosen = _chosen([one["procurement"] for one in rights if one.get("procurement")])
    bids = standing(Bid, [one["bid"] for one in rights if one.get("bid")])
    beside = _by_id(Agreement, [one["cooperation"] for one in rights if one.get("cooperation")], "state")
    for one in rights:
        bid = one.get("bid")
        if bid is None or bid not in bids or bid not in chosen.get(one.get("procurement"), ()):
            yield _trouble(DataFault.RIGHT_UNFOUNDED, one)
        held = one.get("registered_on") and beside.get(one.get("cooperation"), {}).get("state", OVER[0]) not in OVER
        if one["state"] == AgreementState.IN_FORCE.value and not held:
            yield _trouble(DataFault.IN_FORCE_TOO_SOON, one)


def _chosen(procurements: Sequence[Any]) -> Mapping[Any, Sequence[Any]]:
    found: dict[Any, Sequence[Any]] = {}
    for some in batched(dict.fromkeys(procurements)):
        for one in Procurement._get_collection().find({"_id": {"$in": some}}, {"choice.bids": 1}):
            found[one["_id"]] = (one.get("choice") or {}).get("bids") or ()
    return found


def _papers(found: Sequence[Stored]) -> Iterator[Trouble]:
    """The agreement as it was signed is kept, where one was handed in."""
    kept = standing(File, [one["file"] for one in found if one.get("file")])
    yield from (_trouble(DataFault.PAPER_LOST, one) for one in found if one.get("file") and one["file"] not in kept)


def _sized(rights: Sequence[Stored]) -> Iterator[Trouble]:
    projects = _by_id(Project, [one["project"] for one in rights if one.get("project")], "homes")
    for one in rights:
        project = projects.get(one.get("project"))
        if project is not None and (one.get("homes") or 0) > project["homes"]:
            yield _trouble(DataFault.AGREEMENT_TOO_LARGE, one)


def shares(today: date) -> Iterator[Trouble]:
    """Where more of a project's homes are taken than the agreement gives right to, under today's rulebook, it says so.

    Leases from before Husrom may be too many: that is told on the agreement, and a task of the night.
    """
    wanted, book = {"right_to": {"$exists": True}}, rulebooks.current(today)
    limits = QuotaLimits(book.referral_percent, book.small_project_homes)
    for some in batched(Agreement._get_collection().find(wanted, dict.fromkeys(SEEN, 1))):
        projects = _by_id(Project, [one["project"] for one in some], "homes", "reservations.id", "pending.key")
        for one in some:
            project = projects.get(one["project"])
            if project is None or project.get("pending"):
                continue
            units = min(project["homes"], one.get("homes") or project["homes"])
            found = quota.quota(AgreementKind(one["kind"]), units, len(project.get("reservations") or ()), limits)
            if found is not None and found.exceeded and NoticeCode.QUOTA_EXCEEDED.value not in one.get("notices", ()):
                yield _trouble(DataFault.QUOTA_PASSED, one)


def homes() -> Iterator[Trouble]:
    """A home in a project is its landlord's: whoever is referred to it is named to him."""
    found = Dwelling._get_collection().find({"project": {"$ne": None}}, {"project": 1, "landlord": 1})
    for some in batched(found):
        projects = _by_id(Project, [one["project"] for one in some], "landlord")
        lost = [one["_id"] for one in some if _is_anothers(one, projects)]
        for number in numbers(Dwelling, lost).values():
            yield Trouble(DataFault.HOME_OF_ANOTHER, "dwelling", number)


def _is_anothers(home: Stored, projects: Mapping[Any, Stored]) -> bool:
    project = projects.get(home["project"])
    return project is not None and project["landlord"] != home.get("landlord")


def signings() -> Iterator[Trouble]:
    """A choice is held for an agreement only while the use of the ceiling that signs it is under way."""
    fields = {"procurement_number": 1, "mandate": 1}
    for some in batched(Procurement._get_collection().find({"signing.0": {"$exists": True}}, fields)):
        mandates = _by_id(Mandate, [one["mandate"] for one in some if one.get("mandate")], "pending.key")
        for one in some:
            if not mandates.get(one.get("mandate"), {}).get("pending"):
                yield Trouble(DataFault.SIGNING_HELD, "procurement", one["procurement_number"])


def _by_id(kind: Any, wanted: Iterable[Any], *fields: str) -> dict[Any, Stored]:
    found: dict[Any, Stored] = {}
    for some in batched(dict.fromkeys(wanted)):
        for one in kind._get_collection().find({"_id": {"$in": some}}, dict.fromkeys(fields, 1)):
            found[one["_id"]] = one
    return found


def _trouble(fault: DataFault, agreement: Stored) -> Trouble:
    return Trouble(fault, "agreement", agreement["agreement_number"])
