"""Whom a vacant dwelling suits among those who wait, whom it does not suit and why, and an office's own candidate."""

from typing import Any
from uuid import uuid4

from bson import ObjectId
from flask import flash, request
from flask.typing import ResponseReturnValue

from admin import candidate_words, formats, opened, shielded
from admin.forms import Form
from admin.pages import Act
from admin.people import current_actor, current_roles
from admin.routes import expose
from admin.views.acting import Step
from admin.views.letting.candidate_form import NEW_FACTS, answers_of, checklist_form
from admin.views.letting.next_act import step_of
from admin.views.letting.screen import VacancyScreen
from admin.waiting_lines import Line, is_disqualified, lines_of, need_words, people_of, person_cell
from admin.waiting_list import tie_of
from models import Application, Nomination, Office
from models.vacancy import LIVE
from rules.errors import (
    AlreadyExists,
    ChecklistIncomplete,
    HusromError,
    NoNeedToKnow,
    NotAuthorised,
    TransitionRefused,
)
from rules.rulebook import Rules
from rules.terms import Exclusion, NominationState, Role, VacancyState, VacancyStep
from services import candidates, records, rulebooks
from services.candidates import Match

# Those who choose between the offices' households see all of them; others see why their own are kept out.
ACROSS_OFFICES = frozenset({Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD, Role.COMMITTEE_MEMBER, Role.DECIDER})
PUT_UP = Step(
    heading="Meld inn kandidat",
    lead="Kontoret kan ha én kandidat til hver bolig. Alt som betyr noe for tildelingen, skal stå i sjekklisten eller "
    "i boligjournalen: boligkonsulentene bygger innstillingen på det.",
    button="Meld inn kandidaten",
    done="Kandidaten er meldt inn.",
    keeps=True,
)
FACTS_STAND = "De nye opplysningene står alt i journalen. Se over teksten, og send inn på nytt hvis mer skal stå der."


