"""Running numbers, one tiny document for each series."""

from mongoengine import IntField, StringField

from models.base import Plain


class Counter(Plain):
    """The last number given out in a series («S2026»)."""

    key: str = StringField(primary_key=True)
    value: int = IntField(required=True, default=0)

    meta = {"collection": "counter"}
