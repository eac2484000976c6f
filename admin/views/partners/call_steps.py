"""The call (utlysing) of a procurement, and the print of its whole trail."""

from typing import Any
from uuid import uuid4

from flask.typing import ResponseReturnValue

from admin import formats, pdf_answer, wording
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import Step
from admin.views.partners import procurement_forms as forms
from admin.views.screen import Screen
from rules.errors import HusromError
from services import rulebooks
from services.procurements import announcing, printing
from services.procurements.announcing import Size, Wanted

ASKED = ("text", "qualities", "kind", "channels", "published_on", "meeting_on", "bids_by")


def _wanted(form: Any) -> Wanted:
    rows = [entry.form for entry in form.mix.entries]
    mix = [
        Size(rooms=one.rooms.data, homes=one.homes.data, least_m2=one.least_m2.data,
             accessible=one.accessible.data or 0)
        for one in rows
    ]  # fmt: skip
    return Wanted(**{name: form[name].data for name in ASKED}, mix=mix)


class CallSteps(Screen):
    """The steps of the call."""

    def declare(self) -> None:
        super().declare()
        self.call_form = forms.call_form()
        self.withdraw_form = forms.why_form("Hvorfor trekkes den?")

    @expose("/utlys/", "GET", "POST")
    def announce(self) -> ResponseReturnValue:
        """Note the call as it was published, with its qualities, mix and days."""
        held = self.requested().announcement

        def do(document: Any, form: Any) -> object:
            return announcing.announce(
                document, _wanted(form), current_actor(), files=form.files.data, nonce=form.nonce.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        names = ("rooms", "homes", "least_m2", "accessible")
        start: dict[str, Any] = {"published_on": formats.today()}
        if held:
            start = {name: getattr(held, name) for name in ASKED}
        start["mix"] = [{name: getattr(one, name) for name in names} for one in held.mix] if held else [{}]
        return self.ask(_step(held is not None), self.call_form, do, start={**start, "nonce": uuid4().hex})

    @expose("/utlys/trekk/", "GET", "POST")
    def withdraw(self) -> ResponseReturnValue:
        """Take the call back before a bid is in."""

        def do(document: Any, form: Any) -> object:
            return announcing.withdraw(
                document, current_actor(), why=form.reason.data or "", version=form.version.data or 0
            )

        return self.ask(forms.WITHDRAW, self.withdraw_form, do)

    @expose("/skriv-ut/")
    def print_trail(self) -> ResponseReturnValue:
        """The whole trail as one PDF."""
        document, actor = self.requested(), current_actor()
        try:
            drawn = printing.draw(
                document, actor, sender_of(document), action=wording.action, today=formats.today()
            )  # fmt: skip
        except HusromError as error:
            return self.refused(document, error)
        return pdf_answer.shown(drawn.content, f"Framskaffelse {document.number}.pdf")


def _step(again: bool) -> Step:
    book = rulebooks.current(formats.today()).partnering.criteria
    weights = ", ".join(f"{formats.inside(one.label)} {one.weight} %" for one in book)
    return Step(
        heading="Endre utlysingen" if again else "Lys ut behovet",
        lead="Utlysingen kan endres til det første tilbudet er registrert."
        if again
        else f"Tilbudene vurderes etter kriteriene i regelboken, og de fryses med utlysingen: {weights}.",
        button="Lagre utlysingen",
        done="Utlysingen er lagret.",
        keeps=True,
    )
