"""What a decision letter says, in which order, in both forms of Norwegian (domain 1.5, fvl. §§ 24, 25 and 27)."""

from pathlib import Path

import pytest

from rules.terms import AppealBody, ApplicationKind, DecidingBody, DecisionOutcome, LegalBasis
from tests.letters.reading import run, text_of
from tests.letters.samples import LETTERS, TEXTS, decision, envelope, granted


def in_order(text: str, *said: str) -> bool:
    """Whether each stands in the text after the one before it."""
    at = 0
    for words in said:
        at = text.find(words, at)
        if at < 0:
            return False
    return True


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "nb",
            (
                "Søknaden din om kommunal bolig er innvilget", "Dette har du fått innvilget",
                "Du har fått plass på ventelisten for leilighet med 3 rom og trinnfri adkomst.",
                "Leietid 3 år", "Du står på venteliste", "Det er ikke ledig bolig",
                "Hvorfor vi har bestemt dette", "kommunens retningslinjer", "Fylt 18 år Oppfylt", "Gjelder ikke deg",
                "Begrunnelse", "Kontrakten er sagt opp", "Dette har vi lagt vekt på", "nær skolen",
                "Dette har du selv sagt", "Jeg vil bo nær skolen.", "Når vedtaket kan falle bort",
                "Du kan klage på vedtaket", "3 uker", "kommunens klagenemnd", "Send klagen til oss", "Vi hjelper deg",
                "§ 42", "§§ 18 og 19", "Har du spørsmål?", "70 00 00 00", "Med vennlig hilsen",
                "Kari Sætre, saksbehandler", "godkjent elektronisk",
            ),
        ),
        (
            "nn",
            (
                "Søknaden din om kommunal bustad er innvilga", "Dette har du fått innvilga",
                "Du har fått plass på ventelista for leilegheit med 3 rom og trinnfri tilkomst.",
                "Leigetid 3 år", "Du står på venteliste", "Det er ikkje ledig bustad",
                "Kvifor vi har bestemt dette", "retningslinjene i kommunen", "Oppfylt", "Gjeld ikkje deg",
                "Grunngiving",
                "Dette har vi lagt vekt på", "Dette har du sjølv sagt", "Når vedtaket kan falle bort",
                "Du kan klage på vedtaket", "3 veker", "klagenemnda i kommunen", "Har du spørsmål?",
                "Med venleg helsing", "Kari Sætre, saksbehandlar", "godkjent elektronisk",
            ),
        ),
    ],
)  # fmt: skip
def test_a_grant_says_what_is_granted_then_why_then_how_to_appeal(
    language: str, said: tuple[str, ...], tmp_path: Path
) -> None:
    text = text_of(granted(language), tmp_path)
    assert [words for words in said if words not in text] == []
    assert in_order(text, *said)
    assert "{" not in text


@pytest.mark.parametrize(
    ("name", "language", "title"),
    [
        ("granted", "nb", "Søknaden din om kommunal bolig er innvilget"),
        ("extended", "nb", "Søknaden din om å leie boligen videre er innvilget"),
        ("extended", "nn", "Søknaden din om å leige bustaden vidare er innvilga"),
        ("swapped", "nb", "Søknaden din om å bytte kommunal bolig er innvilget"),
        ("swapped", "nn", "Søknaden din om å byte kommunal bustad er innvilga"),
        ("refused", "nb", "Søknaden din om kommunal bolig er avslått"),
        ("dismissed", "nn", "Søknaden din om kommunal bustad er avvist"),
        ("withdrawn", "nb", "Vedtaket om kommunal bolig er trukket tilbake"),
        ("withdrawn", "nn", "Vedtaket om kommunal bustad er trekt tilbake"),
        ("changed by own reassessment", "nb", "Nytt vedtak: Søknaden din om kommunal bolig er innvilget"),
        ("refused by an act", "nb", "Søknaden din om hjelp etter boligsosialloven er avslått"),
        ("refused by an act", "nn", "Søknaden din om hjelp etter bustadsosiallova er avslått"),
    ],
)
def test_the_title_says_what_was_decided(name: str, language: str, title: str) -> None:
    drawn = LETTERS[name](language)
    assert (drawn.title, drawn.language) == (title, language)


