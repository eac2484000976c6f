"""The price index as a line: points in a box of a thousand by two hundred, drawn as SVG by the page."""

from dataclasses import dataclass

from admin import formats
from letters.rent_letters import hundredths
from rules.price_index import Index

WIDTH, HEIGHT, MOST_MONTHS, FEWEST = 1000, 200, 60, 3


@dataclass(frozen=True)
class Picture:
    """The points of the line, and in words what it shows."""

    points: str
    first: str
    last: str
    words: str


def picture(index: Index) -> Picture | None:
    """The last five years of a series; None where there are too few months for a line."""
    months = sorted(index.values)[-MOST_MONTHS:]
    if len(months) < FEWEST:
        return None
    values = [index.values[month] for month in months]
    low, span = min(values), max(values) - min(values) or 1
    points = " ".join(
        f"{at * WIDTH / (len(values) - 1):.1f},{HEIGHT - (value - low) * HEIGHT / span:.1f}"
        for at, value in enumerate(values)
    )
    first, last = (
        f"{formats.month(months[0])}: {hundredths(values[0])}",
        f"{formats.month(months[-1])}: {hundredths(values[-1])}",
    )
    return Picture(points, first, last, f"{index.series}, fra {first} til {last}")
