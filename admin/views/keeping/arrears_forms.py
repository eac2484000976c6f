"""The pages and forms of an arrears case: contacts, checks, letters, approvals, and what follows a petition."""

from typing import Any

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from admin.fields import YES_NO, ChoiceField, DayField, read_yes_no, term_choices, term_reader
from admin.forms import Form
from admin.views.acting import MOST_WORDS, Step, form_of, reason
from admin.views.keeping.arrears_path import WHO
from rules.arrears import CONTACTS, ArrearsReason
from rules.terms import ArrearsStep, ContactChannel

CONTACT = Step(
    heading="Noter kontakt",
    lead="Skriv også forsøk som ikke nådde fram. Da spør Husrom igjen neste virkedag.",
    button="Lagre",
    done="Kontakten er notert.",
    facts=("tenant", "due_ore", "due_since"),
    keeps=True,
)
CHECK = Step(
    heading="Noter kontroll av grunnlaget",
    lead="Se på kontoen, innbetalinger uten plass, bostøtte og om noen fortsatt bor der. Skriv hva du fant.",
    button="Lagre",
    done="Kontrollen er notert.",
    facts=("tenant", "due_ore", "next_reason"),
    keeps=True,
)
HOUSEHOLD = Step(
    heading="Noter om barn og NAV",
    lead="Om det bor barn der, må være avklart før noen kan be om fravikelse (Grunnloven § 104).",
    button="Lagre",
    done="Opplysningene er lagret.",
)
UNDO = Step(
    heading="Angre steget",
    lead="Bruk dette når steget er notert ved en feil. Brevet kastes, og gebyret faller bort.",
    button="Angre steget",
    done="Steget er angret.",
)
ASK = Step(
    heading="Be om godkjenning",
    lead="Et steg mot fravikelse må godkjennes av enhetsleder eller avdelingsleder før det tas. Skriv hva som er "
    "gjort, og hvorfor noe mildere ikke er nok.",
    button="Be om godkjenning",
    done="Enhetslederen har fått en oppgave om å godkjenne steget.",
    facts=("tenant", "due_ore", "due_since", "children"),
    keeps=True,
)
APPROVE = Step(
    heading="Godkjenn steget",
    lead="Les begrunnelsen. Godkjenner du, kan steget tas. Bor det barn der, skal det stå hva som er best for dem.",
    button="Godkjenn steget",
    done="Steget er godkjent.",
    facts=("tenant", "due_ore", "due_since", "children"),
    keeps=True,
)
REFUSE = Step(
    heading="Si nei til steget",
    lead="Saken følges opp som før. Skriv hva som skal gjøres i stedet.",
    button="Si nei",
    done="Svaret er notert.",
    facts=("tenant", "due_ore", "due_since"),
    keeps=True,
)
DATE = Step(
    heading="Noter dagen for fravikelse",
    lead="Dagen namsmannen har satt. Betaling, en avtale eller hjelp fra NAV kan fortsatt avverge den.",
    button="Lagre dagen",
    done="Dagen er notert.",
    facts=("tenant", "petitioned_on", "eviction_on"),
)
TAKE_BACK = Step(
    heading="Trekk begjæringen",
    lead="Si fra til namsmannen først. Saken følges opp som før, og en ny begjæring må godkjennes på nytt.",
    button="Noter at begjæringen er trukket",
    done="Begjæringen er notert som trukket.",
    facts=("tenant", "petitioned_on", "eviction_on"),
)
EVICTED = Step(
    heading="Noter fravikelse",
    lead="Restansesaken og leieforholdet avsluttes. Det som fortsatt er ubetalt, følges opp i en egen sak.",
    button="Noter at leietakeren er fraveket",
    done="Fravikelsen er notert.",
    facts=("tenant", "petitioned_on", "eviction_on"),
)
LETTER = {
    ArrearsStep.REMINDER: "Leietakeren får en vennlig påminnelse som forteller hvor det er hjelp å få.",
    ArrearsStep.COLLECTION_WARNING: "Varselet gir minst 14 dager til å betale (inkassoloven § 9).",
    ArrearsStep.PAYMENT_DEMAND: "Oppfordringen gir 14 dager, og sier hva leietakeren kan gjøre hvis kravet er feil "
    "(inkassoloven § 10).",
    ArrearsStep.EVICTION_NOTICE: "Varselet sendes minst to uker før en begjæring (tvangsfullbyrdelsesloven § 4-18).",
    ArrearsStep.SOCIAL_NOTICE: "NAV får varselet, og leietakeren får kopi samtidig (husleieloven § 9-11).",
    ArrearsStep.PETITION: "Begjæringen går til namsmannen og nevner grunnlaget (tvangsfullbyrdelsesloven § 13-2).",
}


