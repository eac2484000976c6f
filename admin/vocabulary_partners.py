"""The words for records, actions and problems of private landlords: procurement, agreements, referrals, systems."""

RECORDS = {
    "need_overview": ("behovsoversikt", "behovsoversikten"),
    "mandate": ("fullmakt", "fullmakten"),
    "procurement": ("framskaffelse", "framskaffelsen"),
    "bid": ("utleiertilbud", "utleiertilbudet"),
    "approach": ("henvendelse", "henvendelsen"),
    "duty": ("avtaleplikt", "avtaleplikten"),
    "vacancy_notice": ("ledigmelding fra utleier", "ledigmeldingen fra utleieren"),
    "referral": ("tilvisning", "tilvisningen"),
    "disclosure": ("opplysning gitt til utleier", "opplysningen gitt til utleieren"),
    "dwelling_proposal": ("foreslått bolig", "den foreslåtte boligen"),
    "landlord_report": ("melding fra utleier", "meldingen fra utleieren"),
    "api_key": ("nøkkel", "nøkkelen"),
    "api_calls": ("kall", "kallene"),
    "idempotent_answer": ("husket svar", "det huskede svaret"),
    "webhook": ("varsling", "varslingen"),
    "webhook_delivery": ("sendt varsling", "den sendte varslingen"),
}

ACTIONS = {
    "home_reserved": "Bolig holdt av til tilvist husstand",
    "home_leased": "Leieavtale inngått for boligen",
    "home_released": "Bolig gitt fri",
}

PROBLEMS: dict[str, str] = {}
