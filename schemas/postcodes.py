"""Norway's postcodes, from Bring's register: tab-separated without column names, UTF-8 or Windows-1252."""

from dataclasses import dataclass
from datetime import date

from schemas.identity import parse_postcode
from schemas.parsing import text, words
from schemas.registers import Cell, Reading, RegisterSchema
from schemas.tables import read_bare_table, read_table

# Bring's letters: street addresses and boxes, shared, street addresses, boxes, service numbers.
CATEGORIES = ("B", "F", "G", "P", "S")


@dataclass(frozen=True, kw_only=True)
class PostcodeRow:
    """One postcode with the place and the municipality it belongs to."""

    code: str
    place: str
    municipality_number: str
    municipality: str
    category: str


def parse_municipality_number(cell: str) -> str:
    """Four digits as text."""
    if not (len(cell) == 4 and cell.isascii() and cell.isdigit()):
        raise ValueError("Kommunenummeret må ha fire sifre.")
    return cell


class PostcodeSchema(RegisterSchema[PostcodeRow]):
    """Bring's columns, by the names that our list of faults gives them."""

    row_class = PostcodeRow

    code = Cell("Postnummer", parse_postcode)
    place = Cell("Poststed", text(60))
    municipality_number = Cell("Kommunenummer", parse_municipality_number)
    municipality = Cell("Kommune", text(60))
    category = Cell("Kategori", words("kategori", {letter: letter for letter in CATEGORIES}))


def read_postcodes(data: bytes) -> Reading[PostcodeRow]:
    """The register from the bytes of Bring's file, or of our own list of its faults; raises a FileRefused."""
    read = read_bare_table if b"\t" in data.lstrip().partition(b"\n")[0] else read_table
    table = read(data, PostcodeSchema.columns())
    schema = PostcodeSchema(today=date.max, allow_synthetic=False, kid_modulus=10, dated=None)
    return Reading(table, schema)
