"""The tier without a database: ten milliseconds a test, and property tests that run the same each time."""

import pytest
from hypothesis import settings

from rules.deadlines import rent_due

settings.register_profile("rules", max_examples=25, deadline=None, derandomize=True, database=None)
settings.load_profile("rules")


@pytest.fixture(scope="session", autouse=True)
def calendar() -> None:
    """Load the holidays once; the library takes half a second to import."""
    rent_due(2026, 11)
