"""What the screens of Husrom's own documents add to the base."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from mongoengine import DateTimeField, Document, QuerySet, ReferenceField
from wtforms import Field

from admin import formats, need, presenting, wording
from admin.desk import HIDDEN
from admin.doors import Roles
from admin.forms import Form
from admin.people import current_actor, current_roles
from admin.presenting import Cell
from admin.routes import expose
from admin.views.acting import Acting
from admin.views.columns import Column
from admin.views.related import Section
from models.fields import Day
from rules.errors import AlreadyExists, FileRefused, HusromError
from rules.terms import AccessKind
from services import audit

CELLS = {Day: "when", DateTimeField: "when", ReferenceField: "ref"}


class Screen(Acting):
    """A screen with columns of its own, fields for some roles only, related records, and notices shown plainly."""

    own_columns: Mapping[str, Column] = {}
    column_labels: Mapping[str, str] = {}
    open_to: Mapping[str, Roles] = {}  # a field that not all who read the screen may see → who may
    case_fields: frozenset[str] = frozenset()  # for those who work the record's case alone (tjenstlig behov)
    quiet: frozenset[str] = frozenset()  # shown on a record's page only where filled in
    form_groups: Sequence[tuple[str, Sequence[str]]] = ()  # headings of the form with the fields under each
    form_columns: Sequence[str] | None = None
    details_template = "admin/views/details.html"
    create_template = "admin/views/create.html"
    edit_template = "admin/views/edit.html"

    def __init__(self, model: type[Document]) -> None:
        self.column_needs = {
            **{name: one.needs for name, one in self.own_columns.items()},
            **type(self).column_needs,
        }
        self.column_labels = {
            **{name: one.label for name, one in self.own_columns.items()},
            **type(self).column_labels,
        }
        if self.form_groups:
            self.form_columns = tuple(name for _, names in self.form_groups for name in names)
        super().__init__(model)
        self.declare()

    def declare(self) -> None:
        """Make the forms and pickers of the screen's own steps, once, so that every process has them."""

    # --- What the person at the screen may see -------------------------------------------------------------------

    def closed(self) -> frozenset[str]:
        """The fields that the person's roles do not open, whichever the record."""
        mine = current_roles()
        return frozenset(name for name, allowed in self.open_to.items() if not allowed & mine)

    def masked_fields(self, document: Any) -> frozenset[str]:
        return super().masked_fields(document) | self.closed()

    def case_of(self, document: Any) -> Any:
        """The id of the case that the record belongs to, for `case_fields`."""
        return None

    def knows(self, document: Any) -> bool:
        """Whether the person at the screen works the case or the lease that the record belongs to."""
        return need.works(self.case_of(document))

    def kept_from(self, document: Any) -> frozenset[str]:
        """The fields kept from the person because they do not work the record's case."""
        return self.case_fields if self.case_fields and not self.knows(document) else frozenset()

    def masks(self, document: Any, name: str) -> bool:
        return super().masks(document, name) or (name in self.case_fields and name in self.kept_from(document))

    def hidden_fields(self, document: Any) -> frozenset[str]:
        return super().hidden_fields(document) | self.kept_from(document)

    def tells_why(self, document: Any) -> bool:
        """What was written of a case's household when its records were changed is for those who work the case."""
        return not self.case_fields or self.knows(document)

    def narrowed(self, search: str | None, filters: Iterable[Any] | None) -> QuerySet:
        return super().narrowed(search, [one for one in filters or () if self._is_open(self._filters[one[0]].column)])

    def ordered(self, query: QuerySet, sort: int | None, descending: Any) -> QuerySet:
        """The order asked for, unless it would tell of a field that is closed to the person."""
        column = self._get_column_by_idx(sort)
        return super().ordered(query, sort if column and self._is_open(column[0]) else None, descending)

    def _is_open(self, path: str) -> bool:
        return path.split(".")[0] not in self.closed() and path not in self.closed()

    def logged_person(self, document: Any) -> Any:
        """Whose data the record's pages show, for the access log; None where the opening is not logged."""
        return None

    def logged_number(self, document: Any) -> str | None:
        """The number that the access log knows the record by; a person has none."""
        return getattr(document, "number", None)

    def log_opening(self, document: Any) -> None:
        """Write in the access log that the person at the screen opened the record; the log is not a change."""
        person = self.logged_person(document)
        if person is not None and request.method == "GET":
            audit.record_access(
                current_actor(),
                AccessKind.OPENED,
                audit.collection(self.model),
                document_id=str(document.pk),
                number=self.logged_number(document),
                person=person,
            )

    @expose("/vis/")
    def details_view(self) -> ResponseReturnValue:
        self.log_opening(self.requested())
        return super().details_view()

    @expose("/endringer/")
    def changes_view(self) -> ResponseReturnValue:
        self.log_opening(self.requested())
        return super().changes_view()

    @expose("/rediger/", "GET", "POST")
    def edit_view(self) -> ResponseReturnValue:
        if request.args.get("id"):
            self.log_opening(self.requested())
        return super().edit_view()

    # --- What a page shows ---------------------------------------------------------------------------------------

    def shown(self, document: Any, name: str) -> Any:
        column = self.own_columns.get(name)
        if column is None:
            return super().shown(document, name)
        if self.masks(document, name):
            return presenting.html(self.desk, None, HIDDEN)
        return column.shown(document)

    def link_text(self, document: Any, name: str) -> str:
        """A column of our own is told in its words, as in a list."""
        column = self.own_columns.get(name)
        value = column.value(document) if column and not self.masks(document, name) else None
        return super().link_text(document, name) if value in (None, "") else formats.plain(value)

    def get_export_value(self, model: Any, name: str) -> Cell:
        column = self.own_columns.get(name)
        if column is None:
            plain: Cell = super().get_export_value(model, name)
            return plain
        return str(HIDDEN) if self.masks(model, name) else column.cell(model)

    def column_class(self, name: str) -> str:
        """Amounts stand to the right, days and moments on one line."""
        own = self.own_columns.get(name)
        if own:
            return "num" if own.kroner else own.css
        return super().column_class(name) or CELLS.get(type(self.field_of(name)), "")

    def fact_class(self, name: str) -> str:
        """A field that has a heading to itself needs no label under it."""
        own = self.own_columns.get(name)
        width = ("wide" if own.wide else "") if own else super().fact_class(name)
        alone = any(tuple(names) == (name,) for _, names in self.details_groups)
        return f"{width} solo".strip() if alone else width

    def groups_of(self, document: Any) -> list[tuple[str, list[tuple[str, str]]]]:
        """The groups without what is closed to the person, and without quiet fields that are empty."""
        closed = self.closed() | self.kept_from(document)
        found = []
        for heading, columns in super().groups_of(document):
            kept = [one for one in columns if one[0] not in closed and not self._is_silent(document, one[0])]
            if kept:
                found.append((heading, kept))
        return found

    def _is_silent(self, document: Any, name: str) -> bool:
        if name not in self.quiet:
            return False
        own = self.own_columns.get(name)
        value = own.value(document) if own else self.desk.value(document, name)
        return value in (None, "", [], False)

    def sections(self, document: Any) -> Sequence[Section | None]:
        """Other records on the record's page; those that the person may not open are None."""
        return ()

    def about(self, document: Any) -> Markup | None:
        """What stands above the facts on a record's page, if anything."""
        return None

    def notices_of(self, document: Any) -> list[str]:
        """What is odd about the record, in words."""
        return [notice.label for notice in getattr(document, "notices", ())]

    def form_sections(self, form: Form) -> list[tuple[str, list[Field]]]:
        """The inputs of a form under their headings; those that are hidden from the person are not among them."""
        groups = self.form_groups or (("", self.form_columns or ()),)
        found = [(heading, [form[name] for name in names if name in form._fields]) for heading, names in groups]
        return [(heading, fields) for heading, fields in found if fields]

    # --- Refusals ------------------------------------------------------------------------------------------------

    def problems_of(self, error: HusromError, form: Form) -> dict[str, str]:
        """As the base says; where a value is taken, it says by what."""
        found = super().problems_of(error, form)
        if isinstance(error, FileRefused):
            found["files"] = wording.explain(error)
        if isinstance(error, AlreadyExists):
            for name in error.fields or self._unique_fields():
                field = form._fields.get(name)
                holder = self.model.objects(**{name: field.data}).first() if field is not None and field.data else None
                if holder is not None:
                    found[name] = f"Er i bruk fra før: {self.label(holder)}."
        return found

    def _unique_fields(self) -> list[str]:
        """The fields that are unique by themselves, for a server that does not say which index refused."""
        specs = self.model._meta["index_specs"]
        return [spec["fields"][0][0] for spec in specs if spec.get("unique") and len(spec["fields"]) == 1]
