"""The «Endringer» page of a record, and setting a plain edit back."""

from collections.abc import Mapping

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from admin import formats, wording
from admin.change_log import as_value, overtaken, restorable, shown
from admin.people import current_actor
from admin.routes import expose
from admin.writing import Writing
from models.base import HistoryEntry
from rules.errors import HusromError


class Changes(Writing):
    """The «Endringer» page of a record."""

    @expose("/endringer/")
    def changes_view(self) -> ResponseReturnValue:
        document = self.requested()
        if not hasattr(document, "history"):
            abort(404)
        entries = [shown(self, document, entry) for entry in reversed(document.history)]
        page: str = self.render("admin/model/changes.html", model=document, entries=entries, may_restore=self.can_edit)
        return page

    @expose("/tilbake/", "POST")
    def restore(self) -> ResponseReturnValue:
        document = self.requested()
        wanted = request.form.get("entry", type=int)
        entry = next((one for one in document.history if one.version == wanted), None)
        if entry is None or not restorable(self, entry, self.hidden_fields(document)):
            abort(404)
        since = overtaken(document, entry)
        if since:
            flash(self._refusal(since), "error")
            return redirect(self.get_url(".changes_view", id=document.pk))
        values = {name: as_value(self.model, name, old) for name, (old, _new) in entry.changes.items()}
        why = f"Satt tilbake endringen fra {formats.moment(entry.at)}"
        try:
            changed = self.write_change(
                document,
                current_actor(),
                self.prepare(values, document),
                why=why,
                version=request.form.get("version", type=int) or 0,
                action="restored",
            )
        except HusromError as error:
            flash(wording.explain(error), "error")
        else:
            flash("Satt tilbake." if changed else "Feltene har allerede disse verdiene.", "success")
        return redirect(self.get_url(".changes_view", id=document.pk))

    def _refusal(self, since: Mapping[str, HistoryEntry]) -> str:
        names = wording.listed(self.get_column_name(name) for name in since)
        last = max(since.values(), key=lambda entry: entry.version)
        return (
            f"Ingenting er lagret. {names} er endret igjen etter dette, sist av {last.by_name} "
            f"{formats.moment(last.at)}. Vil du likevel ha den gamle verdien, velg «Rediger» og skriv den inn."
        )
