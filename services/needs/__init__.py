"""The overview of the need for homes, short and long term (S000 phase 1)."""

from services.needs.counting import count, terms
from services.needs.keeping import (
    KEEPERS,
    add,
    areas_of,
    before,
    begin,
    count_again,
    drop,
    lines_of,
    settle,
    summarise,
)

__all__ = [
    "KEEPERS",
    "add",
    "areas_of",
    "before",
    "begin",
    "count",
    "count_again",
    "drop",
    "lines_of",
    "settle",
    "summarise",
    "terms",
]
