"""«Meld ledig» and the vacancies of a dwelling, for the pages of dwellings and leases."""

from collections.abc import Sequence
from typing import Any

from mongoengine import QuerySet

from admin.pages import Act
from admin.people import current_actor
from admin.views.related import Section, section
from models import Dwelling, Vacancy
from rules.dwellings import NEEDS_LANDLORD
from rules.terms import DwellingState
from services import vacancies

COLUMNS = ("vacancy_number", "cause", "stage", "state", "reported_on", "let_on")


def report_acts(screen: Any, dwelling: Any) -> Sequence[Act]:
    """The button, where the person at the screen may report this dwelling and nobody has."""
    target = screen.desk.screen_of(Vacancy)
    if target is None or not target.may("create_view") or not isinstance(dwelling, Dwelling):
        return ()
    ours = dwelling.state is DwellingState.ACTIVE and dwelling.disposal not in NEEDS_LANDLORD
    if not ours or not vacancies.may_follow(dwelling, current_actor()) or vacancies.standing(dwelling.pk) is not None:
        return ()
    return (Act(label="Meld ledig", url=target.get_url("vacancy.create_view", bolig=dwelling.pk), post=False),)


def vacancies_section(screen: Any, found: QuerySet, empty: str, **filters: str) -> Section | None:
    """The vacancies of a dwelling or of a lease, the latest first."""
    return section(
        screen.desk, "Ledigmeldinger", Vacancy, found.order_by("-reported_on", "pk"), COLUMNS, empty=empty, **filters
    )
