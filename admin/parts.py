"""Embedded documents in forms: one part, or a list of parts to which rows are added and from which they are taken."""

from typing import Any

from wtforms import Field, FieldList, FormField
from wtforms.utils import unset_value

ROW = "__rad__"  # stands for the row's number in the template of a new row


class PartField(FormField):
    """An embedded document. Where it is optional and left blank, nothing in it is asked for and None is stored."""

    grouped = True

    def __init__(self, form_class: Any, *args: Any, part: type, optional: bool, **kwargs: Any) -> None:
        self.part = part
        self.optional = optional
        super().__init__(form_class, *args, **kwargs)

    @property
    def blank(self) -> bool:
        """Whether nothing but defaults is filled in."""
        return all(_is_blank(field) for field in self.form)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        return True if self.optional and self.blank else bool(self.form.validate())

    def populate_obj(self, obj: Any, name: str) -> None:
        if self.optional and self.blank:
            setattr(obj, name, None)
            return
        existing = getattr(obj, name, None)
        filled = self.part() if existing is None else existing
        self.form.populate_obj(filled)
        setattr(obj, name, filled)


class PartList(FieldList):
    """A list of embedded documents or simple values; a row keeps what the form does not show of it."""

    grouped = True

    def new_row(self) -> Field:
        """An empty row for the page's template; its number is ROW until it is added."""
        row = self.meta.bind_field(
            self._form,
            self.unbound_field,
            {"name": f"{self.name}-{ROW}", "id": f"{self.id}-{ROW}", "_meta": self.meta},
        )
        row.process(None)
        return row

    def populate_obj(self, obj: Any, name: str) -> None:
        rows = [_Holder(entry) for entry in self.entries]
        for row, entry in zip(rows, self.entries, strict=True):
            entry.populate_obj(row, "data")
        setattr(obj, name, [row.data for row in rows if row.data not in (None, "")])


class _Holder:
    """Lends a row's old value to `populate_obj`; a new row has none (WTForms would lend it another row's)."""

    def __init__(self, entry: Field) -> None:
        old = entry.object_data
        self.data = None if old is unset_value or isinstance(old, dict) else old


def _is_blank(field: Field) -> bool:
    if isinstance(field, PartField):
        return field.blank
    if isinstance(field, FieldList):
        return not field.entries
    if field.process_errors:
        return False
    default = field.default() if callable(field.default) else field.default
    return field.data in (None, "", [], False) or field.data == default
