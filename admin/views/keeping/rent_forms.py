"""The pages and forms of a new rent: by hand, to going rent, by the index, and the price index itself."""

import re
from typing import Any

from wtforms import Field, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from admin.fields import ChoiceField, DayField, KronerField, TypedField, blank_to_none, term_choices, term_reader
from admin.forms import Form
from admin.views.acting import Step, form_of, reason
from letters.rent_letters import hundredths
from rules.terms import RentChangeKind, RentLineKind

LEASE = ("contract_number", "tenant", "rent")
CHANGE_FACTS = ("kind", "tenant", "old_ore", "new_ore", "effective_from")
BY_HAND = (RentChangeKind.CHARGES, RentChangeKind.AGREED, RentChangeKind.CORRECTION)

CHANGE = Step(
    heading="Endre husleien",
    lead="Skriv beløpene slik de skal være per måned. Du ser over brevet til leietakeren før noe gjelder.",
    button="Lag utkast",
    done="Utkastet er laget. Se over brevet, og varsle leietakeren.",
    facts=LEASE,
    keeps=True,
)
MARKET = Step(
    heading="Krev gjengs leie",
    lead="Kravet sendes i brev. Den nye leien gjelder tidligst seks måneder etter kravet og ett år etter forrige "
    "endring (husleieloven § 4-3).",
    button="Lag utkast",
    done="Utkastet er laget. Se over brevet, og send kravet.",
    facts=LEASE,
    keeps=True,
)
INDEX = Step(
    heading="Indeksreguler husleien",
    lead="Husleien følger prisene siden den sist ble fastsatt, og aldri mer. Strøm og felleskostnader reguleres ikke "
    "(husleieloven §§ 4-2 og 4-5).",
    button="Lag utkast",
    done="Utkastet er laget. Se over brevet, og varsle leietakeren.",
    facts=LEASE,
    keeps=True,
)
FIXING = Step(
    heading="Registrer siste fastsetting",
    lead="Når husleien sist ble fastsatt før leieforholdet kom inn i Husrom. Neste indeksregulering regnes fra den.",
    button="Lagre",
    done="Fastsettingen er registrert.",
    facts=LEASE,
)
NOTIFY = Step(
    heading="Se over brevet og varsle",
    lead="Brevet legges til utsending når du varsler. Fristen regnes fra det sendes.",
    button="Varsle leietakeren",
    done="Leietakeren er varslet. Brevet ligger til utsending.",
)
CANCEL = Step(
    heading="Avlys endringen",
    lead="Husleien blir som før. Et brev som ikke er sendt, tas tilbake. Er det sendt, må du selv si fra til "
    "leietakeren.",
    button="Avlys endringen",
    done="Endringen er avlyst.",
    facts=CHANGE_FACTS,
)
DISPUTE = Step(
    heading="Leietakeren er uenig",
    lead="Den gamle leien gjelder til uenigheten er avgjort.",
    button="Noter uenigheten",
    done="Uenigheten er notert. Den gamle leien gjelder inntil videre.",
    facts=CHANGE_FACTS,
)
SETTLE = Step(
    heading="Uenigheten er avgjort",
    lead="Skriv husleien dere ble enige om, eller som ble fastsatt. Den gjelder fra dagen i kravet; det som er krevd i "
    "mellomtiden, rettes av seg selv. Blir leien som før, avlyser du endringen i stedet.",
    button="Lagre",
    done="Uenigheten er avgjort.",
    facts=CHANGE_FACTS,
)
CORRECT = Step(
    heading="Rett tallet",
    lead="Husleier som alt er regulert, endres ikke. Det som sto her før, står i endringsloggen.",
    button="Rett tallet",
    done="Tallet er rettet.",
    facts=("series", "month_words", "value_words"),
)
ENTER = Step(heading="Ny måned", lead="Måned og tall slik Statistisk sentralbyrå har dem.", button="Lagre",
             done="Tallet er lagret.")  # fmt: skip

MONTH = re.compile(r"(0?[1-9]|1[0-2])\.([0-9]{4})|([0-9]{4})[M-](0[1-9]|1[0-2])")
VALUE = re.compile(r"([0-9]{1,5})(?:[.,]([0-9]{1,2}))?")


