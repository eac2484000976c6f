"""What the steps of an ending, a renewal and a dispute say: heading, what will happen, and the words afterwards."""

from admin.views.acting import Step

LEASE = ("contract_number", "tenant", "starts_on", "ends_on")
OF_ENDING = ("contract_number", "tenant", "reason", "ends_on")
OF_DISPUTE = ("contract_number", "tenant", "subjects", "forum")
REGISTER = Step(
    heading="Leieforholdet skal avsluttes",
    lead="Før det når leietakeren sier opp, flytter, dør eller blir enig med oss om å slutte. Siste dag regnes ut "
    "etter oppsigelsestiden, og boligen meldes ledig i dag.",
    button="Registrer",
    done="Avslutningen er registrert, og boligen er meldt ledig. Gå videre på avslutningens side.",
    facts=LEASE,
    keeps=True,
)
PROPOSE = Step(
    heading="Foreslå oppsigelse eller heving",
    lead="Er råd, nedbetaling og oppfølging prøvd først? En leder må godkjenne før noe sendes til leietakeren.",
    button="Send til godkjenning",
    done="Forslaget er sendt til godkjenning. Ingenting er sendt til leietakeren.",
    facts=LEASE,
    keeps=True,
)
APPROVE = Step(
    heading="Godkjenn og send",
    lead="Se over grunnen og begrunnelsen. Brevet ser du i neste steg. Når du bekrefter, skal brevet sendes, og "
    "boligen meldes ledig fra siste dag.",
    button="Godkjenn, brevet skal sendes",
    done="Godkjent. Brevet ligger klart til å sendes.",
    facts=("contract_number", "tenant", "reason", "grounds", "reasons", "warned_on", "children", "best_interest",
           "by_name"),
)  # fmt: skip
REFUSE = Step(
    heading="Si nei til forslaget",
    lead="Forslaget faller bort, og leieforholdet fortsetter. Ingenting sendes til leietakeren.",
    button="Si nei",
    done="Forslaget er falt bort.",
    facts=OF_ENDING,
)
RECEIPT = Step(
    heading="Bekreft oppsigelsen i brev",
    lead="Leietakeren får vite at vi har fått oppsigelsen, når leieforholdet slutter, og hva som må gjøres før det.",
    button="Brevet skal sendes",
    done="Brevet ligger klart til å sendes.",
    facts=OF_ENDING,
)
PROTEST = Step(
    heading="Leietakeren protesterer",
    lead="Kommer protesten i tide, må kommunen ta saken til Husleietvistutvalget innen tre måneder etter "
    "protestfristen. Ellers faller oppsigelsen bort (husleieloven § 9-8).",
    button="Noter protesten",
    done="Protesten er notert.",
    facts=("contract_number", "tenant", "given_on", "arrived_on", "protest_by"),
    keeps=True,
)
LATE = "Protesten er notert, men den kom etter fristen. Oppsigelsen står."
STAND = Step(
    heading="Oppsigelsen står",
    lead="Bruk dette når saken er avgjort for kommunen, eller når leietakeren har trukket protesten.",
    button="Oppsigelsen står",
    done="Notert. Leieforholdet slutter dagen du førte.",
    facts=("contract_number", "tenant", "protested_on", "sue_by", "sued_on"),
)
WITHDRAW = Step(
    heading="Leietakeren blir boende",
    lead="Avslutningen trekkes tilbake, og ledigmeldingen avlyses. Er boligen lovet bort, får boligkonsulenten "
    "beskjed.",
    button="Trekk tilbake",
    done="Avslutningen er trukket tilbake. Leieforholdet fortsetter.",
    facts=OF_ENDING,
)
AGREE = Step(
    heading="Endre siste dag",
    lead="Før dagen partene er enige om. Ledigmeldingen følger med.",
    button="Lagre",
    done="Siste dag er endret.",
    facts=OF_ENDING,
)
MOVE = Step(
    heading="Leietakeren har flyttet",
    lead="Leieforholdet tar slutt denne dagen, og husleien løper til og med den. Boligen føres som fraflyttet fra "
    "dagen etter.",
    button="Lagre",
    done="Fraflyttingen er ført, og leieforholdet er avsluttet.",
    facts=OF_ENDING,
)
GOODS = Step(
    heading="Etterlatte eiendeler",
    lead="Det som er igjen i boligen, oppbevares for leietakerens regning, og leietakeren bes om å hente det "
    "(husleieloven § 10-4).",
    button="Lagre",
    done="Eiendelene er ført.",
    facts=OF_ENDING,
    keeps=True,
)
GOODS_DONE = Step(
    heading="Eiendelene er avklart",
    lead="Før hva som ble av dem: hentet, solgt eller kastet, og hva det kostet.",
    button="Lagre",
    done="Notert.",
    facts=("contract_number", "tenant", "left_goods", "goods_told_on", "goods_until"),
)
SETTLE = Step(
    heading="Sluttoppgjør",
    lead="Oppgjøret regnes ut av kontoen slik den står nå. Før krav for skader og renhold på befaringen først. Brevet "
    "ser du i neste steg.",
    button="Gjør opp, brevet skal sendes",
    done="Sluttoppgjøret er ført, og brevet ligger klart til å sendes.",
    facts=("contract_number", "tenant", "moved_out_on"),
)
DISPUTE = Step(
    heading="Registrer en tvist",
    lead="Tvister om leie av bolig går til Husleietvistutvalget, ikke til forliksrådet (husleieloven § 12-5). Tar "
    "kommunen en omtvistet oppsigelse dit, faller den ikke bort.",
    button="Registrer",
    done="Tvisten er registrert.",
    facts=LEASE,
    keeps=True,
)
EVENT = Step(
    heading="Før hva som har skjedd",
    lead="For eksempel et svar som er sendt, et møte eller en ny frist.",
    button="Lagre",
    done="Hendelsen er ført.",
    facts=OF_DISPUTE,
    keeps=True,
)
CLOSE = Step(
    heading="Avslutt tvisten",
    lead="Før utfallet. Det tvisten holdt igjen, kan gå videre.",
    button="Avslutt tvisten",
    done="Tvisten er avsluttet.",
    facts=OF_DISPUTE,
)
REVIEW = Step(
    heading="Vurder forlengelse",
    lead="Skal leieforholdet fortsette når leietiden er ute? Se over opplysningene, og snakk med husstanden først.",
    button="Lagre vurderingen",
    done="Vurderingen er lagret.",
    keeps=True,
)
DEMAND = Step(
    heading="Flyttingsoppfordring",
    lead="Uten en skriftlig oppfordring innen tre måneder etter at leietiden er ute, løper leieforholdet videre uten "
    "sluttdato (husleieloven § 9-2). Brevet må være sendt innen fristen.",
    button="Brevet skal sendes",
    done="Brevet ligger klart til å sendes. Oppfordringen gjelder fra dagen det sendes.",
    facts=LEASE,
    keeps=True,
)
