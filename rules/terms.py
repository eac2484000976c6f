"""Every enum of the house: the English code that is stored, and the bokmål term that people read."""

from enum import Enum
from typing import Self


class Term(Enum):
    """A word of the trade: `.value` is stored, `.label` is shown (bokmål)."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = object.__new__(cls)
        member._value_ = code
        member.label = label
        return member


# --- People and rights -------------------------------------------------------------------------------------------


class Role(Term):
    """What a user may do (design section 5)."""

    READER = "reader", "Innsyn"
    CASEWORKER = "caseworker", "Saksbehandler"
    HOUSING_CONSULTANT = "housing_consultant", "Boligkonsulent"
    UNIT_LEADER = "unit_leader", "Enhetsleder"
    COMMITTEE_MEMBER = "committee_member", "Medlem av husfordelingsutvalget"
    DECIDER = "decider", "Beslutter"
    DEPARTMENT_HEAD = "department_head", "Avdelingsleder"
    PROPERTY = "property", "Eiendomsforvalter"
    ECONOMY = "economy", "Økonomi"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Revisor"


class IdentityKind(Term):
    """What sort of national number a person carries."""

    NATIONAL = "national", "Fødselsnummer"
    D_NUMBER = "d_number", "D-nummer"
    SYNTHETIC = "synthetic", "Syntetisk fødselsnummer"


class ResidencePermit(Term):
    """Right to stay in Norway (boligsosialloven § 2)."""

    NORDIC = "nordic", "Norsk eller nordisk statsborger"
    EEA = "eea", "EØS-borger"
    PERMANENT = "permanent", "Permanent oppholdstillatelse"
    TEMPORARY = "temporary", "Midlertidig oppholdstillatelse"
    NONE = "none", "Ingen oppholdstillatelse"


class Relation(Term):
    """How a member of the household is related to the applicant."""

    SPOUSE = "spouse", "Ektefelle eller samboer"
    CHILD = "child", "Barn"
    PARENT = "parent", "Forelder"
    FOSTER_CHILD = "foster_child", "Fosterbarn"
    OTHER = "other", "Annen"


class RepresentativeKind(Term):
    """Who acts for the applicant (fvl. § 12)."""

    REPRESENTATIVE = "representative", "Fullmektig"
    GUARDIAN = "guardian", "Verge"
    ADVOCATE = "advocate", "Advokat"


# --- Application and assessment ----------------------------------------------------------------------------------


class ApplicationKind(Term):
    """What is asked for; KOSTRA counts new."""

    NEW = "new", "Ny"
    EXTENSION = "extension", "Forlengelse"
    SWAP = "swap", "Bytte"


class ApplicationState(Term):
    """Where the application stands (design section 2)."""

    RECEIVED = "received", "Mottatt"
    IN_ASSESSMENT = "in_assessment", "Under behandling"
    WAITING = "waiting", "På venteliste"
    HOUSED = "housed", "Har fått bolig"
    REFUSED = "refused", "Avslått"
    DISMISSED = "dismissed", "Avvist"
    WITHDRAWN = "withdrawn", "Trukket"
    LAPSED = "lapsed", "Bortfalt"


class TargetGroup(Term):
    """Whom the guidelines are for (S001)."""

    DISADVANTAGED = "disadvantaged", "Vanskeligstilt"
    REFUGEE = "refugee", "Flyktning"
    EMPLOYEE = "employee", "Kommunalt ansatt"


class AppliedBy(Term):
    """Who sent the application (S003)."""

    APPLICANT = "applicant", "Søker selv"
    NEXT_OF_KIN = "next_of_kin", "Pårørende"
    MUNICIPAL_UNIT = "municipal_unit", "Kommunal enhet"
    HOSPITAL = "hospital", "Sykehus"
    PRISON = "prison", "Fengsel"


class HousingSituation(Term):
    """How the household lives now (domain 1.4, S003)."""

    NO_DWELLING = "no_dwelling", "Uten egen bolig"
    AT_RISK = "at_risk", "Står i fare for å miste boligen"
    UNSUITABLE = "unsuitable", "Uegnet bolig"
    WITH_FAMILY_OR_FRIENDS = "with_family_or_friends", "Hos familie/venner"
    PRIVATE_RENTAL = "private_rental", "Privat leie"
    INSTITUTION = "institution", "Institusjon"
    MUNICIPAL_LEASE = "municipal_lease", "Kommunal leiekontrakt"
    OWNS = "owns", "Eier bolig"
    PRISON = "prison", "Fengsel"
    EMERGENCY_LODGING = "emergency_lodging", "Midlertidig botilbud"


class ServiceNeed(Term):
    """Services that go with the dwelling applied for."""

    SHARED_HOUSING = "shared_housing", "Bofellesskap"
    DAY_SERVICE = "day_service", "Dagtjeneste"


class ReasonGroup(Term):
    """KOSTRA's main reason for need (domain 5.2 row 9); in no list or export but the statistics'."""

    REFUGEE = "refugee", "Flyktning"
    ADAPTED_HOME = "adapted_home", "Behov for tilrettelagt bolig"
    MENTAL_ILLNESS = "mental_illness", "Psykisk lidelse"
    SUBSTANCE_USE = "substance_use", "Rusproblemer"
    BOTH = "both", "Psykisk lidelse og rusproblemer"
    OTHER = "other", "Andre problemer"
    NONE = "none", "Ingen tilleggsproblemer"


class TenantStatus(Term):
    """KOSTRA: did the household live in municipal housing when it applied?"""

    NEW = "new", "Ny husstand"
    EXISTING = "existing", "Bor allerede i kommunal bolig"


class JournalKind(Term):
    """What an entry in the housing journal tells (S004 step 5)."""

    NOTE = "note", "Notat"
    CALL = "call", "Telefonsamtale"
    MEETING = "meeting", "Møte"
    HOME_VISIT = "home_visit", "Hjemmebesøk"
    NEW_FACT = "new_fact", "Ny opplysning"
    CORRECTION = "correction", "Rettelse"


# --- Decision and appeal -----------------------------------------------------------------------------------------


class LegalBasis(Term):
    """The law a decision rests on; it names the appeal body (domain 0.3)."""

    LOCAL_GUIDELINES = "local_guidelines", "Kommunens retningslinjer for kommunal utleiebolig"
    HOUSING_SOCIAL_ACT = "housing_social_act", "Boligsosialloven"
    CARE_SERVICES_ACT = "care_services_act", "Helse- og omsorgstjenesteloven § 3-2 a"


class DecisionOutcome(Term):
    """What was decided."""

    GRANTED = "granted", "Innvilget"
    REFUSED = "refused", "Avslag"
    DISMISSED = "dismissed", "Avvist"
    WITHDRAWN = "withdrawn", "Trukket tilbake"


class AppealBody(Term):
    """Who decides an appeal; a property of the decision."""

    APPEALS_BOARD = "appeals_board", "Kommunens klagenemnd"
    COUNTY_GOVERNOR = "county_governor", "Statsforvalteren"


class AppealState(Term):
    """Where the appeal stands (fvl. §§ 28–34)."""

    RECEIVED = "received", "Mottatt"
    UNDER_REASSESSMENT = "under_reassessment", "Til ny vurdering"
    FORWARDED = "forwarded", "Oversendt klageinstansen"
    CHANGED = "changed", "Omgjort"
    UPHELD = "upheld", "Vedtaket er stadfestet"
    RETURNED = "returned", "Opphevet og sendt tilbake"
    DISMISSED = "dismissed", "Avvist"
    WITHDRAWN = "withdrawn", "Trukket"


# --- Dwelling ----------------------------------------------------------------------------------------------------


class DwellingType(Term):
    """What the home is."""

    FLAT = "flat", "Leilighet"
    BEDSIT = "bedsit", "Hybel"
    DETACHED = "detached", "Enebolig"
    TERRACED = "terraced", "Rekkehus"
    CARE_DWELLING = "care_dwelling", "Omsorgsbolig"
    SHARED_HOUSING = "shared_housing", "Bofellesskap"


class Disposal(Term):
    """How the municipality disposes of the dwelling (disposisjonsform)."""

    OWNED = "owned", "Eid"
    COOP = "coop", "Borettslag"
    CONDOMINIUM = "condominium", "Sameie"
    RENTED_IN = "rented_in", "Innleid"
    REFERRAL = "referral", "Tilvisning"
    ALLOCATION = "allocation", "Tildeling"


class Purpose(Term):
    """What the dwelling is meant for."""

    ORDINARY = "ordinary", "Ordinær"
    CARE = "care", "Omsorgsbolig"
    SHARED = "shared", "Bofellesskap"
    ADAPTED = "adapted", "Tilrettelagt"
    REFUGEE = "refugee", "Flyktninger"
    TRANSIT = "transit", "Gjennomgangsbolig"
    EMERGENCY = "emergency", "Midlertidig botilbud"
    STAFF = "staff", "Ansatte"
    YOUTH = "youth", "Ungdom"


class DwellingState(Term):
    """Whether the dwelling can be let."""

    ACTIVE = "active", "I bruk"
    OUT_OF_SERVICE = "out_of_service", "Ute av drift"
    UNDER_RENOVATION = "under_renovation", "Under rehabilitering"
    TO_BE_SOLD = "to_be_sold", "Skal selges"
    SOLD = "sold", "Solgt"
    HEAD_LEASE_ENDED = "head_lease_ended", "Innleieavtalen er avsluttet"


# --- Lease and money ---------------------------------------------------------------------------------------------


class LeaseState(Term):
    """Where the lease stands (domain 1.7; one upcoming and one occupying lease per dwelling)."""

    UPCOMING = "upcoming", "Kommende"
    OCCUPYING = "occupying", "Løpende"
    ENDED = "ended", "Avsluttet"


class LeaseEnd(Term):
    """Why a lease ended."""

    TENANT_NOTICE = "tenant_notice", "Oppsagt av leietaker"
    LANDLORD_NOTICE = "landlord_notice", "Oppsagt av utleier"
    EXPIRY = "expiry", "Utløpt"
    RESCINDED = "rescinded", "Hevet"
    EVICTED = "evicted", "Fravikelse"
    DEATH = "death", "Dødsfall"
    SWAP = "swap", "Bytte"
    MOVED_TO_OWNED = "moved_to_owned", "Flyttet til egen bolig"
    MOVED_TO_CARE = "moved_to_care", "Flyttet til institusjon"
    MUTUAL = "mutual", "Avtale mellom partene"


class Security(Term):
    """What secures the lease (husll. §§ 3-5, 3-6)."""

    NAV_GUARANTEE = "nav_guarantee", "NAV-garanti"
    DEPOSIT = "deposit", "Depositum"
    MUNICIPAL_GUARANTEE = "municipal_guarantee", "Kommunal garanti"


class RentCollector(Term):
    """Who charges the rent; only the municipality's leases have ledger rows."""

    MUNICIPALITY = "municipality", "Kommunen"
    LANDLORD = "landlord", "Utleier"


