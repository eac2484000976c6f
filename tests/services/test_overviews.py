"""The overview of vacant dwellings: what it tells of, who gets it, once, and what it marks (S004 step 3)."""

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest

from letters.paper import Sender
from letters.vacancy_overview import rows
from models import File, FilePart, Message, Overview, Task
from rules.errors import NobodyToTell, NotAuthorised, NothingNew, NothingToTell, OverviewOutdated
from rules.terms import ChoosingBody, FileKind, Role, TaskKind, TaskState, VacancyCause, VacancyState
from services import files, records, vacancies
from services.vacancies.overview import UNPROMISED
from tests.casework import NOW, TODAY, acting, worker
from tests.clockwork import load_rulebook
from tests.factories import ACTOR, make_lease, make_office, make_user, make_vacancy
from tests.telling import caseworkers, fresh, leader_and_unit, with_services
from wiring import register_effects

SENDER = Sender(municipality="Prøve kommune")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def house(memory_database: Any) -> None:
    register_effects()
    load_rulebook()


def send(told: str | None = None, *, by: Any = None, days: int = 0) -> Overview:
    now = NOW + days * DAY
    seen = vacancies.draft_overview().told if told is None else told
    return vacancies.send_overview(by or acting(worker(Role.HOUSING_CONSULTANT), now), SENDER, told=seen, now=now)


def answered(**values: Any) -> Any:
    return with_services(leader_and_unit()[1], answered=True, **values)


# --- What it tells of ------------------------------------------------------------------------------------------------


def test_it_tells_of_vacancies_with_services_that_are_answered_for_and_nobodys() -> None:
    told = {answered(state=state).number for state in UNPROMISED}
    answered(state=VacancyState.ALLOCATED)
    answered(state=VacancyState.CANCELLED)
    make_vacancy()
    unit = leader_and_unit()[1]
    unasked, asked = with_services(unit), with_services(unit)
    vacancies.ask_profile(asked, acting(worker(Role.HOUSING_CONSULTANT)), version=asked.version, today=TODAY)
    made = vacancies.draft_overview()
    assert {home.vacancy for home in made.homes} == told
    assert {(one.vacancy.number, one.asked_on) for one in made.left_out} == {
        (unasked.number, None), (asked.number, TODAY),
    }  # fmt: skip


def test_it_says_what_the_place_is_and_nothing_of_those_who_live_or_lived_there() -> None:
    lease = make_lease()
    vacancy = answered(
        lease=lease, cause=VacancyCause.DEATH, note="Leietakeren røykte inne", vacated_on=date(2026, 11, 10),
        body=ChoosingBody.CONSULTANTS,
    )  # fmt: skip
    (home,) = vacancies.draft_overview().homes
    told = dict(rows(home))
    assert told["Bolig"] == "Leilighet, 2 rom, 54,5 m²"
    assert told["Etasje"] == "2. etasje, heis"
    assert told["Tilrettelegging"] == "Tilgjengelig for rullestol"
    assert told["Boligen er"] == "Fraflyttet 10.11.2026"
    assert told["Tjenester om dagen"] == "Ja. Miljøarbeidere fra kl. 8 til 15"
    assert told["Tjenester om natten"] == "Nei"
    assert told["Kontakt"].endswith("Unni Enhetsleder, 77001122")
    assert home.name == f"{vacancy.dwelling_number}, HARSTAD"
    said = f"{home!r} {told}"
    for hidden in ("Hemmeligveien", "Dødsfall", "DEATH", "røykte", lease.number, lease.tenant.last_name):
        assert hidden not in said


def test_the_units_own_contact_stands_where_the_answer_names_none() -> None:
    vacancy = answered()
    profile = vacancy.profile
    profile.contact_name = profile.contact_phone = None
    records.change(fresh(vacancy), ACTOR, values={"profile": profile})
    (home,) = vacancies.draft_overview().homes
    assert (home.contact_name, home.contact_phone) == ("Unni Enhetsleder", "77001100")


# --- Who gets it -----------------------------------------------------------------------------------------------------


def test_every_caseworker_of_an_office_in_use_gets_it_and_nobody_else() -> None:
    here, closed = make_office(), make_office(active=False)
    first, second = make_user(office=here), make_user(office=here, roles=[Role.CASEWORKER, Role.ECONOMY])
    make_user(office=here, active=False)
    make_user(office=closed)
    make_user()
    make_user(office=here, roles=[Role.HOUSING_CONSULTANT])
    assert {user.pk for user in vacancies.recipients(TODAY)} == {first.pk, second.pk}


