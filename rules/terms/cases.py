"""Words about applications, assessments, decisions and appeals."""

from rules.terms.term import Term


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
