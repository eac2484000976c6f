"""«Fakturagrunnlag»: a month's charges for the economy system as a file, what was taken out before, and its sums."""

import csv
import io
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from flask import Response, abort, flash, redirect, request, send_file
from flask.typing import ResponseReturnValue

from admin import desk as desks
from admin import export, formats, wording
from admin.own_page import OwnPage
from admin.people import current_actor
from admin.presenting import Cell
from admin.routes import expose
from models import Invoicing
from rules.deadlines import Month, add_months
from rules.errors import HusromError, NotFound
from rules.terms import RowKind
from services import invoicing
from services.invoicing import Line
from services.ledger import reconciliation

TITLES = (
    "Kontrakt", "KID", "Leietaker", "Måned", "Slag", "Beløp", "Forfall", "Mva", "Postering",
)  # fmt: skip
SHIELDED = "Skjermet"
MONTHS_BACK, SHOWN = 24, 24
NOTHING = "Ingenting er krevd inn for {month} ennå. Husleien kreves inn av månedens kjøring."


class InvoicingPage(OwnPage):
    """Choose a month, take its basis out, and see whether it has changed since it was last taken out."""

    def __init__(self) -> None:
        super().__init__(name="Fakturagrunnlag", endpoint="invoicing", url="fakturagrunnlag", category=desks.MONEY)

    @expose("/")
    def index(self) -> ResponseReturnValue:
        month = _month(request.args.get("maned", ""))
        found = reconciliation.of_month(month)
        page: str = self.render(
            "admin/money/invoicing.html", period=str(month), words=formats.month(month), months=_months(),
            latest=_told(invoicing.latest(month)), kinds=_moved(found), opening=formats.kroner(found.opening_ore),
            closing=formats.kroner(found.closing_ore), may_take=self.may("take_out"),
            taken=[_told(one) for one in invoicing.taken_out(Month.parse(_months()[-1][0]), SHOWN)],
        )  # fmt: skip
        return page

    @expose("/hent/", "POST")
    def take_out(self) -> ResponseReturnValue:
        """Make the month's file and hand it over."""
        month = _month(request.form.get("maned", ""))
        try:
            made = invoicing.take_out(month, current_actor(), _write)
        except NotFound:
            flash(NOTHING.format(month=formats.month(month)), "error")
            return redirect(self.get_url(".index", maned=str(month)))
        return _file(made.key, request.form.get("som", "csv"))

    @expose("/fil/", "POST")
    def fetch(self) -> ResponseReturnValue:
        """Hand over a file that was taken out before, as it was."""
        try:
            return _file(request.form.get("id", ""), request.form.get("som", "csv"))
        except HusromError as error:
            flash(wording.explain(error), "error")
            return redirect(self.get_url(".index"))


def _file(key: str, kind: str) -> ResponseReturnValue:
    if kind not in export.KINDS:
        abort(404)
    found, source = invoicing.fetch(key, current_actor())
    name = f"fakturagrunnlag-{found.period}-{found.number}.{kind}"
    if kind == "csv":
        headers = {"Content-Disposition": f"attachment; filename={name}"}
        return Response(source.read(), mimetype="text/csv; charset=utf-8", headers=headers)
    book = export.workbook("Fakturagrunnlag", list(TITLES), _cells(source))
    return send_file(book, mimetype=export.SHEET, as_attachment=True, download_name=name)


def _write(lines: Iterator[Line]) -> BinaryIO:
    """The lines as a CSV file on disk, as the house's other exports write them."""
    file = cast(BinaryIO, TemporaryFile())  # noqa: SIM115 - whoever stores it reads it; it goes with its last holder
    for text in export.csv_lines(list(TITLES), (_row(line) for line in lines)):
        file.write(text.encode())
    file.seek(0)
    return file


def _row(line: Line) -> list[Cell]:
    words = line.kind.label if line.rent_line is None else f"{line.kind.label}: {line.rent_line.inside}"
    return [
        line.contract_number, line.kid, line.tenant or SHIELDED, line.period, words, line.amount_ore / 100, line.due_on,
        "Ingen", line.key,
    ]  # fmt: skip


def _cells(source: BinaryIO) -> Iterator[list[Cell]]:
    """The rows of a kept file, amounts as numbers."""
    rows = csv.reader(io.TextIOWrapper(source, "utf-8-sig", newline=""), delimiter=";")
    next(rows)
    at = TITLES.index("Beløp")
    for row in rows:
        cells: list[Cell] = list(row)
        cells[at] = formats.read_kroner(row[at]) / 100
        yield cells


def _month(period: str) -> Month:
    if not period:
        return Month.of(formats.today())
    try:
        return Month.parse(period)
    except ValueError:
        abort(404)


def _months() -> list[tuple[str, str]]:
    ahead = add_months(Month.of(formats.today()).first, 1)
    found = [str(Month.of(add_months(ahead, -back))) for back in range(MONTHS_BACK)]
    return [(period, formats.month(period)) for period in found]


def _moved(found: reconciliation.MonthSums) -> list[tuple[str, str, str]]:
    """Each kind that was booked in the month: its words, how many rows, and kroner."""
    return [
        (kind.label, formats.number(found.moved[kind].count), formats.kroner(found.moved[kind].ore))
        for kind in RowKind
        if kind in found.moved
    ]


def _told(one: Invoicing | None) -> dict[str, str] | None:
    """A taking out in words."""
    if one is None:
        return None
    changed = "Ingen endringer siden forrige" if not one.added and not one.gone else (
        f"{formats.number(one.added)} nye eller endrede og {formats.number(one.gone)} borte siden forrige"
    )  # fmt: skip
    return {
        "key": one.key, "month": formats.month(one.period), "number": str(one.number), "who": one.by_name,
        "when": formats.moment(one.at), "rows": _lines(one.rows), "sum": formats.kroner(one.sum_ore),
        "changed": "Første gang" if one.number == 1 else changed,
    }  # fmt: skip


def _lines(count: int) -> str:
    return "1 linje" if count == 1 else f"{formats.number(count)} linjer"
