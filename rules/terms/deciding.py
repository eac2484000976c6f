"""Words about intake, letters, committee meetings and what becomes of an appeal."""

from rules.terms.term import Term


class IntakeChannel(Term):
    """How the application reached us."""

    PAPER = "paper", "Papir"
    TELEPHONE = "telephone", "Telefon"
    IN_PERSON = "in_person", "Personlig oppmøte"
    DIGITAL = "digital", "Digitalt skjema"


class Consent(Term):
    """Whether the applicant stands behind what another has applied for (fvl. § 12)."""

    NOT_NEEDED = "not_needed", "Ikke nødvendig"
    AWAITED = "awaited", "Venter på søkeren"
    AUTHORITY = "authority", "Skriftlig fullmakt"
    GIVEN = "given", "Søkeren har samtykket"
    DECLINED = "declined", "Søkeren ønsker ikke å søke"


class PaperState(Term):
    """Where one paper of the checklist stands."""

    ASKED = "asked", "Etterspurt"
    RECEIVED = "received", "Mottatt"
    WAIVED = "waived", "Frafalt"


class LetterKind(Term):
    """What a letter is for."""

    PRELIMINARY_REPLY = "preliminary_reply", "Foreløpig svar"
    SLOW_NOTICE = "slow_notice", "Beskjed om lang saksbehandlingstid"
    MISSING_PAPERS = "missing_papers", "Etterspør opplysninger"
    CONSENT_REQUEST = "consent_request", "Spørsmål om samtykke"
    PRIOR_NOTICE = "prior_notice", "Forhåndsvarsel"
    DECISION = "decision", "Vedtak"
    APPEAL_RECEIVED = "appeal_received", "Klage mottatt"
    APPEAL_FORWARDED = "appeal_forwarded", "Klage oversendt"
    APPEAL_OUTCOME = "appeal_outcome", "Utfall av klage"
    DEFERRED_EFFECT = "deferred_effect", "Utsatt iverksetting"
    OFFER = "offer", "Tilbud om bolig"
    APPOINTMENT = "appointment", "Tidspunkt for visning eller kontraktsmøte"
    REFUSAL_HEARING = "refusal_hearing", "Takket nei: be om uttalelse"
    REFUSAL_JUDGED = "refusal_judged", "Takket nei: hva det får å si"
    RENT_CHANGE = "rent_change", "Endring av husleien"
    REMINDER = "reminder", "Purring"
    COLLECTION_WARNING = "collection_warning", "Inkassovarsel"
    PAYMENT_DEMAND = "payment_demand", "Betalingsoppfordring"
    EVICTION_NOTICE = "eviction_notice", "Varsel om fravikelse"
    SOCIAL_NOTICE = "social_notice", "Varsel til sosialtjenesten"
    PETITION = "petition", "Begjæring om fravikelse"
    PAYMENT_PLAN = "payment_plan", "Nedbetalingsavtale"
    GUARANTEE_CLAIM = "guarantee_claim", "Krav på garanti"
    WARNING = "warning", "Advarsel"
    COMPLAINT_ANSWER = "complaint_answer", "Svar på klage fra nabo"
    INSPECTION_NOTICE = "inspection_notice", "Varsel om befaring"
    HOME_TALK = "home_talk", "Innkalling til samtale"
    MOVE_DEMAND = "move_demand", "Flyttingsoppfordring"
    NOTICE = "notice", "Oppsigelse"
    NOTICE_RECEIVED = "notice_received", "Bekreftelse på oppsigelse"
    RESCISSION = "rescission", "Heving"
    FINAL_SETTLEMENT = "final_settlement", "Sluttoppgjør"


class LetterState(Term):
    """Where a letter stands; a draft is seen by those who prepare it, a released one stands on the dispatch list."""

    DRAFT = "draft", "Utkast"
    RELEASED = "released", "Klar til utsending"
    DISPATCHED = "dispatched", "Sendt"
    ARRIVED = "arrived", "Kommet fram"
    RETURNED = "returned", "Kom i retur"
    VOID = "void", "Forkastet"


class Copy(Term):
    """Who gets a letter."""

    PARTY = "party", "Parten"
    REPRESENTATIVE = "representative", "Fullmektig eller verge"
    APPEAL_BODY = "appeal_body", "Klageinstansen"
    NAV = "nav", "NAV"
    ENFORCEMENT = "enforcement", "Namsmannen"
    GUARANTOR = "guarantor", "Garantisten"
    COMPLAINANT = "complainant", "Den som klaget"


class MeetingState(Term):
    """Where a committee meeting stands."""

    PLANNED = "planned", "Planlagt"
    OPEN = "open", "Pågår"
    CLOSED = "closed", "Avsluttet"
    CANCELLED = "cancelled", "Avlyst"


class ItemOutcome(Term):
    """What became of one case on the agenda."""

    DECIDED = "decided", "Avgjort"
    POSTPONED = "postponed", "Utsatt"


class BodyOutcome(Term):
    """What the appeal body came to (fvl. § 34)."""

    UPHELD = "upheld", "Vedtaket er stadfestet"
    CHANGED = "changed", "Vedtaket er endret"
    RETURNED = "returned", "Vedtaket er opphevet og saken sendt tilbake"
    DISMISSED = "dismissed", "Klagen er avvist"


class CaseStep(Term):
    """The next thing to do in a case: one at a time, always on somebody's list."""

    OBTAIN_CONSENT = "obtain_consent", "Innhent samtykke fra søkeren"
    TAKE_UP = "take_up", "Ta opp søknaden"
    COLLECT_PAPERS = "collect_papers", "Følg opp papirene som mangler"
    MAP_NEEDS = "map_needs", "Kartlegg behovet"
    ASSESS = "assess", "Vurder saken"
    REASSESS = "reassess", "Vurder saken på nytt"
    PROPOSE = "propose", "Lag forslag til vedtak"
    SET_ON_AGENDA = "set_on_agenda", "Sett saken på dagsorden"
    DECIDE_IN_MEETING = "decide_in_meeting", "Avgjør saken i møtet"
    DECIDE = "decide", "Avgjør saken"
    WEIGH_ANSWER = "weigh_answer", "Avgjør om vedtaket skal trekkes tilbake"
    REVIEW_NEED = "review_need", "Spør om behovet er endret"


class AppealStep(Term):
    """The next thing to do with an appeal: one at a time, always on somebody's list."""

    CONSIDER_REINSTATEMENT = "consider_reinstatement", "Vurder om klagen kan behandles etter fristen"
    TAKE_UP = "take_up", "Ta opp klagen"
    DECIDE_DEFERRAL = "decide_deferral", "Svar på om vedtaket skal utsettes"
    REASSESS = "reassess", "Vurder saken på nytt"
    TELL = "tell", "Send brevet"
    FOLLOW_UP = "follow_up", "Spør klageinstansen om utfallet"
