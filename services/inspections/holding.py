"""An inspection as it is held: room by room, the pictures, and what is noted for the whole home (husll. § 10-2)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bson import ObjectId

from models import Dwelling, Inspection
from models.inspection import Photo, Room
from rules import inspections as rules
from rules import keeping_states, states
from rules.errors import InvalidRecord, MissingReason, NotFound, TransitionRefused
from rules.inspections import Layout
from rules.terms import InspectionState, RoomStandard
from services import records
from services.actor import Actor
from services.attachments import Arriving
from services.inspections import photos
from services.inspections.common import copied, move_in_of, opened, owed

MOST_ROOMS = 40


def begin(inspection: Inspection, actor: Actor, *, on: date, version: int, today: date) -> bool:
    """Begin to walk through the home: its rooms stand ready, as at moving in where that is known.

    Begun before = nothing. Raises NotAuthorised, NoNeedToKnow, InvalidRecord (future), TransitionRefused, StaleState.
    """
    if inspection.state is InspectionState.HELD:
        return False
    opened(inspection, actor, "inspection.hold", version)
    states.check(keeping_states.INSPECTION, inspection.state, InspectionState.HELD)
    if on > today:
        raise InvalidRecord("inspection", {"held_on": "future"})
    rooms = [Room(id=ObjectId(), name=name) for name in _names(inspection)]
    values = {"state": InspectionState.HELD, "held_on": on, "rooms": rooms}
    return records.change(
        inspection, actor, values=values, action="inspection_begun", owed=owed(inspection), version=version
    )


def _names(inspection: Inspection) -> list[str]:
    moved_in = move_in_of(inspection)
    if moved_in is not None and moved_in.rooms:
        return [room.name for room in moved_in.rooms]
    home = records.get(Dwelling, records.reference(inspection, "dwelling"))
    layout = Layout(rooms=home.rooms, bedrooms=home.bedrooms, balcony=home.balcony, storage=home.storage)
    return rules.rooms_of(layout)


def note_room(
    inspection: Inspection,
    room: str,
    actor: Actor,
    *,
    standard: RoomStandard | None,
    note: str,
    files: Sequence[Arriving] = (),
    caption: str = "",
    nonce: str = "",
    version: int,
    today: date,
) -> bool:
    """Note how one room is kept, and add pictures of it. The same again = nothing.

    Raises NotAuthorised, NoNeedToKnow, FileRefused, NotFound (no such room), TransitionRefused (signed), StaleState.
    """
    _holding(inspection, actor, version)
    held = _room(inspection, room)
    taken = photos.look_through(files)
    values: dict[str, Any] = {"standard": standard, "note": note.strip() or None}
    if taken:
        new = photos.keep(taken, nonce, actor, caption=caption, today=today)
        count = sum(len(one.photos) for one in inspection.rooms)
        values["photos"] = photos.added(held.photos, new, count)
    return _store(inspection, _with(inspection, held, **values), actor, "room_noted", version)


def add_room(inspection: Inspection, actor: Actor, *, name: str, version: int) -> bool:
    """Add a room to walk through. Raises as note_room(), InvalidRecord (no name, there already, too many)."""
    _holding(inspection, actor, version)
    plain = " ".join(name.split())
    if not plain:
        raise InvalidRecord("inspection", {"name": "missing_value"})
    if any(rules.same_room(plain, one.name) for one in inspection.rooms):
        raise InvalidRecord("inspection", {"name": "room_twice"})
    if len(inspection.rooms) >= MOST_ROOMS:
        raise InvalidRecord("inspection", {"name": "rooms_full"})
    rooms = [*inspection.rooms, Room(id=ObjectId(), name=plain)]
    return _store(inspection, rooms, actor, "room_added", version)


def remove_room(inspection: Inspection, room: str, actor: Actor, *, version: int) -> bool:
    """Take away a room that the home has not; one with pictures stays until they are taken back. As add_room()."""
    _holding(inspection, actor, version)
    held = _room(inspection, room)
    if any(one.back_on is None for one in held.photos):
        raise InvalidRecord("inspection", {"name": "room_has_photos"})
    rooms = [one for one in inspection.rooms if one.id != held.id]
    return _store(inspection, rooms, actor, "room_removed", version)


def take_photo_back(inspection: Inspection, photo: str, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Show a picture no more, with who, when and why; until it is signed. Taken back before = nothing.

    Raises NotAuthorised, NoNeedToKnow, MissingReason, NotFound, TransitionRefused (signed), StaleState.
    """
    held, one = _photo(inspection, photo)
    if one.back_on is not None:
        return False
    _holding(inspection, actor, version)
    if not why.strip():
        raise MissingReason("inspection.photo")
    back = copied(one, back_on=today, back_by_name=actor.name, back_why=why.strip())
    rooms = _with(inspection, held, photos=[back if other.id == one.id else other for other in held.photos])
    return _store(inspection, rooms, actor, "photo_taken_back", version)


def caption_photo(inspection: Inspection, photo: str, actor: Actor, *, caption: str, version: int) -> bool:
    """Say what a picture shows; until it is signed. Raises as take_photo_back()."""
    _holding(inspection, actor, version)
    held, one = _photo(inspection, photo)
    said = copied(one, caption=caption.strip() or None)
    rooms = _with(inspection, held, photos=[said if other.id == one.id else other for other in held.photos])
    return _store(inspection, rooms, actor, "photo_captioned", version)


def note_whole(
    inspection: Inspection,
    actor: Actor,
    *,
    held_on: date,
    present: str,
    keys_back: int | None,
    meter: str,
    remarks: str,
    tenant_says: str,
    version: int,
    today: date,
) -> bool:
    """Note who was there, the keys, the meter, and what the tenant says. Raises as note_room(), InvalidRecord."""
    _holding(inspection, actor, version)
    if held_on > today:
        raise InvalidRecord("inspection", {"held_on": "future"})
    texts = {"present": present, "meter": meter, "remarks": remarks, "tenant_says": tenant_says}
    values = {"held_on": held_on, "keys_back": keys_back} | {name: text.strip() or None for name, text in texts.items()}
    if all(records.same(getattr(inspection, name), value) for name, value in values.items()):
        return False
    return records.change(
        inspection, actor, values=values, action="inspection_noted", owed=owed(inspection), version=version
    )


def _holding(inspection: Inspection, actor: Actor, version: int) -> None:
    opened(inspection, actor, "inspection.hold", version)
    if inspection.state is not InspectionState.HELD:
        raise TransitionRefused("inspection", inspection.state.value, InspectionState.HELD.value)


def _room(inspection: Inspection, identity: str) -> Room:
    found = next((one for one in inspection.rooms if str(one.id) == identity), None)
    if found is None:
        raise NotFound("inspection", inspection.number)
    return found


def _photo(inspection: Inspection, identity: str) -> tuple[Room, Photo]:
    for room in inspection.rooms:
        for one in room.photos:
            if str(one.id) == identity:
                return room, one
    raise NotFound("file", identity)


def _with(inspection: Inspection, room: Room, **values: Any) -> list[Any]:
    changed = copied(room, **values)
    return [changed if one.id == room.id else one for one in inspection.rooms]


def _store(inspection: Inspection, rooms: Sequence[Any], actor: Actor, action: str, version: int) -> bool:
    if records.same(list(inspection.rooms), list(rooms)):
        return False
    return records.change(inspection, actor, values={"rooms": list(rooms)}, action=action, version=version)
