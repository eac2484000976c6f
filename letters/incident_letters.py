"""Letters about a complaint: the warning to a tenant, and the answer to whoever complained (S002, husll. § 9-9)."""

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
class WrittenWarning:
    """What happened, what is expected, and what may follow; never who complained, nor anything of other people."""

    envelope: Envelope
    happened: str
    expected: str
    contact: str | None = None


@dataclass(frozen=True, kw_only=True)
class ComplaintAnswer:
    """That a complaint has come, or has been seen to; nothing of whom it is about, their health or what was done."""

    envelope: Envelope
    received_on: date
    handled: bool
    contact: str | None = None


WARNED = Both(
    "Vi har fått melding om forhold der du bor. Vi har undersøkt saken og hørt hva du har å si. Vi har kommet til at "
    "dette er brudd på pliktene du har som leietaker, og gir deg derfor en skriftlig advarsel.",
    "Vi har fått melding om forhold der du bur. Vi har undersøkt saka og høyrt kva du har å seie. Vi har kome til at "
    "dette er brot på pliktene du har som leigetakar, og gir deg difor ei skriftleg åtvaring.",
)
DUTIES = Both(
    "Som leietaker skal du følge leiekontrakten, husordensreglene og det som ellers trengs for ro og orden der du "
    "bor. Det gjelder også dem som bor hos deg eller er på besøk.",
    "Som leigetakar skal du følgje leigekontrakten, husordensreglane og det som elles trengst for ro og orden der du "
    "bur. Det gjeld også dei som bur hos deg eller er på besøk.",
)
FOLLOWS = Both(
    "Vi ønsker at du skal kunne bli boende. Men fortsetter det, kan leieforholdet bli sagt opp (husleieloven § 9-5) "
    "eller hevet (husleieloven § 9-9). Dette brevet er den skriftlige advarselen som må gis på forhånd. Sier vi opp "
    "eller hever, får du et eget brev om det, og om hva du kan gjøre hvis du er uenig.",
    "Vi ønskjer at du skal kunne bli buande. Men held det fram, kan leigeforholdet bli sagt opp (husleigelova § 9-5) "
    "eller heva (husleigelova § 9-9). Dette brevet er den skriftlege åtvaringa som må givast på førehand. Seier vi "
    "opp eller hevar, får du eit eige brev om det, og om kva du kan gjere dersom du er usamd.",
)
HELP = Both(
    "Er du uenig i det som står her, eller trenger du hjelp for å få det til, så ta kontakt. Vi kan snakke sammen på "
    "kontoret eller hjemme hos deg, og vi bestiller tolk hvis du trenger det. Du kan la noen hjelpe deg.",
    "Er du usamd i det som står her, eller treng du hjelp for å få det til, så ta kontakt. Vi kan snakke saman på "
    "kontoret eller heime hos deg, og vi bestiller tolk dersom du treng det. Du kan la nokon hjelpe deg.",
)


def draw_warning(told: WrittenWarning) -> Drawn:
    """The warning as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    found = [
        blocks.text(say(WARNED)),
        blocks.heading(say(Both("Det som har skjedd", "Det som har skjedd"))),
        blocks.text(told.happened),
        blocks.heading(say(Both("Det vi forventer av deg", "Det vi ventar av deg"))),
        blocks.text(told.expected),
        blocks.text(say(DUTIES)),
        blocks.heading(say(Both("Hva som kan skje videre", "Kva som kan skje vidare"))),
        blocks.text(say(FOLLOWS)),
        blocks.heading(say(Both("Snakk med oss", "Snakk med oss"))),
        blocks.text(say(HELP)),
        *questions(told.envelope, say, told.contact),
    ]
    return letter(told.envelope, say(Both("Skriftlig advarsel", "Skriftleg åtvaring")), found)


TITLE = Both("Svar på henvendelsen din", "Svar på førespurnaden din")
NOT_MORE = Both(
    "Vi har taushetsplikt om andre. Derfor kan vi ikke fortelle hva vi har gjort, eller noe om hvem saken gjelder "
    "(forvaltningsloven § 13). Så langt loven lar oss, forteller vi heller ikke andre at det var du som tok kontakt.",
    "Vi har teieplikt om andre. Difor kan vi ikkje fortelje kva vi har gjort, eller noko om kven saka gjeld "
    "(forvaltningslova § 13). Så langt lova lèt oss, fortel vi heller ikkje andre at det var du som tok kontakt.",
)
AGAIN = Both(
    "Skjer det noe igjen, så si fra til oss. Noter gjerne dag og klokkeslett. Er det fare for liv og helse, ringer du "
    "politiet på 112.",
    "Skjer det noko igjen, så sei frå til oss. Noter gjerne dag og klokkeslett. Er det fare for liv og helse, ringjer "
    "du politiet på 112.",
)


def answer_body(told: ComplaintAnswer, say: Say) -> list[str]:
    """All that the neighbour is told, a paragraph each."""
    day = long_date(told.received_on)
    received = Both(
        f"Du tok kontakt med oss {day} om forhold der du bor. Takk for at du sa fra. Vi har tatt imot det du fortalte, "
        "og ser på saken.",
        f"Du tok kontakt med oss {day} om forhold der du bur. Takk for at du sa frå. Vi har teke imot det du fortalde, "
        "og ser på saka.",
    )
    handled = Both(
        f"Du tok kontakt med oss {day} om forhold der du bor. Takk for at du sa fra. Vi har nå behandlet saken.",
        f"Du tok kontakt med oss {day} om forhold der du bur. Takk for at du sa frå. Vi har no behandla saka.",
    )
    return [say(handled if told.handled else received), say(NOT_MORE), say(AGAIN)]


def draw_answer(told: ComplaintAnswer) -> Drawn:
    """The answer as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    found: list[Block] = [blocks.text(words) for words in answer_body(told, say)]
    return letter(told.envelope, say(TITLE), [*found, *questions(told.envelope, say, told.contact)])
