"""From a document's fields to a form's inputs: every kind of field of the house, and a refusal at start for others."""

import re
from typing import TYPE_CHECKING, Any

from flask_admin.contrib.mongoengine.form import CustomModelConverter, get_form
from flask_admin.form import recreate_field
from flask_admin.model.form import FieldPlaceholder
from mongoengine import (
    BooleanField,
    DateField,
    EmbeddedDocumentField,
    EnumField,
    FloatField,
    IntField,
    ListField,
    ReferenceField,
    StringField,
)
from mongoengine.base import BaseField
from wtforms import BooleanField as Tick
from wtforms import StringField as TextInput
from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from admin import fields
from admin.field_names import label_of, labelled
from admin.forms import Form
from admin.parts import PartField, PartList
from admin.pickers import PickField
from admin.role_words import GIVES
from models.fields import EncryptedString, Ore
from rules.terms import Role

if TYPE_CHECKING:
    from admin.base import View

NEVER_IN_FORM = frozenset({"id", "state", "version", "history", "pending"})
SHORT = 254  # as long as an e-mail address: still one line
MAIL_SHAPE = r"[^@\s]+@[^@\s]+\.[^@\s]+"


class Converter(CustomModelConverter):
    """Makes an input from a field, or refuses at start."""

    def __init__(self, view: "View", path: str = "") -> None:
        super().__init__(view)
        self.path = path  # where inside the document an embedded form stands

    def convert(self, model: Any, field: BaseField, field_args: Any) -> Any:
        """The unbound input for a field; `form_args` of the screen may say more about it."""
        if isinstance(field, FieldPlaceholder):
            return recreate_field(field.field)
        given = dict(self.view.form_args or {}).get(self.path + field.name, {}) | dict(field_args or {})
        common: dict[str, Any] = {
            "label": given.pop("label", None) or label_of(field),
            "description": given.pop("description", "") or getattr(field, "help_text", ""),
            "default": field.default,
        }
        if field.name in NEVER_IN_FORM or not common["label"]:
            raise ValueError(f"{model.__name__}.{self.path}{field.name} must not stand in a form")
        extra = given.pop("validators", [])
        return self._input(model, field, common, [*self._required(field), *extra], given)

    def _required(self, field: BaseField) -> list[Any]:
        return [InputRequired()] if field.required else [Optional()]

    def _input(self, model: Any, field: BaseField, common: Any, rules: list[Any], given: Any) -> Any:
        if isinstance(field, ListField):
            return self._list(model, field, common)
        if isinstance(field, EmbeddedDocumentField):
            return self._part(field, common)
        if isinstance(field, ReferenceField):
            picker = self.view.picker(self.path + field.name, field.document_type)
            return PickField(picker=picker, validators=rules, **common)
        if isinstance(field, EnumField) or field.choices:
            return self._choice(field, common, rules)
        if isinstance(field, BooleanField):
            return self._truth(field, common, rules)
        return self._typed(field, common, rules, given)

    def _typed(self, field: BaseField, common: Any, rules: list[Any], given: Any) -> Any:
        if isinstance(field, IntField | FloatField):
            if field.min_value is not None or field.max_value is not None:
                rules = [*rules, _range(field)]
            if isinstance(field, Ore):
                return fields.KronerField(validators=rules, **common)
            number = fields.WholeNumberField if isinstance(field, IntField) else fields.DecimalNumberField
            return number(validators=rules, **common)
        if isinstance(field, DateField):
            return fields.DayField(validators=rules, **common)
        if isinstance(field, StringField | EncryptedString):
            return self._text(field, common, rules, given)
        raise TypeError(f"no input for {type(field).__name__} {field.name}")

    def _text(self, field: Any, common: Any, rules: list[Any], given: Any) -> Any:
        longest = getattr(field, "max_length", None)
        if longest:
            rules = [*rules, Length(max=longest)]
        shape = getattr(field, "regex", None)
        if shape:
            rules = [*rules, Regexp(shape, message=_shape(shape.pattern))]
        if field.name.endswith("email"):
            rules = [*rules, Regexp(MAIL_SHAPE, message="Skriv en e-postadresse, for eksempel navn@kommune.no.")]
        exact = bool(getattr(field, "deterministic", False))
        one_line = exact or bool(shape) or (longest or SHORT + 1) <= SHORT
        kind = TextInput if given.get("one_line", one_line) else TextAreaField
        return kind(validators=rules, filters=[fields.blank_to_none], **common)

    def _choice(self, field: BaseField, common: Any, rules: list[Any]) -> Any:
        if isinstance(field, EnumField):
            choices, read = fields.term_choices(field._enum_cls), fields.term_reader(field._enum_cls)
        else:
            choices = [SelectChoice(value=code, label=label) for code, label in field.choices]
            read = fields.blank_to_none
        return fields.ChoiceField(choices=choices, coerce=read, required=field.required, validators=rules, **common)

    def _truth(self, field: BooleanField, common: Any, rules: list[Any]) -> Any:
        if field.default is not None:
            return Tick(**common)
        return fields.ChoiceField(
            choices=fields.YES_NO, coerce=fields.read_yes_no, required=field.required, validators=rules, **common
        )

    def _list(self, model: Any, field: ListField, common: Any) -> Any:
        inner = field.field
        if isinstance(inner, EnumField):
            choices, read = fields.term_choices(inner._enum_cls), fields.term_reader(inner._enum_cls)
            if inner._enum_cls is Role:
                choices = [SelectChoice(value=one.value, label=f"{one.label}: {GIVES[one]}") for one in Role]
            return fields.TickList(choices=choices, coerce=read, **common)
        if isinstance(inner, EmbeddedDocumentField):
            row = self._part(inner, {"label": common["label"]}, self.path + field.name)
        else:
            row = self._input(model, inner, {"label": common["label"]}, [Optional()], {})
        return PartList(row, label=common["label"], description=common["description"])

    def _part(self, field: EmbeddedDocumentField, common: Any, name: str = "") -> Any:
        part = field.document_type
        path = f"{name or self.path + field.name}."
        shown = self.view.part_columns.get(path.rstrip(".")) or [
            one for one in labelled(part) if one not in NEVER_IN_FORM
        ]
        form = get_form(part, Converter(self.view, path), base_class=Form, only=shown)
        common.pop("default", None)
        return PartField(form, part=part, optional=not field.required and not name, **common)


def _range(field: Any) -> NumberRange:
    if not isinstance(field, Ore):
        return NumberRange(min=field.min_value, max=field.max_value)
    message = "Beløpet kan ikke være negativt." if field.min_value == 0 else "Beløpet er utenfor det som er lov."
    return NumberRange(min=field.min_value, max=field.max_value, message=message)


def _shape(pattern: str) -> str:
    digits = re.fullmatch(r"\^\\d\{(\d+)\}\$", pattern)
    letters = re.fullmatch(r"\^\[([A-Z])-([A-Z])\]\$", pattern)
    if letters:
        return f"Skriv en bokstav fra {letters[1]} til {letters[2]}."
    return f"Skriv nøyaktig {digits[1]} sifre." if digits else "Verdien har ikke riktig form."
