"""What the pages of a case tell those who do not work it, and of whom an address has since been protected."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from bson import ObjectId
from flask.testing import FlaskClient

from letters import decision_letter
from models import AccessEntry, Application, AuditEntry, Letter
from models.letter import Addressee
from rules.terms import AccessKind, ApplicationState, Copy, FileKind, LegalBasis, Role
from services import applications, files, meetings, persons, records
from tests.admin.office import app
from tests.admin.plain_text import visible
from tests.appealing import lodged, quick_letters, refused
from tests.casework import NOW, TODAY, acting, assessed, draft, members, proposed, quick_draw, worker
from tests.factories import ACTOR, make_applicant, make_application, make_lease, make_office
from tests.makers import make_letter

__all__ = ["app", "quick_letters"]  # fixtures, used here

pytestmark = pytest.mark.usefixtures("app", "quick_letters")
Clients = Callable[..., FlaskClient]
WHY = "Sønnen fortalte at hun er innlagt."
HOME = "Hemmelig vei 7"


@pytest.fixture(autouse=True)
def drawn_quickly(monkeypatch: pytest.MonkeyPatch, clock: Any) -> None:
    clock.move_to(NOW)
    monkeypatch.setattr(decision_letter, "draw", quick_draw)


# --- Why something was changed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR, Role.CASEWORKER])
def test_why_a_case_was_changed_is_for_those_who_work_it(client_of: Clients, role: Role) -> None:
    appeal = lodged()
    case, decision = appeal.application, appeal.decision
    case = Application.objects.get(pk=case.pk)
    records.change(case, ACTOR, values={"office": make_office()})
    told = {"soknader": case, "vedtak": decision, "klager": appeal}
    stranger, colleague = client_of(role, office=make_office()), client_of(Role.CASEWORKER, office=case.office)
    for screen, record in told.items():
        records.change(record, ACTOR, values=dict([a_change(record)]), why=WHY)
        page = f"/admin/{screen}/endringer/?id={record.pk}"
        assert WHY in colleague.get(page).text, screen
        assert WHY not in stranger.get(page).text, screen


def a_change(record: Any) -> tuple[str, Any]:
    name = {"application": "archive_case_number", "decision": "decided_by_name", "appeal": "reassessed_by"}
    return name[type(record)._get_collection_name()], "2026/77"


def test_why_an_application_was_withdrawn_is_for_those_who_work_it(client_of: Clients) -> None:
    case = make_application(office=make_office(), state=ApplicationState.IN_ASSESSMENT)
    clerk = worker(office=case.office)
    applications.withdraw(case, acting(clerk), why=WHY, version=case.version)
    page = f"/admin/soknader/vis/?id={case.pk}"
    assert WHY in client_of(Role.CASEWORKER, office=case.office).get(page).text
    told = client_of(Role.READER).get(page).text
    assert "Søknaden ble trukket" in told
    assert WHY not in told


def test_the_log_of_changes_tells_the_auditor_that_a_case_was_changed_but_not_why(client_of: Clients) -> None:
    case = make_application(office=make_office())
    records.change(case, ACTOR, values={"archive_case_number": "2026/77"}, why=WHY)
    entry = AuditEntry.objects(document="application", action="edited").get()
    auditor = client_of(Role.AUDITOR)
    pages = ["endringslogg/", f"endringslogg/vis/?id={entry.pk}"]
    assert [page for page in pages if WHY in auditor.get(f"/admin/{page}").text] == []
    assert WHY not in auditor.post("/admin/endringslogg/eksport/csv/").text
    assert WHY in client_of(Role.DEPARTMENT_HEAD).get(f"/admin/{pages[1]}").text


# --- What is proposed ------------------------------------------------------------------------------------------------


def test_cases_to_choose_for_a_meeting_do_not_tell_strangers_what_is_proposed(client_of: Clients) -> None:
    case, around = proposed(office=make_office()), members()
    meeting = meetings.plan(TODAY, "10:00", "Rådhuset", around[0], around, acting(worker()), now=NOW)
    page = f"/admin/moter/vis/?id={meeting.pk}"
    colleague = client_of(Role.CASEWORKER, office=case.office).get(page).text
    assert f"Sak {case.number}" in colleague
    assert "forslag fra 23.11.2026: Innvilget" in visible(colleague)
    stranger = client_of(Role.CASEWORKER, office=make_office()).get(page).text
    assert f"Sak {case.number}" in stranger
    assert "Innvilget" not in visible(stranger)


def test_who_acts_for_a_party_is_told_to_nobody_who_does_not_work_the_case(client_of: Clients) -> None:
    decision = refused(office=make_office())
    page = f"/admin/vedtak/klage/?id={decision.pk}"
    assert client_of(Role.CASEWORKER, office=decision.application.office).get(page).status_code == 200
    assert client_of(Role.CASEWORKER, office=make_office()).get(page).status_code == 403


# --- An address that is protected later ------------------------------------------------------------------------------


def letter_home(case: Application) -> Letter:
    """A letter that was drawn before its party's address was protected."""
    file = files.store(ObjectId(), FileKind.LETTER, "brev.pdf", "application/pdf", io.BytesIO(b"%PDF-1.7"), ACTOR)
    to = [Addressee(copy=Copy.PARTY, address=f"Siv Skjult\n{HOME}\n9405 HARSTAD")]
    return make_letter(application=case, file=file.pk, sha256=file.sha256, addressees=to, about=case.pk)


