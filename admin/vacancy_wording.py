"""Refusals when a dwelling is reported vacant and its stages are dated, in bokmål."""

from admin import wording
from admin.case_wording import NOTHING
from rules import errors


@wording.explain.register
def _(error: errors.DwellingNotInUse) -> str:
    return (
        f"{NOTHING} Bolig {error.number} leies ikke ut nå (status: {error.state.inside}). Skal den "
        "leies ut igjen, må status på boligen rettes først."
    )


@wording.explain.register
def _(error: errors.LandlordReports) -> str:
    return (
        f"{NOTHING} Bolig {error.number} leies ut av en privat utleier, som selv melder fra når den er ledig. "
        "Kommunen melder bare egne og innleide boliger."
    )


@wording.explain.register
def _(_error: errors.DwellingLet) -> str:
    # Not which lease: whose home the dwelling is may be protected.
    return (
        f"{NOTHING} Boligen er leid ut, eller kontrakt med neste leietaker er skrevet. Velg hvorfor leieforholdet "
        "slutter, eller se etter om du har valgt riktig bolig."
    )


@wording.explain.register
def _(error: errors.OtherUnit) -> str:
    return (
        f"{NOTHING} Bolig {error.number} hører til en annen enhet enn din. Be enheten selv eller boligkontoret om å "
        "føre det."
    )


@wording.explain.register
def _(error: errors.VacancyClosed) -> str:
    return (
        f"{NOTHING} Ledigmelding {error.number} er avsluttet: boligen er leid ut, eller meldingen er avlyst. Blir "
        "boligen ledig igjen, melder du den på nytt."
    )


@wording.explain.register
def _(error: errors.VacancyPromised) -> str:
    return (
        f"{NOTHING} En husstand har takket ja til boligen (tilbud {error.offer}). Ledigmelding {error.number} kan ikke "
        "avlyses før tilbudet er falt bort."
    )


@wording.explain.register
def _(error: errors.StageMissing) -> str:
    missing = error.missing.inside
    return f"{NOTHING} Boligen er ikke ført som {missing} ennå. Før den datoen først."


@wording.explain.register
def _(error: errors.StageFollowed) -> str:
    stage, later = error.stage.inside, error.followed_by.inside
    return (
        f"{NOTHING} Boligen er alt ført som {later}, og da ligger datoen for {stage} fast. Ta bort den seneste datoen "
        "først."
    )


@wording.explain.register
def _(_error: errors.LeaseOver) -> str:
    return (
        f"{NOTHING} Leieforholdet ble avsluttet da boligen ble ført som fraflyttet. Rett datoen i stedet for å ta den "
        "bort."
    )
