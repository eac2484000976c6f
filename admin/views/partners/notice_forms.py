"""The pages and forms of a landlord's notice: reported by telephone, changed, withdrawn, released, answered."""

from typing import Any

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from admin.fields import ChoiceField, DayField, KronerField, blank_to_none, term_choices, term_reader
from admin.forms import Form
from admin.pickers import Picker, PickField
from admin.views.acting import Step, form_of, reason
from rules.terms import Security

LONGEST_COVERS, LONGEST_NOTE = 400, 1000
FACTS = ("landlord", "dwelling", "available_from", "answer_by")
REPORT = Step(
    heading="Meld bolig ledig for en utleier",
    lead="Bruk denne siden når en utleier har ringt eller skrevet. Utleiere med eget system melder selv.",
    button="Meld boligen ledig",
    done="Boligen er meldt ledig. Tilvis en husstand, eller frigi boligen, innen svarfristen.",
)
CHANGE = Step(
    heading="Endre ledigmeldingen",
    lead="Ledigmeldingen kan endres til en husstand er tilvist eller boligen er frigitt.",
    button="Lagre endringene",
    done="Ledigmeldingen er endret.",
    facts=("landlord", "dwelling"),
)
RELEASE = Step(
    heading="Frigi boligen",
    lead="Vi bruker ikke retten vår denne gangen, og utleieren kan leie ut til hvem som helst. Det kan ikke angres. "
    "Utleieren skal vite at boligen er frigitt, men ikke hvorfor.",
    button="Frigi boligen",
    done="Boligen er frigitt.",
    facts=FACTS,
    keeps=True,
)
REFER = Step(
    heading="Tilvis husstanden",
    lead="Utleieren får tilvisningens nummer, hvor mange husstanden er og hvilken sikkerhet som tilbys. Navn og "
    "kontakt får utleieren først når tilvisningen er godtatt, og aldri hvorfor husstanden trenger bolig.",
    button="Tilvis husstanden",
    done="Husstanden er tilvist.",
    facts=FACTS,
    keeps=True,
)
WITHDRAW = "Har utleieren trukket meldingen? Boligen er da ikke lenger ledig."
WITHDRAWN = "Ledigmeldingen er trukket."
SOON = "Vi må få tid til å svare. Skriv en senere dato, eller avtal den med utleieren."
VALID_SOON = "Utleieren må få minst én dag. Skriv en senere dato."
AGAINST = "Husstanden står ikke først. Skriv hvorfor den får boligen foran dem som står foran."
LIVED_IN = "Boligen er ikke ledig den dagen. Skriv hvorfor husstanden tilvises likevel."
UNUSED = "Skriv om boligen, aldri om personer. Vises for dem som leser ledigmeldingen, ikke for utleieren."


def _told() -> dict[str, Any]:
    return {
        "available_from": DayField("Ledig fra", validators=[InputRequired("Skriv dagen boligen er ledig fra.")]),
        "rent_ore": KronerField("Husleie per måned", validators=[InputRequired("Skriv husleien.")]),
        "rent_covers": StringField(
            "Husleien dekker", validators=[Optional(), Length(max=LONGEST_COVERS)], filters=[blank_to_none],
            description="For eksempel strøm, varmtvann eller internett.",
        ),
        "note": TextAreaField(
            "Om boligen", validators=[Optional(), Length(max=LONGEST_NOTE)], filters=[blank_to_none],
            description="Beskriv boligen og stedet, aldri personene.",
        ),
    }  # fmt: skip


def report_form(picker: Picker) -> type[Form]:
    """What the landlord told; `picker` looks homes up."""
    due = DayField(
        "Svar innen", validators=[Optional()],
        description="Når utleieren trenger svar. La feltet stå tomt for den vanlige fristen i regelboken.",
    )  # fmt: skip
    home = PickField(
        "Bolig", picker=picker, validators=[InputRequired("Velg boligen.")],
        description="Søk med bolignummer eller adresse. Boligen må høre til et prosjekt med avtale.",
    )  # fmt: skip
    return form_of(nonce=HiddenField(), dwelling=home, answer_by=due, **_told())


def change_form() -> type[Form]:
    return form_of(answer_by=DayField("Svar innen", validators=[InputRequired("Skriv svarfristen.")]), **_told())


def release_form() -> type[Form]:
    return form_of(reason=reason("Hvorfor brukes ikke boligen?", description=UNUSED))


def refer_form() -> type[Form]:
    return form_of(
        soknad=HiddenField(),
        valid_to=DayField(
            "Gjelder til og med", validators=[InputRequired("Skriv siste dag tilvisningen gjelder.")],
            description="Har utleieren ikke svart innen denne dagen, faller tilvisningen bort.",
        ),
        guarantee=ChoiceField("Sikkerhet som tilbys", choices=term_choices(Security), coerce=term_reader(Security)),
        guarantee_ore=KronerField("Høyeste beløp", validators=[Optional()]),
        why=reason(
            "Hvorfor denne husstanden?", required=False,
            description="Må fylles ut når husstanden ikke står først. Vises bare for dem som arbeider med saken.",
        ),
    )  # fmt: skip
