"""Refusals about landlords' bids, offers made unasked and overviews of the need: what is wrong, and what to do next."""

from admin import formats, wording
from admin.case_wording import NOTHING
from rules import errors


@wording.explain.register
def _(error: errors.ProcurementClosed) -> str:
    return f"{NOTHING} Framskaffelsen {error.number} er avsluttet. Tilbudene i den kan ikke endres."


@wording.explain.register
def _(error: errors.BidLate) -> str:
    return (
        f"{NOTHING} Tilbudet {error.number} kom etter fristen {formats.day(error.bids_by)}. Avvis det, eller skriv "
        "hvorfor det likevel vurderes, før det får poeng."
    )


@wording.explain.register
def _(error: errors.BidStands) -> str:
    return (
        f"{NOTHING} Utleierens tilbud på dette prosjektet er registrert som {error.bid} i {error.number}. Rett det, "
        "eller gi prosjektet et annet navn hvis utleieren har gitt to."
    )


@wording.explain.register
def _(error: errors.BidScored) -> str:
    return (
        f"{NOTHING} Tilbudet {error.number} har fått poeng og står som det var da. Avvis det og registrer det riktige, "
        "eller endre poengene."
    )


@wording.explain.register
def _(error: errors.BidsUndecided) -> str:
    return (
        f"{NOTHING} {wording.listed(error.waiting)} mangler poeng eller en avgjørelse. Alle tilbud må ha poeng for "
        "alle kriteriene, eller være avvist eller trukket, før det velges."
    )


@wording.explain.register
def _(error: errors.BiddingOpen) -> str:
    return f"{NOTHING} Fristen for å gi tilbud går ut {formats.day(error.bids_by)}. Velg dagen etter eller senere."


@wording.explain.register
def _(error: errors.AgainstOrder) -> str:
    return f"{wording.listed(error.better)} har flere poeng enn et tilbud som er valgt. Skriv hvorfor det ikke velges."


@wording.explain.register
def _(error: errors.ChoiceStands) -> str:
    return f"{NOTHING} Valget i {error.number} er gjort. Ta valget tilbake først hvis tilbudene skal endres."


@wording.explain.register
def _(error: errors.ChoiceUsed) -> str:
    return f"{NOTHING} Avtalen {error.agreement} bygger på valget i {error.number}, så valget står fast."


@wording.explain.register
def _(error: errors.BiddingOver) -> str:
    return (
        f"{NOTHING} Framskaffelsen {error.number} tar ikke imot tilbud nå. Velg en annen, eller svar uten å vise til "
        "en utlysing."
    )


@wording.explain.register
def _(error: errors.OverviewSettled) -> str:
    return f"{NOTHING} {error.number} er fastsatt og blir stående som den var. Lag en ny oversikt hvis noe er endret."
