"""Imports: the record of each file, and its refused rows."""

from datetime import date, datetime
from typing import Any

from mongoengine import (
    BooleanField,
    DateTimeField,
    DictField,
    EnumField,
    IntField,
    ListField,
    ObjectIdField,
    StringField,
)

from models.base import Plain
from models.fields import Day
from rules.terms import ImportKind, ImportState


class ImportRun(Plain):
    """One file read once: `key` is `<kind>:<sha256>`. Written by `services.imports` alone."""

    key: str = StringField(primary_key=True)
    kind: ImportKind = EnumField(ImportKind, required=True, verbose_name="Hva")
    state: ImportState = EnumField(ImportState, default=ImportState.RUNNING, verbose_name="Status")
    name: str = StringField(required=True, verbose_name="Fil")
    sha256: str = StringField(required=True)
    source: Any = ObjectIdField()  # the stored file; its bytes stand until the run is closed
    day: date = Day(required=True, verbose_name="Dato")  # the business date that it is read for
    overwrite: bool = BooleanField(default=False, verbose_name="Skriver over forskjeller")
    fence: int = IntField(default=1)  # who began last; an earlier one finds out at its next beat
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Av")
    started_at: datetime = DateTimeField(required=True, verbose_name="Startet")
    finished_at: datetime | None = DateTimeField(verbose_name="Ferdig")
    closed_at: datetime | None = DateTimeField(verbose_name="Lukket")
    beat_at: datetime = DateTimeField(required=True)
    total: int | None = IntField(verbose_name="Rader")
    done: int = IntField(default=0, verbose_name="Behandlet")
    counts: dict[str, int] = DictField(verbose_name="Tall")
    transmissions: list[str] = ListField(StringField())  # payments: `<account>:<number>`, and that with `:<sha256>`
    statement: list[dict[str, Any]] = ListField(DictField())  # payments: what each part said, and what became of it
    error: str | None = StringField(verbose_name="Feil")

    meta = {
        "collection": "import_run",
        "indexes": [
            {"fields": ["-started_at", "key"], "name": "import_started"},
            {"fields": ["kind", "-started_at", "key"], "name": "import_kind"},
            {"fields": ["state", "beat_at", "key"], "name": "import_state"},
            {"fields": ["transmissions"], "name": "import_transmissions"},
        ],
    }


class ImportFault(Plain):
    """A refused row or a difference: line, columns and reasons, never the values (those stand in the stored source)."""

    key: str = StringField(primary_key=True)  # <run>:<line>
    run: str = StringField(required=True)
    line: int = IntField(required=True, verbose_name="Linje")
    attempt: int = IntField(default=1)  # the run's fence when it was found; what an earlier attempt found is void
    difference: bool = BooleanField(default=False, verbose_name="Forskjell")  # stands with other values; not refused
    faults: list[dict[str, Any]] = ListField(DictField())  # {column, reason}

    meta = {
        "collection": "import_fault",
        "indexes": [{"fields": ["run", "attempt", "line"], "name": "import_fault_run"}],
    }
