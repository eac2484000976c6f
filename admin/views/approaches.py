"""Henvendelser: offers that landlords make unasked, registered and answered."""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId
from flask import request
from flask.typing import ResponseReturnValue

from admin import formats, pdf_answer
from admin.desk import PROCUREMENT
from admin.forms import Form
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views import approach_forms as forms
from admin.views.bid_forms import identity_of
from admin.views.related import Section, section
from admin.views.screen import Screen
from models import Approach, Landlord, Procurement, Task, User
from rules.errors import HusromError
from rules.terms import ApproachState
from services import procurements, records
from services.procurements import Answer

SENT = "Er svarbrevet sendt? Da er henvendelsen besvart, og oppgaven lukkes."


class Approaches(Screen):
    """Henvendelser, newest first."""

    name_one, name_many, category_name = "henvendelse", "Henvendelser", PROCUREMENT
    hint = (
        "Utleiere som tilbyr boliger på eget initiativ. De får svar med brev: kommunen lyser alltid ut behovet først, "
        "og ingenting avtales her."
    )
    label_fields = ("approach_number",)
    column_list = ("approach_number", "from_name", "homes", "state", "received_on", "answered_on")
    column_filters = ("state", "received_on")
    column_searchable_list = ("^approach_number",)
    column_default_sort = [("received_on", True)]
    picker_order = ("-received_on", "pk")
    details_groups = (
        ("Henvendelsen", ("approach_number", "from_name", "landlord", "email", "address", "homes", "what",
                          "received_on", "origin", "state", "responsible", "by_name")),
        ("Svaret", ("procurement", "answered_on", "answered_by_name")),
    )  # fmt: skip
    quiet = frozenset(
        {"landlord", "email", "address", "homes", "responsible", "procurement", "answered_on", "answered_by_name"}
    )
    form_groups = (
        ("Henvendelsen", ("from_name", "landlord", "email", "received_on", "homes", "what")),
        ("Svar", ("responsible",)),
    )

    def declare(self) -> None:
        self.approach_form = forms.approach_form(
            self.picker("create_view.landlord", Landlord), self.picker("create_view.responsible", User)
        )

    # --- Registered ----------------------------------------------------------------------------------------------

    def get_create_form(self) -> type[Form]:
        return self.approach_form if hasattr(self, "approach_form") else Form

    def create_form(self, obj: Any = None) -> Any:
        return self.approach_form(
            request.form if request.method == "POST" else None, data={"received_on": formats.today()}
        )

    def create_model(self, form: Any) -> Any:
        person = form.responsible.data
        try:
            return procurements.register_approach(
                current_actor(), from_name=form.from_name.data, what=form.what.data,
                received_on=form.received_on.data, today=formats.today(), identity=identity_of(form),
                landlord=form.landlord.data, email=form.email.data, homes=form.homes.data,
                responsible=person.pk if person else None,
            )  # fmt: skip
        except HusromError as error:
            self._refused(error, form)
            return False

    # --- The page ------------------------------------------------------------------------------------------------

    def acts(self, document: Any) -> Sequence[Act]:
        found = []
        if document.state is ApproachState.RECEIVED:
            found.append(("answer", self.page("Svar med brev", "answer", document, main=True)))
        if document.state is ApproachState.WRITTEN:
            found.append(("sent", self.press("Brevet er sendt", "sent", document, confirm=SENT, main=True)))
            found.append(("answer", self.page("Lag svarbrevet på nytt", "answer", document)))
        if document.answer is not None:
            url = self.get_url(".answer_letter", id=document.pk)
            found.append(("answer_letter", Act(label="Se svarbrevet", url=url, main=False, post=False)))
        return [act for method, act in found if self.may(method)]

    def sections(self, document: Any) -> Sequence[Section | None]:
        tasks = Task.objects(subject_kind="approach", subject_id=str(document.pk)).order_by("key")
        return (
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne henvendelsen."),
        )  # fmt: skip

    # --- The answer ----------------------------------------------------------------------------------------------

    @expose("/svar/", "GET", "POST")
    def answer(self) -> ResponseReturnValue:
        """Answer with the letter."""

        def do(approach: Approach, form: Any) -> object:
            return procurements.answer_approach(
                approach, current_actor(), sender_of(approach), _told(form), version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        address = procurements.answer_address(self.requested())
        start = {"language": "nb", "where": procurements.last_channels(), "address": address}
        return self.ask(
            forms.ANSWER, self._answer_form(), do, start=start, template="admin/views/partners/answer_approach.html"
        )

    @expose("/svar/sendt/", "POST")
    def sent(self) -> ResponseReturnValue:
        """Note that the letter is sent."""
        document, actor = self.requested(), current_actor()
        return self.settle(
            document,
            lambda: procurements.answer_sent(document, actor, version=self.seen(), today=formats.today()),
            "Svaret er ført som sendt. Henvendelsen er besvart.",
        )

    @expose("/svar/utkast/", "POST")
    def draft_answer(self) -> ResponseReturnValue:
        """The letter as it would go out, to be looked at; nothing is stored."""
        document = self.requested()
        form = self._answer_form()(request.form)
        if not form.validate():
            return self.answer()
        try:
            drawn = procurements.draw_answer(
                document, current_actor(), sender_of(document), _told(form), today=formats.today()
            )
        except HusromError as error:
            return self.refused(document, error)
        return pdf_answer.shown(drawn.content, f"{drawn.title}.pdf")

    def _answer_form(self) -> type[Form]:
        calls = procurements.open_calls(formats.today())
        return forms.answer_form([(str(one.pk), str(one)) for one in calls])

    @expose("/svarbrev/")
    def answer_letter(self) -> ResponseReturnValue:
        """The letter as it was drawn."""
        document = self.requested()
        with procurements.open_answer(document, current_actor()) as source:
            return pdf_answer.shown(source.read(), f"Svar {document.approach_number}.pdf")


def _told(form: Any) -> Answer:
    held = form.procurement.data or ""
    procurement = records.get(Procurement, ObjectId(held)) if ObjectId.is_valid(held) else None
    return Answer(
        language=form.language.data,
        where=form.where.data or "",
        address=form.address.data or "",
        note=form.note.data or "",
        procurement=procurement,
    )