def test_a_refusal_names_the_must_that_is_not_met_and_other_help(tmp_path: Path) -> None:
    text = text_of(LETTERS["refused"]("nb"), tmp_path)
    said = ("Vi har avslått", "Nåværende bolig er uegnet Ikke oppfylt", "Annen hjelp du kan få", "bostøtte", "NAV",
            "økonomisk rådgivning", "Du kan klage på vedtaket")  # fmt: skip
    assert in_order(text, *said)
    assert "venteliste" not in text
    assert "falle bort" not in text


def test_an_extension_promises_no_place_on_the_waiting_list(tmp_path: Path) -> None:
    text = text_of(LETTERS["extended"]("nb"), tmp_path)
    assert "leie boligen videre" in text
    assert "venteliste" not in text
    assert "Leietid 3 år" in text


def test_a_refused_extension_speaks_of_the_home_that_is_rented(tmp_path: Path) -> None:
    drawn = decision("nb", DecisionOutcome.REFUSED, kind=ApplicationKind.EXTENSION)
    assert "Vi har avslått søknaden din om å leie boligen videre." in text_of(drawn, tmp_path)


def test_a_decision_by_an_act_names_the_act_and_its_own_appeal_body(tmp_path: Path) -> None:
    text = text_of(LETTERS["refused by an act"]("nb"), tmp_path)
    assert "boligsosialloven" in text
    assert "Statsforvalteren" in text
    assert "klagenemnd" not in text
    assert "retningslinjer" not in text


@pytest.mark.parametrize(("language", "said"), [("nb", "Hva hjelpen går ut på"), ("nn", "Kva hjelpa går ut på")])
def test_a_grant_of_help_by_an_act_says_where_the_help_is_told_of(language: str, said: str, tmp_path: Path) -> None:
    text = text_of(decision(language, DecisionOutcome.GRANTED, basis=LegalBasis.HOUSING_SOCIAL_ACT), tmp_path)
    assert said in text
    assert "plass på ventelist" not in text


def test_a_changed_decision_says_that_it_takes_the_earlier_ones_place(tmp_path: Path) -> None:
    text = text_of(LETTERS["changed by own reassessment"]("nb"), tmp_path)
    assert "gjelder i stedet for det forrige" in text
    assert "Du kan klage på vedtaket" in text


