"""Where a record's page and a narrowed list are, for pages that know only the name of a collection or a document."""

from typing import TYPE_CHECKING

from mongoengine import Document

if TYPE_CHECKING:
    from admin.base import View
    from admin.desk import Desk


def screen_of(desk: "Desk", collection: str) -> "View | None":
    """The generated screen of a collection."""
    return next((screen for screen in desk.screens.values() if screen.endpoint == collection), None)


def record_url(desk: "Desk", collection: str, identity: object) -> str | None:
    """The page of a record, where the person at the screen may open it; the record is not read."""
    screen = screen_of(desk, collection)
    if screen is None or not (screen.can_view_details and screen.may("details_view")):
        return None
    return str(screen.get_url(f"{screen.endpoint}.details_view", id=str(identity)))


def may_read(desk: "Desk", model: type[Document]) -> bool:
    """Whether the person at the screen may open the document's list."""
    screen = desk.screen_of(model)
    return screen is not None and screen.may("index_view")


def list_url(desk: "Desk", model: type[Document], **filters: str) -> str | None:
    """The list of a document narrowed by its filters (`state="open"`, `ends_on__fra="01.12.2026"`).

    None where the person at the screen may not open it, or where it has no such filter.
    """
    screen = desk.screen_of(model)
    if screen is None or not screen.may("index_view"):
        return None
    wanted = {name.replace("__", "."): value for name, value in filters.items()}
    if not set(wanted) <= {one.key for one in screen._filters or ()}:
        return None
    url = screen.get_url(f"{screen.endpoint}.index_view", **{f"flt_{name}": value for name, value in wanted.items()})
    return str(url)
