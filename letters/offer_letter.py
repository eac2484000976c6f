"""Letters about an offer of a dwelling: the offer, the question why it was refused, what the refusal leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from letters import blocks, closing
from letters.blocks import Block
from letters.closing import questions
from letters.labels import label
from letters.layout import long_date
from letters.letterhead import letter
from letters.paper import Drawn, Envelope
from letters.words import Both, Say, capital, speaker
from rules.terms import AppealBody

SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, kw_only=True)
class Offered:
    """The dwelling as the household is told of it; where it lies stands in no letter to a protected party."""

    kind: str
    rooms: int
    area_m2: float | None
    floor: int | None
    lift: bool
    rent_ore: int
    address: str | None
    free_from: date | None  # None where nobody knows yet
    ready: bool = False
    services: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OfferLetter:
    """What is offered, by when it is answered, and what a refusal may lead to (S001, S004 step 10)."""

    envelope: Envelope
    home: Offered
    answer_by: date
    texts: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class RefusalHearing:
    """That the household may say why it refused, before anybody judges it (fvl. § 16)."""

    envelope: Envelope
    offered_on: date
    answered: bool
    answer_by: date
    texts: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class RefusalJudged:
    """What a refusal came to, why, and how to complain; `until` = new offers are held back to that day (S001).

    To hold offers back decides on the party's place in line, so it is appealed on as a decision (fvl. §§ 2 and 28).
    """

    envelope: Envelope
    offered_on: date
    justified: bool
    reasons: str
    until: date | None
    texts: Mapping[str, str]
    appeal_body: AppealBody
    appeal_weeks: int


def draw_offer(told: OfferLetter) -> Drawn:
    """The offer as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    by = long_date(told.answer_by)
    texts = told.texts
    found = [
        blocks.text(texts["offer"]),
        blocks.heading(say(Both("Boligen", "Bustaden"))),
        blocks.facts(_home(told.home, say)),
        *_where(told.home, say),
        blocks.heading(say(Both(f"Svar oss innen {by}", f"Svar oss innan {by}"))),
        blocks.text(f"{say(HOW)} {texts['offer_answer']}"),
        blocks.heading(say(Both("Hvis du takker nei", "Dersom du takkar nei"))),
        blocks.text(texts["offer_refusal"]),
        *questions(told.envelope, say, texts.get("contact")),
    ]
    return letter(told.envelope, say(Both("Tilbud om kommunal bolig", "Tilbod om kommunal bustad")), found)


HOW = Both(
    "Du kan svare på telefon, i e-post, i brev eller når du møter oss. Si fra hvis du vil se boligen først, eller hvis "
    "du trenger mer tid.",
    "Du kan svare på telefon, i e-post, i brev eller når du møter oss. Sei frå dersom du vil sjå bustaden først, eller "
    "dersom du treng meir tid.",
)


def _home(home: Offered, say: Say) -> list[tuple[str, str]]:
    rows: list[tuple[Both, str | None]] = [
        (Both("Adresse", "Adresse"), home.address),
        (Both("Boligtype", "Bustadtype"), label(home.kind, say)),
        (Both("Antall rom", "Tal på rom"), str(home.rooms)),
        (Both("Størrelse", "Storleik"), f"{home.area_m2:g}{SPACE}m²".replace(".", ",") if home.area_m2 else None),
        (Both("Etasje", "Etasje"), _floor(home, say)),
        (Both("Husleie", "Husleige"), f"{kroner(home.rent_ore)} {say(Both('per måned', 'per månad'))}"),
        (Both("Tjenester", "Tenester"), capital(", ".join(label(one, say) for one in home.services)) or None),
        (Both("Innflytting", "Innflytting"), say(_free(home))),
    ]
    return [(say(name), value) for name, value in rows if value]


def kroner(ore: int) -> str:
    """8 000 kroner; øre only where there are any."""
    whole, rest = divmod(ore, 100)
    grouped = f"{whole:,}".replace(",", SPACE)
    return f"{grouped},{rest:02d}{SPACE}kroner" if rest else f"{grouped}{SPACE}kroner"


def _floor(home: Offered, say: Say) -> str | None:
    if home.floor is None:
        return None
    number = say(Both("Underetasje", "Underetasje")) if home.floor < 0 else str(home.floor)
    lift = Both("med heis", "med heis") if home.lift else Both("uten heis", "utan heis")
    return f"{number}, {say(lift)}"


def _free(home: Offered) -> Both:
    if home.ready:
        return Both("Boligen er klar nå", "Bustaden er klar no")
    if home.free_from is None:
        return Both("Vi gir deg beskjed når boligen er klar", "Vi gir deg beskjed når bustaden er klar")
    day = long_date(home.free_from)
    return Both(f"Vi regner med at boligen blir ledig {day}", f"Vi reknar med at bustaden blir ledig {day}")


def _where(home: Offered, say: Say) -> list[Block]:
    if home.address:
        return []
    untold = Both(
        "Adressen står ikke i brevet, fordi adressen din er beskyttet. Du får vite den når du tar kontakt med oss.",
        "Adressa står ikkje i brevet, fordi adressa di er verna. Du får vite ho når du tek kontakt med oss.",
    )
    return [blocks.text(say(untold))]


