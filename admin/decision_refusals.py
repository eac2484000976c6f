"""Refusals where a decision stands in the way of what is done with its case, in bokmål."""

from admin import wording
from admin.case_wording import NOTHING
from rules import errors


@wording.explain.register
def _(error: errors.DecisionUntold) -> str:
    return (
        f"{NOTHING} Vedtaksbrevet i sak {error.number} er ikke sendt ennå. Send det før søkeren varsles. Er vedtaket "
        "feil, kan de som fattet det, angre det så lenge brevet ikke er sendt."
    )


@wording.explain.register
def _(error: errors.AppealOpen) -> str:
    return (
        f"{NOTHING} En klage i sak {error.number} er ikke avgjort. Avgjør klagen, eller noter at klagen er trukket. "
        "Deretter kan søknaden trekkes."
    )
