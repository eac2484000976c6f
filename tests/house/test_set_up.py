"""The set-up: what a newcomer's two commands rely on, and what they say when something is missing."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

PIN = re.compile(r"^([a-z0-9-]+)==([^\s;]+)", flags=re.MULTILINE)


def pins(lock: str) -> set[tuple[str, str]]:
    return set(PIN.findall((ROOT / lock).read_text(encoding="utf-8")))


def wanted(*extras: str) -> set[tuple[str, str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    found = {PIN.match(line) for line in lines}
    assert None not in found, "every dependency is pinned with =="
    return {(match[1], match[2]) for match in found if match}


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.lock", ()), ("requirements-dev.lock", ("embedded", "dev"))]
)
def test_the_lock_holds_what_pyproject_wants(lock: str, extras: tuple[str, ...]) -> None:
    assert wanted(*extras) <= pins(lock), "run `make lock`"


def test_the_product_runs_on_the_versions_that_are_tested() -> None:
    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_the_product_carries_nothing_of_the_embedded_database() -> None:
    names = {name for name, _ in pins("requirements.lock")}
    assert not names & {"secantusdb", "aiosmtpd", "pytest", "playwright"}


@pytest.fixture
def empty_machine(tmp_path: Path) -> Path:
    """A copy of the set-up on a machine that has a shell and its tools, and no Python."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "dirname", "basename", "rm", "touch", "cat"):
        (programs / name).symlink_to(Path(shutil.which(name) or ""))
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools/bootstrap.sh", tmp_path / "tools")
    return tmp_path


def add_python(machine: Path, name: str, script: str) -> None:
    program = machine / "bin" / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def bootstrap(machine: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "tools/bootstrap.sh"],
        cwd=machine,
        env={"PATH": str(machine / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_fitting_python_it_says_in_one_sentence_what_to_install(empty_machine: Path) -> None:
    add_python(empty_machine, "python3", "exit 1  # an old Python: the version does not fit")
    done = bootstrap(empty_machine)
    assert done.returncode != 0
    assert done.stderr.strip().startswith("Husrom trenger Python 3.11, 3.12 eller 3.13: installer den")
    assert len(done.stderr.strip().splitlines()) == 1


def test_without_venv_it_names_the_package(empty_machine: Path) -> None:
    add_python(empty_machine, "python3.12", 'case "$2" in *ensurepip*) exit 1 ;; esac')
    done = bootstrap(empty_machine)
    assert done.returncode != 0
    assert "python3-venv" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_newest_fitting_python_is_taken(empty_machine: Path) -> None:
    add_python(empty_machine, "python3.13", "exit 127  # a shim without a Python behind it")
    add_python(empty_machine, "python3.12", 'case "$2" in venv) echo chosen "$0" >&2; exit 3 ;; esac')
    add_python(empty_machine, "python3", "exit 0")
    assert f"chosen {empty_machine}/bin/python3.12" in bootstrap(empty_machine).stderr


@pytest.mark.parametrize("script", [*sorted(ROOT.glob("tools/*.sh")), ROOT / ".ci/run"], ids=lambda path: path.name)
def test_scripts_can_be_run(script: Path) -> None:
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)


def test_make_lists_its_commands() -> None:
    done = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"demo", "test", "check", "bench", "help"} <= set(re.findall(r"^  make (\w+)", done.stdout, re.MULTILINE))
