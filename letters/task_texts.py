"""What a task says: never a name, an address, an identity number or a reason for need."""

from collections.abc import Mapping
from datetime import date

from letters.layout import plural, short_date
from rules.arrears import Advice, ArrearsReason
from rules.lease_terms import ExpiryStage
from rules.terms import (
    AppealStep,
    ArrearsStep,
    CaseStep,
    DutyParty,
    FollowUpKind,
    MeetingState,
    Phase,
    TaskKind,
    Urgency,
    VacancyStep,
)

_LEASE_ENDS: Mapping[ExpiryStage, str] = {
    ExpiryStage.APPROACHING: "Leiekontrakten nærmer seg utløp. Avklar om den skal forlenges.",
    ExpiryStage.NEAR: "Leiekontrakten utløper snart. Avklar forlengelse eller utflytting nå.",
    ExpiryStage.EXPIRED: "Leiekontrakten er utløpt, men boligen er fortsatt bebodd. Forny kontrakten, eller send "
    "flyttingsoppfordring innen tre måneder (husleieloven § 9-2).",
    ExpiryStage.OPEN_ENDED: "Leiekontrakten er utløpt uten flyttingsoppfordring i tide. Leieforholdet er blitt "
    "tidsubestemt (husleieloven § 9-2).",
}
_AGREEMENT_ENDS: Mapping[ExpiryStage, str] = {
    ExpiryStage.APPROACHING: "Avtalen med utleieren nærmer seg utløp. Vurder om den skal fornyes.",
    ExpiryStage.NEAR: "Avtalen med utleieren utløper snart. Avklar fornyelse eller nye boliger nå.",
    ExpiryStage.EXPIRED: "Avtalen med utleieren er utløpt. Forny den, eller avslutt den i Husrom.",
    ExpiryStage.OPEN_ENDED: "Avtalen med utleieren er utløpt. Forny den, eller avslutt den i Husrom.",
}
_APPEAL: Mapping[Urgency, str] = {
    Urgency.NOTICE: "Klagen venter på at vi vurderer saken på nytt (forvaltningsloven § 33).",
    Urgency.SOON: "Klagen må snart vurderes på nytt eller sendes til klageinstansen (forvaltningsloven § 33).",
    Urgency.URGENT: "Klagen er verken vurdert på nytt eller sendt til klageinstansen i tide. Gjør det nå "
    "(forvaltningsloven § 33).",
}
_APPEAL_STEP: Mapping[AppealStep, str] = {
    AppealStep.CONSIDER_REINSTATEMENT: "Klagen kom etter fristen. Vurder om den kan behandles likevel "
    "(forvaltningsloven § 31).",
    AppealStep.DECIDE_DEFERRAL: "Svar på om vedtaket skal vente til klagen er avgjort (forvaltningsloven § 42).",
    AppealStep.TELL: "Et brev i klagesaken er ikke sendt. Se over det, og godkjenn det.",
    AppealStep.FOLLOW_UP: "Klageinstansen har ikke svart. Spør hvordan det går, og noter datoen eller utfallet.",
}
_SLOW: Mapping[Urgency, str] = {
    Urgency.SOON: "Saken har ligget over en måned uten vedtak eller foreløpig svar. Send foreløpig svar, eller "
    "avgjør saken (forvaltningsloven § 11 a).",
    Urgency.URGENT: "Saken har ligget lenge uten vedtak eller foreløpig svar. Avgjør den, eller send foreløpig svar "
    "nå (forvaltningsloven § 11 a).",
}
_WHEN: Mapping[TaskKind, tuple[str, str]] = {
    TaskKind.ARREARS: ("gjøres", "skulle vært gjort"),
    TaskKind.EXPIRING_LEASE: ("utløper", "utløp"),
    TaskKind.EXPIRING_AGREEMENT: ("utløper", "utløp"),
    TaskKind.SLOW_CASE: ("svarfrist", "svarfristen var"),
}


