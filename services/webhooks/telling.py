"""What a change owes the landlord's addresses: a message that says which record, never of whom."""

from bson import ObjectId

from models.base import Record
from rules.terms import PartnerEvent
from services.effects import Owed

EVENT_EFFECT = "tell_landlord"


def owed(document: Record, event: PartnerEvent, landlord: ObjectId, resource: str, number: str) -> Owed:
    """What a change of the document owes its landlord; `resource` and `number` are the record's place in the API.

    Call it before the change is made: the key carries the version that the change leads to.
    """
    mark = f"{event.value}:{document.pk}:{document.version + 1}"
    args = {"event": event.value, "landlord": str(landlord), "resource": resource, "number": number, "mark": mark}
    return Owed(EVENT_EFFECT, f"{EVENT_EFFECT}:{mark}", args)
