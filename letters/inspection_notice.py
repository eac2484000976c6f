"""The letter that tells a tenant when the municipality comes to inspect the home, moves that, or calls it off."""

from dataclasses import dataclass
from datetime import date

from letters import blocks
from letters.closing import questions
from letters.layout import long_date
from letters.letterhead import letter
from letters.paper import Drawn, Envelope
from letters.words import Both, speaker
from rules.terms import InspectionKind


@dataclass(frozen=True, kw_only=True)
class InspectionNotice:
    """What we come for, when and where; `address` stands in no letter to a protected party."""

    envelope: Envelope
    kind: InspectionKind
    on: date
    time: str  # «10.00»
    address: str | None
    changed: bool = False
    cancelled: bool = False


TITLES = {
    InspectionKind.MOVE_IN: Both("Befaring ved innflytting", "Synfaring ved innflytting"),
    InspectionKind.PERIODIC: Both("Befaring av boligen", "Synfaring av bustaden"),
    InspectionKind.MOVE_OUT: Both("Befaring ved utflytting", "Synfaring ved utflytting"),
    InspectionKind.INCIDENT: Both("Befaring av boligen", "Synfaring av bustaden"),
}
WHY = {
    InspectionKind.MOVE_IN: Both(
        "Vi går gjennom boligen sammen, rom for rom, og skriver ned hvordan den er når du overtar den. Det er ditt "
        "bevis når du en gang flytter ut.",
        "Vi går gjennom bustaden saman, rom for rom, og skriv ned korleis han er når du tek over. Det er provet ditt "
        "når du ein gong flyttar ut.",
    ),
    InspectionKind.PERIODIC: Both(
        "Vi ser jevnlig over boligene våre, for at de skal være trygge og gode å bo i. Si gjerne fra om det er noe som "
        "bør utbedres.",
        "Vi ser jamleg over bustadene våre, for at dei skal vere trygge og gode å bu i. Sei gjerne frå om det er noko "
        "som bør utbetrast.",
    ),
    InspectionKind.MOVE_OUT: Both(
        "Vi går gjennom boligen sammen, rom for rom. Boligen skal være ryddet og rengjort. Vanlig slitasje svarer du "
        "ikke for (husleieloven § 10-2). Ta med alle nøklene.",
        "Vi går gjennom bustaden saman, rom for rom. Bustaden skal vere rydda og rein. Vanleg slitasje svarar du ikkje "
        "for (husleigelova § 10-2). Ta med alle nøklane.",
    ),
    InspectionKind.INCIDENT: Both(
        "Vi vil se hvordan boligen er, og finne ut om noe må utbedres.",
        "Vi vil sjå korleis bustaden er, og finne ut om noko må utbetrast.",
    ),
}
WAYS = Both(
    "Passer det ikke, sier du fra så snart du kan, så finner vi en annen tid. Du kan ha med deg noen. Kan du ikke være "
    "hjemme, avtaler vi hvordan vi kommer inn. Vi tar bilder av rommene, ikke av personer og eiendeler.",
    "Passar det ikkje, seier du frå så snart du kan, så finn vi ei anna tid. Du kan ha med deg nokon. Kan du ikkje "
    "vere heime, avtalar vi korleis vi kjem inn. Vi tek bilete av romma, ikkje av personar og eigedelar.",
)
ACCESS = Both(
    "Utleier har rett til å komme inn i boligen for tilsyn når leietakeren er varslet i rimelig tid (husleieloven "
    "§ 5-6).",
    "Utleigaren har rett til å kome inn i bustaden for tilsyn når leigetakaren er varsla i rimeleg tid (husleigelova "
    "§ 5-6).",
)


def draw(told: InspectionNotice) -> Drawn:
    """The letter as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    title = say(TITLES[told.kind])
    when = f"{long_date(told.on)} {say(Both('klokka', 'klokka'))} {told.time}"
    if told.cancelled:
        words = Both(
            f"Vi skulle komme {when}. Det blir ikke noe av. Du får nytt brev hvis vi skal komme en annen dag.",
            f"Vi skulle kome {when}. Det blir ikkje noko av. Du får nytt brev dersom vi skal kome ein annan dag.",
        )
        found = [blocks.text(say(words)), *questions(told.envelope, say)]
        return letter(told.envelope, f"{say(Both('Avlyst', 'Avlyst'))}: {title.lower()}", found)
    first = Both("Vi vil gjerne se boligen du leier.", "Vi vil gjerne sjå bustaden du leiger.")
    moved = Both("Vi har endret tiden for når vi kommer.", "Vi har endra tida for når vi kjem.")
    home = Both("Boligen du leier av oss", "Bustaden du leiger av oss")
    rows = [
        (say(Both("Dag", "Dag")), long_date(told.on)),
        (say(Both("Klokkeslett", "Klokkeslett")), told.time),
        (say(Both("Sted", "Stad")), told.address or say(home)),
    ]
    found = [
        blocks.text(say(moved if told.changed else first)),
        blocks.facts(rows),
        blocks.text(say(WHY[told.kind])),
        blocks.text(say(WAYS)),
        *([blocks.text(say(ACCESS))] if told.kind in (InspectionKind.PERIODIC, InspectionKind.INCIDENT) else []),
        *questions(told.envelope, say),
    ]
    return letter(told.envelope, title, found)
