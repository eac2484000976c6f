"""The invoicing basis as it was taken out: which month, by whom, and the file that was handed over."""

from datetime import datetime
from typing import Any

from mongoengine import DateTimeField, IntField, ObjectIdField, StringField

from models.base import Plain
from models.fields import Ore


class Invoicing(Plain):
    """One taking out of a month's charges; `key` is `invoicing:<month>:<number>`. Written by `services.invoicing`."""

    key: str = StringField(primary_key=True)
    period: str = StringField(required=True, regex=r"^\d{4}-\d{2}$", verbose_name="Måned")
    number: int = IntField(required=True, verbose_name="Nummer")  # 1 = the first of the month
    file: Any = ObjectIdField(required=True)
    sha256: str = StringField(required=True)
    rows: int = IntField(required=True, verbose_name="Linjer")
    sum_ore: int = Ore(required=True, verbose_name="Sum")
    added: int = IntField(default=0, verbose_name="Nye eller endrede")  # lines that the one before does not have
    gone: int = IntField(default=0, verbose_name="Borte")  # lines of the one before that are no longer so
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Av")
    at: datetime = DateTimeField(required=True, verbose_name="Hentet")

    meta = {
        "collection": "invoicing",
        "indexes": [{"fields": ["-period", "-number"], "name": "invoicing_period"}],
    }
