"""Letters: what is to be sent, what is on its way, what came back; and the PDF of each."""

from collections.abc import Sequence
from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from mongoengine import Q

from admin import need, pdf_answer, wording
from admin.desk import CASES
from admin.filters import choice
from admin.pages import Act
from admin.people import current_actor, sees_protected
from admin.routes import action, expose
from admin.views.columns import Column
from admin.views.steps.letters import LetterSteps
from admin.views.steps.release import ReleaseStep
from models import Letter
from rules import states
from rules.errors import HusromError, NotFound
from rules.terms import LetterState
from services import dispatch, records

SHIELDED = "Mottakeren har beskyttet adresse. Brevet sendes av en som kan se beskyttede adresser."
MOST_TOLD = 5


def _recipients(letter: Any) -> str:
    return "; ".join(f"{one.copy.label}: {', '.join(one.address.splitlines())}" for one in letter.addressees)


def _recipient_lines(letter: Any) -> Markup:
    row = Markup('<span class="recipient"><span class="recipient-copy">{}</span> {}</span>')
    lines = [
        row.format(one.copy.label, Markup("<br>").join(Markup("{}").format(line) for line in one.address.splitlines()))
        for one in letter.addressees
    ]
    return Markup("").join(lines)


class Letters(ReleaseStep, LetterSteps):
    """Letters, newest first; the menu leads to those that are to be sent."""

    name_one, name_many, category_name = "brev", "Brev", CASES
    hint = "Brev til partene, nyeste først. Menyen viser dem som skal sendes."
    menu_filter = "flt_utsending=venter"
    label_fields = ("application_number", "lease_number", "letter_kind")
    own_columns = {
        "about": Column(label="Gjelder", needs=("application_number", "lease_number"), value=lambda one: one.number),
        "recipients": Column(
            label="Sendes til", needs=("addressees",), value=_recipients, html=_recipient_lines, wide=True
        ),
    }
    column_list = (
        "about", "letter_kind", "applicant", "state", "drawn_on", "dispatched_on", "arrived_on", "office",
    )  # fmt: skip
    column_filters = (
        choice(
            "utsending",
            "Utsending",
            {
                "venter": ("Skal sendes", Q(state__in=list(dispatch.TO_SEND))),
                "sendt": ("Sendt", Q(state__in=[LetterState.DISPATCHED, LetterState.ARRIVED])),
            },
        ),
        "state",
        "letter_kind",
        "drawn_on",
        "dispatched_on",
        "office",
        "applicant",
    )
    column_searchable_list = ("^application_number", "^lease_number")
    row_needs = ("application", "lease")
    column_sortable_list = (("about", "application_number"), "drawn_on", "state")
    column_default_sort = [("drawn_on", True)]
    case_fields = frozenset({"title", "recipients"})
    details_groups = (
        ("Brevet", ("letter_kind", "title", "application", "lease", "applicant", "language", "drawn_on", "by_name")),
        ("Utsending", ("state", "released_on", "dispatched_on", "arrived_on", "returned_on", "office")),
        ("Mottakere", ("recipients",)),
    )
    quiet = frozenset({"released_on", "dispatched_on", "arrived_on", "returned_on", "office", "application", "lease"})

    def label(self, document: Any) -> str:
        return f"{document.number}: {document.letter_kind.label}"

    def case_of(self, document: Any) -> Any:
        return records.reference(document, "application")

    def knows(self, document: Any) -> bool:
        lease = records.reference(document, "lease")
        return super().knows(document) if lease is None else need.works_lease(lease)

    def masks(self, document: Any, name: str) -> bool:
        """Where a protected party lives is for the named group alone; a list, which tells it of none, asks of none."""
        return super().masks(document, name) or (name == "recipients" and self._hides(document))

    def hidden_fields(self, document: Any) -> frozenset[str]:
        found = super().hidden_fields(document)
        return found | {"recipients", "addressees"} if self._hides(document) else found

    def _hides(self, document: Any) -> bool:
        return not sees_protected() and dispatch.shielded(document)

    def logged_person(self, document: Any) -> Any:
        shows = not self.masks(document, "recipients")
        return records.reference(document, "applicant") if shows else None

    def about(self, document: Any) -> Markup | None:
        return Markup('<div class="notices"><p>{}</p></div>').format(SHIELDED) if self._hides(document) else None

    def acts(self, document: Any) -> Sequence[Act]:
        moves = {to for old, to in states.LETTER.pairs if old is document.state}
        found = self.release_act(document)
        if LetterState.DISPATCHED in moves:
            found.append(("send", self.page("Noter at brevet er sendt", "send", document, main=True)))
        if LetterState.ARRIVED in moves:
            found.append(("arrive", self.page("Noter at brevet kom fram", "arrive", document, main=True)))
        if self.knows(document):
            found.append(("pdf", self.page("Åpne brevet (PDF)", "pdf", document)))
        if document.state is LetterState.ARRIVED:
            found.append(("correct_arrival", self.page("Rett dagen", "correct_arrival", document)))
        if LetterState.RETURNED in moves:
            found.append(("come_back", self.page("Noter at brevet kom i retur", "come_back", document)))
        if LetterState.VOID in moves and document.letter_kind not in dispatch.BOUND:
            word = "utkastet" if document.state is LetterState.DRAFT else "brevet"
            found.append(("throw_away", self.page(f"Forkast {word}", "throw_away", document)))
        return [act for method, act in found if self.may(method)]

    @expose("/pdf/")
    def pdf(self) -> ResponseReturnValue:
        """The letter as it goes out; the opening is logged by the service."""
        return pdf_answer.letter(self.requested())

    @action("mark_sent", "Noter som sendt i dag", "Notere at de avkryssede brevene er sendt i dag?")
    def mark_sent(self, ids: list[str]) -> None:
        """Note of each ticked letter that it was posted today, and tell which could not be."""
        sent, refused = 0, []
        for row in self.picked_rows(ids):
            try:
                letter = records.get(Letter, row.id)
                sent += dispatch.dispatch(
                    letter, current_actor(), on=self.today(), today=self.today(), version=row.version
                )
            except NotFound:
                continue  # a row that nobody could have ticked
            except HusromError as error:
                refused.append(f"{self.label(letter)}: {wording.explain(error)}")
        words = "1 brev er notert som sendt." if sent == 1 else f"{sent} brev er notert som sendt."
        flash(words, "success" if sent else "info")
        for why in refused[:MOST_TOLD]:
            flash(why, "error")
        if len(refused) > MOST_TOLD:
            flash(f"{len(refused) - MOST_TOLD} brev til kunne ikke noteres som sendt.", "error")
