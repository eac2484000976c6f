"""Picking another record by typing: the look-up, the field, and its widget (an ARIA combobox)."""

from typing import TYPE_CHECKING, Any

from bson import ObjectId
from bson.errors import InvalidId
from flask import g, url_for
from flask_admin.model.ajax import AjaxModelLoader
from markupsafe import Markup
from mongoengine import Document, ValidationError
from wtforms import Field
from wtforms.widgets import html_params

from admin import searching
from models import Office, Unit, User

if TYPE_CHECKING:
    from admin.base import View

MOST = 20
FARTHEST = 10_000
FILTER = "filter."
STAFF = (User, Office, Unit)  # no persons with a case: names that the lists show anyway
PICK = "Velg en fra listen som kommer fram når du skriver."


class Picker(AjaxModelLoader):
    """Finds records of one kind for a form or filter of a screen, by the fields their own screen is searched by."""

    def __init__(self, name: str, view: "View", model: type[Document]) -> None:
        super().__init__(name, {})
        self.view = view
        self.model = model

    def is_open(self) -> bool:
        """Whether the person at the screen may pick: what they may read, and colleagues where their work asks it."""
        return self._reads() or (self.model in STAFF and (self._is_filter or self._in_use()))

    @property
    def _is_filter(self) -> bool:
        return str(self.name).startswith(FILTER)

    def _reads(self) -> bool:
        screen = self.view.desk.screen_of(self.model)
        return screen is not None and bool(screen.may("index_view"))

    def _in_use(self) -> bool:
        """Whether the person may use the form: a step's own picker begins with the name of the step."""
        return any(self.view.may(method) for method in (self.name.split(".")[0], "create_view", "edit_view"))

    def _listed(self) -> list[Any]:
        """The ids that the list refers to."""
        query = self.view.get_query()
        found = query._collection.distinct(self.name.removeprefix(FILTER), query._query)
        ids = (getattr(one, "id", one) for one in found)
        return [one for one in ids if ObjectId.is_valid(one)]

    def get_one(self, pk: Any) -> Document | None:
        try:
            return self.model.objects(pk=pk).first()
        except (ValidationError, InvalidId):
            return None

    def seen(self, pk: Any) -> Document | None:
        """The same for showing, read once for each request: a page names a chosen filter in several places."""
        held: dict[Any, Document | None] = g.setdefault("seen_by_pickers", {})
        if (self.name, pk) not in held:
            held[self.name, pk] = self.get_one(pk) if self.is_open() else None
        return held[self.name, pk]

    def get_list(self, query: str | None, offset: int | None = 0, limit: int | None = MOST) -> list[Document]:
        """At most 20 that match, in a fixed order; nothing typed finds the first 20."""
        screen = self.view.desk.screen_of(self.model)
        found = screen.pickable() if screen else self.model.objects
        if not self._reads() and self._is_filter:
            found = found.filter(pk__in=self._listed())
        if query and query.strip():
            found = found.filter(screen.found_by(query[: searching.LONGEST]) if screen else searching.NOTHING)
        first = min(max(offset or 0, 0), FARTHEST)
        return list(found.order_by(*screen.picker_order if screen else ("pk",)).skip(first).limit(MOST))

    def format(self, model: Document | None) -> tuple[str, str] | None:
        if model is None:
            return None
        screen = self.view.desk.screen_of(type(model))
        return str(model.pk), screen.pick_label(model) if screen else str(model)


class PickerWidget:
    """A hidden id beside a text input that suggests as one types (`static/husrom.js`)."""

    def __call__(self, field: "PickField", **kwargs: Any) -> Markup:
        kwargs.pop("class", None)
        shown = {
            "id": field.id, "name": f"{field.name}-text", "type": "text", "role": "combobox", "value": field.text,
            "class": "form-control", "autocomplete": "off", "aria-autocomplete": "list", "aria-expanded": "false",
            "aria-controls": f"{field.id}-list", "placeholder": "Skriv for å søke", **kwargs,
        }  # fmt: skip
        hidden = {"type": "hidden", "name": field.name, "value": field.picked}
        listed = {"id": f"{field.id}-list", "role": "listbox", "hidden": True, "aria-label": field.label.text}
        return Markup('<div class="picker" {}><input {}><input {}><ul {}></ul></div>').format(
            _attributes(data_lookup=field.lookup_url),
            _attributes(**hidden),
            _attributes(**shown),
            _attributes(**listed),
        )


def _attributes(**attributes: Any) -> Markup:
    return Markup(html_params(**attributes))  # noqa: S704 - html_params escapes


class PickField(Field):
    """One other record; `data` is the document or None."""

    widget = PickerWidget()

    def __init__(self, *args: Any, picker: Picker, **kwargs: Any) -> None:
        self.picker = picker
        self.typed = ""
        super().__init__(*args, **kwargs)

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        if formdata is not None:
            self.typed = str(formdata.get(f"{self.name}-text", "")).strip()
        super().process(formdata, *args, **kwargs)
        if self.typed and self.data is None:
            self.raw_data = [self.typed]  # what is typed but not picked is no blank field

    def process_formdata(self, valuelist: list[str]) -> None:
        identity = valuelist[0].strip() if valuelist else ""
        self.data = self.picker.get_one(identity) if identity else None
        if self.data is None and (identity or self.typed):
            raise ValueError(PICK)

    @property
    def picked(self) -> str:
        return str(self.data.pk) if isinstance(self.data, Document) else ""

    @property
    def text(self) -> str:
        return self.picker.view.desk.label(self.data) if isinstance(self.data, Document) else self.typed

    @property
    def lookup_url(self) -> str:
        return url_for(f"{self.picker.view.endpoint}.ajax_lookup", name=self.picker.name)
