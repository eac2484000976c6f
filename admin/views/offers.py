"""Offers of dwellings to households."""

from collections.abc import Iterable, Sequence
from typing import Any

from bson import DBRef
from markupsafe import Markup
from mongoengine import Q, QuerySet

from admin import formats, need, offer_words
from admin.desk import CASES
from admin.pages import Act
from admin.people import sees_protected
from admin.views.letting.contract import ContractSteps
from admin.views.letting.judging import JudgingSteps
from admin.views.related import Section, section
from models import Applicant, Letter, Offer, Task
from services import offers, records

SECRET = ("said", "reason", "reason_said", "judgement", "closed_because")
HOME = ("dwelling", "vacancy")  # where the household is to live


def without_protected(query: QuerySet) -> QuerySet:
    """The query without protected households' offers, unless the person at the screen may see where they live."""
    if sees_protected():
        return query
    return query.filter(applicant__nin=list(Applicant.objects(protected_address=True).order_by("pk").scalar("pk")))


class Offers(ContractSteps, JudgingSteps):
    """All offers, newest first; what the household said is for those who work the case."""

    name_one, name_many, category_name = "tilbud", "Tilbud", CASES
    hint = "Boliger som er tilbudt husstander, nyeste først."
    label_fields = ("offer_number",)
    column_list = ("offer_number", "applicant", "dwelling", "state", "offered_on", "answer_by", "office")
    column_filters = ("state", "reason", "offered_on", "answer_by", "office", "vacancy", "application")
    column_needs = {name: (name, "applicant") for name in HOME}  # whether it is shown depends on the household
    column_searchable_list = ("^offer_number", "^application_number", "^vacancy_number")
    column_sortable_list = ("offer_number", "offered_on", "state")
    column_default_sort = [("offered_on", True)]
    picker_order = ("-offered_on", "pk")
    details_groups = (
        ("Tilbudet", ("offer_number", "applicant", "application", "dwelling", "vacancy", "state", "channel",
                      "offered_on", "answer_by", "consultant", "office", "said")),
        ("Svaret", ("answered_on", "answer_noted_by_name", "reason", "reason_said", "closed_because")),
        ("Avtaler", ("appointments",)),
        ("Vurdering av avslaget", ("hearing_due", "judgement")),
    )  # fmt: skip
    quiet = frozenset({"said", "answered_on", "answer_noted_by_name", "reason", "reason_said", "hearing_due",
                       "judgement", "closed_because", "appointments"})  # fmt: skip
    case_fields = frozenset(SECRET)

    def case_of(self, document: Any) -> Any:
        return records.reference(document, "application")

    def logged_person(self, document: Any) -> Any:
        return None if self.kept_from(document) else records.reference(document, "applicant")

    # --- A protected household's home -----------------------------------------------------------------------------

    def masked_fields(self, document: Any) -> frozenset[str]:
        """The dwelling is where the household will live; where it has not been read, nobody learns of it."""
        masked = super().masked_fields(document)
        if sees_protected() or not isinstance(document, Offer):
            return masked
        held = document._data.get("applicant")
        person = document.applicant if isinstance(held, DBRef) else held
        if isinstance(person, Applicant) and not person.protected_address:
            return masked
        told = {"appointments"} if any(map(offers.tells_home, document.appointments)) else set()
        return masked | frozenset(HOME) | told

    def narrowed(self, search: str | None, filters: Iterable[Any] | None) -> QuerySet:
        """A filter on the vacancy, or a search by its number, never finds the offer of a protected household.

        Why households said no, which may be their health, finds the offers of those whose cases one works alone.
        """
        chosen = list(filters or ())
        query, asked = super().narrowed(search, chosen), {self._filters[one[0]].column for one in chosen}
        if "reason" in asked:
            query = query.filter(
                application__in=need.worked(
                    records.reference(one, "application") for one in query.only("application").no_dereference()
                )
            )
        return without_protected(query) if search or asked & set(HOME) else query

    # --- The page --------------------------------------------------------------------------------------------------

    def about(self, document: Any) -> Markup | None:
        """Where the offer stands and what comes next."""
        if not need.works(self.case_of(document)):
            return super().about(document)
        given, hearing = (
            Letter.objects(pk=held).only("state", "drawn_on", "arrived_on").first() if held else None
            for held in (document.letter, document.hearing_letter)
        )
        lines = offer_words.standing(document, given, hearing, formats.today())
        rows = Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)
        return Markup('<div class="decided">{}</div>').format(rows)

    def acts(self, document: Any) -> Sequence[Act]:
        found = sorted(self.step_acts(document), key=lambda one: not one[1].main)
        return [act for method, act in found if self.may(method)]

    def sections(self, document: Any) -> Sequence[Section | None]:
        own = Q(about=document.pk) | Q(pk=document.letter)
        letters = Letter.objects(own, application=self.case_of(document)).order_by("-drawn_on", "pk")
        tasks = Task.objects(subject_kind="offer", subject_id=str(document.pk)).order_by("key")
        return (
            section(self.desk, "Brev", Letter, letters,
                    ("letter_kind", "state", "drawn_on", "dispatched_on", "arrived_on"), empty="Ingen brev er laget."),
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder dette tilbudet."),
        )  # fmt: skip
