"""The party's access to the case (innsyn, fvl. §§ 18 and 19): a print that is drawn, logged and never stored."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from admin import formats, pdf_answer, wording
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.screen import Screen
from rules.errors import HusromError, NoNeedToKnow, NotAuthorised
from services import case_print, journals

BECAUSE = "because-"  # before the key of an entry: a reason there withholds it
LONGEST = 300


class AccessSteps(Screen):
    """The step «Skriv ut saken»."""

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found: list[tuple[str, Act]] = super().step_acts(document)
        return [*found, ("print_case", self.page("Skriv ut saken", "print_case", document))]

    @expose("/skriv-ut/", "GET", "POST")
    def print_case(self) -> ResponseReturnValue:
        """Choose what the party may not see, and get the rest as a PDF."""
        case, actor = self.requested(), current_actor()
        withheld = _withheld()
        if request.method == "POST":
            try:
                drawn = case_print.draw(case, actor, sender_of(case), withheld=withheld)
            except (NotAuthorised, NoNeedToKnow):
                raise  # nor may they read what the page would show
            except HusromError as error:
                flash(wording.explain(error), "error")
            else:
                return pdf_answer.shown(drawn.content, f"Innsyn {case.number}.pdf")
        case_print.require(case, actor)
        entries = [(one, case_print.entry_title(one)) for one in reversed(journals.read(case, actor))]
        page: str = self.render(
            "admin/views/print_case.html", model=case, entries=entries, withheld=withheld, before=BECAUSE,
            longest=LONGEST, protected=case.applicant.protected_address, today=formats.day(formats.today()),
        )  # fmt: skip
        return page


def _withheld() -> dict[str, str]:
    """The reasons that were written, by the key of the entry; control characters are left out."""
    found = {name.removeprefix(BECAUSE): value for name, value in request.form.items() if name.startswith(BECAUSE)}
    plain = {key: " ".join(value.split())[:LONGEST] for key, value in found.items()}
    return {key: "".join(sign for sign in value if sign.isprintable()) for key, value in plain.items() if value}
