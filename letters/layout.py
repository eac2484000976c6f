"""How a mail is laid out: one template for the text, one for the HTML; what is put in is escaped."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)


@dataclass(frozen=True)
class Letter:
    """What a mail says; who gets it and when it is sent is somebody else's work."""

    subject: str
    text: str
    html: str


def short_date(day: date) -> str:
    """22.11.2026."""
    return f"{day:%d.%m.%Y}"


def long_date(day: date) -> str:
    """22. november 2026."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def month_words(period: str) -> str:
    """«2026-10» as «oktober 2026»."""
    year, number = period.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def plural(count: int, one: str, many: str) -> str:
    """1 sak, 2 saker."""
    return f"{count} {one if count == 1 else many}"


def render(name: str, subject: str, **values: object) -> Letter:
    """The letter made of the templates `<name>.txt` and `<name>.html`."""
    texts = [templates.get_template(f"{name}.{sort}").render(subject=subject, **values) for sort in ("txt", "html")]
    return Letter(subject, *texts)


templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
templates.filters.update(short_date=short_date, long_date=long_date)
