"""The needs mapping, the household's own facts, and that a waiting household's need was asked about again."""

from collections.abc import Mapping as Words
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin.contrib.mongoengine.form import get_form
from markupsafe import Markup
from wtforms import BooleanField, Field
from wtforms.validators import Length

from admin import formats, presenting
from admin.converters import Converter
from admin.desk import HIDDEN
from admin.forms import Form, VersionField
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step, reason
from admin.views.case_steps import CaseSteps
from admin.views.steps.next_act import next_of, step_of
from models import Applicant, Application
from models.mapping import Mapping
from rules.terms import ApplicationState, CaseStep, Urgency
from services import assessments, need_to_know

LONGEST = 4000
GROUPS = (
    ("Boligen i dag", ("rooms_now", "accessible_now", "lease_ends_on", "notice_received_on", "must_leave_on",
                       "unsuitable_reasons", "unsuitable_because")),
    ("Årsak til behovet", ("need_because",)),
    ("Økonomi", ("income_year_ore", "assets_ore", "debt_ore", "rent_now_ore", "municipal_arrears_ore", "payment_plan",
                 "housing_allowance", "income_sources", "start_loan")),
    ("Helse og funksjon", ("health", "mobility", "senses", "cognition", "services", "substance_use", "living_skills")),
    ("Bomiljø", ("environment", "nearness", "areas_to_avoid", "pets")),
    ("Ønsker og syn", ("wishes", "no_wishes", "children_heard")),
    ("Egne forsøk og tidligere leieforhold", ("own_attempts", "earlier_tenancies")),
)  # fmt: skip
HELP = {
    "need_because": "Uten bolig, i fare for å miste den, eller i en bolig eller et bomiljø som ikke er egnet.",
    "income_sources": "For eksempel lønn, uføretrygd, sosialhjelp, barnebidrag.",
    "start_loan": "Er startlån vurdert? Skriv utfallet.",
    "health": "Bare det som har betydning for boligen.",
    "services": "Hvilke tjenester trengs om dagen, kvelden og natten?",
    "substance_use": "Bare det som har betydning for boligen.",
    "living_skills": "Ta vare på seg selv, betale husleie, følge husordensregler, holde orden i boligen.",
    "environment": "For eksempel skjerming fra et miljø, personalbase i nærheten, bakkeplan eller heis.",
    "wishes": "Skriv det søkeren selv sier. Det kommer igjen i begrunnelsen for vedtaket.",
    "children_heard": "Barn som kan danne seg en mening, skal høres. Er de for små, skriver du det.",
    "own_attempts": "Hva har søkeren selv gjort for å finne bolig?",
    "earlier_tenancies": "Mislighold, avtaler om nedbetaling, og tilbud søkeren har takket nei til.",
}
LONG = frozenset(HELP) | {"unsuitable_because", "mobility", "senses", "cognition", "nearness", "areas_to_avoid"}
FACTS = (
    "target_group", "situation", "adults", "children", "resident", "rooms_wanted", "service_need", "services_day",
    "services_evening", "services_night",
)  # fmt: skip

MAP = Step(
    heading="Kartlegging",
    lead="Skriv det som betyr noe for hvilken bolig husstanden trenger. Du kan lagre, og fylle ut mer senere.",
    button="Lagre kartleggingen",
    done="Kartleggingen er lagret.",
    keeps=True,
    facts=("applicant", "household", "situation", "target_group"),
)
CHANGE = Step(
    heading="Endre opplysninger",
    lead="Rett det søkeren har opplyst. Er saken vurdert, blir vurderingen sett på nytt. På ventelisten følger plassen "
    "med en gang.",
    button="Lagre endringene",
    done="Opplysningene er endret.",
    facts=("applicant", "state"),
)
CHANGED_BY = {
    "household": ("change_facts", "Endre opplysninger"),
    "mapping": ("map_needs", "Endre kartleggingen"),
}
REVIEWED = "Det er notert at behovet er avklart i dag."
LET_STAND = "La vedtaket stå"  # the answer to a prior notice was weighed
ASK_STAND = "La vedtaket stå? Da trekkes det ikke tilbake på grunnlag av varselet."
STANDS = "Vedtaket blir stående."
ASK_REVIEWED = (
    "Har du spurt husstanden, og er behovet det samme? Er noe endret, velger du «Endre opplysninger» i stedet."
)


