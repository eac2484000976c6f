"""Changes of a lease's rent: noticed, in force, disputed (husll. ch. 4); and the price index they go by."""

from datetime import date
from typing import Any

from mongoengine import (
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    IntField,
    ListField,
    ObjectIdField,
    StringField,
)

from models.base import Record
from models.fields import Day, EncryptedString, Ore
from models.tenancy import OfLease
from rules.terms import RentChangeKind, RentChangeState, RentLineKind

MONTH = r"^\d{4}-\d{2}$"
OPEN = (RentChangeState.DRAFT, RentChangeState.NOTIFIED, RentChangeState.DISPUTED)


class NewLine(EmbeddedDocument):
    """One rent line as it will be; `line` is the one it takes over from, none where it is new."""

    line: str | None = StringField(max_length=12)
    kind: RentLineKind = EnumField(RentLineKind, required=True, verbose_name="Slag")
    old_ore: int = Ore(default=0, min_value=0, verbose_name="Beløp nå")
    new_ore: int = Ore(required=True, min_value=0, verbose_name="Nytt beløp")


class RentChange(OfLease):
    """One change of one lease's rent; a lease has one not yet in force at a time. Index values are hundredths."""

    kind: RentChangeKind = EnumField(RentChangeKind, required=True, verbose_name="Hva")
    state: RentChangeState = EnumField(RentChangeState, default=RentChangeState.DRAFT, verbose_name="Status")
    lines: list[NewLine] = ListField(EmbeddedDocumentField(NewLine), required=True, verbose_name="Husleie")
    old_ore: int = Ore(required=True, verbose_name="Husleie før")
    new_ore: int = Ore(required=True, verbose_name="Husleie etter")
    series: str | None = StringField(max_length=40, verbose_name="Indeks")
    base_month: str | None = StringField(regex=MONTH, verbose_name="Fra måned")
    base_value: int | None = IntField(verbose_name="Indeks da")
    new_month: str | None = StringField(regex=MONTH, verbose_name="Til måned")
    new_value: int | None = IntField(verbose_name="Indeks nå")
    reasons: str | None = EncryptedString(verbose_name="Begrunnelse")
    improvements_ore: int | None = Ore(min_value=0, verbose_name="Fradrag for leietakers forbedringer per måned")
    demanded_on: date | None = Day(verbose_name="Krevd")
    notified_on: date | None = Day(verbose_name="Varslet")
    effective_from: date = Day(required=True, verbose_name="Gjelder fra")
    letter: Any = ObjectIdField()
    rulebook: int = IntField(required=True)
    by_name: str = StringField(required=True, verbose_name="Laget av")

    meta = {
        "collection": "rent_change",
        "indexes": [
            {
                "fields": ["lease"],
                "unique": True,
                "name": "rent_change_one_open",
                "partialFilterExpression": {"state": {"$in": [state.value for state in OPEN]}},
            },
            {"fields": ["lease", "-effective_from", "id"], "name": "rent_change_lease"},
            {"fields": ["state", "effective_from", "id"], "name": "rent_change_state"},
            {"fields": ["contract_number", "id"], "name": "rent_change_number"},
            {"fields": ["-effective_from", "id"], "name": "rent_change_effective"},
            {"fields": ["series", "new_month"], "name": "rent_change_new_month"},
            {"fields": ["series", "base_month"], "name": "rent_change_base_month"},
        ],
    }


class PriceIndex(Record):
    """The consumer price index of one month in one series: SSB rebases it, so a value means nothing without both."""

    key: str = StringField(primary_key=True)  # «<series>:<month>»
    series: str = StringField(required=True, max_length=40, verbose_name="Indeks")
    month: str = StringField(required=True, regex=MONTH, verbose_name="Måned")
    value: int = IntField(required=True, min_value=1, verbose_name="Verdi")  # hundredths
    source: str = StringField(required=True, max_length=160, verbose_name="Kilde")

    meta = {
        "collection": "price_index",
        "indexes": [{"fields": ["series", "-month"], "name": "price_index_series"}],
    }

    @property
    def number(self) -> str:
        return f"{self.series} {self.month}"

    def __str__(self) -> str:
        return self.number
