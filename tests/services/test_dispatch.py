"""Letters from draft to arrival: who gets them, what each step refuses, the task that follows, what is told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId

from letters.paper import Drawn, Sender
from models import AccessEntry, Applicant, Application, Letter, Office, Postcode, Task, User
from models.applicant import Representative
from rules.errors import (
    DateBeforeCause,
    InvalidRecord,
    MissingReason,
    NoNeedToKnow,
    NotAuthorised,
    NotFound,
    StaleState,
    TransitionRefused,
)
from rules.terms import (
    AccessKind,
    Copy,
    LetterKind,
    LetterState,
    RepresentativeKind,
    Role,
    TaskKind,
    TaskState,
    Urgency,
)
from services import dispatch, effects, records
from services.actor import Actor
from services.effects import Owed
from tests.casework import house  # noqa: F401 - a fixture
from tests.factories import ACTOR, make_applicant, make_application, make_office, make_user

TODAY = date(2026, 11, 23)  # a Monday
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SENDER = Sender(municipality="Eksempel kommune")
DRAWN = Drawn("Foreløpig svar på søknaden din om kommunal bolig", "nb", b"%PDF-1.7 et brev")

pytestmark = pytest.mark.usefixtures("house")


def caseworker(office: Office | None = None, *roles: Role) -> Actor:
    user = make_user(office=office, roles=list(roles or (Role.CASEWORKER,)))
    return Actor(id=str(user.pk), name=user.name, at=NOW, roles=frozenset(user.roles), office=office and office.pk)


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def kari(office: Office) -> Actor:
    return caseworker(office)


@pytest.fixture
def case(office: Office) -> Application:
    return make_application(office=office)


def drafted(case: Application, kari: Actor, kind: LetterKind = LetterKind.PRIOR_NOTICE, **values: Any) -> Letter:
    """A letter as a draft; of a kind whose moves are told to nobody, so that nothing but dispatch is looked at."""
    person = records.get(Applicant, records.reference(case, "applicant"))
    return dispatch.draft(case, person, kind, DRAWN, kari, today=TODAY, **values)


@pytest.fixture
def letter(case: Application, kari: Actor) -> Letter:
    return drafted(case, kari)


@pytest.fixture
def released(letter: Letter, kari: Actor) -> Letter:
    dispatch.release(letter, kari, today=TODAY)
    return letter


@pytest.fixture
def sent(released: Letter, kari: Actor) -> Letter:
    dispatch.dispatch(released, kari, on=TODAY, today=TODAY, version=released.version)
    return released


def again(letter: Letter) -> Letter:
    return records.get(Letter, letter.pk)


def tasks() -> list[tuple[TaskState, Urgency]]:
    return [(task.state, task.urgency) for task in Task.objects(kind=TaskKind.DISPATCH).order_by("key")]


# --- The way through -------------------------------------------------------------------------------------------------


def test_a_draft_is_stored_with_its_bytes_and_asks_nobody_for_anything(letter: Letter, kari: Actor) -> None:
    stored = again(letter)
    assert stored.state is LetterState.DRAFT
    assert (stored.title, stored.language, stored.drawn_on) == (DRAWN.title, "nb", TODAY)
    assert dispatch.open_pdf(stored, kari).read() == DRAWN.content
    assert tasks() == []


def test_a_released_letter_is_a_task_until_it_is_sent(released: Letter, kari: Actor) -> None:
    assert again(released).released_on == TODAY
    assert tasks() == [(TaskState.OPEN, Urgency.SOON)]
    dispatch.dispatch(released, kari, on=TODAY, today=TODAY, version=released.version)
    assert tasks() == [(TaskState.SETTLED, Urgency.SOON)]


def test_the_task_is_the_caseworkers_and_names_nobody(case: Application, kari: Actor) -> None:
    user = make_user()
    records.change(case, ACTOR, values={"caseworker": user}, action="assigned")
    letter = drafted(case, kari)
    dispatch.release(letter, kari, today=TODAY)
    task = Task.objects.get(kind=TaskKind.DISPATCH)
    person = records.get(Applicant, records.reference(case, "applicant"))
    assert records.reference(task, "assignee") == user.pk
    assert task.subject_number == case.application_number
    assert person.last_name not in task.text
    assert DRAWN.title not in task.text  # what was decided stands in the title of a decision's letter


def test_a_letter_in_the_post_is_presumed_to_arrive_after_the_posting_days(sent: Letter) -> None:
    stored = again(sent)
    assert (stored.state, stored.dispatched_on) == (LetterState.DISPATCHED, TODAY)
    assert stored.arrived_on is not None
    assert stored.arrived_on > TODAY


def test_the_known_day_of_arrival_takes_the_presumed_ones_place(sent: Letter, kari: Actor) -> None:
    day = TODAY + timedelta(days=9)
    dispatch.note_arrival(sent, kari, on=day, today=day, version=sent.version)
    assert (again(sent).state, again(sent).arrived_on) == (LetterState.ARRIVED, day)


def test_a_letter_that_came_back_has_not_arrived_and_is_to_be_sent_again(sent: Letter, kari: Actor) -> None:
    back = TODAY + timedelta(days=4)
    dispatch.note_return(sent, kari, on=back, why="Ukjent på adressen", today=back, version=sent.version)
    stored = again(sent)
    assert (stored.state, stored.arrived_on, stored.returned_on) == (LetterState.RETURNED, None, back)
    assert TaskState.OPEN in [state for state, _ in tasks()]
    dispatch.dispatch(stored, kari, on=back, today=back, version=stored.version)
    assert (again(sent).returned_on, again(sent).dispatched_on) == (None, back)
    assert {state for state, _ in tasks()} == {TaskState.SETTLED}


# --- Refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "error"),
    [(TODAY + timedelta(days=1), InvalidRecord), (TODAY - timedelta(days=1), DateBeforeCause)],
    ids=["tomorrow is refused", "the day before its release is refused"],
)
def test_the_day_of_sending(released: Letter, kari: Actor, day: date, error: type[Exception]) -> None:
    with pytest.raises(error):
        dispatch.dispatch(released, kari, on=day, today=TODAY, version=released.version)
    assert again(released).state is LetterState.RELEASED


@pytest.mark.parametrize(
    ("day", "error"),
    [(TODAY + timedelta(days=1), InvalidRecord), (TODAY - timedelta(days=1), DateBeforeCause)],
    ids=["tomorrow is refused", "the day before it was sent is refused"],
)
def test_the_day_of_arrival_and_of_return(sent: Letter, kari: Actor, day: date, error: type[Exception]) -> None:
    with pytest.raises(error):
        dispatch.note_arrival(sent, kari, on=day, today=TODAY, version=sent.version)
    with pytest.raises(error):
        dispatch.note_return(sent, kari, on=day, why="Ukjent", today=TODAY, version=sent.version)
    assert again(sent).state is LetterState.DISPATCHED


def test_a_letter_that_came_back_is_not_sent_again_before_it_did(sent: Letter, kari: Actor) -> None:
    back = TODAY + timedelta(days=4)
    dispatch.note_return(sent, kari, on=back, why="Ukjent på adressen", today=back, version=sent.version)
    with pytest.raises(DateBeforeCause):
        dispatch.dispatch(sent, kari, on=TODAY, today=back, version=sent.version)


def test_a_return_is_noted_with_its_reason(sent: Letter, kari: Actor) -> None:
    with pytest.raises(MissingReason):
        dispatch.note_return(sent, kari, on=TODAY, why="  ", today=TODAY, version=sent.version)


def test_a_draft_is_not_sent_and_a_letter_in_the_house_has_not_arrived(letter: Letter, kari: Actor) -> None:
    with pytest.raises(TransitionRefused):
        dispatch.dispatch(letter, kari, on=TODAY, today=TODAY, version=letter.version)
    with pytest.raises(TransitionRefused):
        dispatch.note_arrival(letter, kari, on=TODAY, today=TODAY, version=letter.version)
    assert again(letter).state is LetterState.DRAFT


def test_noting_the_same_twice_changes_nothing(sent: Letter, kari: Actor) -> None:
    version = again(sent).version
    assert not dispatch.dispatch(sent, kari, on=TODAY, today=TODAY, version=version - 1)
    assert dispatch.note_arrival(sent, kari, on=TODAY, today=TODAY, version=version)
    assert not dispatch.note_arrival(sent, kari, on=TODAY, today=TODAY, version=version)
    assert dispatch.note_return(sent, kari, on=TODAY, why="Ukjent", today=TODAY, version=version + 1)
    assert not dispatch.note_return(sent, kari, on=TODAY, why="Ukjent", today=TODAY, version=version + 1)
    assert again(sent).version == version + 2


def test_releasing_twice_changes_nothing(released: Letter, kari: Actor) -> None:
    assert not dispatch.release(released, kari, today=TODAY)


def test_another_was_first(released: Letter, kari: Actor) -> None:
    mine, other, seen = again(released), again(released), released.version
    dispatch.discard(other, kari, why="Skrevet feil", version=other.version)
    with pytest.raises(StaleState):
        dispatch.dispatch(mine, kari, on=TODAY, today=TODAY, version=seen)
    with pytest.raises(StaleState):
        dispatch.dispatch(again(released), kari, on=TODAY, today=TODAY, version=seen)
    assert again(released).state is LetterState.VOID


@pytest.mark.parametrize("role", [Role.READER, Role.ECONOMY, Role.AUDITOR, Role.ADMINISTRATOR])
def test_letters_are_sent_by_those_who_handle_cases(released: Letter, office: Office, role: Role) -> None:
    other = caseworker(office, role)
    with pytest.raises(NotAuthorised):
        dispatch.dispatch(released, other, on=TODAY, today=TODAY, version=released.version)
    with pytest.raises(NotAuthorised):
        dispatch.discard(released, other, why="Feil", version=released.version)


# --- Put right -------------------------------------------------------------------------------------------------------


@pytest.fixture
def arrived(sent: Letter, kari: Actor) -> Letter:
    dispatch.note_arrival(sent, kari, on=TODAY, today=TODAY, version=sent.version)
    return sent


def test_a_wrong_day_of_arrival_is_put_right_with_its_reason(arrived: Letter, kari: Actor) -> None:
    later = TODAY + timedelta(days=2)
    given: dict[str, Any] = {"on": later, "why": "Skrev feil dag", "today": later, "version": arrived.version}
    assert dispatch.correct_arrival(arrived, kari, **given)
    assert (again(arrived).state, again(arrived).arrived_on) == (LetterState.ARRIVED, later)
    assert again(arrived).history[-1].why == "Skrev feil dag"
    assert not dispatch.correct_arrival(again(arrived), kari, **given)


def test_who_asked_for_the_letter_hears_of_the_right_day(case: Application, kari: Actor) -> None:
    heard: list[date] = []
    name = dispatch.MOVED_EFFECTS[LetterKind.DECISION]
    effects.registry.command(name, lambda document, effect, actor: heard.append(document.arrived_on))
    letter = drafted(case, kari, LetterKind.DECISION, about=ObjectId())
    dispatch.release(letter, kari, today=TODAY)
    dispatch.dispatch(letter, kari, on=TODAY, today=TODAY, version=letter.version)
    days = [TODAY + timedelta(days=1), TODAY + timedelta(days=2)]
    dispatch.note_arrival(letter, kari, on=days[0], today=days[1], version=letter.version)
    dispatch.correct_arrival(letter, kari, on=days[1], why="Feil", today=days[1], version=letter.version)
    assert heard[1:] == days


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"on": TODAY + timedelta(days=1)}, InvalidRecord),
        ({"on": TODAY - timedelta(days=1)}, DateBeforeCause),
        ({"why": " "}, MissingReason),
        ({"version": 0}, StaleState),
    ],
    ids=["tomorrow", "before it was sent", "without reason", "stale"],
)
def test_what_a_right_day_cannot_be(sent: Letter, kari: Actor, changed: dict[str, Any], error: type[Exception]) -> None:
    later = TODAY + timedelta(days=2)
    dispatch.note_arrival(sent, kari, on=later, today=later, version=sent.version)
    given: dict[str, Any] = {"on": TODAY, "why": "Feil", "today": TODAY, "version": sent.version}
    with pytest.raises(error):
        dispatch.correct_arrival(sent, kari, **given | changed)
    assert again(sent).arrived_on == later


def test_where_no_arrival_is_noted_there_is_nothing_to_put_right(sent: Letter, kari: Actor) -> None:
    with pytest.raises(TransitionRefused):
        dispatch.correct_arrival(sent, kari, on=TODAY, why="Feil", today=TODAY, version=sent.version)


# --- Thrown away -----------------------------------------------------------------------------------------------------


def test_a_letter_that_is_not_on_its_way_is_thrown_away_with_its_task(released: Letter, kari: Actor) -> None:
    assert dispatch.discard(released, kari, why="Skrevet feil", version=released.version)
    assert again(released).state is LetterState.VOID
    assert again(released).history[-1].why == "Skrevet feil"
    assert tasks() == [(TaskState.SETTLED, Urgency.SOON)]
    assert not dispatch.discard(released, kari, why="Skrevet feil", version=released.version)


def test_throwing_away_needs_a_reason(letter: Letter, kari: Actor) -> None:
    with pytest.raises(MissingReason):
        dispatch.discard(letter, kari, why="", version=letter.version)


def test_a_letter_on_its_way_is_not_thrown_away(sent: Letter, kari: Actor) -> None:
    with pytest.raises(TransitionRefused):
        dispatch.discard(sent, kari, why="Skrevet feil", version=sent.version)


def test_a_decisions_letter_goes_with_its_proposal_alone(case: Application, kari: Actor) -> None:
    letter = drafted(case, kari, LetterKind.DECISION, about=ObjectId())
    with pytest.raises(TransitionRefused):
        dispatch.discard(letter, kari, why="Skrevet feil", version=letter.version)
    assert dispatch.void(letter, kari)  # by the one who takes the proposal back
    assert not dispatch.void(letter, kari)


# --- What a stored change owes ---------------------------------------------------------------------------------------


def test_what_a_decision_owes_its_letter_is_paid_once(case: Application, kari: Actor) -> None:
    kept, replaced = drafted(case, kari), drafted(case, kari)
    owed = [dispatch.owed_release(kept.pk), dispatch.owed_void(replaced.pk)]
    records.change(case, ACTOR, values={"adults": 2}, owed=owed)
    assert again(kept).state is LetterState.RELEASED
    assert again(replaced).state is LetterState.VOID
    versions = again(kept).version, again(replaced).version
    records.change(case, ACTOR, values={"adults": 3}, owed=owed)
    assert (again(kept).version, again(replaced).version) == versions


@pytest.mark.parametrize("kind", list(LetterKind), ids=lambda kind: kind.value)
def test_who_asked_for_a_letter_hears_of_its_moves(case: Application, kari: Actor, kind: LetterKind) -> None:
    heard: list[str] = []
    name = dispatch.MOVED_EFFECTS.get(kind)
    if name:
        effects.registry.command(name, lambda document, effect, actor: heard.append(document.state.value))
    letter = drafted(case, kari, kind, about=ObjectId())
    dispatch.release(letter, kari, today=TODAY)
    dispatch.dispatch(letter, kari, on=TODAY, today=TODAY, version=letter.version)
    dispatch.note_arrival(letter, kari, on=TODAY, today=TODAY, version=letter.version)
    dispatch.note_return(letter, kari, on=TODAY, why="Ukjent", today=TODAY, version=letter.version)
    assert heard == (["dispatched", "arrived", "returned"] if name else [])
    assert again(letter).pending == []


# --- Who gets it -----------------------------------------------------------------------------------------------------


def acts(name: str, **values: Any) -> Representative:
    given = {"kind": RepresentativeKind.REPRESENTATIVE, "address": "Torget 1", "postcode": "9400"}
    return Representative(**given | {"name": name} | values)


@pytest.mark.parametrize(
    ("representatives", "expected"),
    [
        ([], [(Copy.PARTY, "Åse Prøve")]),
        ([acts("Ola Rett")], [(Copy.REPRESENTATIVE, "Ola Rett"), (Copy.PARTY, "Åse Prøve")]),
        ([acts("Ola Rett", also_notify_party=False)], [(Copy.REPRESENTATIVE, "Ola Rett")]),
        ([acts("Ola Rett", valid_until=date(2026, 11, 22))], [(Copy.PARTY, "Åse Prøve")]),
        (
            [acts("Ola Rett", valid_until=TODAY)],
            [(Copy.REPRESENTATIVE, "Ola Rett"), (Copy.PARTY, "Åse Prøve")],
        ),
        (
            [acts("Ola Rett", also_notify_party=False, valid_until=date(2026, 11, 22)), acts("Verge Berg")],
            [(Copy.REPRESENTATIVE, "Verge Berg"), (Copy.PARTY, "Åse Prøve")],
        ),
    ],
    ids=[
        "the party alone",
        "the representative first, the party too",
        "the representative alone, where the authority says so",
        "an authority that ran out yesterday gets nothing",
        "an authority that runs out today still holds",
        "only those whose authority holds count",
    ],
)
def test_who_gets_a_letter(representatives: list[Representative], expected: list[tuple[Copy, str]]) -> None:
    person = make_applicant(first_name="Åse", last_name="Prøve", representatives=representatives)
    found = dispatch.addressees(person, TODAY)
    assert [(one.copy, one.address.splitlines()[0]) for one in found] == expected


def test_an_address_is_written_as_the_post_wants_it() -> None:
    records_of = {"address": "Prøveveien 1", "postcode": "9405", "place": "HARSTAD"}
    Postcode(code="9400", place="HARSTAD", municipality_number="5503", municipality="Harstad", category="G").save(
        force_insert=True
    )
    person = make_applicant(first_name="Åse", last_name="Prøve", representatives=[acts("Ola Rett")], **records_of)
    head = dispatch.envelope(make_application(applicant=person), person, SENDER, TODAY)
    assert head.addresses == ("Ola Rett\nTorget 1\n9400 HARSTAD", "Åse Prøve\nPrøveveien 1\n9405 HARSTAD")


def test_a_person_without_address_is_named_alone() -> None:
    person = make_applicant(first_name="Åse", last_name="Prøve", address=None, postcode=None, place=None)
    assert [one.address for one in dispatch.addressees(person, TODAY)] == ["Åse Prøve"]


def test_the_head_says_whose_case_it_is_and_in_which_language() -> None:
    user: User = make_user(name="Kari Sætre")
    person = make_applicant(letter_form="nn")
    case = make_application(applicant=person, caseworker=user, archive_case_number="26/01234")
    head = dispatch.envelope(case, person, SENDER, TODAY)
    assert (head.case_number, head.archive_number) == (case.application_number, "26/01234")
    assert (head.language, head.caseworker, head.day) == ("nn", "Kari Sætre", TODAY)


def test_a_letter_to_a_protected_address_says_so_and_its_address_stands_encrypted(kari: Actor, office: Office) -> None:
    person = make_applicant(protected_address=True, address="Hemmelig vei 9")
    letter = drafted(make_application(applicant=person, office=office), kari)
    assert again(letter).protected
    assert "Hemmelig" in again(letter).addressees[0].address
    assert "Hemmelig" not in str(Letter._get_collection().find_one({"_id": letter.pk}))


def test_where_a_protected_party_lives_stands_in_no_letter() -> None:
    person = make_applicant(
        first_name="Åse", last_name="Skjult", protected_address=True, address="Hemmelig vei 9",
        representatives=[acts("Ola Rett")],
    )  # fmt: skip
    head = dispatch.envelope(make_application(applicant=person), person, SENDER, TODAY)
    assert head.addresses == ("Ola Rett", "Åse Skjult")  # who acts for them may live with them


# --- The PDF ---------------------------------------------------------------------------------------------------------


def test_an_opened_letter_is_logged(letter: Letter, kari: Actor) -> None:
    dispatch.open_pdf(letter, kari)
    entry = AccessEntry.objects.get(document="letter")
    assert (entry.kind, entry.document_id, entry.by) == (AccessKind.FETCHED, str(letter.pk), kari.id)
    assert records.reference(entry, "person") == records.reference(letter, "applicant")


def test_a_letter_of_a_case_that_is_not_yours_stays_closed(letter: Letter) -> None:
    with pytest.raises(NoNeedToKnow):
        dispatch.open_pdf(letter, caseworker(make_office()))
    assert not AccessEntry.objects(document="letter")


def test_a_letter_whose_bytes_are_gone_is_not_found(letter: Letter, kari: Actor) -> None:
    letter.file = ObjectId()
    with pytest.raises(NotFound):
        dispatch.open_pdf(letter, kari)


def test_an_effect_left_by_a_killed_process_is_paid_later(case: Application, kari: Actor) -> None:
    letter = drafted(case, kari)
    case.pending.append(Owed(dispatch.RELEASE_EFFECT, "release:1", {"letter": str(letter.pk)}).pending(NOW))
    case.save()
    effects.run(case, kari)
    assert again(letter).state is LetterState.RELEASED
