"""Words about tasks, mails, jobs, imports, files, access and notices."""

from rules.terms.term import Term


class TaskKind(Term):
    """What a task asks for."""

    ARREARS = "arrears", "Restanse"
    EXPIRING_LEASE = "expiring_lease", "Leiekontrakt utløper"
    EXPIRING_AGREEMENT = "expiring_agreement", "Utleieavtale utløper"
    PENDING_APPEAL = "pending_appeal", "Klage venter"
    SLOW_CASE = "slow_case", "Sak over en måned"
    NEXT_STEP = "next_step", "Neste steg"
    DISPATCH = "dispatch", "Brev skal sendes"
    MEETING = "meeting", "Møte"
    NEW_LEASE = "new_lease", "Ny leiekontrakt"
    VACANCY = "vacancy", "Ledig bolig"
    PLAN_SERVICES = "plan_services", "Planlegg tjenester"
    OFFER = "offer", "Tilbud om bolig"
    JUDGE_REFUSAL = "judge_refusal", "Vurder avslått tilbud"
    OFFER_FELL = "offer_fell", "Tilbud falt bort"
    REFUSAL_COUNTS = "refusal_counts", "Avslått tilbud teller i saken"
    SECURITY = "security", "Sikkerhet mangler"
    RENT_CHANGE = "rent_change", "Endring av husleien"
    APPROVAL = "approval", "Godkjenning"
    WITHDRAW_PETITION = "withdraw_petition", "Trekk begjæringen"
    PAYMENT_PLAN = "payment_plan", "Nedbetalingsavtale"
    ALLOWANCE = "allowance", "Bostøtte"
    GUARANTEE = "guarantee", "Krav på garanti"
    INCIDENT = "incident", "Klage på bomiljøet"
    INSPECTION = "inspection", "Befaring"
    REPAIR = "repair", "Utbedring"
    FOLLOW_UP = "follow_up", "Oppfølging i boligen"
    ENDING = "ending", "Avslutning av leieforhold"
    DISPUTE = "dispute", "Tvist"
    PROCUREMENT = "procurement", "Framskaffelse"
    APPROACH = "approach", "Henvendelse fra utleier"
    DUTY = "duty", "Plikt etter utleieavtale"
    UNUSED_RIGHT = "unused_right", "Rett som ikke brukes"
    OVER_QUOTA = "over_quota", "Flere boliger tatt enn avtalen gir rett til"
    VACANCY_NOTICE = "vacancy_notice", "Ledig bolig hos utleier"
    REFERRAL = "referral", "Tilvisning"
    PROPOSED_DWELLING = "proposed_dwelling", "Foreslått bolig"
    LANDLORD_REPORT = "landlord_report", "Melding fra utleier"
    API_KEY = "api_key", "Nøkkel til utleier"
    WEBHOOK = "webhook", "Varsling til utleier"
    DUPLICATE = "duplicate", "Mulig dobbelt person"
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
    STAFF = "staff", "Beskjed til kollega"
    TENANT = "tenant", "Beskjed til leietaker"


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
    INDEX = "index", "Konsumprisindeks"


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
    MINUTES = "minutes", "Møteprotokoll"
    OVERVIEW = "overview", "Oversikt over ledige boliger"
    ALLOCATION_BASIS = "allocation_basis", "Grunnlag for tildeling"
    CONTRACT = "contract", "Leiekontrakt"
    CALENDAR = "calendar", "Kalenderfil"
    PROTOCOL = "protocol", "Befaringsprotokoll"
    INVOICING = "invoicing", "Fakturagrunnlag"
    PROCUREMENT = "procurement", "Vedlegg til framskaffelse"
    AGREEMENT = "agreement", "Utleieavtale"
    REPLY = "reply", "Svar til utleier"


class AccessKind(Term):
    """What was done with personal data."""

    OPENED = "opened", "Åpnet"
    EXPORTED = "exported", "Eksportert"
    SEARCHED = "searched", "Søkt opp"
    FAULTS_FETCHED = "faults_fetched", "Hentet feilliste"
    FETCHED = "fetched", "Hentet fil"
    PRINTED = "printed", "Skrev ut saken"


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
    COOP_SHARES_MANY = (
        "coop_shares_many",
        "Kommunen får over en tidel av andelene. Se om vedtektene tillater det (burettslagslova § 4-3)",
    )  # fmt: skip
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
    CHARGED_TOO_MUCH = "charged_too_much", "Det er krevd mer husleie for måneden enn leien da"
    CREDIT_TOO_LARGE = "credit_too_large", "Mer er kreditert enn det som ble krevd"
    ROW_MISSING = "row_missing", "Ført, men mangler i reskontroen"
    ROW_DIFFERS = "row_differs", "Posteringen er en annen enn det som er ført"
    ROW_UNKNOWN = "row_unknown", "Postering uten noe den bygger på"
    REVERSED_TWICE = "reversed_twice", "Innbetalingen er tilbakeført to ganger"
    REVERSED_NOTHING = "reversed_nothing", "Tilbakeføring av en innbetaling som ikke finnes"
    CASE_MISSING = "case_missing", "Husleie er forfalt, men ingen restansesak er åpen"
    CASE_WITHOUT_DEBT = "case_without_debt", "Restansesaken er åpen, men ingenting er forfalt"
    PLAN_DIFFERS = "plan_differs", "Nedbetalingsavtalen går ikke opp"
    RENT_NOT_SET = "rent_not_set", "Endringen er i kraft, men står ikke på leieforholdet"
    TWO_OPEN = "two_open", "To åpne av samme slag på ett leieforhold"
    STILL_RUNNING = "still_running", "Husstanden har flyttet, men leieforholdet løper"
    LET_TWICE = "let_twice", "To leieforhold i samme bolig har dager felles"
    PLACED_TWICE = "placed_twice", "Innbetalingen står både i køen og på et leieforhold"
    NOT_PLACED = "not_placed", "Innbetalingen er plassert, men mangler på leieforholdet"
    HOME_UNCOUNTED = "home_uncounted", "Leieforholdet er ikke regnet med i prosjektets kvote"
    HOME_HELD_IN_VAIN = "home_held_in_vain", "En bolig holdes av uten tilvisning eller leieforhold"
    QUOTA_PASSED = "quota_passed", "Flere boliger er tatt enn avtalen gir rett til, uten at den sier det"
    RIGHT_UNFOUNDED = "right_unfounded", "Retten til boliger bygger ikke på et tilbud som er valgt"
    IN_FORCE_TOO_SOON = "in_force_too_soon", "Avtalen gjelder uten tinglysing eller samarbeidsavtale"
    AGREEMENT_TOO_LARGE = "agreement_too_large", "Avtalen gjelder flere boliger enn prosjektet har"
    DRAFT_SIGNED = "draft_signed", "Utkastet har en dato for når det ble inngått"
    PAPER_LOST = "paper_lost", "Avtalen slik den ble undertegnet, finnes ikke"
    HOME_OF_ANOTHER = "home_of_another", "Boligen og prosjektet har hver sin utleier"
    SIGNING_HELD = "signing_held", "Valget holdes for en avtale som ingen inngår"
    CALL_HELD = "call_held", "Utlysingen holdes for et tilbud som ikke er registrert"
    CEILING_DIFFERS = "ceiling_differs", "Fullmakten teller andre boliger enn avtalene som er inngått"
    REFERENCE_LOST = "reference_lost", "Peker på noe som ikke finnes"
    EFFECT_STOPPED = "effect_stopped", "Oppfølging har stoppet"
    EFFECT_LATE = "effect_late", "Oppfølging venter fortsatt etter en time"
