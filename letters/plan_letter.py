"""The payment plan that a household and the office have agreed on: both keep it (nedbetalingsavtale)."""

from dataclasses import dataclass
from datetime import date

from letters import blocks
from letters.blocks import Block
from letters.closing import questions
from letters.layout import long_date
from letters.letterhead import letter
from letters.offer_letter import kroner
from letters.paper import Drawn, Envelope
from letters.words import Both, Say, speaker


@dataclass(frozen=True, kw_only=True)
class PlanLetter:
    """The debt of the day, day and øre of each instalment, the rent beside them, and the days of grace."""

    envelope: Envelope
    debt_ore: int
    instalments: tuple[tuple[date, int], ...]
    monthly_ore: int  # 0 where the lease has ended
    kid: str | None
    grace_days: int


TITLE = Both("Nedbetalingsavtale for husleie", "Nedbetalingsavtale for husleige")
WIDTHS = (1, 4, 3)


def draw(told: PlanLetter) -> Drawn:
    """The agreement as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    day, debt = long_date(told.envelope.day), kroner(told.debt_ore)
    lead = Both(
        f"Vi har avtalt hvordan du skal betale det du skylder. {day} var dette {debt}.",
        f"Vi har avtalt korleis du skal betale det du skuldar. {day} var dette {debt}.",
    )
    found = [
        blocks.text(say(lead)),
        blocks.heading(say(Both("Dette skal du betale", "Dette skal du betale"))),
        blocks.table(
            [say(one) for one in (Both("Nr.", "Nr."), Both("Forfall", "Forfall"), Both("Avdrag", "Avdrag"))],
            [(str(at), long_date(due), kroner(ore)) for at, (due, ore) in enumerate(told.instalments, start=1)],
            WIDTHS,
        ),
        *_beside(told, say),
        *_kept(told, say),
        blocks.text(say(COPY)),
        *questions(told.envelope, say),
    ]
    return letter(told.envelope, say(TITLE), found)


def _beside(told: PlanLetter, say: Say) -> list[Block]:
    """The rent goes on beside the plan, where there still is a rent."""
    if not told.monthly_ore:
        return _kid(told, say)
    rent = kroner(told.monthly_ore)
    words = Both(
        f"Avdragene kommer i tillegg til husleien, som nå er {rent} per måned. Betal begge deler innen forfall.",
        f"Avdraga kjem i tillegg til husleiga, som no er {rent} per månad. Betal begge delar innan forfall.",
    )
    return [blocks.text(say(words)), *_kid(told, say)]


def _kid(told: PlanLetter, say: Say) -> list[Block]:
    if not told.kid:
        return []
    words = Both(
        f"Bruk KID {told.kid} på alt du betaler. Pengene går alltid til det eldste kravet først.",
        f"Bruk KID {told.kid} på alt du betaler. Pengane går alltid til det eldste kravet først.",
    )
    return [blocks.text(say(words))]


COPY = Both(
    "Du og kommunen har hvert sitt eksemplar av avtalen. Si fra med en gang hvis noe ikke stemmer.",
    "Du og kommunen har kvart sitt eksemplar av avtalen. Sei frå med ein gong dersom noko ikkje stemmer.",
)


def _kept(told: PlanLetter, say: Say) -> list[Block]:
    late = _days(told.grace_days)
    what = Both("et avdrag eller husleien", "eit avdrag eller husleiga")
    if not told.monthly_ore:
        what = Both("et avdrag", "eit avdrag")
    words = Both(
        f"Så lenge du holder avtalen, gjør vi ikke mer for å kreve inn gjelden. Er {what.nb} ikke betalt {late.nb} "
        "etter forfall, gjelder ikke avtalen lenger. Da tar vi kontakt med deg før vi gjør noe mer.",
        f"Så lenge du held avtalen, gjer vi ikkje meir for å krevje inn gjelda. Er {what.nn} ikkje betalt "
        f"{late.nn} etter forfall, gjeld ikkje avtalen lenger. Då tek vi kontakt med deg før vi gjer noko meir.",
    )
    ask = Both(
        "Blir det vanskelig å betale, så ring oss før forfall. Ofte kan vi finne en løsning sammen. NAV kan gi "
        "økonomisk rådgivning, og du kan ha rett til bostøtte fra Husbanken.",
        "Blir det vanskeleg å betale, så ring oss før forfall. Ofte kan vi finne ei løysing saman. NAV kan gi "
        "økonomisk rådgiving, og du kan ha rett til bustøtte frå Husbanken.",
    )
    heading = Both("Hvis du ikke kan betale i tide", "Dersom du ikkje kan betale i tide")
    return [blocks.heading(say(heading)), blocks.text(say(words)), blocks.text(say(ask))]


def _days(count: int) -> Both:
    return Both("1 dag", "1 dag") if count == 1 else Both(f"{count} dager", f"{count} dagar")
