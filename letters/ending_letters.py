"""Letters about the end of a lease: our notice and rescission with all the law asks for, and that we got a notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from letters import blocks
from letters.blocks import Block
from letters.closing import questions
from letters.layout import long_date
from letters.letterhead import letter
from letters.paper import Drawn, Envelope
from letters.words import Both, Say, speaker
from rules.terms import EndingGround

GROUNDS = {
    EndingGround.BREACH: Both("leieavtalen er brutt", "leigeavtalen er broten"),
    EndingGround.UNPAID_RENT: Both("husleien er ikke betalt", "husleiga er ikkje betalt"),
    EndingGround.DISORDER: Both(
        "andre i eiendommen er utsatt for bråk eller sjenanse", "andre i eigedomen er utsette for bråk eller sjenanse"
    ),
    EndingGround.DAMAGE: Both("boligen er skadet", "bustaden er skadd"),
    EndingGround.SUBLETTING: Both("boligen er overlatt til andre uten lov", "bustaden er overlaten til andre utan lov"),
    EndingGround.REBUILD: Both("boligen skal rives eller bygges om", "bustaden skal rivast eller byggjast om"),
    EndingGround.OTHER_REASON: Both("en annen saklig grunn", "ein annan sakleg grunn"),
}


@dataclass(frozen=True, kw_only=True)
class Notice:
    """The landlord's notice: without grounds, the right to protest and what silence means, it is void (§ 9-7)."""

    envelope: Envelope
    grounds: Sequence[EndingGround]
    reasons: str
    ends_on: date
    best_interest: str = ""
    protest_months: int = 1


@dataclass(frozen=True, kw_only=True)
class Rescission:
    """The lease is rescinded for material breach: in writing, with its reason (§ 9-9)."""

    envelope: Envelope
    grounds: Sequence[EndingGround]
    reasons: str
    out_by: date
    warned_on: date | None = None
    best_interest: str = ""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """That a notice has come, when the lease ends, and what is to be done until then (§§ 9-6, 10-2)."""

    envelope: Envelope
    given_on: date
    ends_on: date


def draw_notice(told: Notice) -> Drawn:
    """The notice as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    day = long_date(told.ends_on)
    lead = Both(
        f"Kommunen sier opp leieavtalen din. Leieforholdet slutter {day}. Da må du ha flyttet, og boligen må være "
        "ryddet og rengjort (husleieloven §§ 9-6 og 10-2).",
        f"Kommunen seier opp leigeavtalen din. Leigeforholdet sluttar {day}. Då må du ha flytta, og bustaden må vere "
        "rydda og rein (husleigelova §§ 9-6 og 10-2).",
    )
    found = [
        blocks.text(say(lead)),
        *_why(told.grounds, told.reasons, told.best_interest, say),
        blocks.heading(say(Both("Du kan protestere", "Du kan protestere"))),
        *(blocks.text(words) for words in _protest(told.protest_months, say)),
        *_help(say),
        *questions(told.envelope, say),
    ]
    return letter(told.envelope, say(Both("Oppsigelse av leieavtalen", "Oppseiing av leigeavtalen")), found)


def _protest(months: int, say: Say) -> list[str]:
    nb, nn = ("én måned", "éin månad") if months == 1 else (f"{months} måneder", f"{months} månader")
    how = Both(
        f"Er du uenig, kan du protestere skriftlig til oss innen {nb} etter at du fikk dette brevet (husleieloven § "
        "9-8). Du trenger ikke å si hvorfor. Vi hjelper deg gjerne med å skrive.",
        f"Er du usamd, kan du protestere skriftleg til oss innan {nn} etter at du fekk dette brevet (husleigelova § "
        "9-8). Du treng ikkje å seie kvifor. Vi hjelper deg gjerne med å skrive.",
    )
    silent = Both(
        "Protesterer du ikke innen fristen, mister du retten til å gjøre gjeldende at oppsigelsen er i strid med "
        "husleieloven. Flytter du ikke når leieforholdet slutter, kan kommunen da kreve at namsmannen setter deg ut "
        "av boligen (tvangsfullbyrdelsesloven § 13-2 tredje ledd bokstav c).",
        "Protesterer du ikkje innan fristen, mistar du retten til å gjere gjeldande at oppseiinga er i strid med "
        "husleigelova. Flyttar du ikkje når leigeforholdet sluttar, kan kommunen då krevje at namsmannen set deg ut "
        "av bustaden (tvangsfullbyrdingslova § 13-2 tredje ledd bokstav c).",
    )
    then = Both(
        "Protesterer du i tide, faller oppsigelsen bort hvis ikke kommunen tar saken til Husleietvistutvalget eller "
        "retten innen tre måneder etter at fristen din var ute.",
        "Protesterer du i tide, fell oppseiinga bort dersom ikkje kommunen tek saka til Husleigetvistutvalet eller "
        "retten innan tre månader etter at fristen din var ute.",
    )
    return [say(how), say(silent), say(then)]


def draw_rescission(told: Rescission) -> Drawn:
    """The rescission as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    day = long_date(told.out_by)
    lead = Both(
        "Kommunen hever leieavtalen din fordi den er vesentlig misligholdt (husleieloven § 9-9). Du må ha flyttet "
        f"senest {day}, og boligen må være ryddet og rengjort.",
        "Kommunen hevar leigeavtalen din fordi han er vesentleg misleghalden (husleigelova § 9-9). Du må ha flytta "
        f"seinast {day}, og bustaden må vere rydda og rein.",
    )
    warned = Both(
        f"Vi advarte deg skriftlig {long_date(told.warned_on)}." if told.warned_on else "",
        f"Vi åtvara deg skriftleg {long_date(told.warned_on)}." if told.warned_on else "",
    )
    disagree = Both(
        "Er du uenig, si fra til oss så snart du kan. Du kan også ta saken til Husleietvistutvalget. Flytter du ikke, "
        "er det namsmannen som avgjør om du må ut, og du får si din mening først.",
        "Er du usamd, sei frå til oss så snart du kan. Du kan også ta saka til Husleigetvistutvalet. Flyttar du ikkje, "
        "er det namsmannen som avgjer om du må ut, og du får seie meininga di først.",
    )
    found = [
        blocks.text(say(lead)),
        *_why(told.grounds, told.reasons, told.best_interest, say),
        *([blocks.text(say(warned))] if told.warned_on else []),
        blocks.heading(say(Both("Hvis du er uenig", "Dersom du er usamd"))),
        blocks.text(say(disagree)),
        *_help(say),
        *questions(told.envelope, say),
    ]
    return letter(told.envelope, say(Both("Heving av leieavtalen", "Heving av leigeavtalen")), found)


