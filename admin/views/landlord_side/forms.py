"""The pages and forms of what landlords tell: leases signed, rent, arrears, ends, homes proposed."""

from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from admin.fields import ChoiceField, DayField, KronerField, blank_to_none, term_choices, term_reader
from admin.forms import Form
from admin.views.acting import Step, form_of, reason
from rules.terms import EndReason, Security

LEASE = ("contract_number", "landlord", "tenant", "rent")
SIGN = Step(
    heading="Registrer leieavtale",
    lead="Bruk denne siden når utleieren har fortalt at leieavtalen er undertegnet. Husstanden får bolig, og "
    "boligen telles med i avtalen. Utleieren er husstandens utleier: vi krever ikke leie, og overleverer ikke nøkler.",
    button="Registrer leieavtalen",
    done="Leieavtalen er registrert, og husstanden er bosatt.",
    facts=("referral_number", "landlord", "dwelling", "valid_to"),
    keeps=True,
)
RENT = Step(
    heading="Ny husleie hos utleieren",
    lead="Den gamle husleien avsluttes dagen før, og den nye følger etter. Er endringen for tidlig eller for stor "
    "etter husleieloven, får saksbehandleren en oppgave.",
    button="Registrer husleien",
    done="Den nye husleien er registrert.",
    facts=LEASE,
)
TERM = Step(
    heading="Ny leietid hos utleieren",
    lead="Bruk denne siden når utleieren og husstanden har avtalt en annen leietid. Blir den kortere enn tre år, eller "
    "kortere enn tilviste husstander skal ha, får saksbehandleren en oppgave.",
    button="Registrer leietiden",
    done="Den nye leietiden er registrert.",
    facts=("contract_number", "landlord", "tenant", "starts_on", "ends_on"),
)
ARREARS = Step(
    heading="Varsel om restanse",
    lead="Saksbehandleren får en oppgave med en gang: snakk med husstanden og NAV tidlig. Har utleieren varslet før "
    "uten at det er fulgt opp, oppdateres det varselet. Skriv bare beløp og dato, aldri hvorfor.",
    button="Registrer varselet",
    done="Varselet er registrert, og saksbehandleren har fått en oppgave.",
    facts=LEASE,
)
END = Step(
    heading="Leieforholdet er avsluttet",
    lead="Boligen er ikke lenger opptatt i avtalen. Søknaden åpnes ikke igjen av seg selv: saksbehandleren får en "
    "oppgave om å avklare hva husstanden trenger.",
    button="Avslutt leieforholdet",
    done="Leieforholdet er avsluttet, og saksbehandleren har fått en oppgave.",
    facts=LEASE,
)
HANDLE = Step(
    heading="Før at meldingen er fulgt opp",
    lead="Skriv kort hva som er gjort, og hva som er avtalt. Det er for dem som følger opp husstanden, og vises ikke "
    "for utleieren.",
    button="Meldingen er fulgt opp",
    done="Meldingen er fulgt opp.",
    facts=("report_number", "kind", "contract_number", "received_on"),
    keeps=True,
)
REFUSE = Step(
    heading="Ikke godkjenn boligen",
    lead="Utleieren får se begrunnelsen. Skriv om boligen, aldri om dem som kunne bodd der.",
    button="Ikke godkjenn",
    done="Forslaget er besvart. Utleieren får se begrunnelsen.",
    facts=("proposal_number", "landlord", "project", "place", "rent_ore"),
    keeps=True,
)
APPROVE = "Skal boligen registreres under avtalen? Utleieren får vite at den er godkjent."
LONG_REFERENCE = 60


def _day(label: str, missing: str = "Skriv dagen.", **kwargs: str) -> DayField:
    return DayField(label, validators=[InputRequired(missing)], **kwargs)


def sign_form() -> type[Form]:
    return form_of(
        signed_on=_day("Undertegnet"),
        starts_on=_day("Leietiden begynner"),
        ends_on=DayField(
            "Siste dag", validators=[Optional()], description="La feltet stå tomt for en tidsubestemt leieavtale."
        ),
        rent_ore=KronerField("Husleie per måned", validators=[InputRequired("Skriv husleien.")]),
        security=ChoiceField("Sikkerhet", choices=term_choices(Security), coerce=term_reader(Security)),
        security_ore=KronerField("Sikkerhetsbeløp", validators=[Optional()]),
        reference=StringField(
            "Utleierens referanse", validators=[Optional(), Length(max=LONG_REFERENCE)], filters=[blank_to_none],
            description="Nummeret utleieren bruker på leieavtalen, om det er oppgitt.",
        ),
    )  # fmt: skip


def rent_form() -> type[Form]:
    return form_of(
        rent_ore=KronerField("Ny husleie per måned", validators=[InputRequired("Skriv husleien.")]),
        from_on=_day("Gjelder fra og med"),
    )


def term_form() -> type[Form]:
    return form_of(
        ends_on=DayField(
            "Ny siste dag", validators=[Optional()], description="La feltet stå tomt for en tidsubestemt leieavtale."
        )
    )


def arrears_form() -> type[Form]:
    return form_of(
        owed_ore=KronerField("Skyldig i alt", validators=[InputRequired("Skriv beløpet.")]),
        oldest_due=_day("Eldste forfall", description="Forfallsdagen for den eldste husleien som ikke er betalt."),
    )


def end_form() -> type[Form]:
    return form_of(
        ended_on=_day("Siste dag", description="Er leieforholdet aldri begynt, skriver du dagen det ble klart."),
        reason=ChoiceField(
            "Hvordan det ble avsluttet", choices=term_choices(EndReason), coerce=term_reader(EndReason), required=True,
            validators=[InputRequired("Velg hvordan det ble avsluttet.")],
        ),
    )  # fmt: skip


def handle_form() -> type[Form]:
    return form_of(how=reason("Hva som ble gjort", missing="Skriv hva som ble gjort."))


def refuse_form() -> type[Form]:
    return form_of(reasons=reason("Begrunnelse", description="Vises for utleieren."))
