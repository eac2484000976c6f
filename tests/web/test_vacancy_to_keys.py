"""From vacancy to keys by clicks on the running web server: Trondheim's eleven steps (S004), walked by five roles."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from admin import formats
from models import Lease, Nomination, Offer, Task, Vacancy
from rules.terms import ApplicationState, HousingSituation, LeaseState, TaskKind, TaskState, VacancyState
from tests.factories import make_unit
from tests.web import case_decided as after
from tests.web import case_work, letting_town
from tests.web import letting_work as work
from tests.web.case_work import Handed
from tests.web.letting_people import People, nothing_wrong, people
from tests.web.letting_town import (
    attached,
    days_went_by,
    flat_at,
    follow,
    fresh,
    household,
    mails,
    nothing_left,
    says_nothing_of,
)

pytestmark = pytest.mark.story

__all__ = ["nothing_wrong", "people"]

DAYS = 9  # from the notice until the keys


@dataclass(frozen=True)
class Town:
    """Those who wait, and whom each office may put up."""

    above: Handed  # of the office in the north, first in the order
    chosen: Handed  # of the office in the south
    others: list[Handed]


def town(people: People) -> Town:
    sara, siri = people.users["sara"], people.users["siri"]
    north, south = sara.office, siri.office
    above = household("Amina", "Prøvesen", north, sara, need={"services_day": True})
    chosen = household(
        "Bjørg", "Testdatter", south, siri, need={"services_evening": True}, situation=HousingSituation.AT_RISK
    )
    return Town(above, chosen, [
        household("Cato", "Eksempel", north, situation=HousingSituation.UNSUITABLE),
        household("Dina", "Prøve", north, rooms=4, children=2, adults=2),
        household("Egil", "Mal", south, need={"services_night": True}),
        household("Frida", "Test", south, situation=HousingSituation.UNSUITABLE),
    ])  # fmt: skip


def test_trondheims_eleven_steps(people: People) -> None:
    those, nordlia = town(people), make_unit(name="Nordlia botiltak", leader=people.users["unni"], phone="77001100")
    home = flat_at(nordlia, "Odd")
    vacancy = noticed(people, home)
    told(people, vacancy)
    put_up(people, vacancy, those)
    chosen(people, vacancy, those)
    heard(people, vacancy, those)
    allocated(people, vacancy, those)
    offered(people, vacancy, those)
    signed(people, vacancy, those)
    keys_handed_over(people, vacancy, those)
    looked_back_on(people, vacancy, those)


# --- Steps 1-5: notice, services, overview, candidates ---------------------------------------------------------------


def noticed(people: People, home: Any) -> Vacancy:
    """The leader of the unit tells the day it is known, and property dates the stages as time goes by."""
    vacancy = work.report(people.unni, home, "Dødsfall", "nokler-01-meld", note="Nymalt i fjor. Utsikt mot fjorden.")
    people.unni.sees(vacancy.vacancy_number)
    people.unni.sees("be enheten om opplysninger om tjenestene", "(boligkonsulent)")
    people.unni.look("nokler-01-meldt")
    assert vacancy.known_on == vacancy.reported_on
    days_went_by(vacancy, DAYS)
    work.date_stage(people.per, vacancy, "Før fraflyttet", "Tom fra og med", 6)
    people.per.look("nokler-01-fraflyttet")
    assert Lease.objects.get(dwelling=home).state is LeaseState.ENDED
    work.date_stage(people.per, vacancy, "Klargjøring har begynt", "Klargjøring begynte", 4)
    return vacancy


def told(people: People, vacancy: Vacancy) -> None:
    """The unit is asked by mail and answers on one screen; the offices get the overview."""
    kari, unni = people.kari, people.unni
    work.open_home(kari, vacancy)
    kari.look("nokler-02-konsulenten")
    kari.press("Ta ansvaret")
    kari.next_step("Spør enheten om tjenestene")
    kari.sees("Enhetslederen har fått e-post med lenke")
    (mail,) = mails(people.users["unni"], "tjenestene")
    follow(unni, mail)
    unni.look("nokler-02-tjenester")
    work.answer_profile(unni)
    unni.look("nokler-02-tjenester-svart")
    work.open_home(kari, vacancy)
    kari.next_step("Send oversikten til kontorene")
    kari.sees("To miljøarbeidere til kl. 22.", "Unni Enhetsleder", "under klargjøring")
    kari.look("nokler-03-oversikt")
    kari.press("Send oversikten")
    kari.sees("Oversikten er sendt til 2 mottakere.")
    paper = kari.pdf("Åpne oversikten (PDF)", "nokler-03-oversikt-pdf")
    for said in (vacancy.vacancy_number, "2 rom", "Turgruppe på tirsdager.", "Unni Enhetsleder", "under klargjøring"):
        assert said in paper, said
    assert "Odd" not in paper
    for name in ("sara", "siri"):
        (mail,) = mails(people.users[name], "Oversikt")
        assert [file.endswith(".pdf") for file, _ in attached(mail)] == [True]


def put_up(people: People, vacancy: Vacancy, those: Town) -> None:
    """Each office looks at whom the dwelling suits and does not suit, and puts one up."""
    sara, siri = people.sara, people.siri
    (mail,) = mails(people.users["sara"], "Oversikt")
    follow(sara, mail)
    sara.look("nokler-04-oversikten-fra-eposten")
    sara.press(vacancy.vacancy_number)
    sara.next_step("Finn kandidat")
    sara.sees(those.above.number, "Cato Eksempel")
    sara.look("nokler-04-passer")
    work.tab(sara, "Passer ikke")
    sara.sees("Dina Prøve", "For få rom")
    sara.look("nokler-04-passer-ikke")
    work.tab(sara, "Passer")
    work.put_up(sara, those.above, new_facts=work.FACTS, picture="nokler-05-sjekkliste")
    case_work.open_case(sara, those.above)
    sara.press("Journal")
    sara.sees(work.FACTS)
    sara.look("nokler-05-journalen")
    work.open_home(siri, vacancy)
    siri.press("Finn kandidat")
    work.tab(siri, "Passer ikke")
    siri.sees("Egil Mal", "Trenger tjenester om natten, og de finnes ikke her")
    work.tab(siri, "Passer")
    work.put_up(siri, those.chosen)
    siri.look("nokler-05-meldt-inn")
    assert Nomination.objects(vacancy=vacancy).count() == 2


# --- Steps 6-9: recommendation, the unit, allocation -----------------------------------------------------------------


def chosen(people: People, vacancy: Vacancy, those: Town) -> None:
    """One consultant sums up and recommends; another goes through it."""
    kari, olav = people.kari, people.olav
    work.open_home(kari, vacancy)
    kari.look("nokler-06-kandidater")
    kari.next_step("Lag innstilling")
    kari.sees("ikke oppsummert")
    work.sum_up(kari, those.above, "Har bolig hos en slektning til nyttår.", "nokler-06-oppsummer")
    work.sum_up(kari, those.chosen, work.SUMMARY)
    kari.look("nokler-06-side-om-side")
    work.recommend(kari, those.chosen, those.above, "nokler-06-innstilling")
    kari.sees("En annen boligkonsulent går gjennom den.")
    kari.look("nokler-06-innstilt")
    assert kari.page.get_by_role("link", name="Gå gjennom innstillingen").count() == 0
    kari.go(f"ledige-boliger/gjennomgang/?id={vacancy.pk}")
    kari.tick("Enig. Innstillingen går videre")
    kari.press("Lagre")
    kari.look("nokler-06-ikke-sin-egen")
    assert fresh(vacancy).state is VacancyState.PROPOSED
    work.open_home(olav, vacancy)
    work.go_through(olav, "nokler-06-gjennomgang")
    olav.sees("Enhetslederen har fått beskjed og skal svare.")


def heard(people: People, vacancy: Vacancy, those: Town) -> None:
    """The leader doubts; a meeting comes to an understanding."""
    unni, kari = people.unni, people.kari
    (mail,) = mails(people.users["unni"], "Innstilling")
    follow(unni, mail)
    unni.sees(those.chosen.name, work.SUMMARY)
    work.doubt(unni, "nokler-07-svar")
    unni.look("nokler-07-svart")
    (mail,) = mails(people.users["kari"], "Drøftingsmøte")
    follow(kari, mail)
    kari.sees("Vi har bare én på jobb om kvelden")
    kari.look("nokler-08-usikker")
    work.discuss(kari, ["Unni Enhetsleder", "Siri Saksbehandler"], those.chosen, 2, "nokler-08-drofting")
    kari.look("nokler-08-enige")


def allocated(people: People, vacancy: Vacancy, those: Town) -> None:
    """Recorded; those who plan the services hear of it."""
    kari, siri = people.kari, people.siri
    kari.next_step("Registrer tildelingen")
    kari.sees("Tildelingen er registrert.")
    kari.look("nokler-09-tildelt")
    for name in ("siri", "unni"):
        assert len(mails(people.users[name], "Bolig er tildelt")) == 1, name
    assert mails(people.users["sara"], "Bolig er tildelt") == []
    follow(siri, mails(people.users["siri"], "Bolig er tildelt")[0])
    siri.sees("Planlegg tjenester")
    siri.look("nokler-09-planlegg")
    task = Task.objects.get(kind=TaskKind.PLAN_SERVICES, state=TaskState.OPEN)
    assert task.subject_number == vacancy.vacancy_number
    siri.go("")
    siri.sees("Planlegg tjenester")
    siri.look("nokler-09-forsiden")


# --- Steps 10-11: offer, contract, keys ------------------------------------------------------------------------------


def offered(people: People, vacancy: Vacancy, those: Town) -> None:
    """Offered by telephone and letter; met about; accepted."""
    kari = people.kari
    work.date_stage(people.per, vacancy, "Boligen er klar", "Klar til innflytting fra", 1)
    people.per.look("nokler-10-klar")
    text = work.offer(kari, vacancy, "Telefon og brev", "nokler-10-tilbud")
    for said in (those.chosen.name, "Nordlia 4", "HARSTAD"):
        assert said in text, said
    soon = formats.today() + timedelta(days=3)
    work.book(kari, "Visning", soon, "13.00", "Ved boligen", ["Unni Enhetsleder"], "nokler-10-visning")
    kari.look("nokler-10-venter")
    kari.next_step("Takker ja")
    kari.sees("Ja-svaret er notert.")
    work.book(kari, "Kontraktsmøte", soon, "14.30", "Boligkontoret", ["Unni Enhetsleder", "Siri Saksbehandler"])
    kari.look("nokler-10-ja")
    assert len(mails(people.users["siri"], "Avtalt tidspunkt")) == 1
    viewing, signing = mails(people.users["unni"], "Avtalt tidspunkt")
    number = Offer.objects.get(vacancy=vacancy).offer_number
    for mail, clock in ((viewing, "13:00"), (signing, "14:30")):
        ((_, content),) = attached(mail)
        (event,) = Calendar.from_ical(content).walk("VEVENT")
        assert number in event["SUMMARY"]
        assert f"{event['DTSTART'].dt:%d.%m.%Y %H:%M}" == f"{formats.day(soon)} {clock}"
        assert "Nordlia 4" not in content.decode()
    after.send_letter(kari, those.chosen, "Tilbud om bolig")


def signed(people: People, vacancy: Vacancy, those: Town) -> None:
    """The contract, its points, and no keys without the guarantee."""
    kari, per = people.kari, people.per
    offer = Offer.objects.get(vacancy=vacancy)
    kari.go(f"tilbud/vis/?id={offer.pk}")
    text = work.sign(kari, "nokler-11-kontrakt")
    for said in (those.chosen.name, "Nordlia 4", "§ 11-1", "§ 9-2", "tvangsfravikelse"):
        assert said in text, said
    kari.look("nokler-11-undertegnet")
    assert letting_town.waits(those.chosen) is ApplicationState.HOUSED
    lease = Lease.objects.get(offer=offer.pk)
    assert "§ 11-1" in kari.pdf("Åpne kontrakten", "nokler-11-kontrakten")
    work.hold_meeting(kari, "nokler-11-motet")
    per.go(f"leieforhold/?search={lease.contract_number}")
    per.press(lease.contract_number)
    per.press("Overlever nøkler")
    per.press("Nøklene er overlevert")
    per.look("nokler-11-nektet")
    per.sees("før sikkerheten er på plass")
    assert Lease.objects.get(pk=lease.pk).state is LeaseState.UPCOMING


def keys_handed_over(people: People, vacancy: Vacancy, those: Town) -> None:
    """The guarantee is there, and the tenant gets the keys."""
    kari, per = people.kari, people.per
    lease = Lease.objects.get(offer=Offer.objects.get(vacancy=vacancy).pk)
    kari.go(f"leieforhold/vis/?id={lease.pk}")
    kari.next_step("Sikkerhet")
    kari.fill({"Mottatt": work.day()})
    kari.look("nokler-11-sikkerhet")
    kari.press("Lagre")
    kari.sees("Sikkerheten er ført.")
    per.go(f"leieforhold/vis/?id={lease.pk}")
    per.next_step("Overlever nøkler")
    per.look("nokler-11-nokler")
    per.press("Nøklene er overlevert")
    per.sees("Leieforholdet løper.")
    per.look("nokler-11-loper")
    assert Lease.objects.get(pk=lease.pk).state is LeaseState.OCCUPYING
    assert fresh(vacancy).state is VacancyState.LET
    assert Task.objects(kind__in=[TaskKind.PLAN_SERVICES, TaskKind.VACANCY], state=TaskState.OPEN).count() == 0


def looked_back_on(people: People, vacancy: Vacancy, those: Town) -> None:
    """What it cost, that it can be worked out again, and that nothing is left or told of."""
    kari, rita = people.kari, people.rita
    work.open_home(kari, vacancy)
    kari.sees("6 dager")
    kari.look("nokler-12-utleid")
    work.open_home(rita, vacancy)
    rita.press("Regn ut på nytt")
    rita.sees("Utregningen gir det samme")
    rita.look("nokler-12-regn-ut")
    rita.go("tomgang/")
    rita.sees("Dødsfall", "Nordlia botiltak")
    rita.look("nokler-12-tomgang")
    rita.press("Dødsfall")
    rita.sees(vacancy.vacancy_number)
    rita.look("nokler-12-tomgang-boliger")
    nothing_left(people.site)
    says_nothing_of([those.chosen, those.above, *those.others], "Nordlia 4", "Prøvegata")
