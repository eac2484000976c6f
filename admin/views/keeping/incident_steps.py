"""What is done with a complaint on its page: looked into, measures, ended, taken up again."""

from typing import Any

from bson import ObjectId
from flask import abort, request
from flask.typing import ResponseReturnValue

from admin import formats
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import form_of, reason
from admin.views.keeping import incident_forms as forms
from admin.views.keeping.incident_register import RegisterStep
from rules.terms import IncidentState, MeasureKind
from services import incidents
from services.incidents import Planned, Teller

MEASURE = "tiltak"


class IncidentSteps(RegisterStep):
    """The steps; the main one is what comes next."""

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        """Pairs of method and act; the letters' mixin adds its own."""
        if document.state is IncidentState.CLOSED:
            return [("reopen", self.page(forms.REOPEN.heading, "reopen", document))]
        received = document.state is IncidentState.RECEIVED
        waiting = [one for one in document.measures if one.is_open]
        decided = bool(document.measures)
        label = forms.MAP.heading if received else "Rett kartleggingen"
        first = next((one for one in sorted(waiting, key=lambda one: one.due_on) if not is_warning(one)), None)
        found = [] if first is None or received else [("finish", self._done_act(document, first))]
        return [
            *found,
            ("map_out", self.page(label, "map_out", document, main=received)),
            ("decide", self.page(forms.MEASURE.heading, "decide", document, main=not received and not decided)),
            ("close", self.page(forms.CLOSE.heading, "close", document,
                                main=not received and decided and not waiting)),
        ]  # fmt: skip

    def _done_act(self, document: Any, measure: Any) -> Act:
        """The way to note the measure that comes first."""
        words = f"Før {measure.kind.inside}"
        url = self.get_url(".finish", id=document.pk, tiltak=measure.id)
        return Act(label=words, url=url, main=True, post=False)

    def lease_choices(self, document: Any) -> list[tuple[ObjectId, str]]:
        """The complaint's leases as people choose them."""
        return [(lease.pk, self.lease_words(lease)) for lease in incidents.all_leases(document)]

    def measure_id(self) -> ObjectId:
        """The measure that the address names."""
        named = request.args.get(MEASURE, "")
        return ObjectId(named) if ObjectId.is_valid(named) else abort(404)

    @expose("/kartlegg/", "GET", "POST")
    def map_out(self) -> ResponseReturnValue:
        """Note what the tenant says and what was found out."""

        def do(document: Any, form: Any) -> object:
            return incidents.map_out(
                document, current_actor(), heard=form.heard.data or "", mapped=form.mapped.data or "",
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        document = self.known()
        return self.ask(forms.MAP, forms.map_form(), do, start={"heard": document.heard, "mapped": document.mapped})

    @expose("/tiltak/", "GET", "POST")
    def decide(self) -> ResponseReturnValue:
        """Decide a measure and its day."""

        def do(document: Any, form: Any) -> object:
            planned = Planned(
                kind=form.kind.data,
                due_on=form.due_on.data,
                what=form.what.data or "",
                lease=form.lease.data if "lease" in form else None,
            )
            version = form.version.data or 0
            return incidents.decide(document, planned, current_actor(), version=version, today=formats.today())

        return self.ask(forms.MEASURE, forms.measure_form(self.lease_choices(self.known())), do)

    @expose("/tiltak/gjort/", "GET", "POST")
    def finish(self) -> ResponseReturnValue:
        """Note that a measure was done, and what came of it."""
        measure = self.measure_id()
        self.known()

        def do(document: Any, form: Any) -> object:
            return incidents.finish(
                document, measure, current_actor(), on=form.done_on.data, result=form.result.data or "",
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.FINISH, forms.finish_form(), do, start={"done_on": formats.today()})

    @expose("/tiltak/trekk/", "GET", "POST")
    def withdraw(self) -> ResponseReturnValue:
        """Take back a measure that is not done."""
        measure = self.measure_id()
        self.known()

        def do(document: Any, form: Any) -> object:
            return incidents.withdraw(
                document, measure, current_actor(), why=form.reason.data or "", version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.WITHDRAW, form_of(reason=reason("Hvorfor trekkes det?")), do)

    @expose("/enda-en-som-klager/", "GET", "POST")
    def add_complainant(self) -> ResponseReturnValue:
        """Another tells of the same."""
        self.known()

        def do(document: Any, form: Any) -> object:
            teller = Teller(name=form.name.data, address=form.address.data, phone=form.phone.data)
            return incidents.add_complainant(document, teller, current_actor(), version=form.version.data or 0)

        return self.ask(forms.ADD, form_of(**forms.teller_fields(required=True)), do)

    @expose("/avslutt/", "GET", "POST")
    def close(self) -> ResponseReturnValue:
        """Say what the complaint came to."""
        self.known()

        def do(document: Any, form: Any) -> object:
            return incidents.close(
                document, current_actor(), outcome=form.outcome.data, why=form.reason.data or "",
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.CLOSE, forms.close_form(), do)

    @expose("/ta-opp-igjen/", "GET", "POST")
    def reopen(self) -> ResponseReturnValue:
        """Take a closed complaint up again."""
        self.known()

        def do(document: Any, form: Any) -> object:
            return incidents.reopen(
                document, current_actor(), why=form.reason.data or "", version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.REOPEN, form_of(reason=reason("Hvorfor tas den opp igjen?")), do)

    def known(self) -> Any:
        """The complaint of the address, for those who work it: its pages tell what was said."""
        document = self.requested()
        return document if self.knows(document) else abort(403)


def is_warning(measure: Any) -> bool:
    """Whether the measure is a letter."""
    return bool(measure.kind is MeasureKind.WARNING)
