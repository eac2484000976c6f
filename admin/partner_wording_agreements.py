"""Refusals about agreements with landlords, their duties and quotas: what is wrong, and what to do next."""

from admin import wording
from admin.case_wording import NOTHING
from letters.layout import plural
from rules import agreements, errors


@wording.explain.register
def _(error: errors.NotProcured) -> str:
    return (
        f"{NOTHING} En avtale om tilvisning eller tildeling bygger alltid på et tilbud som er valgt i en "
        f"framskaffelse, og det gjør ikke {error.number}. Lag avtalen fra det valgte tilbudet."
    )


@wording.explain.register
def _(error: errors.BidNotChosen) -> str:
    return (
        f"{NOTHING} Tilbudet {error.number} er ikke valgt, eller valget er tatt tilbake. Velg tilbudet i "
        "framskaffelsen først."
    )


@wording.explain.register
def _(error: errors.BidAgreed) -> str:
    return (
        f"{NOTHING} Tilbudet {error.number} har alt en avtale: {error.agreement}. Åpne den, eller avslutt den før du "
        "lager en ny."
    )


@wording.explain.register
def _(error: errors.NotRegistered) -> str:
    return (
        f"{NOTHING} Rettigheten skal være tinglyst på eiendommen før lånet utbetales (forskrift om lån fra Husbanken "
        f"§ 3-2). Før tinglysingen på {error.number} først."
    )


@wording.explain.register
def _(error: errors.CooperationMissing) -> str:
    return (
        f"{NOTHING} Utleieren skal ha inngått en samarbeidsavtale med kommunen før lånet utbetales (forskrift om lån "
        f"fra Husbanken § 3-2). Lag den fra siden til {error.number}, og før at den er inngått."
    )


@wording.explain.register
def _(error: errors.ReferralsLive) -> str:
    waiting = plural(error.count, "husstand er tilvist", "husstander er tilvist")
    return (
        f"{NOTHING} {waiting} etter avtalen {error.number} uten at leieavtale er inngått. Trekk tilvisningen, eller "
        "vent til utleieren har svart og leieavtalen er inngått."
    )


@wording.explain.register
def _(error: errors.RightStands) -> str:
    return (
        f"{NOTHING} Prosjektet har alt avtalen {error.standing}. Et prosjekt har én tilvisnings- eller "
        f"tildelingsavtale om gangen: avslutt den som står, før {error.number} blir inngått."
    )


@wording.explain.register
def _(error: errors.SigningUsed) -> str:
    return (
        f"{NOTHING} Avtalen {error.number} har vært i bruk: lånet er ført utbetalt, eller noen har bodd i boligene. "
        "Inngåelsen kan ikke tas tilbake. Avslutt avtalen i stedet."
    )


@wording.explain.register
def _(error: errors.RightsNeed) -> str:
    return (
        f"{NOTHING} Avtalen {error.right} bygger på samarbeidsavtalen {error.number}, og den må stå så lenge retten "
        "gjelder (forskrift om lån fra Husbanken § 3-2). Avslutt tilvisnings- eller tildelingsavtalen først."
    )


@wording.explain.register
def _(error: errors.HomesTaken) -> str:
    taken = plural(error.taken, "bolig er tatt", "boliger er tatt")
    return (
        f"{NOTHING} {taken} i {error.project}, så prosjektet kan ikke ha bare {error.homes}. Rett tallet, eller "
        "avslutt leieforholdene som er over."
    )


@wording.explain.register
def _(error: errors.DutyNotDue) -> str:
    return f"{NOTHING} Plikten «{error.label}» er avsluttet, eller det er ikke ført noe på den. Åpne siden på nytt."


@wording.explain.register
def _(error: errors.QuotaTooSmall) -> str:
    return (
        f"{NOTHING} Med {plural(error.homes, 'bolig', 'boliger')} i {error.project} ville {error.reserved} være tatt "
        f"({agreements.tells_share(error.share)}), og avtalen gir da rett til {error.limit} om gangen. Flytt boliger "
        "som ikke lenger hører til prosjektet, ut av det først, eller vent til færre er tatt."
    )


@wording.explain.register
def _(error: errors.QuotaFull) -> str:
    share = agreements.tells_share(error.share)
    return (
        f"{NOTHING} {error.reserved} av {plural(error.homes, 'bolig', 'boliger')} i {error.project} er tatt ({share}), "
        f"og avtalen gir rett til {error.limit} om gangen. Vent til en bolig blir ledig, eller tilvis til et annet "
        "prosjekt."
    )


@wording.explain.register
def _(error: errors.NoAgreement) -> str:
    return (
        f"{NOTHING} Ingen avtale om tilvisning eller tildeling gjelder for {error.number} nå. Se om avtalen er "
        "inngått, misligholdt eller avsluttet."
    )
