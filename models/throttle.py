"""Failed sign-ins, counted per account and per network address."""

from datetime import datetime

from mongoengine import DateTimeField, IntField, StringField

from models.base import Plain


class Throttle(Plain):
    """Failures under one key (`account:<hash>` or `address:<hash>`); forgotten by the database after a day."""

    key: str = StringField(primary_key=True)
    failures: int = IntField(default=0)
    locked_until: datetime | None = DateTimeField()
    expires_at: datetime = DateTimeField(required=True)

    meta = {
        "collection": "throttle",
        "indexes": [{"fields": ["expires_at"], "name": "throttle_expires", "expireAfterSeconds": 0}],
    }
