"""The price index brought in from SSB's table."""

from typing import Any

import pytest

from models import PriceIndex
from rules.terms import ImportKind, Role
from schemas.errors import FileRefused
from schemas.indexes import MonthMissing
from services.actor import Actor
from services.imports import importers
from tests.factories import NOW
from tests.importing import DIFFERENT, NEW, REFUSED, UNCHANGED, UPDATED, bring, counted, file_of, prepare, reasons

KIND = ImportKind.INDEX
SERIES = "KPI 2015=100"


@pytest.fixture(autouse=True)
def house() -> None:
    prepare()


def table(*rows: tuple[str, str], series: str = SERIES, encoding: str = "utf-8") -> bytes:
    lines = ["Indeks;Måned;Verdi", *(f"{series};{month};{value}" for month, value in rows)]
    return "\r\n".join([*lines, ""]).encode(encoding)


def read(*rows: tuple[str, str], **others: Any) -> Any:
    return bring(KIND, data=table(*rows, **{k: v for k, v in others.items() if k in ("series", "encoding")}),
                 **{k: v for k, v in others.items() if k not in ("series", "encoding")})  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_ssbs_months_and_decimal_commas_are_read(encoding: str) -> None:
    done = read(("2026M08", "133,4"), ("2026M09", "133,9"), ("10.2026", "134"), encoding=encoding)
    assert counted(done) == {NEW: 3}
    held = {entry.month: entry.value for entry in PriceIndex.objects(series=SERIES)}
    assert held == {"2026-08": 13_340, "2026-09": 13_390, "2026-10": 13_400}


def test_a_hole_in_the_table_refuses_the_file_and_names_the_month() -> None:
    with pytest.raises(MonthMissing) as refused:
        file_of(KIND, data=table(("2026M07", "133"), ("2026M10", "134")))
    assert (refused.value.month, "08.2026" in str(refused.value)) == ("2026-08", True)
    assert PriceIndex.objects.count() == 0


def test_a_table_that_leaves_out_a_month_after_what_stands_is_refused() -> None:
    read(("2026M07", "133"))
    done = read(("2026M09", "134"), ("2026M10", "135"))
    assert counted(done) == {REFUSED: 2}
    assert "08.2026" in reasons(done)[0][1]
    assert counted(read(("2026M08", "133,5"), ("2026M09", "134"))) == {NEW: 2}


def test_another_base_is_another_series() -> None:
    read(("2026M07", "133"))
    assert counted(read(("2026M09", "101"), series="KPI 2025=100")) == {NEW: 1}


def test_what_stands_is_kept_unless_it_is_to_be_written_over() -> None:
    read(("2026M07", "133"), ("2026M08", "134"))
    assert counted(read(("2026M07", "133"), ("2026M08", "134"), ("2026M09", "135"))) == {UNCHANGED: 2, NEW: 1}
    assert counted(read(("2026M09", "136"))) == {DIFFERENT: 1}
    assert counted(read(("2026M09", "137"), overwrite=True)) == {UPDATED: 1}


@pytest.mark.parametrize(
    ("month", "value", "column"),
    [
        pytest.param("2026M13", "133", "Måned", id="no such month"),
        pytest.param("september", "133", "Måned", id="a word"),
        pytest.param("2026M09", "..", "Verdi", id="SSB's dots for a value to come"),
        pytest.param("2026M09", "-3", "Verdi", id="negative"),
        pytest.param("2026M09", "0,5", "Verdi", id="far from a hundred"),
        pytest.param("2026M09", "", "Verdi", id="empty"),
    ],
)
def test_garbage_is_told_by_its_column(month: str, value: str, column: str) -> None:
    done = read((month, value))
    assert [told[0] for told in reasons(done)] == [column]


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"a;b\n1;2\n", "Indeks;Måned\nKPI;2026M09\n".encode()])
def test_what_is_no_such_table_is_refused_whole(data: bytes) -> None:
    with pytest.raises(FileRefused):
        file_of(KIND, data=data)


def test_economy_brings_it_in() -> None:
    assert importers(KIND) == {Role.ADMINISTRATOR, Role.ECONOMY}
    economy = Actor(id="e", name="E", at=NOW, roles=frozenset({Role.ECONOMY}))
    assert counted(bring(KIND, data=table(("2026M07", "133")), actor=economy)) == {NEW: 1}
