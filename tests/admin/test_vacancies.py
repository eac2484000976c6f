"""Vacant dwellings on the screen: reported, dated through their stages, cancelled; what they cost; who sees what."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from mongomock import Collection

from models import Lease, Task, Vacancy
from rules.terms import Disposal, LeaseState, Role, VacancyCause, VacancyStage, VacancyState
from services import effects, records
from tests.admin.conftest import PASSWORD
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.clockwork import run_job
from tests.factories import make_applicant, make_dwelling, make_lease, make_unit, make_vacancy

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
TODAY = date(2026, 11, 22)
LIST = "/admin/ledige-boliger/"


@pytest.fixture(autouse=True)
def ended(app: Flask, clock: Any) -> list[Any]:
    """The clock stands; what other services do for a vacancy is written down in place of done."""
    told: list[Any] = []
    for kind in ("end_lease", "keep_nominations", "close_offer"):
        effects.registry.command(kind, lambda _doc, effect, _actor, kind=kind: told.append((kind, effect.args)))
    return told


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def fresh(vacancy: Any) -> Any:
    return records.get(Vacancy, vacancy.pk)


def page(caller: FlaskClient, vacancy: Any) -> str:
    return caller.get(f"{LIST}vis/?id={vacancy.pk}").text


def reported(caller: FlaskClient, dwelling: Any, cause: VacancyCause = VacancyCause.DEATH, **form: str) -> str:
    data = {"dwelling": str(dwelling.pk), "cause": cause.value, "known_on": "22.11.2026", **form}
    return visible(caller.post(f"{LIST}ny/", data=data, follow_redirects=True).text)


def dating(caller: FlaskClient, vacancy: Any, word: str, **form: str) -> str:
    data = {"id": str(vacancy.pk), "version": str(fresh(vacancy).version), **form}
    return visible(caller.post(f"{LIST}dato/?trinn={word}", data=data, follow_redirects=True).text)


def test_the_dwelling_is_named_in_the_headings_of_a_vacancy_and_its_steps(client_of: Clients) -> None:
    caller, vacancy = client_of(Role.HOUSING_CONSULTANT), make_vacancy()
    number, home = vacancy.vacancy_number, str(vacancy.dwelling)
    for step, heading in (("vis", f"{number} {home}"), ("avlys", f"Ledigmelding {number}, {home}")):
        told = caller.get(f"{LIST}{step}/?id={vacancy.pk}").text
        assert heading in visible(told.split("<h1>")[1].split("</h1>")[0])


def test_the_next_step_says_whose_it_is_to_all_others(client_of: Clients) -> None:
    vacancy = make_vacancy()
    told = visible(page(client_of(Role.UNIT_LEADER), vacancy))
    assert re.search(r"Neste steg: lag innstilling, innen [\d.]+ \(boligkonsulent\)\.", told)
    assert "(boligkonsulent)" not in visible(page(client_of(Role.HOUSING_CONSULTANT), vacancy))


def test_who_puts_nobody_up_is_not_asked_to_find_a_candidate(client_of: Clients) -> None:
    vacancy = make_vacancy(with_services=True, dwelling=make_dwelling(services_day=True))
    assert "Finn kandidat" in visible(page(client_of(Role.CASEWORKER), vacancy))
    told = visible(page(client_of(Role.HOUSING_CONSULTANT), vacancy))
    assert "Finn kandidat" not in told
    assert "Se hvem boligen passer for" in told


def test_a_consultant_reports_from_the_dwellings_page_and_has_it(client_of: Clients) -> None:
    caller = client_of(Role.HOUSING_CONSULTANT)
    lease = make_lease()
    shown = caller.get(f"/admin/boliger/vis/?id={lease.dwelling.pk}").text
    (way,) = re.findall(r'href="(/admin/ledige-boliger/ny/[^"]*)"[^>]*>Meld ledig', shown)
    form = caller.get(way).text
    assert str(lease.dwelling.pk) in form
    assert "22.11.2026" in form
    told = reported(caller, lease.dwelling, free_from="30.11.2026", known_on="19.11.2026")
    made = Vacancy.objects.get()
    assert "Neste steg: lag innstilling" in told
    assert "Meldt 3 dager etter at den ble kjent" in told
    assert "ventes 30.11.2026" in told
    assert "Leietakeren betaler husleie til boligen er fraflyttet" in told
    assert (made.lease.pk, made.consultant.pk, made.cause) == (lease.pk, made.consultant.pk, VacancyCause.DEATH)


def test_the_leases_page_leads_to_the_same_form(client_of: Clients) -> None:
    lease = make_lease()
    shown = client_of(Role.CASEWORKER).get(f"/admin/leieforhold/vis/?id={lease.pk}").text
    assert f"/admin/ledige-boliger/ny/?bolig={lease.dwelling.pk}" in shown


def test_a_dwelling_that_is_reported_leads_to_its_vacancy_in_place_of_the_form(client_of: Clients) -> None:
    caller = client_of(Role.CASEWORKER)
    made = make_vacancy(dwelling=make_lease().dwelling)
    shown = visible(caller.get(f"/admin/boliger/vis/?id={made.dwelling.pk}").text)
    assert made.number in shown
    assert "Meld ledig" not in shown
    told = reported(caller, made.dwelling)
    assert f"alt meldt ledig av Bruker (ledigmelding {made.number})" in told


@pytest.mark.parametrize(
    ("sentence", "form", "words"),
    [
        ("no dwelling", {"dwelling": ""}, "Velg boligen."),
        ("no cause", {"cause": ""}, "Velg hvorfor boligen blir ledig."),
        ("a cause that is none", {"cause": "boredom"}, "Velg en av verdiene i listen."),
        ("no day", {"known_on": ""}, "Skriv datoen."),
        ("a day to come", {"known_on": "23.11.2026"}, "fram i tid"),
        ("years ago", {"known_on": "01.01.2020"}, "for langt tilbake"),
        ("garbage", {"known_on": "i går"}, "Skriv datoen som dd.mm.åååå"),
        ("free in ten years", {"free_from": "01.01.2037"}, "for langt fram"),
        ("a dwelling that is none", {"dwelling": "000000000000000000000000"}, "Velg"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    client_of: Clients, sentence: str, form: dict[str, str], words: str
) -> None:
    dwelling = make_dwelling()
    data = {"dwelling": str(dwelling.pk), "cause": "death", "known_on": "22.11.2026"} | form
    answer = client_of(Role.PROPERTY).post(f"{LIST}ny/", data=data).text
    assert words in visible(answer), sentence
    assert Vacancy.objects.count() == 0


def test_a_landlords_dwelling_and_one_that_is_let_say_why(client_of: Clients) -> None:
    caller = client_of(Role.PROPERTY)
    assert "privat utleier" in reported(caller, make_dwelling(disposal=Disposal.REFERRAL))
    lease = make_lease()
    told = reported(caller, lease.dwelling, VacancyCause.NEW_DWELLING)
    assert "Boligen er leid ut" in told
    assert lease.number not in told


def test_the_stages_by_their_buttons(client_of: Clients, ended: list[Any]) -> None:
    caller = client_of(Role.PROPERTY)
    lease = make_lease()
    reported(caller, lease.dwelling)
    made = Vacancy.objects.get()
    assert "Før fraflyttet" in page(caller, made)
    told = dating(caller, made, "fraflyttet", on="12.11.2026")
    assert "Boligen er ført som fraflyttet." in told
    assert "Tom i 10 dager. Tapt leie så langt: 2 666,67 kr." in told.replace("\N{NO-BREAK SPACE}", " ")
    assert [kind for kind, _ in ended] == ["end_lease"]
    dating(caller, made, "klargjoring", on="15.11.2026")
    told = dating(caller, made, "klar", on="20.11.2026")
    assert "Klar til innflytting" in told
    shown = page(caller, made)
    assert shown.count('aria-current="step"') == 1
    assert "Før fraflyttet" not in shown
    assert [fresh(made).vacated_on, fresh(made).preparation_on, fresh(made).ready_on] == [
        date(2026, 11, 12), date(2026, 11, 15), date(2026, 11, 20),
    ]  # fmt: skip


def test_the_last_date_is_mended_with_a_reason_or_taken_away(client_of: Clients) -> None:
    caller = client_of(Role.PROPERTY)
    made = make_vacancy(vacated_on=ago(10), preparation_on=ago(5))
    shown = page(caller, made)
    assert shown.count('class="stage-mend"') == 1
    assert "trinn=klargjoring" in shown
    assert "Skriv en begrunnelse." in dating(caller, made, "klargjoring", on="18.11.2026")
    assert "Datoen er rettet" in dating(caller, made, "klargjoring", on="18.11.2026", reason="Feil dato.")
    dating(caller, made, "klargjoring", on="18.11.2026", away="y", reason="Feil bolig.")
    assert fresh(made).preparation_on is None
    assert "fraflyttet" in dating(caller, made, "klar", on="01.11.2026")
    assert fresh(made).ready_on is None


@pytest.mark.parametrize("word", ["", "utleid", "vacated", "<b>"])
def test_a_stage_that_nobody_dates_is_not_there(client_of: Clients, word: str) -> None:
    made = make_vacancy()
    assert client_of(Role.PROPERTY).get(f"{LIST}dato/", query_string={"id": made.pk, "trinn": word}).status_code == 404


def test_an_old_page_changes_nothing(client_of: Clients) -> None:
    caller = client_of(Role.PROPERTY)
    made = make_vacancy()
    seen = {"id": str(made.pk), "version": str(made.version), "on": "20.11.2026"}
    caller.post(f"{LIST}dato/?trinn=fraflyttet", data=seen)
    again = caller.post(f"{LIST}dato/?trinn=fraflyttet", data=seen | {"on": "10.11.2026", "reason": "Feil."})
    assert again.status_code == 302
    assert fresh(made).vacated_on == date(2026, 11, 20)


def test_cancelled_with_a_reason_and_then_no_more(client_of: Clients) -> None:
    caller = client_of(Role.CASEWORKER)
    made = make_vacancy()
    assert "Skriv en begrunnelse." in do(caller, "ledige-boliger", "avlys", made, reason="")
    told = do(caller, "ledige-boliger", "avlys", made, reason="Leietakeren blir.")
    assert "Ledigmeldingen ble avlyst 22.11.2026." in told
    assert "Leietakeren blir." in told
    for words in ("Avlys</a>", "Før fraflyttet</a>", "Neste steg", "Ta ansvaret"):
        assert words not in page(caller, made)
    assert fresh(made).state is VacancyState.CANCELLED


def test_a_consultant_takes_it_on(client_of: Clients) -> None:
    caller = client_of(Role.HOUSING_CONSULTANT)
    made = make_vacancy()
    assert "Ta ansvaret" in page(caller, made)
    assert "Du har ansvaret" in do(caller, "ledige-boliger", "ta", made)
    assert fresh(made).consultant is not None
    assert "Ta ansvaret" not in page(caller, made)


def test_a_unit_leader_works_with_the_own_unit_alone(client_of: Clients, make_account: Callable[..., Any]) -> None:
    leader = make_account(Role.UNIT_LEADER)
    own = make_vacancy(dwelling=make_dwelling(unit=make_unit(leader=leader)))
    other = make_vacancy(dwelling=make_dwelling(unit=make_unit()))
    caller = signed_in(client_of, leader)
    assert "Før fraflyttet" in page(caller, own)
    assert "Før fraflyttet" not in page(caller, other)
    assert "hører til en annen enhet" in dating(caller, other, "fraflyttet", on="20.11.2026")
    assert "hører til en annen enhet" in do(caller, "ledige-boliger", "avlys", other, reason="Nei.")
    assert "hører til en annen enhet" in reported(caller, make_dwelling())
    assert (fresh(other).vacated_on, fresh(other).state) == (None, VacancyState.OPEN)


def signed_in(client_of: Clients, user: Any) -> FlaskClient:
    """A client of that user."""
    caller = client_of(Role.READER)
    caller.post("/logout")
    caller.post("/login", data={"email": user.email, "password": PASSWORD})
    return caller


@pytest.mark.parametrize("role", list(Role))
def test_who_opens_what(client_of: Clients, role: Role) -> None:
    from admin.letting_doors import REPORTERS, VACANCY_READERS

    caller, made = client_of(role), make_vacancy()
    assert (caller.get(LIST).status_code == 200) is (role in VACANCY_READERS)
    assert (caller.get(f"{LIST}ny/").status_code == 200) is (role in REPORTERS)
    for step in ("dato/?trinn=fraflyttet&", "avlys/?"):
        assert (caller.get(f"{LIST}{step}id={made.pk}").status_code == 200) is (role in REPORTERS)
    taken = caller.post(f"{LIST}ta/", data={"id": str(made.pk), "version": "1"}).status_code
    assert (taken == 302) is (role is Role.HOUSING_CONSULTANT)


def test_the_list_tells_stage_days_kroner_lateness_and_next_step(client_of: Clients) -> None:
    make_vacancy(vacated_on=ago(20), ready_on=ago(3), known_on=date(2026, 11, 17), rent_ore=600_000)
    make_vacancy(state=VacancyState.CANCELLED, closed_on=ago(1))
    run_job("vacancies", TODAY)
    caller = client_of(Role.HOUSING_CONSULTANT)
    open_ones = visible(caller.get(f"{LIST}?flt_apen=ja").text).replace("\N{NO-BREAK SPACE}", " ")
    for words in ("Klar til innflytting", "20 dager", "4 000,00 kr", "Lag innstilling", "3 dager"):
        assert words in open_ones
    assert "L2026" in open_ones
    assert "Avlyst" not in open_ones.split("Neste steg")[-1]
    assert "Ingen" not in visible(caller.get(f"{LIST}?flt_forsinket=ja&flt_tom=ja").text).split("L2026")[0][-50:]


def test_the_list_reads_as_often_however_long_it_is(client_of: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    caller, seen = client_of(Role.HOUSING_CONSULTANT), []
    find = Collection.find

    def listen(self: Any, *args: Any, **kwargs: Any) -> Any:
        seen.append(self.name)
        return find(self, *args, **kwargs)

    def reads() -> list[str]:
        for _ in range(4):
            make_vacancy(vacated_on=ago(9), lease=make_lease())
        run_job("vacancies", TODAY)
        seen.clear()
        assert caller.get(LIST).status_code == 200
        return sorted(seen)

    monkeypatch.setattr(Collection, "find", listen)
    assert reads() == reads()


def test_whose_home_is_protected_is_not_told_by_the_vacancy(client_of: Clients) -> None:
    tenant = make_applicant(protected_address=True)
    lease = make_lease(tenant=tenant)
    made = make_vacancy(dwelling=lease.dwelling, lease=lease)
    without, group = client_of(Role.CASEWORKER), client_of(Role.CASEWORKER, sees_protected=True)
    for path in (
        f"{LIST}vis/?id={made.pk}",
        f"{LIST}endringer/?id={made.pk}",
        LIST,
        f"/admin/boliger/vis/?id={lease.dwelling.pk}",
    ):
        assert lease.number not in without.get(path).text
    assert lease.number in page(group, made)
    for path in (f"/admin/leieforhold/vis/?id={lease.pk}",):
        shown = without.get(path).text
        assert made.number not in shown
        assert str(lease.dwelling.pk) not in shown
        assert "Meld ledig" not in shown
        assert made.number in group.get(path).text


def test_one_whose_tenant_nobody_shields_is_shown(client_of: Clients) -> None:
    lease = make_lease()
    assert lease.number in page(client_of(Role.CASEWORKER), make_vacancy(dwelling=lease.dwelling, lease=lease))


def test_every_page_is_bokmal(client_of: Clients) -> None:
    caller = client_of(*Role)
    full = make_vacancy(
        vacated_on=ago(40), preparation_on=ago(30), ready_on=ago(20), reserved_on=ago(8), note="Nyoppusset.",
        free_from=ago(41), lease=make_lease(),
    )  # fmt: skip
    let = make_vacancy(vacated_on=ago(40), ready_on=ago(20), let_on=ago(2), state=VacancyState.LET)
    run_job("vacancies", TODAY)
    paths = [LIST, f"{LIST}ny/", f"{LIST}?flt_apen=nei"]
    paths += [f"{LIST}{step}id={full.pk}" for step in ("vis/?", "endringer/?", "avlys/?", "dato/?trinn=klar&")]
    paths += [f"{LIST}vis/?id={let.pk}", f"{LIST}dato/?trinn=klargjoring&id={make_vacancy(vacated_on=ago(3)).pk}"]
    for path in paths:
        answer = caller.get(path)
        assert answer.status_code == 200, path
        assert strange(answer.text) == [], path
    assert "Sto tom i 38 dager" in visible(page(caller, let))
    assert Task.objects.count() == 1
    assert Lease.objects(state=LeaseState.ENDED).count() == 0
    assert full.stage is VacancyStage.RESERVED
