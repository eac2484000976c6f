"""Words about private landlords: procurement, agreements, referrals, and the calls that they make (S000, domain 4)."""

from rules.terms.term import Term


class Phase(Term):
    """The five phases of finding homes that others own (S000)."""

    ANCHORING = "anchoring", "Vi vil"
    NEED = "need", "Vi trenger"
    CHOICE = "choice", "Vi velger"
    AGREEMENT = "agreement", "Vi realiserer"
    OPERATION = "operation", "Vi følger opp"


class ProcurementState(Term):
    """Where a procurement stands; the phase it has come to is read from its results."""

    RUNNING = "running", "Pågår"
    COMPLETED = "completed", "Gjennomført"
    CANCELLED = "cancelled", "Avlyst"


class ResultSort(Term):
    """How a result of a phase is shown to stand: by a record that Husrom has, or by what a person notes."""

    NEED_OVERVIEW = "need_overview", "Oversikt over boligbehovet"
    MANDATE = "mandate", "Fullmakt"
    ANNOUNCEMENT = "announcement", "Utlysing"
    BIDS = "bids", "Vurderte tilbud"
    CHOICE = "choice", "Valg med begrunnelse"
    AGREEMENT = "agreement", "Inngått avtale"
    REGISTERED = "registered", "Tinglyst rettighet"
    PAID_OUT = "paid_out", "Utbetalt lån"
    NOTED = "noted", "Noteres"


class Lack(Term):
    """Why a result of a phase does not stand."""

    NOT_NOTED = "not_noted", "Ikke notert ennå"
    LATER = "later", "Kom først etter denne dagen"
    NO_OVERVIEW = "no_overview", "Ingen behovsoversikt er lagt til grunn"
    OVERVIEW_DRAFT = "overview_draft", "Behovsoversikten er ikke fastsatt ennå"
    NO_MANDATE = "no_mandate", "Ingen fullmakt er lagt til grunn"
    MANDATE_WITHDRAWN = "mandate_withdrawn", "Fullmakten er trukket tilbake"
    MANDATE_NOT_YET = "mandate_not_yet", "Fullmakten er vedtatt en senere dag"
    MANDATE_EXPIRED = "mandate_expired", "Fullmakten har gått ut"
    MANDATE_OTHER_KINDS = "mandate_other_kinds", "Fullmakten gjelder ikke denne avtaletypen"
    NOT_ANNOUNCED = "not_announced", "Behovet er ikke lyst ut ennå"
    CALL_OPEN = "call_open", "Fristen for tilbud er ikke ute"
    NO_BIDS = "no_bids", "Ingen tilbud er registrert"
    UNSCORED = "unscored", "Ikke alle tilbudene har fått poeng for hvert kriterium"
    NOT_CHOSEN = "not_chosen", "Utleier er ikke valgt ennå"
    NOT_SIGNED = "not_signed", "Ingen avtale er inngått ennå"
    NOT_REGISTERED = "not_registered", "Rettigheten er ikke tinglyst ennå"
    NOT_PAID_OUT = "not_paid_out", "Lånet er ikke utbetalt ennå"


class MandateBody(Term):
    """Who gave the authority to sign agreements (S000)."""

    COUNCIL = "council", "Kommunestyret"
    CHIEF_EXECUTIVE = "chief_executive", "Kommunedirektøren"


class MandateState(Term):
    """Whether agreements may still be signed under the authority."""

    VALID = "valid", "Gjelder"
    WITHDRAWN = "withdrawn", "Trukket tilbake"


class BidState(Term):
    """Where a landlord's bid in answer to an announcement stands."""

    RECEIVED = "received", "Mottatt"
    DISMISSED = "dismissed", "Avvist"
    CHOSEN = "chosen", "Valgt"
    NOT_CHOSEN = "not_chosen", "Ikke valgt"
    WITHDRAWN = "withdrawn", "Trukket"


class ApproachState(Term):
    """Where an offer that a landlord makes unasked stands: it is answered, never agreed on (S000)."""

    RECEIVED = "received", "Mottatt"
    WRITTEN = "written", "Svar laget"
    ANSWERED = "answered", "Besvart"


