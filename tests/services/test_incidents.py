"""Complaints about disorder: registered, looked into, followed up, answered, ended (S002 phase 3, husll. § 9-9)."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId

from letters import incident_letters
from letters.letterhead import data_of
from letters.paper import Drawn
from models import Incident, Lease, Letter, Task
from rules.errors import (
    InvalidRecord,
    LetterDiffers,
    MissingReason,
    NoNeedToKnow,
    NotAuthorised,
    StaleState,
    TransitionRefused,
)
from rules.terms import (
    ContactChannel,
    Copy,
    IncidentKind,
    IncidentOutcome,
    IncidentState,
    LeaseState,
    LetterKind,
    LetterState,
    MeasureKind,
    Role,
    TaskKind,
    TaskState,
    Urgency,
)
from services import dispatch, incidents, records
from services.actor import Actor
from services.incidents import Planned, Teller, Told, Warned
from tests.casework import NOW, SENDER, TODAY, acting, house, worker
from tests.clockwork import run_job
from tests.factories import ACTOR, make_applicant, make_dwelling, make_lease, make_office

__all__ = ["house"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("house")
NABO = Teller(name="Nabo Naboesen", address="Samagata 12 A\n9405 HARSTAD", phone="90 00 00 01")
SAID: list[str] = []


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters without their looks, and with their words kept: the same bytes for the same words."""
    SAID.clear()

    def drawn(envelope: Any, title: str, blocks: Any) -> Drawn:
        words = repr((title, data_of(envelope, blocks)))
        SAID.append(words)
        return Drawn(title, envelope.language, f"%PDF-1.7 {words}".encode())

    monkeypatch.setattr(incident_letters, "letter", drawn)


def keeper(*roles: Role, now: datetime = NOW, **values: Any) -> Actor:
    return acting(worker(*(roles or (Role.PROPERTY,)), **values), now)


def clerk(now: datetime = NOW) -> Actor:
    return keeper(Role.CASEWORKER, now=now)


def told(*leases: Lease, **values: Any) -> Told:
    given: dict[str, Any] = {
        "kinds": [IncidentKind.NOISE],
        "dwellings": [records.reference(lease, "dwelling") for lease in leases],
        "happened_on": date(2026, 11, 20),
        "received_on": TODAY,
        "channel": ContactChannel.TELEPHONE,
        "what": "Høy musikk natt til fredag.",
        "teller": NABO,
    }
    return Told(**given | values)


def registered(*leases: Lease, by: Actor | None = None, **values: Any) -> Any:
    homes = leases or (make_lease(),)
    return incidents.register(
        told(*homes, **values), by or clerk(), leases=[lease.pk for lease in homes], identity=ObjectId(), today=TODAY
    )


def fresh(incident: Any) -> Any:
    return records.get(Incident, incident.pk)


def mapped(incident: Any = None, *, by: Actor | None = None, today: date = TODAY) -> Any:
    found = incident or registered()
    incidents.map_out(
        found, by or clerk(), heard="Hadde besøk.", mapped="To fester.", version=found.version, today=today
    )
    return fresh(found)


def warned_words(incident: Any, **values: Any) -> Warned:
    given = {"lease": incidents.leases_of(incident)[0], "happened": "Bråk om natten.", "expected": "Ro etter kl. 23."}
    return Warned(**given | values)


def warned(incident: Any = None, **values: Any) -> Any:
    found = incident or mapped()
    words = warned_words(found, **values)
    draft = incidents.draw_warning(found, words, clerk(), SENDER, version=found.version, today=TODAY)
    incidents.warn(found, words, clerk(), SENDER, letter=draft.pk, version=found.version, today=TODAY)
    return fresh(found)


def task_of(incident: Any) -> Any:
    return Task.objects(kind=TaskKind.INCIDENT, subject_id=str(incident.pk), state=TaskState.OPEN).first()


# --- Registered -----------------------------------------------------------------------------------------------------


def test_a_complaint_gets_a_number_the_leases_of_those_who_lived_there_and_a_task_at_once() -> None:
    lease = make_lease()
    incident = fresh(registered(lease))
    assert re.fullmatch(r"H2026-\d{4}", incident.number)
    assert (incident.state, incidents.leases_of(incident)) == (IncidentState.RECEIVED, [lease.pk])
    assert incident.next_on == date(2026, 11, 25)
    task = task_of(incident)
    assert (task.due_on, task.urgency, task.subject_number) == (date(2026, 11, 25), Urgency.SOON, incident.number)
    assert "Naboesen" not in task.text + task.subject_number


