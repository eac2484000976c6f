"""From a posted form to a service: a screen never saves a document itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash
from flask_admin.contrib.mongoengine import ModelView
from mongoengine import Document
from wtforms import FormField

from admin import stale, wording
from admin.forms import Form
from admin.people import current_actor
from rules.errors import AlreadyExists, HusromError, InvalidRecord, StaleState
from services import records
from services.actor import Actor


class Writing(ModelView):
    """What a screen does with «Lagre»."""

    def write_new(self, document: Any, actor: Actor) -> None:
        """Store a new record; screens whose documents have a service of their own override it."""
        records.create(document, actor)

    def write_change(
        self,
        document: Any,
        actor: Actor,
        values: Mapping[str, Any],
        *,
        why: str,
        version: int | None,
        action: str = "edited",
    ) -> bool:
        """Store changed values; screens whose documents have a service of their own override it."""
        return records.change(document, actor, values=values, why=why, version=version, action=action)

    def prepare(self, values: dict[str, Any], document: Any) -> dict[str, Any]:
        """Add what follows from the values (a sort key, say) before they are stored."""
        return values

    def copy_of(self, document: Document) -> Document:
        """A document that a form may fill in without touching the loaded one."""
        copy: Document = type(document)._from_son(document.to_mongo())
        return copy

    def create_model(self, form: Form) -> Any:
        document = self.model()
        form.populate_obj(document)
        for name, value in self.prepare(self._typed(form, document), document).items():
            setattr(document, name, value)
        try:
            self.write_new(document, current_actor())
        except HusromError as error:
            self._refused(error, form)
            return False
        return document

    def update_model(self, form: Form, model: Any) -> bool:
        copy = self.copy_of(model)
        form.populate_obj(copy)
        seen = form.version.data
        values = self.prepare(self._typed(form, copy), copy)
        try:
            if seen is None:
                raise records.stale(model, model.version)
            changed = self.write_change(model, current_actor(), values, why=form.why.data or "", version=seen)
        except StaleState:
            fresh = self.get_one(model.pk)
            self._template_args["stale"] = stale.meet(self, form, copy, fresh, seen or 0)
            return False
        except HusromError as error:
            self._refused(error, form)
            return False
        if not changed:
            flash("Ingenting var endret, så ingenting er lagret.", "info")
        return True

    def _typed(self, form: Form, filled: Any) -> dict[str, Any]:
        return {name: getattr(filled, name) for name in form.stored_names()}

    def _refused(self, error: HusromError, form: Form) -> None:
        """Show a refusal at the fields it concerns; what the form has no field for is said in words at the top."""
        placed = [_mark(form, name.split("."), problem) for name, problem in self.problems_of(error, form).items()]
        if not placed or not all(placed):
            flash(wording.explain(error), "error")

    def problems_of(self, error: HusromError, form: Form) -> dict[str, str]:
        """What a refusal says of single fields, in bokmål, by their names."""
        if isinstance(error, InvalidRecord):
            return {name: wording.invalid(problem) for name, problem in error.problems.items()}
        if isinstance(error, AlreadyExists):
            return dict.fromkeys(error.fields, "Verdien er i bruk fra før.")
        return {}


def _mark(form: Form, path: Sequence[str], problem: str) -> bool:
    """Put the problem at the field, inside a part where it stands there; False where the form has no such field."""
    field = form._fields.get(path[0])
    if isinstance(field, FormField):
        return len(path) > 1 and _mark(field.form, path[1:], problem)
    if field is None or field.type in ("HiddenField", "VersionField"):
        return False
    field.errors = [*field.errors, problem]
    return True
