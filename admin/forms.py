"""The base of every form: Norwegian texts, what is wrong gathered for the top of the page, and what is stored."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_admin.form import BaseForm
from wtforms import Field, FieldList, FormField, HiddenField, StringField
from wtforms.validators import Length, Optional

from admin.translations import FormMessages

MESSAGES = FormMessages()
NOT_STORED = frozenset({"version", "why", "csrf_token"})
WHY_LENGTH = 500


@dataclass(frozen=True)
class Problem:
    """One thing wrong on a form: the input to jump to, its label, and the reason in bokmål."""

    anchor: str
    label: str
    reason: str


class Form(BaseForm):
    """Every form on a generated screen."""

    class Meta:
        def get_translations(self, form: BaseForm) -> FormMessages:
            return MESSAGES

    def problems(self) -> list[Problem]:
        """All that is wrong, in the order of the page, nested parts included."""
        return [problem for field in self for problem in _problems(field)]

    def stored_names(self) -> list[str]:
        """The names of the fields that become values of the document."""
        return [name for name in self._fields if name not in NOT_STORED]


class VersionField(HiddenField):
    """The version the person saw; a form that does not say it is as good as stale."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isdigit() else None


def changing(form_class: type[Form]) -> type[Form]:
    """The same form for an existing record: with the version the person saw, and room for a reason."""
    extra = {
        "version": VersionField(),
        "why": StringField(
            "Hvorfor endrer du dette?",
            validators=[Optional(), Length(max=WHY_LENGTH)],
            filters=[lambda text: (text or "").strip() or None],
            description="Valgfritt. Begrunnelsen står i endringslisten.",
        ),
    }
    return type(f"Changing{form_class.__name__}", (form_class,), extra)


def _problems(field: Field, label: str = "") -> Iterator[Problem]:
    name = f"{label}: {field.label.text}" if label else str(field.label.text)
    if isinstance(field, FormField):
        for part in field.form:
            yield from _problems(part, name)
    elif isinstance(field, FieldList):
        yield from (Problem(field.id, name, error) for error in field.errors if isinstance(error, str))
        for number, entry in enumerate(field.entries, 1):
            if isinstance(entry, FormField):
                for part in entry.form:
                    yield from _problems(part, f"{name} {number}")
            else:
                yield from (Problem(entry.id, f"{name} {number}", str(error)) for error in entry.errors)
    else:
        yield from (Problem(field.id, name, str(error)) for error in field.errors)
