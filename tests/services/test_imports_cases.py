"""Applications, their persons and decisions, and the appeals on them, brought in from spreadsheets."""

from datetime import date

import pytest

from models import Appeal, Applicant, Application, AuditEntry, Decision
from rules.terms import (
    AppealBody,
    AppealState,
    ApplicationState,
    DecisionOutcome,
    ImportKind,
    LegalBasis,
    NoticeCode,
    TenantStatus,
)
from services import users
from tests.factories import ACTOR, make_user
from tests.importing import (
    CASEWORKER,
    DIFFERENT,
    NEW,
    REFUSED,
    UNCHANGED,
    UPDATED,
    bring,
    counted,
    differing_columns,
    prepare,
    reasons,
    refused_columns,
)
from tests.schemas.samples import NUMBER, synthetic_number

APPLICATIONS, APPEALS = ImportKind.APPLICATIONS, ImportKind.APPEALS
OTHER = synthetic_number(date(1988, 3, 4))
REFUSAL = {"Status": "Avslag", "Vedtaksdato": "12.09.2026"}


@pytest.fixture(autouse=True)
def house() -> None:
    prepare()


def the_application(number: str = "S1") -> Application:
    return Application.objects(application_number=number).get()


def the_person(number: str = NUMBER) -> Applicant:
    return Applicant.objects(identity_number=number).get()


@pytest.mark.parametrize(
    ("status", "kind", "state"),
    [
        ("Mottatt", "Ny", ApplicationState.RECEIVED),
        ("Under behandling", "Ny", ApplicationState.IN_ASSESSMENT),
        ("Innvilget", "Ny", ApplicationState.WAITING),
        ("Innvilget", "Bytte", ApplicationState.WAITING),
        ("Innvilget", "Forlengelse", ApplicationState.HOUSED),
        ("Avslag", "Ny", ApplicationState.REFUSED),
        ("Trukket", "Ny", ApplicationState.WITHDRAWN),
    ],
)
def test_an_application_starts_in_the_state_the_file_gives(status: str, kind: str, state: ApplicationState) -> None:
    decided = "12.09.2026" if status in ("Innvilget", "Avslag") else ""
    assert counted(bring(APPLICATIONS, {"Status": status, "Søknadstype": kind, "Vedtaksdato": decided})) == {NEW: 1}
    stored = the_application()
    assert stored.state is state
    assert [entry.action for entry in stored.history] == ["imported"]
    assert stored.pending == []
    assert AuditEntry.objects(document="application", document_id=str(stored.pk)).count() == 1


def test_caseworker_and_office_are_the_users() -> None:
    bring(APPLICATIONS, {})
    user = users.find_by_email(CASEWORKER)
    assert user is not None
    assert (the_application().caseworker, the_application().office) == (user, user.office)


@pytest.mark.parametrize(
    ("kind", "stamp"),
    [("Ny", TenantStatus.NEW), ("Forlengelse", TenantStatus.EXISTING), ("Bytte", TenantStatus.EXISTING)],
)
def test_who_asks_for_an_extension_or_a_swap_lives_in_municipal_housing(kind: str, stamp: TenantStatus) -> None:
    bring(APPLICATIONS, {"Søknadstype": kind})
    assert the_application().tenant_status is stamp


def test_a_decided_application_carries_an_imported_decision_and_its_document() -> None:
    bring(APPLICATIONS, REFUSAL)
    application = the_application()
    (entry,) = application.decisions
    decision = Decision.objects.get()
    assert decision.pk == entry.id
    assert (entry.outcome, entry.decided_on, entry.imported) == (DecisionOutcome.REFUSED, date(2026, 9, 12), True)
    assert (decision.outcome, decision.decided_on, decision.imported) == (entry.outcome, entry.decided_on, True)
    assert (decision.basis, decision.appeal_body) == (LegalBasis.LOCAL_GUIDELINES, AppealBody.APPEALS_BOARD)
    assert (decision.facts, decision.rulebook, decision.application) == (None, None, application)


@pytest.mark.parametrize("status", ["Mottatt", "Under behandling", "Trukket"])
def test_a_decision_date_without_a_decision_is_a_notice(status: str) -> None:
    bring(APPLICATIONS, {"Status": status, "Vedtaksdato": "12.09.2026"})
    assert the_application().notices == [NoticeCode.DECISION_DATE_UNUSED]
    assert Decision.objects.count() == 0


def test_one_who_is_not_registered_in_the_municipality_is_noted() -> None:
    bring(APPLICATIONS, {"Folkeregistrert i kommunen": "Nei"})
    assert the_application().notices == [NoticeCode.NOT_RESIDENT]


