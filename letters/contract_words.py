"""What a lease says, in bokmål and nynorsk: notices that husleieloven asks for in writing, and the rest of its text."""

from collections.abc import Mapping

from letters.words import Both
from rules.terms import RentLineKind, Security

LANDLORD = Both("Utleier", "Utleigar")
TENANT = Both("Leietaker", "Leigetakar")
PLACE_AND_DATE = Both("Sted og dato", "Stad og dato")
SIGNED = Both(
    "Kontrakten er skrevet ut i to eksemplarer, ett til hver. Begge har lest den og skriver under på den.",
    "Kontrakten er skriven ut i to eksemplar, eitt til kvar. Begge har lese han og skriv under på han.",
)
EXTRAS: Mapping[str, Both] = {
    "storage": Both("bod", "bu"),
    "parking": Both("parkeringsplass", "parkeringsplass"),
    "balcony": Both("balkong", "balkong"),
    "furnished": Both("møbler", "møblar"),
}
LINES: Mapping[RentLineKind, Both] = {
    RentLineKind.BASE: Both("Husleie", "Husleige"),
    RentLineKind.SERVICES: Both("Felleskostnader", "Felleskostnader"),
    RentLineKind.POWER: Both("Strøm a konto", "Straum a konto"),
    RentLineKind.GARAGE: Both("Garasje", "Garasje"),
    RentLineKind.FURNITURE: Both("Møbler", "Møblar"),
}
SECURITY: Mapping[Security, Both] = {
    Security.NAV_GUARANTEE: Both("Garanti fra NAV", "Garanti frå NAV"),
    Security.DEPOSIT: Both("Depositum", "Depositum"),
    Security.MUNICIPAL_GUARANTEE: Both("Kommunal garanti", "Kommunal garanti"),
}

FIXED = Both(
    "Leieavtalen er tidsbestemt og slutter uten oppsigelse når leietiden er ute. Blir du boende, og har kommunen ikke "
    "skriftlig bedt deg flytte innen tre måneder, blir avtalen tidsubestemt (husleieloven § 9-2).",
    "Leigeavtalen er tidsbestemt og sluttar utan oppseiing når leigetida er ute. Blir du buande, og har kommunen ikkje "
    "skriftleg bede deg flytte innan tre månader, blir avtalen tidsubestemt (husleigelova § 9-2).",
)
NOT_TERMINABLE = Both(
    "Avtalen kan ikke sies opp i leietiden, verken av deg eller av kommunen (husleieloven § 9-2).",
    "Avtalen kan ikkje seiast opp i leigetida, verken av deg eller av kommunen (husleigelova § 9-2).",
)
TERMINABLE = Both(
    "Avtalen kan sies opp i leietiden med tre måneders frist til slutten av en kalendermåned (husleieloven §§ 9-2 og "
    "9-6). Kommunen må ha saklig grunn.",
    "Avtalen kan seiast opp i leigetida med tre månaders frist til slutten av ein kalendermånad (husleigelova §§ 9-2 "
    "og 9-6). Kommunen må ha sakleg grunn.",
)
OPEN_ENDED = Both(
    "Leieavtalen er tidsubestemt. Den kan sies opp med tre måneders frist til slutten av en kalendermåned "
    "(husleieloven § 9-6). Kommunen må ha saklig grunn (§ 9-5).",
    "Leigeavtalen er tidsubestemt. Han kan seiast opp med tre månaders frist til slutten av ein kalendermånad "
    "(husleigelova § 9-6). Kommunen må ha sakleg grunn (§ 9-5).",
)

SECTION_11_1 = Both("Kommunal bolig etter husleieloven § 11-1", "Kommunal bustad etter husleigelova § 11-1")
APPLIES = Both(
    "Dette er en bolig som kommunen leier ut til personer som har vansker med å skaffe seg bolig selv. Derfor gjelder "
    "husleieloven § 11-1, med disse unntakene fra lovens vanlige regler:",
    "Dette er ein bustad som kommunen leiger ut til personar som har vanskar med å skaffe seg bustad sjølve. Difor "
    "gjeld husleigelova § 11-1, med desse unntaka frå dei vanlege reglane i lova:",
)
EXCEPTIONS = (
    Both(
        "Du må ha kommunens godkjenning før noen flytter inn hos deg.",
        "Du må ha godkjenning frå kommunen før nokon flyttar inn hos deg.",
    ),
    Both(
        "Du kan ikke leie ut hele eller deler av boligen uten at kommunen har sagt ja.",
        "Du kan ikkje leige ut heile eller delar av bustaden utan at kommunen har sagt ja.",
    ),
)
SHORT_EXCEPTION = Both(
    "Leietiden kan være kortere enn tre år når det er særlige grunner til det.",
    "Leigetida kan vere kortare enn tre år når det er særlege grunnar til det.",
)
SHORT_GROUNDS = Both("Hvorfor leietiden er kortere enn tre år", "Kvifor leigetida er kortare enn tre år")
WEIGHTY_GROUNDS = Both(
    "Tungtveiende grunner til en ny kort leietid i samme bolig",
    "Tungtvegande grunnar til ei ny kort leigetid i same bustad",
)

