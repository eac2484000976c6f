"""What nothing is told of yet on a lease's page, in one table instead of a box each."""

from collections.abc import Sequence

from markupsafe import Markup

from admin.views.related import Section

HEADING = "Annet på leieforholdet"
TITLES = (("Hva", ""), ("Nå", ""), ("Registrer", ""))
CELL, LINK = Markup("{}"), Markup('<a href="{}">{}</a>')


def gathered(found: Sequence[Section | None]) -> list[Section | None]:
    """The sections with something in them as they are; those with nothing but one way to begin, in one table last."""
    bare = [one for one in found if one is not None and _bare(one)]
    if len(bare) < 2:
        return list(found)
    ways = any(one.changes for one in bare)
    titles = TITLES if ways else TITLES[:-1]
    rows = tuple(_row(one)[: len(titles)] for one in bare)
    return [*(one for one in found if one not in bare), Section(HEADING, titles, rows, "")]


def _bare(one: Section) -> bool:
    return not one.rows and not one.foot and len(one.changes) < 2


def _row(one: Section) -> tuple[Markup, ...]:
    way = Markup("").join(LINK.format(url, words) for words, url in one.changes)
    return CELL.format(one.heading), CELL.format(one.empty), way
