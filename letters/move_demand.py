"""The written demand to move out of a home whose term is over, without which the lease goes on (husll. § 9-2)."""

from dataclasses import dataclass
from datetime import date

from letters import blocks
from letters.closing import questions
from letters.layout import long_date
from letters.letterhead import letter
from letters.paper import Drawn, Envelope
from letters.words import Both, speaker


@dataclass(frozen=True, kw_only=True)
class MoveDemand:
    """When the term ended, and by when the tenant is to have moved."""

    envelope: Envelope
    ended_on: date
    out_by: date
    reasons: str


def draw(told: MoveDemand) -> Drawn:
    """The demand as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    ended, out = long_date(told.ended_on), long_date(told.out_by)
    lead = Both(
        f"Leieavtalen din var tidsbestemt og tok slutt {ended}. Kommunen forlenger den ikke. Vi ber deg om å flytte "
        f"senest {out} (husleieloven § 9-2).",
        f"Leigeavtalen din var tidsbestemt og tok slutt {ended}. Kommunen forlengjer han ikkje. Vi ber deg om å flytte "
        f"seinast {out} (husleigelova § 9-2).",
    )
    until = Both(
        "Du betaler husleie til du har flyttet. Avtal tid med oss for å gå gjennom boligen og levere nøklene. Boligen "
        "må være ryddet og rengjort (husleieloven § 10-2).",
        "Du betaler husleige til du har flytta. Avtal tid med oss for å gå gjennom bustaden og levere nøklane. "
        "Bustaden må vere rydda og rein (husleigelova § 10-2).",
    )
    else_ = Both(
        "Trenger du lengre tid, eller har du fortsatt behov for kommunal bolig, må du ta kontakt med oss nå. Flytter "
        "du ikke, kan kommunen kreve at namsmannen setter deg ut av boligen (tvangsfullbyrdelsesloven § 13-2).",
        "Treng du lengre tid, eller har du framleis behov for kommunal bustad, må du ta kontakt med oss no. Flyttar "
        "du ikkje, kan kommunen krevje at namsmannen set deg ut av bustaden (tvangsfullbyrdingslova § 13-2).",
    )
    found = [
        blocks.text(say(lead)),
        blocks.heading(say(Both("Hvorfor", "Kvifor"))),
        blocks.text(told.reasons),
        blocks.heading(say(Both("Til du flytter", "Til du flyttar"))),
        blocks.text(say(until)),
        blocks.heading(say(Both("Hvis du ikke kan flytte", "Dersom du ikkje kan flytte"))),
        blocks.text(say(else_)),
        *questions(told.envelope, say),
    ]
    return letter(told.envelope, say(Both("Flyttingsoppfordring", "Oppmoding om å flytte")), found)
