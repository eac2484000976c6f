"""Records of an earlier release, as a new one needs them."""

import pytest

from models import Application
from rules.terms import ApplicationKind, ApplicationState
from services import maintenance, records, waiting_list
from services.waiting_list import Wanted
from tests.factories import make_application


def test_applications_from_before_the_waiting_list_come_onto_it() -> None:
    waiting = make_application(state=ApplicationState.WAITING, import_run="run")
    make_application(state=ApplicationState.WAITING, kind=ApplicationKind.EXTENSION, import_run="run")
    make_application(state=ApplicationState.REFUSED, import_run="run")
    Application._get_collection().update_many({}, {"$unset": {"on_list": 1}})
    assert waiting_list.households(Wanted()) == []
    assert maintenance.derive_missing() == 3
    assert [one.id for one in waiting_list.households(Wanted())] == [str(waiting.pk)]
    found = Application.objects.get(pk=waiting.pk)
    assert (found.version, len(found.history)) == (1, 1)
    assert maintenance.derive_missing() == 0


@pytest.mark.parametrize("state", [ApplicationState.RECEIVED, ApplicationState.WAITING])
def test_whoever_is_changed_meanwhile_is_left_to_that_change(state: ApplicationState) -> None:
    case = make_application(state=state)
    Application._get_collection().update_one({"_id": case.pk}, {"$set": {"version": 9}})
    assert records.derive(case) is False
