"""The pages and forms of a follow-up plan."""

from wtforms import BooleanField, Field, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from admin.fields import ChoiceField, DayField, blank_to_none, term_choices, term_reader
from admin.forms import Form
from admin.views.acting import Step, form_of, reason
from admin.views.meetings import TIME, read_time
from rules.terms import FollowUpKind, HomeRoad

FACTS = ("contract_number", "tenant")
HOLD = Step(
    heading="Før besøk eller samtale",
    lead="Før når dere møttes, og det som er verdt å vite neste gang. Neste besøk eller samtale blir planlagt av seg "
    "selv.",
    button="Lagre",
    done="Det er ført. Se i planen når det neste er.",
    facts=FACTS,
    keeps=True,
)
DROP = Step(
    heading="Faller bort",
    lead="Dette blir ikke holdt. Neste i rekken blir planlagt, så husstanden ikke blir glemt.",
    button="Det faller bort",
    done="Det er ført som falt bort.",
    facts=FACTS,
)
MOVE = Step(
    heading="Flytt til en annen dag",
    lead="Velg en ny dag. Oppgaven følger med.",
    button="Flytt",
    done="Det er flyttet.",
    facts=FACTS,
)
PLAN = Step(
    heading="Planlegg mer",
    lead="Legg til det husstanden trenger: et ekstra besøk, hjelp inn i bomiljøet eller råd om økonomi.",
    button="Legg til i planen",
    done="Det er lagt til i planen.",
    facts=FACTS,
)
GOALS = Step(
    heading="Mål og tolk",
    lead="Skriv hva oppfølgingen skal føre til, helst med husstandens egne ord, og hvilket språk de trenger tolk på.",
    button="Lagre",
    done="Mål og tolk er lagret.",
    facts=FACTS,
    keeps=True,
)
INVITE = Step(
    heading="Kall inn til samtale",
    lead="Brevet forteller hva samtalen handler om, og at den er frivillig. Du ser det før det legges til utsending.",
    button="Legg innkallingen til utsending",
    done="Innkallingen ligger klar til utsending, og samtalen er planlagt den dagen.",
    facts=FACTS,
)
LONG_NAME = 60


def day(label: str) -> Field:
    return DayField(label, validators=[InputRequired("Skriv dagen.")])


def interpreter(description: str = "Språket, hvis det ble brukt tolk.") -> Field:
    return StringField(
        "Tolk", validators=[Optional(), Length(max=LONG_NAME)], filters=[blank_to_none], description=description
    )


def hold_form(kind: FollowUpKind) -> type[Form]:
    """What is noted; a talk about a home of one's own also says where the road goes."""
    road = ChoiceField("Veien til egen bolig", choices=term_choices(HomeRoad), coerce=term_reader(HomeRoad),
                       required=True, validators=[InputRequired("Velg hvor veien går nå.")])  # fmt: skip
    extra = {"road": road} if kind is FollowUpKind.HOME_OWNERSHIP else {}
    note = reason("Notat", missing="Skriv litt om hvordan det gikk.",
                  description="Vises bare for dem som følger opp leieforholdet.")  # fmt: skip
    return form_of(held_on=day("Gjort"), interpreter=interpreter(), **extra, note=note)


def drop_form() -> type[Form]:
    return form_of(reason=reason("Hvorfor faller det bort?"))


def move_form() -> type[Form]:
    return form_of(due_on=day("Ny dag"))


def plan_form() -> type[Form]:
    return form_of(
        kind=ChoiceField("Hva", choices=term_choices(FollowUpKind), coerce=term_reader(FollowUpKind), required=True,
                         validators=[InputRequired("Velg hva som skal gjøres.")]),
        due_on=day("Når"),
        note=reason("Hva det gjelder", required=False),
    )  # fmt: skip


def goals_form() -> type[Form]:
    return form_of(
        goals=reason("Mål for oppfølgingen", required=False), interpreter=interpreter("Språket de trenger tolk på.")
    )


def invite_form() -> type[Form]:
    return form_of(
        due_on=day("Dag"),
        clock=StringField("Klokkeslett", filters=[read_time], description="For eksempel 13:00.",
                          validators=[DataRequired("Skriv klokkeslettet."),
                                      Regexp(TIME, message="Skriv klokkeslettet som tt:mm, for eksempel 13:00.")]),
        at_home=BooleanField("Vi møtes hjemme hos husstanden, ikke på kontoret"),
        interpreter=interpreter("Språket, hvis vi skal bestille tolk."),
    )  # fmt: skip