def draw_hearing(told: RefusalHearing) -> Drawn:
    """The question why the household refused, as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    by = long_date(told.answer_by)
    when = Both(f"Tilbudet fikk du {long_date(told.offered_on)}.", f"Tilbodet fekk du {long_date(told.offered_on)}.")
    how = Both(
        "Skriv eller ring til oss, og si hvorfor boligen ikke passet. Har du noe som viser det, kan du sende det med. "
        "Du kan la noen hjelpe deg, og du kan be om å få se dokumentene i saken (forvaltningsloven §§ 12, 16 og 18).",
        "Skriv eller ring til oss, og sei kvifor bustaden ikkje passa. Har du noko som viser det, kan du sende det "
        "med. Du kan la nokon hjelpe deg, og du kan be om å få sjå dokumenta i saka (forvaltningslova §§ 12, 16 og "
        "18).",
    )
    after = Both(
        "Når fristen er ute, vurderer en av oss om du hadde god grunn. Hadde du ikke det, kan det føre til at du ikke "
        "får nytt tilbud med det første. Du får et brev om hva vi kommer til.",
        "Når fristen er ute, vurderer ein av oss om du hadde god grunn. Hadde du ikkje det, kan det føre til at du "
        "ikkje får nytt tilbod med det første. Du får eit brev om kva vi kjem til.",
    )
    untold = Both("Hvorfor svarte du ikke på tilbudet?", "Kvifor svara du ikkje på tilbodet?")
    title = Both("Hvorfor takket du nei til boligen?", "Kvifor takka du nei til bustaden?")
    found = [
        blocks.text(f"{told.texts['hearing']} {say(when)}"),
        blocks.heading(say(Both(f"Svar oss innen {by}", f"Svar oss innan {by}"))),
        blocks.text(say(how)),
        blocks.heading(say(Both("Hva som skjer videre", "Kva som skjer vidare"))),
        blocks.text(say(after)),
        *questions(told.envelope, say, told.texts.get("contact")),
    ]
    return letter(told.envelope, say(title if told.answered else untold), found)


def draw_judged(told: RefusalJudged) -> Drawn:
    """What the refusal came to, as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    lead = Both(
        f"Du fikk tilbud om en kommunal bolig {long_date(told.offered_on)}, og det ble ikke noe av.",
        f"Du fekk tilbod om ein kommunal bustad {long_date(told.offered_on)}, og det vart ikkje noko av.",
    )
    found = [
        blocks.text(say(lead)),
        *_outcome(told, say),
        blocks.heading(say(Both("Hvorfor", "Kvifor"))),
        blocks.text(told.reasons),
        *_complaint(told, say),
        *questions(told.envelope, say, told.texts.get("contact")),
    ]
    title = Both("Hva det får å si at du ikke tok imot boligen", "Kva det får å seie at du ikkje tok imot bustaden")
    return letter(told.envelope, say(title), found)


COMPLAIN = Both(
    "Du kan klage til oss. Skriv eller ring, og si hva vi bør se på en gang til. Da vurderer avdelingslederen saken på "
    "nytt, og du får svar i brev. Vi hjelper deg gjerne med å skrive klagen, og du kan la noen klage for deg. Du kan "
    "be om å få se dokumentene i saken (forvaltningsloven § 18).",
    "Du kan klage til oss. Skriv eller ring, og sei kva vi bør sjå på ein gong til. Då vurderer avdelingsleiaren saka "
    "på nytt, og du får svar i brev. Vi hjelper deg gjerne med å skrive klaga, og du kan la nokon klage for deg. Du "
    "kan be om å få sjå dokumenta i saka (forvaltningslova § 18).",
)


def _complaint(told: RefusalJudged, say: Say) -> list[Block]:
    if told.until is not None:
        return closing.appeal(told.texts, told.appeal_body, told.appeal_weeks, say)
    return [blocks.heading(say(Both("Hvis du er uenig", "Dersom du er usamd"))), blocks.text(say(COMPLAIN))]


NO_CONSEQUENCE = Both(
    "Vi har kommet til at du ikke hadde god grunn. Det får ingen følger nå, men takker du nei flere ganger uten god "
    "grunn, kan det gå lengre tid før du får et nytt tilbud.",
    "Vi har kome til at du ikkje hadde god grunn. Det får ingen følgjer no, men takkar du nei fleire gonger utan god "
    "grunn, kan det gå lengre tid før du får eit nytt tilbod.",
)


def _outcome(told: RefusalJudged, say: Say) -> list[Block]:
    if told.justified:
        return [blocks.text(told.texts["good_reason"])]
    if told.until is None:
        return [blocks.text(say(NO_CONSEQUENCE))]
    from_day = say(Both("Du kan få nye tilbud fra", "Du kan få nye tilbod frå"))
    return [blocks.text(told.texts["held_back"]), blocks.facts([(from_day, long_date(told.until))])]
