"""The pages and forms of a procurement: started, led, its phases and results, the call."""

from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from admin.fields import (
    ChoiceField,
    DayField,
    DecimalNumberField,
    WholeNumberField,
    blank_to_none,
    term_choices,
    term_reader,
)
from admin.forms import Form
from admin.parts import PartField, PartList
from admin.pickers import Picker, PickField
from admin.views.acting import MOST_WORDS, Step, form_of, reason
from admin.views.attached import FilesField
from models.procurement import SizeWanted
from rules.procurement import COVERED
from rules.terms import AgreementKind

NONCE = r"[0-9a-f]{32}"
LONG = 20_000
HIRED = "Eksternt innleid prosjektleder bør unngås. Bruk helst noen i linjen, så kompetansen blir i kommunen."

CHANGE = Step(
    heading="Endre tittel, prosjektleder og start",
    lead="Prosjektlederen bør være en i linjen, så kompetansen blir i kommunen.",
    button="Lagre",
    done="Endringen er lagret.",
)
CANCEL = Step(
    heading="Avlys framskaffelsen",
    lead="Alt som er ført, blir stående og kan leses og skrives ut. Gi beskjed til utleiere som har svart.",
    button="Avlys",
    done="Framskaffelsen er avlyst.",
)
OVERVIEW = Step(
    heading="Legg en behovsoversikt til grunn",
    lead="Velg oversikten over boligbehovet som framskaffelsen bygger på. Den teller når den er fastsatt.",
    button="Lagre",
    done="Behovsoversikten er lagt til grunn.",
)
MANDATE = Step(
    heading="Legg en fullmakt til grunn",
    lead="Velg vedtaket som gir fullmakt til å inngå avtaler. Er det ikke registrert, gjør du det først under "
    "«Fullmakter».",
    button="Lagre",
    done="Fullmakten er lagt til grunn.",
)
WITHDRAW = Step(
    heading="Trekk utlysingen",
    lead="Utlysingen tas bort, så den kan gjøres på nytt. Det går så lenge ingen tilbud er registrert.",
    button="Trekk utlysingen",
    done="Utlysingen er trukket.",
)


def nonce() -> Field:
    """What tells that a form was sent before."""
    return HiddenField(validators=[InputRequired(), Regexp(NONCE)])


def text(label: str, missing: str, *, longest: int = MOST_WORDS, description: str = "") -> Field:
    """Room for sentences that must be there."""
    rules = [DataRequired(missing), Length(max=longest)]
    return TextAreaField(label, validators=rules, filters=[blank_to_none], description=description)


def line(label: str, missing: str, longest: int, description: str = "") -> Field:
    """One line that must be there."""
    rules = [DataRequired(missing), Length(max=longest)]
    return StringField(label, validators=rules, filters=[blank_to_none], description=description)


def leading(picker: Picker) -> dict[str, Field]:
    """Who leads."""
    return {
        "title": line("Tittel", "Skriv en tittel.", 160, "For eksempel «Små boliger i sentrum»."),
        "leader": PickField("Prosjektleder fra kommunen", picker=picker, validators=[Optional()]),
        "external_leader": StringField(
            "Innleid prosjektleder", validators=[Optional(), Length(max=160)], filters=[blank_to_none],
            description=HIRED,
        ),
        "external_reason": TextAreaField(
            "Hvorfor prosjektlederen er leid inn", validators=[Optional(), Length(max=MOST_WORDS)],
            filters=[blank_to_none], description="Må fylles ut når prosjektlederen er leid inn.",
        ),
    }  # fmt: skip


def change_form(picker: Picker) -> type[Form]:
    return form_of(
        **leading(picker),
        started_on=DayField("Begynt", validators=[InputRequired("Skriv dagen.")]),
        reason=reason("Hvorfor rettes dagen?", required=False,
                      description="Må fylles ut når dagen framskaffelsen begynte, er en annen enn før."),
    )  # fmt: skip


