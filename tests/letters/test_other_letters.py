"""What the other letters say, in both forms of Norwegian: every promise, date and right that the law asks for."""

import tomllib
from pathlib import Path

import pytest

from letters import appeal_letters, case_letters, case_print, labels, minutes
from letters.appeal_letters import AppealOutcome, AppealReceived, DeferredEffect
from letters.case_letters import PreliminaryReply
from letters.case_print import CasePrint
from letters.minutes import Minutes
from letters.words import speaker
from rules.terms import AppealBody, ApplicationKind, AppliedBy, BodyOutcome, DwellingType
from services.decisions.drawing import NEED_WORDS
from tests.conftest import ROOT
from tests.letters.reading import text_of
from tests.letters.samples import DAY, DECIDED, LETTERS, SENDER, TEXTS, envelope, refusal

SAYS = {
    ("offer", "nb"): ("Tilbud om kommunal bolig", "Storgata 4", "64,5", "2, med heis", "8 125 kroner per måned",
                      "blir ledig 15. desember 2026", "innen 7. desember 2026", "Takker du nei uten god grunn"),
    ("offer", "nn"): ("Tilbod om kommunal bustad", "Leilegheit", "8 125 kroner per månad", "Tenester om dagen",
                      "innan 7. desember 2026", "Takkar du nei utan god grunn"),
    ("offer to a protected party", "nb"): ("Adressen står ikke i brevet", "Vi gir deg beskjed når boligen er klar"),
    ("offer to a protected party", "nn"): ("Adressa står ikkje i brevet",),
    ("why refused", "nb"): ("Hvorfor takket du nei", "2. november 2026", "innen 14. desember 2026", "§§ 12, 16 og 18"),
    ("why refused", "nn"): ("Kvifor takka du nei", "innan 14. desember 2026"),
    ("why no answer", "nb"): ("Hvorfor svarte du ikke på tilbudet?",),
    ("why no answer", "nn"): ("Kvifor svara du ikkje på tilbodet?",),
    ("refused without good reason", "nb"): ("ikke hadde god grunn", "nye tilbud fra 27. mai 2027", "Du kan klage",
                                            "Boligen er stor nok.", "beholder plassen på ventelisten"),
    ("refused without good reason", "nn"): ("ikkje hadde god grunn", "nye tilbod frå 27. mai 2027", "Du kan klage"),
    ("refused with good reason", "nb"): ("hadde god grunn", "ingen følger"),
    ("refused with good reason", "nn"): ("hadde god grunn", "ingen følgjer"),
    ("refused without consequence", "nb"): ("ikke hadde god grunn. Det får ingen følger nå",),
    ("refused without consequence", "nn"): ("ikkje hadde god grunn. Det får ingen følgjer no",),
    ("notice", "nb"): ("Oppsigelse av leieavtalen", "28. februar 2027", "innen én måned", "mister du retten", "§ 9-8",
                       "§ 13-2 tredje ledd bokstav c", "Barna kan bytte skole", "husleien er ikke betalt", "K5001"),
    ("notice", "nn"): ("Oppseiing av leigeavtalen", "innan éin månad", "mistar du retten", "Omsynet til barna"),
    ("rescission", "nb"): ("Heving av leieavtalen", "15. desember 2026", "§ 9-9", "2. november 2026", "namsmannen"),
    ("rescission", "nn"): ("Heving av leigeavtalen", "seinast 15. desember 2026", "åtvara"),
    ("notice received", "nb"): ("Vi har fått oppsigelsen", "28. februar 2027", "levere nøklene", "§ 10-2"),
    ("notice received", "nn"): ("Vi har fått oppseiinga", "levere nøklane"),
    ("demand to move", "nb"): ("Flyttingsoppfordring", "31. oktober 2026", "senest 31. januar 2027", "§ 9-2"),
    ("demand to move", "nn"): ("Oppmoding om å flytte", "seinast 31. januar 2027"),
    ("final settlement", "nb"): ("Sluttoppgjør", "8 000 kr", "1 500 kr", "14 500 kr", "Du har samtykket", "§ 3-5"),
    ("final settlement", "nn"): ("Sluttoppgjer", "14 500 kr", "Du har samtykt"),
    ("final settlement with debt", "nb"): ("8 000,50 kr", "nedbetalingsavtale"),
    ("final settlement with debt", "nn"): ("Står att å betale", "nedbetalingsavtale"),
    ("written warning", "nb"): ("Skriftlig advarsel", "14. november 2026", "Det vi forventer av deg", "§ 9-9", "§ 9-5",
                                "Leieforhold", "K5001", "bestiller tolk"),
    ("written warning", "nn"): ("Skriftleg åtvaring", "Det vi ventar av deg", "§ 9-9", "§ 9-5", "K5001"),
    ("answer to a neighbour", "nb"): ("Svar på henvendelsen din", "2. november 2026", "ser på saken", "§ 13",
                                      "Vår referanse:", "H2026-0001"),
    ("answer to a neighbour", "nn"): ("Svar på førespurnaden din", "ser på saka", "teieplikt", "H2026-0001"),
    ("answer to a neighbour when all is done", "nb"): ("Vi har nå behandlet saken",),
    ("answer to a neighbour when all is done", "nn"): ("Vi har no behandla saka",),
    ("talk about a home of one's own", "nb"): ("egen bolig", "3. desember 2026", "13.00", "tigrinja", "Startlån",
                                               "Leie til eie", "Boligkontoret sentrum"),
    ("talk about a home of one's own", "nn"): ("eigen bustad", "3. desember 2026", "Leige til eige"),
    ("viewing", "nb"): ("Visning av boligen", "2. desember 2026", "13.00", "45 minutter", "Storgata 4"),
    ("viewing", "nn"): ("Visning av bustaden", "2. desember 2026", "13.00"),
    ("contract meeting moved", "nb"): ("Vi har endret tidspunktet", "Boligkontoret sentrum", "tolk"),
    ("contract meeting moved", "nn"): ("Vi har endra tidspunktet", "husleigekontrakten"),
    ("viewing called off", "nb"): ("Avlyst: Visning", "2. desember 2026 klokka 13.00"),
    ("viewing called off", "nn"): ("Avlyst: Visning", "Det blir ikkje noko av"),
    ("preliminary reply", "nb"): ("Foreløpig svar", "2. november 2026", "Vi venter på helsetjenesten.",
                                  "15. januar 2027", "§ 18"),
    ("preliminary reply", "nn"): ("Førebels svar", "Vi fekk", "innan 15. januar 2027", "Medan du ventar"),
    ("slow case", "nb"): ("Det tar lengre tid", "beklager", "Vi har mange.", "så snart vi kan"),
    ("slow case", "nn"): ("Det tek lengre tid", "beklagar", "så snart vi kan"),
    ("missing papers", "nb"): ("Dokumentasjon på inntekt", "Skattemelding", "innen 14. desember 2026", "rådhuset",
                               "trenger mer tid"),
    ("missing papers", "nn"): ("Vi treng fleire opplysningar", "innan 14. desember 2026"),
    ("consent", "nb"): ("Et sykehus (Østvik sykehus) har sendt", "ikke før du har sagt ja", "skriftlig fullmakt",
                        "Råd og veiledning", "bostøtte"),
    ("consent", "nn"): ("Eit sjukehus", "Vil du søkje om kommunal bustad?", "rettleiing"),
    ("prior notice", "nb"): ("Varsel", "Du har kjøpt bolig.", "innen 14. desember 2026", "Vi har ikke bestemt oss ennå",
                             "§§ 12, 16 og 18"),
    ("prior notice", "nn"): ("Varsel", "innan 14. desember 2026", "Vi har ikkje bestemt oss enno"),
    ("appeal received", "nb"): ("Vi har fått klagen din", "25. november 2026", "kom etter den", "§ 31",
                                "innen 17. desember 2026", "kommunens klagenemnd"),
    ("appeal received", "nn"): ("Vi har fått klaga di", "innan 17. desember 2026", "klagenemnda i kommunen"),
    ("appeal forwarded", "nb"): ("Vi har sendt klagen din videre", "Dette har vi skrevet til klageinstansen",
                                 "Kontrakten er sagt opp", "Vil du si noe mer?"),
    ("appeal forwarded", "nn"): ("Vi har sendt klaga di vidare", "Dette har vi skrive"),
    ("appeal decided", "nb"): ("Statsforvalteren avgjorde 20. november 2026", "Vedtaket står ved lag",
                               "kan ikke påklages videre", "Sivilombudet"),
    ("appeal decided", "nn"): ("Statsforvaltaren avgjorde", "kan ikkje påklagast vidare", "Sivilombodet"),
    ("dismissal sent on", "nb"): ("klagen din på at vi 16. november 2026 avviste", "avgjør om klagen skal behandles"),
    ("dismissal sent on", "nn"): ("klaga di på at vi", "avgjer om klaga skal behandlast"),
    ("dismissal set aside", "nb"): ("Avvisningen er opphevet", "Vedtaket vårt gjelder så lenge"),
    ("dismissal set aside", "nn"): ("Avvisinga er oppheva", "Vedtaket vårt gjeld så lenge"),
    ("appeal dismissed by us", "nb"): ("Vi avgjorde", "Klagen er avvist", "Du kan klage på vedtaket", "3 uker"),
    ("appeal dismissed by us", "nn"): ("Klaga er avvist", "3 veker"),
    ("deferred effect", "nb"): ("settes ikke i verk før klagen er avgjort", "sagt ja", "§ 42"),
    ("deferred effect", "nn"): ("vert ikkje sett i verk før klaga er avgjord", "sagt ja"),
    ("contract", "nb"): ("Leiekontrakt HK2026-0001", "husleieloven § 11-1", "Sted og dato"),
    ("contract", "nn"): ("Leigekontrakt HK2026-0001", "husleigelova § 11-1", "Stad og dato"),
    ("minutes", "nb"): ("Møteprotokoll M2026-12", "26. november 2026", "kl. 12:00–13:30",
                        "Berit Leder Eiendom Til stede",
                        "Nils Navn NAV Ikke til stede", "S2026007", "Avgjort: innvilget", "Fratrådte som inhabil",
                        "Enstemmig.", "S2026009", "Utsatt", "Ikke behandlet", "Berit Leder, møteleder",
                        "Boliger til tildeling", "1. Ledig bolig L2026-0007", "Tildelt søknad S2026011",
                        "Valgt av Berit Leder", "Begrunnelse Har størst behov.",
                        "Gått forbi S2026012, S2026013: Trenger flere rom.",
                        "Boligen kan settes på dagsorden i et annet møte.", "Merknad Venter på brannvesenet.",
                        "Protokollen er godkjent elektronisk"),
    ("minutes", "nn"): ("Bustader til tildeling", "Vald av Berit Leder",
                        "Ikkje til stades", "Gjekk frå som inhabil", "Avgjord: innvilga", "møteleiar"),
    ("print of the case", "nb"): ("Innsyn i saken din", "Søknadstype Ny", "Kontrakten er sagt opp",
                                  "Ingenting er registrert", "02.11.2026", "Ligger ved", "Dette er holdt tilbake",
                                  "Notat, side 2", "Gjelder en annen person", "§ 19", "Statsforvalteren"),
    ("print of the case", "nn"): ("Innsyn i saka di", "Dokumenta i saka", "Dette er halde tilbake"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "language"), SAYS)