class MonthField(TypedField):
    """A month as mm.yyyy, held as «yyyy-mm»."""

    wrong = "Skriv måneden som mm.åååå, for eksempel 10.2026."

    def read(self, text: str) -> str:
        match = MONTH.fullmatch(text.strip().upper())
        if match is None:
            raise ValueError(text)
        month, year = (match[1], match[2]) if match[1] else (match[4], match[3])
        if not 1900 <= int(year) <= 2100:
            raise ValueError(text)
        return f"{year}-{int(month):02d}"

    def write(self, value: str) -> str:
        year, month = value.split("-")
        return f"{month}.{year}"


class HundredthsField(TypedField):
    """A number with at most two decimals, held in hundredths."""

    wrong = "Skriv tallet med komma, for eksempel 133,9."

    def read(self, text: str) -> int:
        match = VALUE.fullmatch(text.replace(" ", ""))
        if match is None:
            raise ValueError(text)
        return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))

    def write(self, value: int) -> str:
        return hundredths(value)


def amount_name(kind: RentLineKind) -> str:
    """The name of the field of a rent line's amount."""
    return f"{kind.value}_ore"


def change_form() -> type[Form]:
    labels = {
        RentChangeKind.CHARGES: "Endrede tillegg (felleskostnader, strøm, garasje, møbler)",
        RentChangeKind.AGREED: "Avtalt med leietakeren",
        RentChangeKind.CORRECTION: "Retting av en feil",
    }
    choices = term_choices(BY_HAND)
    for choice in choices:
        choice.label = labels[RentChangeKind(choice.value)]
    amounts: dict[str, Field] = {
        amount_name(kind): KronerField(f"{kind.label} per måned", validators=[Optional()]) for kind in RentLineKind
    }
    return form_of(
        kind=ChoiceField("Hva slags endring", choices=choices, coerce=term_reader(RentChangeKind), required=True,
                         validators=[InputRequired("Velg hva slags endring det er.")]),
        effective_from=_day("Gjelder fra"),
        **amounts,
        reasons=reason("Hvorfor", description="Står i brevet til leietakeren."),
    )  # fmt: skip


def market_form() -> type[Form]:
    return form_of(
        new_ore=KronerField("Gjengs leie per måned", validators=[InputRequired("Skriv et beløp.")]),
        improvements_ore=KronerField(
            "Fradrag per måned for leietakerens forbedringer", validators=[Optional(), NumberRange(min=0)],
            description="Trekkes fra før leien settes.",
        ),
        effective_from=_day("Gjelder fra"),
        reasons=reason(
            "Hva gjengs leie bygger på", description="Lignende boliger og hva de leies ut for. Står i brevet."
        ),
    )  # fmt: skip


def index_form() -> type[Form]:
    return form_of(new_month=_month("Ny indeks, måned"), effective_from=_day("Gjelder fra"), most=_most())


def fixing_form() -> type[Form]:
    return form_of(
        set_on=_day("Husleien gjaldt fra"),
        index_month=MonthField("Indeks den ble satt etter", validators=[Optional()], description="Måned og år."),
        reason=reason("Hvor det står", description="For eksempel brev eller avtale med dato."),
    )


def enter_form() -> type[Form]:
    return form_of(
        series=StringField("Indeks", validators=[InputRequired("Skriv hvilken indeks det er."), Length(max=40)],
                           filters=[blank_to_none]),
        month=_month("Måned"),
        value=_value(),
        source=_source(),
    )  # fmt: skip


def correct_form() -> type[Form]:
    return form_of(value=_value(), source=_source(), reason=reason("Hva var feil?"))


def settle_form() -> type[Form]:
    return form_of(
        new_ore=KronerField("Husleie per måned", validators=[InputRequired("Skriv et beløp.")]),
        reason=reason("Avgjort av"),
    )


def why_form(label: str) -> type[Form]:
    return form_of(reason=reason(label))


def _day(label: str) -> Any:
    return DayField(label, validators=[InputRequired("Skriv en dag.")])


def _month(label: str) -> Any:
    return MonthField(
        label, validators=[InputRequired("Skriv en måned.")], description="Måned og år, for eksempel 10.2026."
    )


def _most() -> Any:
    return HundredthsField(
        "Høyst så mange prosent", validators=[Optional()], description="Tomt: så mye prisene har steget."
    )


def _value() -> Any:
    return HundredthsField("Verdi", validators=[InputRequired("Skriv tallet.")])


def _source() -> Any:
    return StringField("Kilde", validators=[InputRequired("Skriv hvor tallet er fra."), Length(max=160)],
                       filters=[blank_to_none])  # fmt: skip
