"""The pages and forms of agreements: drafted, signed, their days, duties, breach and end; and of projects."""

from typing import Any

from wtforms.validators import InputRequired, Optional

from admin.fields import ChoiceField, DayField, term_choices, term_reader
from admin.forms import Form
from admin.pickers import Picker, PickField
from admin.views.acting import Step, form_of, reason
from admin.views.attached import FilesField
from admin.views.bid_forms import count, line, nonce
from rules.terms import AgreementKind, DutyParty

ON_BID = (AgreementKind.REFERRAL, AgreementKind.ALLOCATION)
GIST = ("landlord", "project", "kind", "homes", "years")
WHEN = ("landlord", "project", "signed_on", "registered_on", "loan_paid_out_on", "ends_on")

EDIT = Step(
    heading="Endre utkastet",
    lead="Utkastet kan endres til avtalen er inngått.",
    button="Lagre utkastet",
    done="Utkastet er lagret.",
)
SIGN = Step(
    heading="Avtalen er inngått",
    lead="Før dagen begge undertegnet, og legg ved avtalen. Boligene regnes fra nå med under fullmakten.",
    button="Før som inngått",
    done="Avtalen er inngått.",
    facts=GIST,
)
REGISTER = Step(
    heading="Rettigheten er tinglyst",
    lead="Rettigheten skal være tinglyst på eiendommen før Husbanken betaler ut lånet.",
    button="Før som tinglyst",
    done="Tinglysingen er ført.",
    facts=WHEN,
)
PAY_OUT = Step(
    heading="Lånet er utbetalt",
    lead="Avtaletiden regnes fra dagen Husbanken betalte ut lånet.",
    button="Før utbetalingen",
    done="Utbetalingen er ført. Avtalen løper.",
    facts=WHEN,
)
CORRECT = Step(
    heading="Rett avtalen",
    lead="Rett det som er ført feil. En dato som ikke er ført ennå, føres med sitt eget steg.",
    button="Lagre rettelsen",
    done="Avtalen er rettet.",
)
TAKE_BACK = Step(
    heading="Ta tilbake det siste som ble ført",
    lead="Er utbetalingen, tinglysingen eller inngåelsen ført ved en feil, tas den siste av dem tilbake her. Avtalen "
    "står da som før.",
    button="Ta tilbake",
    done="Det siste som ble ført, er tatt tilbake.",
    facts=WHEN,
)
BREACH = Step(
    heading="Avtalen er misligholdt",
    lead="Så lenge avtalen står som misligholdt, kan ingen tilvises under den. Skriv om boligene og avtalen, ikke om "
    "leietakerne.",
    button="Før misligholdet",
    done="Misligholdet er ført.",
    facts=WHEN,
)
MEND = Step(
    heading="Misligholdet er rettet",
    lead="Avtalen gjelder igjen som før.",
    button="Før som rettet",
    done="Avtalen gjelder igjen.",
    facts=("landlord", "breached_on", "breach"),
)
END = Step(
    heading="Avslutt avtalen",
    lead="Leieforholdene i boligene løper videre. Er lånet ikke utbetalt, blir boligene ledige under fullmakten igjen.",
    button="Avslutt avtalen",
    done="Avtalen er avsluttet.",
    facts=WHEN,
)
DROP = Step(
    heading="Forkast utkastet",
    lead="Utkastet blir ikke til noen avtale. Det blir stående som avsluttet.",
    button="Forkast utkastet",
    done="Utkastet er forkastet.",
    facts=GIST,
)
ADD_DUTY = Step(
    heading="Ny plikt",
    lead="En plikt etter avtalen, i tillegg til de vanlige. Husrom minner om den før fristen.",
    button="Lagre plikten",
    done="Plikten er lagret.",
    facts=("landlord", "project"),
)
REPORT = Step(
    heading="Plikten er gjort",
    lead="Skriv kort hva som ble gjort. Neste frist regnes fra fristen som var.",
    button="Før som gjort",
    done="Rapporten er lagret.",
    facts=("agreement", "landlord", "party", "next_on"),
)
UNREPORT = Step(
    heading="Ta tilbake den siste rapporten",
    lead="Fristen den gjaldt, gjelder igjen.",
    button="Ta tilbake rapporten",
    done="Rapporten er tatt tilbake.",
    facts=("agreement", "landlord", "party", "next_on"),
)
END_DUTY = Step(
    heading="Avslutt plikten",
    lead="Plikten skal ikke gjøres mer, og Husrom minner ikke om den.",
    button="Avslutt plikten",
    done="Plikten er avsluttet.",
    facts=("agreement", "landlord", "party", "next_on"),
)
PROJECT = Step(
    heading="Endre prosjektet",
    lead="Antall boliger er det kvoten regnes av. Rett det bare når prosjektet har fått flere eller færre boliger.",
    button="Lagre",
    done="Prosjektet er endret.",
)