class RentLineKind(Term):
    """What a line of the rent is for; electricity and the like are never indexed (husll. § 4-5)."""

    BASE = "base", "Husleie"
    SERVICES = "services", "Felleskostnader"
    POWER = "power", "Strøm a konto"
    GARAGE = "garage", "Garasje"
    FURNITURE = "furniture", "Møbler"


class RowKind(Term):
    """What a row of the ledger is."""

    OPENING = "opening", "Inngående saldo"
    CHARGE = "charge", "Husleie"
    FEE = "fee", "Gebyr"
    PAYMENT = "payment", "Innbetaling"
    REVERSAL = "reversal", "Tilbakeføring"


class PaymentState(Term):
    """Where a payment outside the files, or without a match, stands."""

    UNMATCHED = "unmatched", "Uten treff"
    PLACED = "placed", "Plassert"
    REVERSED = "reversed", "Tilbakeført"


class PaymentSource(Term):
    """How the payment reached us."""

    OCR = "ocr", "OCR-giro"
    MANUAL = "manual", "Registrert for hånd"


# --- Landlords ---------------------------------------------------------------------------------------------------


class AgreementKind(Term):
    """What the agreement with an owner gives (domain 4.1)."""

    REFERRAL = "referral", "Tilvisning"
    ALLOCATION = "allocation", "Tildeling"
    COOPERATION = "cooperation", "Samarbeid"
    HEAD_LEASE = "head_lease", "Innleie"
    COOP = "coop", "Borettslag"