def test_who_lived_there_then_is_found_by_the_day() -> None:
    home, other = make_dwelling(), make_dwelling()
    gone = make_lease(
        dwelling=home, state=LeaseState.ENDED, starts_on=date(2024, 1, 1), ended_on=date(2026, 10, 31),
    )  # fmt: skip
    now = make_lease(dwelling=home, starts_on=date(2026, 11, 1))
    make_lease(dwelling=home, state=LeaseState.UPCOMING, starts_on=date(2026, 11, 1))
    beside = make_lease(dwelling=other, starts_on=date(2020, 1, 1))
    both = [home.pk, other.pk]
    assert {one.pk for one in incidents.leases_at(both, date(2026, 11, 20))} == {now.pk, beside.pk}
    assert {one.pk for one in incidents.leases_at(both, date(2026, 10, 31))} == {gone.pk, beside.pk}
    assert incidents.leases_at([], TODAY) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param({"kinds": []}, "kinds", id="of nothing"),
        pytest.param({"what": "  "}, "what", id="nothing said"),
        pytest.param({"dwellings": []}, "dwelling", id="nowhere"),
        pytest.param({"dwellings": [ObjectId(b"0123456789ab")]}, "dwelling", id="no such home"),
        pytest.param({"received_on": TODAY + timedelta(days=1)}, "received_on", id="tomorrow"),
        pytest.param({"happened_on": date(2025, 12, 31)}, "leases", id="before anybody lived there"),
    ],
)
def test_what_cannot_be_registered_is_refused_at_its_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        registered(**values)
    assert field in refused.value.problems
    assert Incident.objects.count() == 0


def test_a_form_sent_twice_is_one_complaint_and_whoever_complains_may_be_unknown() -> None:
    lease, identity = make_lease(), ObjectId()
    for _ in range(2):
        incidents.register(told(lease, teller=None), clerk(), leases=[lease.pk], identity=identity, today=TODAY)
    assert Incident.objects.count() == 1
    assert Incident.objects.get().complainants == []


def test_one_complaint_may_be_of_several_homes_and_of_nobody_known() -> None:
    first, second = make_lease(), make_lease()
    assert incidents.leases_of(registered(first, second)) == [first.pk, second.pk]
    one = clerk()
    nobody = incidents.register(told(first), one, leases=[], identity=ObjectId(), today=TODAY)
    assert incidents.leases_of(nobody) == []
    assert (incidents.works(nobody, one), incidents.works(nobody, clerk())) == (True, False)
    incidents.map_out(nobody, one, heard="", mapped="Fant ikke ut hvem.", version=nobody.version, today=TODAY)


def test_another_neighbour_is_added_once() -> None:
    incident = registered()
    second = Teller(name="Fru To")
    assert incidents.add_complainant(incident, second, clerk(), version=incident.version)
    again = fresh(incident)
    assert incidents.add_complainant(again, second, clerk(), version=again.version) is False
    assert [one.name for one in fresh(incident).complainants] == [NABO.name, "Fru To"]


# --- Who may --------------------------------------------------------------------------------------------------------


def test_a_complaint_is_for_those_who_follow_the_lease_up_and_for_property() -> None:
    office, elsewhere = make_office(), make_office()
    incident = registered(make_lease(office=office))
    stranger = keeper(Role.CASEWORKER, office=elsewhere)
    assert incidents.works(incident, keeper(Role.PROPERTY, office=elsewhere))
    assert incidents.works(incident, keeper(Role.CASEWORKER, office=office))
    assert not incidents.works(incident, stranger)
    with pytest.raises(NoNeedToKnow):
        mapped(incident, by=stranger)
    with pytest.raises(NotAuthorised):
        mapped(incident, by=keeper(Role.ECONOMY))
    with pytest.raises(NotAuthorised):
        registered(by=keeper(Role.READER))


def test_property_writes_no_letters() -> None:
    incident = mapped()
    with pytest.raises(NotAuthorised):
        incidents.draw_warning(
            incident, warned_words(incident), keeper(), SENDER, version=incident.version, today=TODAY
        )


# --- Looked into, measures ------------------------------------------------------------------------------------------


def test_the_tenant_is_heard_before_anything_is_held_against_them() -> None:
    incident = registered()
    with pytest.raises(InvalidRecord) as refused:
        incidents.map_out(incident, clerk(), heard=" ", mapped="Fest.", version=incident.version, today=TODAY)
    assert refused.value.problems == {"heard": "not_heard"}
    with pytest.raises(TransitionRefused):
        incidents.draw_warning(incident, warned_words(incident), clerk(), SENDER, version=incident.version, today=TODAY)
    with pytest.raises(InvalidRecord):
        incidents.close(
            incident, clerk(), outcome=IncidentOutcome.NOTICE, why="x", version=incident.version, today=TODAY
        )
    done = mapped(incident)
    assert (done.state, done.mapped_on, done.next_on) == (IncidentState.MAPPED, TODAY, date(2026, 12, 7))
    assert task_of(done) is None


