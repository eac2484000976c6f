"""Words about a home on its way from one household to the next: vacancy, candidates, allocation, offer, contract."""

from rules.terms.term import Term


class VacancyCause(Term):
    """Why a dwelling becomes free (S004 step 1)."""

    DEATH = "death", "Dødsfall"
    NURSING_HOME = "nursing_home", "Flyttet til sykehjem eller institusjon"
    TENANT_NOTICE = "tenant_notice", "Oppsagt av leietakeren"
    LANDLORD_NOTICE = "landlord_notice", "Oppsagt av kommunen"
    EXPIRY = "expiry", "Leiekontrakten utløper"
    RESCINDED = "rescinded", "Leiekontrakten er hevet"
    EVICTION = "eviction", "Fravikelse"
    SWAP = "swap", "Bytte"
    OWN_HOME = "own_home", "Flyttet til egen bolig"
    MUTUAL = "mutual", "Avtale med leietakeren"
    NEW_DWELLING = "new_dwelling", "Ny bolig"
    BACK_IN_USE = "back_in_use", "Tatt i bruk igjen"


class VacancyState(Term):
    """How far the letting of a vacant dwelling has come."""

    OPEN = "open", "Søker leietaker"
    PROPOSED = "proposed", "Innstilling laget"
    RECOMMENDED = "recommended", "Innstilt"
    DOUBTED = "doubted", "Til drøfting"
    DISPUTED = "disputed", "Til avdelingsleder"
    AGREED = "agreed", "Klar til tildeling"
    ALLOCATED = "allocated", "Tildelt"
    LET = "let", "Utleid"
    CANCELLED = "cancelled", "Avlyst"


class VacancyStage(Term):
    """Where the dwelling itself stands; the void clock counts the days of each from the day it is vacated."""

    NOTICE = "notice", "Meldt ledig"
    VACATED = "vacated", "Fraflyttet"
    PREPARATION = "preparation", "Under klargjøring"
    READY = "ready", "Klar til innflytting"
    RESERVED = "reserved", "Reservert"
    LET = "let", "Utleid"


class VacancyStep(Term):
    """The next thing to do with a vacancy: one at a time, always on somebody's list (S004)."""

    ASK_PROFILE = "ask_profile", "Be enheten om opplysninger om tjenestene"
    ANSWER_PROFILE = "answer_profile", "Svar på hvilke tjenester som finnes"
    SEND_OVERVIEW = "send_overview", "Send oversikten over ledige boliger til kontorene"
    FIND_CANDIDATES = "find_candidates", "Vent på kandidater fra kontorene"
    RECOMMEND = "recommend", "Lag innstilling"
    GO_THROUGH = "go_through", "Gå gjennom innstillingen"
    HEAR_UNIT = "hear_unit", "Svar på innstillingen"
    HOLD_DISCUSSION = "hold_discussion", "Hold drøftingsmøte"
    SETTLE = "settle", "Avgjør uenigheten"
    SET_ON_AGENDA = "set_on_agenda", "Sett boligen på dagsorden"
    CHOOSE_IN_MEETING = "choose_in_meeting", "Tildel boligen i møtet"
    ALLOCATE = "allocate", "Registrer tildelingen"
    OFFER = "offer", "Gi tilbud om boligen"
    AWAIT_ANSWER = "await_answer", "Følg opp svaret på tilbudet"
    SIGN = "sign", "Hold kontraktsmøte"
    HAND_OVER = "hand_over", "Overlever nøklene"


class ChoosingBody(Term):
    """Who chooses the household for a dwelling: the committee (S001), or two consultants (S004)."""

    COMMITTEE = "committee", "Husfordelingsutvalget"
    CONSULTANTS = "consultants", "To boligkonsulenter"


class NominationState(Term):
    """Where an office's candidate for one dwelling stands."""

    PUT_UP = "put_up", "Meldt inn"
    WITHDRAWN = "withdrawn", "Trukket"
    ALLOCATED = "allocated", "Tildelt"
    PASSED_OVER = "passed_over", "Ikke tildelt"


class UnitAnswer(Term):
    """What the unit's leader answers to a recommendation (S004 step 7)."""

    YES = "yes", "Ja"
    DOUBT = "doubt", "Usikker"
    NO = "no", "Nei"