def arrears(advice: Advice) -> str:
    """The one next step on the ladder, as advice, and why."""
    if advice.step is ArrearsStep.CHECK_DATA:
        return f"Leien er ikke betalt. {advice.reason.label}."
    step = f"{advice.step.label[:1].lower()}{advice.step.label[1:]}"
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


def lease_end(stage: ExpiryStage) -> str:
    """What the end of a lease asks for."""
    return _LEASE_ENDS[stage]


def agreement_end(stage: ExpiryStage) -> str:
    """What the end of a landlord agreement asks for."""
    return _AGREEMENT_ENDS[stage]


def duty(party: DutyParty, *, late: bool) -> str:
    """What a duty under an agreement with a landlord asks for."""
    if party is DutyParty.LANDLORD:
        late_words = "Utleieren har ikke gjort det avtalen sier til fristen. Ta kontakt, og før det når det er gjort."
        return late_words if late else "Utleieren skal snart gjøre det avtalen sier. Minn dem på det."
    if late:
        return "Kommunen har ikke gjort det avtalen med utleieren sier til fristen. Gjør det nå, og før det."
    return "Kommunen skal snart gjøre det avtalen med utleieren sier."


def unused_right(*, free: int, months: int) -> str:
    """What a right to point out tenants asks for that has not been used for so long."""
    homes = plural(free, "bolig", "boliger")
    return (
        f"Avtalen gir rett til {homes} til, og ingen er tilvist på {plural(months, 'måned', 'måneder')}. Tilvis "
        "husstander, eller snakk med utleieren."
    )


def waiting_appeal(urgency: Urgency) -> str:
    """What an appeal that waits for us asks for."""
    return _APPEAL[urgency]


def appeal_step(step: AppealStep, urgency: Urgency) -> str:
    """What an appeal asks for next."""
    return _APPEAL_STEP.get(step) or waiting_appeal(urgency)


def slow_case(urgency: Urgency) -> str:
    """What a case without an answer asks for."""
    return _SLOW[urgency]


def next_step(step: CaseStep) -> str:
    """What a case asks for next."""
    return f"Neste steg: {step.label[:1].lower()}{step.label[1:]}."


def offer_fell() -> str:
    """What an offer that fell by no doing of the household's asks for."""
    return "Tilbudet falt bort uten at husstanden har sagt nei. Gi dem beskjed, og si hva som skjer videre."


def vacancy_step(step: VacancyStep) -> str:
    """What a vacant dwelling asks for next."""
    return f"Neste steg: {step.label[:1].lower()}{step.label[1:]}."


def offer(*, untold: bool) -> str:
    """What an offer without an answer asks for."""
    if untold:
        return (
            "Tilbudsbrevet er ikke sendt, eller kom for sent til å svare på. Send det, eller gi tilbudet på telefon, "
            "og gi ny svarfrist om det trengs."
        )
    return "Svarfristen på tilbudet er snart ute. Ta kontakt, og noter svaret."


def refusal(*, answered: bool, heard: bool) -> str:
    """What an offer that was not taken asks for."""
    what = "Husstanden takket nei til tilbudet." if answered else "Tilbudet ble ikke besvart i tide, og falt bort."
    if heard:
        return f"{what} Husstanden er spurt om hvorfor. Vurder om det var god grunn."
    return f"{what} Hør husstanden, og vurder om det var god grunn."


def refusal_counts() -> str:
    """What a refusal without good reason asks of the case; nothing in it changes by itself."""
    return "Et avslått tilbud er vurdert som uten god grunn. Se om momentet om tidligere tilbud skal vurderes på nytt."


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


_FOLLOW_UP: Mapping[FollowUpKind, str] = {
    FollowUpKind.HOME_OWNERSHIP: "Det er tid for en samtale om egen bolig. Kall inn husstanden, eller flytt samtalen.",
    FollowUpKind.INTEGRATION: "Følg opp hvordan husstanden finner seg til rette i bomiljøet.",
}


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


