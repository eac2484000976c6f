"""The ledger: rows that are only ever added, one per key (design 3.6)."""

from datetime import date, datetime
from typing import Any

from mongoengine import DateTimeField, EnumField, ReferenceField, StringField

from models.base import Plain
from models.fields import Day, Ore
from models.lease import Lease
from rules.terms import RowKind


class LedgerRow(Plain):
    """A debt (positive), a payment (negative) or a reversal of one (positive) on a lease; `key` says what it is of."""

    key: str = StringField(primary_key=True)
    lease: Any = ReferenceField(Lease, required=True, verbose_name="Leieforhold")
    kind: RowKind = EnumField(RowKind, required=True, verbose_name="Slag")
    amount_ore: int = Ore(required=True, verbose_name="Beløp")
    booked_on: date = Day(required=True, verbose_name="Bokført")
    due_on: date | None = Day(verbose_name="Forfall")
    period: str | None = StringField(regex=r"^\d{4}-\d{2}$", verbose_name="Periode")
    rent_line: str | None = StringField()
    kid: str | None = StringField(verbose_name="KID")
    reference: str | None = StringField(verbose_name="Bankreferanse")
    run: str | None = StringField()  # the import or rent run that wrote it
    at: datetime = DateTimeField(required=True, verbose_name="Registrert")

    meta = {
        "collection": "ledger_row",
        "indexes": [
            {"fields": ["lease", "booked_on", "key"], "name": "ledger_lease"},
            {"fields": ["booked_on", "key"], "name": "ledger_booked"},
            {"fields": ["kind", "period", "key"], "name": "ledger_period"},
            {"fields": ["run", "key"], "name": "ledger_run"},
        ],
    }
