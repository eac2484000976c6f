"""A file is taken as a whole or not at all; its rows keep their lines."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.errors import BinaryFile, CommaSeparated, CutFile, EmptyFile, FileRefused, WrongColumns, WrongEncoding
from schemas.tables import read_table

NAMES = ("Navn", "Beløp", "Sted")
DATED = ("Navn", "Restanse pr dd.mm.åååå")
TEXT = "Navn;Beløp;Sted\nÅse Bråten;6 293,00;Bø\nØyvind;1;Ås\n"


def rows(text: str, names: tuple[str, ...] = NAMES) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.line, row.cells) for row in read_table(text.encode(), names).rows]


@pytest.mark.parametrize(
    ("how", "data"),
    [
        ("UTF-8", TEXT.encode()),
        ("UTF-8 with mark", TEXT.encode("utf-8-sig")),
        ("Windows-1252", TEXT.encode("cp1252")),
        ("CRLF", TEXT.replace("\n", "\r\n").encode("cp1252")),
        ("old Mac line ends", TEXT.replace("\n", "\r").encode()),
        ("no line end at the end", TEXT.rstrip().encode()),
        ("DOS end mark", TEXT.encode("cp1252") + b"\x1a"),
        ("quoted", TEXT.replace("Bø", '"Bø"').encode()),
    ],
)
def test_encodings_and_line_ends_give_the_same_rows(how: str, data: bytes) -> None:
    table = read_table(data, NAMES)
    assert [row.cells for row in table.rows] == [("Åse Bråten", "6 293,00", "Bø"), ("Øyvind", "1", "Ås")]
    assert [row.line for row in table.rows] == [2, 3]


@pytest.mark.parametrize(
    ("why", "data", "error"),
    [
        ("nothing", b"", EmptyFile),
        ("a mark and blanks", b"\xef\xbb\xbf \r\n\r\n", EmptyFile),
        ("only separators", b";;\r\n;;\r\n", EmptyFile),
        ("a spreadsheet", b"PK\x03\x04" + TEXT.encode(), BinaryFile),
        ("UTF-16", TEXT.encode("utf-16"), BinaryFile),
        ("NUL", TEXT.encode() + b"\0", BinaryFile),
        ("a mark, but no UTF-8", b"\xef\xbb\xbf" + TEXT.encode("cp1252"), WrongEncoding),
        ("a byte of neither", TEXT.encode("cp1252") + b"\x81", WrongEncoding),
        ("a control character", TEXT.encode() + b"\x02;1;2", WrongEncoding),
        ("UTF-8 and Windows-1252 mixed", TEXT.encode() + "Ås;1;Bø\n".encode("cp1252"), WrongEncoding),
        ("cut inside a letter", b"\xef\xbb\xbf" + TEXT.encode()[:-3], CutFile),
        ("cut inside a letter, no mark", TEXT.encode()[:-3], CutFile),
    ],
)
def test_what_is_no_text_is_refused_by_name(why: str, data: bytes, error: type[FileRefused]) -> None:
    with pytest.raises(error) as caught:
        read_table(data, NAMES)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("encoding", ["cp850", "cp865", "mac_roman"])
@pytest.mark.parametrize("word", ["Sørlie", "Bråten", "Færøy"])
def test_other_encodings_do_not_pass_for_windows_1252(encoding: str, word: str) -> None:
    with pytest.raises(WrongEncoding):
        read_table(f"Navn\nA\n{word}\n".encode(encoding), ("Navn",))


def test_wrong_encoding_names_the_line() -> None:
    with pytest.raises(WrongEncoding) as caught:
        read_table(b"Navn\nA\nB\x81\n", ("Navn",))
    assert caught.value.line == 3


@pytest.mark.parametrize("header", ["navn;BELØP;Sted", " Navn ; Beløp;Sted\u00a0", '"Navn";"Beløp";Sted'])
def test_names_of_columns_are_forgiving_of_case_and_space(header: str) -> None:
    assert rows(f"{header}\nA;1;B\n") == [(2, ("A", "1", "B"))]


def test_columns_may_stand_in_any_order() -> None:
    table = read_table("Sted;Navn;Beløp\nBø;A;1\n".encode(), NAMES)
    assert table.names == ("Sted", "Navn", "Beløp")


@pytest.mark.parametrize(
    ("header", "unknown", "missing", "repeated"),
    [
        ("Navn;Beløp;Sted;Farge", ("Farge",), (), ()),
        ("Navn;Sted", (), ("Beløp",), ()),
        ("Navn;Belop;Sted", ("Belop",), ("Beløp",), ()),
        ("Navn;Beløp;Sted;navn", (), (), ("Navn",)),
        ("Navn;Beløp;Sted;", ("(uten navn)",), (), ()),
    ],
)
def test_wrong_columns_are_all_named(
    header: str, unknown: tuple[str, ...], missing: tuple[str, ...], repeated: tuple[str, ...]
) -> None:
    with pytest.raises(WrongColumns) as caught:
        rows(f"{header}\n1;2;3;4\n")
    error = caught.value
    assert (error.unknown, error.missing, error.repeated) == (unknown, missing, repeated)
    for name in (*unknown, *missing, *repeated):
        assert f"«{name}»" in str(error)
    assert "Navn; Beløp; Sted" in str(error)


def test_a_file_without_names_of_columns_tells_nothing_of_its_first_row() -> None:
    with pytest.raises(WrongColumns) as caught:
        rows("Åse Bråten;12345678901;Bø\nA;1;B\n")
    assert "Bråten" not in str(caught.value) + repr(caught.value)


@pytest.mark.parametrize(
    ("why", "body", "line"),
    [
        ("too few columns at the end", "A;1;B\nC;2\n", 3),
        ("too few, then blank lines", "A;1;B\nC;2\n\n;;\n", 3),
        ("an open quote at the end", 'A;1;B\nC;2;"D', 3),
        ("an open quote that swallows the rest", 'A;1;"B\nC;2;D\nE;3;F\n', 2),
        ("an open quote after a loose one", 'A 3" rør;"1;B\nC;"2";D\n', 2),
        ("an open quote that ends at another", 'A;"1;B\nC;2;D\nE;"3";F\n', 2),
    ],
)
def test_a_cut_file_is_refused_with_its_line(why: str, body: str, line: int) -> None:
    with pytest.raises(CutFile) as caught:
        rows(f"Navn;Beløp;Sted\n{body}")
    assert caught.value.line == line


def test_a_wrong_length_before_the_end_is_a_matter_of_the_row() -> None:
    assert rows("Navn;Beløp;Sted\nA;1\nB;1;2;3\nC;1;2\n") == [
        (2, ("A", "1")),
        (3, ("B", "1", "2", "3")),
        (4, ("C", "1", "2")),
    ]


def test_misplaced_quotes_are_a_matter_of_the_row() -> None:
    table = read_table('Navn;Beløp;Sted\n"A" B;1;C\nD;"2";E\nF "G";3;H\n'.encode(), NAMES)
    assert [bool(row.problem) for row in table.rows] == [True, False, False]
    assert table.rows[2].cells == ('F "G"', "3", "H")


def test_blank_lines_and_repeats_are_skipped_and_counted() -> None:
    table = read_table("\nNavn;Beløp;Sted\nA;1;B\n\n;;\n  ; ;\nA;1;B\nA; 1;B\nC;2;D\n".encode(), NAMES)
    assert (table.blank, table.repeats) == (3, 2)
    assert [row.line for row in table.rows] == [3, 9]


def test_lines_are_counted_through_quoted_line_breaks() -> None:
    assert rows('Navn;Beløp;Sted\n"A\n\nB";1;C\nD;2;E\n') == [(2, ("A\n\nB", "1", "C")), (5, ("D", "2", "E"))]


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("Restanse pr 31.08.2026", date(2026, 8, 31)),
        ("RESTANSE PR  1.1.2027", date(2027, 1, 1)),
        ("Restanse pr 29.02.2028", date(2028, 2, 29)),
    ],
)
def test_a_column_may_carry_any_date(heading: str, day: date) -> None:
    table = read_table(f"{heading};Navn\n1;A\n".encode(), DATED)
    assert (table.dated, table.columns, table.names) == (day, (heading, "Navn"), (DATED[1], "Navn"))


@pytest.mark.parametrize("heading", ["Restanse pr 31.02.2026", "Restanse pr", "Restanse pr dd.mm.åååå", "Restanse"])
def test_a_dated_column_without_a_date_is_unknown(heading: str) -> None:
    with pytest.raises(WrongColumns) as caught:
        read_table(f"Navn;{heading}\nA;1\n".encode(), DATED)
    assert (caught.value.unknown, caught.value.missing) == ((heading,), (DATED[1],))


def test_two_dated_columns_are_one_repeated() -> None:
    with pytest.raises(WrongColumns) as caught:
        read_table(b"Navn;Restanse pr 31.08.2026;Restanse pr 30.09.2026\nA;1;2\n", DATED)
    assert caught.value.repeated == (DATED[1],)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.one_of(st.binary(), st.text(alphabet="A;\"\n\r ,\t'=æ", max_size=80).map(str.encode)))
def test_garbage_is_rows_or_a_named_refusal(garbage: bytes) -> None:
    for data in (garbage, "Navn;Beløp;Sted\n".encode() + garbage):
        try:
            table = read_table(data, NAMES)
        except FileRefused as refusal:
            assert str(refusal)  # noqa: PT017 - which of them depends on the garbage
        else:
            assert all(any(row.cells) for row in table.rows)


def test_commas_are_told_once_instead_of_a_list_of_columns() -> None:
    with pytest.raises(CommaSeparated):
        rows("Navn,Beløp,Sted\n1,2,3\n")