def test_one_who_stands_in_for_colleagues_gets_it_once() -> None:
    office = make_office()
    deputy = make_user(office=office)
    for _ in range(2):
        make_user(office=office, deputy=deputy, away_from=TODAY - DAY, away_until=TODAY + DAY)
    answered()
    overview = send()
    assert (overview.recipients, Message.objects.count()) == ([deputy.pk], 1)


# --- Sending ---------------------------------------------------------------------------------------------------------


def test_the_pdf_is_stored_and_mailed_and_the_vacancies_are_marked() -> None:
    to, told = caseworkers(), [answered(), answered()]
    overview = send()
    assert (overview.sent_on, overview.overview_number, overview.pending) == (TODAY, "OV2026-0001", [])
    content = vacancies.open_overview(overview)
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == overview.sha256
    file = files.find(overview.file)
    assert file is not None
    assert (file.kind, file.media_type) == (FileKind.OVERVIEW, "application/pdf")
    assert set(Message.objects.scalar("to")) == {user.email for user in to}
    assert all(mail.attachments == [overview.file] for mail in Message.objects)
    assert all(f"/til/oversikt/{overview.number}" in mail.text for mail in Message.objects)
    for vacancy in told:
        assert fresh(vacancy).overview_on == TODAY
        assert "overview_sent" in [entry.action for entry in fresh(vacancy).history]
        task = Task.objects(kind=TaskKind.VACANCY, subject_id=str(vacancy.pk), state=TaskState.OPEN).get()
        assert "kandidat" in task.text.lower()


def test_the_same_is_not_sent_again_until_it_is_old() -> None:
    caseworkers()
    answered()
    first = send()
    for days in (0, 6):
        with pytest.raises(NothingNew) as told:
            send(days=days)
        assert (told.value.number, told.value.again_on) == (first.number, TODAY + 7 * DAY)
    assert (Overview.objects.count(), Message.objects.count()) == (1, 2)
    assert FilePart.objects.count() == 1
    send(days=7)
    assert (Overview.objects.count(), Message.objects.count()) == (2, 4)


def test_a_new_vacancy_makes_a_new_overview_and_the_first_day_stands() -> None:
    caseworkers()
    first = answered()
    send()
    second = answered()
    overview = send(days=1)
    assert overview.vacancy_numbers == sorted([first.number, second.number], key=overview.vacancy_numbers.index)
    assert (fresh(first).overview_on, fresh(second).overview_on) == (TODAY, TODAY + DAY)


def test_a_changed_answer_makes_a_new_overview_too() -> None:
    caseworkers()
    vacancy = answered()
    send()
    later = fresh(vacancy)
    said = vacancies.Answer(night=True)
    vacancies.answer_profile(later, said, acting(worker(Role.HOUSING_CONSULTANT)), version=later.version, today=TODAY)
    assert send().number == "OV2026-0002"


def test_what_has_changed_since_it_was_looked_at_is_looked_at_again() -> None:
    caseworkers()
    answered()
    seen = vacancies.draft_overview().told
    answered()
    for told in (seen, "", "tull"):
        with pytest.raises(OverviewOutdated):
            send(told)
    assert (Overview.objects.count(), File.objects.count(), Message.objects.count()) == (0, 0, 0)


def test_there_must_be_something_to_tell_and_somebody_to_tell_it_to() -> None:
    caseworkers()
    with_services(leader_and_unit()[1])
    with pytest.raises(NothingToTell):
        send()
    answered()
    for user in vacancies.recipients(TODAY):
        records.change(user, ACTOR, values={"active": False})
    with pytest.raises(NobodyToTell):
        send()
    assert Overview.objects.count() == 0


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.UNIT_LEADER, Role.PROPERTY])
def test_consultants_send(role: Role) -> None:
    caseworkers()
    answered()
    with pytest.raises(NotAuthorised):
        send(by=acting(worker(role)))
    assert Overview.objects.count() == 0


def test_two_at_the_same_instant_send_one_and_the_other_leaves_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have found that nothing was sent; the index decides."""
    caseworkers()
    answered()
    first = send()
    monkeypatch.setattr("services.vacancies.overview.last_sent", lambda _: None)
    with pytest.raises(NothingNew) as told:
        send()
    assert told.value.number == first.number
    assert (Overview.objects.count(), Message.objects.count(), FilePart.objects.count()) == (1, 2, 1)
