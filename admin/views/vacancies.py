"""Vacant dwellings: from notice to keys."""

from collections.abc import Sequence
from typing import Any

from bson import DBRef
from mongoengine import QuerySet

from admin import need, shielded
from admin.desk import DWELLINGS
from admin.doors import AUDITORS
from admin.letting_doors import REPORTERS
from admin.pages import Act
from admin.people import sees_protected
from admin.views.letting.allocating import AllocatingSteps
from admin.views.letting.candidates import CandidateSteps
from admin.views.letting.columns import COLUMNS, EMPTY, LATE, OPEN
from admin.views.letting.committee import CommitteeSteps
from admin.views.letting.discussing import DiscussingSteps
from admin.views.letting.hearing import HearingSteps
from admin.views.letting.offering import OfferingSteps
from admin.views.letting.overview import OverviewSteps
from admin.views.letting.profile import SERVICES, ProfileSteps
from admin.views.letting.recommending import RecommendingSteps
from admin.views.letting.vacancy import VacancySteps
from admin.views.offers import without_protected
from admin.views.related import Section, section
from models import Applicant, Lease, Nomination, Offer, Task
from services import records


class Vacancies(
    CommitteeSteps, DiscussingSteps, HearingSteps, OfferingSteps, AllocatingSteps, RecommendingSteps, CandidateSteps,
    OverviewSteps, ProfileSteps, VacancySteps,
):  # fmt: skip
    """All vacancies, newest first; the list begins with those that go on."""

    name_one, name_many, category_name = "ledigmelding", "Ledige boliger", DWELLINGS
    label_fields = ("vacancy_number",)
    menu_filter = "flt_apen=ja"
    hint = "Boliger som er meldt ledige, fra melding til nøkler."
    own_columns = {**COLUMNS, "services": SERVICES}
    column_list = (
        "vacancy_number", "dwelling", "stage", "empty", "lost", "state", "next", "consultant", "reported",
    )  # fmt: skip
    column_filters = (
        OPEN, "state", "stage", EMPTY, "cause", LATE, "with_services", "unit", "consultant", "reported_on",
        "vacated_on", "let_on", "dwelling",
    )  # fmt: skip
    column_searchable_list = ("^vacancy_number", "^dwelling_number")
    column_sortable_list = ("vacancy_number", ("reported", "reported_on"), "state", ("empty", "vacated_on"))
    column_default_sort = [("reported_on", True)]
    picker_order = ("-reported_on", "pk")

    details_groups = (
        ("Ledigmeldingen", ("vacancy_number", "dwelling", "cause", "state", "known_on", "reported_on",
                            "reported_by_name", "free_from", "unit", "consultant", "lease", "note", "closed_on",
                            "cancelled_because")),
        ("Tjenester", ("services", "overview_on")),
    )  # fmt: skip
    quiet = frozenset({"unit", "lease", "note", "free_from", "closed_on", "cancelled_because", "consultant", "services",
                       "overview_on"})  # fmt: skip
    open_to = {"cancelled_because": REPORTERS | AUDITORS}

    def masks(self, document: Any, name: str) -> bool:
        """Whose home the dwelling is may be protected: then nobody else learns which lease ends there."""
        return super().masks(document, name) or (name == "lease" and _hides_tenant(document))

    def hidden_fields(self, document: Any) -> frozenset[str]:
        hidden = super().hidden_fields(document)
        return hidden | {"lease"} if _hides_tenant(document) else hidden

    def acts(self, document: Any) -> Sequence[Act]:
        found = sorted(self.step_acts(document), key=lambda one: not one[1].main)
        return [act for method, act in found if self.may(method)]

    def sections(self, document: Any) -> Sequence[Section | None]:
        offers = without_protected(Offer.objects(vacancy=document)).order_by("-offered_on", "pk")
        tasks = Task.objects(subject_kind="vacancy", subject_id=str(document.pk)).order_by("key")
        return (
            section(self.desk, "Kandidater", Nomination, _candidates(document),
                    ("application", "applicant", "office", "state", "put_up_on"), empty="Ingen er meldt inn."),
            section(self.desk, "Tilbud", Offer, offers, ("offer_number", "application", "state", "answer_by"),
                    empty="Ingen har fått tilbud om boligen."),
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne boligen."),
        )  # fmt: skip


def _candidates(vacancy: Any) -> QuerySet:
    """The candidates, but for protected households that the person at the screen does not work with."""
    found = Nomination.objects(vacancy=vacancy)
    cases = {one.pk: records.reference(one, "application") for one in found.only("application").no_dereference()}
    need.learn(cases.values())
    theirs = found.filter(applicant__in=shielded.hidden_people()).scalar("pk") if shielded.hidden_people() else ()
    hidden = [one for one in theirs if not need.works(cases[one])]
    return found.filter(pk__nin=hidden).order_by("put_up_on", "pk")


def _hides_tenant(vacancy: Any) -> bool:
    """Whether the lease that ends is one whose tenant has a protected address, which the person may not see."""
    identity = records.reference(vacancy, "lease")
    if identity is None or sees_protected():
        return False
    lease = Lease.objects(pk=identity).only("tenant").no_dereference().first()
    tenant = lease._data.get("tenant") if lease else None
    key = tenant.id if isinstance(tenant, DBRef) else getattr(tenant, "pk", None)
    return bool(Applicant.objects(pk=key, protected_address=True).only("pk").first())
