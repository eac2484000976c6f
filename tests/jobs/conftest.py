"""The clock's door on an in-memory database."""

from typing import Any

import pytest

from tests.clockwork import load_rulebook


@pytest.fixture(autouse=True)
def database(memory_database: Any) -> Any:
    """A fresh in-memory database with the default rulebook."""
    load_rulebook()
    return memory_database
