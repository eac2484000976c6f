"""The operators' commands on the rulebook and on decisions: what they write, and how they end."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from admin import commands
from models import Decision, Rulebook, Vacancy
from services import decisions, rulebooks
from tests.casework import decided, house
from tests.choosing import FIRST, SECOND, recommended, short_road, waiting
from tests.conftest import ROOT, make_settings
from tests.factories import make_decision, make_vacancy

__all__ = ["house"]  # a fixture, used here

Run = Callable[..., Result]
DEFAULT = ROOT / "config" / "rulebook.toml"
TODAY = date(2026, 11, 22)

pytestmark = pytest.mark.usefixtures("house", "clock")


@pytest.fixture
def run(memory_database: Any) -> Run:
    app = Flask("husrom", static_folder=None, root_path=str(ROOT))
    commands.register(app, make_settings("mongodb://127.0.0.1/husrom"))
    return lambda *words, **others: app.test_cli_runner().invoke(args=[str(word) for word in words], **others)


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(old: str = "", new: str = "") -> Path:
        source = DEFAULT.read_text(encoding="utf-8")
        assert old in source
        path = tmp_path / "regelbok.toml"
        path.write_text(source.replace(old, new, 1) if old else source, encoding="utf-8")
        return path

    return write


# --- A text ----------------------------------------------------------------------------------------------------------


def test_the_default_is_a_rulebook(run: Run) -> None:
    checked = run("rulebook", "check", DEFAULT)
    assert checked.exit_code == 0
    assert "er i orden: «Standardregelbok etter Harstad og Trondheim», 4 vilkår, 4 momenter" in checked.output
    assert Rulebook.objects.count() == 1


@pytest.mark.parametrize("command", ["check", "publish"])
def test_a_text_that_does_not_hold_is_refused_with_line_key_and_reason(
    run: Run, written: Callable[..., Path], command: str
) -> None:
    for old, new, told in (
        ("posting_days = 3", "posting_days = -3", "(deadlines.posting_days): Linje 8, «Brev i posten"),
        ("posting_days = 3", "postin_days = 3", "(deadlines.postin_days): Linje 8, «Frister»: Dette finnes ikke"),
        ("posting_days = 3", "posting_days =", "regelbok.toml: Linje 8: Linjen kan ikke leses."),
    ):
        refused = run("rulebook", command, written(old, new))
        assert (refused.exit_code, refused.stdout) == (1, ""), old
        assert told in refused.stderr
        assert "Traceback" not in refused.output
    assert Rulebook.objects.count() == 1


@pytest.mark.parametrize("command", ["check", "publish"])
def test_what_is_no_text_is_told_plainly(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "bilde").write_bytes(b"\xff\xd8\xff")
    for path, told in (
        ("/finnes/ikke.toml", "Fant ikke filen /finnes/ikke.toml."),
        (tmp_path, "er en mappe"),
        (tmp_path / "bilde", "ikke en ren tekst"),
    ):
        refused = run("rulebook", command, path)
        assert refused.exit_code == 2
        assert told in refused.stderr
    assert run("rulebook", command).exit_code == 2


def test_a_text_is_published_as_the_next_version(run: Run, written: Callable[..., Path]) -> None:
    path = written("appeal_weeks = 3", "appeal_weeks = 5")
    later = run("rulebook", "publish", path, "--valid-from", "2026-12-01")
    assert (later.exit_code, later.output) == (0, "Publisert som versjon 2, gjelder fra 01.12.2026.\n")
    assert (rulebooks.current(TODAY).number, rulebooks.current(date(2026, 12, 1)).number) == (1, 2)
    assert run("rulebook", "publish", path).output == "Publisert som versjon 3, gjelder fra 22.11.2026.\n"
    assert rulebooks.current(TODAY).appeal_weeks == 5


def test_a_day_that_is_past_is_refused(run: Run, written: Callable[..., Path]) -> None:
    refused = run("rulebook", "publish", written(), "--valid-from", "2026-11-21")
    assert refused.exit_code == 1
    assert "Datoen er passert." in refused.stderr
    assert run("rulebook", "publish", written(), "--valid-from", "snart").exit_code == 2
    assert Rulebook.objects.count() == 1


def test_an_upgrade_tells_that_the_rulebook_was_filled_in(run: Run) -> None:
    content = rulebooks.content_of(Rulebook.objects.get())
    del content["requirements"]
    Rulebook._get_collection().update_one({}, {"$set": {"content": content}})
    told = run("create-indexes")
    assert (told.exit_code, "fylt ut som versjon 2" in told.output) == (0, True)
    assert run("create-indexes").output == "Alt var på plass fra før.\n"


# --- A decision ------------------------------------------------------------------------------------------------------


def test_a_decision_comes_out_as_it_did(run: Run) -> None:
    case = decided()
    told = run("replay", case.number)
    assert told.exit_code == 0
    assert f"Sak {case.number}, vedtak 23.11.2026 (innvilget): regnet ut på nytt etter versjon 1" in told.output
    assert "peker det mot innvilge, 3 poeng. Alt kom ut som da." in told.output
    assert run("replay", str(Decision.objects.get().pk)).output == told.output


def test_a_newer_rulebook_changes_no_old_decision(run: Run, written: Callable[..., Path]) -> None:
    case = decided()
    run("rulebook", "publish", written("at_least = 18", "at_least = 90"))
    assert rulebooks.current(TODAY).policy.requirements[0].at_least == 90
    assert run("replay", case.number).exit_code == 0


def test_what_comes_out_otherwise_is_told_and_ends_with_one(run: Run) -> None:
    case = decided()
    decision = Decision.objects.get()
    held = json.loads(decision.facts)
    held["facts"]["barred"] = True
    Decision.objects(pk=decision.pk).update_one(set__facts=json.dumps(held))
    told = run("replay", case.number)
    assert told.exit_code == 1
    assert "Dette kom ut annerledes:" in told.output
    assert "Grovt mislighold: da nei, nå ja" in told.output
    assert "Regelboken peker mot: da innvilge, nå avslå" in told.output


def test_a_rulebook_that_is_gone_is_told_plainly(run: Run) -> None:
    case = decided()
    Decision.objects.update_one(set__rulebook=9)
    told = run("replay", case.number)
    assert told.exit_code == 1
    assert "Fant ikke regelboken 9." in told.stderr


def test_a_recommendation_is_recomputed_by_its_vacancys_number(run: Run) -> None:
    first, second = waiting(FIRST), waiting(SECOND)
    vacancy = short_road()
    recommended(vacancy, second, over=[([first], "Ønsker et annet sted.")])
    told = run("replay", vacancy.number)
    assert told.exit_code == 0
    assert f"Ledigmelding {vacancy.number}, innstilling 23.11.2026 ({second.number}): regnet ut" in told.output
    assert "Samme kandidater passer, i samme rekkefølge." in told.output
    assert run("replay", make_vacancy().number).exit_code == 2


def test_a_basis_that_was_meddled_with_is_told_and_ends_with_one(run: Run) -> None:
    vacancy = short_road()
    recommended(vacancy, waiting(FIRST))
    Vacancy.objects(pk=vacancy.pk).update_one(set__recommendation__basis_sha256="0" * 64)
    told = run("replay", vacancy.number)
    assert told.exit_code == 1
    assert "Filen med grunnlaget er ikke den som ble lagret" in told.output


def test_an_imported_decision_has_nothing_to_be_recomputed_from(run: Run) -> None:
    decision = make_decision(imported=True)
    told = run("replay", decision.number)
    assert told.exit_code == 0
    assert "ingen lagrede opplysninger og kan ikke regnes ut på nytt. Det er importert." in told.output


@pytest.mark.parametrize("number", ["S9999999", "", "x" * 24, "0" * 24])
def test_a_case_without_decisions_is_told(run: Run, number: str) -> None:
    told = run("replay", number)
    assert (told.exit_code, "Fant ikke noe vedtak" in told.stderr) == (2, True)
    assert decisions.named(number) == []
