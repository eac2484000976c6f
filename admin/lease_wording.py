"""Refusals at a lease and its keys, in bokmål: what is wrong, why, and what to do next."""

from admin import formats, wording
from admin.case_wording import NOTHING
from rules import errors

SHORT = {
    "no_grounds": "Leietiden er kortere enn tre år. Skriv hvilke særlige grunner det er til det, eller velg tre år "
    "eller mer (husleieloven §§ 9-3 og 11-1).",
    "not_section_11_1": "Leietiden kan bare være kortere enn tre år når husleieloven § 11-1 gjelder. Kryss av for det, "
    "eller velg tre år eller mer.",
    "no_weighty_grounds": "Leietakeren har hatt en kort kontrakt i boligen før. En ny krever tungtveiende grunner. "
    "Skriv dem, eller velg tre år eller mer (husleieloven § 11-1).",
    "not_by_leader": "Leietakeren har hatt en kort kontrakt i boligen før. En ny må skrives av enhetsleder eller "
    "avdelingsleder. Be en av dem om det, eller velg tre år eller mer (husleieloven § 11-1).",
}
HOUSE_RULES = "Husordensreglene er gått gjennom"


@wording.explain.register
def _(error: errors.TermTooShort) -> str:
    return f"{NOTHING} {SHORT.get(error.why, SHORT['no_grounds'])}"


@wording.explain.register
def _(error: errors.SecurityTooHigh) -> str:
    return (
        f"{NOTHING} Sikkerheten kan ikke være høyere enn seks måneders leie, her {formats.kroner(error.most_ore)} "
        "(husleieloven §§ 3-5 og 3-6). Skriv et lavere beløp."
    )


@wording.explain.register
def _(error: errors.StartTooEarly) -> str:
    return (
        f"{NOTHING} Leien kan tidligst begynne {formats.day(error.free_from)}: ikke før i dag, og ikke før boligen er "
        "ledig. Velg en senere dag."
    )


@wording.explain.register
def _(error: errors.ContractStands) -> str:
    return (
        f"{NOTHING} {error.by_name} har alt skrevet kontrakt {error.number} for boligen. Åpne den, og gå videre der. "
        "Trekker husstanden seg, noterer du det på kontrakten."
    )


@wording.explain.register
def _(_error: errors.ContractOutdated) -> str:
    return (
        f"{NOTHING} Noe er endret siden du så på kontrakten, eller det er en ny dag. Forhåndsvis den på nytt, og se "
        "over den før dere skriver under."
    )


@wording.explain.register
def _(error: errors.NoContractYet) -> str:
    return (
        f"{NOTHING} Det kan ikke skrives kontrakt på {error.number} nå. Enten har ikke husstanden takket ja, eller så "
        "er kontrakten skrevet, tildelingen eller vedtaket er trukket tilbake, eller forlengelsen er ikke innvilget. "
        "Åpne saken, og se hva som står der."
    )


@wording.explain.register
def _(_error: errors.SecurityMissing) -> str:
    return (
        f"{NOTHING} Nøklene kan ikke overleveres før sikkerheten er på plass. Før den under Sikkerhet, med dagen den "
        "kom inn."
    )


@wording.explain.register
def _(_error: errors.ContractUnfinished) -> str:
    return f"{NOTHING} Nøklene kan ikke overleveres før alt på kontraktsmøtet er ført. Åpne Kontraktsmøtet, og fullfør."


@wording.explain.register
def _(error: errors.DwellingNotReady) -> str:
    if error.ready_on is not None:
        return (
            f"{NOTHING} Boligen var ikke klar til innflytting før {formats.day(error.ready_on)} (ledigmelding "
            f"{error.number}). Skriv en senere dag for nøklene, eller rett datoen der."
        )
    return (
        f"{NOTHING} Boligen er ikke ført som klar til innflytting. Åpne ledigmelding {error.number}, og før når den "
        "var fraflyttet og klar."
    )


@wording.explain.register
def _(error: errors.KeysTooEarly) -> str:
    return (
        f"{NOTHING} Leien begynner {formats.day(error.starts_on)}. Er det avtalt at leietakeren flytter inn tidligere, "
        "krysser du av for det."
    )


@wording.explain.register
def _(_error: errors.StillLivedIn) -> str:
    # Not which lease: whose home the dwelling is may be protected.
    return (
        f"{NOTHING} Den som bor i boligen, har ikke levert nøklene tilbake. Før på ledigmeldingen når boligen ble "
        "fraflyttet, så avsluttes leieforholdet."
    )


@wording.explain.register
def _(error: errors.TenantShielded) -> str:
    return (
        f"{NOTHING} Leietakeren i {error.number} har beskyttet adresse, og kontrakten viser hvor hen bor. Be en "
        "kollega som kan se beskyttede adresser, om å gjøre det."
    )
