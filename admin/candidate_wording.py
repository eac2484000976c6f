"""Refusals when a candidate is put up for a vacant dwelling or taken back, in bokmål."""

from admin import wording
from admin.case_wording import NOTHING
from rules import errors
from rules.terms import Exclusion


def why_not(codes: tuple[str, ...]) -> str:
    """«for få rom; trenger heis eller bakkeplan, og boligen har ikke det»."""
    return "; ".join(one.inside for one in Exclusion if one.value in codes)


@wording.explain.register
def _(error: errors.NotSuited) -> str:
    return (
        f"{NOTHING} Boligen passer ikke for husstanden i sak {error.number}: {why_not(error.why)}. Er noe av dette "
        "feil, må det rettes i saken eller på boligen først."
    )


@wording.explain.register
def _(_error: errors.ChecklistIncomplete) -> str:
    return (
        f"{NOTHING} Sjekklisten må være fullstendig før en kandidat meldes inn. Skriv noe om hvert punkt som er "
        "merket, også når det ikke er aktuelt."
    )


@wording.explain.register
def _(error: errors.CandidateStands) -> str:
    return (
        f"{NOTHING} Kontoret har alt en kandidat til denne boligen: {error.number}, meldt inn av {error.by_name}. Skal "
        "en annen meldes inn, må den trekkes først."
    )


@wording.explain.register
def _(error: errors.StraightFromList) -> str:
    return (
        f"{NOTHING} {error.number} gjelder en ordinær bolig. Da meldes ingen inn: kandidatene hentes rett fra "
        "ventelisten."
    )


@wording.explain.register
def _(error: errors.NotOnList) -> str:
    return (
        f"{NOTHING} Husstanden i sak {error.number} står ikke på ventelisten. Bare den som er innvilget bolig og "
        "venter, kan meldes inn."
    )


@wording.explain.register
def _(error: errors.OtherOffice) -> str:
    return (
        f"{NOTHING} Sak {error.number} hører til et annet kontor. Hvert kontor melder inn og trekker sine egne "
        "kandidater."
    )
