"""Refusals about landlords' vacant homes and referrals, in bokmål."""

from admin import formats, wording
from admin.case_wording import NOTHING
from rules import errors, referrals

WHY = {
    referrals.PROTECTED: "Husstanden har adressesperre, og skal ikke oppgis til en utleier på denne måten.",
    referrals.OFF_LIST: "Husstanden står ikke på ventelisten.",
    referrals.PROMISED: "Husstanden har takket ja til en kommunal bolig.",
}
STATES = {
    "referred": "En husstand er alt vist til boligen.",
    "let": "Boligen er leid ut til en tilvist husstand.",
    "released": "Boligen er alt frigitt.",
    "lapsed": "Svarfristen er gått ut, og utleieren kan leie ut fritt.",
    "withdrawn": "Utleieren har trukket meldingen.",
}


@wording.explain.register
def _(error: errors.NoticeStands) -> str:
    return f"{NOTHING} Boligen er alt meldt ledig: {error.number}. Åpne den meldingen, og gå videre der."


@wording.explain.register
def _(error: errors.NotAnswerable) -> str:
    return f"{NOTHING} {STATES.get(error.state, 'Ledigmeldingen er alt besvart.')} Det gjelder {error.number}."


@wording.explain.register
def _(error: errors.HouseholdReferred) -> str:
    return (
        f"{NOTHING} Husstanden i sak {error.application} er alt vist til en bolig (tilvisning {error.number}). "
        "Åpne tilvisningen, og se om den skal trekkes først."
    )


@wording.explain.register
def _(error: errors.HouseholdNotToRefer) -> str:
    return f"{NOTHING} {WHY.get(error.why, 'Husstanden kan ikke vises til boligen.')} Det gjelder {error.number}."


@wording.explain.register
def _(error: errors.ReferralOver) -> str:
    return (
        f"{NOTHING} Tilvisning {error.number} gjelder ikke lenger. Siste dag var {formats.day(error.valid_to)}, eller "
        "den er alt besvart. Åpne tilvisningen, og se hva som har skjedd."
    )
