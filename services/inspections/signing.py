"""The protocol of an inspection: drawn and looked at, then signed, after which it stands as it is (husll. § 10-2)."""

import hashlib
import io
from datetime import date
from typing import BinaryIO

from bson import ObjectId

from letters import inspection_protocol
from letters.inspection_protocol import Picture, Protocol, RoomFound
from letters.paper import Drawn, Sender
from models import Dwelling, File, Inspection
from models.inspection import Room
from rules import inspections as rules
from rules import keeping_states, states
from rules.errors import InvalidRecord, NotFound, ProtocolOutdated, RoomsUnseen
from rules.terms import AccessKind, FileKind, InspectionState, RoomStandard
from services import audit, files, records
from services.actor import Actor
from services.dispatch import PDF
from services.effects import Owed
from services.inspections.common import (
    LEASE_EFFECT,
    lease_of,
    move_in_of,
    opened,
    owed,
    refuse_shielded,
    require,
    standards_of,
    tenant_of,
)

MOST_PICTURES = 40  # in a protocol, first of each room first; the rest stand in Husrom
BOKMAL = "nb"


def draw(
    inspection: Inspection,
    actor: Actor,
    sender: Sender,
    *,
    agrees: bool | None,
    sees_protected: bool,
    version: int,
    today: date,
) -> ObjectId:
    """Draw the protocol and keep its bytes, for whoever signs to look at; returns the file's id. Raises as sign()."""
    drawn = _drawn(
        inspection, actor, sender, agrees=agrees, sees_protected=sees_protected, version=version, today=today
    )
    name = f"Befaringsprotokoll {inspection.number}.pdf"
    stored = files.store(ObjectId(), FileKind.PROTOCOL, name, PDF, io.BytesIO(drawn.content), actor)
    return ObjectId(stored.pk)


def sign(
    inspection: Inspection,
    actor: Actor,
    sender: Sender,
    *,
    file: ObjectId,
    agrees: bool | None,
    sees_protected: bool,
    version: int,
    today: date,
) -> bool:
    """Sign the protocol that was looked at: what it says is not changed any more; another inspection may follow.

    `agrees` = whether the tenant does; None where they were not there. Signed before with the same file = nothing.
    Raises NotAuthorised, NoNeedToKnow, HomeShielded, RoomsUnseen, InvalidRecord (no rooms), ProtocolOutdated,
    TransitionRefused, UndrawableText, StaleState.
    """
    if inspection.state is InspectionState.SIGNED and inspection.protocol == file:
        return False
    drawn = _drawn(
        inspection, actor, sender, agrees=agrees, sees_protected=sees_protected, version=version, today=today
    )
    stored = files.find(file)
    digest = hashlib.sha256(drawn.content).hexdigest()
    if stored is None or stored.kind is not FileKind.PROTOCOL or stored.sha256 != digest:
        raise ProtocolOutdated(inspection.number)
    values = {
        "state": InspectionState.SIGNED,
        "signed_on": today,
        "signed_by": actor.id,
        "signed_by_name": actor.name,
        "tenant_agrees": agrees,
        "protocol": stored.pk,
        "protocol_sha256": stored.sha256,
    }
    dues = [Owed(LEASE_EFFECT, f"{LEASE_EFFECT}:{inspection.pk}"), *owed(inspection)]
    return records.change(inspection, actor, values=values, action="protocol_signed", owed=dues, version=version)


def _drawn(
    inspection: Inspection,
    actor: Actor,
    sender: Sender,
    *,
    agrees: bool | None,
    sees_protected: bool,
    version: int,
    today: date,
) -> Drawn:
    opened(inspection, actor, "inspection.sign", version)
    states.check(keeping_states.INSPECTION, inspection.state, InspectionState.SIGNED)
    refuse_shielded(inspection, sees_protected)
    if not inspection.rooms:
        raise InvalidRecord("inspection", {"rooms": "no_rooms"})
    left = rules.unseen((room.name, room.standard) for room in inspection.rooms)
    if left:
        raise RoomsUnseen(inspection.number, left)
    return inspection_protocol.draw(protocol_of(inspection, actor, sender, agrees=agrees, today=today))


def protocol_of(inspection: Inspection, actor: Actor, sender: Sender, *, agrees: bool | None, today: date) -> Protocol:
    """What the protocol says; where a protected tenant lives stands in no paper that is handed out."""
    lease = lease_of(inspection)
    tenant = tenant_of(lease) if lease else None
    home = records.get(Dwelling, records.reference(inspection, "dwelling"))
    moved_in = move_in_of(inspection)
    shielded = tenant is not None and tenant.protected_address
    town = " ".join(part for part in (home.postcode, home.place) if part)
    return Protocol(
        sender=sender,
        number=inspection.number,
        kind=inspection.kind,
        held_on=inspection.held_on or today,
        day=today,
        language=tenant.letter_form if tenant else BOKMAL,
        dwelling=home.dwelling_number,
        address=None if shielded else f"{home.address}, {town}",
        contract=lease.contract_number if lease else None,
        tenant=tenant.name if tenant else None,
        signed_by=actor.name,
        agrees=agrees,
        present=inspection.present,
        keys_back=inspection.keys_back,
        meter=inspection.meter,
        remarks=inspection.remarks,
        tenant_says=inspection.tenant_says,
        rooms=_rooms(inspection, standards_of(moved_in)),
        compared_with=(moved_in.number, moved_in.held_on) if moved_in and moved_in.held_on else None,
    )


def _rooms(inspection: Inspection, moved_in: dict[str, RoomStandard]) -> tuple[RoomFound, ...]:
    left, found = MOST_PICTURES, []
    for room in inspection.rooms:
        pictures = _pictures(room, left)
        left -= len(pictures)
        was = rules.before(room.name, moved_in)
        standard = room.standard or RoomStandard.GOOD  # none is unseen here
        found.append(RoomFound(name=room.name, standard=standard, was=was, note=room.note, pictures=pictures))
    return tuple(found)


def _pictures(room: Room, most: int) -> tuple[Picture, ...]:
    shown = [one for one in room.photos if one.back_on is None][: max(most, 0)]
    return tuple(Picture(files.open_stored(one.small).read(), one.caption or "", one.on) for one in shown)


# --- The protocol's bytes ---------------------------------------------------------------------------------------------


def open_protocol(inspection: Inspection, actor: Actor, *, sees_protected: bool = False) -> BinaryIO:
    """The protocol as it was signed; the opening is logged.

    Raises NotAuthorised, NoNeedToKnow, HomeShielded, NotFound (not signed).
    """
    require(records.reference(inspection, "lease"), actor, "inspection.protocol")
    refuse_shielded(inspection, sees_protected)
    if inspection.protocol is None:
        raise NotFound("file", inspection.number)
    content = files.open_stored(inspection.protocol)
    lease = lease_of(inspection)
    audit.record_access(
        actor,
        AccessKind.FETCHED,
        "inspection",
        document_id=str(inspection.pk),
        number=inspection.number,
        person=records.reference(lease, "tenant") if lease else None,
    )
    return content


def open_drawn(file: ObjectId, actor: Actor) -> BinaryIO:
    """A protocol that is not signed, for whoever drew it. Raises NotFound."""
    stored: File | None = files.find(file)
    if stored is None or stored.kind is not FileKind.PROTOCOL or stored.by != actor.id:
        raise NotFound("file", str(file))
    return files.open_stored(file)
