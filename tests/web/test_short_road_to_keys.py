"""An ordinary dwelling by the committee (S001), a refusal without good reason, and a swap, by clicks on the server."""

import pytest
from playwright.sync_api import expect

from admin import formats
from models import Lease, Meeting, Offer, Vacancy
from rules.terms import ApplicationKind, ApplicationState, HousingSituation, LeaseState, VacancyCause, VacancyState
from services import records
from tests.factories import ACTOR, make_dwelling, make_lease
from tests.web import case_decided as after
from tests.web import case_work, letting_town
from tests.web import letting_work as work
from tests.web.case_work import Handed
from tests.web.letting_people import People, nothing_wrong, people
from tests.web.letting_town import fresh, household, nothing_left, says_nothing_of

pytestmark = pytest.mark.story

__all__ = ["nothing_wrong", "people"]


def test_the_committee_a_refusal_without_reason_and_a_swap(people: People) -> None:
    kari, mona, office = people.kari, people.mona, people.users["sara"].office
    refuses = household("Guro", "Gran", office, rooms=1, situation=HousingSituation.NO_DWELLING)
    swaps = household("Håkon", "Holt", office, rooms=5, kind=ApplicationKind.SWAP)
    left = make_lease(tenant=case_work.standing(swaps).applicant, dwelling=make_dwelling(rooms=3))
    case = case_work.standing(swaps)
    records.change(case, ACTOR, values={"lease": left.pk, "swap_of": left.pk}, action="changed")
    small, large = (make_dwelling(address=f"Bakkegata {rooms}", rooms=rooms) for rooms in (1, 5))
    by_home = {one.pk: work.report(kari, one, "Ny bolig") for one in (small, large)}
    meeting = after.plan_meeting(kari)
    number = Meeting.objects.get(pk=meeting).meeting_number
    for one, wanted in ((small, refuses), (large, swaps)):
        work.open_home(kari, by_home[one.pk])
        kari.next_step("Lag innstilling")
        work.recommend(kari, wanted, picture=f"kort-innstilling-{one.rooms}")
        kari.sees("Sett boligen på dagsorden for utvalget.")
        work.set_on_agenda(kari, by_home[one.pk], number)
    kari.look("kort-dagsorden")
    after.open_meeting(mona, meeting)
    mona.look("kort-mote")
    for one in (small, large):
        work.choose_in_meeting(mona, by_home[one.pk])
    mona.look("kort-tildelt")
    minutes = after.close_meeting(kari, meeting, "kort-protokoll")
    for said in (by_home[small.pk].vacancy_number, refuses.number, swaps.number):
        assert said in minutes, said
    refused_without_reason(people, by_home[small.pk], refuses)
    swapped(people, by_home[large.pk], swaps, left)


def refused_without_reason(people: People, vacancy: Vacancy, case: Handed) -> None:
    """A no is noted, heard, judged; the household gets no offer for a time, and the list says how long."""
    kari = people.kari
    work.offer(kari, vacancy, "Telefon")
    work.decline(kari, "kort-takker-nei")
    kari.look("kort-takket-nei")
    text = work.judge_without_reason(kari, "kort-vurder")
    until = Offer.objects.get(vacancy=vacancy).judgement.until
    assert until > formats.today()
    assert formats.long_day(until) in text
    kari.sees(formats.day(until))
    kari.look("kort-vurdert")
    assert fresh(vacancy).state is VacancyState.OPEN
    work.open_home(kari, vacancy)
    kari.look("kort-tilbake")
    kari.press("Se hvem boligen passer for")
    work.tab(kari, "Passer ikke")
    row = kari.page.get_by_role("row").filter(has_text=case.number)
    expect(row).to_contain_text("Har takket nei uten god grunn")
    expect(row).to_contain_text(formats.day(until))
    kari.look("kort-holdt-tilbake")


def swapped(people: People, vacancy: Vacancy, case: Handed, left: Lease) -> None:
    """The old dwelling is reported vacant the moment the contract of the new one is signed."""
    kari, per = people.kari, people.per
    work.date_stage(per, vacancy, "Før fraflyttet", "Tom fra og med", 0)
    work.date_stage(per, vacancy, "Boligen er klar", "Klar til innflytting fra", 0)
    work.offer(kari, vacancy, "Telefon")
    kari.next_step("Takker ja")
    kari.sees("Ja-svaret er notert.")
    work.sign(kari, "bytte-kontrakt")
    kari.look("bytte-undertegnet")
    opened = Vacancy.objects.get(lease=left.pk)
    assert (opened.state, opened.cause) == (VacancyState.OPEN, VacancyCause.SWAP)
    assert opened.free_from == Lease.objects.get(application=case.id).starts_on
    work.open_home(kari, opened)
    kari.sees("Bytte", left.contract_number)
    kari.look("bytte-gammel-bolig")
    assert letting_town.waits(case) is ApplicationState.HOUSED
    assert Lease.objects.get(pk=left.pk).state is LeaseState.OCCUPYING
    nothing_left(people.site)
    says_nothing_of([case], "Bakkegata")
