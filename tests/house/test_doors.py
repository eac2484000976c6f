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
        "services/job_runs.py", "services/users.py", "services/imports",
    },
    "modify": set[str](),
    "delete": {"services/users.py", "services/files.py"},
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

    assert [path for path, tree in sources(*LAYERS) if assigned(tree)] == []


def test_nothing_below_the_doors_reads_the_clock() -> None:
    def reads(call: ast.Attribute) -> bool:
        owner = call.value.id if isinstance(call.value, ast.Name) else getattr(call.value, "attr", "")
        return call.attr in CLOCK_CALLS and owner in {"datetime", "date", "time", "dt"}

    assert [path for path, tree in sources(*CLOCKLESS) for call in calls(tree) if reads(call)] == []


def test_an_existing_record_is_never_saved() -> None:
    saved = {path for path, tree in sources(*LAYERS) for call in calls(tree) if call.attr == "save"}
    assert (
        saved
        - {"services/records.py", "services/effects.py", "services/audit.py", "services/files.py"}
        - {path for path in saved if path.startswith(("services/imports", "services/job_runs", "services/outbox"))}
        - {"admin/export.py"}
        == set()
    )
