"""What the office's people do with a landlord's notice: reported for the landlord, changed, withdrawn, released."""

from typing import Any
from uuid import uuid4

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data

from admin import formats
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.partners import notice_forms as forms
from admin.views.partners.landlord_told import telling
from admin.views.screen import Screen
from models import Dwelling, VacancyNotice
from rules import referrals as rules
from rules.errors import HusromError, NoticeStands
from rules.terms import DwellingState, NoticeState
from services import notices, records
from services.procurements.common import identity


class NoticeSteps(Screen):
    """Each step has its page."""

    def declare(self) -> None:
        super().declare()
        self.report_form = forms.report_form(self.picker("report.dwelling", Dwelling))
        self.change_form = forms.change_form()
        self.release_form = forms.release_form()

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        """The steps that the state allows, by method."""
        if document.state is not NoticeState.REPORTED:
            return []
        gone = self.press("Utleieren trekker meldingen", "withdraw", document, confirm=forms.WITHDRAW)
        if rules.answer_over(document.answer_by, formats.today()):
            return [("withdraw", gone)]
        return [
            ("change", self.page("Endre", "change", document)),
            ("release", self.page("Frigi boligen", "release", document)),
            ("withdraw", gone),
        ]

    @expose("/meld/", "GET", "POST")
    def report(self) -> ResponseReturnValue:
        """Report a home for its landlord, who has told it on the telephone."""
        form: Any = self.report_form(get_form_data(), data={"nonce": uuid4().hex})
        wanted = request.args.get("bolig", "")
        if request.method == "GET" and wanted:
            form.dwelling.data = form.dwelling.picker.get_one(wanted)
        if request.method == "POST" and form.validate():
            try:
                made = notices.report(
                    form.dwelling.data, current_actor(), available_from=form.available_from.data,
                    answer_by=form.answer_by.data, rent_ore=form.rent_ore.data,
                    rent_covers=form.rent_covers.data or "", note=form.note.data or "", today=formats.today(),
                    identity=identity(form.nonce.data or "", "vacancy_notice"),
                )  # fmt: skip
            except HusromError as error:
                self._refused(error, form)
            else:
                flash(forms.REPORT.done, "success")
                return self.back(made)
        page: str = self.render(
            "admin/views/partners/new.html", form=form, heading=forms.REPORT.heading, lead=forms.REPORT.lead,
            button=forms.REPORT.button,
        )  # fmt: skip
        return page

    @expose("/endre/", "GET", "POST")
    def change(self) -> ResponseReturnValue:
        """Correct what was reported."""
        document = self.requested()

        def do(notice: Any, form: Any) -> object:
            values = {name: form[name].data for name in notices.CHANGEABLE}
            seen = form.version.data or 0
            return notices.change(notice, current_actor(), values=values, version=seen, today=formats.today())

        start = {name: getattr(document, name) for name in notices.CHANGEABLE}
        return self.ask(forms.CHANGE, self.change_form, do, start=start)

    @expose("/trekk/", "POST")
    def withdraw(self) -> ResponseReturnValue:
        """The landlord takes the notice back."""
        document, actor = self.requested(), current_actor()
        return self.settle(
            document,
            lambda: notices.withdraw(document, actor, version=self.seen(), today=formats.today()),
            forms.WITHDRAWN,
        )

    @expose("/frigi/", "GET", "POST")
    def release(self) -> ResponseReturnValue:
        """Leave the home to the landlord this time."""

        def do(notice: Any, form: Any) -> object:
            return notices.release(
                notice, current_actor(), why=form.reason.data or "", version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        step = telling(forms.RELEASE, records.reference(self.requested(), "landlord"))
        return self.ask(step, self.release_form, do)

    def problems_of(self, error: HusromError, form: Any) -> dict[str, str]:
        """A day that leaves us too little time is said in the notice's own words."""
        found = super().problems_of(error, form)
        if isinstance(error, NoticeStands) and "dwelling" in form._fields:
            return {"dwelling": f"Boligen er alt meldt ledig: {error.number}."}
        return found


def report_notice_acts(screen: Any, dwelling: Any) -> list[Act]:
    """«Meld ledig for utleieren», on the page of a home that a landlord lets under an agreement."""
    target = screen.desk.screen_of(VacancyNotice)
    if target is None or not target.may("report") or not isinstance(dwelling, Dwelling):
        return []
    under = dwelling._data.get("project") is not None and dwelling._data.get("landlord") is not None
    if not under or dwelling.state is not DwellingState.ACTIVE or notices.open_of(dwelling.pk) is not None:
        return []
    url = target.get_url("vacancy_notice.report", bolig=dwelling.pk)
    return [Act(label="Meld ledig for utleieren", url=url, post=False)]
