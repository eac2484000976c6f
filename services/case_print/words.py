"""Stored values in the words of a print: what is blank is left out, long free text stands for itself."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Any

from mongoengine import EmbeddedDocument, ListField

from letters.case_print import PrintSection
from letters.layout import short_date
from models.fields import EncryptedString, Ore
from rules.deadlines import OSLO

Rows = list[tuple[str, str]]


def moment(at: datetime) -> str:
    """22.11.2026 kl. 12.00, in Norwegian time."""
    return f"{at.astimezone(OSLO):%d.%m.%Y kl. %H.%M}"


def section(
    heading: str, document: Any, names: Iterable[str], *, extra: Iterable[tuple[str, str]] = ()
) -> PrintSection:
    """The named fields of a document by their labels; free text that stands encrypted comes after the short facts."""
    rows, texts = facts(document, names)
    return PrintSection(heading=heading, rows=(*rows, *(extra or ())), texts=tuple(texts))


def facts(document: Any, names: Iterable[str]) -> tuple[Rows, Rows]:
    """The filled fields as (label, words): the short ones, and the long texts."""
    rows: Rows = []
    texts: Rows = []
    for name in names:
        field = type(document)._fields[name]
        words = told(field, getattr(document, name))
        if words is not None:
            (texts if _long(field) else rows).append((str(field.verbose_name), words))
    return rows, texts


def labelled(kind: type[EmbeddedDocument]) -> list[str]:
    """The fields that have a label, in order."""
    return [name for name in kind._fields_ordered if getattr(kind._fields[name], "verbose_name", None)]


def told(field: Any, value: Any) -> str | None:
    """A value as people write it; None where there is nothing to tell."""
    if value is None or value == "" or value == []:
        return None
    if isinstance(field, ListField):
        words = (told(field.field, one) for one in value)
        return ", ".join(word for word in words if word is not None)
    if isinstance(value, bool):
        return "Ja" if value else "Nei"
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return short_date(value)
    if isinstance(field, Ore):
        return kroner(value)
    return str(dict(field.choices or ()).get(value, value)).strip() or None


def kroner(ore: int) -> str:
    """An amount in øre: 629300 → «6 293,00 kr»."""
    whole, part = divmod(abs(ore), 100)
    return f"{'-' if ore < 0 else ''}{whole:,}".replace(",", "\N{NO-BREAK SPACE}") + f",{part:02d}\N{NO-BREAK SPACE}kr"


def _long(field: Any) -> bool:
    return isinstance(field, EncryptedString) and not field.deterministic
