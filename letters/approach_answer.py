"""The answer to a landlord who offers homes unasked: the need is always announced first, where and by when (S000)."""

from dataclasses import dataclass
from datetime import date

from letters import blocks
from letters.blocks import Block
from letters.closing import questions
from letters.layout import long_date
from letters.letterhead import letter
from letters.paper import Drawn, Envelope
from letters.words import Both, Say, speaker


@dataclass(frozen=True, kw_only=True)
class OpenCall:
    """An announcement that takes bids now: what it is called, where it stands, and the last day for bids."""

    title: str
    number: str
    channels: str
    published_on: date
    bids_by: date


@dataclass(frozen=True, kw_only=True)
class ApproachAnswer:
    """When the offer came, where the municipality announces its need, the call that is open, and a word of our own."""

    envelope: Envelope
    received_on: date
    where: str
    call: OpenCall | None = None
    note: str = ""


TITLE = Both("Svar på tilbud om boliger", "Svar på tilbod om bustader")


def draw(told: ApproachAnswer) -> Drawn:
    """The answer as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    came = long_date(told.received_on)
    lead = Both(
        f"Takk for henvendelsen vi fikk {came}, der dere tilbyr boliger til kommunen.",
        f"Takk for førespurnaden vi fekk {came}, der de tilbyr bustader til kommunen.",
    )
    found = [
        blocks.text(say(lead)),
        blocks.heading(say(Both("Kommunen lyser alltid ut behovet først", "Kommunen lyser alltid ut behovet først"))),
        blocks.text(say(FIRST)),
        *(_open(told.call, say) if told.call else _later(told.where, say)),
        *([blocks.text(told.note)] if told.note else []),
        *questions(told.envelope, say),
    ]
    return letter(told.envelope, say(TITLE), found)


FIRST = Both(
    "Vi kan ikke avtale tilvisning eller tildeling av boliger med en utleier som tar kontakt på eget initiativ. "
    "Kommunen melder behovet sitt åpent, slik at alle utleiere får lik mulighet, og velger etter kriterier som er "
    "kjent på forhånd. Tilbudet deres er derfor registrert, men ikke vurdert.",
    "Vi kan ikkje avtale tilvising eller tildeling av bustader med ein utleigar som tek kontakt på eige initiativ. "
    "Kommunen melder behovet sitt ope, slik at alle utleigarar får lik sjanse, og vel etter kriterium som er kjende "
    "på førehand. Tilbodet dykkar er difor registrert, men ikkje vurdert.",
)


def _open(call: OpenCall, say: Say) -> list[Block]:
    out, by = long_date(call.published_on), long_date(call.bids_by)
    words = Both(
        f"Kommunen lyste {out} ut et behov for boliger: {call.title} ({call.number}). Utlysingen står i: "
        f"{call.channels}. Vil dere være med, må dere sende et tilbud som svarer på utlysingen innen {by}.",
        f"Kommunen lyste {out} ut eit behov for bustader: {call.title} ({call.number}). Utlysinga står i: "
        f"{call.channels}. Vil de vere med, må de sende eit tilbod som svarer på utlysinga innan {by}.",
    )
    heading = Both("Dette er lyst ut nå", "Dette er lyst ut no")
    return [blocks.heading(say(heading)), blocks.text(say(words))]


def _later(where: str, say: Say) -> list[Block]:
    words = Both(
        f"Vi har ingen åpen utlysing nå. Neste gang kommunen trenger boliger, blir det kunngjort her: {where}. Der "
        "står det hva vi trenger, hvilke kriterier vi velger etter, og fristen for å gi tilbud.",
        f"Vi har inga open utlysing no. Neste gong kommunen treng bustader, blir det kunngjort her: {where}. Der "
        "står det kva vi treng, kva kriterium vi vel etter, og fristen for å gi tilbod.",
    )
    return [blocks.heading(say(Both("Slik får dere vite om det", "Slik får de vite om det"))), blocks.text(say(words))]
