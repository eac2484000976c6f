"""Vacant dwellings: from notice to keys."""

from collections.abc import Sequence
from typing import Any

from admin.desk import DWELLINGS
from admin.pages import Act
from admin.views.letting.screen import VacancyScreen
from admin.views.related import Section, section
from models import Nomination, Offer, Task


class Vacancies(VacancyScreen):
    """All vacancies, newest first."""

    name_one, name_many, category_name = "ledigmelding", "Ledige boliger", DWELLINGS
    label_fields = ("vacancy_number",)
    column_list = ("vacancy_number", "dwelling", "stage", "state", "cause", "reported_on", "unit", "consultant")
    column_filters = ("state", "stage", "cause", "with_services", "unit", "consultant", "reported_on", "dwelling")
    column_searchable_list = ("^vacancy_number", "^dwelling_number")
    column_sortable_list = ("vacancy_number", "reported_on", "state")
    column_default_sort = [("reported_on", True)]
    picker_order = ("-reported_on", "pk")

    details_groups = (
        ("Ledigmeldingen", ("vacancy_number", "dwelling", "unit", "lease", "cause", "state", "stage", "known_on",
                            "reported_on", "reported_by_name", "note", "consultant")),
        ("Datoer", ("free_from", "vacated_on", "preparation_on", "ready_on", "reserved_on", "let_on", "closed_on")),
        ("Tjenester", ("profile", "overview_on")),
    )  # fmt: skip
    quiet = frozenset({"unit", "lease", "note", "free_from", "vacated_on", "preparation_on", "ready_on", "reserved_on",
                       "let_on", "closed_on", "profile", "overview_on"})  # fmt: skip

    def acts(self, document: Any) -> Sequence[Act]:
        found = sorted(self.step_acts(document), key=lambda one: not one[1].main)
        return [act for method, act in found if self.may(method)]

    def sections(self, document: Any) -> Sequence[Section | None]:
        nominations = Nomination.objects(vacancy=document).order_by("put_up_on", "pk")
        offers = Offer.objects(vacancy=document).order_by("-offered_on", "pk")
        tasks = Task.objects(subject_kind="vacancy", subject_id=str(document.pk)).order_by("key")
        return (
            section(self.desk, "Kandidater", Nomination, nominations,
                    ("application", "applicant", "office", "state", "put_up_on"), empty="Ingen er meldt inn."),
            section(self.desk, "Tilbud", Offer, offers, ("offer_number", "applicant", "state", "answer_by"),
                    empty="Ingen har fått tilbud om boligen."),
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne boligen."),
        )  # fmt: skip