def draw_receipt(told: Receipt) -> Drawn:
    """That we got the notice, as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    given, day = long_date(told.given_on), long_date(told.ends_on)
    lead = Both(
        f"Vi fikk oppsigelsen av leieavtalen {given}. Leieforholdet slutter {day}, og husleien løper til og med den "
        "dagen.",
        f"Vi fekk oppseiinga av leigeavtalen {given}. Leigeforholdet sluttar {day}, og husleiga går til og med den "
        "dagen.",
    )
    until = [
        Both(
            "Avtal tid med oss for å gå gjennom boligen og levere nøklene.",
            "Avtal tid med oss for å gå gjennom bustaden og levere nøklane.",
        ),
        Both(
            "Rydd og rengjør boligen, boden og uteplassen. Vanlig slitasje svarer du ikke for (husleieloven § 10-2).",
            "Rydd og vask bustaden, bua og uteplassen. Vanleg slitasje svarar du ikkje for (husleigelova § 10-2).",
        ),
        Both(
            "Meld flytting til Folkeregisteret og posten, og si opp strøm og forsikring.",
            "Meld flytting til Folkeregisteret og posten, og sei opp straum og forsikring.",
        ),
        Both(
            "Får du bostøtte, må du søke på nytt for den nye boligen.",
            "Får du bustøtte, må du søkje på nytt for den nye bustaden.",
        ),
    ]
    found = [
        blocks.text(say(lead)),
        blocks.heading(say(Both("Før du flytter", "Før du flyttar"))),
        blocks.bullets(say(one) for one in until),
        *questions(told.envelope, say),
    ]
    return letter(told.envelope, say(Both("Vi har fått oppsigelsen", "Vi har fått oppseiinga")), found)


def _why(grounds: Sequence[EndingGround], reasons: str, best_interest: str, say: Say) -> list[Block]:
    children = [
        blocks.heading(say(Both("Hensynet til barna", "Omsynet til barna"))),
        blocks.text(best_interest),
    ]
    return [
        blocks.heading(say(Both("Hvorfor", "Kvifor"))),
        blocks.bullets(say(GROUNDS[one]) for one in grounds),
        blocks.text(reasons),
        *(children if best_interest.strip() else []),
    ]


def _help(say: Say) -> list[Block]:
    words = Both(
        "NAV kan hjelpe deg med råd om økonomi og med å finne et annet sted å bo. Husleietvistutvalget gir gratis "
        "veiledning om rettighetene dine.",
        "NAV kan hjelpe deg med råd om økonomi og med å finne ein annan stad å bu. Husleigetvistutvalet gir gratis "
        "rettleiing om rettane dine.",
    )
    return [blocks.heading(say(Both("Hvor du får hjelp", "Kvar du får hjelp"))), blocks.text(say(words))]
