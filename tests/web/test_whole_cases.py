"""Three whole cases by clicks on the running web server: granted; changed on appeal; upheld by the appeals board."""

from collections.abc import Iterator
from dataclasses import dataclass

import mongoengine
import pytest
from playwright.sync_api import Browser

from admin import formats
from app import create_app
from models import Appeal, Application, Decision, cipher
from rules.terms import AppealState, ApplicationState, Role
from tests.makers import make_postcode
from tests.web import case_decided as after
from tests.web import case_work as work
from tests.web.conftest import Site
from tests.web.office_at_work import Housing, Seat
from tests.wire.conftest import as_command

pytestmark = pytest.mark.story

WISHES = "Jeg vil at barna skal få gå på samme skole, og at vi kan bo nær mormoren deres."
GRANT_REASONS = (
    "Husstanden bor i en kald og fuktig leilighet med ett soverom, og har ikke råd til å leie større privat. "
    "Vilkårene i retningslinjene er oppfylt."
)
REFUSAL_REASONS = (
    "Husstanden har inntekt og formue til å leie egnet bolig i det private markedet. Vilkåret om å være uten mulighet "
    "til å skaffe bolig på egen hånd er ikke oppfylt."
)
WEIGHED = "Barnas behov for ro og samme skolekrets taler for bolig. Økonomien deres er det som avgjør saken."
GROUNDS = "Jeg har mistet jobben, og utleieren har sagt opp kontrakten. Se vedlagt brev fra NAV."


@dataclass(frozen=True)
class People:
    """Who has something to do with the cases."""

    site: Site
    caseworker: Seat
    chair: Seat
    member: Seat


