"""Fields of our own: encrypted text, øre, days."""

from typing import Any

from bson.binary import Binary
from mongoengine import BinaryField, DateField, IntField
from mongoengine.base import BaseField

from models import cipher

UPDATE_OPERATORS = {"set", "push", "push_all", "add_to_set", "set_on_insert", "unset"}
EXACT_OPERATORS = {None, "exact", "ne", "in", "nin"}


def is_ciphertext(value: object) -> bool:
    """Whether a stored value is encrypted."""
    return isinstance(value, Binary) and value.subtype == cipher.CIPHERTEXT


class EncryptedString(BinaryField):
    """Text that only the application can read; `deterministic=True` allows exact look-up and a unique index."""

    def __init__(self, *, deterministic: bool = False, **kwargs: Any) -> None:
        self.deterministic = deterministic
        super().__init__(**kwargs)

    def validate(self, value: object) -> None:
        if not isinstance(value, str) and not is_ciphertext(value):
            self.error("must be text")

    def to_mongo(self, value: Any) -> Any:
        if value is None or is_ciphertext(value):
            return value
        return cipher.current().encrypt(value, deterministic=self.deterministic)

    def to_python(self, value: Any) -> Any:
        return cipher.current().decrypt(value) if is_ciphertext(value) else value

    def __set__(self, instance: Any, value: Any) -> None:
        # BinaryField turns text into bytes here; we keep what the person wrote until it is stored.
        super(BinaryField, self).__set__(instance, value)

    def prepare_query_value(self, op: str | None, value: Any) -> Any:
        if op in UPDATE_OPERATORS:
            return self.to_mongo(value)
        if not self.deterministic:
            self.error("a randomly encrypted field cannot be queried")
        if op not in EXACT_OPERATORS:
            self.error(f"operator {op} is impossible on ciphertext")
        return self.to_mongo(value)


class EncryptedBytes(BinaryField):
    """Bytes that only the application can read."""

    def validate(self, value: object) -> None:
        if not isinstance(value, bytes):
            self.error("must be bytes")

    def to_mongo(self, value: Any) -> Any:
        if value is None or is_ciphertext(value):
            return value
        return cipher.current().encrypt(bytes(value), deterministic=False)

    def to_python(self, value: Any) -> Any:
        return cipher.current().decrypt(value) if is_ciphertext(value) else value

    def prepare_query_value(self, op: str | None, value: Any) -> Any:
        if op not in UPDATE_OPERATORS:
            self.error("encrypted bytes cannot be queried")
        return self.to_mongo(value)


class Ore(IntField):
    """An amount of money in øre, a whole number."""


class Day(DateField):
    """A calendar day without a time."""


class Raw(BaseField):
    """Values kept exactly as they are stored elsewhere (history and audit): ciphertext stays ciphertext."""
