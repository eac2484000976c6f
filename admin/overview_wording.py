"""Refusals when services are asked for and vacant dwellings are told of: what is wrong, why, and what to do next."""

from admin import formats, wording
from admin.case_wording import NOTHING
from rules import errors

LEADERLESS = {
    "no_unit": "Boligen hører ikke til noen enhet. Sett enheten på boligen, og meld den ledig på nytt hvis den har "
    "tjenester.",
    "no_leader": "{unit} har ingen enhetsleder. Be en administrator sette enhetslederen på enheten, eller ring enheten "
    "og skriv selv ned hva de sier.",
    "no_account": "Enhetslederen ved {unit} kan ikke logge inn lenger. Be en administrator sette en ny enhetsleder på "
    "enheten, eller ring enheten og skriv selv ned hva de sier.",
    "no_role": "Enhetslederen ved {unit} har ikke en rolle som gir adgang til å svare. Be en administrator gi rollen "
    "enhetsleder, eller ring enheten og skriv selv ned hva de sier.",
}


@wording.explain.register
def _(error: errors.WithoutServices) -> str:
    return (
        f"{NOTHING} Ledigmelding {error.number} gjelder en ordinær bolig uten tjenester. Den tildeles rett fra "
        "ventelisten."
    )


@wording.explain.register
def _(error: errors.LeaderAway) -> str:
    return f"{NOTHING} Ingen er spurt. {LEADERLESS[error.why].format(unit=error.unit)}"


@wording.explain.register
def _(error: errors.ProfileStands) -> str:
    return (
        f"{NOTHING} {error.by_name} svarte {formats.day(error.on)}. Er noe endret siden, kan svaret rettes på "
        f"ledigmelding {error.number}."
    )


@wording.explain.register
def _(_error: errors.OverviewOutdated) -> str:
    return (
        "Oversikten er ikke sendt, for noe i den er endret siden du åpnet den. Se over den slik den er nå, og send den "
        "på nytt."
    )


@wording.explain.register
def _(error: errors.NothingNew) -> str:
    return (
        f"Oversikten er ikke sendt, for ingenting er nytt siden {error.by_name} sendte {error.number}. Den kan sendes "
        f"når en bolig er kommet til, tildelt eller endret, og ellers fra {formats.day(error.again_on)}."
    )


@wording.explain.register
def _(_error: errors.NothingToTell) -> str:
    return (
        "Oversikten er ikke sendt, for ingen ledige boliger med tjenester er klare til å stå i den. Se hvilke enheter "
        "som ikke har svart ennå."
    )


@wording.explain.register
def _(_error: errors.NobodyToTell) -> str:
    return (
        "Oversikten er ikke sendt, for ingen saksbehandler hører til et kontor som er i bruk. Be en administrator "
        "sette kontoret på saksbehandlerne."
    )
