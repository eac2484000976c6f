"""From a landlord's notice to a referral: those whom the home suits in the order of need, and one of them referred."""

from datetime import timedelta
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from admin import candidate_words, formats, need, opened
from admin.forms import Form
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.partners import notice_forms as forms
from admin.views.partners.landlord_told import telling
from admin.views.partners.notice_steps import NoticeSteps
from admin.views.partners.quota_picture import Picture, picture
from admin.waiting_lines import is_disqualified, lines_of, need_words, people_of, person_cell
from admin.waiting_list import tie_of
from models import Application, Referral
from rules import referrals as rules
from rules.errors import HusromError, InvalidRecord, MissingReason, NotAnswerable
from rules.rulebook import Rules
from rules.terms import Exclusion, NoticeState
from services import candidates, records, referrals, rulebooks
from services.referrals import Choice


class ReferringSteps(NoticeSteps):
    """The main way on from a notice that waits for an answer."""

    def declare(self) -> None:
        super().declare()
        self.refer_form = forms.refer_form()

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.state is NoticeState.REPORTED and not rules.answer_over(document.answer_by, formats.today()):
            choose = self.page("Finn husstand", "choose", document, main=True)
            found.insert(0, ("choose", choose))
        return found

    def quota_picture(self, document: Any) -> Picture:
        """Whether there is room in the project."""
        return picture(self.desk, document.project)

    def _found(self, document: Any, rules_now: Rules) -> Choice:
        return referrals.choice(document, rules_now, today=formats.today(), tie=tie_of(document.pk))

    # --- Those whom it suits -----------------------------------------------------------------------------------------

    @expose("/husstander/")
    def choose(self) -> ResponseReturnValue:
        """Those whom the home suits in the order of need, or those left out with why; a page at a time."""
        notice = self.requested()
        if notice.state is not NoticeState.REPORTED:
            return self.refused(notice, NotAnswerable(notice.number, notice.state.value))
        rules_now = rulebooks.current(formats.today())
        found, kept_out = self._found(notice, rules_now), request.args.get("vis") == "passer-ikke"
        number = request.args.get("side", 1, type=int)
        shown = self._kept_out(found, number) if kept_out else self._fits(found, rules_now, number)
        page: str = self.render(
            "admin/views/partners/choose_household.html", model=notice, found=found, kept_out=kept_out,
            facts=candidate_words.home_facts(found.sifted.home), quota=self.quota_picture(notice), **shown,
        )  # fmt: skip
        return page

    def _fits(self, found: Choice, rules_now: Rules, number: int) -> dict[str, Any]:
        page = candidates.fits_page(found.sifted, rules_now.policy, number)
        cases = {str(row.application.pk): row.application for row in page.rows}
        need.learn(case.pk for case in cases.values())
        lines = [
            (line, cases[line.id], not line.shut and need.works(cases[line.id].pk))
            for line in lines_of(self.desk, page.rows)
        ]
        return {"page": page, "lines": lines, "criteria": [one.label for one in rules_now.policy.priority]}

    def _kept_out(self, found: Choice, number: int) -> dict[str, Any]:
        why = next((one for one in Exclusion if one.value == request.args.get("grunn")), None)
        page = candidates.excluded_page(found.sifted, number, why)
        named = people_of(case for case, _ in page.rows)
        rows = []
        for case, reasons in page.rows:
            shut = is_disqualified(case)
            person = person_cell(self.desk, named.get(records.reference(case, "applicant")))
            told = [] if shut else candidate_words.kept_out_in_words(reasons, page.until.get(case.pk))
            rows.append((case, self.desk.page_url(case), person, () if shut else need_words(case), told, shut))
        return {"page": page, "rows": rows, "why": why}

    # --- One of them -------------------------------------------------------------------------------------------------

    @expose("/tilvis/", "GET", "POST")
    def refer(self) -> ResponseReturnValue:
        """One household against the home, and what it is referred with; opening it is logged."""
        notice = self.requested()
        if notice.state is not NoticeState.REPORTED:
            return self.refused(notice, NotAnswerable(notice.number, notice.state.value))
        case, today = records.get(Application, request.values.get("soknad", "")), formats.today()
        if not need.works(case.pk):
            abort(403)
        opened.case(case)
        rules_now = rulebooks.current(today)
        found = self._found(notice, rules_now).sifted
        usual = rules_now.partnering.valid_days

        def do(document: Any, form: Any) -> object:
            actor = current_actor()
            made = referrals.refer(
                document, case, actor, valid_to=form.valid_to.data, guarantee=form.guarantee.data,
                guarantee_ore=form.guarantee_ore.data, why=form.why.data or "", version=form.version.data or 0,
                now=actor.at,
            )  # fmt: skip
            return self._to_referral(made)

        fit, step = found.fit(str(case.pk)), telling(forms.REFER, records.reference(notice, "landlord"))
        return self.ask(
            step, self.refer_form, do, template="admin/views/partners/refer.html",
            start={"soknad": str(case.pk), "valid_to": today + timedelta(days=usual)}, case=case,
            case_url=self.desk.page_url(case), person=person_cell(self.desk, case.applicant), need=need_words(case),
            place=fit.rank if fit else None, shared=bool(fit and fit.shared), against=forms.AGAINST,
            why_not=candidate_words.kept_out_in_words(found.why(str(case.pk)) or (), None),
            quota=self.quota_picture(notice),
        )  # fmt: skip

    def _to_referral(self, made: Any) -> object:
        """To the referral, where its effect has made it already."""
        return self.to_record("referral", made) if Referral.objects(pk=made).only("pk").first() else True

    def problems_of(self, error: HusromError, form: Form) -> dict[str, str]:
        """Days that leave too little time, and a lacking reason, are said at their fields in words of these pages."""
        found = super().problems_of(error, form)
        if isinstance(error, MissingReason) and "why" in form._fields:
            return {"why": forms.LIVED_IN if error.what == referrals.LIVED_IN else forms.AGAINST}
        if isinstance(error, InvalidRecord):
            soon = {"answer_by": forms.SOON, "valid_to": forms.VALID_SOON}
            found |= {name: soon[name] for name, code in error.problems.items() if code == "answer_too_soon"}
        return found