def test_what_a_letter_says(name: str, language: str, tmp_path: Path) -> None:
    text = text_of(LETTERS[name](language), tmp_path)
    assert [words for words in SAYS[name, language] if words not in text] == []


def test_every_letter_is_looked_at_in_both_forms_of_norwegian() -> None:
    looked_at = {name for name, _ in SAYS}
    decisions = {"granted", "extended", "swapped", "refused", "dismissed", "withdrawn", "refused by an act",
                 "changed by own reassessment"}  # fmt: skip
    assert looked_at | decisions == set(LETTERS)
    assert all((name, language) in SAYS for name in looked_at for language in ("nb", "nn"))


BOKMAL = ("ikke", "saken", "hvis", "klagen", "søknaden din om kommunal bolig", "deg selv", "fra til", "Hva ")


@pytest.mark.parametrize("name", [name for name in LETTERS if name != "print of the case"])
def test_a_letter_in_nynorsk_has_no_fixed_word_in_bokmal(name: str, tmp_path: Path) -> None:
    text = text_of(LETTERS[name]("nn"), tmp_path)
    for typed in ("Startlån er vurdert og ikke mulig nå.",):
        text = text.replace(typed, "")
    assert [word for word in BOKMAL if f" {word} " in f" {text} "] == []


@pytest.mark.parametrize("kind", list(ApplicationKind))
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_reply_speaks_of_what_was_applied_for(kind: ApplicationKind, language: str) -> None:
    told = PreliminaryReply(envelope=envelope(language), kind=kind, received_on=DECIDED, because="Vi venter.")
    titles = {
        ApplicationKind.NEW: "kommunal b", ApplicationKind.EXTENSION: "leie boligen", ApplicationKind.SWAP: "by",
    }  # fmt: skip
    expected = {**titles, ApplicationKind.EXTENSION: "leige bustaden"} if language == "nn" else titles
    assert expected[kind] in case_letters.draw_preliminary_reply(told).title


