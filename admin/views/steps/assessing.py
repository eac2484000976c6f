"""The assessment: musts and factors answered with evidence, what the rulebook makes of them, and those before it."""

from collections.abc import Iterator
from typing import Any

from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import Field, HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from admin import assessment_words, formats
from admin.badges import term_badge
from admin.fields import YES_NO, blank_to_none, read_yes_no
from admin.forms import Form, VersionField
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step
from admin.views.case_steps import CaseSteps
from admin.views.columns import Column
from admin.views.steps.next_act import step_of
from models.assessment import Assessment
from rules.eligibility import Verdict
from rules.errors import AssessmentMissing, HusromError, InvalidRecord
from rules.frozen import Difference
from rules.policy import Policy, Requirement
from rules.terms import ApplicationState, CaseStep, RequirementSort
from services import assessments, merged, need_to_know, rulebooks
from services.assessments import Answers, Choice, Must

LONGEST = 2000
EVIDENCE = "Hva bygger svaret på?"
CHOOSE = "Velg et svar."
ASSESS = Step(
    heading="Vurdering",
    lead="Svar på vilkårene og momentene, og skriv hva hvert svar bygger på. " + assessment_words.HUMAN_DECIDES,
    button="Lagre vurderingen",
    done="Vurderingen er lagret.",
    keeps=True,
    facts=("applicant", "household", "situation", "target_group"),
)


def _long(label: str, **more: Any) -> Field:
    return TextAreaField(label, validators=[Length(max=LONGEST)], filters=[blank_to_none], **more)


def _radio(label: str, choices: list[SelectChoice]) -> Field:
    # What is no choice is refused by the service, which knows the day's rulebook.
    return RadioField(label, choices=choices, coerce=lambda value: value or None, validate_choice=False)


def answered(policy: Policy) -> list[Requirement]:
    """The musts that a person answers."""
    return [one for one in policy.requirements if one.sort is RequirementSort.ANSWERED]


def form_class(policy: Policy) -> type[Form]:
    """The inputs that a rulebook asks for: an answer and its evidence for each must, each factor and the bar."""
    fields: dict[str, Field] = {}
    for must in answered(policy):
        fields[f"must-{must.code}"] = _radio(must.label, YES_NO)
        fields[f"must-{must.code}-evidence"] = _long(EVIDENCE)
    for factor in policy.factors:
        fields[f"factor-{factor.code}"] = _radio(
            factor.label, [SelectChoice(value=one.code, label=one.label) for one in factor.levels]
        )
        fields[f"factor-{factor.code}-evidence"] = _long(EVIDENCE)
    fields |= {
        "barred": _radio(policy.bar.label, YES_NO),
        "bar_evidence": _long(EVIDENCE),
        "best_interest": _long("Barnets beste (Grunnloven § 104)"),
        "rulebook": HiddenField(),
        "version": VersionField(),
    }
    return type("AssessmentForm", (Form,), fields)


def start_of(held: Assessment | None, rulebook: int) -> dict[str, Any]:
    """What stands in the form at first: what was answered the last time."""
    start: dict[str, Any] = {"rulebook": rulebook}
    if held is None:
        return start
    for must in held.requirements:
        start |= {f"must-{must.code}": "ja" if must.met else "nei", f"must-{must.code}-evidence": must.evidence}
    for one in held.factors:
        start |= {f"factor-{one.code}": one.level, f"factor-{one.code}-evidence": one.evidence}
    bar = {True: "ja", False: "nei", None: None}[held.barred]
    return start | {"barred": bar, "bar_evidence": held.bar_evidence, "best_interest": held.best_interest}


def answers_of(form: Any, policy: Policy) -> Answers:
    """What was answered; what was left open is left out, and what is no answer goes to the service as it came."""
    musts = [(one.code, form[f"must-{one.code}"].data) for one in answered(policy)]
    levels = [(one.code, form[f"factor-{one.code}"].data) for one in policy.factors]
    return Answers(
        rulebook=int(form.rulebook.data) if str(form.rulebook.data or "").isdigit() else 0,
        requirements={
            code: Must(bool(read_yes_no(said)), form[f"must-{code}-evidence"].data or "")
            for code, said in musts
            if said
        },
        factors={code: Choice(said, form[f"factor-{code}-evidence"].data or "") for code, said in levels if said},
        barred=read_yes_no(form.barred.data),
        bar_evidence=form.bar_evidence.data or "",
        best_interest=form.best_interest.data or "",
    )


def unfounded(form: Any, policy: Policy) -> Iterator[str]:
    """Questions with evidence but no answer, or an answer that is neither yes nor no."""
    for question in _questions(policy):
        if not form[question].data and form[f"{question}-evidence"].data:
            yield question
    for question in [*(f"must-{one.code}" for one in answered(policy)), "barred"]:
        if form[question].data and read_yes_no(form[question].data) is None:
            yield question


def _questions(policy: Policy) -> list[str]:
    return [*(f"must-{one.code}" for one in answered(policy)), *(f"factor-{one.code}" for one in policy.factors)]


def _summary(case: Any) -> Markup:
    held = case.assessment
    badge = term_badge(assessment_words.POINTS_TO[held.advice], assessment_words.TONES[held.advice])
    stale = term_badge("Må vurderes på nytt", "waiting") if case.assessment_stale else ""
    told = f"{formats.number(held.score)} poeng. Vurdert {formats.day(held.assessed_on)} av {held.by_name}."
    return Markup('{} {} {} <span class="help">{}</span>').format(badge, stale, told, assessment_words.HUMAN_DECIDES)


