"""The house's own bokmål labels in nynorsk: dwelling types, needs, and the musts and papers of the default rulebook."""

from letters.words import Both, Say

NYNORSK = {
    "Leilighet": "Leilegheit",
    "Enebolig": "Einebustad",
    "Omsorgsbolig": "Omsorgsbustad",
    "Bofellesskap": "Bufellesskap",
    "trinnfri adkomst": "trinnfri tilkomst",
    "tjenester om dagen": "tenester om dagen",
    "tjenester om kvelden": "tenester om kvelden",
    "tjenester om natten": "tenester om natta",
    "Folkeregistrert i kommunen": "Folkeregistrert i kommunen",
    "Fylt 18 år": "Fylt 18 år",
    "Uten mulighet til å skaffe seg egnet bolig på egen hånd i det private markedet": "Utan høve til å skaffe seg "
    "eigna bustad på eiga hand i den private marknaden",
    "Nåværende bolig er uegnet eller svært utilfredsstillende": "Bustaden i dag er ueigna eller svært lite "
    "tilfredsstillande",
    "Dokumentasjon på inntekt": "Dokumentasjon på inntekt",
    "Siste skattemelding eller skatteoppgjør": "Siste skattemelding eller skatteoppgjer",
    "Leiekontrakt, oppsigelse eller annet om nåværende bolig": "Leigekontrakt, oppseiing eller anna om bustaden i dag",
    "Uttalelse fra helse- eller sosialtjenesten": "Fråsegn frå helse- eller sosialtenesta",
    "Bosettingsvedtak": "Busetjingsvedtak",
    "Avklaring med flyktningtjenesten": "Avklaring med flyktningtenesta",
    "Bekreftelse på arbeidsforhold i kommunen": "Stadfesting av arbeidsforhold i kommunen",
}


def label(words: str, say: Say) -> str:
    """A label in the letter's form; what a municipality has named itself stands as it wrote it."""
    return say(Both(words, NYNORSK.get(words, words)))
