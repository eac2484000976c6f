"""What the letters of the arrears ladder say, in both forms of Norwegian: plain words, and where help is."""

from letters.words import Both
from rules.terms import ArrearsStep

STEP = ArrearsStep

TITLE = {
    STEP.REMINDER: Both("Påminnelse om husleie", "Påminning om husleige"),
    STEP.COLLECTION_WARNING: Both("Inkassovarsel: husleien er ikke betalt", "Inkassovarsel: husleiga er ikkje betalt"),
    STEP.PAYMENT_DEMAND: Both("Betalingsoppfordring", "Betalingsoppmoding"),
    STEP.EVICTION_NOTICE: Both(
        "Varsel om at vi kan be om fravikelse (utkastelse)", "Varsel om at vi kan be om fråviking (utkasting)"
    ),
    STEP.SOCIAL_NOTICE: Both(
        "Varsel om ubetalt husleie etter husleieloven § 9-11", "Varsel om ubetalt husleige etter husleigelova § 9-11"
    ),
    STEP.PETITION: Both("Begjæring om fravikelse", "Krav om fråviking"),
}
LEAD = {
    STEP.REMINDER: Both(
        "Vi kan ikke se at vi har fått husleien som står nedenfor. Kanskje er den glemt, eller på vei. Har du "
        "betalt nylig, kan du se bort fra dette brevet.",
        "Vi kan ikkje sjå at vi har fått husleiga som står nedanfor. Kanskje er ho gløymd, eller på veg. Har du "
        "betalt nyleg, kan du sjå bort frå dette brevet.",
    ),
    STEP.COLLECTION_WARNING: Both(
        "Husleien som står nedenfor, er ikke betalt. Dette er et inkassovarsel etter inkassoloven § 9. Betaler du "
        "ikke innen fristen, kan kravet bli sendt videre, og da kan det bli dyrere for deg.",
        "Husleiga som står nedanfor, er ikkje betalt. Dette er eit inkassovarsel etter inkassolova § 9. Betaler du "
        "ikkje innan fristen, kan kravet bli sendt vidare, og då kan det bli dyrare for deg.",
    ),
    STEP.PAYMENT_DEMAND: Both(
        "Vi har sendt deg et inkassovarsel, og husleien er fortsatt ikke betalt. Vi ber deg betale innen fristen "
        "(inkassoloven § 10). Gjør du ikke det, kan vi gå videre med kravet, og du kan måtte betale kostnadene ved "
        "det.",
        "Vi har sendt deg eit inkassovarsel, og husleiga er framleis ikkje betalt. Vi ber deg betale innan fristen "
        "(inkassolova § 10). Gjer du ikkje det, kan vi gå vidare med kravet, og du kan måtte betale kostnadene ved "
        "det.",
    ),
    STEP.EVICTION_NOTICE: Both(
        "Husleien er ikke betalt. Betaler du ikke innen fristen, og avtaler du heller ikke noe annet med oss, kan "
        "vi be namsmannen om fravikelse. Det betyr at du må flytte ut av boligen. Dette er varselet vi skal gi deg "
        "etter tvangsfullbyrdelsesloven § 4-18. Du kan unngå fravikelse ved å betale det du skylder.",
        "Husleiga er ikkje betalt. Betaler du ikkje innan fristen, og avtaler du heller ikkje noko anna med oss, "
        "kan vi be namsmannen om fråviking. Det tyder at du må flytte ut av bustaden. Dette er varselet vi skal gi "
        "deg etter tvangsfullføringslova § 4-18. Du kan unngå fråviking ved å betale det du skuldar.",
    ),
    STEP.SOCIAL_NOTICE: Both(
        "Vi varsler med dette om at en leietaker i en kommunal bolig ikke har betalt husleien, og at vi kan komme "
        "til å be om fravikelse (husleieloven § 9-11). Vi ber NAV ta kontakt med leietakeren og se hva som kan "
        "gjøres for å beholde boligen. Vi venter minst to uker før vi går videre. Leietakeren får kopi av dette "
        "brevet.",
        "Vi varslar med dette om at ein leigar i ein kommunal bustad ikkje har betalt husleiga, og at vi kan kome "
        "til å be om fråviking (husleigelova § 9-11). Vi ber NAV ta kontakt med leigaren og sjå kva som kan gjerast "
        "for å halde på bustaden. Vi ventar minst to veker før vi går vidare. Leigaren får kopi av dette brevet.",
    ),
    STEP.PETITION: Both(
        "Kommunen begjærer fravikelse av boligen nedenfor, fordi husleien ikke er betalt.",
        "Kommunen krev fråviking av bustaden nedanfor, fordi husleiga ikkje er betalt.",
    ),
}
OWED = Both("Dette er ikke betalt", "Dette er ikkje betalt")
DUE, WHAT, AMOUNT = Both("Forfall", "Forfall"), Both("Hva", "Kva"), Both("Beløp", "Beløp")
TOTAL = Both("Til sammen", "Til saman")
FEE = Both("Gebyr for dette brevet", "Gebyr for dette brevet")
TO_PAY = Both("Å betale", "Å betale")
ROW = {
    "charge": Both("Husleie", "Husleige"),
    "opening": Both("Husleie fra før", "Husleige frå før"),
    "reversal": Both("Innbetaling som banken tok tilbake", "Innbetaling som banken tok tilbake"),
    "fee": Both("Gebyr", "Gebyr"),
    "interest": Both("Forsinkelsesrente", "Forseinkingsrente"),
}
OTHER_ROW = Both("Annet krav", "Anna krav")
PAY = Both("Slik betaler du", "Slik betaler du")
BY, KID, ACCOUNT = Both("Betal innen", "Betal innan"), Both("KID", "KID"), Both("Til konto", "Til konto")
AT_LEAST = Both(
    "Du har alltid minst 14 dager på deg fra dette brevet ble sendt, også om det er sendt senere enn datoen øverst.",
    "Du har alltid minst 14 dagar på deg frå dette brevet vart sendt, også om det er sendt seinare enn datoen øvst.",
)
CONTRACT = Both("Kontrakt", "Kontrakt")
INTEREST = Both(
    "I tillegg kan det komme forsinkelsesrente fra forfall til du betaler (forsinkelsesrenteloven).",
    "I tillegg kan det kome forseinkingsrente frå forfall til du betaler (forseinkingsrentelova).",
)
CANNOT = Both("Kan du ikke betale alt nå?", "Kan du ikkje betale alt no?")
HELP = Both(
    "Ta kontakt med oss så fort du kan. Vi vil at du skal beholde boligen, og vi kan bli enige om å betale gjelden "
    "litt etter litt (nedbetalingsavtale). Du kan også få hjelp her:",
    "Ta kontakt med oss så fort du kan. Vi vil at du skal halde på bustaden, og vi kan bli samde om å betale gjelda "
    "litt etter litt (nedbetalingsavtale). Du kan også få hjelp her:",
)
HELPERS = (
    Both(
        "NAV kan gi råd og økonomisk hjelp. Gå til NAV-kontoret, eller til nav.no.",
        "NAV kan gi råd og økonomisk hjelp. Gå til NAV-kontoret, eller til nav.no.",
    ),
    Both(
        "Gratis gjeldsrådgivning får du hos NAV. Spør NAV-kontoret.",
        "Gratis gjeldsrådgjeving får du hos NAV. Spør NAV-kontoret.",
    ),
    Both(
        "Bostøtte fra Husbanken søker du om på husbanken.no. Kommunen hjelper deg med søknaden.",
        "Bustøtte frå Husbanken søkjer du om på husbanken.no. Kommunen hjelper deg med søknaden.",
    ),
)
OBJECT = Both("Er du uenig i kravet?", "Er du usamd i kravet?")
OBJECTION = Both(
    "Si fra til oss innen fristen, og fortell hvorfor. Da ser vi på det før vi går videre. Tvister om husleie kan "
    "du ta opp med Husleietvistutvalget.",
    "Sei frå til oss innan fristen, og fortel kvifor. Då ser vi på det før vi går vidare. Tvistar om husleige kan "
    "du ta opp med Husleigetvistutvalet.",
)
NEXT = Both("Hva som skjer videre", "Kva som skjer vidare")
AFTER_NOTICE = Both(
    "Vi sender ingen begjæring før fristen er ute. Før det varsler vi NAV, så de kan hjelpe deg (husleieloven § "
    "9-11). Vil du ikke at NAV får varsel, må du si det til oss i et brev eller en e-post. Betaler du, eller "
    "avtaler du noe med oss, stopper saken.",
    "Vi sender ikkje noko krav før fristen er ute. Før det varslar vi NAV, så dei kan hjelpe deg (husleigelova § "
    "9-11). Vil du ikkje at NAV får varsel, må du seie det til oss i eit brev eller ein e-post. Betaler du, eller "
    "avtaler du noko med oss, stoppar saka.",
)
AFTER_OPTED_OUT = Both(
    "Vi sender ingen begjæring før fristen er ute. Du har sagt at NAV ikke skal få varsel. Ombestemmer du deg, sier "
    "du fra til oss. Betaler du, eller avtaler du noe med oss, stopper saken.",
    "Vi sender ikkje noko krav før fristen er ute. Du har sagt at NAV ikkje skal få varsel. Ombestemmer du deg, "
    "seier du frå til oss. Betaler du, eller avtaler du noko med oss, stoppar saka.",
)
ABOUT = Both("Det gjelder", "Det gjeld")
TENANT, HOME = Both("Leietaker", "Leigar"), Both("Bolig", "Bustad")
UNTOLD = Both(
    "Adressen er beskyttet. Ta kontakt med oss for å få den.", "Adressa er verna. Ta kontakt med oss for å få ho."
)
GROUND = Both("Tvangsgrunnlag", "Tvangsgrunnlag")
SENT_BEFORE = Both("Brev som er sendt", "Brev som er sende")
WISH = Both(
    "Vi ber om at fravikelsen blir avverget hvis leietakeren betaler, eller hvis NAV eller vi finner en annen "
    "løsning. Vi sier fra med en gang hvis gjelden blir betalt.",
    "Vi ber om at fråvikinga blir avverja dersom leigaren betaler, eller dersom NAV eller vi finn ei anna løysing. "
    "Vi seier frå med ein gong dersom gjelda blir betalt.",
)
