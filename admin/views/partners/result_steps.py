"""The results of a procurement's phases: noted with files, built on, taken back."""

from typing import Any
from uuid import uuid4

from flask import request
from flask.typing import ResponseReturnValue

from admin import formats
from admin.people import current_actor
from admin.routes import expose
from admin.views import attached
from admin.views.acting import Step
from admin.views.partners import procurement_forms as forms
from admin.views.screen import Screen
from models import Mandate, NeedOverview
from services.procurements import results

CODE = "resultat"


class ResultSteps(Screen):
    """What is done with one result."""

    def declare(self) -> None:
        super().declare()
        self.note_form = forms.note_form()
        self.back_form = forms.why_form("Hvorfor tas det tilbake?")
        self.file_form = forms.why_form("Hvorfor tas filen bort?")
        self.overview_form = forms.overview_form(self.picker("choose_overview.overview", NeedOverview))
        self.mandate_form = forms.mandate_form(self.picker("choose_mandate.mandate", Mandate))

    @expose("/resultat/", "GET", "POST")
    def note(self) -> ResponseReturnValue:
        """Note a result with its day, what was done, and files."""
        held, code = self.requested(), request.args.get(CODE, "")
        wanted = results.wanted_of(held, code)

        def do(document: Any, form: Any) -> object:
            return results.note(
                document, code, current_actor(), on=form.on.data, what=form.what.data, files=form.files.data,
                nonce=form.nonce.data, version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        noted = next((one for one in held.results if one.code == code), None)
        start = {"on": noted.on if noted else formats.today(), "what": noted.what if noted else None}
        step = Step(
            heading=wanted.label, lead=wanted.help or "Skriv hva som er gjort, og legg ved det som viser det.",
            button="Lagre resultatet", done="Resultatet er notert.", keeps=True,
        )  # fmt: skip
        return self.ask(step, self.note_form, do, start={**start, "nonce": uuid4().hex})

    @expose("/resultat/tilbake/", "GET", "POST")
    def take_back(self) -> ResponseReturnValue:
        """Take a noted result back."""
        code = request.args.get(CODE, "")
        wanted = results.wanted_of(self.requested(), code)

        def do(document: Any, form: Any) -> object:
            return results.take_back(
                document, code, current_actor(), why=form.reason.data or "", version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        step = Step(
            heading=f"Ta tilbake: {wanted.label}", lead="Resultatet står ikke lenger, men kan noteres på nytt.",
            button="Ta resultatet tilbake", done="Resultatet er tatt tilbake.",
        )  # fmt: skip
        return self.ask(step, self.back_form, do)

    @expose("/behovsoversikt/", "GET", "POST")
    def choose_overview(self) -> ResponseReturnValue:
        """Build on an overview of the need."""
        held = NeedOverview.objects(pk=self.requested().need_overview).first()

        def do(document: Any, form: Any) -> object:
            return results.rest_on_overview(
                document, form.overview.data, current_actor(), version=form.version.data or 0, today=formats.today()
            )

        return self.ask(forms.OVERVIEW, self.overview_form, do, start={"overview": held})

    @expose("/fullmakt/", "GET", "POST")
    def choose_mandate(self) -> ResponseReturnValue:
        """Build on an authority to sign."""

        def do(document: Any, form: Any) -> object:
            return results.rest_on_mandate(
                document, form.mandate.data, current_actor(), version=form.version.data or 0, today=formats.today()
            )

        return self.ask(forms.MANDATE, self.mandate_form, do, start={"mandate": self.requested().mandate})

    @expose("/fil/")
    def paper(self) -> ResponseReturnValue:
        """One of the procurement's files; each fetching is logged by the service."""
        return attached.served(*results.fetch(self.requested(), request.args.get("fil", ""), current_actor()))

    @expose("/fil/bort/", "GET", "POST")
    def remove_file(self) -> ResponseReturnValue:
        """Let a result name a file no more."""
        code, file = request.args.get(CODE, ""), request.args.get("fil", "")

        def do(document: Any, form: Any) -> object:
            return results.remove_file(
                document, code, file, current_actor(), why=form.reason.data or "", version=form.version.data or 0
            )

        step = Step(
            heading="Ta bort filen", lead="Filen vises ikke lenger ved resultatet. At den var der, står i endringene.",
            button="Ta bort filen", done="Filen er tatt bort.",
        )  # fmt: skip
        return self.ask(step, self.file_form, do)
