"""Refusals at payments and postings in bokmål; `admin.wording` finds them through `explain`."""

from admin import formats
from admin.wording import explain
from rules import errors


@explain.register
def _(error: errors.NotReversible) -> str:
    if error.reversed_on is not None:
        return (
            f"Ingenting er lagret. Innbetalingen ble tilbakeført {formats.day(error.reversed_on)}. "
            "Se posteringene på leieforholdet."
        )
    return (
        f"Ingenting er lagret. Bare en innbetaling kan tilbakeføres, og dette er en annen postering "
        f"({error.kind.lower()}). En korrigering angres på sin egen side."
    )


@explain.register
def _(error: errors.SameLease) -> str:
    return (
        f"Ingenting er lagret. Innbetalingen står alt på {error.number}. Velg leieforholdet den skulle stått på, "
        "eller tilbakefør den hvis den ikke hører til noe leieforhold."
    )


@explain.register
def _(_error: errors.AlreadyUndone) -> str:
    return (
        "Ingenting er lagret. Korrigeringen er alt angret, eller den er selv en angring. Trengs beløpet likevel, "
        "før det på nytt fra leieforholdet."
    )


@explain.register
def _(error: errors.NothingToGiveBack) -> str:
    return (
        f"Ingenting er lagret. Leieforholdet skylder {formats.kroner(error.owed_ore)}, og mer enn det kan ikke "
        "ettergis. Skriv et lavere beløp."
    )
