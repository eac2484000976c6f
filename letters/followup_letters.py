"""The letter that asks a household to a talk about a home of its own (S002 phase 3, domain 3.3)."""

from dataclasses import dataclass
from datetime import date

from letters import blocks
from letters.closing import questions
from letters.layout import long_date
from letters.letterhead import letter
from letters.paper import Drawn, Envelope
from letters.words import Both, speaker


@dataclass(frozen=True, kw_only=True)
class HomeTalk:
    """When and where we talk; `at_home` = we come to the household, whose address then stands in no letter."""

    envelope: Envelope
    on: date
    clock: str
    at_home: bool
    interpreter: str | None = None
    contact: str | None = None


LEAD = Both(
    "Du leier bolig av kommunen. Nå vil vi gjerne snakke med deg om hvordan det går, og om hva som kan være veien til "
    "en egen bolig.",
    "Du leiger bustad av kommunen. No vil vi gjerne snakke med deg om korleis det går, og om kva som kan vere vegen "
    "til ein eigen bustad.",
)
ROADS = (
    Both("Startlån og tilskudd fra kommunen", "Startlån og tilskot frå kommunen"),
    Both("Leie til eie, der du senere kan kjøpe boligen du leier", "Leige til eige, der du seinare kan kjøpe "
         "bustaden du leiger"),
    Both("Å leie på det private markedet, med hjelp til å finne bolig", "Å leige på den private marknaden, med hjelp "
         "til å finne bustad"),
    Both("Økonomien din: inntekt, gjeld og sparing", "Økonomien din: inntekt, gjeld og sparing"),
)  # fmt: skip
FREE = Both(
    "Du bestemmer selv om du vil snakke med oss om dette, og samtalen endrer ikke leiekontrakten din. Ta gjerne med "
    "deg noen. Har du papirer om inntekt og gjeld, kan du ta dem med.",
    "Du bestemmer sjølv om du vil snakke med oss om dette, og samtalen endrar ikkje leigekontrakten din. Ta gjerne "
    "med deg nokon. Har du papir om inntekt og gjeld, kan du ta dei med.",
)
MOVE = Both(
    "Passer ikke tiden, finner vi en annen. Si fra så snart du kan.",
    "Passar ikkje tida, finn vi ei anna. Sei frå så snart du kan.",
)


def draw_home_talk(told: HomeTalk) -> Drawn:
    """The invitation as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    where = Both("Hjemme hos deg", "Heime hos deg") if told.at_home else None
    rows = [
        (say(Both("Dag", "Dag")), long_date(told.on)),
        (say(Both("Klokkeslett", "Klokkeslett")), told.clock.replace(":", ".")),
        (say(Both("Sted", "Stad")), say(where) if where else told.envelope.sender.office),
    ]
    if told.interpreter:
        rows.append((say(Both("Tolk", "Tolk")), told.interpreter))
    found = [
        blocks.text(say(LEAD)),
        blocks.facts(rows),
        blocks.heading(say(Both("Dette kan vi snakke om", "Dette kan vi snakke om"))),
        blocks.bullets(say(road) for road in ROADS),
        blocks.text(say(FREE)),
        blocks.text(say(MOVE)),
        *questions(told.envelope, say, told.contact),
    ]
    title = Both("Vil du snakke med oss om egen bolig?", "Vil du snakke med oss om eigen bustad?")
    return letter(told.envelope, say(title), found)
