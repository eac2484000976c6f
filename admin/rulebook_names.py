"""What the parts of a rulebook are called: its numbers, its sources, the paragraphs of letters and their gaps."""

SOURCES = {  # the documents that the default goes by, as people know them
    "S001": "Harstads retningslinjer",
    "S002": "Husbankens veiviser",
    "S003": "Husbankens veiviser",
    "S004": "Trondheims rutine",
}
LIMITS = {  # path → what it is called, one of it, many of it
    "deadlines.appeal_weeks": ("Klagefrist", "uke", "uker"),
    "deadlines.posting_days": ("Brev i posten regnes som kommet fram etter", "dag", "dager"),
    "deadlines.answer_days": ("Tid til å svare på forhåndsvarsel og sende det som mangler", "dag", "dager"),
    "deadlines.reassessment_days": ("Egen ny vurdering av en klage", "dag", "dager"),
    "deadlines.telling_days": ("Gi klageren beskjed om utfallet", "dag", "dager"),
    "deadlines.deferral_days": ("Svar på om vedtaket utsettes til klagen er avgjort", "dag", "dager"),
    "deadlines.appeal_follow_up_days": ("Spør klageinstansen om utfallet etter", "dag", "dager"),
    "deadlines.slow_months": ("Foreløpig svar eller vedtak innen", "måned", "måneder"),
    "deadlines.very_slow_months": ("Saken haster etter", "måned", "måneder"),
    "reminders.appeal_soon_days": ("Påminnelse før fristen for ny vurdering", "dag", "dager"),
    "reminders.lease_open_ended_months": ("Leieforholdet er tidsubestemt etter utløp", "måned", "måneder"),
    "waiting_list.review_months": ("Behovet til dem på ventelisten avklares hver", "måned", "måneder"),
    "leases.months": ("Vanlig leietid", "måned", "måneder"),
    "allocation.extra_rooms": ("Rom mer enn behovet som boligen kan ha", "rom", "rom"),
    "allocation.overview_days": ("Oversikten over ledige boliger sendes på nytt etter", "dag", "dager"),
    "offers.answer_days": ("Svarfrist på tilbud om bolig", "dag", "dager"),
    "offers.hearing_days": ("Tid til å uttale seg om et avslått tilbud", "dag", "dager"),
    "offers.unjustified_months": ("Nye tilbud holdes tilbake etter avslag uten god grunn", "måned", "måneder"),
    "offers.unjustified_count": ("Antall avslag uten god grunn før tilbud holdes tilbake", "avslag", "avslag"),
    "contract.due_day": ("Husleien forfaller den (dag i måneden)", "", ""),
    "contract.short_term_months": ("Kort leietid etter husleieloven § 11-1", "måned", "måneder"),
    "rent.index_months": ("Indeksregulering tidligst etter sist fastsatt husleie", "måned", "måneder"),
    "rent.index_notice_months": ("Varsel om indeksregulering", "måned", "måneder"),
    "rent.market_months": ("Gjengs leie tidligst når leien bare er indeksregulert i", "måned", "måneder"),
    "rent.market_notice_months": ("Gjengs leie gjelder tidligst etter krav", "måned", "måneder"),
    "collection.most_fees": ("Høyst så mange purregebyr i én restansesak", "gebyr", "gebyr"),
    "collection.contact_tries": ("Uten svar regnes husstand og NAV som kontaktet etter", "forsøk", "forsøk"),
    "collection.plan_grace_days": ("Et avdrag regnes som ubetalt etter forfall", "dag", "dager"),
    "collection.plan_most_months": ("Lengste nedbetalingsavtale", "måned", "måneder"),
    "collection.pause_most_months": ("Lengste utsettelse av purring og andre steg", "måned", "måneder"),
    "collection.allowance_days": ("Spør om bostøtten etter", "dag", "dager"),
    "collection.guarantee_days": ("Svar på garantikrav ventes innen", "dag", "dager"),
    "keeping.first_visit_days": ("Første besøk etter innflytting", "dag", "dager"),
    "keeping.visit_months": ("Besøk hver", "måned", "måneder"),
    "keeping.home_talk_months": ("Samtale om egen bolig hver", "måned", "måneder"),
    "keeping.inspection_months": ("Befaring hver", "måned", "måneder"),
    "keeping.inspection_notice_days": ("Varsel om befaring", "dag", "dager"),
    "keeping.map_days": ("Klager på bomiljøet kartlegges innen", "dag", "dager"),
    "keeping.measure_days": ("Tiltak gjøres innen", "dag", "dager"),
    "keeping.repair_days": ("Utbedringer gjøres innen", "dag", "dager"),
    "ending.notice_months": ("Oppsigelsestid", "måned", "måneder"),
    "ending.room_notice_months": ("Oppsigelsestid for enkelt rom", "måned", "måneder"),
    "ending.protest_months": ("Frist for å protestere mot oppsigelse", "måned", "måneder"),
    "ending.sue_months": ("Frist for søksmål etter protest", "måned", "måneder"),
    "ending.settlement_days": ("Sluttoppgjør etter fraflytting", "dag", "dager"),
    "ending.goods_days": ("Etterlatte eiendeler oppbevares", "dag", "dager"),
    "swaps.usual": ("Bytter som normalt innvilges", "bytte", "bytter"),
    "procurement.most_points": ("Høyeste poeng for hvert kriterium", "poeng", "poeng"),
    "procurement.approach_days": ("Henvendelser fra utleiere besvares innen", "dag", "dager"),
    "need.short_months": ("Boligbehov på kort sikt", "måned", "måneder"),
    "need.long_months": ("Boligbehov på lang sikt", "måned", "måneder"),
    "agreements.referral_years": ("Varighet av tilvisningsavtaler", "år", "år"),
    "agreements.allocation_years": ("Varighet av tildelingsavtaler", "år", "år"),
    "agreements.unused_months": ("En ledig rett regnes som ubrukt etter", "måned", "måneder"),
    "agreements.duty_soon_days": ("Påminnelse før en plikt forfaller", "dag", "dager"),
    "referrals.answer_days": ("Kommunen svarer på ledigmeldinger innen", "dag", "dager"),
    "referrals.least_answer_days": ("Korteste svarfrist en utleier kan sette", "dag", "dager"),
    "referrals.valid_days": ("En tilvisning gjelder i", "dag", "dager"),
    "referrals.lease_months": ("Korteste leietid for tilviste husstander", "måned", "måneder"),
    "partners.key_days": ("En nøkkel til en utleiers system gjelder i", "dag", "dager"),
    "quota.referral_percent": ("Tilvisning, høyeste andel av boligene", "prosent", "prosent"),
    "quota.small_project_homes": ("Alle boligene kan tilvises i prosjekter med færre enn", "bolig", "boliger"),
}
LETTING_LIMITS = tuple(path for path in LIMITS if path.startswith(("allocation.", "offers.", "contract.")))
KEEPING_LIMITS = tuple(path for path in LIMITS if path.startswith(("rent.", "collection.", "keeping.", "ending.")))
PARTNER_LIMITS = tuple(
    path
    for path in LIMITS
    if path.startswith(("procurement.", "need.", "agreements.", "referrals.", "partners.", "quota."))
)
CASE_LIMITS = tuple(path for path in LIMITS if path not in {*LETTING_LIMITS, *KEEPING_LIMITS, *PARTNER_LIMITS})
INTEREST = "Kommunen krever forsinkelsesrente"
SERIES = "Konsumprisindeksen som brukes"
ACCOUNTS = "Kontoer husleien betales til"
KEYS_FIRST = "Nøklene overleveres ikke før sikkerheten er på plass"
PAIRS = {  # path → what it is called, the first day and the second
    "reminders.lease_months": ("Påminnelse før leiekontrakten utløper", "Første påminnelse", "Andre påminnelse"),
    "reminders.agreement_months": ("Påminnelse før utleieavtalen utløper", "Første påminnelse", "Andre påminnelse"),
}
PARAGRAPHS = {
    "granted": "Innvilget",
    "waiting_list": "Venteliste",
    "extended": "Forlenget",
    "lapse": "Når vedtaket faller bort",
    "refused": "Avslag",
    "guidance": "Råd ved avslag",
    "dismissed": "Avvist",
    "withdrawn": "Trukket tilbake",
    "appeal_right": "Klagerett",
    "appeal_how": "Slik klager du",
    "access": "Innsyn i saken",
    "deferred_effect": "Utsatt iverksetting",
    "help": "Hjelp til å klage",
    "contact": "Kontakt",
    "offer": "Tilbud om bolig",
    "offer_answer": "Svar på tilbudet",
    "offer_refusal": "Å takke nei",
    "hearing": "Uttalelse om et avslått tilbud",
    "held_back": "Takket nei uten god grunn",
    "good_reason": "Takket nei med god grunn",
}
PLACEHOLDERS = {"appeal_weeks": "antall uker", "appeal_body": "klageinstansen"}
LANGUAGES = {"nb": "Bokmål", "nn": "Nynorsk"}


def source(text: str) -> str:
    """A source as people know it."""
    return SOURCES.get(text, text)


def with_words(text: str) -> str:
    """A letter's paragraph with its gaps named in bokmål: «{klageinstansen}»."""
    for code, word in PLACEHOLDERS.items():
        text = text.replace(f"{{{code}}}", f"{{{word}}}")
    return text


def without_words(text: str) -> str:
    """The other way: what a person wrote, as the rulebook keeps it."""
    for code, word in PLACEHOLDERS.items():
        text = text.replace(f"{{{word}}}", f"{{{code}}}")
    return text


def amount(number: int, path: str) -> str:
    """«3 uker», «1 måned»; «20.» of a day of the month."""
    _, one, many = LIMITS[path]
    return f"{number} {one if number == 1 else many}" if many else f"{number}."
