"""What a case owes the committee meeting on whose agenda it stands; the meeting's own service keeps the item."""

from bson import ObjectId

from models import Application
from services.effects import Owed

EFFECT = "meeting_item"


def owed(application: Application, meeting: ObjectId | None = None) -> list[Owed]:
    """What a change owes that moves a case on or off an agenda; nothing where no meeting is concerned.

    `meeting` is the one it moves to; otherwise it is the one that it stands on. Call it before the change is made.
    """
    held = meeting or application.meeting
    if held is None:
        return []
    return [Owed(EFFECT, f"item:{held}:{application.pk}:{application.version + 1}", {"meeting": str(held)})]
