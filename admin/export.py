"""Taking a list out as CSV or Excel: written words, no formulas, nothing hidden, and a line in the access log first."""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO
from tempfile import TemporaryFile
from typing import IO, Any

from flask import Response, abort, flash, redirect, request, send_file, stream_with_context
from flask.typing import ResponseReturnValue
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from admin import formats, lists
from admin.history import Changes
from admin.people import current_actor
from admin.presenting import Cell, in_words
from admin.routes import expose
from rules.terms import AccessKind
from services import audit
from services.batches import batched

KINDS = {"csv": "CSV", "xlsx": "Excel"}
FORMULA = re.compile(r"^\s*[=+\-@\t\r\n]")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes æ, ø and å for something else
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOO_MANY = (
    "Listen har flere enn {most} rader, og så mange kan ikke hentes ut på én gang. "
    "Avgrens listen med et filter, for eksempel på dato, og eksporter på nytt."
)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula or refuses: an .xlsx file cannot hold control characters."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if FORMULA.match(text) else text


def written(value: Cell) -> str:
    """A cell of a CSV file."""
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else in_words(value)


def csv_lines(titles: list[str], rows: Iterable[list[Cell]]) -> Iterator[str]:
    """The file line by line: semicolon, decimal comma, UTF-8 with a mark, as a Norwegian Excel opens it."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";")
    buffer.write(BYTE_ORDER_MARK)
    writer.writerow([harmless(title) for title in titles])
    for row in rows:
        writer.writerow([written(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def workbook(title: str, titles: list[str], rows: Iterable[list[Cell]]) -> IO[bytes]:
    """An Excel file on disk, row by row, so that memory does not grow with the list."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    for number, name in enumerate(titles, 1):
        sheet.column_dimensions[get_column_letter(number)].width = max(12, len(name) + 4)
    sheet.append([_excel(sheet, harmless(name), bold=True) for name in titles])
    for row in rows:
        sheet.append([_excel(sheet, value) for value in row])
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def _excel(sheet: Any, value: Cell, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=harmless(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # a text is a text, whatever it begins with
    if isinstance(value, float):
        cell.number_format = "#,##0.00"
    if isinstance(value, date):
        cell.number_format = "dd.mm.yyyy"
    if bold:
        cell.font = Font(bold=True)
    return cell


class Exporting(Changes):
    """The «Eksporter» buttons of a list."""

    @expose("/eksport/<export_type>/", "POST")
    def export(self, export_type: str) -> ResponseReturnValue:
        if export_type not in KINDS:
            abort(404)
        if self.filter_faults():
            return redirect(self.get_url(".index_view", **request.args))
        args = self._get_list_extra_args()
        columns = [name for name, _ in self._export_columns]
        query = self.ordered(self.narrowed(args.search, args.filters), args.sort, args.sort_desc)
        count = lists.count(query)
        if count > lists.COUNT_LIMIT:
            flash(TOO_MANY.format(most=formats.number(lists.COUNT_LIMIT)), "error")
            return redirect(self._get_list_url(args))
        details = {"format": export_type, "columns": columns, "filters": self.filters_in_words(args)}
        name = audit.collection(self.model)
        audit.record_access(current_actor(), AccessKind.EXPORTED, name, count=count, details=details)
        titles = [str(title) for _, title in self._export_columns]
        return self._file(export_type, titles, self._cells(query, columns))

    def _cells(self, query: Any, columns: list[str]) -> Iterator[list[Cell]]:
        rows = query.only(*lists.fields_to_read(self, columns)).no_dereference()
        for batch in batched(rows):
            for row in lists.with_references(self, batch, columns):
                yield [self.get_export_value(row, column) for column in columns]

    def _file(self, export_type: str, titles: list[str], rows: Iterator[list[Cell]]) -> ResponseReturnValue:
        name = f"{self.slug}-{formats.today():%Y-%m-%d}.{export_type}"
        if export_type == "xlsx":
            return send_file(
                workbook(str(self.name), titles, rows), mimetype=SHEET, as_attachment=True, download_name=name
            )
        lines = stream_with_context(csv_lines(titles, rows))
        return Response(
            lines,
            mimetype="text/csv; charset=utf-8",
            headers={"Content-Disposition": f"attachment; filename={name}"},
        )
