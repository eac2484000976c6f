"""Files that nobody needs any more go by the clock."""

from datetime import timedelta
from io import BytesIO

import pytest

from jobs import finish_effects
from models import Dwelling, File, ImportRun
from rules.terms import ImportKind, ImportState
from services import uploads
from services.actor import Actor
from services.imports import walk
from tests.clockwork import make_context
from tests.conftest import NOON
from tests.importing import bring, prepare


def test_files_that_were_only_looked_through_go_after_half_a_day() -> None:
    uploads.keep("boliger.csv", BytesIO(b"x"), Actor(id="u", name="Kari", at=NOON))
    assert finish_effects.run(make_context()).numbers() == {"selected": 0, "done": 0, "failed": 0}
    late = NOON + uploads.KEPT + timedelta(seconds=1)
    assert finish_effects.run(make_context(clock=lambda: late)).numbers()["dropped"] == 1
    assert File.objects.count() == 0


def test_imports_that_nobody_closed_are_closed_after_a_month() -> None:
    long_ago = NOON - timedelta(days=31)
    ImportRun(
        key="k", kind="dwellings", state=ImportState.DONE, name="boliger.csv", sha256="x", by="u", by_name="Kari",
        day=long_ago.date(), started_at=long_ago, finished_at=long_ago, beat_at=long_ago,
    ).save()  # fmt: skip
    assert finish_effects.run(make_context()).numbers()["closed"] == 1
    assert ImportRun.objects.get().closed_at == NOON
    assert "closed" not in finish_effects.run(make_context()).numbers()


def test_an_import_that_nobody_carries_on_is_carried_on(monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        """The process is gone."""

    def die(_done: int, _total: int) -> None:
        raise Killed

    prepare()
    monkeypatch.setattr(walk, "ROWS_AT_ONCE", 2)
    with pytest.raises(Killed):
        bring(ImportKind.DWELLINGS, *({"Bolig-ID": f"B{number}"} for number in range(100, 105)), progress=die)
    ImportRun.objects.update(set__beat_at=NOON)
    assert "resumed" not in finish_effects.run(make_context()).numbers()
    late = NOON + timedelta(minutes=2)
    context = make_context(clock=lambda: late, allow_synthetic_ids=True)
    assert finish_effects.run(context).numbers()["resumed"] == 1
    assert ImportRun.objects.get().state is ImportState.DONE
    assert Dwelling.objects(dwelling_number__in=[f"B{number}" for number in range(100, 105)]).count() == 5
