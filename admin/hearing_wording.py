"""Refusals when a unit answers, a disagreement is settled and the committee chooses, in bokmål."""

from admin import wording
from admin.case_wording import NOTHING
from rules import errors


@wording.explain.register
def _(error: errors.NotTheUnitsLeader) -> str:
    return (
        f"{NOTHING} Det er enhetslederen, eller stedfortrederen når lederen er borte, som svarer på innstillingen i "
        f"{error.number}. Har lederen svart på telefon, kan en boligkonsulent notere svaret."
    )


@wording.explain.register
def _(error: errors.TookPart) -> str:
    return (
        f"{NOTHING} {error.who} har selv vært med på innstillingen eller svart for enheten i {error.number}. La en "
        "annen gjøre dette."
    )


@wording.explain.register
def _(error: errors.NotForCommittee) -> str:
    return (
        f"{NOTHING} {error.number} venter ikke på utvalget. Boligen må være innstilt, og enheten må ha svart der den "
        "skal høres. Åpne ledigmeldingen og se hva som er neste steg."
    )
