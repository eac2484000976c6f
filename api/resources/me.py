"""Who calls, and what is open to it."""

from api.call import Call
from api.resource import Resource
from schemas.partner import hooks
from services import partner
from services.partner import CallerSeen

resource = Resource("me", "Hvem er jeg", "Prøv nøkkelen eller tokenet her først.")


@resource.one("", scope=None, schema=hooks.Me)
def one(call: Call) -> CallerSeen:
    """Hvem kallet gjelder, og hva nøkkelen eller tokenet åpner for. Åpent for alle nøkler."""
    return partner.caller(call.landlord, call.actor, call.scopes)
