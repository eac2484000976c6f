"""The offices' candidates for vacant dwellings."""

from collections.abc import Iterable, Sequence
from typing import Any

from bson import DBRef
from flask.typing import ResponseReturnValue
from mongoengine import QuerySet

from admin import candidate_words, formats, need, shielded
from admin.desk import DWELLINGS
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step, form_of, reason
from admin.views.columns import Column
from admin.views.screen import Screen
from models import Application
from rules.errors import HusromError
from rules.terms import NominationState
from services import candidates, records

HOME = frozenset({"vacancy", "vacancy_number"})  # where the household may come to live
SECRET = ("applicant", "checklist", "why", "summary")
WITHDRAW = Step(
    heading="Trekk kandidaten",
    lead="Kandidaten tas ut av vurderingen, og kontoret kan melde inn en annen. Det står i historikken hvorfor.",
    button="Trekk kandidaten",
    done="Kandidaten er trukket.",
    facts=("application", "applicant", "vacancy", "put_up_on"),
)


class Nominations(Screen):
    """All nominations, newest first; what is written of the household is for those who work the case."""

    name_one, name_many, category_name = "kandidat", "Kandidater", DWELLINGS
    label_fields = ("application_number",)
    hint = "Kontorenes kandidater til ledige boliger med tjenester. Nye meldes inn fra siden til den ledige boligen."
    own_columns = {
        "checklist": Column(
            label="Sjekkliste", needs=("checklist", "rulebook"), wide=True,
            value=lambda one: "; ".join(f"{label}: {said}" for label, said in candidate_words.checklist(one)) or None,
            html=candidate_words.checklist_shown,
        ),
    }  # fmt: skip
    column_list = ("application_number", "applicant", "vacancy_number", "state", "put_up_on")
    row_needs = ("applicant", "application")  # who works the case, and whose address is protected
    column_filters = ("state", "office", "put_up_on", "vacancy", "application")
    column_searchable_list = ("^vacancy_number", "^application_number")
    column_sortable_list = ("state",)
    column_default_sort = [("put_up_on", True)]
    picker_order = ("-put_up_on", "pk")
    details_groups = (
        ("Kandidaten", ("vacancy", "application", "applicant", "office", "state", "put_up_on", "put_up_by_name",
                        "closed_on")),
        ("Sjekkliste", ("checklist",)),
        ("Hvorfor boligen passer", ("why",)),
        ("Oppsummering", ("summary", "summarised_by_name", "summarised_on")),
    )  # fmt: skip
    quiet = frozenset({"summary", "summarised_by_name", "summarised_on", "closed_on"})
    case_fields = frozenset(SECRET)

    def declare(self) -> None:
        super().declare()
        self.withdraw_form = form_of(reason=reason("Hvorfor trekkes kandidaten?"))

    def case_of(self, document: Any) -> Any:
        return records.reference(document, "application")

    # --- Who, and where they may come to live --------------------------------------------------------------------

    def masks(self, document: Any, name: str) -> bool:
        """A protected household's dwelling is for those who work the case, and who may see where it lives."""
        return super().masks(document, name) or (name in HOME and self._is_hidden(document))

    def hidden_fields(self, document: Any) -> frozenset[str]:
        hidden = super().hidden_fields(document)
        return hidden | HOME if self._is_hidden(document) else hidden

    def _is_hidden(self, document: Any) -> bool:
        held = document._data.get("applicant")
        person = document.applicant if isinstance(held, DBRef) else held
        return shielded.is_hidden(person) and not need.works(self.case_of(document))

    def narrowed(self, search: str | None, filters: Iterable[Any] | None) -> QuerySet:
        """A filter on the vacancy, or a search by its number, never finds a protected household."""
        chosen = list(filters or ())
        query = super().narrowed(search, chosen)
        by_home = search or any(self._filters[one[0]].column == "vacancy" for one in chosen)
        return query.filter(applicant__nin=shielded.hidden_people()) if by_home else query

    def get_list(self, *args: Any, **kwargs: Any) -> tuple[int, Sequence[Any]]:
        count, rows = super().get_list(*args, **kwargs)
        need.learn(self.case_of(row) for row in rows)
        return count, rows

    # --- The page ------------------------------------------------------------------------------------------------

    def logged_person(self, document: Any) -> Any:
        return None if self.kept_from(document) else records.reference(document, "applicant")

    def acts(self, document: Any) -> Sequence[Act]:
        if document.state is not NominationState.PUT_UP or not self.may("withdraw") or self.closed_to(document):
            return []
        return [self.page("Trekk kandidaten", "withdraw", document)]

    def closed_to(self, document: Any) -> HusromError | None:
        """Why the person at the screen may not take the candidate back, if so."""
        try:
            candidates.require_nominator(records.get(Application, self.case_of(document)), current_actor())
        except HusromError as error:
            return error
        return None

    @expose("/trekk/", "GET", "POST")
    def withdraw(self) -> ResponseReturnValue:
        """Take the office's candidate back, with a reason."""
        document = self.requested()
        if (refusal := self.closed_to(document)) is not None:
            return self.refused(document, refusal)

        def do(nomination: Any, form: Any) -> object:
            return candidates.withdraw(
                nomination,
                current_actor(),
                why=form.reason.data,
                version=form.version.data or 0,
                today=formats.today(),
            )

        return self.ask(WITHDRAW, self.withdraw_form, do)
