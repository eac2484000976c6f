"""What each problem is called and means, in bokmål and English, and which refusal is which problem."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules import errors
from rules.errors import HusromError
from rules.terms import ReferralState


@dataclass(frozen=True)
class Words:
    """What it is called, and what to do about it."""

    title: str
    detail: str


@dataclass(frozen=True)
class Kind:
    """A problem: its status, and its words in both languages."""

    status: int
    norwegian: Words
    english: Words

    def words(self, *, english: bool) -> Words:
        """What it is called in one of the two languages."""
        return self.english if english else self.norwegian


def _kind(status: int, title: str, detail: str, english_title: str, english_detail: str) -> Kind:
    return Kind(status, Words(title, detail), Words(english_title, english_detail))


DOOR: Mapping[str, Kind] = {  # what the door itself refuses
    "bad-request": _kind(
        400, "Forespørselen er ikke gyldig", "Se på adressen, hodefeltene og det du sendte. Ingenting er lagret.",
        "The request is not valid", "Check the address, the headers and what you sent. Nothing was stored.",
    ),
    "broken-json": _kind(
        400, "Innholdet er ikke gyldig JSON", "Send ett JSON-objekt i UTF-8. Ingenting er lagret.",
        "The body is not valid JSON", "Send one JSON object in UTF-8. Nothing was stored.",
    ),
    "cursor-invalid": _kind(
        400, "Markøren er ikke gyldig", "Bruk «next» fra forrige svar uendret, eller begynn på nytt uten «cursor».",
        "The cursor is not valid", "Use “next” from the last answer unchanged, or begin again without “cursor”.",
    ),
    "idempotency-key-missing": _kind(
        400, "Idempotency-Key mangler", "Hver POST må ha hodefeltet Idempotency-Key: 1 til 200 synlige ASCII-tegn, ny "
        "for hvert kall som er ment som et nytt.",
        "Idempotency-Key is missing", "Every POST needs the header Idempotency-Key: 1 to 200 visible ASCII characters, "
        "a new one for each call that is meant as a new one.",
    ),
    "idempotency-key-invalid": _kind(
        400, "Idempotency-Key kan ikke brukes", "Den skal være 1 til 200 synlige ASCII-tegn, uten mellomrom. Ingenting "
        "er lagret.",
        "The Idempotency-Key cannot be used", "It must be 1 to 200 visible ASCII characters, without spaces. Nothing "
        "was stored.",
    ),
    "not-signed-in": _kind(
        401, "Nøkkelen eller tokenet er ikke godtatt", "Send Authorization: Bearer med en gyldig Husrom-nøkkel eller "
        "et gyldig Maskinporten-token.",
        "The key or token was not accepted", "Send Authorization: Bearer with a valid Husrom key or Maskinporten "
        "token.",
    ),
    "expired": _kind(
        401, "Nøkkelen eller tokenet er utløpt", "Hent et nytt token fra Maskinporten, eller be kommunen om en ny "
        "nøkkel.",
        "The key or token has expired", "Get a new token from Maskinporten, or ask the municipality for a new key.",
    ),
    "landlord-unknown": _kind(
        403, "Organisasjonen har ikke tilgang", "Kommunen har ingen aktiv utleier med organisasjonsnummeret.",
        "The organisation has no access", "The municipality has no active landlord with that organisation number.",
    ),
    "scope-missing": _kind(
        403, "Nøkkelen eller tokenet gir ikke adgang til dette", "Be kommunen om et scope som gir adgang.",
        "The key or token gives no access to this", "Ask the municipality for a scope that does.",
    ),
    "not-found": _kind(
        404, "Finnes ikke", "Adressen er feil, eller det er ikke noe dere har tilgang til.",
        "Not found", "The address is wrong, or it is nothing that you have access to.",
    ),
    "method-not-allowed": _kind(
        405, "Metoden kan ikke brukes her", "Hodefeltet Allow sier hvilke metoder adressen tar.",
        "The method cannot be used here", "The header Allow names the methods that the address takes.",
    ),
    "not-acceptable": _kind(
        406, "Svaret finnes bare som JSON", "Be om application/json.",
        "Answers are JSON only", "Ask for application/json.",
    ),
    "same-key-at-work": _kind(
        409, "Det første kallet med nøkkelen er ikke ferdig", "Vent så lenge som Retry-After sier, og send det "
        "samme på nytt.",
        "The first call with the key is not done", "Wait as long as Retry-After says, and send the same again.",
    ),
    "stale": _kind(
        412, "Noe er endret siden du leste det", "Hent det på nytt, og send kallet med den nye ETag i If-Match. Bruk "
        "en ny Idempotency-Key. Ingenting er lagret.",
        "It has changed since you read it", "Fetch it again, and send the call with the new ETag in If-Match. Use a "
        "new Idempotency-Key. Nothing was stored.",
    ),
    "too-large": _kind(
        413, "Innholdet er for stort", "Grensen er 256 kB. Ingenting er lagret.",
        "The body is too large", "The limit is 256 kB. Nothing was stored.",
    ),
    "not-json": _kind(
        415, "Innholdet må være JSON", "Send Content-Type: application/json, og ikke pakket: uten Content-Encoding.",
        "The body must be JSON", "Send Content-Type: application/json, not packed: without Content-Encoding.",
    ),
    "invalid": _kind(
        422, "Noe i det du sendte må rettes", "Se «errors». Ingenting er lagret.",
        "Something you sent must be corrected", "See “errors”. Nothing was stored.",
    ),
    "same-key-other-body": _kind(
        422, "Nøkkelen er brukt til et annet kall", "Bruk en ny Idempotency-Key. Ingenting er lagret.",
        "The key was used for another call", "Use a new Idempotency-Key. Nothing was stored.",
    ),
    "if-match-missing": _kind(
        428, "If-Match mangler", "Hent det du vil endre, og send ETag-en i If-Match. Ingenting er lagret.",
        "If-Match is missing", "Fetch what you want to change, and send its ETag in If-Match. Nothing was stored.",
    ),
    "too-many-calls": _kind(
        429, "For mange kall", "Vent så lenge som Retry-After sier.",
        "Too many calls", "Wait as long as Retry-After says.",
    ),
    "our-fault": _kind(
        500, "Noe gikk galt hos oss", "Send det samme på nytt med samme Idempotency-Key. Varer det, si fra til "
        "kommunen og oppgi klokkeslettet.",
        "Something went wrong with us", "Send the same again with the same Idempotency-Key. If it lasts, tell the "
        "municipality, with the time.",
    ),
    "database-away": _kind(
        503, "Databasen svarer ikke", "Vent så lenge som Retry-After sier, og send det samme på nytt.",
        "The database does not answer", "Wait as long as Retry-After says, and send the same again.",
    ),
    "issuer-away": _kind(
        503, "Tokenet kan ikke kontrolleres nå", "Maskinporten svarer ikke. Vent så lenge som Retry-After sier, og "
        "send det samme på nytt. Ingenting er lagret.",
        "The token cannot be checked now", "Maskinporten does not answer. Wait as long as Retry-After says, and send "
        "the same again. Nothing was stored.",
    ),
}  # fmt: skip

CASE: Mapping[str, Kind] = {  # what the house refuses
    "refused": _kind(
        409, "Dette kan ikke gjøres nå", "Hent det på nytt og se hva som står. Spør kommunen om du er i tvil.",
        "This cannot be done now", "Fetch it again and see how it stands. Ask the municipality when in doubt.",
    ),
    "wrong-state": _kind(
        409, "Saken er kommet til et annet sted", "Hent det på nytt: «state» sier hvor det står.",
        "It stands elsewhere now", "Fetch it again: “state” says where it stands.",
    ),
    "already-exists": _kind(
        409, "Det finnes allerede", "Hent det som finnes, i stedet for å sende det en gang til.",
        "It exists already", "Fetch what exists instead of sending it again.",
    ),
    "no-agreement": _kind(
        409, "Ingen avtale dekker boligen", "Boligen må stå under en tilvisnings- eller tildelingsavtale som gjelder.",
        "No agreement covers the home", "The home must be covered by a referral or allocation agreement in force.",
    ),
    "quota-full": _kind(
        409, "Kvoten er brukt opp", "Så mange av prosjektets boliger som avtalen gir rett til, er opptatt.",
        "The quota is used up", "As many of the project's homes are taken as the agreement gives right to.",
    ),
    "notice-stands": _kind(
        409, "Boligen er alt meldt ledig", "Hent ledigmeldingen som finnes, og endre den.",
        "The home is reported vacant already", "Fetch the notice that exists, and change it.",
    ),
    "referral-over": _kind(
        409, "Tilvisningen er avsluttet", "Den er besvart, trukket eller utløpt.",
        "The referral is over", "It was answered or withdrawn, or it has expired.",
    ),
    "lease-reported": _kind(
        409, "Leieavtalen er alt meldt", "Tilvisningen har ført til et leieforhold. Hent det, og meld det som er "
        "endret, der.",
        "The lease is reported already", "The referral has led to a lease. Fetch it, and report there what has "
        "changed.",
    ),
    "not-answerable": _kind(
        409, "Ledigmeldingen er avsluttet", "Svarfristen er ute, eller den er besvart.",
        "The notice is over", "The answer date is past, or it is answered.",
    ),
    "home-known": _kind(
        409, "Boligen er registrert eller foreslått fra før", "Hent egne boliger og forslag, og bruk det som finnes.",
        "The home is registered or proposed already", "Fetch your homes and proposals, and use what exists.",
    ),
    "homes-full": _kind(
        409, "Prosjektet har ikke flere boliger", "Så mange boliger som avtalen gjelder, er registrert.",
        "The project has no more homes", "As many homes as the agreement covers are registered.",
    ),
    "household-gone": _kind(
        409, "Husstanden er ikke lenger aktuell", "Ta kontakt med kommunen: tilvisningen vil bli trukket.",
        "The household is no longer to be housed here", "Contact the municipality: the referral will be withdrawn.",
    ),
    "not-your-lease": _kind(
        409, "Kommunen fører dette leieforholdet", "Bare leieforhold dere selv fører, kan meldes om her.",
        "The municipality keeps this lease", "Only leases that you keep yourselves can be reported on here.",
    ),
    "lease-over": _kind(
        409, "Leieforholdet er avsluttet", "Ingenting mer kan meldes om det.",
        "The lease is over", "Nothing more can be reported of it.",
    ),
    "rent-stands": _kind(
        409, "Husleien kan ikke endres slik", "Den er alt slik, en senere endring er meldt, eller dagen er før "
        "leieforholdet begynte. Hent leieforholdet og det som er meldt.",
        "The rent cannot be changed so", "It is so already, a later change is reported, or the day is before the lease "
        "began. Fetch the lease and its reports.",
    ),
    "receipt-follows": _kind(
        503, "Det er lagret, og kvitteringen følger", "Send det samme på nytt, med samme Idempotency-Key, når så mange "
        "sekunder er gått som Retry-After sier. Da får dere kvitteringen, og ingenting blir lagret to ganger.",
        "It is stored, and the receipt follows", "Send the same again, with the same Idempotency-Key, after as many "
        "seconds as Retry-After says. You then get the receipt, and nothing is stored twice.",
    ),
    "home-lived-in": _kind(
        409, "Boligen har et leieforhold som løper disse dagene", "To leieforhold i en bolig kan ikke ha dager felles. "
        "Meld først at det andre er slutt, eller når det slutter. Er kommunen utleier i det, må kommunen avslutte det.",
        "The home has a lease that runs on these days", "Two leases of a home cannot have a day in common. Report "
        "first that the other is over, or when it ends. One that the municipality keeps, it must end itself.",
    ),
    "too-many-addresses": _kind(
        409, "Dere har så mange varslinger som dere kan ha", "Fjern en som ikke er i bruk.",
        "You have as many webhooks as you may have", "Remove one that is not in use.",
    ),
    "names-busy": _kind(
        503, "Adressen kan ikke kontrolleres nå", "Vent så lenge som Retry-After sier, og send det samme på nytt.",
        "The address cannot be checked now", "Wait as long as Retry-After says, and send the same again.",
    ),
    "address-refused": _kind(
        422, "Adressen kan ikke varsles", "Bruk https på port 443 eller 8443 til en offentlig adresse, uten brukernavn "
        "og passord.",
        "The address cannot be told of events", "Use https on port 443 or 8443 to a public address, without user name "
        "and password.",
    ),
}  # fmt: skip

PROBLEMS: Mapping[str, Kind] = {**DOOR, **CASE}

SLUGS: Mapping[type[HusromError], str] = {
    errors.NotFound: "not-found",
    errors.NotAuthorised: "not-found",  # another landlord's: not even that it is there
    errors.NoNeedToKnow: "not-found",
    errors.StaleState: "stale",
    errors.TransitionRefused: "wrong-state",
    errors.AlreadyExists: "already-exists",
    errors.InvalidRecord: "invalid",
    errors.KeyUnknown: "not-signed-in",
    errors.NoAgreement: "no-agreement",
    errors.QuotaFull: "quota-full",
    errors.NoticeStands: "notice-stands",
    errors.ReferralOver: "referral-over",
    errors.NotAnswerable: "not-answerable",
    errors.HomeKnown: "home-known",
    errors.HomesFull: "homes-full",
    errors.HouseholdNotToRefer: "household-gone",
    errors.NotLandlordsLease: "not-your-lease",
    errors.LeaseOver: "lease-over",
    errors.RentUnchanged: "rent-stands",
    errors.RentLinesOverlap: "rent-stands",
    errors.RentBeforeLease: "rent-stands",
    errors.ReportDelayed: "receipt-follows",
    errors.HomeLet: "home-lived-in",
    errors.StillLivedIn: "home-lived-in",
    errors.ContractStands: "home-lived-in",
    errors.NamesBusy: "names-busy",
    errors.TooManyAddresses: "too-many-addresses",
    errors.AddressRefused: "address-refused",
}


def slug_of(error: HusromError) -> str:
    """The name of the problem that a refusal is; one that nobody has placed is `refused`."""
    if isinstance(error, errors.ReferralOver) and error.state == ReferralState.LEASE_SIGNED.value:
        return "lease-reported"
    return next((SLUGS[kind] for kind in type(error).__mro__ if kind in SLUGS), "refused")
