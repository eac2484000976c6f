"""Refusals about addresses of landlords' systems, in bokmål."""

from admin import wording
from admin.case_wording import NOTHING
from rules import errors
from rules.terms import WebhookFailure


@wording.explain.register
def _(error: errors.AddressRefused) -> str:
    known = {one.value: one.label for one in WebhookFailure}
    why = known.get(error.why, "Adressen kan ikke brukes")
    return f"{NOTHING} {why}. Utleierens system varsles bare på en https-adresse som alle på internett kan nå."


@wording.explain.register
def _(_error: errors.NamesBusy) -> str:
    return f"{NOTHING} Adressen kan ikke kontrolleres akkurat nå. Prøv igjen om et øyeblikk."


@wording.explain.register
def _(error: errors.TooManyAddresses) -> str:
    return f"{NOTHING} Utleieren har alt {error.most} adresser som varsles. Fjern en av dem først."
