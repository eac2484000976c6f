"""`seed-demo` fills an empty demo database and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config.settings import Settings
from demo import commands
from tests.demo.seeding import commands_of, forget
from tests.factories import make_user

pytestmark = pytest.mark.wire


@pytest.fixture(autouse=True)
def afterwards() -> Iterator[None]:
    yield
    forget()


@pytest.mark.parametrize(
    ("others", "why"),
    [
        pytest.param({"demo": False}, commands.NOT_DEMO, id="not the demo"),
        pytest.param({"demo": True, "allow_synthetic_ids": False}, commands.NO_SYNTHETIC, id="no synthetic persons"),
    ],
)
def test_it_refuses_where_it_does_not_belong(
    settings: Settings, tmp_path: Path, others: dict[str, Any], why: str
) -> None:
    from models import User

    run = commands_of(replace(settings, **others), tmp_path / "logins.json")
    told = run("seed-demo")
    assert (told.exit_code, told.output) == (1, f"Feil: {why}\n")
    assert User.objects.count() == 0
    assert not (tmp_path / "logins.json").exists()


def test_it_leaves_a_database_alone_that_has_data(settings: Settings, tmp_path: Path) -> None:
    from models import User

    run = commands_of(replace(settings, demo=True), tmp_path / "logins.json")
    make_user()
    told = run("seed-demo")
    assert (told.exit_code, told.output) == (1, f"Feil: {commands.NOT_EMPTY}\n")
    assert User.objects.count() == 1


def test_a_filling_that_was_cut_short_is_not_taken_for_whole(settings: Settings, tmp_path: Path) -> None:
    run = commands_of(replace(settings, demo=True), tmp_path / "logins.json")
    make_user(demo=True, password_hash=None)
    told = run("seed-demo")
    assert (told.exit_code, told.output) == (1, f"Feil: {commands.NOT_EMPTY}\n")


def test_a_size_that_is_none_is_refused(settings: Settings, tmp_path: Path) -> None:
    run = commands_of(replace(settings, demo=True), tmp_path / "logins.json")
    for size in ("0", "1001", "-1", "ti", "1,5"):
        told = run("seed-demo", "--scale", size)
        why = f"«{size}» er ikke en størrelse. Skriv et helt tall fra 1 til 1000."
        assert (told.exit_code, told.output) == (2, f"Feil: {why}\n")
