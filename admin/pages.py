"""The pages of a screen: list, new, edit, details, look-up; with Norwegian addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bson.errors import InvalidId
from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_admin.contrib.mongoengine.form import get_form
from flask_admin.helpers import get_form_data, get_redirect_target
from mongoengine import Document, QuerySet, ValidationError

from admin.checks import ScreenError
from admin.converters import NEVER_IN_FORM, Converter
from admin.field_names import labelled
from admin.forms import Form, changing
from admin.looks import Looks
from admin.pickers import Picker
from admin.routes import expose


@dataclass(frozen=True, kw_only=True)
class Act:
    """A button on a record's page: it posts to `url` with `values`, and asks first where `confirm` says what."""

    label: str
    url: str
    values: Mapping[str, str] = field(default_factory=dict)
    confirm: str = ""
    main: bool = False
    post: bool = True


@dataclass(frozen=True)
class Picked:
    """A ticked row of a list: its id and the version the person saw."""

    id: str
    version: int


class Pages(Looks):
    """What a screen answers to."""

    @expose("/")
    def index_view(self) -> ResponseReturnValue:
        page: str = super().index_view()
        return page

    @expose("/ny/", "GET", "POST")
    def create_view(self) -> ResponseReturnValue:
        page: ResponseReturnValue = super().create_view()
        return page

    @expose("/rediger/", "GET", "POST")
    def edit_view(self) -> ResponseReturnValue:
        page: ResponseReturnValue = super().edit_view()
        return page

    @expose("/vis/")
    def details_view(self) -> ResponseReturnValue:
        document = self.requested()
        page: str = self.render(
            self.details_template,
            model=document,
            groups=self.groups_of(document),
            acts=self.acts(document),
            return_url=get_redirect_target() or self.get_url(".index_view"),
        )
        return page

    @expose("/oppslag/")
    def ajax_lookup(self) -> ResponseReturnValue:
        picker = self.pickers.get(request.args.get("name", ""))
        if picker is None:
            abort(404)
        if not picker.is_open():
            abort(403)
        found = picker.get_list(request.args.get("query", ""), request.args.get("offset", 0, type=int))
        return jsonify([picker.format(document) for document in found])

    @expose("/valgte/", "POST")
    def action_view(self) -> ResponseReturnValue:
        answer: ResponseReturnValue = self.handle_action()
        return answer

    # --- Records -------------------------------------------------------------------------------------------------

    def get_one(self, id: Any) -> Any:  # noqa: A002 - Flask-Admin's name
        """The record of that id; answers 404 where there is none or the id is no id."""
        try:
            found = self.get_query().filter(pk=id).first()
        except (ValidationError, InvalidId):
            found = None
        return abort(404) if found is None else found

    def requested(self) -> Any:
        """The record that the address or the posted form names."""
        return self.get_one(request.values.get("id", ""))

    def masks(self, document: Any, name: str) -> bool:
        """Whether the person at the screen may not see that field of the record."""
        return name in self.masked_fields(document)

    def hidden_fields(self, document: Any) -> frozenset[str]:
        """All fields of one record that `masks` hides; for pages about that record alone."""
        found: frozenset[str] = self.masked_fields(document)
        return found

    def tells_why(self, document: Any) -> bool:
        """Whether the person at the screen may read the reasons that were given for changes of the record."""
        return True

    keeps_why: frozenset[str] = frozenset()  # actions whose reasons are told elsewhere, to fewer

    def tells_why_of(self, document: Any, action: str) -> bool:
        """The same of one change, by what was done."""
        return action not in self.keeps_why and self.tells_why(document)

    def picked_rows(self, ids: Sequence[str]) -> list[Picked]:
        """Ticked rows as their actions get them: each posts «id:version»."""
        pairs = (one.rpartition(":") for one in ids)
        return [Picked(identity, int(version)) for identity, _, version in pairs if identity and version.isdigit()]

    def row_key(self, document: Any) -> str:
        return f"{document.pk}:{getattr(document, 'version', 0)}"

    def groups_of(self, document: Any) -> list[tuple[str, list[tuple[str, str]]]]:
        """Headings with (column, label) for the details page; all fields with a label where the screen says nothing."""
        groups = self.details_groups or [("Opplysninger", self.column_details_list or labelled(self.model))]
        return [(heading, [(name, self.get_column_name(name)) for name in names]) for heading, names in groups]

    def acts(self, document: Any) -> Sequence[Act]:
        """The buttons on a record's page; screens add their own."""
        return ()

    def get_save_return_url(self, model: Any, is_created: bool = False) -> str:
        return str(self.desk.page_url(model) or self.get_url(".index_view"))

    # --- Forms ---------------------------------------------------------------------------------------------------

    def get_create_form(self) -> type[Form]:
        return self._form(self.form_columns or ()) if self.doors.create else Form

    def get_edit_form(self) -> type[Form]:
        return changing(self._form(self.form_edit_columns or self.form_columns or ())) if self.doors.edit else Form

    def _form(self, columns: Sequence[str]) -> type[Form]:
        if not columns:
            raise ScreenError(f"{self.endpoint}: no form_columns, though someone may create or edit")
        form: type[Form] = get_form(
            self.model,
            Converter(self),
            base_class=self.form_base_class,
            only=columns,
            extra_fields=self.form_extra_fields,
        )
        return form

    def edit_form(self, obj: Any = None) -> Form:
        """The form over a copy of the record, without what is hidden from the person at the screen."""
        form: Form = self._edit_form_class(get_form_data(), obj=self.copy_of(obj))
        for name in self.hidden_fields(obj) & set(form._fields):
            del form[name]
        return form

    def edit_columns(self) -> frozenset[str]:
        """The fields that people may set by hand."""
        return frozenset(self.form_edit_columns or self.form_columns or ()) - NEVER_IN_FORM

    # --- Picking -------------------------------------------------------------------------------------------------

    def picker(self, name: str, model: type[Document]) -> Picker:
        """The picker of that name, made at its first use."""
        found: Picker = self.pickers.setdefault(name, Picker(name, self, model))
        return found

    def pickable(self) -> QuerySet:
        """The records that other screens may pick; screens narrow it to those in use."""
        return self.get_query()
