"""The import screen in a real browser: from file to result, with a bar that moves by itself."""

from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Page, expect

from admin import import_work
from models import Dwelling
from services.imports import walk
from tests.admin.conftest import make_account, served
from tests.admin.importing import OWNED, SECRET
from tests.admin.office import app
from tests.clockwork import load_rulebook
from tests.schemas.samples import csv_of
from tests.web.browsing import desk, faults, user

__all__ = ["app", "desk", "make_account", "served", "user"]
ROWS = 6


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Dwellings, the last with a fault."""
    rows = [OWNED | {"Bolig-ID": f"B{number}"} for number in range(ROWS)]
    path = tmp_path / "boliger.csv"
    path.write_bytes(csv_of(*rows[:-1], rows[-1] | {"Antall rom": SECRET}))
    return path


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Event:
    """The import goes on row by row, and waits after the first until the test lets it."""
    go_on = Event()
    chunk = walk.Walk._chunk

    def one(self: walk.Walk, entries: list[object]) -> None:
        if self._store and self._step.done > 1:
            go_on.wait(20)
        chunk(self, entries)

    monkeypatch.setattr(walk, "ROWS_AT_ONCE", 1)
    monkeypatch.setattr(walk.Walk, "_chunk", one)
    monkeypatch.setattr(import_work, "PATIENCE", 0.05)
    return go_on


def _choose(desk: Page, served: str, file: Path) -> None:
    desk.goto(f"{served}/admin/import/")
    desk.get_by_label("Boliger", exact=True).check()
    desk.set_input_files("#fil", str(file))


def test_from_file_to_result(desk: Page, served: str, file: Path, held: Event) -> None:
    load_rulebook()
    _choose(desk, served, file)
    assert desk.locator("[data-file-name]").inner_text() == "boliger.csv"
    found = faults(desk, "import-choose")
    desk.get_by_role("button", name="Forhåndsvis").click()
    expect(desk.get_by_role("cell", name=SECRET)).to_be_visible()
    found += faults(desk, "import-preview")
    desk.get_by_role("button", name="Les inn", exact=True).click()
    expect(desk.get_by_text(f"1 av {ROWS} linjer")).to_be_visible()
    found += faults(desk, "import-progress")
    held.set()
    expect(desk.get_by_role("heading", name="Gjør dette nå")).to_be_visible()  # the page looked again by itself
    found += faults(desk, "import-result")
    assert found == []
    assert Dwelling.objects.count() == ROWS - 1
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Last ned feillinjer").click()
    assert SECRET in Path(download.value.path()).read_text(encoding="utf-8-sig")
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.get_by_role("button", name="Lukk importen").click()
    expect(desk.get_by_text("Importen er lukket. Filen og feillisten er slettet")).to_be_visible()


def test_a_file_that_is_too_large_is_told_before_it_is_sent(desk: Page, served: str, tmp_path: Path) -> None:
    large = tmp_path / "stor.csv"
    with large.open("wb") as target:
        target.truncate(21 * 1024 * 1024)
    _choose(desk, served, large)
    desk.get_by_role("button", name="Forhåndsvis").click()
    expect(desk.get_by_text("Filen er større enn 20 MB. Del den")).to_be_visible()
    assert desk.get_by_role("heading", level=1).inner_text() == "Les inn filer"
    assert faults(desk, "import-too-large") == []