def test_what_was_found_out_is_put_right_and_the_same_again_is_nothing() -> None:
    incident = mapped()
    same = {"heard": "Hadde besøk.", "mapped": "To fester.", "version": incident.version, "today": TODAY}
    assert incidents.map_out(incident, clerk(), **same) is False
    assert incidents.map_out(incident, clerk(), **same | {"mapped": "Tre fester."})
    assert (fresh(incident).mapped, fresh(incident).state) == ("Tre fester.", IncidentState.MAPPED)


def test_a_measure_is_a_task_from_its_day_and_settles_when_it_is_done() -> None:
    incident, due = mapped(), TODAY + timedelta(days=10)
    incidents.decide(
        incident, Planned(kind=MeasureKind.TALK, due_on=due), clerk(), version=incident.version, today=TODAY
    )
    incident = fresh(incident)
    assert (incident.state, incident.next_on) == (IncidentState.FOLLOWED_UP, due)
    assert task_of(incident) is None
    assert incidents.finding(incident, due - timedelta(days=1)) is None
    late = incidents.finding(incident, due + timedelta(days=1))
    assert late is not None
    assert (late.urgency, late.due_on) == (Urgency.URGENT, due)
    measure = incident.measures[0].id
    with pytest.raises(InvalidRecord):
        incidents.finish(
            incident, measure, clerk(), on=TODAY + timedelta(days=1), result="x", version=incident.version, today=TODAY
        )
    done = {"on": TODAY, "result": "Snakket sammen.", "today": TODAY}
    incidents.finish(incident, measure, clerk(), version=incident.version, **done)
    assert incidents.finish(fresh(incident), measure, clerk(), version=0, **done) is False
    assert fresh(incident).next_on == date(2026, 12, 7)
    with pytest.raises(TransitionRefused):
        incidents.withdraw(fresh(incident), measure, clerk(), why="x", version=fresh(incident).version, today=TODAY)


@pytest.mark.parametrize(
    ("planned", "refusal"),
    [
        pytest.param({"kind": MeasureKind.TALK, "due_on": date(2026, 11, 22)}, InvalidRecord, id="yesterday"),
        pytest.param({"kind": MeasureKind.TALK, "due_on": date(2036, 1, 1)}, InvalidRecord, id="in ten years"),
        pytest.param({"kind": MeasureKind.OTHER, "due_on": TODAY}, InvalidRecord, id="other, but what"),
        pytest.param({"kind": MeasureKind.WARNING, "due_on": TODAY}, TransitionRefused, id="a warning is a letter"),
    ],
)
def test_a_measure_that_makes_no_sense_is_refused(planned: dict[str, Any], refusal: type[Exception]) -> None:
    incident = mapped()
    with pytest.raises(refusal):
        incidents.decide(incident, Planned(**planned), clerk(), version=incident.version, today=TODAY)


def test_the_night_flags_what_is_late_and_run_twice_gives_the_same() -> None:
    late, in_time = registered(), mapped()
    day = date(2026, 11, 27)
    run_job("follow_ups", day)
    assert task_of(late).urgency is Urgency.URGENT
    assert task_of(in_time) is None
    told = [(task.key, task.version) for task in Task.objects.order_by("key")]
    run_job("follow_ups", day)
    assert [(task.key, task.version) for task in Task.objects.order_by("key")] == told
    run_job("follow_ups", date(2026, 12, 8))
    assert "Bestem et tiltak" in task_of(in_time).text


def test_what_cannot_wait_is_decided_before_all_is_mapped() -> None:
    incident = registered()
    incidents.decide(
        incident, Planned(kind=MeasureKind.POLICE, due_on=TODAY), clerk(), version=incident.version, today=TODAY
    )
    assert fresh(incident).state is IncidentState.RECEIVED
    assert mapped(fresh(incident)).state is IncidentState.FOLLOWED_UP


def test_an_old_page_changes_nothing() -> None:
    incident = mapped()
    with pytest.raises(StaleState):
        incidents.decide(
            incident, Planned(kind=MeasureKind.TALK, due_on=TODAY), clerk(), version=incident.version - 1, today=TODAY
        )


