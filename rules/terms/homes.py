"""Words about dwellings, leases, money and landlords."""

from rules.terms.term import Term


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
    CREDIT = "credit", "Kreditering"
    INTEREST = "interest", "Forsinkelsesrente"
    CLAIM = "claim", "Krav ved utflytting"
    SETTLEMENT = "settlement", "Oppgjør av sikkerhet"
    WRITE_OFF = "write_off", "Ettergitt"


class PaymentState(Term):
    """Where a payment outside the files, or without a match, stands."""

    UNMATCHED = "unmatched", "Uten treff"
    PLACED = "placed", "Plassert"
    REVERSED = "reversed", "Tilbakeført"
    RETURNED = "returned", "Betales tilbake"


class QueueCause(Term):
    """Why a payment waits for a person."""

    NO_KID = "no_kid", "Betalt uten KID"
    UNKNOWN_KID = "unknown_kid", "Ingen leieforhold har denne KID-en"
    OTHER_COLLECTOR = "other_collector", "Husleien på leieforholdet kreves inn av utleieren"
    SEVERAL_KIDS = "several_kids", "Betalingen har flere KID-er"
    FUTURE = "future", "Bokført fram i tid"
    SAME_REFERENCE = "same_reference", "En annen betaling har samme bankreferanse, men et annet beløp"
    UNKNOWN_REVERSAL = "unknown_reversal", "Banken trekker tilbake en betaling som ikke står på leieforholdet"


class PaymentSource(Term):
    """How the payment reached us."""

    OCR = "ocr", "OCR-giro"
    CAMT = "camt", "Bankens kontoutdrag"
    MANUAL = "manual", "Registrert for hånd"


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
    REGISTERED = "registered", "Tinglyst"
    IN_FORCE = "in_force", "Løper"
    ENDED = "ended", "Avsluttet"
    BREACHED = "breached", "Misligholdt"
