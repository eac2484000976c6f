"""Tilvisninger."""

from collections.abc import Iterable, Sequence
from typing import Any

from bson import DBRef
from markupsafe import Markup
from mongoengine import Q, QuerySet

from admin.desk import LANDLORDS
from admin.filters import choice
from admin.pages import Act
from admin.people import sees_protected
from admin.shielded import hidden_people
from admin.views.columns import Column
from admin.views.keeping.ending_path import Mark
from admin.views.partners import referral_path
from admin.views.partners.landlord_told import told_by_us
from admin.views.partners.referral_steps import ReferralSteps
from admin.views.related import Section, section
from models import Applicant, Disclosure, Lease, Referral, Task
from rules import referrals as rules
from services import disclosures, records

# Any of these, with a landlord of few homes, is where the household is to live.
HOME = ("dwelling", "notice", "project", "agreement", "landlord")
SECRET = frozenset({"why", "rejection_note", "rejection_judged", "decline", "decline_said", "over_because"})
LIVE = choice(
    "apen", "Pågår", {"ja": ("Ja", Q(state__in=list(rules.LIVE))), "nei": ("Nei", Q(state__nin=list(rules.LIVE)))}
)


def without_protected(query: QuerySet) -> QuerySet:
    """The query without protected households' referrals, unless the person at the screen may see where they live."""
    hidden = hidden_people()
    return query.filter(applicant__nin=hidden) if hidden else query


def _household(referral: Any) -> str:
    adults = "1 voksen" if referral.adults == 1 else f"{referral.adults} voksne"
    return f"{adults}, {referral.children} barn" if referral.children else adults


def _told(referral: Any) -> str:
    """What the landlord may be told as it stands, in words."""
    return ", ".join(one.label for one in disclosures.parts_of(referral))


class Referrals(ReferralSteps):
    """Referrals, newest first; what was said of the household is for those who work its case."""

    name_one, name_many, category_name = "tilvisning", "Tilvisninger", LANDLORDS
    hint = "Husstander som er vist til boliger hos utleiere, nyeste først. Begynn på en ledigmelding."
    label_fields = ("referral_number",)
    own_columns = {
        "household": Column(label="Husstand", needs=("adults", "children"), value=_household),
        "told": Column(
            label="Utleieren får nå se", needs=("state", "guarantee", "applicant"), value=_told, wide=True
        ),
    }  # fmt: skip
    column_list = ("referral_number", "landlord", "dwelling", "application_number", "state", "referred_on", "valid_to")
    column_filters = (LIVE, "state", "referred_on", "valid_to", "landlord", "notice", "application")
    column_needs = {name: (name, "applicant") for name in HOME}  # whether it is shown depends on the household
    column_searchable_list = ("^referral_number",)
    column_sortable_list = ("referral_number", "referred_on", "state")
    column_default_sort = [("referred_on", True)]
    picker_order = ("-referred_on", "pk")
    details_template = "admin/views/partners/referral.html"
    details_groups = (
        ("Tilvisningen", ("referral_number", "state", "landlord", "dwelling", "notice", "agreement", "referred_on",
                          "valid_to", "guarantee", "guarantee_ore")),
        ("Husstanden", ("applicant", "application", "household", "consultant", "office", "why")),
        ("Svaret", ("viewing", "answered_on", "rejection", "rejection_note", "rejection_contested",
                    "rejection_judged", "decline", "decline_said", "over_because")),
        ("Utleieren får nå se", ("told",)),
    )  # fmt: skip
    quiet = frozenset({
        "guarantee", "guarantee_ore", "office", "why", "viewing", "answered_on", "rejection", "rejection_note",
        "rejection_contested", "rejection_judged", "decline", "decline_said", "over_because", "told",
    })  # fmt: skip
    case_fields = SECRET

    def case_of(self, document: Any) -> Any:
        return records.reference(document, "application")

    def logged_person(self, document: Any) -> Any:
        return None if self.kept_from(document) else records.reference(document, "applicant")

    # --- A protected household's home -----------------------------------------------------------------------------

    def masked_fields(self, document: Any) -> frozenset[str]:
        """Where the household is to live is shown only where it is known that the address is not protected."""
        masked = super().masked_fields(document)
        return masked if self._shows_home(document) else masked | frozenset(HOME)

    def _shows_home(self, document: Any) -> bool:
        if sees_protected() or not isinstance(document, Referral):
            return True
        held = document._data.get("applicant")
        person = document.applicant if isinstance(held, DBRef) else held
        return isinstance(person, Applicant) and not person.protected_address

    def narrowed(self, search: str | None, filters: Iterable[Any] | None) -> QuerySet:
        """A filter on the landlord or the notice, or a search by a number, never finds a protected household's."""
        chosen = list(filters or ())
        query = super().narrowed(search, chosen)
        asked = {self._filters[one[0]].column for one in chosen}
        return without_protected(query) if search or asked & set(HOME) else query

    # --- The page --------------------------------------------------------------------------------------------------

    def about(self, document: Any) -> Markup | None:
        """Whom to ring, where the landlord has no system that tells it of the household."""
        if document.state not in rules.LIVE or not self._shows_home(document):
            return None
        words = told_by_us(records.reference(document, "landlord"))
        return Markup('<p class="message">{}</p>').format(words) if words else None

    def next_words(self, document: Any) -> str | None:
        """What somebody is to do now."""
        return referral_path.next_words(document)

    def marks_of(self, document: Any) -> list[Mark]:
        """The line of its way."""
        return referral_path.marks(document, tells=self.knows(document))

    def acts(self, document: Any) -> Sequence[Act]:
        if not self.knows(document) or not self._shows_home(document):
            return []
        return [act for method, act in self.step_acts(document) if self.may(method)]

    def sections(self, document: Any) -> Sequence[Section | None]:
        leases = Lease.objects(referral=document.pk).order_by("pk")
        told = Disclosure.objects(referral=document.pk).order_by("-at", "pk")
        tasks = Task.objects(subject_kind="referral", subject_id=str(document.pk)).order_by("key")
        return (
            section(self.desk, "Leieforhold", Lease, leases, ("contract_number", "state", "starts_on", "ends_on"),
                    empty="Ingen leieavtale er registrert.")
            if document.lease is not None else None,
            section(self.desk, "Gitt til utleieren", Disclosure, told, ("at", "parts", "client"),
                    empty="Utleierens system har ikke hentet noe om husstanden.")
            if self._shows_home(document) else None,
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne tilvisningen."),
        )  # fmt: skip
