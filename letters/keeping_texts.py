"""What a task about a home that is lived in says: never a name, an address, or why anybody is followed up."""

from collections.abc import Mapping

from rules.arrears import Advice, ArrearsReason
from rules.terms import ArrearsStep, FollowUpKind

_FOLLOW_UP: Mapping[FollowUpKind, str] = {
    FollowUpKind.HOME_OWNERSHIP: "Det er tid for en samtale om egen bolig. Kall inn husstanden, eller flytt samtalen.",
    FollowUpKind.INTEGRATION: "Følg opp hvordan husstanden finner seg til rette i bomiljøet.",
}


def arrears(advice: Advice) -> str:
    """The one next step on the ladder, as advice, and why."""
    if advice.step is ArrearsStep.CHECK_DATA:
        return f"Leien er ikke betalt. {advice.reason.label}."
    step = advice.step.inside
    if advice.reason in (ArrearsReason.DAYS_REACHED, ArrearsReason.CONTACT_FIRST):
        return f"Leien er ikke betalt. Neste steg: {step}."
    return f"Leien er ikke betalt. Neste steg: {step}. {advice.reason.label}."


def approval_asked() -> str:
    """What a step toward eviction that waits for a leader asks for."""
    return "Et steg mot fravikelse venter på godkjenning. Les begrunnelsen, og godkjenn eller si nei."


def withdraw_petition(*, planned: bool = False) -> str:
    """What a petition asks for whose debt is paid, or is paid down by a plan."""
    why = "En nedbetalingsavtale er inngått." if planned else "Gjelden er betalt."
    return f"{why} Trekk begjæringen hos namsmannen i dag, og si fra til leietakeren."


def incident_to_map() -> str:
    """What a new complaint asks for."""
    return "En klage på bomiljøet er kommet. Hør leietakeren, finn ut hva som har skjedd, og før det."


def incident_to_go_on() -> str:
    """What a complaint without any open measure asks for."""
    return "Bestem et tiltak etter klagen, eller avslutt den med det den førte til."


def incident_measure() -> str:
    """What a measure asks for whose day has come."""
    return "Et tiltak etter en klage skulle vært gjort. Gjør det, og før hva som kom ut av det."


def incident_warning() -> str:
    """What a warning asks for that is not posted."""
    return "En skriftlig advarsel er ikke sendt. Send brevet, eller trekk advarselen."


def follow_up(kind: FollowUpKind) -> str:
    """What a follow-up plan asks for: never why the household is followed up."""
    return _FOLLOW_UP.get(kind, "Det er tid for å følge opp husstanden i boligen. Avtal tid, eller flytt det.")


def missing_security() -> str:
    """What a signed lease without its guarantee asks for."""
    return "Sikkerheten for kontrakten er ikke registrert. Nøklene kan ikke overleveres før den er der."


def broken_plan() -> str:
    """What a broken payment plan asks for; nothing is sent by itself."""
    return (
        "Nedbetalingsavtalen er ikke holdt. Ta kontakt med husstanden, hør hva som har skjedd, og avtal hva som skal "
        "gjøres. Ingenting er sendt."
    )


def unanswered_allowance() -> str:
    """What an application for housing allowance without an answer asks for."""
    return "Bostøtten er søkt, men svaret er ikke registrert. Spør leietakeren eller Husbanken, og noter svaret."


def awaited_guarantee(*, late: bool) -> str:
    """What a claim on a guarantee asks for until its answer is noted."""
    if late:
        return "Garantisten har ikke svart i tide på kravet. Purr på svaret, og noter det."
    return "Garantien er krevd. Noter svaret når det kommer."


def inspection_due() -> str:
    """What a home asks for that has not been inspected for long."""
    return "Det er tid for befaring av boligen. Planlegg en dag, og varsle leietakeren."


def inspection_untold() -> str:
    """What a planned inspection asks for that the tenant has not been told of."""
    return "Befaringen er planlagt, men leietakeren er ikke varslet. Send varsel i tide (husleieloven § 5-6)."


def inspection_now() -> str:
    """What a planned inspection asks for on its day and after."""
    return "Dagen for befaringen er kommet. Gå gjennom boligen og før hvert rom, eller flytt befaringen."


def inspection_unsigned() -> str:
    """What an inspection asks for that was held and has no protocol."""
    return "Befaringen er gjennomført, men protokollen er ikke undertegnet. Se over den, og undertegn."


def inspection_called_off() -> str:
    """What an inspection asks for that was called off after the tenant was told."""
    return "Befaringen er avlyst, men leietakeren har fått brev om den. Send brev om at den er avlyst."


def repair_due(*, ordered: bool) -> str:
    """What a repair asks for whose day has come."""
    if ordered:
        return "Utbedringen er bestilt, men ikke ført som utført. Følg opp den som skal gjøre den."
    return "Utbedringen skulle vært gjort. Bestill den, eller før at den er utført."
