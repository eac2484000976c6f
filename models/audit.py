"""The audit trail: one entry per change, never changed; written by `services.audit`."""

from datetime import datetime
from typing import Any

from mongoengine import DateTimeField, IntField, StringField

from models.base import Plain
from models.fields import EncryptedString, Raw


class AuditEntry(Plain):
    """Who changed what, when and why; ciphertext stays ciphertext. `key` is `audit:<collection>:<id>:<version>`."""

    key: str = StringField(primary_key=True)
    document: str = StringField(required=True, verbose_name="Register")
    document_id: str = StringField(required=True)
    number: str = StringField(verbose_name="Sak")
    version: int = IntField(required=True, verbose_name="Versjon")
    at: datetime = DateTimeField(required=True, verbose_name="Tidspunkt")
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Av")
    action: str = StringField(required=True, verbose_name="Handling")
    why: str | None = EncryptedString(verbose_name="Begrunnelse")
    changes: dict[str, Any] = Raw(default=dict)

    meta = {
        "collection": "audit_entry",
        "indexes": [
            {"fields": ["document", "document_id", "version"], "name": "audit_document"},
            {"fields": ["-at", "key"], "name": "audit_at"},
            {"fields": ["by", "-at", "key"], "name": "audit_by"},
            {"fields": ["number", "-at", "key"], "name": "audit_number"},
        ],
    }
