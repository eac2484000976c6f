"""The overviews of vacant dwellings with services: looked at before they are sent, and kept as they were sent."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from admin import formats, pdf_answer, wording
from admin.desk import DWELLINGS
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.columns import Column
from admin.views.related import Section, section
from admin.views.screen import Screen
from letters import vacancy_overview as paper
from letters.layout import plural
from models import User, Vacancy
from rules.errors import HusromError
from services import vacancies
from services.batches import batched

MOST = 50  # dwellings shown as a table on the page of one overview; the numbers of all stand above it


def _names(overview: Any) -> str:
    """Whom it was sent to, by name."""
    found: list[str] = []
    for some in batched(overview.recipients):
        found += User.objects(pk__in=some).order_by("name", "pk").scalar("name")
    return ", ".join(sorted(found))


class Overviews(Screen):
    """All sendings, newest first."""

    name_one, name_many, category_name = "oversikt", "Sendte oversikter", DWELLINGS
    hint = "Oversikter over ledige boliger med tjenester, slik de er sendt til saksbehandlerne ved kontorene."
    label_fields = ("overview_number",)
    own_columns = {
        "homes": Column(
            label="Antall boliger", needs=("vacancies",), value=lambda one: len(one.vacancies), css="num"
        ),
        "reached": Column(
            label="Antall mottakere", needs=("recipients",), value=lambda one: len(one.recipients), css="num"
        ),
        "to": Column(label="Sendt til", needs=("recipients",), value=_names, wide=True),
        "numbers": Column(
            label="Ledigmeldinger", needs=("vacancy_numbers",), value=lambda one: ", ".join(one.vacancy_numbers),
            wide=True,
        ),
    }  # fmt: skip
    column_list = ("overview_number", "sent_on", "sent_by_name", "homes", "reached")
    column_filters = ("sent_on",)
    column_sortable_list = ("overview_number", "sent_on")
    column_default_sort = [("sent_on", True)]
    picker_order = ("-sent_on", "pk")
    list_template = "admin/views/letting/overviews.html"
    details_groups = (("Oversikten", ("overview_number", "sent_on", "sent_by_name", "numbers", "to")),)

    def acts(self, document: Any) -> Sequence[Act]:
        act = Act(label="Åpne oversikten (PDF)", url=self.get_url(".pdf", id=document.pk), main=True, post=False)
        return [act] if self.may("pdf") else []

    def sections(self, document: Any) -> Sequence[Section | None]:
        homes = Vacancy.objects(pk__in=document.vacancies[:MOST]).order_by("vacancy_number", "pk")
        columns = ("vacancy_number", "dwelling", "stage", "state")
        return (section(self.desk, "Boligene i dag", Vacancy, homes, columns, empty="Ingen boliger."),)

    @expose("/ny-oversikt/")
    def draft(self) -> ResponseReturnValue:
        """The overview as it would be sent now, and what is left out of it."""
        today, made = formats.today(), vacancies.draft_overview()
        last, same = vacancies.last_sent(today), vacancies.said_already(made.told, today)
        page: str = self.render(
            "admin/views/letting/draft_overview.html",
            homes=[(home, paper.rows(home)) for home in made.homes],
            pages={one.number: self.desk.page_url(one) for one in made.vacancies},
            left_out=[(one, self.desk.page_url(one.vacancy)) for one in made.left_out],
            told=made.told,
            last=last,
            last_url=self.desk.page_url(last) if last else None,
            nothing_new=vacancies.again_on(same, today) if same else None,
            to=vacancies.recipients(today),
            lead=paper.LEAD,
            day=formats.day,
        )
        return page

    @expose("/send/", "POST")
    def send(self) -> ResponseReturnValue:
        """Send the overview as it was looked at."""
        actor = current_actor()
        try:
            sent = vacancies.send_overview(
                actor, sender_of(current_user.user), told=request.form.get("told", ""), now=actor.at
            )
        except HusromError as error:
            flash(wording.explain(error), "error")
            return redirect(self.get_url(".draft"))
        flash(f"Oversikten er sendt til {plural(len(sent.recipients), 'mottaker', 'mottakere')}.", "success")
        return self.back(sent)

    @expose("/pdf/")
    def pdf(self) -> ResponseReturnValue:
        """The overview as it was sent."""
        overview = self.requested()
        name = f"Ledige boliger med tjenester {overview.overview_number}.pdf"
        return pdf_answer.shown(vacancies.open_overview(overview), name)