class MappingSteps(CaseSteps):
    """What is found out about the household."""

    form_args: Any

    def declare(self) -> None:
        super().declare()
        told: Words[str, Any] = {
            f"mapping.{name}": {
                "validators": [Length(max=LONGEST)] if name in LONG else [],
                "description": HELP.get(name, ""),
            }
            for _, names in GROUPS
            for name in names
        }
        self.form_args = {**(self.form_args or {}), **told}
        self.forms |= {"map_needs": self._mapping_form(), "change_facts": self._facts_form()}

    def _mapping_form(self) -> type[Form]:
        names = [name for _, group in GROUPS for name in group if name != "no_wishes"]
        made = get_form(Mapping, Converter(self, "mapping."), base_class=Form, only=names)
        tick = BooleanField(str(Mapping._fields["no_wishes"].verbose_name))
        return type("MappingForm", (made,), {"no_wishes": tick, "version": VersionField()})

    def _facts_form(self) -> type[Form]:
        made = get_form(Application, Converter(self), base_class=Form, only=FACTS)
        extra: dict[str, Field] = {
            "reason": reason(
                "Hvorfor endres opplysningene?", description="For eksempel hvem som fortalte det, og når."
            ),
            "version": VersionField(),
        }
        return type("FactsForm", (made,), extra)

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.mapped_on is None and assessments.may_map(document):
            main = step_of(document) is CaseStep.MAP_NEEDS
            found.append(("map_needs", self.page("Kartlegg behovet", "map_needs", document, main=main)))
        if document.state is ApplicationState.WAITING:
            coming = next_of(document)
            main = coming is not None and coming.step is CaseStep.REVIEW_NEED and coming.urgency is not Urgency.NOTICE
            weighs = coming is not None and coming.step is CaseStep.WEIGH_ANSWER
            words, ask = (LET_STAND, ASK_STAND) if weighs else ("Behovet er avklart", ASK_REVIEWED)
            found.append(("review_need", self.press(words, "review_need", document, confirm=ask, main=main)))
        return found

    def shown(self, document: Any, name: str) -> Any:
        """What was found out has the way to change it beside it, on the case's own page."""
        value = super().shown(document, name)
        method, words = CHANGED_BY.get(name, ("", ""))
        on_page = request.endpoint == f"{self.endpoint}.details_view"
        if not method or not on_page or not self.may(method) or not assessments.may_map(document):
            return value
        if self.kept_from(document):
            return value
        url = self.get_url(f".{method}", id=document.pk)
        return Markup('{} <a class="fact-change" href="{}">{}</a>').format(value, url, words)

    @expose("/kartlegg/", "GET", "POST")
    def map_needs(self) -> ResponseReturnValue:
        """The mapping in groups; what was found before stands in it."""
        case = self.requested()
        need_to_know.require(case, current_actor())
        self.log_opening(case)
        names = [name for _, group in GROUPS for name in group]

        def do(found: Any, form: Any) -> object:
            told = {name: form[name].data for name in names} | {"no_wishes": form.no_wishes.data or None}
            return assessments.map_needs(
                found, Mapping(**told), current_actor(), version=form.version.data or 0, today=formats.today()
            )

        start = {name: getattr(case.mapping, name) for name in names} if case.mapping else {}
        return self.ask(
            MAP, self.forms["map_needs"], do, start=start, template="admin/views/mapping.html", groups=GROUPS,
            people=self._people(case),
        )  # fmt: skip

    def _people(self, case: Any) -> list[tuple[str, Markup]]:
        """The household and who acts for it, as the person's own page shows them."""
        person, screen = case.applicant, self.desk.screen_of(Applicant)
        fields = {name: Applicant._fields[name] for name in ("members", "representatives")}
        found = {name: self.desk.value(person, name) for name in fields} if screen else {}
        return [
            (str(fields[name].verbose_name), presenting.html(self.desk, fields[name], value))
            for name, value in found.items()
            if value or value is HIDDEN
        ]

    @expose("/opplysninger/", "GET", "POST")
    def change_facts(self) -> ResponseReturnValue:
        """What the applicant has told, to be set right with a reason."""
        case = self.requested()
        need_to_know.require(case, current_actor())

        def do(found: Any, form: Any) -> object:
            values = {name: form[name].data for name in FACTS} | {"children": form.children.data or 0}
            return assessments.change_facts(
                found, values, current_actor(), why=form.reason.data or "", version=form.version.data or 0
            )

        start = {name: getattr(case, name) for name in FACTS}
        return self.ask(CHANGE, self.forms["change_facts"], do, start=start)

    @expose("/behov-avklart/", "POST")
    def review_need(self) -> ResponseReturnValue:
        """Note that the household was asked."""
        case = self.requested()

        def do() -> object:
            return assessments.review_need(case, current_actor(), version=self.seen(), today=formats.today())

        return self.settle(case, do, STANDS if step_of(case) is CaseStep.WEIGH_ANSWER else REVIEWED)