# --- The warning ----------------------------------------------------------------------------------------------------


def test_a_warning_goes_on_the_dispatch_list_and_is_given_the_day_it_is_posted() -> None:
    incident = warned()
    lease = incidents.leases_of(incident)[0]
    measure = incident.measures[0]
    letter = records.get(Letter, measure.letter)
    assert (letter.letter_kind, letter.state) == (LetterKind.WARNING, LetterState.RELEASED)
    assert incidents.warnings_of(lease) == []
    posted = TODAY + timedelta(days=1)
    dispatch.dispatch(
        letter, clerk(datetime(2026, 11, 24, 9, tzinfo=UTC)), on=posted, today=posted, version=letter.version
    )
    assert incidents.warnings_of(lease) == [posted]
    assert incidents.warnings_of(make_lease().pk) == []
    letter = records.get(Letter, letter.pk)
    dispatch.note_return(letter, clerk(), on=posted, why="Ukjent.", today=posted, version=letter.version)
    assert incidents.warnings_of(lease) == []


def test_a_warning_says_what_happened_what_is_expected_and_what_may_follow() -> None:
    warned()
    for words in ("Bråk om natten.", "Ro etter kl. 23.", "§ 9-9", "sagt opp"):
        assert words in SAID[-1]
    assert "Naboesen" not in SAID[-1]


@pytest.mark.parametrize("field", ["happened", "expected"])
@pytest.mark.parametrize("words", ["Naboesen våkner.", "De i Samagata 12 A våkner.", "Ring 90000001"])
def test_a_warning_never_says_who_complained(field: str, words: str) -> None:
    incident = mapped()
    with pytest.raises(InvalidRecord) as refused:
        warned(incident, **{field: words})
    assert refused.value.problems == {field: "reveals_other"}
    assert Letter.objects.count() == 0


def test_nor_does_it_name_another_tenant_of_the_same_complaint() -> None:
    first, second = make_lease(), make_lease(tenant=make_applicant(first_name="Oddmund", last_name="Annerledes"))
    incident = mapped(registered(first, second))
    with pytest.raises(InvalidRecord):
        warned(incident, lease=first.pk, happened="Du og Oddmund slåss.")
    assert warned(incident, lease=second.pk, happened="Oddmund, du slåss.").measures


def test_a_warning_is_what_was_looked_at() -> None:
    incident = mapped()
    draft = incidents.draw_warning(
        incident, warned_words(incident), clerk(), SENDER, version=incident.version, today=TODAY
    )
    with pytest.raises(LetterDiffers):
        incidents.warn(
            incident, warned_words(incident, expected="Noe annet."), clerk(), SENDER, letter=draft.pk,
            version=incident.version, today=TODAY,
        )  # fmt: skip


def test_a_warning_taken_back_before_it_is_posted_is_thrown_away() -> None:
    incident = warned()
    measure = incident.measures[0]
    with pytest.raises(TransitionRefused):
        incidents.finish(incident, measure.id, clerk(), on=TODAY, result="x", version=incident.version, today=TODAY)
    with pytest.raises(MissingReason):
        incidents.withdraw(incident, measure.id, clerk(), why=" ", version=incident.version, today=TODAY)
    incidents.withdraw(incident, measure.id, clerk(), why="Feil leilighet.", version=incident.version, today=TODAY)
    assert records.get(Letter, measure.letter).state is LetterState.VOID
    assert incidents.withdraw(fresh(incident), measure.id, clerk(), why="x", version=0, today=TODAY) is False
    assert incidents.warnings_of(incidents.leases_of(incident)[0]) == []


# --- The answer to whoever complained -------------------------------------------------------------------------------


def answered(incident: Any, language: str = "nb") -> Any:
    held = incident.complainants[0].id
    given: dict[str, Any] = {"language": language, "version": incident.version, "today": TODAY}
    draft = incidents.draw_answer(incident, held, clerk(), SENDER, **given)
    incidents.answer(incident, held, clerk(), SENDER, letter=draft.pk, **given)
    return records.get(Letter, draft.pk)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_whoever_complained_is_told_that_it_was_received_and_nothing_of_anybody(language: str) -> None:
    lease = make_lease(
        tenant=make_applicant(first_name="Oddmund", last_name="Annerledes", letter_form="nn"),
        dwelling=make_dwelling(address="Hemmeliggata 77"),
    )
    incident = mapped(registered(lease))
    letter = answered(incident, language)
    assert [(one.copy, one.address) for one in letter.addressees] == [
        (Copy.COMPLAINANT, "Nabo Naboesen\nSamagata 12 A\n9405 HARSTAD")
    ]
    for secret in ("Oddmund", "Annerledes", "Hemmeliggata", lease.contract_number, "fester", "besøk", "musikk"):
        assert secret not in SAID[-1], secret
    assert "§ 13" in SAID[-1]
    assert incident.number in SAID[-1]
    dispatch.dispatch(letter, clerk(), on=TODAY, today=TODAY, version=letter.version)
    assert fresh(incident).complainants[0].told_on == TODAY


