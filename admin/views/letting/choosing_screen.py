"""What the consultants' parts of a vacancy's screen share: who may see of its households, and take part in choosing."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bson import ObjectId
from flask import flash, request
from flask.typing import ResponseReturnValue

from admin import formats, opened, shielded
from admin import waiting_list as waiting
from admin.people import current_actor
from admin.views.letting.screen import VacancyScreen
from models import Application
from rules.errors import HusromError
from services import allocations
from services.allocations import Standing
from services.batches import batched

SECRET = frozenset({"recommendation", "hearing", "discussions", "settlement", "allocation", "earlier", "sent_back"})
NOT_NOW = "Ingenting er lagret. Ledigmeldingen har status «{}», og da kan ikke dette gjøres. Se hva som er neste steg."


class ChoosingScreen(VacancyScreen):
    """The secrets of a choice, and those whom it is closed to."""

    case_fields = SECRET

    def knows(self, document: Any) -> bool:
        """Whether the person at the screen reads why who was chosen here, and who was passed over."""
        return allocations.reads(document, current_actor())

    def names(self, document: Any) -> bool:
        """Whether the page says by number which households: never where that tells where a protected one will live."""
        return self.knows(document) or not shielded.hides_any(allocations.households(document))

    def kept_from(self, document: Any) -> frozenset[str]:
        return frozenset() if self.knows(document) else self.case_fields

    def tells_why(self, document: Any) -> bool:
        return self.knows(document)

    def log_households(self, ids: Iterable[ObjectId]) -> None:
        """Write in the access log that the person read of these households' situation."""
        if request.method != "GET":
            return
        for case in _cases(list(ids)):
            opened.case(case)

    def closed_to(self, ids: Iterable[ObjectId]) -> HusromError | None:
        """Why the person at the screen takes no part in choosing between these households, if so."""
        try:
            allocations.require_part(ids, current_actor())
        except HusromError as error:
            return error
        return None

    def standing_of(self, document: Any) -> Standing:
        """Those who may be chosen today, equals as they are shuffled for this dwelling."""
        return allocations.standing(document, formats.today(), waiting.tie_of(document.pk))

    def not_now(self, document: Any) -> ResponseReturnValue:
        """Back to the record where the step is not its next one."""
        flash(NOT_NOW.format(document.state.label), "error")
        return self.back(document)


def _cases(ids: Sequence[ObjectId]) -> Iterator[Any]:
    for fifty in batched(ids):
        some = Application.objects(pk__in=fifty)
        yield from some.only("application_number", "applicant").no_dereference()
