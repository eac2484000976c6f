"""The pages and forms of an end: told of, proposed, protested, moved out of, settled, disputed."""

from bson import ObjectId
from wtforms import BooleanField, HiddenField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from admin.fields import ChoiceField, DayField, KronerField, TickList, blank_to_none, term_choices, term_reader
from admin.forms import Form
from admin.views.acting import form_of, reason
from rules import endings
from rules.terms import (
    DepositRelease,
    DisputeForum,
    DisputeState,
    DisputeSubject,
    EndingGround,
    IntakeChannel,
    LeaseEnd,
    Party,
    RenewalOutcome,
)

MOST = 60


def _day(label: str, missing: str = "Skriv dagen.", **kwargs: str) -> DayField:
    return DayField(label, validators=[InputRequired(missing)], **kwargs)


def _maybe(label: str, **kwargs: str) -> DayField:
    return DayField(label, validators=[Optional()], **kwargs)


def register_form() -> type[Form]:
    told = [one for one in term_choices(LeaseEnd) if LeaseEnd(one.value) in endings.TOLD]
    return form_of(
        reason=ChoiceField("Hva skjer", choices=told, coerce=term_reader(LeaseEnd), required=True,
                           validators=[InputRequired("Velg hva som skjer.")]),
        given_on=_day("Kom til oss", description="Dagen oppsigelsen kom, eller dagen vi fikk vite det."),
        agreed_on=_maybe("Siste dag er avtalt til", description="La feltet stå tomt hvis oppsigelsestiden gjelder."),
        room_only=BooleanField("Leien gjelder et enkelt rom med tilgang til en annens bolig (§ 9-6)"),
        by_landlord=BooleanField("Ved dødsfall: det er kommunen som sier opp, ikke boet (§ 9-10)"),
        successor=StringField("Ved dødsfall: hvem kan tre inn i leieforholdet (§ 8-2)",
                              validators=[Optional(), Length(max=500)], filters=[blank_to_none]),
        note=reason("Merknad", required=False),
    )  # fmt: skip


def propose_form() -> type[Form]:
    ours = [one for one in term_choices(LeaseEnd) if LeaseEnd(one.value) in endings.BY_LANDLORD]
    return form_of(
        reason=ChoiceField("Hva foreslås", choices=ours, coerce=term_reader(LeaseEnd), required=True,
                           validators=[InputRequired("Velg oppsigelse eller heving.")]),
        grounds=TickList("Grunn", choices=term_choices(EndingGround), coerce=term_reader(EndingGround)),
        reasons=reason("Begrunnelse", description="Står i brevet til leietakeren. Skriv hva som har skjedd, og når."),
        warned_on=_maybe("Skriftlig advarsel sendt"),
        out_by=_maybe("Må ha flyttet senest", description="Bare ved heving. Ved oppsigelse gjelder oppsigelsestiden."),
        children=BooleanField("Det bor barn i husstanden"),
        best_interest=reason("Barnets beste", required=False, description="Står i brevet til leietakeren."),
        room_only=BooleanField("Leien gjelder et enkelt rom med tilgang til en annens bolig (§ 9-6)"),
    )  # fmt: skip


def protest_form() -> type[Form]:
    return form_of(protested_on=_day("Kom til oss"), protest=reason("Hva leietakeren skriver", required=False))


def stand_form() -> type[Form]:
    return form_of(ends_on=_day("Leieforholdet slutter"), reason=reason("Hva som er avgjort"))


def agree_form() -> type[Form]:
    return form_of(ends_on=_day("Siste dag"), reason=reason("Hvorfor", required=False))


def move_form() -> type[Form]:
    return form_of(
        moved_out_on=_day(
            "Flyttet ut",
            description="Siste dag med husleie. En dag før leieforholdet opphører, gjør at "
            "resten av oppsigelsestiden ikke kreves.",
        ),
        keys_back_on=_maybe("Nøkler tilbake"),
    )


def goods_form() -> type[Form]:
    return form_of(
        left_goods=reason("Hva er igjen, og hvor oppbevares det", missing="Skriv hva som er igjen."),
        goods_told_on=_maybe("Leietakeren bedt om å hente"),
        goods_until=_maybe("Oppbevares til", description="La feltet stå tomt for det regelboken sier."),
    )


def settle_form() -> type[Form]:
    return form_of(
        release=ChoiceField("Depositumet er frigitt ved", choices=term_choices(DepositRelease),
                            coerce=term_reader(DepositRelease),
                            description="Velg bare hvis depositumet skal dekke noe (husleieloven § 3-5)."),
    )  # fmt: skip


def dispute_form() -> type[Form]:
    return form_of(
        subjects=TickList("Hva gjelder tvisten", choices=term_choices(DisputeSubject),
                          coerce=term_reader(DisputeSubject)),
        forum=ChoiceField("Hvor", choices=term_choices(DisputeForum), coerce=term_reader(DisputeForum), required=True,
                          validators=[InputRequired("Velg hvor saken er.")]),
        brought_by=ChoiceField("Reist av", choices=term_choices(Party), coerce=term_reader(Party), required=True,
                               validators=[InputRequired("Velg hvem som reiste saken.")]),
        brought_on=_day("Reist"),
        reference=StringField("Saksnummer der", validators=[Optional(), Length(max=MOST)], filters=[blank_to_none]),
        claim_ore=KronerField("Krav", validators=[Optional()]),
        next_on=_maybe("Neste frist eller møte"),
        about=reason("Hva saken gjelder", required=False),
        rent_deposited=BooleanField("Leietakeren har deponert den omtvistede leien (§ 3-8)"),
        through_tribunal=BooleanField("Husleietvistutvalget har behandlet saken"),
    )  # fmt: skip


def event_form() -> type[Form]:
    return form_of(on=_day("Når"), what=reason("Hva"), next_on=_maybe("Neste frist eller møte"))


def close_form() -> type[Form]:
    ends = [one for one in term_choices(DisputeState) if one.value != DisputeState.OPEN.value]
    return form_of(
        state=ChoiceField("Hvordan endte det", choices=ends, coerce=term_reader(DisputeState), required=True,
                          validators=[InputRequired("Velg hvordan det endte.")]),
        closed_on=_day("Avsluttet"),
        outcome=reason("Utfallet"),
    )  # fmt: skip


OUTCOMES = [("extend", "Fortsette: søknad om forlengelse"), ("move", "Flytte når leietiden er ute")]


def review_form() -> type[Form]:
    outcomes = [SelectChoice(value=code, label=label) for code, label in OUTCOMES]
    return form_of(
        outcome=ChoiceField("Hva skal skje", choices=outcomes, coerce=term_reader(RenewalOutcome), required=True,
                            validators=[InputRequired("Velg hva som skal skje.")]),
        channel=ChoiceField("Søknaden om forlengelse kom", choices=term_choices(IntakeChannel),
                            coerce=term_reader(IntakeChannel), description="Bare hvis husstanden skal bli boende."),
        reasons=reason("Begrunnelse"),
        nonce=HiddenField(default=lambda: str(ObjectId())),
    )  # fmt: skip


def demand_form() -> type[Form]:
    return form_of(out_by=_day("Må ha flyttet senest"), reasons=reason("Begrunnelse", description="Står i brevet."))
