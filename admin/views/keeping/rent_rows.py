"""Rents and index values in words and rows."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from admin import formats
from letters.rent_letters import hundredths
from rules import rent_changes
from rules.rent_changes import Line


def amounts_words(change: Any) -> str:
    """«Husleie: 8 000 kr blir 8 240 kr; …»."""
    return "; ".join(_amounts(change))


def amounts_html(change: Any) -> Markup:
    """The same, a line each."""
    lines = Markup("").join(Markup("<li>{}</li>").format(words) for words in _amounts(change))
    return Markup("<ul>{}</ul>").format(lines)


def _amounts(change: Any) -> Iterable[str]:
    for line in change.lines:
        old, new = formats.kroner(line.old_ore), formats.kroner(line.new_ore)
        yield f"{line.kind.label}: {old} blir {new}"


def index_words(change: Any) -> str | None:
    """«KPI: januar 2025 130,0 til oktober 2026 133,9 (3,0 prosent)»; None where no index is used."""
    if not change.series or not change.base_value or not change.new_value:
        return None
    moved = hundredths(rent_changes.percent(change.base_value, change.new_value))
    return (
        f"{change.series}: {formats.month(change.base_month)} {hundredths(change.base_value)} til "
        f"{formats.month(change.new_month)} {hundredths(change.new_value)} ({moved} prosent)"
    )


def line_rows(lines: Iterable[Line]) -> tuple[tuple[Markup, ...], ...]:
    """The rent lines that were ever charged, the latest first."""
    shown = [line for line in lines if line.valid_to is None or line.valid_to >= line.valid_from]
    return tuple(
        (
            Markup("{}").format(line.kind.label),
            Markup("{}").format(formats.kroner(line.amount_ore)),
            Markup("{}").format(formats.day(line.valid_from)),
            Markup("{}").format(formats.day(line.valid_to) if line.valid_to else ""),
        )
        for line in sorted(shown, key=lambda line: (line.valid_from, line.kind.value), reverse=True)
    )
