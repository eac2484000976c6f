"""What the import linter cannot see: who may write, who may set a state, who may read the clock."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("rules", "models", "letters", "services", "schemas", "admin", "api", "jobs")

# Records have one writer; the others here own plumbing without versions, each its own collection, or a cache.
WRITERS = {
    "update_one": {
        "services/records.py", "services/effects.py", "services/accounts.py", "services/outbox.py",
        "services/job_runs.py", "services/claims.py", "services/users.py", "services/imports", "services/numbers.py",
        "services/api_access/answers.py",
        "services/queueing.py", "services/webhooks/sending.py",
    },
    "modify": set[str](),
    "delete": {"services/users.py", "services/files.py", "services/uploads.py"},  # throttle, bytes, previews
    "find_one_and_update": set[str](),
}  # fmt: skip
CLOCKLESS = ("rules", "models", "letters", "services")
CLOCK_CALLS = {"now", "today", "utcnow", "time"}


def sources(*layers: str) -> Iterator[tuple[str, ast.AST]]:
    for layer in layers:
        for path in sorted((ROOT / layer).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.AST) -> Iterator[ast.Attribute]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func


@pytest.mark.parametrize("method", WRITERS)
def test_records_are_written_by_their_one_writer(method: str) -> None:
    found = {path for path, tree in sources(*LAYERS) for call in calls(tree) if call.attr == method}
    strangers = {path for path in found if not any(path.startswith(allowed) for allowed in WRITERS[method])}
    assert strangers == set()


def test_nobody_assigns_a_state() -> None:
    def assigned(tree: ast.AST) -> bool:
        targets = [
            target
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        ]
        return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)

    # What is loaded follows the guarded write just sent.
    mirrors = {"services/queueing.py"}
    assert {path for path, tree in sources(*LAYERS) if assigned(tree)} - mirrors == set()


def test_nothing_below_the_doors_reads_the_clock() -> None:
    def reads(call: ast.Attribute) -> bool:
        owner = call.value.id if isinstance(call.value, ast.Name) else getattr(call.value, "attr", "")
        return call.attr in CLOCK_CALLS and owner in {"datetime", "date", "time", "dt"}

    assert [path for path, tree in sources(*CLOCKLESS) for call in calls(tree) if reads(call)] == []


def test_an_existing_record_is_never_saved() -> None:
    """A save inserts under `force_insert`, or it is of plumbing that has no version; a record's effects come back."""

    def plain(node: ast.AST) -> bool:
        saves = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "save"
        return saves and not any(keyword.arg == "force_insert" for keyword in node.keywords)

    found = {path for path, tree in sources(*LAYERS) for node in ast.walk(tree) if plain(node)}
    pictures = "services/inspections/photos.py"  # saves a picture's points as bytes, no record
    assert found - {"services/claims.py", "admin/export.py", pictures} == set()
