"""The price index that rents follow."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data

from admin import formats
from admin.desk import MONEY
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.columns import Column
from admin.views.keeping import rent_forms as forms
from admin.views.keeping.rent_picture import picture
from admin.views.screen import Screen
from letters.rent_letters import hundredths
from models import PriceIndex
from rules.errors import HusromError
from services import rents, rulebooks

USED = "{count} endringer av husleien er regnet etter dette tallet. De endres ikke om tallet rettes."
USED_ONCE = "1 endring av husleien er regnet etter dette tallet. Den endres ikke om tallet rettes."


class PriceIndexes(Screen):
    """The values, the latest month first; entered one by one or read from a file."""

    name_one, name_many, category_name = "indekstall", "Konsumprisindeks", MONEY
    hint = "Tallene husleier reguleres etter. Legg inn måned for måned, eller les inn SSBs tabell under Import."
    label_fields = ("month",)
    own_columns = {
        "month_words": Column(label="Måned", needs=("month",), value=lambda one: formats.month(one.month)),
        "value_words": Column(label="Verdi", needs=("value",), value=lambda one: hundredths(one.value), css="num"),
    }
    column_list = ("month_words", "series", "value_words", "source")
    column_filters = ("series",)
    column_searchable_list = ()
    column_sortable_list = ("series",)
    column_default_sort = [("series", False), ("month", True)]
    picker_order = ("series", "-month")
    details_groups = (("Indekstallet", ("series", "month_words", "value_words", "source")),)
    list_template = "admin/views/keeping/price_indexes.html"

    def declare(self) -> None:
        super().declare()
        self.enter_form, self.correct_form = forms.enter_form(), forms.correct_form()

    def label(self, document: Any) -> str:
        return formats.month(document.month)

    def picture(self) -> Any:
        """The series that rents follow as a line; None while there are too few months for one."""
        return picture(rents.table(rulebooks.current(formats.today()).keeping.index_series))

    def notices_of(self, document: Any) -> list[str]:
        used = rents.used_by(document)
        words = [USED_ONCE if used == 1 else USED.format(count=formats.number(used))] if used else []
        return [*super().notices_of(document), *words]

    def acts(self, document: Any) -> Sequence[Act]:
        return [self.page(forms.CORRECT.heading, "correct", document)] if self.may("correct") else []

    @expose("/ny-maned/", "GET", "POST")
    def enter(self) -> ResponseReturnValue:
        """The value of one month."""
        series = rulebooks.current(formats.today()).keeping.index_series
        start = {"series": series, "month": rents.next_month(series), "source": "Statistisk sentralbyrå, tabell 03013"}
        form: Any = self.enter_form(get_form_data(), data=start)
        if request.method == "POST" and form.validate():
            try:
                entry: PriceIndex = rents.enter(
                    current_actor(), series=form.series.data, month=form.month.data, value=form.value.data,
                    source=form.source.data,
                )  # fmt: skip
            except HusromError as error:
                self._refused(error, form)
            else:
                flash(forms.ENTER.done, "success")
                return redirect(self.get_url(".details_view", id=entry.pk))
        page: str = self.render("admin/views/keeping/index_enter.html", form=form, step=forms.ENTER)
        return page

    @expose("/rett/", "GET", "POST")
    def correct(self) -> ResponseReturnValue:
        """Set a value right, with a reason."""
        document = self.requested()

        def do(document: Any, form: Any) -> object:
            return rents.correct(
                document, current_actor(), value=form.value.data, source=form.source.data, why=form.reason.data,
                version=form.version.data or 0,
            )  # fmt: skip

        start = {"value": document.value, "source": document.source}
        return self.ask(forms.CORRECT, self.correct_form, do, start=start)
