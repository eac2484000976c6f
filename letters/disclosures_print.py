"""What landlords were told of a person, as the person may have it (fvl. § 13 b, GDPR art. 15)."""

from collections.abc import Sequence
from dataclasses import dataclass

from letters import blocks
from letters.letterhead import letter
from letters.paper import Drawn, Envelope

TITLE = "Gitt til utleiere"
LEAD = (
    "Her er det vi har gitt videre om deg til utleiere for at du skulle kunne få en bolig. Utleieren får ikke vite "
    "hvorfor du trenger bolig. Navnet ditt og hvordan du nås, får utleieren først når utleieren har sagt ja."
)
NOTHING = "Ingenting er gitt til noen utleier."
SYSTEM = "Utleierens system"
WRONG = "Ta kontakt med oss hvis noe er feil, så retter vi det."


@dataclass(frozen=True, kw_only=True)
class Told:
    """The same told to one landlord, once or several times: to whom, about which referral, what, why, how and when."""

    landlord: str
    number: str
    what: str
    ground: str
    by_name: str | None  # who told it by telephone or letter; None = the landlord's system was told
    when: str


def draw_disclosures(envelope: Envelope, told: Sequence[Told]) -> Drawn:
    """The print as PDF; in bokmål, as the words that were logged are. Raises UndrawableText."""
    if not told:
        return letter(envelope, TITLE, [blocks.text(NOTHING)])
    head = ["Utleier", "Tilvisning", "Hva", "Grunnlag", "Hvordan", "Når"]
    rows = [(one.landlord, one.number, one.what, one.ground, _how(one), one.when) for one in told]
    return letter(
        envelope, TITLE, [blocks.text(LEAD), blocks.table(head, rows, (4, 3, 5, 4, 4, 4)), blocks.text(WRONG)]
    )  # fmt: skip


def _how(told: Told) -> str:
    return f"Telefon eller brev, formidlet av {told.by_name}" if told.by_name else SYSTEM
