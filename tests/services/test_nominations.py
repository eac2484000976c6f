"""An office's candidate for a vacant dwelling: put up with a full checklist, withdrawn, and where it goes then."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bson import ObjectId

from models import Application, AuditEntry, JournalEntry, Nomination, Task, User, Vacancy
from models.intake import Conflict
from models.mapping import ApprovedNeed
from models.vacancy_parts import Allocation, ServiceProfile
from rules.candidates import Answer
from rules.errors import (
    AssessmentOutdated,
    CandidateStands,
    ChecklistIncomplete,
    ConflictOfInterest,
    HusromError,
    MissingReason,
    NoNeedToKnow,
    NotAuthorised,
    NotOnList,
    NotSuited,
    OtherOffice,
    StaleState,
    StraightFromList,
    TransitionRefused,
)
from rules.terms import ApplicationState, ChoosingBody, JournalKind, NominationState, OfferState, Role, VacancyState
from services import applications, candidates, effects, records
from services.candidates import putting_up
from tests.casework import NOW, TODAY, acting, house, worker
from tests.factories import (
    ACTOR,
    make_application,
    make_dwelling,
    make_nomination,
    make_offer,
    make_office,
    make_vacancy,
)

__all__ = ["house"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("house")
CODES = ("need", "services", "access", "living_skills", "environment", "wishes")
ANSWERED = {code: Answer(f"Om {code}") for code in CODES}
UP, OVER, GIVEN, BACK = (
    NominationState.PUT_UP, NominationState.PASSED_OVER, NominationState.ALLOCATED, NominationState.WITHDRAWN,
)  # fmt: skip


@pytest.fixture
def sara() -> User:
    return worker()


@pytest.fixture
def vacancy() -> Vacancy:
    return vacant()


def vacant(**values: Any) -> Any:
    home = make_dwelling(rooms=2, floor=1, family_suitable=True)
    return make_vacancy(dwelling=home, **{"with_services": True} | values)


def waiting(user: User | None = None, **values: Any) -> Any:
    given = {"state": ApplicationState.WAITING, "approved_need": ApprovedNeed(rooms=2)}
    if user is not None:
        given["office"] = user.office
    return make_application(**given | values)


def put_up(vacancy: Any, application: Any, user: User, **values: Any) -> Any:
    given = {
        "answers": ANSWERED, "why": "Boligen ligger nær arbeidet.", "nonce": uuid4().hex, "version": vacancy.version,
        "now": NOW,
    }  # fmt: skip
    return candidates.put_up(vacancy, application, acting(user), **given | values)


def standing(made: Any) -> Any:
    return records.get(Nomination, made)


def test_a_candidate_is_put_up_with_the_checklist_as_it_was_answered(sara: User, vacancy: Vacancy) -> None:
    case = waiting(sara)
    answers = ANSWERED | {"access": Answer("Går fint i trapper", applies=False)}
    found = standing(put_up(vacancy, case, sara, answers=answers))
    assert found.state is UP
    assert [one.code for one in found.checklist] == list(CODES)
    assert [(one.answer, one.applies) for one in found.checklist if one.code == "access"] == [
        ("Går fint i trapper", False)
    ]
    assert records.reference(found, "office") == sara.office.pk
    assert (found.put_up_by_name, found.put_up_on, found.rulebook) == (sara.name, TODAY, 1)
    assert (found.vacancy_number, found.application_number) == (vacancy.number, case.number)
    assert [entry.action for entry in found.history] == ["nominated"]
    assert AuditEntry.objects(document_id=str(found.pk)).count() == 1


def test_the_consultants_task_goes_from_waiting_for_candidates_to_recommending(sara: User, vacancy: Vacancy) -> None:
    asked = ServiceProfile(asked_on=TODAY, answered_on=TODAY)
    records.change(vacancy, ACTOR, values={"profile": asked, "overview_on": TODAY})
    put_up(vacancy, waiting(sara), sara)
    (task,) = Task.objects(subject_id=str(vacancy.pk))
    assert "lag innstilling" in task.text


REFUSED: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any], type[HusromError]]] = [
    ("en ordinær bolig", {"with_services": False}, {}, {}, StraightFromList),
    ("en bolig som er innstilt", {"state": VacancyState.PROPOSED}, {}, {}, TransitionRefused),
    ("en avlyst ledigmelding", {"state": VacancyState.CANCELLED}, {}, {}, TransitionRefused),
    ("en husstand som ikke er innvilget", {}, {"state": ApplicationState.IN_ASSESSMENT}, {}, NotOnList),
    ("en husstand som har fått bolig", {}, {"state": ApplicationState.HOUSED}, {}, NotOnList),
    ("en vurdering som må ses på nytt", {}, {"assessment_stale": True}, {}, AssessmentOutdated),
    ("en bolig som ikke passer", {}, {"approved_need": ApprovedNeed(rooms=4)}, {}, NotSuited),
    ("en tom sjekkliste", {}, {}, {"answers": {}}, ChecklistIncomplete),
    ("ingen begrunnelse", {}, {}, {"why": "  "}, MissingReason),
    ("en side som er gammel", {}, {}, {"version": 99}, StaleState),
]


@pytest.mark.parametrize(
    ("vacancy_is", "case_is", "sent", "refusal"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_is_refused(sara: User, vacancy_is: Any, case_is: Any, sent: Any, refusal: type[HusromError]) -> None:
    with pytest.raises(refusal):
        put_up(vacant(**vacancy_is), waiting(sara, **case_is), sara, new_facts="Har fått hund.", **sent)
    assert Nomination.objects.count() == 0
    assert JournalEntry.objects.count() == 0, "what was refused has not been half done"


def test_a_household_that_does_not_suit_is_refused_with_every_reason(sara: User) -> None:
    case = waiting(sara, approved_need=ApprovedNeed(rooms=4, step_free=True))
    with pytest.raises(NotSuited) as refusal:
        put_up(vacant(), case, sara)
    assert refusal.value.why == ("too_small", "access")
    assert refusal.value.number == case.number


def test_what_is_left_of_the_checklist_is_told(sara: User, vacancy: Vacancy) -> None:
    answers = ANSWERED | {"wishes": Answer(" ", applies=False), "need": Answer("")}
    with pytest.raises(ChecklistIncomplete) as refusal:
        put_up(vacancy, waiting(sara), sara, answers=answers)
    assert refusal.value.left == ("need", "wishes")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CASEWORKER])
def test_caseworkers_alone_put_up_candidates(role: Role, sara: User, vacancy: Vacancy) -> None:
    with pytest.raises(NotAuthorised):
        put_up(vacancy, waiting(sara), worker(role, office=sara.office))


def test_another_office_puts_up_its_own(sara: User, vacancy: Vacancy) -> None:
    with pytest.raises(NoNeedToKnow):
        put_up(vacancy, waiting(sara), worker())
    with pytest.raises(OtherOffice):  # a consultant may read the case, but it is not theirs to put up
        put_up(vacancy, waiting(sara), worker(Role.CASEWORKER, Role.HOUSING_CONSULTANT))


def test_the_case_s_own_caseworker_puts_it_up_wherever_they_sit(sara: User, vacancy: Vacancy) -> None:
    office = make_office()
    found = standing(put_up(vacancy, waiting(office=office, caseworker=sara), sara))
    assert records.reference(found, "office") == office.pk


def test_a_household_of_no_office_is_put_up_by_the_office_that_does_it(sara: User, vacancy: Vacancy) -> None:
    found = standing(put_up(vacancy, waiting(office=None), sara))
    assert records.reference(found, "office") == sara.office.pk


def test_whoever_is_disqualified_puts_nobody_up(sara: User, vacancy: Vacancy) -> None:
    conflict = Conflict(user=sara.pk, user_name=sara.name, because="Søsken", on=TODAY, by=str(sara.pk))
    with pytest.raises(ConflictOfInterest):
        put_up(vacancy, waiting(sara, conflicts=[conflict]), sara)


def test_an_office_has_one_candidate_and_the_second_is_told_whose(sara: User, vacancy: Vacancy) -> None:
    first = waiting(sara)
    put_up(vacancy, first, sara)
    other = worker(office=sara.office, name="Per Prøve")
    with pytest.raises(CandidateStands) as refusal:
        put_up(vacancy, waiting(sara), other, new_facts="Har fått hund.")
    assert (refusal.value.number, refusal.value.by_name) == (first.number, sara.name)
    assert JournalEntry.objects.count() == 0


def test_each_office_has_its_own_and_each_vacancy_too(sara: User, vacancy: Vacancy) -> None:
    per, other = worker(), vacant()
    case = waiting(sara)
    put_up(vacancy, case, sara)
    put_up(vacancy, waiting(per), per)
    put_up(other, case, sara)
    assert Nomination.objects(state=UP).count() == 3


def test_a_form_sent_twice_puts_up_once_and_writes_once(sara: User, vacancy: Vacancy) -> None:
    case, nonce = waiting(sara), uuid4().hex
    made = {put_up(vacancy, case, sara, nonce=nonce, new_facts="Har fått hund.") for _ in range(2)}
    assert len(made) == 1
    assert Nomination.objects.count() == 1
    assert JournalEntry.objects.count() == 1


def test_new_facts_stand_in_the_journal_of_the_household(sara: User, vacancy: Vacancy) -> None:
    case = waiting(sara)
    put_up(vacancy, case, sara, new_facts="  Har fått hund.  ")
    (entry,) = JournalEntry.objects(application=case)
    assert (entry.kind, entry.text, entry.by_name) == (JournalKind.NEW_FACT, "Har fått hund.", sara.name)


def test_no_new_facts_write_nothing(sara: User, vacancy: Vacancy) -> None:
    put_up(vacancy, waiting(sara), sara, new_facts=" \n ")
    assert JournalEntry.objects.count() == 0


def test_the_facts_stand_though_another_was_first_in_the_same_instant(
    sara: User, vacancy: Vacancy, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = iter([None])

    def blind(*args: Any) -> Any:
        return next(looked, None) if Nomination.objects.count() == 0 else live_of(*args)

    live_of = putting_up.live_of
    case = waiting(sara)
    write = putting_up.journals.write

    def meanwhile(*args: Any, **values: Any) -> str:
        make_nomination(vacancy=vacancy, office=sara.office.pk, put_up_by_name="Per Prøve", application_number="S7")
        return write(*args, **values)

    monkeypatch.setattr(putting_up, "live_of", blind)
    monkeypatch.setattr(putting_up.journals, "write", meanwhile)
    with pytest.raises(CandidateStands) as refusal:
        put_up(vacancy, case, sara, new_facts="Har fått hund.")
    assert (refusal.value.number, refusal.value.by_name) == ("S7", "Per Prøve")
    assert JournalEntry.objects(application=case).count() == 1
    assert Nomination.objects.count() == 1


# --- Withdrawn --------------------------------------------------------------------------------------------------------


def test_a_candidate_is_withdrawn_with_a_reason_and_another_is_put_up(sara: User, vacancy: Vacancy) -> None:
    found = standing(put_up(vacancy, waiting(sara), sara))
    candidates.withdraw(found, acting(sara), why="Vil bo hos sønnen.", version=found.version, today=TODAY)
    assert (found.state, found.closed_on) == (BACK, TODAY)
    assert found.history[-1].why == "Vil bo hos sønnen."
    put_up(vacancy, waiting(sara), sara)
    assert Nomination.objects(state=UP).count() == 1


def test_a_withdrawal_needs_a_reason_the_right_page_and_the_right_office(sara: User, vacancy: Vacancy) -> None:
    found = standing(put_up(vacancy, waiting(sara), sara))
    given: dict[str, Any] = {"why": "Vil ikke.", "version": found.version, "today": TODAY}
    with pytest.raises(MissingReason):
        candidates.withdraw(found, acting(sara), **given | {"why": " "})
    with pytest.raises(StaleState):
        candidates.withdraw(found, acting(sara), **given | {"version": 7})
    with pytest.raises(NoNeedToKnow):
        candidates.withdraw(found, acting(worker()), **given)
    with pytest.raises(NotAuthorised):
        candidates.withdraw(found, acting(worker(Role.HOUSING_CONSULTANT, office=sara.office)), **given)
    candidates.withdraw(found, acting(sara), **given)
    with pytest.raises(TransitionRefused):
        candidates.withdraw(found, acting(sara), **given | {"version": found.version})


# --- Following --------------------------------------------------------------------------------------------------------


def stands(vacancy: Vacancy, state: VacancyState, *, to: Any = None, earlier: Any = (), **values: Any) -> None:
    """The vacancy goes on, as the services of others let it, and owes what they owe."""
    held = _allocation(to) if to is not None else None
    owed = [effects.Owed("keep_nominations", f"keep:{vacancy.version + 1}", {"vacancy": str(vacancy.pk)})]
    given = {"state": state, "allocation": held, "earlier": list(earlier)} | values
    records.change(vacancy, ACTOR, values=given, owed=owed)


def _allocation(case: Any, **values: Any) -> Allocation:
    return Allocation(
        id=ObjectId(), application=case.pk, application_number=case.number,
        applicant=records.reference(case, "applicant"), body=ChoosingBody.CONSULTANTS, on=TODAY, at=NOW, by="1",
        by_name="Bo", **values,
    )  # fmt: skip


def states_of(*nominations: Any) -> list[NominationState]:
    return [standing(one.pk).state for one in nominations]


def test_the_candidates_follow_an_allocation_and_its_coming_to_nothing(vacancy: Vacancy) -> None:
    cases = [waiting() for _ in range(3)]
    chosen, other, back = [make_nomination(vacancy=vacancy, application=case) for case in cases]
    records.change(back, ACTOR, values={"state": BACK})
    stands(vacancy, VacancyState.ALLOCATED, to=cases[0])
    assert states_of(chosen, other, back) == [GIVEN, OVER, BACK]
    assert standing(other.pk).closed_on is not None
    stands(vacancy, VacancyState.OPEN, earlier=[_allocation(cases[0], offer=ObjectId())])
    assert states_of(chosen, other, back) == [OVER, UP, BACK]
    assert standing(other.pk).closed_on is None
    stands(vacancy, VacancyState.ALLOCATED, to=cases[1], earlier=vacancy.earlier)
    assert states_of(chosen, other, back) == [OVER, GIVEN, BACK]


def test_an_allocation_that_is_undone_leaves_all_as_they_were(vacancy: Vacancy) -> None:
    cases = [waiting() for _ in range(2)]
    both = [make_nomination(vacancy=vacancy, application=case) for case in cases]
    stands(vacancy, VacancyState.ALLOCATED, to=cases[0])
    stands(vacancy, VacancyState.AGREED, earlier=[_allocation(cases[0])])
    assert states_of(*both) == [UP, UP]


def test_a_cancelled_vacancy_has_no_candidates(vacancy: Vacancy) -> None:
    nomination = make_nomination(vacancy=vacancy, application=waiting())
    stands(vacancy, VacancyState.CANCELLED)
    assert states_of(nomination) == [OVER]
    assert standing(nomination.pk).history[-1].action == "nomination_passed_over"


def test_one_who_was_passed_over_stays_so_where_the_office_has_another_by_now(vacancy: Vacancy) -> None:
    office, chosen = make_office().pk, waiting()
    first = make_nomination(vacancy=vacancy, application=waiting(), office=office, state=OVER)
    second = make_nomination(vacancy=vacancy, application=waiting(), office=office)
    stands(vacancy, VacancyState.OPEN, earlier=[_allocation(chosen, offer=ObjectId())], note="x")
    assert states_of(first, second) == [OVER, UP]


def test_a_household_that_leaves_the_list_is_no_candidate_any_longer(sara: User, vacancy: Vacancy) -> None:
    case = waiting(sara)
    made = [put_up(one, case, sara) for one in (vacancy, vacant())]
    applications.withdraw(case, acting(sara), why="Har kjøpt bolig.", version=case.version)
    assert [standing(one).state for one in made] == [BACK, BACK]
    assert standing(made[0]).history[-1].action == "nomination_fell"


def test_a_household_that_an_appeal_keeps_on_the_list_stays_a_candidate(sara: User, vacancy: Vacancy) -> None:
    case = waiting(sara)
    made = put_up(vacancy, case, sara)
    records.change(case, ACTOR, values={"state": ApplicationState.REFUSED, "kept_by": ObjectId()})
    assert standing(made).state is UP
    records.change(case, ACTOR, values={"kept_by": None})
    assert standing(made).state is BACK


def test_the_chosen_household_stays_chosen_when_it_moves_in(vacancy: Vacancy) -> None:
    case = waiting()
    nomination, elsewhere = make_nomination(vacancy=vacancy, application=case), make_nomination(application=case)
    stands(vacancy, VacancyState.ALLOCATED, to=case)
    make_offer(vacancy=records.get(Vacancy, vacancy.pk), application=case, state=OfferState.LEASED)
    records.change(case, ACTOR, values={"state": ApplicationState.HOUSED})
    stands(records.get(Vacancy, vacancy.pk), VacancyState.LET, to=case)
    assert states_of(nomination, elsewhere) == [GIVEN, BACK]


def test_a_vacancy_that_was_cancelled_in_the_same_instant_has_no_candidate(
    sara: User, vacancy: Vacancy, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = putting_up.records.create

    def meanwhile(*args: Any, **values: Any) -> None:
        stands(records.get(Vacancy, vacancy.pk), VacancyState.CANCELLED)
        create(*args, **values)

    monkeypatch.setattr(putting_up.records, "create", meanwhile)
    made = put_up(vacancy, waiting(sara), sara)
    assert standing(made).state is OVER


def test_what_the_process_died_from_is_finished_by_the_job(sara: User, vacancy: Vacancy) -> None:
    """Killed after the write: the candidate stands, and what it owes is paid by whoever comes next."""
    made = put_up(vacancy, waiting(sara), sara)
    found = standing(made)
    later = ACTOR.__class__.system(NOW + timedelta(minutes=5))
    key = f"keep_nominations:{found.pk}:9"
    owed = effects.Owed("keep_nominations", key, {"vacancy": str(vacancy.pk)}).pending(NOW)
    Nomination._get_collection().update_one({"_id": made}, {"$push": {"pending": owed.to_mongo()}})
    Vacancy._get_collection().update_one({"_id": vacancy.pk}, {"$set": {"state": "cancelled"}})
    for document in effects.due(later.at):
        effects.finish(document, later)
    assert standing(made).state is OVER
    assert standing(made).pending == []


def test_applications_are_not_touched_by_a_nomination(sara: User, vacancy: Vacancy) -> None:
    case = waiting(sara)
    put_up(vacancy, case, sara)
    assert records.get(Application, case.pk).version == case.version