REGULATED = Both(
    "Både du og kommunen kan kreve at husleien blir regulert i takt med konsumprisindeksen, tidligst ett år etter at "
    "den sist ble fastsatt og med én måneds skriftlig varsel (husleieloven § 4-2).",
    "Både du og kommunen kan krevje at husleiga blir regulert i takt med konsumprisindeksen, tidlegast eitt år etter "
    "at ho sist vart fastsett og med éin månads skriftleg varsel (husleigelova § 4-2).",
)
SECURES = Both(
    "Sikkerheten gjelder skyldig husleie, skader på boligen, utgifter ved fraflytting og andre krav etter kontrakten. "
    "Den er aldri høyere enn seks måneders husleie (husleieloven §§ 3-5 og 3-6).",
    "Tryggleiken gjeld skuldig husleige, skadar på bustaden, utgifter ved fråflytting og andre krav etter kontrakten. "
    "Han er aldri høgare enn seks månaders husleige (husleigelova §§ 3-5 og 3-6).",
)
BLOCKED = Both(
    "Depositumet står på en egen sperret konto i ditt navn, som kommunen betaler for å opprette (husleieloven § 3-5).",
    "Depositumet står på ein eigen sperra konto i ditt namn, som kommunen betaler for å opprette (husleigelova § 3-5).",
)
NO_SECURITY = Both("Det er ikke avtalt sikkerhet.", "Det er ikkje avtalt tryggleik.")
SECURITY_LATER = Both(
    "Sikkerheten er ikke avtalt ennå. Den må være stilt før du får nøklene, og er aldri høyere enn seks måneders "
    "husleie (husleieloven §§ 3-5 og 3-6).",
    "Tryggleiken er ikkje avtalt enno. Han må vere stilt før du får nøklane, og er aldri høgare enn seks månaders "
    "husleige (husleigelova §§ 3-5 og 3-6).",
)
KEYS = Both(
    "Du får nøklene den dagen leien begynner, så sant ikke noe annet er avtalt.",
    "Du får nøklane den dagen leiga byrjar, så sant ikkje noko anna er avtalt.",
)
KEYS_WITH = Both(
    "Du får nøklene den dagen leien begynner, så sant ikke noe annet er avtalt. Du får dem ikke før sikkerheten er "
    "stilt.",
    "Du får nøklane den dagen leiga byrjar, så sant ikkje noko anna er avtalt. Du får dei ikkje før tryggleiken er "
    "stilt.",
)
STAYS = Both(
    "Du blir boende i boligen, og nøklene du har, gjelder videre.",
    "Du blir buande i bustaden, og nøklane du har, gjeld vidare.",
)
USE = Both(
    "Du skal bruke boligen med vanlig aktsomhet og følge husordensreglene, som er gått gjennom på kontraktsmøtet og er "
    "en del av avtalen. Skader må meldes til kommunen straks.",
    "Du skal bruke bustaden med vanleg aktsemd og følgje husordensreglane, som er gått gjennom på kontraktsmøtet og er "
    "ein del av avtalen. Skadar må meldast til kommunen straks.",
)
PETS = Both("Du kan ha husdyr i boligen.", "Du kan ha husdyr i bustaden.")
NO_PETS = Both(
    "Du kan ikke ha husdyr i boligen uten kommunens samtykke.",
    "Du kan ikkje ha husdyr i bustaden utan samtykke frå kommunen.",
)
EVICTION = Both(
    "Du godtar at kommunen kan kreve tvangsfravikelse hvis du ikke betaler husleien, eller hvis du ikke flytter når "
    "leietiden er ute (tvangsfullbyrdelsesloven § 13-2 tredje ledd).",
    "Du godtek at kommunen kan krevje tvangsfråviking dersom du ikkje betaler husleiga, eller dersom du ikkje flyttar "
    "når leigetida er ute (tvangsfullføringslova § 13-2 tredje ledd).",
)
DISPUTES = Both(
    "Blir vi uenige om leieforholdet, må saken til Husleietvistutvalget før den kan tas til retten (husleieloven "
    "§ 12-5).",
    "Blir vi usamde om leigeforholdet, må saka til Husleigetvistutvalet før ho kan takast til retten (husleigelova "
    "§ 12-5).",
)


def months(count: int) -> Both:
    """How long the term is, in years where they are whole."""
    if count % 12 == 0:
        years = count // 12
        return Both("ett år", "eitt år") if years == 1 else Both(f"{years} år", f"{years} år")
    return Both(f"{count} måneder", f"{count} månader") if count != 1 else Both("én måned", "éin månad")


def due(day: int) -> Both:
    """When the rent is to be paid (§ 3-2)."""
    return Both(
        f"Husleien for en måned betales senest den {day}. i måneden. Er det en lørdag, søndag eller helligdag, eller "
        "1. eller 17. mai, betales den neste virkedag (husleieloven § 3-2). Bruk KID-nummeret når du betaler.",
        f"Husleiga for ein månad skal betalast seinast den {day}. i månaden. Er det ein laurdag, søndag eller "
        "heilagdag, eller 1. eller 17. mai, skal ho betalast neste verkedag (husleigelova § 3-2). Bruk KID-nummeret "
        "når du betaler.",
    )


def follows(number: str) -> Both:
    """That a lease takes over from another."""
    return Both(
        f"Kontrakten avløser kontrakt {number} fra den dagen leien begynner.",
        f"Kontrakten avløyser kontrakt {number} frå den dagen leiga byrjar.",
    )


def weighed_by(name: str) -> Both:
    """Who found the grounds weighty."""
    return Both(f"Godkjent av {name}.", f"Godkjent av {name}.")


def account_number(digits: str) -> str:
    """An account number as it is written: «1234 56 78903»; the spaces never break."""
    return f"{digits[:4]}\u00a0{digits[4:6]}\u00a0{digits[6:]}"


def kroner(ore: int) -> str:
    """8 000 kr, with øre only where there are any; the spaces never break."""
    whole, rest = divmod(ore, 100)
    amount = f"{whole:,}".replace(",", "\u00a0")
    return f"{amount},{rest:02d}\u00a0kr" if rest else f"{amount}\u00a0kr"