class AgreementState(Term):
    """Where the agreement stands."""

    DRAFT = "draft", "Utkast"
    SIGNED = "signed", "Inngått"
    IN_FORCE = "in_force", "Løper"
    ENDED = "ended", "Avsluttet"
    BREACHED = "breached", "Misligholdt"


# --- Work and plumbing -------------------------------------------------------------------------------------------


class TaskKind(Term):
    """What a task asks for."""

    ARREARS = "arrears", "Restanse"
    EXPIRING_LEASE = "expiring_lease", "Leiekontrakt utløper"
    EXPIRING_AGREEMENT = "expiring_agreement", "Utleieavtale utløper"
    PENDING_APPEAL = "pending_appeal", "Klage venter"
    SLOW_CASE = "slow_case", "Sak over en måned"
    MAIL_REFUSED = "mail_refused", "E-post ble avvist"
    EFFECT_STOPPED = "effect_stopped", "Oppfølging har stoppet"
    JOB_FAILED = "job_failed", "Nattjobb feilet"
    MANUAL = "manual", "Oppgave"


class TaskState(Term):
    """Where a task stands."""

    OPEN = "open", "Åpen"
    DONE = "done", "Utført"
    SETTLED = "settled", "Ordnet av seg selv"


class Urgency(Term):
    """How pressing a task is, least first."""

    NOTICE = "notice", "Til orientering"
    SOON = "soon", "Snart"
    URGENT = "urgent", "Haster"
    CRITICAL = "critical", "Kritisk"

    @property
    def level(self) -> int:
        """1 (least) to 4 (most pressing)."""
        return list(Urgency).index(self) + 1