@pytest.fixture(scope="module")
def people(site: Site, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    """A caseworker who is the committee's secretary, and a committee of three from two agencies."""
    as_command(lambda: create_app(site.settings))
    make_postcode(code="9405", place="HARSTAD")
    housing = Housing(site.url, browser, tmp_path_factory.mktemp("letters"))
    sara = housing.hire("Sara Saksbehandler", Role.CASEWORKER)
    mona = housing.hire("Mona Møteleder", Role.COMMITTEE_MEMBER, agency="Bygg- og eiendomstjenesten")
    housing.hire("Nils Navn", Role.COMMITTEE_MEMBER, agency="NAV Eksempel")
    nora = housing.hire("Nora Nærstående", Role.COMMITTEE_MEMBER, agency="NAV Eksempel")
    yield People(site, *(housing.let_in(one) for one in (sara, mona, nora)))
    wrong = housing.close()
    cipher.use(None)
    mongoengine.disconnect_all()
    assert wrong == []


@pytest.fixture(autouse=True)
def nothing_wrong(people: People) -> Iterator[None]:
    """No page of a case had a fault, and no console complained."""
    seats = (people.caseworker, people.chair, people.member)
    yield
    wrong = [one for seat in seats for one in seat.wrong]
    for seat in seats:
        seat.wrong.clear()
    assert wrong == []


def test_granted_to_the_waiting_list(people: People) -> None:
    sara, mona, nora = people.caseworker, people.chair, people.member
    case = work.hand_in(sara, "Amina", "Prøvesen", picture="hel-1-ny-soknad")
    work.obtain_papers(sara, case)
    work.map_needs(sara, case, WISHES)
    work.assess(sara, case, met=True)
    sara.look("hel-1-vurdert")
    work.propose(sara, case, "Innvilget", GRANT_REASONS, WEIGHED)
    sara.look("hel-1-forslag")
    preview = sara.pdf("Åpne brevet i et eget vindu", "hel-1-vedtak-forslag")
    assert WISHES in preview
    meeting = after.plan_meeting(sara)
    after.set_on_agenda(sara, case, meeting)
    after.leave_case(nora, meeting, case)
    nora.look("hel-1-inhabil")
    after.open_meeting(mona, meeting)
    mona.look("hel-1-mote")
    after.decide(mona, case, note="Enstemmig.")
    minutes = after.close_meeting(sara, meeting, "hel-1-protokoll")
    for said in ("Mona Møteleder", "Nils Navn", case.number, "Enstemmig.", "Nora Nærstående"):
        assert said in minutes
    sara.go(f"moter/vis/?id={meeting}")
    sara.look("hel-1-mote-avsluttet")

    text = after.send_letter(sara, case, "Vedtak", "hel-1-vedtak")
    for said in ("innvilget", "venteliste", WISHES, GRANT_REASONS[:60], "3 uker", "klagenemnd", "Amina Prøvesen"):
        assert said in text, said
    after.open_decision(sara, case, "Innvilget")
    deadline = Decision.objects.get(application=case.id).appeal_deadline
    assert deadline is not None
    assert sara.fact("Klagefrist") == formats.day(deadline)
    sara.look("hel-1-vedtaket")
    sara.press("Regn ut på nytt")
    sara.sees("Det blir det samme.")
    sara.go("venteliste/")
    sara.sees(case.number, "Amina Prøvesen", "Leilighet", "3 rom", "Uegnet bolig")
    sara.look("hel-1-venteliste")
    work.open_case(sara, case)
    sara.look("hel-1-saken")
    assert work.standing(case).state is ApplicationState.WAITING
    work.look_back(case, people.site)


def test_refused_appealed_and_changed_by_own_reassessment(people: People) -> None:
    sara, mona = people.caseworker, people.chair
    case = work.hand_in(sara, "Bjørg", "Eksempeldatter")
    work.map_needs(sara, case, WISHES)
    work.assess(sara, case, met=False)
    work.propose(sara, case, "Avslag", REFUSAL_REASONS, WEIGHED)
    after.through_a_meeting(sara, mona, case)
    text = after.send_letter(sara, case, "Vedtak", "hel-2-avslag")
    for said in ("avslått", WISHES, REFUSAL_REASONS[:60], "3 uker", "klagenemnd"):
        assert said in text, said
    work.look_back(case)

    after.open_decision(sara, case, "Avslag")
    after.appeal(sara, GROUNDS, "Jeg ber om kommunal bolig.")
    sara.look("hel-2-klage-registrert")
    sara.next_step("Ta opp klagen")
    sara.next_step("Vurder saken på nytt")
    sara.look("hel-2-ny-vurdering")
    work.change_facts(sara, case, situation="Står i fare for å miste boligen")
    work.assess(sara, case, met=True, again=True)
    sara.look("hel-2-vurdert-igjen")
    sara.next_step("Åpne klagen")
    sara.next_step("Vurder saken på nytt")
    sara.press("Endre vedtaket")
    sara.look("hel-2-endre-vedtaket")
    work.write_proposal(sara, "Innvilget", GRANT_REASONS, WEIGHED)
    sara.sees("Svar på klage")
    sara.look("hel-2-forslag")
    after.through_a_meeting(sara, mona, case, says="Svar på klage")
    after.open_appeal(sara, case)
    assert sara.fact("Status") == "Omgjort"
    sara.look("hel-2-klage-omgjort")
    after.open_decision(sara, case, "Avslag")
    sara.sees("Vedtaket gjelder ikke lenger.", "Innvilget")
    sara.look("hel-2-gammelt-vedtak")
    text = after.send_letter(sara, case, "Vedtak", "hel-2-omgjort")
    for said in ("innvilget", "venteliste", "klage", GRANT_REASONS[:60], WISHES):
        assert said in text, said
    sara.go("venteliste/")
    sara.sees(case.number, "Bjørg Eksempeldatter", "Står i fare for å miste boligen")
    work.open_case(sara, case)
    sara.look("hel-2-saken")
    held = work.standing(case)
    assert held.state is ApplicationState.WAITING
    assert [one.open for one in held.decisions] == [False, True]
    assert Appeal.objects.get(application=case.id).state is AppealState.CHANGED
    work.look_back(case, people.site)


def test_refused_appealed_forwarded_and_upheld(people: People) -> None:
    sara, mona = people.caseworker, people.chair
    case = work.hand_in(sara, "Cecilie", "Testmann")
    work.map_needs(sara, case, WISHES)
    work.assess(sara, case, met=False)
    work.propose(sara, case, "Avslag", REFUSAL_REASONS, WEIGHED)
    after.through_a_meeting(sara, mona, case)
    after.send_letter(sara, case, "Vedtak")
    after.open_decision(sara, case, "Avslag")
    after.appeal(sara, GROUNDS, "Jeg ber om kommunal bolig.")
    sara.next_step("Ta opp klagen")
    sara.next_step("Vurder saken på nytt")
    after.forward(sara)
    sara.look("hel-3-oversendt")
    text = after.approve_letter(sara, "hel-3-oversendelse")
    for said in ("klagenemnd", "Utvalget står ved vedtaket"):
        assert said in text, said
    after.send_letter(sara, case, "Klage oversendt")
    work.look_back(case)
    after.open_appeal(sara, case)
    sara.press("Før klageinstansens avgjørelse")
    after.upheld(sara, "Nemnda er enig med utvalget i at inntekten er høy nok.")
    text = after.approve_letter(sara, "hel-3-utfall")
    for said in ("står ved lag", "Nemnda er enig med utvalget"):
        assert said in text, said
    sara.sees("Neste steg: brevet til klageren er klart, og skal sendes")
    sara.look("hel-3-klage-avgjort")
    after.send_letter(sara, case, "Utfall av klage")
    after.open_appeal(sara, case)
    sara.sees("Klagen er avsluttet")
    assert Appeal.objects.get(application=case.id).state is AppealState.UPHELD

    after.open_decision(sara, case, "Avslag")
    sara.look("hel-3-endelig-vedtak")
    sara.go(f"vedtak/klage/?id={work.standing(case).decisions[0].id}")
    sara.fill({"Klagegrunner": "Jeg klager igjen."})
    sara.press("Registrer klagen")
    sara.sees("Ingenting er lagret.", "Parten har alt klaget på dette vedtaket.", "kan den ikke påklages videre")
    sara.look("hel-3-klage-nektet")
    assert Appeal.objects(application=case.id).count() == 1
    assert Application.objects.get(pk=case.id).state is ApplicationState.REFUSED
    work.look_back(case, people.site)
