"""Refusals at changes of the rent and at the price index, in bokmål."""

from admin import formats, wording
from admin.case_wording import NOTHING
from rules import errors

EARLY = {
    "notice": "Varselet gir tidligst ny husleie fra {day} (husleieloven §§ 4-2 og 4-3). Velg den dagen eller senere.",
    "market": "Gjengs leie kan tidligst kreves {day}, når leieforholdet har vart i to og et halvt år uten annen "
    "endring enn indeksregulering (husleieloven § 4-3).",
    "fixing": "Husleien kan tidligst endres {day}, et år etter at den sist ble fastsatt (husleieloven § 4-2).",
}


@wording.explain.register
def _(error: errors.RentNegative) -> str:
    what = error.line.inside
    return f"{NOTHING} {what.capitalize()} kan ikke være under null. Skriv 0 hvis beløpet skal falle bort."


@wording.explain.register
def _(error: errors.RentBeforeLease) -> str:
    since = formats.day(error.starts_on)
    return f"{NOTHING} Leieforholdet {error.number} begynte {since}. Velg den dagen eller en senere."


@wording.explain.register
def _(error: errors.RentLinesOverlap) -> str:
    what = error.line.inside
    return (
        f"{NOTHING} {what.capitalize()} er alt satt fra {formats.day(error.since)}, og to beløp kan ikke gjelde "
        "samtidig. Velg en senere dag, eller rett det beløpet som står."
    )


@wording.explain.register
def _(error: errors.MonthCharged) -> str:
    return (
        f"{NOTHING} Husleien er alt krevd for den tiden. Velg {formats.day(error.free_from)} eller senere. Var det som "
        "ble krevd, feil, velger du «Retting»: da blir forskjellen godskrevet eller krevd av seg selv."
    )


@wording.explain.register
def _(_error: errors.RentUnchanged) -> str:
    return f"{NOTHING} Husleien blir den samme. Skriv et annet beløp, eller la den stå."


@wording.explain.register
def _(error: errors.RentFixingUnknown) -> str:
    return (
        f"{NOTHING} Det er ikke registrert når husleien på {error.number} sist ble fastsatt, og økningen regnes fra "
        "den dagen. Velg «Registrer siste fastsetting» på leieforholdets side først, og prøv så igjen."
    )


@wording.explain.register
def _(error: errors.IndexNotLater) -> str:
    return (
        f"{NOTHING} Husleien er alt fastsatt etter indekstallet for {_month(error.fixed)}. "
        f"{_month(error.month).capitalize()} er ikke nyere. Velg en senere måned."
    )


@wording.explain.register
def _(error: errors.RentTooEarly) -> str:
    return f"{NOTHING} {EARLY.get(error.why, EARLY['notice']).format(day=formats.day(error.earliest))}"


@wording.explain.register
def _(error: errors.RentChangeStands) -> str:
    return f"{NOTHING} En annen endring av husleien på {error.number} er under arbeid. Fullfør eller avlys den først."


@wording.explain.register
def _(error: errors.RentChangeOutdated) -> str:
    return f"{NOTHING} Husleien på {error.number} er endret siden dette utkastet ble laget. Avlys det, og lag et nytt."


@wording.explain.register
def _(error: errors.IndexMonthMissing) -> str:
    return (
        f"{NOTHING} {error.series} har ikke noe tall for {_month(error.month)}. Legg det inn under "
        "Konsumprisindeks, og prøv igjen."
    )


@wording.explain.register
def _(error: errors.IndexHole) -> str:
    return f"{NOTHING} {error.series} mangler {_month(error.month)}. Legg inn den måneden først."


def _month(month: str) -> str:
    return formats.month(month) if "-" in month else month
