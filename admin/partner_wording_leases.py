"""Refusals about landlords' leases and proposed homes, in bokmål: what is wrong, why, and what to do next."""

from admin import formats, wording
from admin.case_wording import NOTHING
from rules import errors


@wording.explain.register
def _(error: errors.LandlordsLease) -> str:
    return (
        f"{NOTHING} Leieforhold {error.number} er mellom utleieren og husstanden, og dette er det utleieren som gjør. "
        "Det utleieren forteller, registrerer du på leieforholdets side."
    )


@wording.explain.register
def _(error: errors.NotLandlordsLease) -> str:
    return f"{NOTHING} Kommunen er utleier i leieforhold {error.number}. Bruk leieforholdets egne steg."


@wording.explain.register
def _(error: errors.HomeKnown) -> str:
    return (
        f"{NOTHING} En bolig med adressen {error.address} og samme bruksenhetsnummer er alt registrert eller "
        "foreslått. Se etter om bruksenhetsnummeret er riktig."
    )


@wording.explain.register
def _(error: errors.ReportDelayed) -> str:
    return (
        f"Det du meldte om leieforhold {error.number}, er lagret, men meldingen vises ikke på siden ennå. Vent et "
        "minutt og last siden på nytt. Kommer den ikke, sier du fra til en administrator."
    )


@wording.explain.register
def _(error: errors.HomesFull) -> str:
    return (
        f"{NOTHING} Prosjektet «{error.project}» gjelder {error.homes} boliger, og {error.registered} er alt "
        "registrert. Er avtalen utvidet, retter du antallet på prosjektet først."
    )


@wording.explain.register
def _(error: errors.HomeLet) -> str:
    # Not which lease: whose home the dwelling is may be protected.
    until = f"løper til {formats.day(error.until)}" if error.until else "løper uten sluttdato"
    return (
        f"{NOTHING} Et annet leieforhold i boligen {until}, og to leieforhold kan ikke ha dager felles. Er det andre "
        "slutt, eller slutter det før, fører du det først. Er dagene feil, retter du dem."
    )
