"""Refusals about plans, pauses, interest, housing allowance and guarantees: what is wrong, why, what to do next."""

from admin import formats, wording
from admin.case_wording import NOTHING
from rules import errors


@wording.explain.register
def _(error: errors.PlanStands) -> str:
    return (
        f"{NOTHING} Det løper alt en nedbetalingsavtale i {error.number}. Skal den erstattes, skriver du hvorfor i "
        "feltet nederst."
    )


@wording.explain.register
def _(error: errors.PlanGone) -> str:
    return f"{NOTHING} Avtalen eller utsettelsen i {error.number} løper ikke lenger. Åpne saken, og se hva som står nå."


@wording.explain.register
def _(error: errors.PauseStands) -> str:
    return (
        f"{NOTHING} {error.number} er alt utsatt til og med {formats.day(error.until)}. Avslutt den utsettelsen først, "
        "og gi en ny."
    )


@wording.explain.register
def _(_error: errors.InterestOff) -> str:
    return (
        f"{NOTHING} Kommunen krever ikke forsinkelsesrente etter regelboken. Skal det kreves, må en administrator "
        "endre regelboken."
    )


@wording.explain.register
def _(error: errors.InterestBooked) -> str:
    return f"{NOTHING} Renten på {error.number} er alt ført til og med {formats.day(error.until)}. Velg en senere dag."


@wording.explain.register
def _(error: errors.NoSecurity) -> str:
    return (
        f"{NOTHING} Det er ikke registrert sikkerhet med beløp på {error.number}. Er det stilt garanti eller "
        "depositum, registrerer du det på leieforholdet først."
    )


@wording.explain.register
def _(error: errors.GuaranteeTooHigh) -> str:
    return (
        f"{NOTHING} Det kan høyst kreves {formats.kroner(error.most_ore)}. Leietakeren skylder "
        f"{formats.kroner(error.owed_ore)}, og det er {formats.kroner(error.left_ore)} igjen av sikkerheten (høyst "
        "seks måneders leie, husleieloven §§ 3-5 og 3-6). Skriv et lavere beløp."
    )


@wording.explain.register
def _(error: errors.NotInArrears) -> str:
    return (
        f"{NOTHING} Bostøtten kan bare utbetales til kommunen når det er en åpen restansesak på {error.number}. Er det "
        "ingen restanse, skal leietakeren ha bostøtten selv."
    )
