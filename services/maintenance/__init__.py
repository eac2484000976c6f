"""Operators' work on the database as a whole: its indexes, and whether what it holds agrees with itself."""

from models.connection import DATABASE_ERRORS
from services.maintenance.checks import Checked, check_data
from services.maintenance.checks_common import Trouble
from services.maintenance.indexes import (
    IndexRefused,
    NotReady,
    WrongKey,
    create_indexes,
    missing_indexes,
    require_alive,
    require_ready,
)
from services.maintenance.upgrade import derive_missing

__all__ = [
    "DATABASE_ERRORS",
    "Checked",
    "IndexRefused",
    "NotReady",
    "Trouble",
    "WrongKey",
    "check_data",
    "create_indexes",
    "derive_missing",
    "missing_indexes",
    "require_alive",
    "require_ready",
]
