"""Words about keeping a home: rent that changes, arrears and plans, life in the home, and how a tenancy ends."""

from rules.terms.term import Term


class ArrearsStep(Term):
    """A step of the ladder, mildest first (domain 3.2)."""

    CHECK_DATA = "check_data", "Kontroller grunnlaget og følg med"
    CONTACT_HOUSEHOLD = "contact_household", "Ta kontakt med husstanden"
    CONTACT_NAV = "contact_nav", "Ta kontakt med NAV"
    REMINDER = "reminder", "Purring"
    COLLECTION_WARNING = "collection_warning", "Inkassovarsel"
    PAYMENT_DEMAND = "payment_demand", "Betalingsoppfordring"
    EVICTION_NOTICE = "eviction_notice", "Varsel etter tvangsfullbyrdelsesloven § 4-18"
    SOCIAL_NOTICE = "social_notice", "Varsel til sosialtjenesten etter husleieloven § 9-11"
    PETITION = "petition", "Begjæring om fravikelse"


class ArrearsState(Term):
    """Where an arrears case stands; how far up the ladder it is, its steps tell."""

    OPEN = "open", "Følges opp"
    PLAN = "plan", "Nedbetalingsavtale"
    PETITIONED = "petitioned", "Begjæring sendt"
    DATE_SET = "date_set", "Fravikelse berammet"
    CLOSED = "closed", "Avsluttet"


class ArrearsEnd(Term):
    """How an arrears case ended."""

    PAID = "paid", "Betalt"
    AVERTED = "averted", "Utkastelse avverget"
    EVICTED = "evicted", "Fraveket"
    MOVED_OUT = "moved_out", "Leieforholdet er avsluttet"
    WRITTEN_OFF = "written_off", "Ettergitt"


class PlanState(Term):
    """Where a payment plan stands (nedbetalingsavtale)."""

    RUNNING = "running", "Løper"
    KEPT = "kept", "Fullført"
    BROKEN = "broken", "Brutt"
    CANCELLED = "cancelled", "Avlyst"


class ContactChannel(Term):
    """How somebody was reached."""

    TELEPHONE = "telephone", "Telefon"
    VISIT = "visit", "Hjemmebesøk"
    MEETING = "meeting", "Møte"
    LETTER = "letter", "Brev"
    MESSAGE = "message", "Melding"


class RentChangeKind(Term):
    """Why the rent changes."""

    INDEX = "index", "Indeksregulering (husleieloven § 4-2)"
    MARKET = "market", "Tilpasning til gjengs leie (husleieloven § 4-3)"
    AGREED = "agreed", "Avtalt endring"
    CHARGES = "charges", "Endrede tillegg"
    CORRECTION = "correction", "Retting"


class RentChangeState(Term):
    """Where a change of rent stands."""

    DRAFT = "draft", "Utkast"
    NOTIFIED = "notified", "Varslet"
    IN_FORCE = "in_force", "I kraft"
    DISPUTED = "disputed", "Omtvistet"
    CANCELLED = "cancelled", "Avlyst"


class AllowanceState(Term):
    """Where a tenant's state housing allowance stands (bostøtte)."""

    APPLIED = "applied", "Søkt"
    GRANTED = "granted", "Innvilget"
    REFUSED = "refused", "Avslått"
    ENDED = "ended", "Opphørt"


class GuaranteeState(Term):
    """Where a claim on the guarantee stands."""

    CLAIMED = "claimed", "Krevd"
    PAID = "paid", "Utbetalt"
    REFUSED = "refused", "Avslått"
    WITHDRAWN = "withdrawn", "Trukket"


class IncidentKind(Term):
    """What a complaint about a home is of (S002)."""

    NOISE = "noise", "Bråk"
    DISORDER = "disorder", "Uorden"
    THREATS = "threats", "Trusler eller vold"
    DAMAGE = "damage", "Skade eller hærverk"
    DRUGS = "drugs", "Rus"
    ANIMALS = "animals", "Dyr"
    WASTE = "waste", "Søppel"
    NEIGHBOURS = "neighbours", "Nabokonflikt"
    OTHER = "other", "Annet"


class IncidentState(Term):
    """Where a complaint stands."""

    RECEIVED = "received", "Mottatt"
    MAPPED = "mapped", "Kartlagt"
    FOLLOWED_UP = "followed_up", "Under tiltak"
    CLOSED = "closed", "Avsluttet"


class IncidentOutcome(Term):
    """What a complaint came to."""

    SETTLED = "settled", "Ordnet opp"
    UNFOUNDED = "unfounded", "Ikke grunnlag"
    NOTICE = "notice", "Leieforholdet sies opp eller heves"
    HANDED_ON = "handed_on", "Fulgt opp av andre"


class MeasureKind(Term):
    """What is done about a complaint."""

    TALK = "talk", "Samtale"
    VISIT = "visit", "Hjemmebesøk"
    MEDIATION = "mediation", "Megling"
    WARNING = "warning", "Skriftlig advarsel"
    SERVICES = "services", "Tjenester i boligen"
    REPAIR = "repair", "Utbedring"
    MOVE = "move", "Tilbud om annen bolig"
    POLICE = "police", "Melding til politiet"
    OTHER = "other", "Annet"