def letter_step(step: ArrearsStep) -> Step:
    """The page of a step that ends in a letter."""
    return Step(
        heading=f"Send {step.inside}",
        lead=f"{LETTER[step]} Du ser brevet før det går ut.",
        button="Send brevet",
        done="Brevet er klart til utsending. Fristen løper fra det er sendt.",
        keeps=True,
    )


def contact_form() -> type[Form]:
    return form_of(
        step=ChoiceField("Hvem", choices=_whom(), coerce=term_reader(ArrearsStep), required=True,
                         validators=[InputRequired("Velg hvem du kontaktet.")]),
        on=DayField("Når", validators=[InputRequired("Skriv dagen.")]),
        channel=ChoiceField("Hvordan", choices=term_choices(ContactChannel), coerce=term_reader(ContactChannel),
                            required=True, validators=[InputRequired("Velg hvordan.")]),
        reached=ChoiceField("Fikk du kontakt?", choices=YES_NO, coerce=read_yes_no, required=True,
                            validators=[InputRequired("Svar ja eller nei.")]),
        spoke_with=StringField("Snakket med", validators=[Optional(), Length(max=120)]),
        said=reason("Hva ble sagt?", missing="Skriv hva som ble sagt, eller hva du prøvde.",
                    description="Hvorfor er leien ikke betalt, hva kan husstanden betale, og hva har du tilbudt?"),
    )  # fmt: skip


def _whom() -> list[SelectChoice]:
    return [SelectChoice(value=step.value, label=WHO[step]) for step in CONTACTS]


def check_form() -> type[Form]:
    return form_of(said=reason("Hva fant du?", missing="Skriv hva du fant."))


def household_form() -> type[Form]:
    return form_of(
        children=ChoiceField("Bor det barn der?", choices=YES_NO, coerce=read_yes_no),
        nav_opt_out_on=DayField(
            "Skriftlig nei til varsel til NAV", validators=[Optional()],
            description="Dagen leietakeren skrev at NAV ikke skal varsles. Tomt hvis det ikke har skjedd.",
        ),
    )  # fmt: skip


def letter_form(step: ArrearsStep, *, fee_words: str | None) -> type[Form]:
    """Who else gets the letter, and whether it bears its fee; `fee_words` is None where it bears none."""
    fields: dict[str, Any] = {"steg": HiddenField()}
    if step in (ArrearsStep.SOCIAL_NOTICE, ArrearsStep.PETITION):
        whose = "NAV-kontorets" if step is ArrearsStep.SOCIAL_NOTICE else "Namsmannens"
        fields["to"] = TextAreaField(
            f"{whose} navn og adresse", validators=[InputRequired("Skriv navn og adresse."), Length(max=400)],
            description="En linje for hver del.",
        )  # fmt: skip
    if fee_words:
        fields["fee"] = BooleanField(fee_words)
    return form_of(**fields)


def ask_form(*, children: bool) -> type[Form]:
    fields: dict[str, Any] = {
        "steg": HiddenField(),
        "reasons": reason("Hvorfor er dette nødvendig?"),
    }
    if children:
        fields["best_interest"] = reason(
            "Hva er best for barna?", missing="Skriv hva som er best for barna.",
            description="Hvor skal de bo, skole og barnehage, og hva er gjort for at de kan bli (Grunnloven § 104).",
        )  # fmt: skip
    return form_of(**fields)


def approve_form(*, children: bool) -> type[Form]:
    fields: dict[str, Any] = {"reasons": reason("Begrunnelse")}
    if children:
        fields["best_interest"] = TextAreaField(
            "Barnets beste", validators=[Optional(), Length(max=MOST_WORDS)],
            description="La feltet stå tomt hvis du er enig i det som alt står der.",
        )  # fmt: skip
    return form_of(**fields)


def why_form(label: str = "Hvorfor?") -> type[Form]:
    return form_of(reason=reason(label, missing="Skriv hvorfor."))


def day_form(label: str) -> type[Form]:
    return form_of(on=DayField(label, validators=[InputRequired("Skriv dagen.")]))


PLAIN = (ArrearsStep.REMINDER, ArrearsStep.COLLECTION_WARNING, ArrearsStep.PAYMENT_DEMAND)
TO_CHECK = (
    ArrearsReason.UNMATCHED_PAYMENT,
    ArrearsReason.OPENING_ONLY,
    ArrearsReason.LEASE_ENDED,
    ArrearsReason.LEASE_EXPIRED,
    ArrearsReason.ONLY_FEES,
    ArrearsReason.ALLOWANCE_APPLIED,
    ArrearsReason.ALLOWANCE_UNKNOWN,
)
"""What a check settles; the rest is only waited for."""