def draft_form(landlords: Picker, projects: Picker, people: Picker) -> type[Form]:
    """A new agreement; the chosen bids are set for each page."""
    fields = dict(
        nonce=nonce(),
        kind=ChoiceField(
            "Avtaletype", choices=term_choices(AgreementKind), coerce=term_reader(AgreementKind), required=True,
            validators=[InputRequired("Velg avtaletypen.")],
        ),
        bid=ChoiceField(
            "Valgt tilbud", choices=[], validators=[Optional()],
            description="For tilvisning og tildeling: avtalen bygger alltid på et tilbud som er valgt i en "
            "framskaffelse.",
        ),
        landlord=PickField(
            "Utleier", picker=landlords, validators=[Optional()],
            description="For samarbeid, innleie og borettslag. Ellers er det tilbyderen.",
        ),
        **_scope(projects),
        **_coop(),
        responsible=PickField("Ansvarlig", picker=people, validators=[Optional()]),
        husbank_reference=line("Husbankens saksnummer", 60),
    )  # fmt: skip
    return type("DraftForm", (Form,), fields)


def _scope(projects: Picker) -> dict[str, Any]:
    return {
        "project": PickField(
            "Prosjekt", picker=projects, validators=[Optional()], description="Hvis prosjektet er registrert fra før."
        ),
        "project_name": line("Nytt prosjekt", 120, description="Tomt: prosjektet heter som i tilbudet."),
        "homes": count("Antall boliger", description="Tomt: så mange som i tilbudet."),
        "years": count(
            "Varighet i år", most=99,
            description="Tomt for tilvisning og tildeling: som i regelboken, regnet fra lånet er utbetalt.",
        ),
    }  # fmt: skip


def _coop() -> dict[str, Any]:
    return {
        "coop_organisation_number": line("Borettslagets org.nr.", 11, description="Bare for borettslag."),
        "coop_shares": count("Andeler som kommunen får", description="Bare for borettslag."),
        "coop_total": count("Andeler i borettslaget i alt", most=10_000, description="Bare for borettslag."),
    }


def edit_form(projects: Picker, people: Picker) -> type[Form]:
    return form_of(
        project=PickField("Prosjekt", picker=projects, validators=[Optional()]),
        homes=count("Antall boliger"),
        years=count("Varighet i år", most=99),
        **_coop(),
        responsible=PickField("Ansvarlig", picker=people, validators=[Optional()]),
        husbank_reference=line("Husbankens saksnummer", 60),
    )


def _day(label: str, **others: Any) -> Any:
    return DayField(label, validators=[InputRequired("Skriv dagen.")], **others)


TITLE = "Som 12/34. Flere eiendommer skilles med komma."


def sign_form() -> type[Form]:
    return form_of(nonce=nonce(), signed_on=_day("Undertegnet av begge"), files=FilesField("Den undertegnede avtalen"))


def register_form() -> type[Form]:
    return form_of(
        registered_on=_day("Tinglyst"),
        title_reference=line("Tinglyst på (gnr./bnr.)", 60, "Skriv gårds- og bruksnummer.", description=TITLE),
    )


def pay_out_form() -> type[Form]:
    return form_of(
        loan_paid_out_on=_day("Lånet er utbetalt"), husbank_reference=line("Husbankens saksnummer", 60)
    )  # fmt: skip


def correct_form(names: tuple[str, ...]) -> type[Form]:
    """What stands of the agreement, to be put right."""
    fields: dict[str, Any] = {
        "signed_on": _day("Inngått"),
        "registered_on": _day("Tinglyst"),
        "loan_paid_out_on": _day("Lån utbetalt"),
        "title_reference": line("Tinglyst på (gnr./bnr.)", 60, description=TITLE),
        "years": count("Varighet i år", most=99),
        "husbank_reference": line("Husbankens saksnummer", 60),
    }
    return form_of(
        **{name: field for name, field in fields.items() if name in names}, reason=reason("Hvorfor rettes det?")
    )


def breach_form() -> type[Form]:
    return form_of(
        breached_on=_day("Fra"), reason=reason("Hva er misligholdt?", missing="Skriv hva som er misligholdt.")
    )


def end_form() -> type[Form]:
    return form_of(ended_on=_day("Siste dag"), reason=reason("Hvorfor avsluttes den?"))


def duty_form(people: Picker) -> type[Form]:
    return form_of(
        nonce=nonce(),
        label=line(
            "Plikten", 160, "Skriv hva som skal gjøres.", description="Om avtalen og boligene, aldri om personer."
        ),
        party=ChoiceField(
            "Hvem har plikten?", choices=term_choices(DutyParty), coerce=term_reader(DutyParty), required=True,
            validators=[InputRequired("Velg hvem.")],
        ),
        next_on=_day("Første frist"),
        every_months=count("Gjentas hver (måneder)", most=600, description="Tomt: plikten gjøres én gang."),
        responsible=PickField("Ansvarlig", picker=people, validators=[Optional()]),
    )  # fmt: skip


def report_form() -> type[Form]:
    return form_of(
        nonce=nonce(), done_on=_day("Gjort"), reason=reason("Hva ble gjort?", missing="Skriv hva som ble gjort."),
        files=FilesField("Vedlegg"),
    )  # fmt: skip


def project_form() -> type[Form]:
    return form_of(
        name=line("Prosjekt", 120, "Skriv hva prosjektet heter."),
        homes=count("Antall boliger", missing="Skriv antall boliger."),
        reason=reason("Hvorfor endres det?"),
    )