def start_form(picker: Picker) -> type[Form]:
    return form_of(
        nonce=nonce(),
        **leading(picker),
        started_on=DayField("Begynt", validators=[InputRequired("Skriv dagen.")]),
        due_on=DayField("Fase 1 skal være ferdig", validators=[Optional()],
                        description="Den ansvarlige får en oppgave når dagen nærmer seg."),
    )  # fmt: skip


def plan_form(picker: Picker) -> type[Form]:
    return form_of(
        responsible=PickField("Ansvarlig", picker=picker, validators=[Optional()],
                              description="Får en oppgave når fasen skal være ferdig."),
        begun_on=DayField("Begynt", validators=[Optional()]),
        due_on=DayField("Ferdig innen", validators=[Optional()]),
        notes=TextAreaField("Notater", validators=[Optional(), Length(max=4000)], filters=[blank_to_none],
                            description="Om arbeidet, aldri om personer som søker bolig."),
    )  # fmt: skip


def finish_form() -> type[Form]:
    return form_of(
        finished_on=DayField("Ferdig", validators=[InputRequired("Skriv dagen.")]),
        next_due_on=DayField("Neste fase skal være ferdig", validators=[Optional()]),
    )


def note_form() -> type[Form]:
    return form_of(
        nonce=nonce(),
        on=DayField("Dato", validators=[InputRequired("Skriv dagen.")]),
        what=text("Hva er gjort?", "Skriv hva som er gjort.",
                  description="Om arbeidet, aldri om personer som søker bolig."),
        files=FilesField(),
    )  # fmt: skip


def overview_form(picker: Picker) -> type[Form]:
    return form_of(overview=PickField("Behovsoversikt", picker=picker, validators=[Optional()]))


def mandate_form(picker: Picker) -> type[Form]:
    return form_of(mandate=PickField("Fullmakt", picker=picker, validators=[Optional()]))


def why_form(label: str = "Begrunnelse") -> type[Form]:
    return form_of(reason=reason(label))


class SizeForm(Form):
    """One row of the mix."""

    rooms = WholeNumberField("Rom", validators=[InputRequired("Skriv antall rom."), NumberRange(1, 20)])
    homes = WholeNumberField("Antall boliger", validators=[InputRequired("Skriv antallet."), NumberRange(1, 2000)])
    least_m2 = DecimalNumberField("Minst m²", validators=[Optional(), NumberRange(1, 2000)])
    accessible = WholeNumberField("Herav tilgjengelige", validators=[Optional(), NumberRange(0, 2000)])


def call_form() -> type[Form]:
    return form_of(
        nonce=nonce(),
        text=text("Utlysingsteksten", "Skriv eller lim inn teksten.", longest=LONG),
        qualities=text("Kvaliteter", "Skriv hvilke kvaliteter boligene skal ha.", longest=4000,
                       description="Ikke andre tekniske krav enn byggteknisk forskrift stiller."),
        kind=ChoiceField("Avtaletype", choices=term_choices(COVERED), coerce=term_reader(AgreementKind), required=True,
                         validators=[InputRequired("Velg avtaletypen.")]),
        mix=PartList(PartField(SizeForm, "Boliger", part=SizeWanted, optional=False), "Boliger", min_entries=1,
                     max_entries=20, description="Hvor mange boliger av hver størrelse."),
        channels=line("Kunngjort i", "Skriv hvor utlysingen er kunngjort.", 400,
                      "For eksempel Doffin, kommunens nettsider og lokalavisen."),
        published_on=DayField("Kunngjort", validators=[InputRequired("Skriv dagen.")]),
        meeting_on=DayField("Informasjonsmøte", validators=[Optional()],
                            description="I utlysingen, eller om lag 14 dager etter den."),
        bids_by=DayField("Frist for tilbud", validators=[InputRequired("Skriv fristen.")]),
        files=FilesField("Utlysingen som fil"),
    )  # fmt: skip
