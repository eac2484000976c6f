"""Payments that a person must look at: unmatched, manual, reversed; matched file payments are ledger rows only."""

from datetime import date
from typing import Any

from mongoengine import EnumField, ReferenceField, StringField

from models.base import Record
from models.fields import Day, Ore
from models.lease import Lease
from rules.terms import PaymentSource, PaymentState, QueueCause


class Payment(Record):
    """Money received, or given up again; its row in the ledger has the same key, so it is booked once.

    `key` is `payment:<account>:<what the bank calls it>` of a file, `manual:<the form's nonce>`, `reversal:<row>` of
    what is taken off a lease, `moved:<row>` of what is put on another.
    """

    key: str = StringField(primary_key=True)
    source: PaymentSource = EnumField(PaymentSource, required=True, verbose_name="Kilde")
    state: PaymentState = EnumField(PaymentState, default=PaymentState.UNMATCHED, verbose_name="Status")
    amount_ore: int = Ore(required=True, verbose_name="Beløp")
    booked_on: date = Day(required=True, verbose_name="Betalt")
    kid: str | None = StringField(max_length=25, verbose_name="KID")
    account: str | None = StringField(verbose_name="Til konto")
    reference: str | None = StringField(verbose_name="Bankreferanse")
    cause: QueueCause | None = EnumField(QueueCause, verbose_name="Hvorfor den venter")
    lease: Any = ReferenceField(Lease, verbose_name="Leieforhold")
    note: str | None = StringField(max_length=300, verbose_name="Merknad")
    import_run: str | None = StringField()
    of: str | None = StringField()  # a reversal or a move: the row that it undoes

    meta = {
        "collection": "payment",
        "indexes": [
            {"fields": ["state", "booked_on", "key"], "name": "payment_state"},
            {"fields": ["booked_on", "key"], "name": "payment_booked"},
            {"fields": ["kid", "key"], "name": "payment_kid"},
            {"fields": ["lease", "booked_on", "key"], "name": "payment_lease"},
            {"fields": ["cause", "state", "key"], "name": "payment_cause"},
            {"fields": ["import_run", "key"], "name": "payment_run"},
        ],
    }

    @property
    def number(self) -> str:
        return self.kid or "uten KID"
