"""Refusals in the five phases of a procurement, in bokmål."""

from flask import has_request_context

from admin import formats, wording
from admin.case_wording import NOTHING
from letters.layout import plural
from rules import errors
from rules.procurement import EARLIER_WORK_YEARS
from rules.terms import Lack
from services import rulebooks

RESTING = {
    "later_phase": "En senere fase er bekreftet ferdig. Åpne den igjen først.",
    "announcement": "Behovet er lyst ut på dette grunnlaget. Trekk utlysingen først; det går så lenge ingen tilbud er "
    "registrert.",
    "bids": "Utleiere har svart på utlysingen. Den må stå som den var.",
    "choice": "Utleier er valgt. Ta valget tilbake først.",
    "agreement": "Det er opprettet en avtale under framskaffelsen.",
}


def _names(codes: tuple[str, ...]) -> str:
    """What the rulebook calls the results."""
    if not has_request_context():  # nobody reads it on a screen, and there may be no rulebook to ask
        return plural(len(codes), "resultat", "resultater")
    book = rulebooks.current(formats.today()).partnering.results
    labels = {one.code: f"«{one.label}»" for one in book}
    return wording.listed(labels.get(code, "et resultat som ikke står i regelboken lenger") for code in codes)


@wording.explain.register
def _(error: errors.PhasesUnfinished) -> str:
    return (
        f"{NOTHING} En avtale kan ikke inngås før resultatene av fase 1–3 står. I framskaffelse {error.number} mangler "
        f"{_names(error.missing)}. Åpne framskaffelsen og fullfør det som mangler."
    )


@wording.explain.register
def _(error: errors.PhaseNotYet) -> str:
    return (
        f"{NOTHING} Framskaffelse {error.number} er ikke kommet så langt. Det mangler {_names(error.missing)}. Fullfør "
        "det først."
    )


@wording.explain.register
def _(error: errors.BeforeStart) -> str:
    began = f"Framskaffelsen begynte {formats.day(error.started_on)}"
    if error.field == "on":
        return f"{began}, mer enn {EARLIER_WORK_YEARS} år etter denne dagen. Rett den."
    return f"{began}, og dette kan ikke være før. Rett datoen, eller rett dagen den begynte."


@wording.explain.register
def _(error: errors.StartBeyond) -> str:
    return (
        f"Det første som er gjort i framskaffelsen, er datert {formats.day(error.first_on)}. Den kan ikke ha begynt "
        "etter det."
    )


@wording.explain.register
def _(error: errors.PhaseOrder) -> str:
    return f"{NOTHING} Fasene tas i rekkefølge. Bekreft at «{error.first}» er ferdig først."


@wording.explain.register
def _(error: errors.PhaseClosed) -> str:
    return f"{NOTHING} Fasen «{error.phase}» er bekreftet ferdig. Åpne den igjen før du endrer resultatene."


@wording.explain.register
def _(error: errors.PhaseRests) -> str:
    return f"{NOTHING} Noe senere bygger på dette. {RESTING.get(error.on, '')}".strip()


@wording.explain.register
def _(_error: errors.MandateNotTheirs) -> str:
    return (
        f"{NOTHING} Etter regelboken er det kommunestyret som gir fullmakt. Skal kommunedirektøren kunne det her, må "
        "en administrator endre regelboken."
    )


@wording.explain.register
def _(error: errors.MandateStands) -> str:
    held = f"{error.body}s sak {error.case_number} er registrert som {error.number}"
    if error.withdrawn:
        return f"{held}, som er trukket tilbake, men det er inngått avtaler på den. Ta først tilbake at de er inngått."
    return f"{held}. Bruk den, eller rett saksnummeret."


@wording.explain.register
def _(error: errors.MandateInvalid) -> str:
    known = {one.value: one for one in Lack}
    why = known[error.why].label if error.why in known else "Fullmakten gjelder ikke"
    return f"{NOTHING} {why} (fullmakt {error.number}). Velg en fullmakt som gjelder, eller registrer et nytt vedtak."


@wording.explain.register
def _(error: errors.CeilingReached) -> str:
    left = max(error.ceiling - error.used, 0)
    return (
        f"{NOTHING} Fullmakt {error.number} gjelder høyst {plural(error.ceiling, 'bolig', 'boliger')}. "
        f"{error.used} er brukt, så {left} er igjen, og avtalen gjelder {error.asked}. Minsk antallet, eller be om et "
        "nytt vedtak."
    )
