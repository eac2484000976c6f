"""What inspections and repairs share: who may, whose home it is, what a change owes."""

from collections.abc import Iterator
from typing import TypeVar

from bson import ObjectId

from models import Applicant, Inspection, Lease, Repair
from models.inspection import Photo, Room
from rules.errors import HomeShielded
from rules.terms import InspectionKind, InspectionState, Role, RoomStandard
from services import merged, need_to_know, records
from services.actor import Actor
from services.effects import Owed

KEEPERS = (
    Role.CASEWORKER,
    Role.HOUSING_CONSULTANT,
    Role.UNIT_LEADER,
    Role.DEPARTMENT_HEAD,
    Role.PROPERTY,
)
ALSO = frozenset({Role.PROPERTY})  # who looks after every home, whatever the office (S002: forvalter)
TASK_EFFECT = "inspection_tasks"
LEASE_EFFECT = "inspected_lease"
BACK_EFFECT = "inspection_notice_back"
P = TypeVar("P", Room, Photo)
MOST_FOLLOWED = 10  # contracts of one household in one home, each after the other


def require(lease: ObjectId | None, actor: Actor, what: str) -> None:
    """Let those pass who look after the home: of the lease's office, and property. Raises NotAuthorised, NoNeedToKnow.

    Where nobody lives, all who look after homes may.
    """
    actor.require(*KEEPERS, what=what)
    if lease is not None:
        need_to_know.require_lease(records.get(Lease, lease), actor, ALSO)


def opened(document: Inspection | Repair, actor: Actor, what: str, version: int) -> None:
    """The same for a record that is about to be changed. Raises StaleState too."""
    require(records.reference(document, "lease"), actor, what)
    records.check_version(document, version)


def lease_of(document: Inspection | Repair) -> Lease | None:
    """The lease of those who live there; None for a home that stands empty."""
    held = records.reference(document, "lease")
    return records.get(Lease, held) if held is not None else None


def tenant_of(lease: Lease) -> Applicant:
    """The record that stands for the tenant now."""
    found: Applicant = merged.root_of(records.get(Applicant, records.reference(lease, "tenant")))
    return found


def refuse_shielded(document: Inspection | Repair, sees_protected: bool) -> None:
    """Keep where a protected tenant lives from those who may not see it. Raises HomeShielded."""
    lease = lease_of(document)
    if lease is not None and not sees_protected and tenant_of(lease).protected_address:
        raise HomeShielded(document.number)


def photos_of(document: Inspection | Repair) -> Iterator[Photo]:
    """The pictures that stand, in order."""
    held = document.photos if isinstance(document, Repair) else [one for room in document.rooms for one in room.photos]
    yield from (one for one in held if one.back_on is None)


def copied(part: P, **changes: object) -> P:
    """The part with some of it changed; the loaded one stays as it was read."""
    return type(part)(**{name: getattr(part, name) for name in part._fields} | changes)


def owed(inspection: Inspection, *, new: bool = False) -> list[Owed]:
    """What every change of an inspection owes: the tasks about it. Call it before the change is made."""
    return [Owed(TASK_EFFECT, f"{TASK_EFFECT}:{inspection.pk}:{1 if new else inspection.version + 1}")]


# --- The inspection at moving in -------------------------------------------------------------------------------------


def move_in_of(inspection: Inspection) -> Inspection | None:
    """The signed inspection at moving in of the same household and home, through the contracts before this one."""
    lease = lease_of(inspection)
    for _ in range(MOST_FOLLOWED):
        if lease is None:
            return None
        found: Inspection | None = (
            Inspection.objects(lease=lease.pk, kind=InspectionKind.MOVE_IN, state=InspectionState.SIGNED)
            .no_dereference()
            .order_by("-planned_on", "id")
            .first()
        )
        if found is not None:
            return found if found.pk != inspection.pk else None
        lease = records.get(Lease, lease.follows) if lease.follows is not None else None
    return None


def standards_of(inspection: Inspection | None) -> dict[str, RoomStandard]:
    """How each room was found; nothing where there was no inspection."""
    return {room.name: room.standard for room in inspection.rooms if room.standard} if inspection else {}


def move_out_of(lease: ObjectId) -> Inspection | None:
    """The lease's inspection at moving out, the latest that was not called off (index `inspection_lease`)."""
    found: Inspection | None = (
        Inspection.objects(lease=lease, kind=InspectionKind.MOVE_OUT, state__ne=InspectionState.CANCELLED)
        .no_dereference()
        .order_by("-planned_on", "id")
        .first()
    )
    return found


def claim_of(lease: ObjectId) -> int:
    """What is claimed of the lease's tenant at moving out, booked and not taken back, in øre (§ 10-3)."""
    held = Inspection.objects(lease=lease).only("claim_stands", "claim_ore").no_dereference().order_by("id")
    return sum(one.claim_ore or 0 for one in held if one.claim_stands)
