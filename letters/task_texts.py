"""What a task says: never a name, an address, an identity number or a reason for need."""

from collections.abc import Mapping
from datetime import date

from letters.layout import plural, short_date
from rules.lease_terms import ExpiryStage
from rules.terms import (
    AppealStep,
    CaseStep,
    DutyParty,
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


def over_quota(*, taken: int, limit: int) -> str:
    """What an agreement asks for under which more homes are taken than it gives right to."""
    return (
        f"{plural(taken, 'bolig', 'boliger')} er tatt, og avtalen gir rett til {limit} om gangen. Tilvis ingen flere "
        "før det går opp, og snakk med utleieren."
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
    return f"Neste steg: {step.inside}."


def offer_fell() -> str:
    """What an offer that fell by no doing of the household's asks for."""
    return "Tilbudet falt bort uten at husstanden har sagt nei. Gi dem beskjed, og si hva som skjer videre."


def vacancy_step(step: VacancyStep) -> str:
    """What a vacant dwelling asks for next."""
    return f"Neste steg: {step.inside}."


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


def phase_due(phase: Phase, *, late: bool) -> str:
    """What a procurement asks for whose phase is to be done."""
    if late:
        return f"Fasen «{phase.label}» skulle vært ferdig. Se hva som mangler, eller sett en ny dato."
    return f"Fasen «{phase.label}» skal snart være ferdig. Se hva som mangler."


def approach_waits(*, late: bool, written: bool) -> str:
    """What an offer asks for that a landlord made unasked; `written` is the answer that nobody has sent."""
    if written:
        return "Svaret til utleieren er laget, men ikke sendt. Åpne brevet, send det, og før det som sendt."
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