class DiscussionOutcome(Term):
    """What a discussion meeting comes to (S004 step 8)."""

    AGREED = "agreed", "Enige om kandidaten"
    OTHER = "other", "Enige om en annen kandidat"
    DISAGREED = "disagreed", "Fortsatt uenige"


class Exclusion(Term):
    """Why a dwelling does not suit a household that waits: hard facts alone."""

    TOO_SMALL = "too_small", "For få rom"
    TOO_LARGE = "too_large", "For mange rom"
    ACCESS = "access", "Trenger trinnfri adkomst, og boligen har ikke det"
    FLOOR = "floor", "Trenger heis eller bakkeplan, og boligen har ikke det"
    FAMILY = "family", "Har barn, og boligen er ikke egnet for barnefamilier"
    SERVICES_DAY = "services_day", "Trenger tjenester om dagen, og de finnes ikke her"
    SERVICES_EVENING = "services_evening", "Trenger tjenester om kvelden, og de finnes ikke her"
    SERVICES_NIGHT = "services_night", "Trenger tjenester om natten, og de finnes ikke her"
    PURPOSE = "purpose", "Boligen er for en annen målgruppe"
    SPREAD = "spread", "Boligen er foreløpig ikke for denne målgruppen, av hensyn til spredning"
    KIND = "kind", "Er innvilget en annen boligtype"
    SAME_DWELLING = "same_dwelling", "Bor i boligen selv"
    HELD_BACK = "held_back", "Har takket nei uten god grunn og får ikke tilbud ennå"
    PROMISED = "promised", "Har takket ja til en annen bolig"
    REFERRED = "referred", "Skal flytte inn hos en privat utleier, som har sagt ja"


class OfferState(Term):
    """Where an offer of a dwelling stands."""

    OPEN = "open", "Venter på svar"
    ACCEPTED = "accepted", "Takket ja"
    DECLINED = "declined", "Takket nei"
    EXPIRED = "expired", "Ikke besvart i tide"
    CLOSED = "closed", "Falt bort"
    LEASED = "leased", "Kontrakt skrevet"


class OfferChannel(Term):
    """How the household was told (S004 step 10)."""

    TELEPHONE = "telephone", "Telefon"
    LETTER = "letter", "Brev"
    BOTH = "both", "Telefon og brev"


class RefusalReason(Term):
    """Why a household says no to an offered dwelling."""

    SIZE = "size", "Størrelsen"
    ACCESS = "access", "Tilgjengeligheten"
    LOCATION = "location", "Beliggenheten"
    ENVIRONMENT = "environment", "Bomiljøet"
    RENT = "rent", "Husleien"
    CONDITION = "condition", "Standarden"
    OTHER_HOME = "other_home", "Har fått bolig på annen måte"
    HEALTH = "health", "Helsen"
    OTHER = "other", "Annet"
    NO_ANSWER = "no_answer", "Svarte ikke"


class AppointmentKind(Term):
    """What household and staff meet for."""

    VIEWING = "viewing", "Visning"
    SIGNING = "signing", "Kontraktsmøte"


class AppointmentPlace(Term):
    """Where household and staff meet; an invitation names no address."""

    DWELLING = "dwelling", "Ved boligen"
    OFFICE = "office", "Boligkontoret"


class ContractItem(Term):
    """What is seen to at the contract meeting, and how it went (S004 step 11, S001)."""

    DONE = "done", "Gjort"
    NOT_NEEDED = "not_needed", "Ikke aktuelt"


class StaffMail(Term):
    """What a mail to a colleague says has happened; it names a record, never a person."""

    PROFILE_ASKED = "profile_asked", "Opplysninger om tjenestene i en ledig bolig"
    OVERVIEW = "overview", "Oversikt over ledige boliger"
    RECOMMENDED = "recommended", "Innstilling til ledig bolig"
    ANSWERED = "answered", "Enheten har svart på innstillingen"
    ANSWER_NOTED = "answer_noted", "Svar på innstilling er notert for deg"
    DISCUSSION = "discussion", "Drøftingsmøte om ledig bolig"
    DISPUTED = "disputed", "Uenighet om tildeling"
    SETTLED = "settled", "Uenighet om tildeling er avgjort"
    ALLOCATED = "allocated", "Bolig er tildelt"
    APPOINTMENT = "appointment", "Avtalt tidspunkt"
    APPOINTMENT_CANCELLED = "appointment_cancelled", "Tidspunkt er avlyst"
    SENT_BACK = "sent_back", "Ledig bolig må tildeles på nytt"
