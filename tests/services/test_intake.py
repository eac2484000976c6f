"""Receipt: one form, one person, one application, whoever applies and however often it is sent."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bson import ObjectId

from models import Applicant, Application, Task
from models.applicant import Representative
from models.intake import Initiator
from rules.errors import (
    AlreadyExists,
    ConflictOfInterest,
    ConsentMissing,
    DateBeforeCause,
    FormUsed,
    InvalidRecord,
    MissingReason,
    NotAuthorised,
    NotFound,
    SecondOpenApplication,
    StaleState,
    TransitionRefused,
)
from rules.terms import (
    ApplicationKind,
    ApplicationState,
    AppliedBy,
    Consent,
    HousingSituation,
    IntakeChannel,
    LeaseState,
    NoticeCode,
    RepresentativeKind,
    Role,
    TargetGroup,
    TaskKind,
    TaskState,
    TenantStatus,
)
from services import applications, records
from services.actor import Actor
from services.applications import Intake, people
from tests.clockwork import load_rulebook
from tests.factories import make_applicant, make_application, make_lease, make_office, make_user
from wiring import register_effects

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
TODAY = NOW.date()
WORKER = Actor(id="u", name="Kari", at=NOW, roles=frozenset({Role.CASEWORKER}))
READER = Actor(id="r", name="Ola", at=NOW, roles=frozenset({Role.READER}))
PERSON = {"first_name": "Åse", "last_name": "Prøve", "phone": "91234567"}


@pytest.fixture(autouse=True)
def house() -> None:
    register_effects()
    load_rulebook()


def facts(**others: Any) -> Intake:
    values: dict[str, Any] = {
        "nonce": ObjectId(),
        "kind": ApplicationKind.NEW,
        "received_on": date(2026, 11, 20),
        "channel": IntakeChannel.PAPER,
        "target_group": TargetGroup.DISADVANTAGED,
        "applied_by": AppliedBy.APPLICANT,
        "situation": HousingSituation.NO_DWELLING,
        "adults": 1,
    }
    if not {"applicant", "person"} & set(others):
        values |= {"person": PERSON, "person_nonce": ObjectId()}
    return Intake(**values | others)


def register(given: Intake, actor: Actor = WORKER) -> Application:
    return applications.register(given, actor, now=NOW)


def fresh(document: Any) -> Any:
    return records.get(type(document), document.pk)


def the_step(application: Application) -> Task:
    return Task.objects.get(kind=TaskKind.NEXT_STEP, subject_id=str(application.pk), state=TaskState.OPEN)


# --- One form ----------------------------------------------------------------------------------------------------


def test_a_new_person_and_their_application_are_registered_in_one_form() -> None:
    office, user = make_office(), make_user()
    made = register(facts(children=2, services_day=True, office=office.pk, caseworker=user.pk, resident=False))
    stored = fresh(made)
    person = Applicant.objects.get()
    assert (stored.applicant, stored.application_number, stored.state) == (
        person, "S2026-00001", ApplicationState.RECEIVED,
    )  # fmt: skip
    assert (stored.children, stored.services_day, stored.office, stored.caseworker) == (2, True, office, user)
    assert (person.name, person.phone, person.history[0].action) == (
        "Åse Prøve", "91234567", "person_from_application",
    )  # fmt: skip
    assert (stored.consent, stored.tenant_status, stored.notices) == (
        Consent.NOT_NEEDED, TenantStatus.NEW, [NoticeCode.NOT_RESIDENT],
    )  # fmt: skip
    assert (the_step(made).assignee, the_step(made).text) == (user, "Neste steg: ta opp søknaden.")


def test_numbers_run_and_one_that_is_taken_is_passed_over() -> None:
    make_application(application_number="S2026-00002")
    assert [register(facts(person_nonce=ObjectId(), person=PERSON)).number for _ in range(2)] == [
        "S2026-00001", "S2026-00003",
    ]  # fmt: skip


def test_the_identity_number_tells_birth_and_kind() -> None:
    register(facts(person=PERSON | {"identity_number": "22860377792"}, person_nonce=ObjectId()))
    person = Applicant.objects.get()
    assert person.identity_kind is not None
    assert person.born_on is not None


def test_the_same_form_sent_twice_is_one_application_and_one_person() -> None:
    given = facts()
    first, second = register(given), register(given)
    assert first.pk == second.pk
    assert (Application.objects.count(), Applicant.objects.count()) == (1, 1)


def test_a_form_whose_application_was_never_stored_keeps_one_person_and_the_last_word() -> None:
    given = facts()
    people.make(given.person, given.person_nonce, WORKER)  # and then the process died
    register(replace(given, person=PERSON | {"last_name": "Prøvesen"}))
    assert (Applicant.objects.get().last_name, Application.objects.count()) == ("Prøvesen", 1)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"received_on": date(2026, 11, 19)}, id="another day"),
        pytest.param({"person": PERSON | {"last_name": "Annen"}}, id="another person"),
        pytest.param({"adults": 3}, id="another household"),
    ],
)
def test_a_form_that_has_registered_something_else_is_refused_and_changes_nobody(changed: dict[str, Any]) -> None:
    given = facts()
    register(given)
    with pytest.raises(FormUsed) as refused:
        register(replace(given, **changed))
    assert refused.value.number == "S2026-00001"
    assert (Application.objects.count(), Applicant.objects.get().last_name) == (1, "Prøve")


def test_another_persons_form_cannot_be_taken_over() -> None:
    given = facts()
    register(given)
    with pytest.raises(FormUsed):
        register(given, replace(WORKER, id="another"))
    stranger = make_applicant()
    with pytest.raises(AlreadyExists):
        register(facts(person=PERSON, person_nonce=stranger.pk))
    assert fresh(stranger).version == 1


def test_somebody_with_that_identity_number_is_told_of() -> None:
    make_applicant(identity_number="22860377792")
    with pytest.raises(AlreadyExists) as refused:
        register(facts(person=PERSON | {"identity_number": "22860377792"}, person_nonce=ObjectId()))
    assert (refused.value.document, refused.value.fields) == ("applicant", ("identity_number",))
    assert Application.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        pytest.param({"received_on": date(2026, 11, 23)}, {"received_on": "future"}, id="received tomorrow"),
        pytest.param(
            {"person": PERSON | {"born_on": date(2026, 11, 21)}}, {"received_on": "before_birth"}, id="before birth"
        ),
        pytest.param({"person": {"first_name": " "}}, {"first_name": "missing_value", "last_name": "missing_value"},
                     id="nobody"),
        pytest.param({"person": PERSON | {"identity_number": "22860377793"}}, {"identity_number": "not_a_number"},
                     id="no such number"),
        pytest.param({"applied_by": AppliedBy.HOSPITAL}, {"initiator_name": "missing_value"}, id="no initiator"),
        pytest.param({"kind": ApplicationKind.SWAP}, {"lease": "missing_value"}, id="a swap of nothing"),
        pytest.param(
            {"representative": Representative(
                kind=RepresentativeKind.GUARDIAN, name="Vera", valid_until=date(2026, 11, 21))},
            {"representative_until": "past"}, id="authority that is over",
        ),
    ],
)  # fmt: skip
def test_facts_that_cannot_be_are_refused_and_nothing_is_stored(wrong: dict[str, Any], problem: Any) -> None:
    with pytest.raises(InvalidRecord) as refused:
        register(facts(**{"person": PERSON, "person_nonce": ObjectId()} | wrong))
    assert refused.value.problems == problem
    assert (Applicant.objects.count(), Application.objects.count()) == (0, 0)


def test_staff_who_have_left_and_closed_offices_get_no_case() -> None:
    for wrong, problem in (
        ({"caseworker": make_user(active=False).pk}, {"caseworker": "inactive"}),
        ({"office": make_office(active=False).pk}, {"office": "closed_office"}),
    ):
        with pytest.raises(InvalidRecord) as refused:
            register(facts(**wrong))
        assert refused.value.problems == problem
    assert Applicant.objects.count() == 0


def test_a_reader_registers_nothing_and_an_unknown_person_is_not_found() -> None:
    with pytest.raises(NotAuthorised):
        register(facts(), READER)
    with pytest.raises(NotFound):
        register(facts(applicant=ObjectId()))


# --- One open application of a kind ----------------------------------------------------------------------------------


@pytest.mark.parametrize("imported", ["run", None])
def test_a_second_open_application_of_the_kind_is_refused_by_name(imported: str | None) -> None:
    person = make_applicant()
    open_one = make_application(applicant=person, import_run=imported)
    with pytest.raises(SecondOpenApplication) as refused:
        register(facts(applicant=person.pk))
    assert (refused.value.number, refused.value.received_on) == (open_one.number, open_one.received_on)
    assert Application.objects.count() == 1


def test_a_closed_one_or_another_kind_stands_in_nobodys_way() -> None:
    lease = make_lease()
    person = lease.tenant
    make_application(applicant=person, state=ApplicationState.REFUSED)
    register(facts(applicant=person.pk))
    register(facts(applicant=person.pk, kind=ApplicationKind.SWAP, lease=lease.pk))
    assert Application.objects.count() == 3


def test_merged_records_are_one_person_and_new_applications_get_the_first() -> None:
    root = make_applicant()
    other = make_applicant(merged_into=root.pk, merged=True)
    make_application(applicant=other)
    with pytest.raises(SecondOpenApplication):
        register(facts(applicant=root.pk))
    made = register(facts(applicant=other.pk, kind=ApplicationKind.EXTENSION, lease=make_lease(tenant=other).pk))
    assert fresh(made).applicant == root


# --- Leases ----------------------------------------------------------------------------------------------------------


def test_an_extension_is_about_the_applicants_own_lease() -> None:
    lease = make_lease()
    made = register(facts(applicant=lease.tenant.pk, kind=ApplicationKind.EXTENSION, lease=lease.pk))
    assert (made.lease, made.tenant_status) == (lease.pk, TenantStatus.EXISTING)
    for wrong, problem in ((make_lease(), "not_the_applicants"), (None, "lease_ended")):
        ended = wrong or make_lease(state=LeaseState.ENDED)
        tenant = lease.tenant if wrong else ended.tenant
        with pytest.raises(InvalidRecord) as refused:
            register(facts(applicant=tenant.pk, kind=ApplicationKind.SWAP, lease=ended.pk))
        assert refused.value.problems == {"lease": problem}


def test_who_lives_in_municipal_housing_and_asks_anew_is_counted_so() -> None:
    made = register(facts(applicant=make_lease().tenant.pk, lease=ObjectId()))
    assert (made.tenant_status, made.lease) == (TenantStatus.EXISTING, None)


# --- Who stands behind it --------------------------------------------------------------------------------------------

OTHERS = [one for one in AppliedBy if one is not AppliedBy.APPLICANT]
NURSE = Initiator(name="Nina Sykepleier", organisation="UNN Harstad")


@pytest.mark.parametrize("applied_by", OTHERS)
def test_what_another_asks_for_waits_for_the_applicant(applied_by: AppliedBy) -> None:
    made = register(facts(applied_by=applied_by, initiator=NURSE))
    assert (made.consent, made.initiator.name) == (Consent.AWAITED, "Nina Sykepleier")
    assert the_step(made).text == "Neste steg: innhent samtykke fra søkeren."
    with pytest.raises(ConsentMissing):
        applications.take_up(made, WORKER, version=1)
    assert applications.note_guidance(made, TODAY, WORKER, version=1, today=TODAY)
    assert applications.note_consent(fresh(made), Consent.GIVEN, TODAY, WORKER, version=2, today=TODAY)
    assert applications.take_up(fresh(made), WORKER, version=3)


def test_a_written_authority_lets_the_case_go_on_and_its_holder_get_the_letters() -> None:
    son = Representative(kind=RepresentativeKind.REPRESENTATIVE, name="Sondre", scope="Søknaden", valid_until=TODAY)
    behalf: dict[str, Any] = {
        "applied_by": AppliedBy.NEXT_OF_KIN, "initiator": Initiator(name="Sondre"), "authority": True,
        "representative": son,
    }  # fmt: skip
    made = register(facts(**behalf))
    assert (made.consent, made.consent_on) == (Consent.AUTHORITY, made.received_on)
    person = Applicant.objects.get()
    lease = make_lease(tenant=person)
    register(facts(applicant=person.pk, kind=ApplicationKind.EXTENSION, lease=lease.pk, **behalf))
    assert [(one.name, one.scope) for one in fresh(person).representatives] == [("Sondre", "Søknaden")]


def awaited() -> Application:
    return make_application(applied_by=AppliedBy.NEXT_OF_KIN, initiator=NURSE, consent=Consent.AWAITED)


def test_an_applicant_who_does_not_want_to_apply_closes_the_case() -> None:
    case = awaited()
    applications.note_consent(case, Consent.DECLINED, TODAY, WORKER, version=1, today=TODAY)
    stored = fresh(case)
    assert (stored.state, stored.consent, stored.history[-1].why) == (
        ApplicationState.WITHDRAWN, Consent.DECLINED, "Søkeren ønsker ikke å søke",
    )  # fmt: skip
    assert Task.objects(state=TaskState.OPEN).count() == 0


@pytest.mark.parametrize(("on", "error"), [(date(2026, 11, 23), InvalidRecord), (date(2026, 11, 1), DateBeforeCause)])
def test_consent_has_a_day_between_receipt_and_today(on: date, error: type[Exception]) -> None:
    case = awaited()
    with pytest.raises(error):
        applications.note_consent(case, Consent.GIVEN, on, WORKER, version=1, today=TODAY)
    assert fresh(case).version == 1


@pytest.mark.parametrize("held", [Consent.NOT_NEEDED, Consent.GIVEN, Consent.DECLINED])
def test_nothing_is_noted_where_nothing_is_waited_for(held: Consent) -> None:
    case = make_application(consent=held)
    with pytest.raises(TransitionRefused):
        applications.note_consent(case, Consent.AUTHORITY, TODAY, WORKER, version=1, today=TODAY)


def test_a_stale_page_notes_no_consent_and_the_same_twice_is_nothing() -> None:
    case = awaited()
    applications.note_guidance(fresh(case), TODAY, WORKER, version=1, today=TODAY)
    with pytest.raises(StaleState):
        applications.note_consent(fresh(case), Consent.GIVEN, TODAY, WORKER, version=1, today=TODAY)
    applications.note_consent(fresh(case), Consent.GIVEN, TODAY, WORKER, version=2, today=TODAY)
    assert not applications.note_consent(fresh(case), Consent.GIVEN, TODAY, WORKER, version=3, today=TODAY)
    assert not applications.note_guidance(fresh(case), TODAY, WORKER, version=3, today=TODAY)


def test_guidance_is_not_given_tomorrow() -> None:
    with pytest.raises(InvalidRecord):
        applications.note_guidance(awaited(), date(2026, 11, 23), WORKER, version=1, today=TODAY)


# --- To the right unit -----------------------------------------------------------------------------------------------


def test_a_case_passed_on_keeps_its_first_day_and_brings_its_task_along() -> None:
    old, new = make_office(), make_office()
    case = make_application(office=old, caseworker=make_user(office=old))
    assert applications.pass_on(case, new, WORKER, why="Søker bor der", version=1, today=TODAY)
    stored = fresh(case)
    assert (stored.office, stored.caseworker, stored.received_on) == (new, None, date(2026, 11, 2))
    (passed,) = stored.passed_on
    assert (passed.from_office, passed.to_office, passed.because, passed.by_name, passed.on) == (
        old.pk, new.pk, "Søker bor der", "Kari", TODAY,
    )  # fmt: skip
    assert (the_step(case).office, the_step(case).role) == (new, Role.CASEWORKER)
    newest = make_office()
    applications.pass_on(stored, newest, WORKER, why="Feil igjen", version=2, today=TODAY)
    assert the_step(case).office == newest


def test_a_caseworker_of_the_new_office_keeps_the_case() -> None:
    office = make_office()
    user = make_user(office=office)
    case = make_application(office=make_office(), caseworker=user)
    applications.pass_on(case, office, WORKER, why="Følger saksbehandleren", version=1, today=TODAY)
    assert fresh(case).caseworker == user


def test_a_case_is_not_passed_on_without_reason_nowhere_or_when_closed() -> None:
    office = make_office()
    case, closed = make_application(office=office), make_application(state=ApplicationState.REFUSED)
    for error, attempt in (
        (MissingReason, lambda: applications.pass_on(case, make_office(), WORKER, why=" ", version=1, today=TODAY)),
        (InvalidRecord, lambda: applications.pass_on(case, office, WORKER, why="x", version=1, today=TODAY)),
        (InvalidRecord, lambda: applications.pass_on(
            case, make_office(active=False), WORKER, why="x", version=1, today=TODAY)),
        (TransitionRefused, lambda: applications.pass_on(closed, office, WORKER, why="x", version=1, today=TODAY)),
        (StaleState, lambda: applications.pass_on(case, make_office(), WORKER, why="x", version=7, today=TODAY)),
    ):  # fmt: skip
        with pytest.raises(error):
            attempt()
    assert (fresh(case).version, fresh(closed).version) == (1, 1)


# --- Conflicts of interest -------------------------------------------------------------------------------------------


def actor_of(user: Any) -> Actor:
    return Actor(id=str(user.pk), name=user.name, at=NOW, roles=frozenset(user.roles))


def test_who_is_disqualified_leaves_the_case_and_does_nothing_in_it() -> None:
    user = make_user(name="Kari")
    case, me = make_application(caseworker=user), actor_of(user)
    assert applications.declare_conflict(case, user, me, because="Søkeren er min søster", version=1, today=TODAY)
    case = fresh(case)
    assert (case.caseworker, [one.user for one in case.conflicts]) == (None, [user.pk])
    assert not applications.declare_conflict(case, user, me, because="Igjen", version=2, today=TODAY)
    for attempt in (
        lambda: applications.take_up(case, me, version=2),
        lambda: applications.withdraw(case, me, why="Trekker", version=2),
        lambda: applications.note_guidance(case, TODAY, me, version=2, today=TODAY),
        lambda: applications.pass_on(case, make_office(), me, why="Bort", version=2, today=TODAY),
        lambda: applications.note_papers_received(case, ["income"], TODAY, me, version=2, today=TODAY),
        lambda: applications.assign(case, user, WORKER, version=2),
    ):
        with pytest.raises(ConflictOfInterest):
            attempt()
    assert applications.lift_conflict(case, user, me, why="Feil person", version=2)
    assert applications.take_up(fresh(case), me, version=3)


def test_colleagues_do_not_disqualify_each_other_but_leaders_do() -> None:
    user, case = make_user(), make_application()
    with pytest.raises(NotAuthorised):
        applications.declare_conflict(case, user, WORKER, because="Nabo", version=1, today=TODAY)
    leader = replace(WORKER, roles=frozenset({Role.UNIT_LEADER}))
    with pytest.raises(MissingReason):
        applications.declare_conflict(case, user, leader, because=" ", version=1, today=TODAY)
    assert applications.declare_conflict(case, user, leader, because="Nabo", version=1, today=TODAY)
    with pytest.raises(NotAuthorised):
        applications.lift_conflict(fresh(case), user, WORKER, why="Nei", version=2)


def test_nobody_lifts_what_a_leader_has_said_of_them() -> None:
    user, case = make_user(), make_application()
    leader = replace(WORKER, id="leader", roles=frozenset({Role.UNIT_LEADER}))
    applications.declare_conflict(case, user, leader, because="Nabo", version=1, today=TODAY)
    with pytest.raises(NotAuthorised):
        applications.lift_conflict(fresh(case), user, replace(leader, id=str(user.pk)), why="Nei", version=2)
    assert applications.lift_conflict(fresh(case), user, leader, why="Har flyttet", version=2)
