"""Stored files, encrypted; large ones in numbered parts (design section 5)."""

from datetime import datetime
from typing import Any

from mongoengine import DateTimeField, EnumField, IntField, ObjectIdField, StringField

from models.base import Plain
from models.fields import EncryptedBytes
from rules.terms import FileKind

PART_BYTES = 4 * 1024 * 1024
MOST_BYTES = 10 * 1024 * 1024  # for letters, attachments and photos; import sources have no such limit


class File(Plain):
    """What a stored file is; its bytes stand in `FilePart`."""

    kind: FileKind = EnumField(FileKind, required=True, verbose_name="Slag")
    name: str = StringField(required=True, max_length=255, verbose_name="Filnavn")
    media_type: str = StringField(required=True, verbose_name="Type")
    size: int = IntField(required=True, verbose_name="Størrelse")
    sha256: str = StringField(required=True)
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Av")
    at: datetime = DateTimeField(required=True, verbose_name="Lagret")

    meta = {
        "collection": "file",
        "indexes": [
            {"fields": ["-at", "id"], "name": "file_at"},
            {"fields": ["kind", "at", "id"], "name": "file_kind"},
        ],
    }


class FilePart(Plain):
    """One part of at most 4 MB; `key` is `<file id>:<number>`."""

    key: str = StringField(primary_key=True)
    file: Any = ObjectIdField(required=True)
    part: int = IntField(required=True)
    content: bytes = EncryptedBytes(required=True)

    meta = {"collection": "file_part", "indexes": [{"fields": ["file", "part"], "name": "file_part_file"}]}
