"""A case decided on the screen: proposed, looked at with its letter, signed, undone, withdrawn, computed anew."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import AccessEntry, Application, Decision, Letter, Rulebook
from rules.terms import ApplicationKind, ApplicationState, DecisionOutcome, LegalBasis, LetterKind, LetterState, Role
from services import decisions, dispatch, records
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW, TODAY, acting, assessed, decided, draft, proposed, worker
from tests.factories import ACTOR, make_application, make_decision, make_lease, make_office

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
OUT, STATE = DecisionOutcome, ApplicationState
ACT = LegalBasis.HOUSING_SOCIAL_ACT
HELP = {"basis": ACT, "dwelling_type": None, "lease_months": None, "need": None}
WORDS = {"reasons": "Husstanden står uten bolig.", "weighed": "Barnas behov for ro."}
FORM = {
    "outcome": "granted", "basis": "local_guidelines", "dwelling_type": "flat", "rooms": "3", "extras": "lift",
    "lease_months": "36", **WORDS,
}  # fmt: skip


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def writer(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.CASEWORKER, name="Kari Nordmann")


@pytest.fixture
def decider(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.DECIDER, name="Berit Beslutter")


def fresh(case: Any) -> Any:
    return records.get(Application, case.pk)


def page_of(caller: FlaskClient, step: str, case: Any, screen: str = "soknader", **query: Any) -> str:
    answer = caller.get(f"/admin/{screen}/{step}/", query_string={"id": str(case.pk), **query})
    assert answer.status_code == 200, answer.text
    return answer.text


def sign(caller: FlaskClient, case: Any, **form: str) -> str:
    case = fresh(case)
    letter = {"letter": str(case.proposal.letter)} if case.proposal else {}
    return do(caller, "soknader", "avgjor", case, **letter | form)


def helped(**values: Any) -> Any:
    return proposed(make_application(**values), wanted=draft(**HELP))


# --- The way of a case ----------------------------------------------------------------------------------------------


def test_a_case_is_proposed_by_one_and_decided_by_another(writer: FlaskClient, decider: FlaskClient) -> None:
    case = make_application()
    told = do(writer, "soknader", "forslag", case, **FORM | {"basis": ACT.value})
    assert "Forslaget er laget. Se over brevet." in told
    assert "Utfall Innvilget" in told
    assert "Klageinstans Statsforvalteren" in told
    assert "En beslutter avgjør saken." in told
    looked = page_of(decider, "forhandsvisning", case)
    assert "Avgjør og signer" in looked
    assert strange(looked) == []
    assert "Vedtaket er fattet, og brevet er klart til utsending." in sign(decider, case)
    stored = fresh(case)
    assert [one.decided_by_names for one in stored.decisions] == [["Berit Beslutter"]]
    assert stored.decisions[0].proposal.by_name == "Kari Nordmann"
    told = visible(page_of(decider, "vis", case))
    assert "Innvilget 23.11.2026 etter boligsosialloven, avgjort av Berit Beslutter." in told
    assert "Brevet er klart til utsending." in told


def test_a_grant_by_the_guidelines_says_what_is_granted_and_goes_to_the_committee(writer: FlaskClient) -> None:
    case = assessed()
    told = do(writer, "soknader", "forslag", case, **FORM)
    assert "Boligtype Leilighet Leietid 36 måneder Godkjent behov 3 rom, heis eller bakkeplan" in told
    assert "Husfordelingsutvalget avgjør saken i et møte." in told
    assert "Avgjør og signer" not in told
    held = fresh(case).proposal
    assert (held.need.rooms, held.need.lift, held.need.step_free, held.lease_months) == (3, True, False, 36)
    assert Letter.objects(pk=held.letter).get().letter_kind is LetterKind.DECISION


def test_the_letter_stands_on_the_page_and_nowhere_else(writer: FlaskClient, client_of: Clients) -> None:
    case, other = proposed(), proposed()
    page = writer.get(f"/admin/soknader/forhandsvisning/?id={case.pk}")
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    source = re.findall(r'<iframe[^>]* src="([^"]+)"', page.text)[0].replace("&amp;", "&")
    pdf = writer.get(source)
    assert (pdf.content_type, pdf.data[:5]) == ("application/pdf", b"%PDF-")
    assert "frame-ancestors 'self'" in pdf.headers["Content-Security-Policy"]
    foreign = f"/admin/soknader/brevet/?id={case.pk}&brev={other.proposal.letter}"
    assert writer.get(foreign).status_code == 404
    assert writer.get(f"/admin/soknader/brevet/?id={case.pk}&brev=x").status_code == 404
    records.change(case, ACTOR, values={"office": make_office()})
    assert client_of(Role.CASEWORKER, office=make_office()).get(source).status_code == 403
    assert AccessEntry.objects(document="letter", document_id=str(case.proposal.letter)).count() == 1


def test_the_form_shows_the_advice_and_the_applicants_own_views(writer: FlaskClient) -> None:
    page = page_of(writer, "forslag", assessed())
    told = visible(page)
    assert "Regelboken peker mot: innvilge" in told
    assert "Fylt 18 år Oppfylt" in told
    assert "Ønsker å bo nær skolen." in told
    assert strange(page) == []
    assert AccessEntry.objects(document="application").count() == 1


def test_the_form_of_an_extension_asks_for_no_other_home(writer: FlaskClient) -> None:
    case = assessed(kind=ApplicationKind.EXTENSION)
    assert "Boligtype" not in visible(page_of(writer, "forslag", case))
    do(writer, "soknader", "forslag", case, **FORM)
    held = fresh(case).proposal
    assert (held.dwelling_type, held.need, held.lease_months) == (None, None, 36)


# --- Refusals keep what was typed -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"outcome": ""}, "Velg utfallet."),
        ({"outcome": "boat"}, "Velg"),
        ({"basis": "magic"}, "Velg"),
        ({"basis": ""}, "Velg rettsgrunnlaget."),
        ({"reasons": "  "}, "Et vedtak uten begrunnelse er ikke gyldig"),
        ({"weighed": ""}, "Skriv hva det er lagt vekt på"),
        ({"reasons": "x" * 10_001}, "Begrunnelse"),
        ({"rooms": "mange"}, "Skriv et helt tall"),
        ({"rooms": "11"}, "Skriv et antall rom fra 1 til 10."),
        ({"rooms": ""}, "Fyll ut dette feltet."),
        ({"dwelling_type": ""}, "Fyll ut dette feltet."),
        ({"dwelling_type": "castle"}, "Boligtype"),
        ({"lease_months": "0"}, "Skriv et antall måneder"),
        ({"lease_months": ""}, "Fyll ut dette feltet."),
        ({"lease_months": "9" * 30}, "Leietid"),
        ({"extras": "sauna"}, "Boligen må ha"),
        ({"outcome": "refused"}, "Utfallet går mot det regelboken peker mot."),
        ({"outcome": "withdrawn"}, "Velg"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(writer: FlaskClient, form: dict[str, str], told: str) -> None:
    case = assessed()
    data = {"id": str(case.pk), "version": str(case.version), **FORM, **form}
    answer = writer.post("/admin/soknader/forslag/", data=data)
    assert answer.status_code == 200
    assert told in visible(answer.text)
    assert "Barnas behov for ro." in answer.text or form.get("weighed") == ""
    assert (fresh(case).proposal, Letter.objects.count()) == (None, 0)


@pytest.mark.parametrize("version", ["", "-1", "x", "0", "99"])
def test_a_form_that_does_not_say_what_was_seen_stores_nothing(writer: FlaskClient, version: str) -> None:
    case = assessed()
    writer.post("/admin/soknader/forslag/", data={"id": str(case.pk), "version": version, **FORM})
    assert fresh(case).proposal is None


def test_what_another_changed_meanwhile_is_shown_and_the_second_try_counts(writer: FlaskClient) -> None:
    case = assessed()
    seen = case.version
    records.change(fresh(case), acting(worker(name="Per Kollega")), values={"adults": 3})
    answer = writer.post("/admin/soknader/forslag/", data={"id": str(case.pk), "version": str(seen), **FORM})
    told = visible(answer.text)
    assert "Saken er endret mens du skrev" in told
    assert "Per Kollega" in told
    assert "Voksne" in told
    assert "Barnas behov for ro." in answer.text
    assert (fresh(case).proposal, Letter.objects.count()) == (None, 0)
    version = re.findall(r'name="version"[^>]*value="(\d+)"', answer.text)[0]
    writer.post("/admin/soknader/forslag/", data={"id": str(case.pk), "version": version, **FORM})
    assert fresh(case).proposal is not None


def test_a_case_that_is_not_assessed_says_so_and_is_only_dismissed(writer: FlaskClient) -> None:
    case = make_application()
    assert "Saken er ikke vurdert." in visible(page_of(writer, "forslag", case))
    assert "er ikke ferdig vurdert" in do(writer, "soknader", "forslag", case, **FORM)
    assert "Forslaget er laget." in do(writer, "soknader", "forslag", case, **FORM | {"outcome": "dismissed"})
    assert fresh(case).proposal.dwelling_type is None


def test_another_swap_of_the_same_person_is_told_of_and_asks_why(writer: FlaskClient) -> None:
    first = decided(kind=ApplicationKind.SWAP, lease=make_lease().pk)
    records.change(fresh(first), ACTOR, values={"state": STATE.HOUSED})
    case = assessed(kind=ApplicationKind.SWAP, lease=make_lease().pk, applicant=first.applicant)
    assert f"Søkeren har fått innvilget bytte før ({first.number})." in visible(page_of(writer, "forslag", case))
    assert "Skriv hvorfor det skal innvilges en gang til." in do(writer, "soknader", "forslag", case, **FORM)
    told = do(writer, "soknader", "forslag", case, **FORM | {"override": "Fikk rullestol."})
    assert "Fikk rullestol." in told


def test_a_proposal_is_changed_and_taken_back(writer: FlaskClient) -> None:
    case = proposed()
    page = page_of(writer, "forslag", case)
    assert "Husstanden fyller vilkårene." in page
    do(writer, "soknader", "forslag", fresh(case), **FORM | {"reasons": "Bedre."})
    assert fresh(case).proposal.reasons == "Bedre."
    assert "Forslaget er trukket." in do(writer, "soknader", "trekk-forslag", fresh(case))
    assert fresh(case).proposal is None
    assert {one.state for one in Letter.objects} == {LetterState.VOID}
    assert "Ingenting var endret" in do(writer, "soknader", "trekk-forslag", fresh(case))


def test_a_preview_of_nothing_leads_back_to_the_case(writer: FlaskClient) -> None:
    assert writer.get(f"/admin/soknader/forhandsvisning/?id={assessed().pk}").status_code == 302
    assert writer.get("/admin/soknader/forhandsvisning/?id=x").status_code == 404


# --- Signing --------------------------------------------------------------------------------------------------------


def test_who_made_the_proposal_is_told_that_another_decides(app: Flask, client_of: Clients) -> None:
    both = client_of(Role.DEPARTMENT_HEAD, name="Ada Avdelingsleder")
    case = make_application()
    told = do(both, "soknader", "forslag", case, **FORM | {"basis": ACT.value})
    assert "Du har selv laget forslaget. En annen beslutter må avgjøre saken." in told
    assert "har selv laget forslaget" in sign(both, case)
    assert fresh(case).decisions == []


def test_a_letter_of_yesterday_is_drawn_anew_before_it_is_signed(app: Flask, client_of: Clients, clock: Any) -> None:
    case = helped()
    clock.move_to(NOW + timedelta(days=1))
    decider = client_of(Role.DECIDER)
    told = visible(page_of(decider, "forhandsvisning", case))
    assert "Lag brevet på nytt" in told
    assert "Avgjør og signer" not in told
    assert "er datert 23.11.2026" in sign(decider, case)
    assert "Brevet er laget på nytt med dagens dato." in do(decider, "soknader", "lag-brev", fresh(case))
    assert "Vedtaket er fattet" in sign(decider, case)


@pytest.mark.parametrize("form", [{"letter": "x"}, {"letter": ""}, {"letter": "0" * 24}])
def test_another_letter_than_the_one_looked_at_is_not_signed(decider: FlaskClient, form: dict[str, str]) -> None:
    case = helped()
    sign(decider, case, **form)
    assert do(decider, "soknader", "avgjor", fresh(case), version=1, letter=str(case.proposal.letter))
    assert fresh(case).decisions == []


def test_signing_twice_decides_once(decider: FlaskClient) -> None:
    case = helped()
    letter, version = str(case.proposal.letter), fresh(case).version
    for _ in range(2):
        do(decider, "soknader", "avgjor", case, version=version, letter=letter)
    assert (len(fresh(case).decisions), Decision.objects.count()) == (1, 1)


@pytest.mark.parametrize("step", ["forslag", "avgjor", "lag-brev", "trekk-forslag", "angre", "varsel", "varsel/send"])
def test_readers_and_economy_come_to_none_of_it(app: Flask, client_of: Clients, step: str) -> None:
    case = proposed()
    for role in (Role.READER, Role.ECONOMY, Role.PROPERTY, Role.AUDITOR, Role.ADMINISTRATOR):
        answer = client_of(role).post(f"/admin/soknader/{step}/", data={"id": str(case.pk), "version": "1"})
        assert answer.status_code == 403
    assert fresh(case).version == case.version


def test_a_caseworker_of_another_office_sees_neither_form_nor_proposal(app: Flask, client_of: Clients) -> None:
    case = proposed(office=make_office())
    stranger = client_of(Role.CASEWORKER, office=make_office())
    for step in ("forslag", "forhandsvisning", "varsel", "tilbaketrekking"):
        assert stranger.get(f"/admin/soknader/{step}/?id={case.pk}").status_code in (403, 404)
    assert "Se forslaget til vedtak" not in stranger.get(f"/admin/soknader/vis/?id={case.pk}").text


# --- Undo -----------------------------------------------------------------------------------------------------------


def test_the_one_who_decided_takes_it_back_until_the_letter_is_sent(decider: FlaskClient, client_of: Clients) -> None:
    case = helped()
    sign(decider, case)
    assert "Angre vedtaket" in visible(page_of(decider, "vis", case))
    assert "Angre vedtaket" not in visible(page_of(client_of(Role.DECIDER), "vis", case))
    assert "Skriv en begrunnelse." in do(decider, "soknader", "angre", fresh(case))
    told = do(decider, "soknader", "angre", fresh(case), reason="Feil sak.")
    assert "Vedtaket er angret, og brevet er tatt tilbake." in told
    assert fresh(case).decisions[0].open is False
    assert "Angre vedtaket" not in visible(page_of(decider, "vis", case))


def test_what_is_undone_is_told_and_its_words_are_kept_for_the_next_proposal(
    writer: FlaskClient, decider: FlaskClient
) -> None:
    case = helped()
    sign(decider, case)
    assert ">Angret<" not in page_of(writer, "vis", case)
    words = fresh(case).decisions[0].proposal.reasons
    do(decider, "soknader", "angre", fresh(case), reason="Feil antall rom.")
    assert re.search(r"<th[^>]*>\s*Angret\s*</th>", page_of(writer, "vis", case))
    assert words in page_of(writer, "forslag", case)


def test_nobody_else_undoes_and_nothing_that_is_sent(decider: FlaskClient, client_of: Clients) -> None:
    case = helped()
    sign(decider, case)
    do(client_of(Role.DECIDER), "soknader", "angre", fresh(case), reason="x")
    assert fresh(case).decisions[0].open is True
    letter = Letter.objects(state=LetterState.RELEASED).get()
    dispatch.dispatch(letter, acting(worker()), on=TODAY, today=TODAY, version=letter.version)
    do(decider, "soknader", "angre", fresh(case), reason="x")
    assert fresh(case).decisions[0].open is True


# --- Withdrawal -----------------------------------------------------------------------------------------------------


def told_of() -> Any:
    """A grant whose letter is sent."""
    case = decided()
    letter = Letter.objects(letter_kind=LetterKind.DECISION).get()
    dispatch.dispatch(letter, acting(worker()), on=TODAY, today=TODAY, version=letter.version)
    return case


def test_a_grant_is_withdrawn_after_notice_and_time_to_answer(
    writer: FlaskClient, client_of: Clients, clock: Any
) -> None:
    case = told_of()
    decision = Decision.objects.get()
    assert "Varsle om tilbaketrekking" in visible(page_of(writer, "vis", decision, screen="vedtak"))
    assert "Skriv hva som er nytt i saken." in do(writer, "soknader", "varsel", fresh(case))
    told = do(writer, "soknader", "varsel", fresh(case), new_facts="Søkeren har arvet en bolig.")
    assert "Se over varselet." in told
    letter = Letter.objects(letter_kind=LetterKind.PRIOR_NOTICE).get()
    given = do(writer, "soknader", "varsel/send", case, version=letter.version, brev=str(letter.pk))
    assert "Varselet er klart til utsending." in given
    assert "Varselet er ikke sendt" in visible(page_of(writer, "tilbaketrekking", case))
    letter.reload()
    dispatch.dispatch(letter, acting(worker()), on=TODAY, today=TODAY, version=letter.version)
    assert "til og med 10.12.2026" in visible(page_of(writer, "tilbaketrekking", case))
    assert "forhåndsvarsel og svarfristen er ute" in do(writer, "soknader", "tilbaketrekking", fresh(case), **WORDS)
    clock.move_to(NOW + (date(2026, 12, 11) - TODAY))
    writer = client_of(Role.CASEWORKER)  # the session of the other day is over
    assert "Trekk tilbake vedtaket" in visible(page_of(writer, "vis", decision, screen="vedtak"))
    told = do(writer, "soknader", "tilbaketrekking", fresh(case), **WORDS)
    assert "Utfall Trukket tilbake" in told
    assert fresh(case).proposal.replaces == decision.pk


@pytest.mark.parametrize("stands", [True, False])
def test_when_the_notice_has_come_its_case_leads_to_both_answers(
    writer: FlaskClient, client_of: Clients, clock: Any, stands: bool
) -> None:
    case = told_of()
    assert "Trekk tilbake vedtaket" not in visible(page_of(writer, "vis", case))
    do(writer, "soknader", "varsel", fresh(case), new_facts="Søkeren har arvet en bolig.")
    letter = Letter.objects(letter_kind=LetterKind.PRIOR_NOTICE).get()
    do(writer, "soknader", "varsel/send", case, version=letter.version, brev=str(letter.pk))
    letter.reload()
    dispatch.dispatch(letter, acting(worker()), on=TODAY, today=TODAY, version=letter.version)
    clock.move_to(NOW + (date(2026, 12, 11) - TODAY))
    writer = client_of(Role.CASEWORKER)
    page = page_of(writer, "vis", case)
    assert re.findall(r'class="btn btn-primary"[^>]*>([^<]+)<', page) == ["Trekk tilbake vedtaket"]
    assert "La vedtaket stå" in visible(page)
    if stands:
        told = do(writer, "soknader", "behov-avklart", fresh(case))
        assert "Vedtaket blir stående." in visible(told)
        assert "Trekk tilbake vedtaket" not in visible(page_of(writer, "vis", case))
    else:
        assert "Utfall Trukket tilbake" in do(writer, "soknader", "tilbaketrekking", fresh(case), **WORDS)


def test_a_notice_is_thrown_away_before_it_goes_out_and_ages_in_a_day(
    writer: FlaskClient, client_of: Clients, clock: Any
) -> None:
    case = decided()
    assert "Vedtaksbrevet i sak" in do(writer, "soknader", "varsel", fresh(case), new_facts="Nytt.")
    letter = Letter.objects(letter_kind=LetterKind.DECISION).get()
    dispatch.dispatch(letter, acting(worker()), on=TODAY, today=TODAY, version=letter.version)
    do(writer, "soknader", "varsel", fresh(case), new_facts="Nytt.")
    letter = Letter.objects(letter_kind=LetterKind.PRIOR_NOTICE).get()
    page = {"brev": str(letter.pk)}
    clock.move_to(NOW + timedelta(days=1))
    writer = client_of(Role.CASEWORKER)
    assert "laget en annen dag" in visible(page_of(writer, "varsel/se", case, **page))
    do(writer, "soknader", "varsel/send", case, version=letter.version, **page)
    assert letter.reload().state is LetterState.DRAFT
    assert "Varselet er forkastet." in do(writer, "soknader", "varsel/forkast", case, version=letter.version, **page)
    assert letter.reload().state is LetterState.VOID
    other = decided()
    assert writer.get(f"/admin/soknader/varsel/se/?id={other.pk}&brev={letter.pk}").status_code == 404
    assert writer.get(f"/admin/soknader/varsel/se/?id={other.pk}&brev=x").status_code == 404
    assert writer.get(f"/admin/soknader/varsel/?id={proposed().pk}").status_code == 404
    assert writer.get(f"/admin/soknader/tilbaketrekking/?id={other.pk}&vedtak=x").status_code == 404


def test_a_refusal_is_changed_to_a_grant_by_the_form_of_its_own_page(writer: FlaskClient) -> None:
    case = decided(proposed(assessed(met=False), wanted=draft(OUT.REFUSED)))
    decision = Decision.objects.get()
    page = page_of(writer, "vis", decision, screen="vedtak")
    assert "Endre vedtaket til gunst for søkeren" in visible(page)
    assert "Kommer i stedet for vedtaket om avslag fra 23.11.2026." in visible(page_of(writer, "forslag", case))
    told = do(writer, "soknader", "forslag", fresh(case), **FORM | {"override": "Ny opplysning."})
    assert "Forslaget er laget." in told
    assert fresh(case).proposal.replaces == decision.pk


def test_a_refusal_by_the_act_is_changed_on_its_own_basis(writer: FlaskClient, decider: FlaskClient) -> None:
    case = proposed(assessed(), wanted=draft(OUT.REFUSED, basis=ACT))
    sign(decider, case)
    decision = Decision.objects.get()
    url = f"/admin/soknader/forslag/?id={case.pk}&vedtak={decision.pk}"
    assert "Kommer i stedet for vedtaket om avslag" in visible(writer.get(url).text)
    do(writer, "soknader", "forslag", fresh(case), **FORM)  # another basis: stands beside
    assert fresh(case).proposal.replaces is None
    do(writer, "soknader", "forslag", fresh(case), **FORM | {"basis": ACT.value})
    assert fresh(case).proposal.replaces == decision.pk


# --- The decision's page and the replay -------------------------------------------------------------------------------


def test_the_decisions_page_tells_all_of_it_in_words(writer: FlaskClient, client_of: Clients) -> None:
    decided()
    decision = Decision.objects.get()
    page = page_of(writer, "vis", decision, screen="vedtak")
    told = visible(page)
    for words in (
        "Avgjort av Husfordelingsutvalget", "Behovet for en stabil bosituasjon.", "Leietid 36 måneder",
        "Bosituasjon Uten egen bolig", "Fylt 18 år Oppfylt", "Poengsum 3", "Regelboken peker mot Innvilge",
        "Klar til utsending", "Regn ut på nytt",
    ):  # fmt: skip
        assert words in told
    assert strange(page) == []
    reader = visible(page_of(client_of(Role.READER), "vis", decision, screen="vedtak"))
    assert "Behovet for en stabil bosituasjon." not in reader
    assert "Poengsum" not in reader
    assert "Regn ut på nytt" not in reader


def test_a_replay_says_that_it_comes_to_the_same_and_changes_nothing(writer: FlaskClient, client_of: Clients) -> None:
    decided()
    decision = Decision.objects.get()
    page = page_of(writer, "regn-ut", decision, screen="vedtak")
    assert "Det blir det samme." in visible(page)
    assert strange(page) == []
    assert "Det blir det samme." in visible(page_of(client_of(Role.AUDITOR), "regn-ut", decision, screen="vedtak"))
    assert Decision.objects.get().version == decision.version
    assert writer.post("/admin/vedtak/regn-ut/", data={"id": str(decision.pk)}).status_code == 405


def test_a_replay_shows_what_is_otherwise_to_those_who_work_the_case(writer: FlaskClient, client_of: Clients) -> None:
    decided()
    decision, book = Decision.objects.get(), Rulebook.objects.get()
    book.content["factors"][0]["levels"][1]["points"] = 9
    Rulebook._get_collection().update_one({"_id": book.pk}, {"$set": {"content": book.content}})
    page = page_of(writer, "regn-ut", decision, screen="vedtak")
    told = visible(page)
    assert "Det blir ikke det samme. 2 ting er annerledes" in told
    assert "Poengsum 3 10" in told
    assert strange(page) == []
    auditor = visible(page_of(client_of(Role.AUDITOR), "regn-ut", decision, screen="vedtak"))
    assert "Det blir ikke det samme." in auditor
    assert "Poengsum" not in auditor


def test_a_decision_without_facts_or_rulebook_says_why_nothing_is_computed(writer: FlaskClient) -> None:
    imported = make_decision(imported=True)
    assert "ingenting å regne ut på nytt" in visible(page_of(writer, "regn-ut", imported, screen="vedtak"))
    decided()
    decision = Decision.objects(imported=False).get()
    Decision._get_collection().update_one({"_id": decision.pk}, {"$set": {"rulebook": 99}})
    assert "Fant ikke regelboken 99" in visible(page_of(writer, "regn-ut", decision, screen="vedtak"))


@pytest.mark.parametrize("role", [Role.READER, Role.ECONOMY, Role.ADMINISTRATOR])
def test_a_replay_is_for_those_who_work_the_case_and_auditors(app: Flask, client_of: Clients, role: Role) -> None:
    decided()
    url = f"/admin/vedtak/regn-ut/?id={Decision.objects.get().pk}"
    assert client_of(role).get(url).status_code == 403


def test_a_replay_is_not_for_caseworkers_of_other_offices(app: Flask, client_of: Clients) -> None:
    decided(office=make_office())
    url = f"/admin/vedtak/regn-ut/?id={Decision.objects.get().pk}"
    assert client_of(Role.CASEWORKER, office=make_office()).get(url).status_code == 403


def test_the_case_page_has_one_main_button_for_the_next_step(writer: FlaskClient, decider: FlaskClient) -> None:
    def mains(caller: FlaskClient, case: Any) -> list[str]:
        page = page_of(caller, "vis", case)
        head = page[page.index('class="head-acts"') :]
        return [visible(one) for one in re.findall(r"<(?:a|button)[^>]*btn btn-primary[^>]*>.*?</(?:a|button)>", head)]

    assert mains(writer, assessed()) == ["Lag forslag til vedtak"]
    assert mains(decider, helped(state=STATE.IN_ASSESSMENT)) == ["Se forslaget til vedtak"]


def test_drafts_of_decisions_survive(writer: FlaskClient) -> None:
    """What decisions.Draft.of() reads back from a stored proposal is what was proposed."""
    case = proposed()
    held = decisions.Draft.of(fresh(case).proposal)
    assert (held.outcome, held.need.rooms, held.override, held.replaces) == (OUT.GRANTED, 3, "", None)