class MessageState(Term):
    """Where a mail in the outbox stands."""

    QUEUED = "queued", "I kø"
    SENDING = "sending", "Sendes"
    SENT = "sent", "Sendt"
    REFUSED = "refused", "Avvist"


class MessageKind(Term):
    """What a mail is for."""

    DIGEST = "digest", "Dagens påminnelser"


class JobState(Term):
    """How a run of a job stands."""

    RUNNING = "running", "Kjører"
    DONE = "done", "Ferdig"
    FAILED = "failed", "Feilet"


class ImportKind(Term):
    """What is brought in."""

    POSTCODES = "postcodes", "Postnummer"
    LANDLORDS = "landlords", "Utleiere"
    DWELLINGS = "dwellings", "Boliger"
    APPLICATIONS = "applications", "Søknader"
    APPEALS = "appeals", "Klager"
    LEASES = "leases", "Leieforhold"
    PAYMENTS = "payments", "Innbetalinger"


class ImportState(Term):
    """How far an import has come."""

    RUNNING = "running", "Pågår"
    DONE = "done", "Ferdig"
    REFUSED = "refused", "Ikke lest"


class ImportCount(Term):
    """What became of the rows or payments of a file; a row counts once as new, unchanged, different or refused."""

    NEW = "new", "nye"
    UNCHANGED = "unchanged", "uendret"
    DIFFERENT = "different", "forskjeller"
    UPDATED = "updated", "oppdatert"
    REFUSED = "refused", "avviste"
    BLANK = "blank", "blanke linjer hoppet over"
    REPEATED = "repeated", "gjentatte linjer hoppet over"
    MATCHED = "matched", "ført på leieforhold"
    UNMATCHED = "unmatched", "uten treff"
    KNOWN = "known", "kjent fra før"
    SUM_ORE = "sum_ore", "sum i øre"


