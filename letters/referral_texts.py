"""What tasks about landlords' vacant homes and referrals say: never a name, an address or a reason for need."""

from collections.abc import Mapping

from rules.terms import ReferralState

_REFERRAL: Mapping[ReferralState, str] = {
    ReferralState.REFERRED: "Utleieren har ikke svart på tilvisningen. Ring utleieren før den løper ut.",
    ReferralState.VIEWING: "Utleieren har satt opp en visning. Gi husstanden beskjed om tid og sted.",
    ReferralState.ACCEPTED: "Utleieren har godtatt husstanden. Gi husstanden beskjed, og følg opp at leieavtalen blir "
    "inngått.",
    ReferralState.REJECTED: "Utleieren har sagt nei til husstanden. Vurder om grunnen er lovlig (husleieloven § 1-8).",
    ReferralState.EXPIRED: "Tilvisningen løp ut uten svar. Gi husstanden beskjed, og ta det opp med utleieren.",
    ReferralState.WITHDRAWN: "Tilvisningen falt bort fordi husstanden ikke lenger skal ha boligen. Se over saken.",
}


def vacancy_notice(*, again: bool) -> str:
    """What a landlord's unanswered notice asks for."""
    if again:
        return "Tilvisningen førte ikke fram. Vis en annen husstand til boligen, eller frigi den."
    return "En utleier har meldt en bolig ledig. Vis en husstand til boligen, eller frigi den."


def referral(state: ReferralState) -> str:
    """What a referral in that state asks of the consultant."""
    return _REFERRAL[state]


def accepted_late() -> str:
    """What an accepted referral without a lease past its day asks for."""
    return "Utleieren har godtatt husstanden, men ingen leieavtale er meldt i tide. Ring utleieren."


def broken() -> str:
    """What a referral under an agreement that is broken since asks for at once."""
    return (
        "Avtalen med utleieren er ført som misligholdt etter at husstanden ble vist til boligen. "
        "Avgjør straks om tilvisningen skal stå eller trekkes."
    )


def shielded() -> str:
    """What a referred household whose address has been protected asks for at once."""
    return (
        "Husstanden har fått adressesperre etter at den ble vist til boligen. "
        "Vurder straks om tilvisningen skal trekkes."
    )