def test_a_letter_drawn_before_the_address_was_protected_hides_it_too(client_of: Clients) -> None:
    case = make_application(office=make_office())
    letter = letter_home(case)
    records.change(case.applicant, ACTOR, values={"protected_address": True})
    clerk = client_of(Role.CASEWORKER, office=case.office)
    one_who_may = client_of(Role.CASEWORKER, office=case.office, sees_protected=True)
    page, pdf = f"/admin/brev/vis/?id={letter.pk}", f"/admin/brev/pdf/?id={letter.pk}"
    assert HOME in one_who_may.get(page).text
    assert one_who_may.get(pdf).status_code == 200
    assert HOME not in clerk.get(page).text
    refused_pdf = clerk.get(pdf)
    assert refused_pdf.status_code == 403
    assert "beskyttet adresse" in visible(refused_pdf.text)
    assert clerk.get(f"/admin/soknader/brevet/?id={case.pk}&brev={letter.pk}").status_code == 403


def test_a_letter_drawn_after_the_address_was_protected_is_opened_by_those_who_work_the_case(
    client_of: Clients,
) -> None:
    case = make_application(office=make_office(), applicant=make_applicant(protected_address=True))
    letter = letter_home(case)
    records.change(letter, ACTOR, values={"protected": True})
    clerk = client_of(Role.CASEWORKER, office=case.office)
    assert clerk.get(f"/admin/brev/pdf/?id={letter.pk}").status_code == 200
    assert HOME not in clerk.get(f"/admin/brev/vis/?id={letter.pk}").text


def test_protecting_a_person_protects_the_records_merged_into_them(client_of: Clients) -> None:
    first, second = make_applicant(address="Storgata 1"), make_applicant(address=HOME)
    lease = make_lease(contract_number="K77", tenant=second)
    head = acting(worker(Role.DEPARTMENT_HEAD))
    persons.merge(first, second, head, why="Samme person.", versions={first.pk: 1, second.pk: 1})
    first.reload()
    clerk = client_of(Role.CASEWORKER, sees_protected=True)
    form = {
        "first_name": first.first_name, "last_name": first.last_name, "protected_address": "y", "letter_form": "nb",
        "version": str(first.version),
    }  # fmt: skip
    clerk.post(f"/admin/personer/rediger/?id={first.pk}", data=form)
    assert records.get(type(first), first.pk).protected_address
    stranger = client_of(Role.CASEWORKER)
    assert HOME not in stranger.get(f"/admin/personer/vis/?id={second.pk}").text
    assert lease.dwelling.address not in stranger.get(f"/admin/leieforhold/vis/?id={lease.pk}").text


# --- Another case's -----------------------------------------------------------------------------------------------


def test_a_letter_of_another_case_is_not_found(client_of: Clients) -> None:
    mine, other = make_application(), make_application()
    foreign = letter_home(other)
    clerk = client_of(Role.CASEWORKER)
    assert clerk.get(f"/admin/soknader/brevet/?id={mine.pk}&brev={foreign.pk}").status_code == 404
    appeal = lodged()
    assert clerk.get(f"/admin/klager/brev-pdf/?id={appeal.pk}&brev={foreign.pk}").status_code == 404


def test_an_id_that_is_nobodys_is_not_told_back(client_of: Clients) -> None:
    case = make_application()
    answer = client_of(Role.CASEWORKER).get(f"/admin/soknader/brevet/?id={case.pk}&brev=6b040090045882b4e2fe0094")
    assert answer.status_code == 404
    assert "6b040090045882b4e2fe0094" not in visible(answer.text)


# --- The log of who has seen what ------------------------------------------------------------------------------------


def opened(case: Application) -> int:
    return AccessEntry.objects(kind=AccessKind.OPENED, document="application", number=case.number).count()


def test_reasons_are_logged_where_nothing_was_mapped(client_of: Clients) -> None:
    case = make_application()
    help_ = draft(basis=LegalBasis.HOUSING_SOCIAL_ACT, dwelling_type=None, lease_months=None, need=None)
    proposed(case, wanted=help_)
    clerk = client_of(Role.CASEWORKER)
    assert "Husstanden fyller vilkårene." in clerk.get(f"/admin/soknader/forslag/?id={case.pk}").text
    assert opened(case) == 1
    clerk.get(f"/admin/soknader/forhandsvisning/?id={case.pk}")
    assert opened(case) == 2


def test_an_assessment_is_logged_where_nothing_was_mapped(client_of: Clients) -> None:
    case = assessed()
    records.change(case, ACTOR, values={"mapping": None})
    client_of(Role.CASEWORKER).get(f"/admin/soknader/vurdering/?id={case.pk}")
    assert opened(case) == 1


# --- What a list of changes says of parts that have no words ----------------------------------------------------------


def test_a_declared_conflict_is_counted_in_the_list_of_changes_and_its_reason_is_not_told(client_of: Clients) -> None:
    case, clerk = make_application(), worker()
    applications.declare_conflict(
        case, clerk, acting(clerk), because="Søkeren er min søster.", version=case.version, today=TODAY
    )
    page = client_of(Role.CASEWORKER).get(f"/admin/soknader/endringer/?id={case.pk}").text
    assert "1 oppføring" in visible(page)
    assert "<thead><tr></tr></thead>" not in page
    assert "søster" not in page
