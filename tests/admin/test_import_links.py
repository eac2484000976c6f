"""From the list of imports to what became of a file."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from models import ImportRun
from rules.terms import ImportKind, ImportState, Role
from tests.admin.office import app

__all__ = ["app"]


@pytest.mark.parametrize(
    ("role", "kind", "leads"),
    [
        (Role.ADMINISTRATOR, ImportKind.LEASES, True),
        (Role.ECONOMY, ImportKind.PAYMENTS, True),
        (Role.ECONOMY, ImportKind.LEASES, False),
        (Role.AUDITOR, ImportKind.LEASES, False),
    ],
)
def test_those_who_may_bring_in_such_files_are_led_to_the_result(
    client_of: Callable[..., FlaskClient], role: Role, kind: ImportKind, leads: bool
) -> None:
    now = datetime.now(UTC)
    run = ImportRun(
        key=f"{kind.value}:x", kind=kind, state=ImportState.DONE, name="fil.csv", sha256="x", by="u", by_name="Kari",
        day=now.date(), started_at=now, beat_at=now, counts={"new": 1},
    ).save()  # fmt: skip
    caller = client_of(role)
    page = caller.get(f"/admin/importer/vis/?id={run.pk}").text
    assert ("Se resultatet" in page) is leads
    assert caller.get(f"/admin/import/status/?id={run.pk}").status_code == (
        200 if leads else 403 if role is Role.AUDITOR else 404
    )
