"""Other records on a record's page: a heading, the first rows as their own screen shows them, and the way to all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from mongoengine import Document, QuerySet

from admin import lists
from admin.desk import Desk
from admin.links import list_url

MOST = 10


@dataclass(frozen=True)
class Section:
    """A table on a details page; `more` leads to the list of all where there are more than shown."""

    heading: str
    titles: tuple[tuple[str, str], ...]  # label and class of each column
    rows: tuple[tuple[Markup, ...], ...]
    empty: str
    more: str | None = None
    foot: str = ""
    changes: tuple[tuple[str, str], ...] = ()  # where the table's rows are changed: words and address


def section(
    desk: Desk,
    heading: str,
    model: type[Document],
    query: QuerySet,
    columns: Sequence[str],
    *,
    empty: str,
    **filters: str,
) -> Section | None:
    """The first records of a query as a section; None where the person at the screen may not open their screen.

    `filters` narrow the list that «Vis alle» leads to.
    """
    screen = desk.screen_of(model)
    if screen is None or not screen.may("index_view"):
        return None
    needed = lists.fields_to_read(screen, columns)
    found = list(query.only(*needed).no_dereference().limit(MOST + 1))
    rows = lists.with_references(screen, found[:MOST], columns)
    return Section(
        heading,
        tuple((screen.get_column_name(name), screen.column_class(name)) for name in columns),
        tuple(_row(screen, row, columns) for row in rows),
        empty,
        list_url(desk, model, **filters) if len(found) > MOST and filters else None,
    )


def _row(screen: Any, row: Any, columns: Sequence[str]) -> tuple[Markup, ...]:
    cells = [screen.shown(row, name) for name in columns[1:]]
    url = screen.desk.page_url(row)
    first = screen.link_text(row, columns[0])
    link = Markup('<a href="{}">{}</a>').format(url, first) if url else Markup("{}").format(first)
    return (link, *cells)
