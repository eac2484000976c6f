"""Payments that a person must look at: unmatched, manual, reversed; matched file payments are ledger rows only."""

from datetime import date
from typing import Any

from mongoengine import EnumField, ReferenceField, StringField

from models.base import Record
from models.fields import Day, Ore
from models.lease import Lease
from rules.terms import PaymentSource, PaymentState


class Payment(Record):
    """Money received; `key` is `payment:<account>:<transmission>:<assignment>:<transaction>` or the form's nonce."""

    key: str = StringField(primary_key=True)
    source: PaymentSource = EnumField(PaymentSource, required=True, verbose_name="Kilde")
    state: PaymentState = EnumField(PaymentState, default=PaymentState.UNMATCHED, verbose_name="Status")
    amount_ore: int = Ore(required=True, verbose_name="Beløp")
    booked_on: date = Day(required=True, verbose_name="Betalt")
    kid: str | None = StringField(max_length=25, verbose_name="KID")
    account: str | None = StringField(verbose_name="Til konto")
    reference: str | None = StringField(verbose_name="Bankreferanse")
    lease: Any = ReferenceField(Lease, verbose_name="Leieforhold")
    note: str | None = StringField(max_length=300, verbose_name="Merknad")
    import_run: str | None = StringField()

    meta = {
        "collection": "payment",
        "indexes": [
            {"fields": ["state", "booked_on", "key"], "name": "payment_state"},
            {"fields": ["booked_on", "key"], "name": "payment_booked"},
            {"fields": ["kid", "key"], "name": "payment_kid"},
            {"fields": ["lease", "booked_on", "key"], "name": "payment_lease"},
        ],
    }

    @property
    def number(self) -> str:
        return self.kid or "uten KID"