@pytest.mark.parametrize(
    ("second", "odd"),
    [
        pytest.param({}, True, id="two open ones of a kind"),
        pytest.param({"Søknadstype": "Bytte"}, False, id="of another kind"),
        pytest.param({"Fødselsnr": OTHER}, False, id="of another person"),
        pytest.param(REFUSAL, False, id="a refused one beside an open one"),
    ],
)
@pytest.mark.parametrize("one_file", [True, False])
def test_a_second_open_application_of_a_kind_is_noted(second: dict[str, str], odd: bool, one_file: bool) -> None:
    rows = [{}, {"Søknadsnr": "S2"} | second]
    for some in [rows] if one_file else [[row] for row in rows]:
        bring(APPLICATIONS, *some)
    assert the_application("S1").notices == []
    assert the_application("S2").notices == ([NoticeCode.SECOND_OPEN_APPLICATION] if odd else [])


@pytest.mark.parametrize("active", [True, False])
def test_an_unknown_or_inactive_caseworker_refuses_the_row(active: bool) -> None:
    email = "ny@example.no"
    if not active:
        user = make_user(email=email)
        users.change(user, {"active": False}, ACTOR, version=user.version)
    done = bring(APPLICATIONS, {"Saksbehandler": email})
    assert (counted(done), refused_columns(done)) == ({REFUSED: 1}, ["Saksbehandler"])
    assert Applicant.objects.count() == 0


def test_persons_are_one_per_identity_number() -> None:
    bring(APPLICATIONS, {}, {"Søknadsnr": "S2", "Søknadstype": "Bytte"}, {"Søknadsnr": "S3", "Fødselsnr": OTHER})
    assert Applicant.objects.count() == 2
    person = the_person()
    assert [one.applicant.pk == person.pk for one in Application.objects.order_by("pk")] == [True, True, False]
    assert (person.name, person.born_on, person.phone) == ("Åse Bråten", date(1956, 1, 27), "95367782")
    assert person.sort_name == "br{cten {cse"


def test_another_name_on_the_person_is_a_notice_and_told_once() -> None:
    bring(APPLICATIONS, {})
    second = {"Søknadsnr": "S2", "Søknadstype": "Bytte", "Fornavn": "Åse Marie"}
    assert counted(bring(APPLICATIONS, second)) == {NEW: 1}
    assert (the_person().name, the_person().notices) == ("Åse Bråten", [NoticeCode.NAME_DIFFERS])
    assert counted(bring(APPLICATIONS, second, {"Søknadsnr": "S3", "Fødselsnr": OTHER})) == {NEW: 1, UNCHANGED: 1}


def test_a_new_application_fills_what_was_not_known_of_the_person() -> None:
    bring(APPLICATIONS, {"Mobil": "", "Tolk": ""})
    done = bring(APPLICATIONS, {"Søknadsnr": "S2", "Søknadstype": "Bytte", "Mottatt": "14.05.2026", "Tolk": "Somali"})
    assert counted(done) == {NEW: 1}
    assert (the_person().phone, the_person().interpreter) == ("95367782", "Somali")


def test_the_last_application_tells_how_to_reach_the_person() -> None:
    bring(APPLICATIONS, {}, {"Søknadsnr": "S2", "Søknadstype": "Bytte", "Mottatt": "01.06.2026", "Mobil": "40000000"})
    assert the_person().phone == "95367782"  # another value stands, so it is only told
    earlier = bring(APPLICATIONS, {"Mobil": "40000001"}, {"Søknadsnr": "S3", "Fødselsnr": OTHER})
    assert counted(earlier) == {NEW: 1, UNCHANGED: 1}
    later = {"Søknadsnr": "S2", "Søknadstype": "Bytte", "Mottatt": "01.06.2026", "Mobil": "40000000"}
    done = bring(APPLICATIONS, later, {"Søknadsnr": "S3", "Fødselsnr": OTHER}, overwrite=True)
    assert counted(done) == {UPDATED: 1, UNCHANGED: 1}
    assert the_person().phone == "40000000"


def test_a_changed_application_is_a_difference_by_its_columns() -> None:
    bring(APPLICATIONS, {})
    done = bring(APPLICATIONS, {"Barn": "2", "Etternavn": "Bråthen", "Status": "Under behandling"})
    assert (counted(done), differing_columns(done)) == ({DIFFERENT: 1}, ["Etternavn", "Barn", "Status"])
    assert (the_application().version, the_person().version) == (1, 1)


