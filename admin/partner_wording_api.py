"""Refusals about landlords' systems in bokmål."""

from admin.wording import explain
from rules import errors


@explain.register
def _(_error: errors.LandlordInactive) -> str:
    return (
        "Ingenting er lagret. Utleieren er ikke i bruk, så ingen nøkkel kan lages. Ta utleieren i bruk først, hvis det "
        "er riktig."
    )


@explain.register
def _(_error: errors.KeyUnknown) -> str:
    return "Nøkkelen åpner ikke. Den er ukjent, sperret eller utløpt. Lag en ny nøkkel hvis utleieren trenger den."
