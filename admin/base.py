"""The base of every generated screen: closed until the list in `admin.access` opens it; it reads, services write."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from flask import abort, flash, redirect, request
from flask_admin.model.base import ViewArgs
from mongoengine import Document, Q, QuerySet, ReferenceField
from mongoengine.base import BaseField

from admin import access, checks, lists, presenting, searching
from admin.desk import HIDDEN, Desk
from admin.doors import CLOSED, Doors
from admin.field_names import field_at, label_of
from admin.filters import Filter, of_field
from admin.forms import Form
from admin.pages import Pages
from admin.people import current_roles, sees_protected
from admin.pickers import Picker

PLAIN_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", " ": "-"})
SHIELDED: frozenset[str] = frozenset()


class View(Pages):
    """A screen. Say `name_one`, `name_many`, `category_name`, `label_fields`, and Flask-Admin's own `column_*`.

    Labels come from the fields' `verbose_name`. `column_needs` names the fields that a column reads which is no field
    itself; `part_columns` the fields of an embedded document that a form shows; `protected_fields` what a protected
    address hides.
    """

    name_one = ""
    name_many = ""
    category_name = ""
    label_fields: tuple[str, ...] = ()
    column_needs: Mapping[str, tuple[str, ...]] = {}
    row_needs: tuple[str, ...] = ()  # fields that decide what of any row is shown; references are not followed
    part_columns: Mapping[str, Sequence[str]] = {}
    protected_fields: tuple[str, ...] = ()
    form_edit_columns: Sequence[str] | None = None
    details_groups: Sequence[tuple[str, Sequence[str]]] = ()
    picker_order: tuple[str, ...] = ("pk",)
    hint = ""

    page_size = lists.PAGE
    can_set_page_size = False
    can_delete = False
    column_editable_list: Any = None
    form_base_class = Form
    list_template = "admin/model/list.html"

    # Routes of Flask-Admin that must not exist: deleting, editing in the list, reading any GridFS bucket.
    delete_view = None
    ajax_update = None
    api_file_view = None
    action_delete = None

    def __init__(self, model: type[Document], *, doors: Doors | None = None, slug: str = "") -> None:
        endpoint = model._get_collection_name()
        self.doors = access.SCREENS.get(endpoint, CLOSED) if doors is None else doors
        self.slug = slug or self.name_many.lower().translate(PLAIN_LETTERS)
        self.pickers: dict[str, Picker] = {}
        super().__init__(model, name=self.name_many, category=self.category_name, endpoint=endpoint, url=self.slug)
        checks.check(self)

    # --- Who may do what -----------------------------------------------------------------------------------------

    roles_read = property(lambda self: self.doors.read)
    roles_create = property(lambda self: self.doors.create)
    roles_edit = property(lambda self: self.doors.edit)
    roles_export = property(lambda self: self.doors.export)
    can_view_details = property(lambda self: bool(self.doors.read))
    can_create = property(lambda self: self.may("create_view"))
    can_edit = property(lambda self: self.may("edit_view"))
    can_export = property(lambda self: self.may("export"))

    def may(self, method: str) -> bool:
        """Whether the person at the screen may use one of the screen's methods or row actions."""
        return bool(self.doors.of(method) & current_roles())

    def is_accessible(self) -> bool:
        return self.may("index_view")

    def _handle_view(self, name: str, **kwargs: Any) -> None:
        if not self.may(name):
            abort(403)

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return fn(self, *args, **kwargs)  # Flask-Admin would call again on any TypeError and hide the first

    def is_action_allowed(self, name: str) -> bool:
        return self.may(name)

    def masked_fields(self, document: Any) -> frozenset[str]:
        """The fields of the record that the person at the screen may not see."""
        protected = getattr(document, "protected_address", False) and not sees_protected()
        return frozenset(self.protected_fields) if protected else SHIELDED

    # --- Names ---------------------------------------------------------------------------------------------------

    @property
    def desk(self) -> Desk:
        return cast(Desk, self.admin)

    def label(self, document: Any) -> str:
        """What people call the record."""
        named = type(document).__str__ is not Document.__str__
        return str(document) if named else self.name_one.capitalize()

    def caption(self, document: Any) -> str:
        """What the record is about, beside its label in headings; empty where the label says enough."""
        return ""

    def pick_label(self, document: Any) -> str:
        """The same in a list to pick from, where namesakes must be told apart."""
        return self.label(document)

    def get_details_columns(self) -> list[tuple[str, str]]:
        return []  # `groups_of` says what a details page shows

    def get_column_name(self, field: str) -> str:
        given = (self.column_labels or {}).get(field)
        label = given or label_of(field_at(self.model, field))
        if not label:
            raise checks.ScreenError(f"{self.endpoint}: {field} has no Norwegian label")
        return str(label)

    # --- Lists ---------------------------------------------------------------------------------------------------

    def narrowed(self, search: str | None, filters: Iterable[Any] | None) -> QuerySet:
        """What the list shows under a search and filters; masked fields cannot be searched or filtered by guessing."""
        query = self.get_query()
        for index, _, value in filters or ():
            chosen: Filter = self._filters[index]
            query = chosen.apply(query, chosen.clean(value))
            if chosen.column in self.protected_fields and not sees_protected():
                query = query.filter(protected_address__ne=True)
        if search and search.strip() and self._search_supported:
            query = query.filter(self.found_by(search))
        return query

    def found_by(self, text: str) -> Q:
        """What a search for the text asks, in the list and where other screens pick one of its records."""
        return searching.condition(self.desk, self.model, text)

    def ordered(self, query: QuerySet, sort: int | None, descending: Any) -> QuerySet:
        """The query in the chosen order, or the screen's own; always ending in a unique key."""
        column = self._get_column_by_idx(sort)
        target = self._sortable_columns.get(column[0]) if column else None
        if target is not None:
            keys = [("-" if descending else "") + target]
        else:
            keys = [("-" if down else "") + name for name, down in self._get_default_order() or ()]
        return query.order_by(*keys, "pk")  # not "id": documents with a key of their own have no field of that name

    def get_list(
        self,
        page: int | None,
        sort_column: str | None,
        sort_desc: Any,
        search: str | None,
        filters: Iterable[Any] | None,
        execute: bool = True,
        page_size: int | None = None,
    ) -> tuple[int, Sequence[Document]]:
        faults = self.filter_faults()
        if faults:
            self._template_args["active_filters"] = [*(filters or ()), *faults]
            flash(self.faults_in_words(faults), "error")
            return 0, []
        columns = [name for name, _ in self._list_columns]
        query = self.narrowed(search, filters)
        index = columns.index(sort_column) if sort_column in columns else None
        count = lists.count(query)
        shown = lists.page_within(page, count)
        self._template_args["page"] = shown
        needed = lists.fields_to_read(self, columns)
        ordered = self.ordered(query, index, sort_desc).only(*needed).no_dereference()
        rows = list(ordered.skip(shown * lists.PAGE).limit(lists.PAGE))
        return count, lists.with_references(self, rows, columns)

    def _get_list_extra_args(self) -> ViewArgs:
        args: ViewArgs = super()._get_list_extra_args()
        args.search = args.search and args.search[: searching.LONGEST]
        if searching.holds_identity(args.search):
            flash(searching.NOT_HERE, "info")
            kept = {name: values for name, values in request.args.to_dict(flat=False).items() if name != "search"}
            abort(redirect(self.get_url(f".{(request.endpoint or '').rpartition('.')[2]}", **kept), 303))
        return args

    def init_search(self) -> bool:
        return bool(self.column_searchable_list)

    def get_sortable_columns(self) -> dict[str, str]:
        return {} if self.column_sortable_list is None else dict(super().get_sortable_columns())

    # --- Filters -------------------------------------------------------------------------------------------------

    def scaffold_filters(self, name: str) -> list[Filter]:
        field = field_at(self.model, name)
        if field is None:
            raise checks.ScreenError(f"{self.endpoint}: {name} cannot be filtered")
        label = self.get_column_name(name)
        return of_field(field, name, label, lambda: self.picker(f"filter.{name}", field.document_type))

    def get_filter_arg(self, index: int, flt: Filter) -> str:
        return flt.key

    def _get_list_filter_args(self) -> list[tuple[int, str, str]] | None:
        """Filters stand in the address as `flt_<key>=value`; blanks are passed over, wrong ones empty the list."""
        found = []
        for index, chosen in enumerate(self._filters or ()):
            value = request.args.get(f"flt_{chosen.key}", "").strip()
            if value and chosen.validate(value):
                found.append((index, chosen.label, value))
        return found

    def _get_filters(self, filters: Iterable[Any] | None) -> dict[str, str]:
        return {f"flt_{self._filters[index].key}": value for index, _, value in filters or ()}

    def filters_in_words(self, args: ViewArgs) -> list[str]:
        """What narrows a list, for the access log: which filters with which choices, but nothing that was typed."""
        words = []
        for index, label, value in args.filters or ():
            chosen = self._filters[index]
            words.append(f"{label}: {chosen.shown(value)}" if chosen.kind not in ("text", "pick") else label)
        return [*words, "Søk"] if args.search else words

    # --- Values --------------------------------------------------------------------------------------------------

    def read_value(self, name: str, value: Any) -> Any:
        """A stored value as it is shown: a reference becomes its record (used for the list of changes)."""
        field = self.model._fields.get(name)
        if isinstance(field, ReferenceField) and value is not None and not isinstance(value, Document):
            return field.document_type.objects(pk=value.id).first() or value
        return value

    def field_of(self, path: str) -> BaseField | None:
        return field_at(self.model, path)

    def shown(self, document: Any, name: str) -> Any:
        """The value of a column as a page shows it."""
        value = self.desk.value(document, name)
        formatter = (self.column_formatters or {}).get(name)
        if formatter is not None and value is not HIDDEN:
            return formatter(self, None, document, name)
        return presenting.html(self.desk, self.field_of(name), value)

    def get_export_value(self, model: Any, name: str) -> Any:
        formatter = (self.column_formatters_export or {}).get(name)
        value = self.desk.value(model, name)
        if formatter is not None and value is not HIDDEN:
            return formatter(self, None, model, name)
        return presenting.cell(self.desk, self.field_of(name), value)