@pytest.mark.parametrize("by", list(AppliedBy))
def test_anyone_may_have_applied(by: AppliedBy) -> None:
    asked = case_letters.ConsentRequest(
        envelope=envelope("nb"), kind=ApplicationKind.NEW, received_on=DECIDED, applied_by=by, due_on=DAY
    )
    assert case_letters.draw_consent_request(asked).content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("outcome", "said", "unsaid"),
    [
        (BodyOutcome.UPHELD, "gjelder som før", "§ 36"),
        (BodyOutcome.CHANGED, "§ 36", "gjelder som før"),
        (BodyOutcome.RETURNED, "Vi behandler saken på nytt", "gjelder som før"),
        (BodyOutcome.DISMISSED, "Klagen er ikke behandlet", "§ 36"),
    ],
)
def test_what_an_outcome_means_and_when_costs_may_be_claimed(
    outcome: BodyOutcome, said: str, unsaid: str, tmp_path: Path
) -> None:
    told = AppealOutcome(
        envelope=envelope("nb"), decided_on=DECIDED, outcome=outcome, outcome_on=DAY, reasons="Se over.",
        appeal_body=AppealBody.APPEALS_BOARD, texts=TEXTS["nb"],
    )  # fmt: skip
    text = text_of(appeal_letters.draw_appeal_outcome(told), tmp_path)
    assert said in text
    assert unsaid not in text
    assert "Du kan klage på vedtaket" not in text  # the body's word is the last (fvl. § 28)


