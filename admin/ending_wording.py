"""Refusals at the end of a lease and in disputes, in bokmål: what is wrong, why, and what to do next."""

from admin import formats, wording
from admin.case_wording import NOTHING
from rules import errors

NOTICE = {
    "no_grounds": "Velg minst én grunn. Kommunen kan bare si opp eller heve med en saklig grunn (husleieloven § 9-5).",
    "no_reasons": "Skriv en begrunnelse. En oppsigelse uten begrunnelse er ugyldig (husleieloven § 9-7).",
    "bound_term": "Leieavtalen er tidsbestemt, og det er opplyst at den ikke kan sies opp i leietiden (husleieloven § "
    "9-2). Vent til leietiden er ute, eller hev avtalen hvis den er vesentlig misligholdt (§ 9-9).",
    "tenant_bound": "Leieavtalen er tidsbestemt og kan ikke sies opp i leietiden (husleieloven § 9-2). Blir dere enige "
    "om at leietakeren flytter før, fører du dagen dere har avtalt.",
    "not_material": "Bare vesentlig mislighold gir rett til å heve (husleieloven § 9-9). Velg en annen grunn, eller si "
    "opp avtalen i stedet.",
    "not_warned": "Denne grunnen krever en skriftlig advarsel først (husleieloven § 9-9). Send advarselen, eller før "
    "dagen den ble sendt.",
    "rent_deposited": "Leietakeren har deponert leien fordi den er omtvistet. Da er ubetalt husleie ikke grunn til å "
    "si opp eller heve (husleieloven § 3-8). Vent til tvisten er avgjort.",
    "no_best_interest": "Det bor barn i husstanden. Skriv hva som er best for dem, og hvordan det er vurdert "
    "(Grunnloven § 104).",
    "no_day": "Skriv dagen leietakeren må ha flyttet.",
    "past_day": "Dagen leietakeren må ha flyttet, er passert. Trekk forslaget, og lag et nytt med en senere dag.",
}
FORUM = {
    "conciliation": "Forliksrådet behandler ikke tvister om leie av bolig. Ta saken til Husleietvistutvalget "
    "(husleieloven § 12-5).",
    "tribunal_first": "En tvist om leie av bolig skal til Husleietvistutvalget før den kan tas til tingretten "
    "(husleieloven § 12-5). Kryss av hvis utvalget har behandlet saken.",
}


@wording.explain.register
def _(error: errors.EndingStands) -> str:
    return (
        f"{NOTHING} Leieforholdet er alt på vei til å avsluttes: {error.number}, ført av {error.by_name}. Gå videre "
        "der, eller trekk den tilbake først."
    )


@wording.explain.register
def _(error: errors.NoticeInvalid) -> str:
    return f"{NOTHING} {NOTICE.get(error.why, NOTICE['no_reasons'])}"


@wording.explain.register
def _(error: errors.NotToBeEnded) -> str:
    return (
        f"{NOTHING} Dette kan ikke gjøres med leieforhold {error.number} slik det står nå. Åpne det, og se om det "
        "løper, er avsluttet eller er uten sluttdato."
    )


@wording.explain.register
def _(error: errors.DemandNotNow) -> str:
    if error.first is None or error.last is None:
        return f"{NOTHING} Leieforholdet er tidsubestemt. Det må sies opp for å ta slutt."
    return (
        f"{NOTHING} Flyttingsoppfordring kan sendes fra {formats.day(error.first)} til og med "
        f"{formats.day(error.last)}, og bare én gang (husleieloven § 9-2)."
    )


@wording.explain.register
def _(error: errors.DemandTooLate) -> str:
    return (
        f"{NOTHING} Siste dag for flyttingsoppfordring var {formats.day(error.last)}. Leieforholdet er blitt "
        "tidsubestemt, og må sies opp for å ta slutt (husleieloven § 9-2)."
    )


@wording.explain.register
def _(error: errors.SuitTooLate) -> str:
    return (
        f"{NOTHING} Fristen for å reise sak var {formats.day(error.last)}. Oppsigelsen {error.number} faller bort, og "
        "leieforholdet fortsetter (husleieloven § 9-8). Vil dere holde fast ved den, må dere si opp på nytt."
    )


@wording.explain.register
def _(error: errors.DisputeOpen) -> str:
    return f"{NOTHING} Tvist {error.number} om avslutningen er ikke avgjort. Avslutt den med utfallet først."


@wording.explain.register
def _(error: errors.WrongForum) -> str:
    return f"{NOTHING} {FORUM.get(error.why, FORUM['conciliation'])}"


@wording.explain.register
def _(_error: errors.ReleaseMissing) -> str:
    return (
        f"{NOTHING} Depositumet kan ikke brukes før leietakeren samtykker, det er avgjort, eller bankens fem uker er "
        "ute for ubetalt husleie (husleieloven § 3-5). Velg hvordan det er frigitt."
    )
