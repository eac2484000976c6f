"""From a posted form to a service: a screen never saves a document itself."""

from collections.abc import Mapping
from typing import Any

from flask import flash
from flask_admin.contrib.mongoengine import ModelView
from mongoengine import Document

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
        self, document: Any, actor: Actor, values: Mapping[str, Any], *, why: str, version: int | None
    ) -> bool:
        """Store changed values; screens whose documents have a service of their own override it."""
        return records.change(document, actor, values=values, why=why, version=version)

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
        """Show a refusal at the fields it concerns, and in words at the top."""
        if isinstance(error, InvalidRecord):
            for name, problem in error.problems.items():
                _mark(form, name.split(".")[0], wording.invalid(problem))
        if isinstance(error, AlreadyExists):
            for name in error.fields:
                _mark(form, name, "Verdien er i bruk fra før.")
        flash(wording.explain(error), "error")


def _mark(form: Form, name: str, problem: str) -> None:
    field = form._fields.get(name)
    if field is not None:
        field.errors = [*field.errors, problem]