@pytest.mark.parametrize(
    ("in_time", "said"), [(True, "kom i tide"), (False, "kom etter den"), (None, "Hva som skjer nå")]
)
def test_whether_an_appeal_came_in_time_is_said_where_it_is_known(
    in_time: bool | None, said: str, tmp_path: Path
) -> None:
    told = AppealReceived(
        envelope=envelope("nb"), decided_on=DECIDED, received_on=DAY, appeal_body=AppealBody.APPEALS_BOARD,
        in_time=in_time, deadline=None if in_time is None else DAY,
    )  # fmt: skip
    text = text_of(appeal_letters.draw_appeal_received(told), tmp_path)
    assert said in text
    assert ("Klagefristen" in text) is (in_time is not None)


def test_deferred_effect_may_be_refused(tmp_path: Path) -> None:
    told = DeferredEffect(
        envelope=envelope("nb"), decided_on=DECIDED, asked_on=DECIDED, granted=False, reasons="Boligen er ledig.",
        appeal_body=AppealBody.APPEALS_BOARD,
    )  # fmt: skip
    text = text_of(appeal_letters.draw_deferred_effect(told), tmp_path)
    assert "Vedtaket gjelder mens klagen behandles" in text
    assert "sagt nei" in text


def test_deferred_effect_that_nobody_asked_for_says_so(tmp_path: Path) -> None:
    told = DeferredEffect(
        envelope=envelope("nb"), decided_on=DECIDED, granted=True, reasons="Boligen er ledig.",
        appeal_body=AppealBody.APPEALS_BOARD,
    )  # fmt: skip
    text = text_of(appeal_letters.draw_deferred_effect(told), tmp_path)
    assert "Du ba" not in text
    assert "selv vurdert" in text


def test_minutes_name_no_applicant_and_may_be_of_a_meeting_without_cases(tmp_path: Path) -> None:
    empty = Minutes(
        sender=SENDER, number="M1", held_on=DAY, starts_at="09:00", place="Rådhuset", chair="Berit Leder", day=DAY,
        members=(), items=(),
    )  # fmt: skip
    assert "Ingen saker sto på dagsordenen." in text_of(minutes.draw_minutes(empty), tmp_path)
    assert "Åse Ærlig" not in text_of(LETTERS["minutes"]("nb"), tmp_path)


def test_a_print_of_a_case_with_nothing_in_it_says_so(tmp_path: Path) -> None:
    text = text_of(case_print.draw_case_print(CasePrint(envelope=envelope("nb"), sections=())), tmp_path)
    assert "Saken har ingen dokumenter." in text
    assert "Ingenting er holdt tilbake." in text


def labels_of_the_house() -> list[str]:
    rulebook = tomllib.loads((ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8"))
    listed = [one["label"] for name in ("requirements", "papers") for one in rulebook[name]]
    return [*listed, *(one.label for one in DwellingType), *NEED_WORDS.values()]


ALIKE = {"Hybel", "Rekkehus", "heis eller bakkeplan"}  # the same in both


@pytest.mark.parametrize("words", labels_of_the_house())
def test_the_houses_own_labels_are_known_in_nynorsk(words: str) -> None:
    assert words in labels.NYNORSK or words in ALIKE


def test_what_a_municipality_has_named_itself_stands_as_it_wrote_it() -> None:
    assert labels.label("Eget vilkår", speaker("nn")) == "Eget vilkår"


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_to_hold_offers_back_is_appealed_on_as_a_decision_and_no_consequence_is_not(
    language: str, tmp_path: Path
) -> None:
    held_back = text_of(refusal(language), tmp_path)
    assert "Fristen er 3" in held_back
    assert "klagenemnd" in held_back.lower()
    for justified in (False, True):
        assert "klagenemnd" not in text_of(refusal(language, justified=justified, until=None), tmp_path).lower()