class FileKind(Term):
    """What a stored file is."""

    UPLOAD = "upload", "Fil til forhåndsvisning"
    IMPORT_SOURCE = "import_source", "Importert fil"
    LETTER = "letter", "Brev"
    ATTACHMENT = "attachment", "Vedlegg"
    PHOTO = "photo", "Bilde"


class AccessKind(Term):
    """What was done with personal data."""

    OPENED = "opened", "Åpnet"
    EXPORTED = "exported", "Eksportert"
    SEARCHED = "searched", "Søkt opp"
    FAULTS_FETCHED = "faults_fetched", "Hentet feilliste"


class NoticeCode(Term):
    """What is odd about a record without being impossible; a notice, never a refusal."""

    FLOOR_DIFFERS = "floor_differs", "Etasjen stemmer ikke med bruksenhetsnummeret"
    PLACE_DIFFERS = "place_differs", "Poststedet stemmer ikke med postnummeret"
    LANDLORD_MISSING = "landlord_missing", "Boligen disponeres gjennom en utleier, men utleieren mangler"
    LANDLORD_UNEXPECTED = "landlord_unexpected", "Boligen har en utleier, men disponeres ikke gjennom avtale"
    QUOTA_EXCEEDED = "quota_exceeded", "Prosjektet har flere boliger enn avtalen gir rett til"
    PROCUREMENT_MISSING = "procurement_missing", "Avtalen har ingen framskaffelse bak seg"
    SHORT_TERM = "short_term", "Leietiden er under tre år (husleieloven §§ 9-3 og 11-1)"
    TERM_DIFFERS = "term_differs", "Oppgitt varighet stemmer ikke med datoene"
    AGREEMENT_TERM_UNUSUAL = "agreement_term_unusual", "Avtalens varighet avviker fra det vanlige"
    SECURITY_MISSING = "security_missing", "Leieforholdet har ingen sikkerhet"
    SECURITY_HIGH = "security_high", "Sikkerheten er over seks måneders leie (husleieloven §§ 3-5 og 3-6)"
    RENT_DIFFERS = "rent_differs", "Husleien er en annen enn den som står på boligen"
    NOT_RESIDENT = "not_resident", "Søkeren er ikke folkeregistrert i kommunen"
    SECOND_OPEN_APPLICATION = "second_open_application", "Søkeren har en annen åpen søknad av samme slag"
    NAME_DIFFERS = "name_differs", "Navnet er et annet enn det som står på personen"
    DECISION_DATE_UNUSED = "decision_date_unused", "Vedtaksdato er oppgitt, men saken er ikke avgjort"
    LATE_APPEAL = "late_appeal", "Klagen kom etter klagefristen"
    EXPIRED = "expired", "Leiekontrakten er utløpt, men boligen er fortsatt bebodd"


class DataFault(Term):
    """What `check-data` may find wrong in the database."""

    INDEX_MISSING = "index_missing", "Indeks mangler eller er en annen"
    ACCOUNT_DIFFERS = "account_differs", "Kontoen stemmer ikke med posteringene"
    CHARGED_TWICE = "charged_twice", "Husleien er krevd to ganger for samme måned"
    PLACED_TWICE = "placed_twice", "Innbetalingen står både i køen og på et leieforhold"
    NOT_PLACED = "not_placed", "Innbetalingen er plassert, men mangler på leieforholdet"
    REFERENCE_LOST = "reference_lost", "Peker på noe som ikke finnes"
    EFFECT_STOPPED = "effect_stopped", "Oppfølging har stoppet"
    EFFECT_LATE = "effect_late", "Oppfølging venter fortsatt etter en time"
