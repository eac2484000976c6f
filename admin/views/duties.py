"""Avtaleplikter: reported when done, ended."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from admin import formats
from admin.desk import LANDLORDS
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views import attached
from admin.views.acting import form_of, reason
from admin.views.bid_forms import identity_of
from admin.views.partners import agreement_forms as forms
from admin.views.related import Section, section
from admin.views.screen import Screen
from models import Task
from rules.terms import DutyState
from services import agreements, attachments


class Duties(Screen):
    """Avtaleplikter, the next first."""

    name_one, name_many, category_name = "avtaleplikt", "Avtaleplikter", LANDLORDS
    hint = "Det kommunen og utleierne skal gjøre etter avtalene, det neste først. En ny plikt føres fra avtalen."
    label_fields = ("label",)
    column_list = ("label", "agreement", "landlord", "party", "next_on", "state")
    column_filters = ("state", "party", "next_on", "landlord", "agreement")
    column_default_sort = [("next_on", False)]
    picker_order = ("next_on", "pk")
    details_template = "admin/views/partners/duty.html"
    details_groups = (
        ("Plikten", ("label", "agreement", "landlord", "party", "every_months", "next_on", "state", "responsible",
                     "ended_because")),
    )  # fmt: skip
    quiet = frozenset({"every_months", "ended_because", "next_on"})

    def declare(self) -> None:
        super().declare()
        self.report_form, self.why_form = forms.report_form(), form_of(reason=reason())

    def acts(self, document: Any) -> Sequence[Act]:
        return [act for method, act in self._steps(document) if self.may(method)]

    def _steps(self, document: Any) -> list[tuple[str, Act]]:
        found: list[tuple[str, Act]] = []
        if document.state is DutyState.ACTIVE:
            found.append(("report", self.page("Før som gjort", "report", document, main=True)))
        if document.reports and not document.ended_because:
            found.append(("unreport", self.page("Ta tilbake den siste rapporten", "unreport", document)))
        if document.state is DutyState.ACTIVE:
            found.append(("end", self.page("Avslutt plikten", "end", document)))
        return found

    def day_words(self, day: date) -> str:
        """A day as people write it."""
        return formats.day(day)

    def files_of(self, document: Any) -> dict[Any, list[attached.Listed]]:
        """The files of each report, by the day it was due."""
        facts = attachments.facts_of([one for report in document.reports for one in report.files])
        return {
            at: attached.listed(report.files, facts, lambda one: self.get_url(".report_file", id=document.pk, fil=one))
            for at, report in enumerate(document.reports)
        }

    def sections(self, document: Any) -> Sequence[Section | None]:
        tasks = Task.objects(subject_kind="duty", subject_id=str(document.pk)).order_by("key")
        return (
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne plikten."),
        )  # fmt: skip

    @expose("/vedlegg/")
    def report_file(self) -> ResponseReturnValue:
        """One of the files of a report."""
        document = self.requested()
        named = [one for report in document.reports for one in report.files]
        file, source = attachments.fetch(
            request.args.get("fil", ""), named, current_actor(), number=document.label, person=None
        )
        with source:
            return attached.served(file, source)

    @expose("/gjort/", "GET", "POST")
    def report(self) -> ResponseReturnValue:
        """Note that the duty is done."""

        def do(document: Any, form: Any) -> object:
            return agreements.report_duty(
                document, current_actor(), done_on=form.done_on.data, what=form.reason.data or "",
                files=form.files.data, nonce=str(identity_of(form)), version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.REPORT, self.report_form, do, start={"done_on": formats.today()})

    @expose("/ta-tilbake/", "GET", "POST")
    def unreport(self) -> ResponseReturnValue:
        """Take the last report back."""

        def do(document: Any, form: Any) -> object:
            return agreements.take_report_back(
                document, current_actor(), why=form.reason.data or "", version=form.version.data or 0
            )  # fmt: skip

        return self.ask(forms.UNREPORT, self.why_form, do)

    @expose("/avslutt/", "GET", "POST")
    def end(self) -> ResponseReturnValue:
        """End the duty."""

        def do(document: Any, form: Any) -> object:
            return agreements.end_duty(
                document, current_actor(), why=form.reason.data or "", version=form.version.data or 0
            )  # fmt: skip

        return self.ask(forms.END_DUTY, self.why_form, do)
