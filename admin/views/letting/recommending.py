"""Candidates on the screen: summed up one by one, held against each other, recommended with reasons (S004 step 6)."""

from typing import Any

from bson import ObjectId
from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data

from admin import choosing_words, formats, wording
from admin.forms import Form
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import KEPT, form_of, reason
from admin.views.letting import choosing_forms as forms
from admin.views.letting.choosing_screen import ChoosingScreen
from admin.views.letting.next_act import step_of
from rules import choosing
from rules.errors import HusromError, StaleState
from rules.terms import VacancyState, VacancyStep
from services import allocations, candidates, records, rulebooks
from services.allocations import Standing
from services.batches import IDS_AT_ONCE

PAGE = IDS_AT_ONCE
NOBODY = "Kryss av for den du vil innstille, og gå videre."


class RecommendingSteps(ChoosingScreen):
    """The first consultant's part of a vacancy's way."""

    def declare(self) -> None:
        super().declare()
        self.sum_up_form = form_of(text=reason("Oppsummering", missing="Skriv en oppsummering."))

    # --- The record's page -----------------------------------------------------------------------------------------

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.state is VacancyState.OPEN and (not document.with_services or document.profile is not None):
            main = step_of(document) is VacancyStep.RECOMMEND
            found.append(("recommend", self.page("Lag innstilling", "recommend", document, main=main)))
        return found

    # --- The candidates summed up ----------------------------------------------------------------------------------

    @expose("/oppsummer/", "GET", "POST")
    def sum_up(self) -> ResponseReturnValue:
        """One candidate's situation in short; back to the recommendation's page afterwards."""
        document = self.requested()
        nomination = allocations.live_nominations(document).get(request.args.get("kandidat", ""))
        if nomination is None:
            abort(404)
        if (refusal := self.closed_to([records.reference(nomination, "application")])) is not None:
            return self.refused(document, refusal)
        self.log_households([records.reference(nomination, "application")])

        def do(_document: Any, form: Any) -> object:
            return allocations.sum_up(
                nomination, current_actor(), form.text.data, version=form.version.data or 0, today=formats.today()
            )

        gallery = choosing_words.Gallery(self.desk, self.standing_of(document))
        start = {"version": nomination.version, "text": nomination.summary}
        identity = str(records.reference(nomination, "application"))
        answer = self.ask(
            forms.SUM_UP, self.sum_up_form, do, start=start, template="admin/views/letting/sum_up.html",
            nomination=nomination, shown=gallery.show([identity]), points=_points(nomination),
        )  # fmt: skip
        return answer if isinstance(answer, str) else redirect(self.get_url(".recommend", id=document.pk))

    # --- The recommendation ----------------------------------------------------------------------------------------

    @expose("/innstilling/", "GET", "POST")
    def recommend(self) -> ResponseReturnValue:
        """The candidates in order; whoever is chosen shows whom that passes over, and asks why."""
        document = self.requested()
        if document.state is not VacancyState.OPEN:
            return self.not_now(document)
        found = self.standing_of(document)
        put_up = [ObjectId(one) for one in found.nominations or ()]
        if (refusal := self.closed_to(put_up)) is not None:
            return self.refused(document, refusal)
        self.log_households(put_up)
        chosen = [one for one in request.form.getlist("valgt") if ObjectId.is_valid(one)]
        over = choosing.passed_over(found.places, chosen)
        busy = candidates.referred([ObjectId(one) for one in chosen])
        referred = [found.numbers[one] for one in chosen if ObjectId(one) in busy and one in found.numbers]
        form = forms.recommend_form([(one, found.numbers[one]) for one in over], len(chosen), referred)(
            get_form_data(), data={"version": self.version_of(document)}
        )
        if "innstill" in request.form and form.validate() and self._recommended(document, form, chosen, over):
            return self.back(document)
        if "vis" in request.form and not chosen and not request.form.get("nummer"):
            flash(NOBODY, "error")
        return self._recommend_page(document, found, form, chosen, over)

    def _recommended(self, document: Any, form: Any, chosen: list[str], over: list[str]) -> bool:
        try:
            allocations.recommend(
                document, current_actor(), chosen=[ObjectId(one) for one in chosen], reasons=form.reasons.data,
                passed_over=forms.reasons_of(form, over), although=form.although.data if "although" in form else "",
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip
        except StaleState as error:
            flash(f"{wording.explain(error)} {KEPT}", "error")
            form.version.data = self.version_of(self.requested())
            return False
        except HusromError as error:
            self._refused(error, form)
            return False
        flash(forms.told_recommended(document), "success")
        return True

    def _recommend_page(
        self, document: Any, found: Standing, form: Form, chosen: list[str], over: list[str]
    ) -> ResponseReturnValue:
        gallery = choosing_words.Gallery(self.desk, found)
        sought = request.values.get("nummer", "").strip()
        extra, told = _sought(found, sought)
        first = [one.waiting.household.id for one in found.sifted.fits_between(0, PAGE)]
        page: str = self.render(
            "admin/views/letting/recommend.html", model=document, form=form, step=forms.RECOMMEND,
            shown=gallery.show([*first, *chosen, *extra]), unsuited=gallery.unsuited(), chosen=chosen, over=over,
            criteria=[one.label for one in found.rules.policy.priority], fits=found.sifted.fit_count,
            excluded=found.sifted.excluded_count, sought=sought, told=told, found=found,
            most=allocations.most_chosen(document), left=found.unsummed(),
            own_names=[f"why_{one}" for one in over] if len(over) > 1 else [],
        )  # fmt: skip
        return page


def _points(nomination: Any) -> list[tuple[str, str]]:
    """The checklist as the office answered it, in the words of the rulebook it was answered under."""
    labels = {one.code: one.label for one in rulebooks.numbered(nomination.rulebook).letting.checklist}
    return [
        (labels.get(one.code, one.code), (one.answer or "") if one.applies else "Ikke aktuelt")
        for one in nomination.checklist
        if one.code in labels
    ]


def _sought(found: Standing, number: str) -> tuple[list[str], str]:
    """Who has the number that is searched for, among those whom the dwelling suits; otherwise why not, in words."""
    if not number:
        return [], ""
    identity = next((one for one, theirs in found.numbers.items() if theirs.lower() == number.lower()), None)
    if identity is None:
        return [], f"{number} står ikke blant dem som kan velges. Se etter om søknadsnummeret er riktig."
    if why := found.why_not(identity):
        return [], f"Boligen passer ikke for {found.numbers[identity]}. {'. '.join(one.label for one in why)}."
    return [identity], f"{found.numbers[identity]} er på plass {found.places[identity]}."
