"""The pages and forms of a lease before its keys: the meeting's points, the security, the keys, drawn back."""

from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length, Optional

from admin import lease_wording
from admin.fields import ChoiceField, DayField, KronerField, blank_to_none, term_choices, term_reader
from admin.forms import Form
from admin.views.acting import Step, form_of
from rules.terms import ContractItem, Security

TENANT = ("contract_number", "tenant", "dwelling", "starts_on")
MEETING = Step(
    heading="Kontraktsmøtet",
    lead="Før det som er gjort, og det som ikke er aktuelt. Nøklene kan overleveres når alt er ført.",
    button="Lagre",
    done="Kontraktsmøtet er ført.",
    facts=TENANT,
)
SECURITY = Step(
    heading="Sikkerhet",
    lead="Før hva som sikrer leieforholdet, og dagen det kom inn. Det som sto her før, står i endringsloggen.",
    button="Lagre",
    done="Sikkerheten er ført.",
    facts=TENANT,
)
KEYS = Step(
    heading="Overlever nøkler",
    lead="Leieforholdet løper fra nå, og boligen er utleid.",
    button="Nøklene er overlevert",
    done="Nøklene er overlevert. Leieforholdet løper.",
    facts=TENANT,
)
CANCEL = Step(
    heading="Husstanden trekker seg",
    lead="Leieforholdet begynner aldri. Husstanden står på ventelisten igjen, og boligen må tildeles på nytt.",
    button="Avslutt kontrakten",
    done="Kontrakten er avsluttet. Husstanden står på ventelisten igjen.",
    facts=TENANT,
)
CANCEL_EXTENSION = Step(
    heading="Trekk tilbake kontrakten",
    lead="Kontrakten begynner aldri. Det gamle leieforholdet løper videre, og oppgaven om ny kontrakt åpnes igjen.",
    button="Trekk tilbake kontrakten",
    done="Kontrakten er trukket tilbake. Det gamle leieforholdet løper videre.",
    facts=TENANT,
)
SWAP_LEFT = (
    "Husstanden skulle bytte bolig. Boligen de bor i, er meldt ledig ({number}). Avlys den, hvis de blir boende."
)
TAKE_OVER = "Skal kontrakten ta over i dag? Det gamle leieforholdet avsluttes dagen før denne begynner."
TAKEN_OVER = "Kontrakten har tatt over. Det gamle leieforholdet er avsluttet."
LONG_NAME = 60


def security_form() -> type[Form]:
    return form_of(
        security=ChoiceField("Sikkerhet", choices=term_choices(Security), coerce=term_reader(Security)),
        security_ore=KronerField("Beløp", validators=[Optional()], description="Høyst seks måneders leie."),
        security_received_on=DayField(
            "Mottatt", validators=[Optional()], description="La feltet stå tomt til garantien eller pengene er kommet."
        ),
    )


def keys_form() -> type[Form]:
    return form_of(
        keys_on=DayField("Overlevert", validators=[InputRequired("Skriv dagen nøklene ble overlevert.")]),
        agreed=BooleanField("Det er avtalt at leietakeren flytter inn før leien begynner"),
    )


def meeting_form(points: list[tuple[str, str]]) -> type[Form]:
    fields = {
        f"point_{code}": ChoiceField(label, choices=term_choices(ContractItem), coerce=term_reader(ContractItem))
        for code, label in points
    }
    return form_of(
        house_rules_on=DayField(lease_wording.HOUSE_RULES, validators=[Optional()], description="Dagen det ble gjort."),
        interpreter=StringField(
            "Tolk", validators=[Optional(), Length(max=LONG_NAME)], filters=[blank_to_none],
            description="Språket, der det ble brukt tolk.",
        ),
        **fields,
    )  # fmt: skip
