"""Refusals when a household is chosen for a dwelling, in bokmål: what is wrong, why, and what to do next."""

from admin import wording
from admin.case_wording import NOTHING
from rules import errors

FEW = 5  # numbers told by name


def _numbers(numbers: tuple[str, ...]) -> str:
    """«S1, S2 og S3», or the first and how many more."""
    if len(numbers) <= FEW:
        return wording.listed(numbers)
    return f"{', '.join(numbers[:FEW])} og {len(numbers) - FEW} til"


@wording.explain.register
def _(_error: errors.NotACandidate) -> str:
    return (
        f"{NOTHING} Ingen er valgt, eller den du valgte, står ikke lenger blant kandidatene. Se over listen, og velg "
        "på nytt."
    )


@wording.explain.register
def _(error: errors.SummaryMissing) -> str:
    return (
        f"{NOTHING} {_numbers(error.left)} er ikke oppsummert ennå. Oppsummer alle kandidatene før du innstiller noen."
    )


@wording.explain.register
def _(error: errors.PassedOverUnexplained) -> str:
    return (
        f"{NOTHING} Boligen passer for {_numbers(error.left)}, som står foran den du valgte. Skriv hvorfor du går "
        "forbi, eller velg den som står først."
    )


@wording.explain.register
def _(_error: errors.NotEqual) -> str:
    return (
        f"{NOTHING} Flere enn én kan bare innstilles når to står likt etter prioriteringsnøkkelen, og enheten eller "
        "utvalget velger mellom dem. Velg én."
    )


@wording.explain.register
def _(error: errors.CandidateOutdated) -> str:
    return (
        f"{NOTHING} Opplysningene i sak {error.number} er endret siden vurderingen, og plassen kan bli en annen. Se "
        "over vurderingen i saken først."
    )


@wording.explain.register
def _(error: errors.SamePerson) -> str:
    return (
        f"{NOTHING} {error.who} har selv laget innstillingen. En annen boligkonsulent må gå gjennom den. Vil du endre "
        "den, kan du trekke den og lage en ny."
    )


@wording.explain.register
def _(error: errors.RecommendationOutdated) -> str:
    return (
        f"{NOTHING} Noe er endret siden innstillingen til ledigmelding {error.number} ble laget: rekkefølgen, hvem som "
        "står foran, eller husstanden selv. Trekk innstillingen, og lag den på nytt."
    )


@wording.explain.register
def _(error: errors.ChooserMissing) -> str:
    return (
        f"{NOTHING} Husfordelingsutvalget velger hvem som får boligen, og gjør det i et åpent møte. Sett ledigmelding "
        f"{error.number} på dagsorden."
    )