@pytest.mark.parametrize(
    ("home", "need", "said"),
    [
        ("Rekkehus", ("4 rom", "heis eller bakkeplan", "tjenester om natten"),
         "rekkehus med 4 rom, heis eller bakkeplan og tjenester om natten."),
        ("Hybel", (), "hybel."),
        (None, ("2 rom",), "bolig med 2 rom."),
        (None, (), "bolig som passer husstanden din."),
    ],
)  # fmt: skip
def test_a_place_on_the_list_says_what_kind_of_home_it_is_for(
    home: str | None, need: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    text = text_of(granted("nb", dwelling_type=home, need=need), tmp_path)
    assert f"Du har fått plass på ventelisten for {said}" in text


@pytest.mark.parametrize(
    ("body", "language", "said"),
    [
        (DecidingBody.COMMITTEE, "nb", "Avgjort av husfordelingsutvalget Kari Sætre, saksbehandler"),
        (DecidingBody.COMMITTEE, "nn", "Avgjord av husfordelingsutvalet Kari Sætre, saksbehandlar"),
        (DecidingBody.DECIDER, "nb", "Avgjort av beslutter med fullmakt i kommunen Kari Sætre, saksbehandler"),
        (DecidingBody.DECIDER, "nn", "Avgjord av avgjerdstakar med fullmakt i kommunen Kari Sætre, saksbehandlar"),
    ],
)
def test_who_decides_stands_over_whoever_prepared_the_case(
    body: DecidingBody, language: str, said: str, tmp_path: Path
) -> None:
    assert said in text_of(granted(language, envelope=envelope(language, decided_by=body)), tmp_path)


@pytest.mark.parametrize("lines", range(0, 34, 3))
def test_who_signed_never_stands_alone_on_a_page(lines: int, tmp_path: Path) -> None:
    drawn = granted("nb", reasons="\n\n".join(["Grunn."] * lines) or "Grunn.")
    last = run("pdftotext", drawn, tmp_path, "-raw", to=("-",)).rstrip("\f\n").split("\f")[-1]
    assert "Oppgi søknadsnummeret" in " ".join(last.split())


@pytest.mark.parametrize(("months", "words"), [(1, "1 måned"), (30, "30 måneder"), (36, "3 år"), (12, "1 år")])
def test_the_length_of_the_lease_is_said_as_people_say_it(months: int, words: str, tmp_path: Path) -> None:
    assert f"Leietid {words}" in text_of(granted("nb", lease_months=months), tmp_path)


@pytest.mark.parametrize("odd", ["{ukjent}", "{", "}", "{0}", "{appeal_weeks!r}", "{appeal_body.nb}", "%s"])
def test_an_odd_placeholder_stands_as_it_is_and_stops_no_letter(odd: str, tmp_path: Path) -> None:
    texts = {**TEXTS["nb"], "appeal_right": f"Frist {odd} {{appeal_weeks}} uker hos {{appeal_body}}."}
    text = text_of(granted("nb", texts=texts), tmp_path)
    assert f"Frist {odd} 3 uker hos kommunens klagenemnd." in text


def test_the_representative_stands_in_the_window_and_the_partys_address_nowhere(tmp_path: Path) -> None:
    to = ("Ola Rett\nTorget 1\n9400 Østvik", "Åse Ærlig\nStorgata 12\n9405 Østvik")
    text = text_of(granted("nb", envelope=envelope("nb", addresses=to)), tmp_path)
    assert "Ola Rett Torget 1 9400 Østvik" in text
    assert "Kopi til: Åse Ærlig" in text
    assert "Storgata 12" not in text


def test_the_head_bears_numbers_day_and_why_it_is_not_public(tmp_path: Path) -> None:
    text = text_of(granted("nb"), tmp_path)
    for words in ("Dato: 27. november 2026", "Søknad: S2026007", "Arkivsak: 26/01234", "Unntatt offentlighet"):
        assert words in text
    assert "Unnateke offentlegheit" in text_of(granted("nn"), tmp_path)


def test_what_is_not_known_is_left_out(tmp_path: Path) -> None:
    head = envelope("nb", archive_number=None, caseworker=None, exempt="")
    text = text_of(granted("nb", envelope=head, views="  ", weighed=""), tmp_path)
    for words in (
        "Arkivsak",
        "saksbehandler",
        "Unntatt",
        "Dette har du selv sagt",
        "Dette har vi lagt vekt på",
        "None",
    ):
        assert words not in text


@pytest.mark.parametrize("body", list(AppealBody))
@pytest.mark.parametrize("basis", list(LegalBasis))
@pytest.mark.parametrize("kind", list(ApplicationKind))
@pytest.mark.parametrize("outcome", list(DecisionOutcome))
def test_every_decision_can_be_drawn(
    outcome: DecisionOutcome, kind: ApplicationKind, basis: LegalBasis, body: AppealBody
) -> None:
    for language in ("nb", "nn"):
        drawn = decision(language, outcome, kind=kind, basis=basis, appeal_body=body)
        assert drawn.content.startswith(b"%PDF")
        assert len(drawn.title) <= 160


@pytest.mark.parametrize(
    ("language", "heading"), [("nb", "Hva som er best for barna"), ("nn", "Kva som er best for barna")]
)
def test_what_is_best_for_the_children_shows_in_the_grounds(language: str, heading: str, tmp_path: Path) -> None:
    text = text_of(granted(language, best_interest="Barna bør bli i skolekretsen."), tmp_path)
    assert text.index(heading) < text.index("Barna bør bli i skolekretsen.")
    assert heading not in text_of(granted(language, best_interest=" "), tmp_path)
