"""What becomes of the proposal when a case ends, and what must wait for consent."""

import pytest

from models import Application, Letter
from models.mapping import Mapping
from rules.errors import ConsentMissing
from rules.terms import Consent, LetterState
from services import applications, assessments, records
from tests.casework import TODAY, acting, house, proposed, worker
from tests.factories import make_application

__all__ = ["house"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("house")


def test_a_case_that_is_withdrawn_leaves_no_proposal_and_no_draft_letter_behind() -> None:
    case = proposed()
    letter = case.proposal.letter
    applications.withdraw(case, acting(worker()), why="Fant egen bolig", version=case.version)
    assert records.get(Application, case.pk).proposal is None
    assert records.get(Letter, letter).state is LetterState.VOID


def test_nothing_is_mapped_while_the_applicants_consent_is_awaited() -> None:
    case = make_application(consent=Consent.AWAITED)
    assert not assessments.may_map(case)
    with pytest.raises(ConsentMissing):
        assessments.map_needs(case, Mapping(no_wishes=True), acting(worker()), version=case.version, today=TODAY)
    assert records.get(Application, case.pk).mapped_on is None
