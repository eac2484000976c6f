"""«Tomgang»: what empty dwellings cost, where the time goes, and how offers fare. It reads only."""

from collections.abc import Sequence

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from admin import desk as desks
from admin import export, formats, links, void_pictures, void_rows
from admin.own_page import OwnPage
from admin.people import current_actor
from admin.routes import expose
from admin.void_pictures import TONES, Picture
from admin.void_rows import Narrowing
from models import Offer
from rules.terms import AccessKind
from rules.voids import Void
from services import audit, void_figures
from services.void_figures import EMPTY_STAGES, Figures, Period

LATEST = "siste"
YEARS_BACK = 4


class VoidFigures(OwnPage):
    """The figures of a period, and the homes behind each."""

    def __init__(self) -> None:
        super().__init__(name="Tomgang", endpoint="void_figures", url="tomgang", category=desks.DWELLINGS)

    @expose("/")
    def index(self) -> ResponseReturnValue:
        code, period = _period()
        found = void_figures.figures(period, formats.today())
        page: str = self.render(
            "admin/figures/void.html", code=code, periods=_periods(), span=_span(period),
            tiles=self._tiles(found, code),
            months=void_pictures.months(found, lambda key, one: self._behind(code, key, one)),
            pictures=self._pictures(found, code), stages=[(stage.label, TONES[stage]) for stage in EMPTY_STAGES],
        )  # fmt: skip
        return page

    @expose("/boliger/")
    def homes(self) -> ResponseReturnValue:
        """The homes behind one figure, with what each adds to it."""
        code, period = _period()
        narrowing, found = _named(), void_figures.figures(period, formats.today())
        rows = narrowing.keep(found)
        page: str = self.render(
            "admin/figures/homes.html", heading=narrowing.words(found), code=code, span=_span(period),
            rows=[(home, links.record_url(self.desk, "vacancy", home.id), _unit(found, home.unit)) for home in rows],
            total=sum((home.void for home in rows), Void()), let=narrowing.let, kept=narrowing.args, day=formats.day,
            number=formats.number, kroner=void_rows.whole_kroner, may_export=self.may("export"),
        )  # fmt: skip
        return page

    @expose("/eksport/", "POST")
    def export(self) -> ResponseReturnValue:
        """The homes behind a figure as a file; taking it out stands in the access log."""
        code, period = _period()
        narrowing, found = _named(), void_figures.figures(period, formats.today())
        rows = narrowing.keep(found)
        filters = [_span(period), narrowing.words(found)]
        details = {"format": "csv", "columns": list(void_rows.TITLES), "filters": filters}
        audit.record_access(current_actor(), AccessKind.EXPORTED, "vacancy", count=len(rows), details=details)
        lines = export.csv_lines(list(void_rows.TITLES), [void_rows.cells(home, found.units) for home in rows])
        name = f"tomgang-{code}-{formats.today():%Y-%m-%d}.csv"
        return Response(
            "".join(lines),
            mimetype="text/csv; charset=utf-8",
            headers={"Content-Disposition": f"attachment; filename={name}"},
        )

    def _behind(self, code: str, key: str, one: str) -> str:
        return str(self.get_url(".homes", periode=code, **{key: one}))

    def _pictures(self, found: Figures, code: str) -> Sequence[Picture]:
        def behind(key: str, one: str) -> str:
            return self._behind(code, key, one)

        def offers(key: str, one: str) -> str | None:
            first, last = formats.day(found.period.since), formats.day(found.period.last.last)
            return links.list_url(self.desk, Offer, offered_on__fra=first, offered_on__til=last, **{key: one})

        of_homes = (void_pictures.stages, void_pictures.causes, void_pictures.units, void_pictures.keys,
                    void_pictures.offers_each)  # fmt: skip
        of_offers = (void_pictures.outcomes, void_pictures.refusals)
        return [*(make(found, behind) for make in of_homes), *(make(found, offers) for make in of_offers)]

    def _tiles(self, found: Figures, code: str) -> list[tuple[str, str, str]]:
        """What one sees first: its name, its number, the page it opens."""
        every = str(self.get_url(".homes", periode=code))
        let = self._behind(code, "utleid", "ja")
        usual = found.usual_days_to_keys
        return [
            ("Tapt leie", void_rows.whole_kroner(found.void.loss_ore), every),
            ("Tomme dager", formats.number(found.void.days), every),
            ("Boliger som sto tomme", formats.number(len(found.empty)), every),
            ("Boliger utleid", formats.number(len(found.let)), let),
            ("Vanlig tid til nøkler", formats.NOTHING if usual is None else void_rows.days_words(usual), let),
        ]


def _named() -> Narrowing:
    return void_rows.narrowing(request.args) or abort(404)


def _unit(found: Figures, unit: object) -> str:
    return next((name for one, name in found.units.items() if one == unit), "")


def _period() -> tuple[str, Period]:
    """The period that is asked for, by its code: the latest twelve months unless a year is named."""
    code = request.args.get("periode", "")
    years = {str(year): void_figures.year(year) for year in _years()}
    return (code, years[code]) if code in years else (LATEST, void_figures.latest(formats.today()))


def _years() -> range:
    this = formats.today().year
    return range(this, this - YEARS_BACK - 1, -1)


def _periods() -> list[tuple[str, str]]:
    return [(LATEST, "Siste tolv måneder"), *((str(year), str(year)) for year in _years())]


def _span(period: Period) -> str:
    """«Desember 2025 til november 2026»."""
    first, last = void_rows.month_words(period.first), void_rows.month_words(period.last)
    return f"{first} til {formats.inside(last)}"
