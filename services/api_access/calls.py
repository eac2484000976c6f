"""What landlords' systems called, counted by client, hour, operation and answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bson import ObjectId
from pymongo import UpdateOne

from models import ApiCalls, ApiKey
from rules.deadlines import oslo_date


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Calls of one kind by one client in one hour: how many more, and the latest of them."""

    client: str
    landlord: ObjectId | None
    supplier: str | None
    operation: str
    status: int
    hour: datetime
    count: int
    last_at: datetime

    @property
    def key(self) -> str:
        """One row for each client, hour, operation and answer."""
        supplier = f"/{self.supplier}" if self.supplier else ""
        return f"{self.client}{supplier}:{self.hour:%Y%m%d%H}:{self.operation}:{self.status}"


def note_calls(counted: Sequence[Counted]) -> None:
    """Add the calls to what is counted, in one write, and note the days that keys were used, in another."""
    if not counted:
        return
    ApiCalls._get_collection().bulk_write([_added(one) for one in counted], ordered=False)
    latest: dict[str, datetime] = {}
    for one in counted:
        latest[one.client] = max(one.last_at, latest.get(one.client, one.last_at))
    used = [_used(client, at) for client, at in latest.items()]
    ApiKey._get_collection().bulk_write(used, ordered=False)


def _added(one: Counted) -> UpdateOne:
    known = {"client": one.client, "operation": one.operation, "status": one.status, "hour": one.hour}
    if one.landlord is not None:
        known["landlord"] = one.landlord
    if one.supplier:
        known["supplier"] = one.supplier
    update = {"$inc": {"count": one.count}, "$max": {"last_at": one.last_at}, "$setOnInsert": known}
    return UpdateOne({"_id": one.key}, update, upsert=True)


def _used(client: str, at: datetime) -> UpdateOne:
    day = datetime.combine(oslo_date(at), datetime.min.time())
    return UpdateOne({"prefix": client}, {"$max": {"last_used_on": day}})  # told in no history