def letter_to_send(title: str) -> str:
    """What a letter on the dispatch list asks for; its title names no person."""
    return f"Brevet «{title}» er klart. Send det, og noter datoen."


def meeting(state: MeetingState, *, late: bool) -> str:
    """What a committee meeting asks of its chair."""
    if state is MeetingState.OPEN:
        return "Møtet er ikke avsluttet. Avslutt det, så blir protokollen laget."
    if late:
        return "Møtet er ikke holdt. Avlys det, så kan sakene settes på dagsorden i et nytt møte."
    return "Møtet er planlagt. Se over dagsorden, og åpne møtet når det begynner."


def new_lease() -> str:
    """What a granted extension asks for."""
    return "Leieforholdet er innvilget forlengelse. Skriv ny kontrakt før den gamle utløper."


def plan_services() -> str:
    """What an allocated dwelling with services asks of the household's caseworker."""
    return "Boligen er tildelt. Planlegg tjenestene med enheten før innflyttingen."


def refused_mail() -> str:
    """What a mail that the server refused asks for."""
    return "E-posttjeneren avviste en e-post. Se årsaken i utboksen, rett adressen på brukeren, og legg den i kø igjen."


def mail_without_file() -> str:
    """What a mail asks for whose file is gone."""
    return (
        "En e-post er ikke sendt, for filen som skulle følge med, finnes ikke lenger. Se i utboksen hvem som skulle ha "
        "den, og gi beskjed på en annen måte."
    )


def failed_job(title: str, why: str) -> str:
    """What a job that failed asks for."""
    return f"Jobben «{title}» feilet: {why} Se kjøringen og loggen, rett årsaken og kjør jobben igjen."


def stopped_effect(why: str) -> str:
    """What a follow-up that has stopped asks for."""
    return f"En oppfølging av en lagret endring har stoppet ({why}). Prøv den igjen, eller dropp den med begrunnelse."


def duplicate() -> str:
    """What a person who may be registered twice asks for."""
    return (
        "Personen kan være registrert to ganger. Åpne personen, sammenlign de to, og slå dem sammen om det er riktig."
    )


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


def phase_due(phase: Phase, *, late: bool) -> str:
    """What a procurement asks for whose phase is to be done."""
    if late:
        return f"Fasen «{phase.label}» skulle vært ferdig. Se hva som mangler, eller sett en ny dato."
    return f"Fasen «{phase.label}» skal snart være ferdig. Se hva som mangler."


def approach_waits(*, late: bool) -> str:
    """What an offer asks for that a landlord made unasked."""
    if late:
        return "En henvendelse fra en utleier skulle vært besvart. Svar nå; ingenting avtales utenom en utlysing."
    return "En utleier har tatt kontakt på eget initiativ. Svar med brev; ingenting avtales utenom en utlysing."


def key_expires() -> str:
    """What a landlord's key that runs out soon asks for."""
    return "En nøkkel for et utleiersystem utløper snart. Lag en ny, og gi den til utleieren."


def webhook_fails() -> str:
    """What a landlord's address asks for that has not taken a message for a day."""
    return (
        "En varsling til en utleier er stanset, for adressen har ikke svart på over et døgn. Si fra til utleieren. "
        "Når den svarer igjen: send en prøvemelding, og ta varslingen i bruk."
    )


def manual() -> str:
    """What a mail says of a task that a person has written: never their words."""
    return "Du har fått en oppgave. Les den i Husrom."


def when(kind: TaskKind, day: date, today: date) -> str:
    """A task's day in words: «forfalt 20.10.2026 (33 dager siden)», «utløper 22.02.2027 (om 92 dager)»."""
    days = (day - today).days
    ahead, past = _WHEN.get(kind, ("frist", "fristen var"))
    if days == 0:
        return f"{ahead} {short_date(day)} (i dag)"
    distance = f"om {plural(days, 'dag', 'dager')}" if days > 0 else f"{plural(-days, 'dag', 'dager')} siden"
    return f"{ahead if days > 0 else past} {short_date(day)} ({distance})"
