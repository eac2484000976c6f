"""Ledige hos utleiere."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from mongoengine import Q

from admin import formats
from admin.desk import LANDLORDS
from admin.filters import choice
from admin.links import record_url
from admin.pages import Act
from admin.shielded import hidden_people
from admin.views.partners.referring import ReferringSteps
from admin.views.referrals import without_protected
from admin.views.related import Section, section
from models import Referral, Task
from models.referral import OPEN_NOTICE
from rules import referrals as rules
from rules.terms import NoticeState
from services import referrals
from services.referrals import LivedIn

OPEN = choice(
    "apen", "Pågår", {"ja": ("Ja", Q(state__in=list(OPEN_NOTICE))), "nei": ("Nei", Q(state__nin=list(OPEN_NOTICE)))}
)
NEXT = "Neste: finn en husstand, eller frigi boligen, innen {}."
LATE = "Svarfristen gikk ut {}. Utleieren kan leie ut til hvem som helst."
TAKEN = "En husstand er tilvist. Boligen venter på svar."
ASK = "Spør utleieren om boligen blir ledig. Ingen ny leieavtale kan ha dager felles med leieforholdet."


def _runs(held: LivedIn) -> str:
    if held.starts_on is not None:
        return f"begynner {formats.day(held.starts_on)}"
    until = f"løper til {formats.day(held.until)}" if held.until else "løper uten sluttdato"
    return f"{until}, som det er sagt opp til" if held.given_up and held.until else f"{until} og er ikke sagt opp"


class VacancyNotices(ReferringSteps):
    """Landlords' vacant homes, newest first."""

    name_one, name_many, category_name = "ledigmelding fra utleier", "Ledige hos utleiere", LANDLORDS
    hint = "Boliger som utleiere med avtale har meldt ledige, nyeste først."
    label_fields = ("notice_number",)
    column_list = ("notice_number", "landlord", "dwelling", "state", "available_from", "answer_by", "reported_on")
    column_filters = (OPEN, "state", "answer_by", "reported_on", "landlord")
    column_searchable_list = ("^notice_number",)
    column_sortable_list = ("notice_number", "reported_on", "state")
    column_default_sort = [("reported_on", True)]
    picker_order = ("-reported_on", "pk")
    list_template = "admin/views/partners/notices.html"
    details_template = "admin/views/partners/vacancy_notice.html"
    details_groups = (
        ("Ledigmeldingen", ("notice_number", "landlord", "dwelling", "project", "agreement", "state", "origin",
                            "reported_on", "reported_by_name", "available_from", "answer_by", "rent_ore",
                            "rent_covers", "note", "responsible")),
        ("Svaret", ("answered_on", "released_because", "released_by_name")),
    )  # fmt: skip
    quiet = frozenset({
        "rent_covers", "note", "responsible", "answered_on", "released_because", "released_by_name",
    })  # fmt: skip

    def caption(self, document: Any) -> str:
        """Which home it is."""
        return self.desk.label(document.dwelling)

    def about(self, document: Any) -> Markup | None:
        """What is to be done, and by when; and that the home is not free on the day it is reported to be."""
        words, let = self._next(document), self.lived_in(document)
        parts = [Markup('<p class="next-step">{}</p>').format(words)] if words else []
        parts += [Markup('<p class="message message-wait">{}</p>').format(let)] if let else []
        return Markup("").join(parts) if parts else None

    def lived_in(self, document: Any) -> str:
        """The lease that runs in the home when it is to be free, in words; not whose, where that may not be seen."""
        held = referrals.lived_in(document, formats.today())
        if held is None:
            return ""
        named = held.tenant not in set(hidden_people())
        which = f"Leieforhold {held.number}" if named else "Et annet leieforhold i boligen"
        return f"{which} {_runs(held)}. {ASK}"

    def _next(self, document: Any) -> str:
        if document.state is NoticeState.REFERRED:
            return TAKEN
        if document.state is not NoticeState.REPORTED:
            return ""
        over = rules.answer_over(document.answer_by, formats.today())
        return (LATE if over else NEXT).format(formats.day(document.answer_by))

    def acts(self, document: Any) -> Sequence[Act]:
        found = [act for method, act in self.step_acts(document) if self.may(method)]
        lead = self._lead(document)
        return [lead, *found] if lead else found

    def _lead(self, document: Any) -> Act | None:
        """The way to the referral that the home is kept for; a protected household's is led to by nobody."""
        if document.state is not NoticeState.REFERRED or document.referral is None:
            return None
        held = Referral.objects(pk=document.referral, applicant__nin=hidden_people()).only("pk").first()
        url = record_url(self.desk, "referral", held.pk) if held is not None else None
        return Act(label="Gå til tilvisningen", url=url, main=True, post=False) if url else None

    def sections(self, document: Any) -> Sequence[Section | None]:
        held = without_protected(Referral.objects(notice=document.pk)).order_by("-referred_on", "id")
        tasks = Task.objects(subject_kind="vacancy_notice", subject_id=str(document.pk)).order_by("key")
        return (
            section(self.desk, "Tilvisninger", Referral, held,
                    ("referral_number", "application_number", "state", "referred_on", "valid_to"),
                    empty="Ingen husstand er tilvist, eller tilvisningen er skjermet for deg.",
                    notice=str(document.pk)),
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne ledigmeldingen."),
        )  # fmt: skip
