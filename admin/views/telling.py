"""On a person's page: what landlords were told of them, and the print of it."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats, pdf_answer
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.related import Section, section
from admin.views.screen import Screen
from models import Disclosure
from rules.errors import UndrawableText
from services import persons, referrals

TOLD = ("at", "landlord", "referral_number", "parts", "by_name")


class ToldLandlords(Screen):
    """The step «Skriv ut gitt til utleiere», where anything was told."""

    def acts(self, document: Any) -> Sequence[Act]:
        found = [*super().acts(document)]
        if self.may("print_disclosures") and _told(document).only("id").first() is not None:
            found.append(self.page("Skriv ut gitt til utleiere", "print_disclosures", document))
        return found

    @expose("/gitt-til-utleiere/")
    def print_disclosures(self) -> ResponseReturnValue:
        """All that landlords were told of the person, as one PDF."""
        person, actor = self.requested(), current_actor()
        try:
            drawn = referrals.draw(person, actor, sender_of(referrals.case_of(person) or person), today=formats.today())
        except UndrawableText as error:
            return self.refused(person, error)
        return pdf_answer.shown(drawn.content, "Gitt til utleiere.pdf")

    def told(self, document: Any) -> Section | None:
        """What was told, for those who control it."""
        return section(self.desk, "Gitt til utleiere", Disclosure, _told(document).order_by("-at", "id"), TOLD,
                       empty="Ingenting er gitt til utleiere.")  # fmt: skip


def _told(document: Any) -> Any:
    return Disclosure.objects(person__in=persons.ids_of(document.pk))