def test_with_leave_a_case_moves_on_as_the_file_says() -> None:
    bring(APPLICATIONS, {})
    assert counted(bring(APPLICATIONS, REFUSAL, overwrite=True)) == {UPDATED: 1}
    stored = the_application()
    assert (stored.state, stored.decided_on) == (ApplicationState.REFUSED, date(2026, 9, 12))
    assert [entry.action for entry in stored.history] == ["imported", "updated"]
    assert Decision.objects.get().pk == stored.decisions[0].id


def test_a_case_that_went_another_way_here_is_refused_even_with_leave() -> None:
    bring(APPLICATIONS, REFUSAL)
    done = bring(APPLICATIONS, {"Status": "Mottatt"}, overwrite=True)
    assert (counted(done), refused_columns(done)) == ({REFUSED: 1}, ["Status"])
    assert the_application().version == 1


def test_the_date_of_a_decision_that_stands_is_not_overwritten() -> None:
    bring(APPLICATIONS, REFUSAL)
    done = bring(APPLICATIONS, REFUSAL | {"Vedtaksdato": "13.09.2026"}, overwrite=True)
    assert (counted(done), refused_columns(done)) == ({REFUSED: 1}, ["Vedtaksdato"])


def test_a_later_decision_replaces_the_earlier_one() -> None:
    bring(APPLICATIONS, REFUSAL)
    granted = {"Status": "Innvilget", "Vedtaksdato": "20.10.2026"}
    assert counted(bring(APPLICATIONS, granted, overwrite=True)) == {UPDATED: 1}
    entries = the_application().decisions
    assert [(one.outcome, one.open) for one in entries] == [
        (DecisionOutcome.REFUSED, False),
        (DecisionOutcome.GRANTED, True),
    ]
    assert Decision.objects.count() == 2


def test_an_appeal_attaches_to_the_decision_of_its_date() -> None:
    bring(APPLICATIONS, REFUSAL)
    assert counted(bring(APPEALS, {})) == {NEW: 1}
    appeal, application = Appeal.objects.get(), the_application()
    assert (appeal.application, appeal.decision.pk) == (application, application.decisions[0].id)
    assert (appeal.party, appeal.caseworker) == (application.applicant, application.caseworker)
    assert (appeal.notice_arrived_on, appeal.deadline) == (date(2026, 9, 15), date(2026, 10, 6))
    assert (appeal.received_on, appeal.reassess_by) == (date(2026, 9, 21), date(2026, 10, 12))
    assert (appeal.in_time, appeal.notices) == (True, [])
    assert (appeal.state, appeal.appeal_body) == (AppealState.UNDER_REASSESSMENT, AppealBody.APPEALS_BOARD)


def test_an_appeal_after_the_deadline_is_noted() -> None:
    bring(APPLICATIONS, REFUSAL)
    bring(APPEALS, {"Klage mottatt": "07.10.2026", "Status": "Oversendt klagenemnda"})
    appeal = Appeal.objects.get()
    assert (appeal.in_time, appeal.notices, appeal.state) == (
        False,
        [NoticeCode.LATE_APPEAL],
        AppealState.FORWARDED,
    )


@pytest.mark.parametrize(
    ("application", "changes", "column"),
    [
        pytest.param(REFUSAL, {"Søknadsnr": "S9"}, "Søknadsnr", id="no such application"),
        pytest.param(REFUSAL, {"Vedtaksdato": "13.09.2026"}, "Vedtaksdato", id="another date"),
        pytest.param({}, {}, "Søknadsnr", id="no decision at all"),
    ],
)
def test_an_appeal_on_nothing_is_refused(application: dict[str, str], changes: dict[str, str], column: str) -> None:
    bring(APPLICATIONS, application)
    done = bring(APPEALS, {"Vedtak kom frem": "20.09.2026", "Klage mottatt": "21.09.2026"} | changes)
    assert (counted(done), refused_columns(done)) == ({REFUSED: 1}, [column])


def test_an_appeal_moves_on_with_leave_but_not_back() -> None:
    bring(APPLICATIONS, REFUSAL)
    bring(APPEALS, {})
    forwarded = {"Status": "Oversendt klagenemnda"}
    assert counted(bring(APPEALS, forwarded, overwrite=True)) == {UPDATED: 1}
    assert Appeal.objects.get().state is AppealState.FORWARDED
    back = bring(APPEALS, {}, overwrite=True)
    assert (counted(back), refused_columns(back)) == ({REFUSED: 1}, ["Status"])


def test_no_reason_carries_a_value_of_the_row() -> None:
    done = bring(APPLICATIONS, {"Fødselsnr": "12345678901", "Saksbehandler": "ny@example.no", "Mobil": "12"})
    told = " ".join(reason for _, reason in reasons(done))
    assert "12345678901" not in told
    assert "ny@example.no" not in told
    assert "Åse" not in told
