"""Why a message to a landlord's address was not sent, not taken, or why the address is refused."""

from rules.terms.term import Term


class WebhookFailure(Term):
    """What is wrong with an address that is to be told of events, or with what it answered."""

    MALFORMED = "malformed", "Adressen er ikke en gyldig nettadresse"
    NOT_HTTPS = "not_https", "Adressen begynner ikke med https"
    CREDENTIALS = "credentials", "Adressen inneholder brukernavn eller passord"
    PORT = "port", "Adressen har en annen port enn 443 eller 8443"
    UNRESOLVED = "unresolved", "Navnet i adressen finnes ikke"
    NOT_PUBLIC = "not_public", "Adressen peker på et lukket nett"
    NO_CONTACT = "no_contact", "Fikk ikke kontakt"
    CERTIFICATE = "certificate", "Sertifikatet ble ikke godkjent"
    TIMEOUT = "timeout", "Svaret kom ikke i tide"
    NO_ANSWER = "no_answer", "Forbindelsen ble brutt, eller svaret var ikke HTTP"
    REDIRECT = "redirect", "Viste videre til en annen adresse"
    STATUS = "bad_status", "Svarte med en feil"
    STOPPED = "stopped", "Ikke forsøkt fordi varslingen ikke var i bruk"
    OURS = "our_fault", "Feil hos oss: meldingen kom ikke av sted"
