"""Inspections made through the real service: planned, begun, each room noted, signed."""

import io
from datetime import date
from typing import Any

from models import Dwelling, Inspection, Lease
from rules.terms import InspectionKind, Role, RoomStandard
from services import inspections, records
from services.attachments import Arriving
from tests.casework import SENDER, TODAY, acting, worker
from tests.factories import make_lease
from tests.pictures import jpeg

GOOD, REPAIR = RoomStandard.GOOD, RoomStandard.NEEDS_REPAIR


def fresh(record: Any) -> Any:
    return records.get(type(record), record.pk)


def arriving(content: bytes | None = None, name: str = "IMG_0001.jpg", *, whole: bool = True) -> Arriving:
    return Arriving(name, io.BytesIO(jpeg() if content is None else content), whole)


def keeper(lease: Lease | None = None, *roles: Role, **values: Any) -> Any:
    """Somebody of the lease's office; a housing consultant where no role is named."""
    office = records.reference(lease, "office") if lease else None
    return acting(worker(*(roles or (Role.HOUSING_CONSULTANT,)), office=office, **values))


def planned(lease: Lease | None = None, by: Any = None, kind: Any = InspectionKind.PERIODIC, **values: Any) -> Any:
    lease = lease or make_lease()
    home = records.get(Dwelling, records.reference(lease, "dwelling"))
    told = {"kind": kind, "on": date(2026, 12, 14), "time": "10.00", "caseworker": None, "today": TODAY} | values
    return inspections.plan(home, lease, by or keeper(lease), **told)


def begun(lease: Lease | None = None, by: Any = None, *, on: date = TODAY, **values: Any) -> Inspection:
    lease = lease or make_lease()
    by = by or keeper(lease)
    made = planned(lease, by, **{"on": on} | values)
    inspections.begin(made, by, on=on, version=made.version, today=TODAY)
    return fresh(made)


def note(inspection: Any, room: str, standard: RoomStandard, by: Any, **values: Any) -> Any:
    made = next(one for one in inspection.rooms if one.name == room)
    told = {"standard": standard, "note": "", "version": inspection.version, "today": TODAY} | values
    inspections.note_room(inspection, str(made.id), by, **told)
    return fresh(inspection)


def seen(inspection: Any, by: Any, **standards: RoomStandard) -> Any:
    """Every room looked at: good, unless it is named."""
    for room in [one.name for one in inspection.rooms]:
        inspection = note(inspection, room, standards.get(room, GOOD), by)
    return inspection


def drawn(inspection: Any, by: Any, **values: Any) -> Any:
    told = {"agrees": True, "sees_protected": False, "version": inspection.version, "today": TODAY} | values
    return inspections.draw(inspection, by, SENDER, **told)


def sign(inspection: Any, by: Any, file: Any = None, **values: Any) -> Any:
    told = {"agrees": True, "sees_protected": False, "version": inspection.version, "today": TODAY} | values
    return inspections.sign(inspection, by, SENDER, file=file or drawn(inspection, by, **values), **told)


def signed(lease: Any, by: Any, kind: InspectionKind, *, on: date = TODAY, **standards: RoomStandard) -> Any:
    made = seen(begun(lease, by, kind=kind, on=on), by, **standards)
    sign(made, by)
    return fresh(made)


def moved_out(lease: Any, by: Any, *, known: bool = True, on: date = TODAY) -> Any:
    """A signed inspection at moving out with the bath damaged; `known` = there is one at moving in."""
    if known:
        signed(lease, by, InspectionKind.MOVE_IN, on=date(2026, 11, 2))
    return signed(lease, by, InspectionKind.MOVE_OUT, on=on, Bad=REPAIR)
