"""Columns made of other fields of a record: an address in one line, the rent of today, how many notices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from admin import formats
from admin.presenting import EMPTY, Cell


@dataclass(frozen=True, kw_only=True)
class Column:
    """What it is called, which fields it reads, its value (None where there is none), and how a page shows it."""

    label: str
    needs: tuple[str, ...]
    value: Callable[[Any], Cell]
    html: Callable[[Any], Markup] | None = None
    kroner: bool = False  # the value is an amount in øre
    css: str = ""  # the class of its cells in a list: "num" stands to the right, "when" on one line, "few" is narrow
    wide: bool = False  # takes the whole width of a details page
    blank: bool = False  # seldom filled: nothing at all rather than a dash for each row

    def shown(self, document: Any) -> Markup:
        """As a page shows it."""
        value = self.value(document)
        if value is None or value == "":
            return Markup("") if self.blank else EMPTY
        if self.html is not None:
            return self.html(document)
        if self.kroner:
            return Markup('<span class="amount">{}</span>').format(formats.kroner(int(str(value))))
        return escape(formats.plain(value))

    def cell(self, document: Any) -> Cell:
        """As an export holds it."""
        value = self.value(document)
        return value / 100 if self.kroner and isinstance(value, int) else value


def address(label: str = "Adresse") -> Column:
    """Street, postcode and place in one line."""
    return Column(label=label, needs=("address", "postcode", "place"), value=address_line, html=_two_lines)


def _two_lines(document: Any) -> Markup:
    street, _, town = address_line(document).rpartition(", ")
    return Markup('<span class="street">{}</span> <span class="town">{}</span>').format(street, town)


def address_line(document: Any) -> str:
    """«Storgata 1, 9405 HARSTAD»; empty where nothing is known."""
    town = " ".join(part for part in (document.postcode, document.place) if part)
    return ", ".join(part for part in (document.address, town) if part)


def account_number(field: str, label: str) -> Column:
    """A bank account as people write it: 1234.56.78903."""

    def written(document: Any) -> str | None:
        number = getattr(document, field)
        return f"{number[:4]}.{number[4:6]}.{number[6:]}" if number else None

    return Column(label=label, needs=(field,), value=written)


def notices() -> Column:
    """How many things are odd about the record; an export says which."""
    return Column(label="Merknader", needs=("notices",), value=_noticed, html=_notice_mark, blank=True, css="few")


def _noticed(document: Any) -> str:
    return "; ".join(notice.label for notice in document.notices)


def _notice_mark(document: Any) -> Markup:
    count, words = len(document.notices), _noticed(document)
    mark = Markup('<span class="badge-term tone-waiting" title="{}">{}<span class="sr-only"> {}: {}</span></span>')
    return mark.format(words, count, "merknad" if count == 1 else "merknader", words)


def year(label: str, field: str) -> Column:
    """A year, which is no amount to group by thousands."""
    return Column(label=label, needs=(field,), value=lambda document: _as_text(getattr(document, field)))


def month(label: str, field: str) -> Column:
    """A month kept as "2026-11": «november 2026»; nothing where there is none."""

    def written(document: Any) -> str | None:
        period = getattr(document, field)
        return formats.month(period) if period else None

    return Column(label=label, needs=(field,), value=written, blank=True)


def _as_text(value: Any) -> str | None:
    return None if value is None else str(value)


def ticked(label: str, fields: Sequence[str], name_of: Callable[[str], str]) -> Column:
    """Which of many yes-or-no facts hold, in one line: «Heis, balkong, bod»."""

    def words(document: Any) -> str | None:
        held = [name_of(field) for field in fields if getattr(document, field)]
        return ", ".join([*held[:1], *map(formats.inside, held[1:])]) or None

    return Column(label=label, needs=tuple(fields), value=words, wide=True)
