"""What is booked on a lease beside rent and payments: credits, fees, interest, claims, settlements, write-offs."""

from datetime import date

from mongoengine import EnumField, StringField

from models.fields import Day, EncryptedString, Ore
from models.tenancy import OfLease
from rules.terms import RowKind


class Adjustment(OfLease):
    """One posting by a person or a rule; its row in the ledger has the same key, so it is booked once.

    `amount_ore` is as the ledger has it: positive raises the debt, negative lowers it. `about` is what it rests on.
    """

    key: str = StringField(primary_key=True)
    kind: RowKind = EnumField(RowKind, required=True, verbose_name="Slag")
    amount_ore: int = Ore(required=True, verbose_name="Beløp")
    booked_on: date = Day(required=True, verbose_name="Bokført")
    due_on: date | None = Day(verbose_name="Forfall")
    period: str | None = StringField(regex=r"^\d{4}-\d{2}$", verbose_name="Måned")
    why: str = EncryptedString(required=True, verbose_name="Begrunnelse")
    about_kind: str | None = StringField()  # a collection
    about: str | None = StringField()
    undoes: str | None = StringField()  # the posting that this one takes back; `undo:<its key>` is then the key
    by_name: str = StringField(required=True, verbose_name="Ført av")

    meta = {
        "collection": "adjustment",
        "indexes": [
            {"fields": ["lease", "-booked_on", "key"], "name": "adjustment_lease"},
            {"fields": ["-booked_on", "key"], "name": "adjustment_booked"},
            {"fields": ["contract_number", "key"], "name": "adjustment_number"},
            {"fields": ["about", "key"], "name": "adjustment_about"},
        ],
    }
