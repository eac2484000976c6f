"""What is done with a repair: ordered, done, dropped, its pictures."""

from typing import Any
from uuid import uuid4

from flask import request
from flask.typing import ResponseReturnValue

from admin import formats
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import form_of, reason
from admin.views.keeping import repair_forms as forms
from admin.views.keeping.inspection_screen import HomeScreen
from rules.terms import RepairState
from services import inspections


class RepairSteps(HomeScreen):
    """The steps of a repair."""

    def declare(self) -> None:
        super().declare()
        self.order_form, self.finish_form = forms.order_form(), forms.finish_form()
        self.photos_form = forms.photos_form()
        self.drop_form = form_of(reason=reason("Hvorfor gjøres den ikke?"))

    def step_acts(self, document: Any) -> list[Any]:
        found = super().step_acts(document)
        if document.state not in inspections.UNDER_WAY or not self.works(document):
            return found
        reported = document.state is RepairState.REPORTED
        return [
            *found,
            ("order", self.page("Bestill" if reported else "Endre bestillingen", "order", document, main=reported)),
            ("finish", self.page("Utført", "finish", document, main=not reported)),
            ("add_photos", self.page("Legg til bilder", "add_photos", document)),
            ("drop", self.page("Ikke aktuelt", "drop", document)),
        ]

    @expose("/bestill/", "GET", "POST")
    def order(self) -> ResponseReturnValue:
        """Note who does it and by when."""
        document = self.requested()

        def do(document: Any, form: Any) -> object:
            return inspections.order(
                document, current_actor(), ordered_from=form.ordered_from.data or "", on=form.ordered_on.data,
                due_on=form.due_on.data, version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        start = {"ordered_from": document.ordered_from, "due_on": document.due_on}
        start["ordered_on"] = document.ordered_on or formats.today()
        return self.ask(forms.ORDER, self.order_form, do, start=start)

    @expose("/utfort/", "GET", "POST")
    def finish(self) -> ResponseReturnValue:
        """Note that it is done, what it cost and who pays."""

        def do(document: Any, form: Any) -> object:
            return inspections.finish(
                document, current_actor(), on=form.done_on.data, cost_ore=form.cost_ore.data, payer=form.payer.data,
                payer_why=form.payer_why.data or "", note=form.note.data or "", files=form.files.data,
                nonce=form.nonce.data, version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.FINISH, self.finish_form, do, start={"done_on": formats.today(), "nonce": uuid4().hex})

    @expose("/dropp/", "GET", "POST")
    def drop(self) -> ResponseReturnValue:
        """Note that it is not to be done."""

        def do(document: Any, form: Any) -> object:
            return inspections.drop(
                document, current_actor(), why=form.reason.data or "", version=form.version.data or 0
            )

        return self.ask(forms.DROP, self.drop_form, do)

    @expose("/bilder/nye/", "GET", "POST")
    def add_photos(self) -> ResponseReturnValue:
        """Add pictures of what is to be mended."""

        def do(document: Any, form: Any) -> object:
            return inspections.add_photos(
                document, current_actor(), files=form.files.data, caption=form.caption.data or "",
                nonce=form.nonce.data, version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.PHOTOS, self.photos_form, do, start={"nonce": uuid4().hex})

    def may_change_photos(self, document: Any) -> bool:
        return document.state in inspections.UNDER_WAY and self.works(document)

    @expose("/bilder/bort/", "POST")
    def take_back(self) -> ResponseReturnValue:
        """Show a picture no more."""
        document, photo = self.requested(), request.form.get("bilde", "")
        return self.changed_photo(
            document, photo, lambda: inspections.take_repair_photo_back(
                document, photo, current_actor(), why=request.form.get("why", "")[:500], version=self.seen(),
                today=formats.today(),
            ), "Bildet er tatt bort.",
        )  # fmt: skip
