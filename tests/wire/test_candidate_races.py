"""Candidates put up at the same instant, on a real server: an office has one, and the other is told whose."""

from typing import Any
from uuid import uuid4

import pytest

from models import JournalEntry, Nomination, User, Vacancy
from models.mapping import ApprovedNeed
from rules.candidates import Answer
from rules.errors import CandidateStands, HusromError
from rules.terms import ApplicationState, JournalKind, NominationState
from services import candidates, records, vacancies
from tests.casework import NOW, TODAY, acting, worker
from tests.clockwork import load_rulebook
from tests.factories import ACTOR, make_application, make_dwelling, make_office, make_vacancy
from tests.wire.test_intake_races import race

CODES = ("need", "services", "access", "living_skills", "environment", "wishes")
ANSWERED = {code: Answer("Ja") for code in CODES}
EIGHT = 8

pytestmark = pytest.mark.usefixtures("app")


def vacant() -> Any:
    load_rulebook()
    return make_vacancy(dwelling=make_dwelling(rooms=2, floor=1, family_suitable=True), with_services=True)


def waiting(office: Any) -> Any:
    return make_application(state=ApplicationState.WAITING, approved_need=ApprovedNeed(rooms=2), office=office)


def put_up(vacancy: Any, case: Any, user: User, **values: Any) -> Any:
    """Each in their own process: what they saw of the vacancy is read anew."""
    seen = records.get(Vacancy, vacancy.pk)
    given = {"answers": ANSWERED, "why": "Passer.", "nonce": uuid4().hex, "version": seen.version, "now": NOW}
    return candidates.put_up(seen, case, acting(user), **given | values)


def test_of_eight_of_one_office_one_puts_up_its_candidate() -> None:
    vacancy, office = vacant(), make_office()
    people = [worker(office=office, name=f"Kollega {at}") for at in range(EIGHT)]
    cases = [waiting(office) for _ in people]
    told: list[HusromError] = []

    def attempt(case: Any, user: User) -> Any:
        try:
            return put_up(vacancy, case, user)
        except CandidateStands as error:
            told.append(error)
            raise

    results = race([lambda one=one: attempt(*one) for one in zip(cases, people, strict=True)])
    stands = Nomination.objects.get()
    assert sorted(str(one) for one in results) == sorted([str(stands.pk), *[str(CandidateStands)] * (EIGHT - 1)])
    assert {(one.number, one.by_name) for one in told} == {(stands.application_number, stands.put_up_by_name)}
    assert stands.pending == []


def test_each_of_eight_offices_puts_up_its_own() -> None:
    vacancy = vacant()
    people = [worker() for _ in range(EIGHT)]
    pairs = [(waiting(user.office), user) for user in people]
    results = race([lambda one=one: put_up(vacancy, *one) for one in pairs])
    assert len(set(results)) == EIGHT
    assert Nomination.objects(state=NominationState.PUT_UP).count() == EIGHT


def test_one_form_sent_eight_times_at_once_is_one_candidate_and_one_entry() -> None:
    vacancy, user, nonce = vacant(), worker(), uuid4().hex
    case = waiting(user.office)
    results = race([lambda: put_up(vacancy, case, user, nonce=nonce, new_facts="Har fått hund.") for _ in range(EIGHT)])
    assert results == [Nomination.objects.get().pk] * EIGHT
    assert JournalEntry.objects(application=case.pk, kind=JournalKind.NEW_FACT).count() == 1


def test_a_vacancy_that_is_cancelled_meanwhile_has_no_candidate_that_stands() -> None:
    vacancy, people = vacant(), [worker() for _ in range(EIGHT - 1)]
    pairs = [(waiting(user.office), user) for user in people]

    def cancel() -> Any:
        found = records.get(Vacancy, vacancy.pk)
        return vacancies.cancel(found, ACTOR, why="Leietakeren blir.", version=found.version, today=TODAY)

    race([cancel, *[lambda one=one: put_up(vacancy, *one) for one in pairs]])
    assert Nomination.objects(state=NominationState.PUT_UP).count() == 0
