"""The services tier: every test has a fresh in-memory database."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def database(memory_database: Any) -> Any:
    """The fresh in-memory database behind the documents."""
    return memory_database