def test_a_sentence_of_the_rulebook_that_names_the_tenant_stops_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    lease = make_lease(tenant=make_applicant(first_name="Oddmund", last_name="Annerledes"))
    incident = registered(lease)
    body = incident_letters.answer_body
    monkeypatch.setattr(incident_letters, "answer_body", lambda told, say: [*body(told, say), "Hilsen Oddmund"])
    with pytest.raises(InvalidRecord) as refused:
        answered(incident)
    assert refused.value.problems == {"letter": "reveals_other"}


def test_a_neighbour_without_an_address_is_told_by_word_of_mouth() -> None:
    incident = registered(teller=Teller(name="Nabo uten adresse"))
    with pytest.raises(InvalidRecord):
        answered(incident)
    held = incident.complainants[0].id
    assert incidents.note_told(incident, held, clerk(), on=TODAY, version=incident.version, today=TODAY)
    assert incidents.note_told(fresh(incident), held, clerk(), on=TODAY, version=0, today=TODAY) is False
    with pytest.raises(InvalidRecord):
        incidents.note_told(
            fresh(incident), held, clerk(), on=TODAY + timedelta(days=1), version=fresh(incident).version, today=TODAY
        )


# --- Ended, begun again ---------------------------------------------------------------------------------------------


def test_a_complaint_ends_when_no_measure_waits_and_begins_again_where_it_was() -> None:
    incident = warned()
    end: dict[str, Any] = {"outcome": IncidentOutcome.SETTLED, "why": "Det er ro.", "today": TODAY}
    with pytest.raises(InvalidRecord) as refused:
        incidents.close(incident, clerk(), version=incident.version, **end)
    assert refused.value.problems == {"outcome": "measures_open"}
    letter = records.get(Letter, incident.measures[0].letter)
    dispatch.dispatch(letter, clerk(), on=TODAY, today=TODAY, version=letter.version)
    incident = fresh(incident)
    incidents.close(incident, clerk(), version=incident.version, **end)
    closed = fresh(incident)
    assert (closed.state, closed.next_on, closed.closed_on) == (IncidentState.CLOSED, None, TODAY)
    assert incidents.close(closed, clerk(), version=0, **end) is False
    assert incidents.open_on(incidents.leases_of(closed)[0]) == []
    with pytest.raises(TransitionRefused):
        mapped(closed)
    incidents.reopen(closed, clerk(), why="Det er bråk igjen.", version=closed.version, today=TODAY)
    again = fresh(incident)
    assert (again.state, again.outcome, again.reopened_why) == (IncidentState.MAPPED, None, "Det er bråk igjen.")
    assert [one.pk for one in incidents.open_on(incidents.leases_of(again)[0])] == [again.pk]
    assert incidents.reopen(again, clerk(), why="x", version=0, today=TODAY) is False


def test_one_that_was_never_mapped_begins_again_with_the_mapping() -> None:
    incident = registered()
    incidents.close(
        incident, clerk(), outcome=IncidentOutcome.UNFOUNDED, why="Feil hus.", version=incident.version, today=TODAY
    )
    assert task_of(incident) is None
    closed = fresh(incident)
    incidents.reopen(closed, clerk(), why="Riktig hus likevel.", version=closed.version, today=TODAY)
    assert fresh(incident).state is IncidentState.RECEIVED
    assert task_of(incident) is not None


def test_no_reason_and_no_words_of_a_complaint_stand_in_its_open_history() -> None:
    incident = warned()
    secrets = ("Naboesen", "musikk", "fester", "Ro etter")
    stored = str(Incident._get_collection().find_one({"_id": incident.pk}))
    assert [one for one in secrets if one in stored] == []
    assert all(not entry.why for entry in incident.history)


def test_whoever_follows_the_lease_up_has_its_open_complaint() -> None:
    lease = make_lease()
    incident, user = registered(lease), worker(Role.CASEWORKER)
    records.change(records.get(Lease, lease.pk), ACTOR, values={"caseworker": user})
    assert records.reference(fresh(incident), "caseworker") == user.pk
    assert records.reference(task_of(incident), "assignee") == user.pk
