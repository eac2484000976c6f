"""What a decision letter says in its title and its conclusion, by outcome, kind of application and legal basis."""

from collections.abc import Sequence

from letters.words import BASIS, OUTCOME, Both, Say
from rules.terms import ApplicationKind, DecisionOutcome, LegalBasis
from rules.terms.term import inside

MONTHS_A_YEAR = 12
ASKED = {
    ApplicationKind.NEW: Both("om kommunal bolig", "om kommunal bustad"),
    ApplicationKind.EXTENSION: Both("om å leie boligen videre", "om å leige bustaden vidare"),
    ApplicationKind.SWAP: Both("om å bytte kommunal bolig", "om å byte kommunal bustad"),
}
DISMISSED_MEANS = Both(
    "Det betyr at vi ikke har vurdert innholdet i den.", "Det vil seie at vi ikkje har vurdert innhaldet i han."
)
WHAT_HELP = Both("Hva hjelpen går ut på, står i begrunnelsen.", "Kva hjelpa går ut på, står i grunngivinga.")
BY_APPEAL = Both(
    "Du klaget på det forrige vedtaket. Vi har vurdert saken på nytt og endret vedtaket. Dette vedtaket gjelder i "
    "stedet for det forrige.",
    "Du klaga på det førre vedtaket. Vi har vurdert saka på nytt og endra vedtaket. Dette vedtaket gjeld i staden for "
    "det førre.",
)
TEXT_OF = {  # the rulebook's conclusion for a dwelling under the municipality's own guidelines
    (DecisionOutcome.GRANTED, ApplicationKind.NEW): "granted",
    (DecisionOutcome.GRANTED, ApplicationKind.EXTENSION): "extended",
    (DecisionOutcome.REFUSED, ApplicationKind.NEW): "refused",
    (DecisionOutcome.DISMISSED, ApplicationKind.NEW): "dismissed",
    (DecisionOutcome.DISMISSED, ApplicationKind.EXTENSION): "dismissed",
    (DecisionOutcome.DISMISSED, ApplicationKind.SWAP): "dismissed",
}


def asked(kind: ApplicationKind, basis: LegalBasis) -> Both:
    """What was asked for: «om kommunal bolig», «om hjelp etter boligsosialloven»."""
    if basis is LegalBasis.LOCAL_GUIDELINES:
        return ASKED[kind]
    return Both(f"om hjelp etter {BASIS[basis].nb}", f"om hjelp etter {BASIS[basis].nn}")


def title(outcome: DecisionOutcome, kind: ApplicationKind, basis: LegalBasis, by_appeal: bool) -> Both:
    """The heading says what was decided."""
    what = asked(kind, basis)
    if outcome is DecisionOutcome.WITHDRAWN:
        return Both(f"Vedtaket {what.nb} er trukket tilbake", f"Vedtaket {what.nn} er trekt tilbake")
    ends = OUTCOME[outcome]
    if by_appeal:
        return Both(
            f"Nytt vedtak: Søknaden din {what.nb} er {ends.nb}", f"Nytt vedtak: Søknaden din {what.nn} er {ends.nn}"
        )
    return Both(f"Søknaden din {what.nb} er {ends.nb}", f"Søknaden din {what.nn} er {ends.nn}")


def conclusion(outcome: DecisionOutcome, kind: ApplicationKind, basis: LegalBasis) -> Both:
    """The first sentence where the rulebook has none of its own."""
    what = asked(kind, basis)
    if outcome is DecisionOutcome.WITHDRAWN:
        return Both(f"Vi har trukket tilbake vedtaket {what.nb}.", f"Vi har trekt tilbake vedtaket {what.nn}.")
    verb = OUTCOME[outcome]
    said = Both(f"Vi har {verb.nb} søknaden din {what.nb}.", f"Vi har {verb.nn} søknaden din {what.nn}.")
    if outcome is DecisionOutcome.GRANTED and basis is not LegalBasis.LOCAL_GUIDELINES:
        return Both(f"{said.nb} {WHAT_HELP.nb}", f"{said.nn} {WHAT_HELP.nn}")
    if outcome is DecisionOutcome.DISMISSED:
        return Both(f"{said.nb} {DISMISSED_MEANS.nb}", f"{said.nn} {DISMISSED_MEANS.nn}")
    return said


def text_of(outcome: DecisionOutcome, kind: ApplicationKind, basis: LegalBasis) -> str | None:
    """The rulebook's paragraph that says the conclusion, where it has one."""
    if basis is not LegalBasis.LOCAL_GUIDELINES:
        return None
    return "withdrawn" if outcome is DecisionOutcome.WITHDRAWN else TEXT_OF.get((outcome, kind))


def place(home: str | None, need: Sequence[str]) -> Both:
    """What kind of home the household waits for, in one sentence; `home` and `need` are in the letter's form."""
    kind = inside(home) if home else None
    having = f" med {_listed(need)}" if need else ""
    fits = Both(" som passer husstanden din", " som passar husstanden din") if not home and not need else Both("", "")
    return Both(
        f"Du har fått plass på ventelisten for {kind or 'bolig'}{having}{fits.nb}.",
        f"Du har fått plass på ventelista for {kind or 'bustad'}{having}{fits.nn}.",
    )


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} og {last}" if first else last


def lease_time(months: int, say: Say) -> str:
    """The length of the lease in years where it comes to whole ones: «3 år»."""
    years, left = divmod(months, MONTHS_A_YEAR)
    if years and not left:
        return f"{years} år"
    return say(Both(f"{months} måneder", f"{months} månader") if months > 1 else Both("1 måned", "1 månad"))
