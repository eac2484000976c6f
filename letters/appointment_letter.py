"""The letter that tells a household when and where it meets us: viewing or contract meeting (S004 step 10)."""

from dataclasses import dataclass
from datetime import datetime

from letters import blocks
from letters.closing import questions
from letters.layout import long_date
from letters.letterhead import letter
from letters.paper import Drawn, Envelope
from letters.words import Both, Say, speaker
from rules.deadlines import OSLO
from rules.terms import AppointmentKind, AppointmentPlace


@dataclass(frozen=True, kw_only=True)
class AppointmentLetter:
    """What we meet for, when and where; `address` is the dwelling's, and stands in no letter to a protected party."""

    envelope: Envelope
    kind: AppointmentKind
    starts_at: datetime
    minutes: int
    place: AppointmentPlace
    address: str | None
    changed: bool = False
    cancelled: bool = False


TITLES = {
    AppointmentKind.VIEWING: Both("Visning av boligen", "Visning av bustaden"),
    AppointmentKind.SIGNING: Both("Møte om husleiekontrakten", "Møte om husleigekontrakten"),
}
BRING = {
    AppointmentKind.VIEWING: Both(
        "Du får se boligen, og kan spørre om det du lurer på. Ta gjerne med deg noen.",
        "Du får sjå bustaden, og kan spørje om det du lurer på. Ta gjerne med deg nokon.",
    ),
    AppointmentKind.SIGNING: Both(
        "Vi går gjennom kontrakten og husordensreglene sammen. Ta med legitimasjon. Si fra hvis du trenger tolk.",
        "Vi går gjennom kontrakten og husordensreglane saman. Ta med legitimasjon. Sei frå dersom du treng tolk.",
    ),
}


def draw_appointment(told: AppointmentLetter) -> Drawn:
    """The letter as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    title = say(TITLES[told.kind])
    if told.cancelled:
        off = say(Both("Avlyst: ", "Avlyst: "))
        return letter(told.envelope, off + title, [*_cancelled(told, say), *questions(told.envelope, say)])
    lead = Both("Vi har endret tidspunktet for når vi møtes.", "Vi har endra tidspunktet for når vi møtest.")
    first = Both("Vi vil gjerne møte deg.", "Vi vil gjerne møte deg.")
    rows = [
        (say(Both("Dag", "Dag")), _day(told.starts_at)),
        (say(Both("Klokkeslett", "Klokkeslett")), _hours(told, say)),
        (say(Both("Sted", "Stad")), _place(told, say)),
    ]
    found = [
        blocks.text(say(lead if told.changed else first)),
        blocks.facts(rows),
        blocks.text(say(BRING[told.kind])),
        blocks.text(say(Both("Si fra så snart du kan hvis det ikke passer.", "Sei frå så snart du kan dersom det "
                             "ikkje passar."))),
        *questions(told.envelope, say),
    ]  # fmt: skip
    return letter(told.envelope, title, found)


def _day(moment: datetime) -> str:
    return long_date(moment.astimezone(OSLO).date())


def _hours(told: AppointmentLetter, say: Say) -> str:
    local = told.starts_at.astimezone(OSLO)
    lasts = Both(f"det tar omtrent {told.minutes} minutter", f"det tek om lag {told.minutes} minutt")
    return f"{local:%H.%M} ({say(lasts)})"


def _place(told: AppointmentLetter, say: Say) -> str:
    if told.place is AppointmentPlace.OFFICE:
        return told.envelope.sender.office
    by_phone = Both(
        "Ved boligen. Du får vite adressen når du tar kontakt med oss.",
        "Ved bustaden. Du får vite adressa når du tek kontakt med oss.",
    )
    return told.address or say(by_phone)


def _cancelled(told: AppointmentLetter, say: Say) -> list[blocks.Block]:
    when = f"{_day(told.starts_at)} klokka {told.starts_at.astimezone(OSLO):%H.%M}"
    words = Both(
        f"Vi skulle møtes {when}. Det blir ikke noe av. Vi tar kontakt hvis vi skal finne et nytt tidspunkt.",
        f"Vi skulle møtast {when}. Det blir ikkje noko av. Vi tek kontakt dersom vi skal finne eit nytt tidspunkt.",
    )
    return [blocks.text(say(words))]