class AssessingSteps(CaseSteps):
    """The case's assessment, read and written."""

    own_columns = {
        "assessment": Column(
            label="Vurdering",
            needs=("assessment", "assessment_stale"),
            value=lambda case: "Vurdert" if case.assessment else None,
            html=_summary,
            wide=True,
        )
    }
    points = staticmethod(assessment_words.points)

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if assessments.may_assess(document):
            main = step_of(document) in (CaseStep.ASSESS, CaseStep.REASSESS)
            anew = document.state is ApplicationState.WAITING or document.assessment is not None
            found.append(
                ("assess", self.page("Ny vurdering" if anew else "Vurder saken", "assess", document, main=main))
            )
        return found

    def tabs(self, document: Any) -> list[tuple[str, str, str]]:
        found = super().tabs(document)
        if document.assessment is not None and self.may("assessment") and not self.masks(document, "assessment"):
            found.insert(1, ("Vurdering", self.get_url(".assessment", id=document.pk), "assessment"))
        return found

    def problems_of(self, error: HusromError, form: Form) -> dict[str, str]:
        """What is unanswered is said at the question; what no person answers is said in words."""
        found = super().problems_of(error, form)
        if isinstance(error, InvalidRecord) and error.document == "assessment":
            return {_field_of(name, problem): words for (name, problem), words in _worded(error, found, form)}
        if isinstance(error, AssessmentMissing) and "rulebook" in form._fields:
            labels = {str(field.label.text): name for name, field in form._fields.items()}
            missing = {labels.get(label, label): CHOOSE for label in error.unanswered}
            return missing if form["barred"].data else missing | {"barred": CHOOSE}
        return found

    @expose("/vurder/", "GET", "POST")
    def assess(self) -> ResponseReturnValue:
        """Every must with its result, the questions a person answers, and what it comes to."""
        case = self.requested()
        need_to_know.require(case, current_actor())
        self.log_opening(case)
        rules = rulebooks.current(formats.today())
        policy = rules.policy
        facts = assessments.facts_of(case, merged.root_of(case.applicant), formats.today())
        verdict = assessments.verdict_of(case, merged.root_of(case.applicant), rules, formats.today())

        def do(found: Any, form: Any) -> object:
            wrong = dict.fromkeys(unfounded(form, policy), "choose")
            if wrong:
                raise InvalidRecord("assessment", wrong)
            actor = current_actor()
            return assessments.answer(
                found, answers_of(form, policy), actor, version=form.version.data or 0, now=actor.at
            )

        return self.ask(
            ASSESS, form_class(policy), do, start=start_of(case.assessment, rules.number),
            template="admin/views/assess.html", policy=policy, asked=answered(policy), verdict=verdict,
            computed=[one for one in assessment_words.musts(verdict, facts, None) if one.why],
            children=case.children, stale=self._stale(case, verdict), words=assessment_words,
        )  # fmt: skip

    @expose("/vurdering/")
    def assessment(self) -> ResponseReturnValue:
        """The assessment as it stands, whether it still holds, and those before it."""
        case = self.requested()
        need_to_know.require(case, current_actor())
        self.log_opening(case)
        rules = rulebooks.current(formats.today())
        facts = assessments.facts_of(case, merged.root_of(case.applicant), formats.today())
        verdict = assessments.verdict_of(case, merged.root_of(case.applicant), rules, formats.today())
        anew = assessments.may_assess(case) and self.may("assess")
        page: str = self.render(
            "admin/views/assessment.html", model=case, verdict=verdict, words=assessment_words, policy=rules.policy,
            musts=assessment_words.musts(verdict, facts, case.assessment),
            factors=assessment_words.factors(verdict, case.assessment), stale=self._stale(case, verdict),
            history=assessment_words.history(case, assessments.earlier(case)),
            assess_url=self.get_url(".assess", id=case.pk) if anew else None,
        )  # fmt: skip
        return page

    def _stale(self, case: Any, verdict: Verdict) -> list[Difference]:
        """What is different now, where the assessment must be looked at again."""
        held = case.assessment
        if held is None or not case.assessment_stale:
            return []
        return assessment_words.then_and_now(
            held, assessments.facts_of(case, merged.root_of(case.applicant), formats.today()), verdict
        )


def _worded(error: InvalidRecord, found: dict[str, str], form: Form) -> Iterator[tuple[tuple[str, str], str]]:
    """The problems in words; the inputs for evidence are all called the same, so theirs name the question."""
    for name, problem in error.problems.items():
        question = _question_of(name)
        if problem == "no_evidence" and question in form._fields:
            yield (name, problem), f"Skriv hva svaret på «{form[question].label.text}» bygger på."
        else:
            yield (name, problem), CHOOSE if problem == "choose" else found[name]


def _question_of(name: str) -> str:
    return "barred" if name == "bar_evidence" else name.replace(".", "-")


def _field_of(name: str, problem: str) -> str:
    """The input that a problem stands at: what is missing is missing in the evidence."""
    return name.replace(".", "-") + ("-evidence" if problem == "no_evidence" and "." in name else "")