class InspectionKind(Term):
    """What a dwelling is inspected for."""

    MOVE_IN = "move_in", "Innflytting"
    PERIODIC = "periodic", "Befaring"
    MOVE_OUT = "move_out", "Utflytting"
    INCIDENT = "incident", "Etter en hendelse"


class InspectionState(Term):
    """Where an inspection stands."""

    PLANNED = "planned", "Planlagt"
    HELD = "held", "Gjennomført"
    SIGNED = "signed", "Undertegnet"
    CANCELLED = "cancelled", "Avlyst"


class RoomStandard(Term):
    """How a room is kept, best first; ordinary wear is no damage (husll. § 10-2)."""

    GOOD = "good", "God"
    WORN = "worn", "Vanlig slitasje"
    NEEDS_REPAIR = "needs_repair", "Må utbedres"
    UNFIT = "unfit", "Ubrukelig"


class RepairState(Term):
    """Where a repair stands."""

    REPORTED = "reported", "Meldt"
    ORDERED = "ordered", "Bestilt"
    DONE = "done", "Utført"
    DROPPED = "dropped", "Ikke aktuelt"


class Payer(Term):
    """Who pays for a repair: the tenant only for more than ordinary wear (husll. §§ 10-2, 10-3)."""

    LANDLORD = "landlord", "Kommunen"
    TENANT = "tenant", "Leietaker"


class FollowUpKind(Term):
    """What a follow-up plan holds (S002 phase 3)."""

    VISIT = "visit", "Besøk"
    TALK = "talk", "Samtale"
    INTEGRATION = "integration", "Inn i bomiljøet"
    SERVICES = "services", "Tjenester i boligen"
    ECONOMY = "economy", "Økonomisk rådgivning"
    HOME_OWNERSHIP = "home_ownership", "Samtale om egen bolig"


class FollowUpState(Term):
    """Where a follow-up plan stands."""

    ACTIVE = "active", "Løper"
    ENDED = "ended", "Avsluttet"


class HomeRoad(Term):
    """The road to a home of one's own that a talk points to (S002, domain 3.3)."""

    START_LOAN = "start_loan", "Startlån"
    RENT_TO_OWN = "rent_to_own", "Leie til eie"
    PRIVATE_RENTAL = "private_rental", "Privat leie"
    NOT_NOW = "not_now", "Ikke aktuelt nå"


class RenewalOutcome(Term):
    """What the review before a lease runs out came to."""

    EXTEND = "extend", "Søker om forlengelse"
    MOVE = "move", "Skal flytte"


class EndingState(Term):
    """Where the end of a lease stands (husll. ch. 9)."""

    PROPOSED = "proposed", "Til godkjenning"
    NOTIFIED = "notified", "Varslet"
    PROTESTED = "protested", "Protestert"
    SUED = "sued", "Til domstolen"
    MOVED_OUT = "moved_out", "Fraflyttet"
    SETTLED = "settled", "Gjort opp"
    FALLEN = "fallen", "Falt bort"


class EndingGround(Term):
    """Why the landlord ends a lease (husll. §§ 9-5, 9-9)."""

    BREACH = "breach", "Mislighold"
    UNPAID_RENT = "unpaid_rent", "Ubetalt husleie"
    DISORDER = "disorder", "Husbråk eller sjenanse"
    DAMAGE = "damage", "Skade på boligen"
    SUBLETTING = "subletting", "Ulovlig framleie"
    REBUILD = "rebuild", "Riving eller ombygging"
    OTHER_REASON = "other_reason", "Annen saklig grunn"


class DepositRelease(Term):
    """What lets a deposit be paid out to the landlord (husll. § 3-5)."""

    CONSENT = "consent", "Leietakeren har samtykket"
    JUDGMENT = "judgment", "Dom, forlik eller vedtak"
    BANK = "bank", "Bankens varsel på fem uker (bare ubetalt husleie)"


class DisputeSubject(Term):
    """What is disputed before the Rent Disputes Tribunal (HTU) or the courts (husll. § 12-5)."""

    RENT = "rent", "Husleien"
    ENDING = "ending", "Oppsigelse eller heving"
    CLAIM = "claim", "Krav ved utflytting"
    DEPOSIT = "deposit", "Depositum eller garanti"
    CONDITION = "condition", "Mangler ved boligen"
    OTHER = "other", "Annet"


class DisputeState(Term):
    """Where a dispute stands."""

    OPEN = "open", "Til behandling"
    SETTLED = "settled", "Forlik"
    DECIDED = "decided", "Avgjort"
    WITHDRAWN = "withdrawn", "Trukket"


class DisputeForum(Term):
    """Who hears a dispute."""

    TRIBUNAL = "tribunal", "Husleietvistutvalget"
    COURT = "court", "Tingretten"
    ENFORCEMENT = "enforcement", "Namsmannen"
    CONCILIATION = "conciliation", "Forliksrådet"


class Party(Term):
    """The two sides of a lease."""

    TENANT = "tenant", "Leietaker"
    LANDLORD = "landlord", "Kommunen"