class CandidateSteps(VacancyScreen):
    """From the waiting list to the offices' candidates."""

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.state not in LIVE:
            return found
        main = step_of(document) is VacancyStep.FIND_CANDIDATES
        seeks = document.with_services and document.state is VacancyState.OPEN and self.may("put_up")
        words = "Finn kandidat" if seeks else "Se hvem boligen passer for"
        return [*found, ("candidates", self.page(words, "candidates", document, main=main))]

    # --- Those who wait ------------------------------------------------------------------------------------------

    @expose("/kandidater/")
    def candidates(self) -> ResponseReturnValue:
        """Those it suits in the order of need, or those it does not suit with why; a page at a time."""
        vacancy = self.requested()
        if vacancy.state not in LIVE:
            return self.refused(vacancy, TransitionRefused("vacancy", vacancy.state.value, "candidates"))
        today = formats.today()
        rules, kept_out = rulebooks.current(today), request.args.get("vis") == "passer-ikke" and self._sees_why()
        every = self._every_office(kept_out)
        office = None if every else current_actor().office
        found = candidates.match(vacancy, rules, office=office, today=today, tie=tie_of(vacancy.pk))
        number = request.args.get("side", 1, type=int)
        shown = self._kept_out(found, number) if kept_out else self._fits(vacancy, found, rules, number)
        page: str = self.render(
            "admin/views/letting/candidates.html",
            model=vacancy,
            found=found,
            facts=candidate_words.facts_of(found.home, vacancy),
            kept_out=kept_out,
            sees_why=self._sees_why(),
            every=every,
            bound=self._is_bound(),
            kept={"kontor": "alle"} if every and self._is_bound() else {},
            **shown,
        )
        return page

    def _is_bound(self) -> bool:
        """Whether the person at the screen looks for a candidate among the households of an office."""
        return current_actor().office is not None and not ACROSS_OFFICES & current_roles()

    def _sees_why(self) -> bool:
        """Whether the person may see why some are kept out; a unit's leader of no office has none to ask for."""
        return current_actor().office is not None or bool((ACROSS_OFFICES | {Role.CASEWORKER}) & current_roles())

    def _every_office(self, kept_out: bool) -> bool:
        return not self._is_bound() or (request.args.get("kontor") == "alle" and not kept_out)

    def _fits(self, vacancy: Any, found: Match, rules: Rules, number: int) -> dict[str, Any]:
        page = candidates.fits_page(found, rules.policy, number)
        put_up = self._put_up(vacancy)
        own = next((one for one in put_up.values() if _office(one) == current_actor().office), None)
        cases = {str(row.application.pk): row.application for row in page.rows}
        lines = lines_of(self.desk, page.rows)
        return {
            "page": page,
            "referred": candidate_words.referred_in_words(case.pk for case in cases.values()),
            "lines": [(line, self._mark(vacancy, line, cases[line.id], put_up, own)) for line in lines],
            "criteria": [one.label for one in rules.policy.priority],
            "offices": _office_names(cases.values()),
            "office_of": {identity: _office(case) for identity, case in cases.items()},
            "own": own,
            "own_url": self.desk.page_url(own) if own is not None else None,
        }

    def _put_up(self, vacancy: Any) -> dict[str, Nomination]:
        """The offices' candidates that stand, by application."""
        wanted = Nomination.objects(vacancy=vacancy.pk, state=NominationState.PUT_UP)
        read = wanted.only("application", "application_number", "office", "vacancy_number", "put_up_by_name")
        return {str(records.reference(one, "application")): one for one in read.no_dereference()}

    def _mark(
        self, vacancy: Any, line: Line, case: Any, put_up: dict[str, Nomination], own: Nomination | None
    ) -> tuple[str, str | None]:
        """«Meldt inn» with the way to the candidate, or the way to put the household up; or nothing."""
        if line.id in put_up and not line.shut and not shielded.hides_any([case.pk]):
            return "Meldt inn", self.desk.page_url(put_up[line.id])
        opens = vacancy.with_services and vacancy.state is VacancyState.OPEN and self.may("put_up")
        mine = _office(case) in (None, current_actor().office) and not line.shut
        if opens and mine and own is None and not case.assessment_stale:
            return "Meld inn", self.get_url(".put_up", id=vacancy.pk, soknad=line.id)
        return "", None

    def _kept_out(self, found: Match, number: int) -> dict[str, Any]:
        why = next((one for one in Exclusion if one.value == request.args.get("grunn")), None)
        page = candidates.excluded_page(found, number, why)
        named = people_of(case for case, _ in page.rows)
        rows = []
        for case, reasons in page.rows:
            shut = is_disqualified(case)
            person = person_cell(self.desk, named.get(records.reference(case, "applicant")))
            need = () if shut else need_words(case)
            told = [] if shut else candidate_words.kept_out_in_words(reasons, page.until.get(case.pk))
            rows.append((case, self.desk.page_url(case), person, need, told, shut))
        return {"page": page, "rows": rows, "why": why}

    # --- The office's candidate ------------------------------------------------------------------------------------

    @expose("/meld-inn/", "GET", "POST")
    def put_up(self) -> ResponseReturnValue:
        """One household against the dwelling, with the checklist to fill in; opening it is logged."""
        vacancy, actor = self.requested(), current_actor()
        case = records.get(Application, request.values.get("soknad", ""))
        try:
            candidates.require_nominator(case, actor)
        except (NotAuthorised, NoNeedToKnow):
            raise
        except HusromError as error:
            return self.refused(vacancy, error)
        rules = rulebooks.current(formats.today())
        points = rules.letting.checklist
        opened.case(case)

        def do(document: Any, form: Any) -> object:
            self._nominate(document, case, form, answers_of(form, points))
            return f"{case.number} er meldt inn som kandidat."

        why = candidates.why_not(vacancy, case, rules, today=formats.today())
        start = {**candidate_words.start_of(case, points), "nonce": uuid4().hex, "soknad": str(case.pk)}
        return self.ask(
            PUT_UP, checklist_form(points), do, start=start, template="admin/views/letting/put_up.html",
            case=case, case_url=self.desk.page_url(case), points=points, why_not=why, need=need_words(case),
            person=person_cell(self.desk, case.applicant),
            facts=candidate_words.facts_of(candidates.home(vacancy, vacancy.dwelling), vacancy),
        )  # fmt: skip

    def _nominate(self, vacancy: Any, case: Any, form: Any, answers: Any) -> None:
        actor = current_actor()
        try:
            candidates.put_up(
                vacancy, case, actor, answers=answers, why=form.why.data or "", new_facts=form.new_facts.data or "",
                nonce=form.nonce.data, version=form.version.data or 0, now=actor.at,
            )  # fmt: skip
        except AlreadyExists:
            form.nonce.data = uuid4().hex
            flash(FACTS_STAND, "error")
            raise

    def problems_of(self, error: HusromError, form: Form) -> dict[str, str]:
        """What is left of the checklist is said at each point."""
        if isinstance(error, ChecklistIncomplete):
            words = "Skriv noe om punktet. Er det ikke aktuelt, skriver du hvorfor."
            return {candidate_words.POINT.format(code): words for code in error.left}
        if isinstance(error, AlreadyExists) and NEW_FACTS in form._fields:
            return {NEW_FACTS: FACTS_STAND}
        return super().problems_of(error, form)


def _office(document: Any) -> ObjectId | None:
    found: ObjectId | None = records.reference(document, "office")
    return found


def _office_names(cases: Any) -> dict[ObjectId, str]:
    """The names of the offices that the cases belong to."""
    wanted = {_office(case) for case in cases} - {None}
    return dict(Office.objects(pk__in=list(wanted)).scalar("id", "name")) if wanted else {}
