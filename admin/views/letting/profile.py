"""What services go with a vacant dwelling: asked of the unit by a button, answered on one screen (S004 step 2)."""

from typing import Any

from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from admin import formats
from admin.fields import blank_to_none
from admin.forms import Form
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step, form_of
from admin.views.columns import Column
from admin.views.letting.next_act import step_of
from admin.views.letting.screen import VacancyScreen
from letters.vacancy_overview import Service, service
from models.vacancy import LIVE
from rules.terms import VacancyState, VacancyStep
from services import vacancies
from services.vacancies import Answer

LINE, NAME, PHONE = 400, 120, 20
ANSWER = Step(
    heading="Tjenester i boligen",
    lead="Kontorene bruker svaret når de skal finne noen som passer i boligen. Kryss av for det som finnes. Resten er "
    "frivillig. Skriv om stedet, aldri om dem som bor der.",
    button="Lagre svaret",
    done="Takk. Svaret er lagret, og boligkontoret kan gå videre.",
    facts=("dwelling", "unit", "stage"),
    keeps=True,
)
ASK = "Sende e-post til enhetslederen om hvilke tjenester som finnes?"
ASKED = "Enhetslederen har fått e-post med lenke, og oppgaven står hos enheten."


def _service_rows(profile: Any) -> list[tuple[str, str]]:
    """What the unit said, as the overview says it; until it has, when it was asked."""
    if profile.answered_on is None:
        return [("Spurt", f"{formats.day(profile.asked_on)}, ikke besvart ennå")] if profile.asked_on else []
    found = [
        ("Om dagen", service(Service(there=profile.day, what=profile.day_what))),
        ("Om kvelden", service(Service(there=profile.evening, what=profile.evening_what))),
        ("Om natten", service(Service(there=profile.night, what=profile.night_what))),
        ("Felles måltider", service(Service(there=profile.shared_meals, what=profile.meals_what))),
        ("Aktiviteter", profile.activities),
        ("Bemanning", profile.staffing),
        ("Kontakt", ", ".join(part for part in (profile.contact_name, profile.contact_phone) if part)),
        ("Besvart", f"{formats.day(profile.answered_on)} av {profile.answered_by_name}"),
    ]
    return [(label, words) for label, words in found if words]


def _service_words(vacancy: Any) -> str | None:
    rows = _service_rows(vacancy.profile) if vacancy.profile else []
    return "; ".join(f"{label}: {words}" for label, words in rows) or None


def _service_list(vacancy: Any) -> Markup:
    rows = [Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*row) for row in _service_rows(vacancy.profile)]
    return Markup('<dl class="part">{}</dl>').format(Markup("").join(rows))


SERVICES = Column(label="Tjenester i boligen", needs=("profile",), value=_service_words, html=_service_list, wide=True)


def _line(label: str, description: str = "") -> TextAreaField:
    rules = [Optional(), Length(max=LINE)]
    return TextAreaField(label, validators=rules, filters=[blank_to_none], description=description)


def _short(label: str, most: int) -> StringField:
    return StringField(label, validators=[Optional(), Length(max=most)], filters=[blank_to_none])


def answer_form() -> type[Form]:
    """The fields of the one screen, in the order that it shows them."""
    return form_of(
        day=BooleanField("Tjenester om dagen"),
        day_what=_line("Hva finnes om dagen?"),
        evening=BooleanField("Tjenester om kvelden"),
        evening_what=_line("Hva finnes om kvelden?"),
        night=BooleanField("Tjenester om natten"),
        night_what=_line("Hva finnes om natten?"),
        activities=_line("Aktiviteter", "For eksempel turgruppe, verksted eller felles stue."),
        shared_meals=BooleanField("Felles måltider"),
        meals_what=_line("Hvilke måltider, og hvor ofte?"),
        staffing=_line("Bemanning", "For eksempel personalbase i huset, og hvor mange som er på jobb når."),
        contact_name=_short("Hvem kan kontorene kontakte?", NAME),
        contact_phone=_short("Telefon", PHONE),
    )


class ProfileSteps(VacancyScreen):
    """Asking and answering."""

    def declare(self) -> None:
        super().declare()
        self.answer_form = answer_form()

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if not document.with_services or document.state not in LIVE:
            return found
        step, answered = step_of(document), document.profile is not None and document.profile.answered_on is not None
        if not answered:
            main = step is VacancyStep.ASK_PROFILE
            label = "Spør enheten om tjenestene" if main else "Spør enheten på nytt"
            found.append(("ask_profile", self.press(label, "ask_profile", document, confirm=ASK, main=main)))
        if vacancies.may_answer(document, current_actor(), formats.today()):
            main = step is VacancyStep.ANSWER_PROFILE and not self._asks()
            label = "Endre opplysningene om tjenestene" if answered else "Svar om tjenestene"
            if not answered or document.state is not VacancyState.ALLOCATED:
                found.append(("answer_profile", self.page(label, "answer_profile", document, main=main)))
        return found

    def _asks(self) -> bool:
        """Whether the person at the screen is one of those who ask: they wait for the unit."""
        return self.may("ask_profile")

    @expose("/spor-enheten/", "POST")
    def ask_profile(self) -> ResponseReturnValue:
        """Ask the unit's leader by mail."""
        document, actor = self.requested(), current_actor()

        def do() -> object:
            return vacancies.ask_profile(document, actor, version=self.seen(), today=formats.today())

        return self.settle(document, do, ASKED)

    @expose("/tjenester/", "GET", "POST")
    def answer_profile(self) -> ResponseReturnValue:
        """What the unit says, with all that is known filled in."""
        document = self.requested()
        known = vacancies.prefilled(document)

        def do(vacancy: Any, form: Any) -> object:
            said = Answer(**{name: form[name].data for name in vacancies.SAID})
            return vacancies.answer_profile(
                vacancy, said, current_actor(), version=form.version.data or 0, today=formats.today()
            )

        start = {name: getattr(known, name) for name in vacancies.SAID}
        return self.ask(ANSWER, self.answer_form, do, start=start, template="admin/views/letting/profile.html")