class NeedTerm(Term):
    """Over how long a need for homes is seen (S000)."""

    SHORT = "short", "Kort sikt"
    LONG = "long", "Lang sikt"


class NeedState(Term):
    """Whether an overview of the need may still be completed by hand."""

    DRAFT = "draft", "Utkast"
    SETTLED = "settled", "Fastsatt"


class DutyParty(Term):
    """Who has a duty under an agreement."""

    LANDLORD = "landlord", "Utleier"
    MUNICIPALITY = "municipality", "Kommunen"


class DutyState(Term):
    """Where a duty under an agreement stands."""

    ACTIVE = "active", "Løper"
    ENDED = "ended", "Avsluttet"


class NoticeOrigin(Term):
    """How something reached the municipality from a landlord."""

    API = "api", "Maskin til maskin"
    STAFF = "staff", "Registrert av kommunen"


class NoticeState(Term):
    """Where a landlord's notice of a vacant home stands (domain 4.3)."""

    REPORTED = "reported", "Meldt"
    REFERRED = "referred", "Husstand tilvist"
    LET = "let", "Utleid til tilvist husstand"
    RELEASED = "released", "Frigitt"
    LAPSED = "lapsed", "Svarfristen gikk ut"
    WITHDRAWN = "withdrawn", "Trukket av utleier"


class ReferralState(Term):
    """Where the referral of a household to a landlord stands (domain 4.3)."""

    REFERRED = "referred", "Tilvist"
    VIEWING = "viewing", "Visning avtalt"
    ACCEPTED = "accepted", "Godtatt av utleier"
    LEASE_SIGNED = "lease_signed", "Leieavtale inngått"
    REJECTED = "rejected_by_landlord", "Avslått av utleier"
    DECLINED = "declined_by_tenant", "Husstanden takket nei"
    EXPIRED = "expired", "Utløpt"
    WITHDRAWN = "withdrawn", "Trukket av kommunen"
    ENDED = "ended", "Leieforholdet er avsluttet"


class RejectionReason(Term):
    """Why a landlord says no to a referred household: lawful reasons alone (husll. § 1-8)."""

    LET_ALREADY = "let_already", "Boligen ble leid ut før tilvisningen kom"
    NOT_HABITABLE = "not_habitable", "Boligen kan ikke brukes nå"
    TOO_MANY = "too_many", "Husstanden er for stor for boligen"
    NO_SHOW = "no_show", "Husstanden kom ikke til visning"
    PRIOR_BREACH = "prior_breach", "Husstanden har misligholdt en tidligere leieavtale med utleieren"
    SECURITY_MISSING = "security_missing", "Garantien eller depositumet er ikke på plass"


class DeclineReason(Term):
    """Why the household says no to a home that it was referred to."""

    LOCATION = "location", "Beliggenheten passer ikke"
    SIZE = "size", "Størrelsen passer ikke"
    RENT = "rent", "Husleien er for høy"
    ACCESS = "access", "Boligen er ikke tilgjengelig nok"
    FOUND_OTHER = "found_other", "Har fått en annen bolig"
    NO_ANSWER = "no_answer", "Svarte ikke"
    OTHER = "other", "Annet"


class ProposalState(Term):
    """Where a home that a landlord proposes stands: staff decide whether it is registered."""

    RECEIVED = "received", "Til godkjenning"
    APPROVED = "approved", "Godkjent"
    REFUSED = "refused", "Ikke godkjent"


class ReportKind(Term):
    """What a landlord reports of a lease with a referred household."""

    SIGNED = "signed", "Leieavtale inngått"
    ARREARS = "arrears", "Varsel om restanse"
    RENT_CHANGE = "rent_change", "Endring av husleien"
    TERM_CHANGE = "term_change", "Endring av leietiden"
    ENDED = "ended", "Leieforholdet er avsluttet"


class ReportState(Term):
    """Whether somebody has followed the report up."""

    RECEIVED = "received", "Mottatt"
    HANDLED = "handled", "Fulgt opp"


