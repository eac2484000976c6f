"""A draft that a person has looked over is put among the letters to be sent."""

from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.screen import Screen
from rules.terms import LetterState
from services import applications, dispatch, lease_letters, records

RELEASED = "Brevet er klart til utsending, og står blant dem som skal sendes."
CONFIRM = "Har du lest brevet, og skal det sendes slik det står?"


class ReleaseStep(Screen):
    """The step of a draft; a decision's letter goes with its decision and has none."""

    def release_act(self, document: Any) -> list[tuple[str, Act]]:
        """Its button, on drafts alone."""
        if document.state is not LetterState.DRAFT or document.letter_kind in dispatch.BOUND:
            return []
        return [("release", self.press("Legg til utsending", "release", document, confirm=CONFIRM, main=True))]

    @expose("/klar/", "POST")
    def release(self) -> ResponseReturnValue:
        """Put the draft among the letters to be sent."""
        letter = self.requested()
        actor = current_actor()
        release = lease_letters.release if records.reference(letter, "lease") else applications.release_letter
        return self.settle(letter, lambda: release(letter, actor, version=self.seen(), today=formats.today()), RELEASED)
