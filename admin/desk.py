"""The desk: Flask-Admin's collection of screens, which knows the screen, the label and the secrets of every record."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bson import DBRef
from flask import Flask
from flask_admin import Admin
from flask_admin.theme import Bootstrap4Theme
from mongoengine import Document, DoesNotExist

from admin import access, people, translations
from admin.security import nonce

if TYPE_CHECKING:
    from admin.base import View
    from admin.home import HomeView

CASES, DWELLINGS, LEASES, MONEY, LANDLORDS, PROCUREMENT, SYSTEMS, TASKS, ADMINISTRATION = (
    "Søknader", "Boliger", "Leieforhold", "Økonomi", "Utleiere", "Framskaffelse", "Utleieres systemer", "Oppgaver",
    "Administrasjon",
)  # fmt: skip
CATEGORIES = (CASES, DWELLINGS, LEASES, MONEY, LANDLORDS, PROCUREMENT, SYSTEMS, TASKS, ADMINISTRATION)
GONE = "Finnes ikke lenger"


class Hidden:
    """Stands for a value that the person at the screen may not see."""

    text = "Skjermet"

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return False


HIDDEN = Hidden()


@dataclass(frozen=True)
class MenuGroup:
    name: str
    items: tuple[Any, ...]
    active: bool


class Desk(Admin):
    """All generated screens of one application."""

    def __init__(self, app: Flask, *, name: str, home: "HomeView") -> None:
        self.screens: dict[type[Document], View] = {}
        super().__init__(
            app,
            name=name,
            index_view=home,
            translations_path=str(translations.FOLDER),
            theme=Bootstrap4Theme(),
            csp_nonce_generator=nonce,
        )

    def add_view(self, view: Any) -> None:
        model = getattr(view, "model", None)
        if model is not None:
            self.screens[model] = view
            access.open_doors(self.app, view.endpoint, view.doors)
        super().add_view(view)

    def screen_of(self, model: type[Any]) -> "View | None":
        return self.screens.get(model)

    def sees_protected(self) -> bool:
        return people.sees_protected()

    def label(self, document: Any) -> str:
        """What people call the record: its number or name, never its id."""
        if document is None or isinstance(document, DBRef):
            return GONE
        screen = self.screen_of(type(document))
        return screen.label(document) if screen else str(document)

    def page_url(self, document: Any) -> str | None:
        """The page of the record, where the person at the screen may open it."""
        screen = self.screen_of(type(document))
        if screen is None or not (screen.can_view_details and screen.may("details_view")):
            return None
        return str(screen.get_url(f"{screen.endpoint}.details_view", id=document.pk))

    def value(self, document: Any, path: str) -> Any:
        """The value at a dotted path, HIDDEN where the record keeps it from the person at the screen."""
        current = document
        for step in path.split("."):
            if current is None or isinstance(current, DBRef):
                return None
            screen = self.screen_of(type(current))
            if screen is not None and screen.masks(current, step):
                return HIDDEN
            try:
                current = getattr(current, step, None)
            except DoesNotExist:
                current = current._data[step]  # a reference to what is no more
        return current

    def menu_url(self, item: Any) -> str:
        """Where an entry of the menu leads; a screen may have its list start narrowed (`menu_filter`)."""
        narrowed = getattr(item._view, "menu_filter", "")
        return f"{item.get_url()}?{narrowed}" if narrowed else str(item.get_url())

    def groups(self, current: Any) -> Iterator[MenuGroup]:
        """The menu by the step of the case, without what the person may not open."""
        for name in CATEGORIES:
            category = self.get_category_menu_item(name)
            items = tuple(category.get_children()) if category else ()
            if items:
                yield MenuGroup(name, items, any(item.is_active(current) for item in items))