class ReportDoubt(Term):
    """What in a landlord's report may be unlawful, or other than agreed: a person asks (husll. ch. 4, § 9-3)."""

    SHORT_TERM = "short_term", "Leietiden er under tre år. Da regnes avtalen som tidsubestemt (husleieloven § 9-3)"
    UNDER_AGREED_TERM = "under_agreed_term", "Leietiden er kortere enn tilviste husstander skal ha"
    BEFORE_FREE = "before_free", "Leieforholdet begynner før dagen boligen var meldt ledig fra"
    OTHER_RENT = "other_rent", "Husleien er en annen enn den som ble meldt da boligen ble ledig"
    SECURITY_HIGH = "security_high", "Sikkerheten er over seks måneders leie (husleieloven §§ 3-5 og 3-6)"
    SHORT_NOTICE = "short_notice", "Under en måned fra meldingen til ny husleie gjelder (husleieloven § 4-2)"
    TOO_SOON = "too_soon", "Under ett år siden husleien sist ble fastsatt (husleieloven § 4-2)"
    ABOVE_INDEX = "above_index", "Økningen er større enn prisstigningen (husleieloven §§ 4-2 og 4-3)"


class EndReason(Term):
    """How a lease between a landlord and a referred household ended."""

    TENANT_NOTICE = "tenant_notice", "Leietakeren sa opp"
    LANDLORD_NOTICE = "landlord_notice", "Utleieren sa opp"
    TERM_ENDED = "term_ended", "Leietiden gikk ut"
    RESCINDED = "rescinded", "Hevet for mislighold"
    EVICTED = "evicted", "Fravikelse"
    DEATH = "death", "Dødsfall"


class Scope(Term):
    """What a partner's key or token opens."""

    DWELLINGS = "dwellings", "Lese egne boliger"
    DWELLINGS_WRITE = "dwellings.write", "Foreslå og endre egne boliger"
    VACANCIES = "vacancies", "Lese egne ledigmeldinger"
    VACANCIES_WRITE = "vacancies.write", "Melde ledige boliger"
    REFERRALS = "referrals", "Lese egne tilvisninger"
    REFERRALS_WRITE = "referrals.write", "Svare på tilvisninger"
    LEASES = "leases", "Lese egne leieforhold"
    LEASES_WRITE = "leases.write", "Melde leieavtaler, husleie, restanser og avslutning"
    AGREEMENTS = "agreements", "Lese egne avtaler"
    WEBHOOKS = "webhooks", "Lese egne varslinger"
    WEBHOOKS_WRITE = "webhooks.write", "Sette opp varslinger"


class KeyState(Term):
    """Whether a landlord's key opens anything; one past its day is turned away though it stands as active."""

    ACTIVE = "active", "I bruk"
    REVOKED = "revoked", "Sperret"


class WebhookState(Term):
    """Whether a landlord's address is told of what happens."""

    ACTIVE = "active", "I bruk"
    PAUSED = "paused", "Satt på pause"
    FAILING = "failing", "Stanset etter feil"
    REMOVED = "removed", "Fjernet"


class DeliveryState(Term):
    """Where one message to a landlord's address stands."""

    QUEUED = "queued", "I kø"
    SENDING = "sending", "Sendes"
    DELIVERED = "delivered", "Levert"
    FAILED = "failed", "Ikke levert"


class PartnerEvent(Term):
    """What a landlord's address may be told of; the message says which record, never of whom."""

    REFERRAL_CREATED = "referral.created", "En husstand er tilvist"
    REFERRAL_WITHDRAWN = "referral.withdrawn", "En tilvisning er trukket"
    REFERRAL_EXPIRED = "referral.expired", "En tilvisning er utløpt"
    VACANCY_RELEASED = "vacancy.released", "En bolig er frigitt"
    DWELLING_DECIDED = "dwelling.decided", "En foreslått bolig er vurdert"
    AGREEMENT_CHANGED = "agreement.changed", "En avtale er endret"
    TEST = "webhook.test", "Prøvemelding"


class DisclosedPart(Term):
    """A part of what a landlord was told of a household."""

    TOKEN = "token", "Tilvisningens nummer"
    HOUSEHOLD_SIZE = "household_size", "Antall voksne og barn"
    GUARANTEE = "guarantee", "Garanti"
    NAME = "name", "Navn"
    PHONE = "phone", "Telefon"
    EMAIL = "email", "E-post"
