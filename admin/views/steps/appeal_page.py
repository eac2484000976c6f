"""The page of an appeal: its way so far, what must be thought of, and its buttons, the next step first."""

from collections.abc import Sequence
from typing import Any

from admin import appeal_words, formats, need
from admin.links import screen_of
from admin.pages import Act
from admin.views.steps.appeal_letters import AppealLetterSteps
from models import Application
from rules import appeals as rule
from rules.terms import AppealState, AppealStep, LetterKind
from services import pending_appeals, records, rulebooks

METHODS = {
    AppealStep.CONSIDER_REINSTATEMENT: "reinstatement",
    AppealStep.DECIDE_DEFERRAL: "deferral",
    AppealStep.REASSESS: "reassess",
    AppealStep.TELL: "letter",
    AppealStep.FOLLOW_UP: "outcome",
}


class AppealPage(AppealLetterSteps):
    """What the page says, and what it offers."""

    details_template = "admin/views/appeal.html"

    # --- What the page says --------------------------------------------------------------------------------------

    def line(self, document: Any) -> list[appeal_words.Mark]:
        """The appeal's days, from notice to answer."""
        return appeal_words.line(document, formats.today())

    def todo(self, document: Any) -> rule.AppealTodo | None:
        """The next step."""
        today = formats.today()
        return pending_appeals.todo(document, today, rulebooks.current(today).appeal)

    def next_words(self, document: Any) -> str:
        """The next step and its day, in words; empty where the appeal waits for nobody."""
        if self.answer_proposed(document):
            return "et forslag til nytt vedtak ligger til avgjørelse"
        found = self.todo(document)
        if found:
            return appeal_words.next_in_words(found)
        waits = document.told_on is None and any(one.approved for one in document.tellings)
        return appeal_words.TO_SEND if waits and document.state not in rule.OPEN else ""

    def late_words(self, document: Any) -> list[str]:
        """What must be considered of a late appeal before anything else."""
        waits = document.state in rule.PENDING and rule.needs_reinstatement(document.in_time, document.reinstated)
        return appeal_words.must_consider(document.decision.decided_on) if waits else []

    def answer_proposed(self, document: Any) -> bool:
        """Whether a proposal that answers the appeal lies before the deciding body."""
        if document.state not in rule.PENDING:
            return False
        case = Application.objects(pk=records.reference(document, "application")).only("proposal").first()
        return case is not None and case.proposal is not None and case.proposal.appeal == document.pk

    # --- Buttons -------------------------------------------------------------------------------------------------

    def acts(self, document: Any) -> Sequence[Act]:
        if not need.works(self.case_of(document)):
            return []
        found = [*self._next_acts(document), *self._other_acts(document)]
        seen: set[str] = set()
        kept = []
        for method, act in found:
            if method not in seen and self.may(method):
                seen.add(method)
                kept.append(act)
        return kept

    def _next_acts(self, document: Any) -> list[tuple[str, Act]]:
        if self.answer_proposed(document):
            url = self.case_url(document, "preview")
            return [("reassess", Act(label="Se forslaget til vedtak", url=url, main=True, post=False))] if url else []
        found = self.todo(document)
        if found is None:
            return []
        label = appeal_words.DO[found.step]
        if found.step is AppealStep.TAKE_UP:
            press = self.press(label, "take_up", document, confirm="Ta opp klagen og begynne vurderingen?", main=True)
            return [("take_up", press)]
        method = METHODS[found.step]
        return [(method, self.page(label, method, document, main=True))]

    def _other_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = []
        waits = rule.needs_reinstatement(document.in_time, document.reinstated)
        if document.state is AppealState.UNDER_REASSESSMENT and not waits and not self.answer_proposed(document):
            found.append(("reassess", self.page("Vurder saken på nytt", "reassess", document)))
        if document.state is AppealState.FORWARDED:
            found.append(("outcome", self.page("Før klageinstansens avgjørelse", "outcome", document)))
        due = any(not one.approved for one in document.tellings)
        if document.state is AppealState.FORWARDED and not due:
            found.append(("follow_up", self.page("Noter at du har spurt", "follow_up", document)))
        if due:
            found.append(("letter", self.page("Se over brevet", "letter", document)))
        if document.state is AppealState.RECEIVED and not document.tellings:
            found.append(("draw_letter", self._confirm(document)))
        may_wait = document.state in rule.PENDING or document.deferral_asked_on is not None
        if document.state in rule.OPEN and may_wait and document.deferred is None and not waits:
            found.append(("deferral", self.page("Utsatt iverksetting", "deferral", document)))
        if document.state in rule.OPEN:
            found.append(("withdraw", self.page("Klagen er trukket", "withdraw", document)))
        return found

    def _confirm(self, document: Any) -> Act:
        values = {"id": str(document.pk), "version": str(document.version), "slag": LetterKind.APPEAL_RECEIVED.value}
        url = self.get_url(".draw_letter")
        return Act(
            label="Bekreft at klagen er mottatt", url=url, values=values, confirm="Lage brev om at klagen er mottatt?"
        )

    def case_url(self, document: Any, method: str, **others: str) -> str | None:
        screen = screen_of(self.desk, "application")
        if screen is None or not screen.may(method):
            return None
        return str(screen.get_url(f"{screen.endpoint}.{method}", id=self.case_of(document), **others))
