"""The form of an authority to sign, and the pages of its steps."""

from wtforms.validators import InputRequired, NumberRange, Optional

from admin.fields import ChoiceField, DayField, TickList, WholeNumberField, term_choices, term_reader
from admin.forms import Form
from admin.views.acting import Step, form_of
from admin.views.attached import FilesField
from admin.views.partners.procurement_forms import line, nonce
from rules.procurement import COVERED
from rules.terms import AgreementKind, MandateBody

LEAD = (
    "Vedtaket som gir fullmakt til å inngå avtaler. Ingen avtale kan inngås utover det antallet boliger fullmakten "
    "gjelder."
)
WITHDRAW = Step(
    heading="Fullmakten er trukket tilbake",
    lead="Avtaler som er inngått, står. Nye avtaler kan ikke inngås på fullmakten.",
    button="Trekk fullmakten tilbake",
    done="Fullmakten er trukket tilbake.",
    facts=("body", "case_number", "ceiling"),
)


def register_form() -> type[Form]:
    return form_of(
        nonce=nonce(),
        body=ChoiceField("Gitt av", choices=term_choices(MandateBody), coerce=term_reader(MandateBody), required=True,
                         validators=[InputRequired("Velg hvem som ga fullmakten.")]),
        decided_on=DayField("Vedtatt", validators=[InputRequired("Skriv dagen.")]),
        case_number=line("Saksnummer", "Skriv saksnummeret.", 30, "Slik det står i møteboken eller arkivet."),
        delegated_to=line("Fullmakt til", "Skriv hvem som kan inngå avtalene.", 120, "For eksempel Kommunalsjefen."),
        ceiling=WholeNumberField(
            "Høyeste antall boliger",
            validators=[InputRequired("Skriv hvor mange boliger fullmakten gjelder."), NumberRange(1, 20_000)],
        ),
        kinds=TickList("Gjelder", choices=term_choices(COVERED), coerce=term_reader(AgreementKind)),
        valid_until=DayField("Gjelder til og med", validators=[Optional()], description="Blankt = til den trekkes."),
        files=FilesField("Vedtaket som fil"),
    )  # fmt: skip
