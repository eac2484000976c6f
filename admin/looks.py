"""What the templates ask a screen for: chips of active filters, inputs of the panel, classes of columns."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from flask import request
from mongoengine import EmbeddedDocumentField, FloatField, IntField, ListField

from admin import filters, formats, presenting, searching, wording
from admin.desk import HIDDEN
from admin.export import Exporting
from admin.filters import Filter
from models.fields import EncryptedString


@dataclass(frozen=True)
class Chip:
    """A filter or search that is on, and the list without it."""

    text: str
    url: str


@dataclass(frozen=True)
class FilterInput:
    """One input of the filter panel with what stands in it."""

    filter: Filter
    name: str
    value: str
    shown: str


class Looks(Exporting):
    """How a screen presents itself."""

    name_one = ""
    number = staticmethod(formats.number)

    def new_name(self) -> str:
        """What its button and page for a new record are called: «Nytt kontor»."""
        return wording.new_record(self.name_one)

    def search_placeholder(self) -> str:
        """Says what the search looks in: «Søk i bolignummer, KID»."""
        names = [self.get_column_name(searching.plain_name(name)) for name in self.column_searchable_list or ()]
        return f"Søk i {', '.join(formats.inside(name) for name in names)}"

    def chips(self) -> list[Chip]:
        args = self._get_list_extra_args()
        on = args.filters or []
        found = []
        for one in on:
            rest = [other for other in on if other is not one]
            text = f"{one[1]}: {self._filters[one[0]].shown(one[2])}"
            found.append(Chip(text, self._get_list_url(args.clone(filters=rest, page=0))))
        if args.search:
            found.append(Chip(f"Søk: {args.search}", self._get_list_url(args.clone(search=None, page=0))))
        return found

    def filter_inputs(self) -> Iterator[FilterInput]:
        """The inputs of the panel; what is wrong with one is part of its label, so that it is read with it."""
        faults = self.filter_faults()
        for one in self._filters or ():
            if one.picker and not one.picker.is_open():
                continue
            name = f"flt_{one.key}"
            value = request.args.get(name, "").strip()
            why = faults.get(one.key)
            named = copy(one)
            named.label = f"{one.label}: {why}" if why else one.label
            yield FilterInput(named, name, value, one.shown(value) if value and one.picker else value)

    def filter_faults(self) -> dict[str, str]:
        """What is wrong with the filters of the address, by key."""
        found: dict[str, str] = filters.faults(self._filters or (), self._typed_filters())
        return found

    def _typed_filters(self) -> dict[str, str]:
        return {one.key: request.args.get(f"flt_{one.key}", "").strip() for one in self._filters or ()}

    def faults_in_words(self, faults: Mapping[str, str]) -> str:
        """Why a list under wrong filters shows nothing."""
        labels = {one.key: one.label for one in self._filters or ()}
        why = " ".join(f"{labels[key]}: {reason}" for key, reason in faults.items())
        return f"Listen er tom fordi et filter ikke kan brukes. {why}"

    def column_class(self, name: str) -> str:
        """Numbers stand to the right, so that they can be compared."""
        return "num" if isinstance(self.field_of(name), IntField | FloatField) else ""

    def fact_class(self, name: str) -> str:
        """Embedded documents, lists and long texts take the whole width of a details page."""
        field = self.field_of(name)
        inner = field.field if isinstance(field, ListField) else field
        long = isinstance(inner, EncryptedString) and not inner.deterministic
        return "wide" if isinstance(inner, EmbeddedDocumentField) or long else ""

    def link_text(self, document: Any, name: str) -> str:
        """The words of a row's link to its record: the first column, or the record's label where that is empty."""
        value = self.desk.value(document, name)
        if value in (None, "") or value is HIDDEN:
            return str(self.label(document))
        shown = presenting.cell(self.desk, self.field_of(name), value)
        return shown if isinstance(shown, str) else formats.plain(shown)

    def tabs(self, document: Any) -> list[tuple[str, str, str]]:
        """(label, address, key) of the pages about a record; screens add theirs."""
        found = [("Opplysninger", self.get_url(".details_view", id=document.pk), "details")]
        if "history" in self.model._fields:
            found.append(("Endringer", self.get_url(".changes_view", id=document.pk), "changes"))
        return found
