"""Running numbers that people know records by: each is given out once, and gaps are harmless."""

from mongoengine import NotUniqueError

from models import Counter


def next_in(series: str) -> int:
    """The next number of a series («S2026»), from 1; two who ask at the same instant get two numbers."""
    while True:
        found = Counter.objects(pk=series).first()
        if found is None:
            try:
                Counter(key=series, value=1).save(force_insert=True)
                return 1
            except NotUniqueError:
                continue
        if Counter.objects(pk=series, value=found.value).update_one(set__value=found.value + 1):
            return int(found.value) + 1


def label(prefix: str, year: int, *, width: int = 4, series: str | None = None) -> str:
    """The next number as people read it («S2026-00014»); `series` where it is not counted under its prefix."""
    counted = f"{prefix}{year}" if series is None else f"{series}:{year}"
    return f"{prefix}{year}-{next_in(counted):0{width}d}"
