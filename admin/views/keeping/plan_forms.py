"""The pages and forms of plans and pauses, and of interest on arrears."""

from wtforms.validators import InputRequired, Optional

from admin.fields import DayField, KronerField, WholeNumberField
from admin.forms import Form
from admin.views.acting import Step, form_of, reason

AGREE = Step(
    heading="Lag nedbetalingsavtale",
    lead="Avtal avdragene sammen med husstanden. Avtalen gjelder alt som er forfalt i dag. Du ser avdragene og brevet "
    "før avtalen gjelder. Mens den løper, venter purring og andre steg.",
    button="Inngå avtalen og send brevet",
    look="Se avdragene og brevet",
    done="Avtalen er inngått, og brevet er klart til utsending. Purring og andre steg venter så lenge den holdes.",
    keeps=True,
)
CANCEL = Step(
    heading="Avlys nedbetalingsavtalen",
    lead="Gjelden følges opp som før fra i dag. Husstanden får ikke brev av seg selv: fortell dem det.",
    button="Avlys avtalen",
    done="Avtalen er avlyst. Saken følges opp som før.",
)
PAUSE = Step(
    heading="Gi utsettelse",
    lead="Til og med den siste dagen gjør vi ikke noe hardere enn å holde kontakt. Deretter fortsetter saken av seg "
    "selv.",
    button="Gi utsettelse",
    done="Utsettelsen er notert. Saken fortsetter av seg selv dagen etter.",
    facts=("tenant", "oldest_due"),
)
RESUME = Step(
    heading="Avslutt utsettelsen",
    lead="Saken følges opp som før fra i dag.",
    button="Avslutt utsettelsen",
    done="Utsettelsen er avsluttet. Saken følges opp som før.",
)
INTEREST = Step(
    heading="Før forsinkelsesrente",
    lead="Renten regnes dag for dag av husleie og krav som er forfalt, ikke av gebyrer og renter. Den føres én gang "
    "for hver dag: neste gang begynner den dagen etter den du velger nå.",
    button="Før renten",
    done="Renten er ført på leieforholdet.",
)


def agree_form(*, replaces: bool) -> type[Form]:
    """The first day and how the debt is split; why, where a plan runs already."""
    fields = {
        "first_on": DayField("Første avdrag", validators=[InputRequired("Skriv dagen det første avdraget forfaller.")]),
        "count": WholeNumberField(
            "Antall avdrag", validators=[Optional()], description="Ett i måneden. Det siste tar det som gjenstår.",
        ),
        "each_ore": KronerField(
            "Eller beløp per avdrag", validators=[Optional()], description="Fyll ut dette i stedet for antallet.",
        ),
    }  # fmt: skip
    if replaces:
        fields["reason"] = reason("Hvorfor erstattes avtalen som løper?")
    return form_of(**fields)


def pause_form() -> type[Form]:
    return form_of(
        until=DayField("Til og med", validators=[InputRequired("Skriv den siste dagen.")]),
        reason=reason("Hvorfor?", missing="Skriv hvorfor."),
    )


def interest_form() -> type[Form]:
    return form_of(until=DayField("Til og med", validators=[InputRequired("Skriv den siste dagen renten gjelder.")]))


def why_form(label: str = "Hvorfor?") -> type[Form]:
    return form_of(reason=reason(label, missing="Skriv hvorfor."))
