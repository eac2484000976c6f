"""Applications: the cases, and what is done with one."""

from collections.abc import Sequence
from typing import Any

from flask import request
from markupsafe import Markup
from mongoengine import Q

from admin import formats, need
from admin.desk import CASES
from admin.doors import CASE_SECRETS
from admin.filters import choice
from admin.pages import Act
from admin.views import case_facts
from admin.views.case_steps import CaseSteps
from admin.views.columns import Column, notices
from admin.views.related import Section, section
from admin.views.steps.access import AccessSteps
from admin.views.steps.appeal_case import AppealCaseSteps
from admin.views.steps.assessing import AssessingSteps
from admin.views.steps.intake import IntakeSteps
from admin.views.steps.mapping import MappingSteps
from admin.views.steps.meetings import MeetingSteps
from admin.views.steps.papers import CHECKLIST
from admin.views.steps.waiting import WaitingSteps
from admin.views.steps.withdrawing import WithdrawingSteps
from models import Appeal, Decision, Letter, Nomination, Offer, Referral, Task
from rules import states
from rules.applications import OPEN
from rules.slow_cases import UNDECIDED
from rules.terms import ApplicationState, Consent
from services import records

CHANGES = {  # a fact → the step that sets it, and what the step is about
    "caseworker": ("assign", "saksbehandler"),
    "archive_case_number": ("archive_case", "saksnummer i arkivet"),
    "reason_group": ("reason_group", "hovedårsak"),
}
LOGGED = ("mapping", "assessment", "proposal")  # what makes opening a case a thing to log
FOR_WORKERS = frozenset(
    {"journal", "print_case", "map_needs", "change_facts", "review_need", "assess"}
)  # steps for those who work the case alone


def _household(application: Any) -> str:
    adults = "1 voksen" if application.adults == 1 else f"{application.adults} voksne"
    return f"{adults}, {application.children} barn" if application.children else adults


def _undecided(application: Any) -> str:
    """Why the case has no decision: it is not decided yet, or the applicant took it back and why."""
    if application.state is not ApplicationState.WITHDRAWN:
        return "Saken er ikke avgjort."
    last = next((entry for entry in reversed(application.history) if entry.action == "withdrawn"), None)
    if last is None:
        return "Søknaden er trukket. Saken er avsluttet uten vedtak."
    when = (
        f"Søknaden ble trukket {formats.moment(last.at)} (ført av {last.by_name}), og saken er avsluttet uten vedtak."
    )
    return f"{when} Begrunnelse: {last.why}" if last.why and need.works(application.pk) else when


def _undone(application: Any) -> tuple[str, ...]:
    """The column that tells when a decision was undone, where one was."""
    return ("undone_on",) if any(one.undone_on for one in application.decisions) else ()


class Applications(
    IntakeSteps,  # first: Flask-Admin gives every class copies of the pages it inherits, and this one has its own
    AccessSteps,
    AppealCaseSteps,
    WithdrawingSteps,
    MeetingSteps,
    MappingSteps,
    AssessingSteps,
    WaitingSteps,
    CaseSteps,
):
    """All applications, newest first; mapping and reason group are open to those who work the case."""

    name_one, name_many, category_name = "søknad", "Søknader", CASES
    hint = "Alle søknader om kommunal bolig, nyeste først."

    label_fields = ("application_number",)
    own_columns = {
        **AssessingSteps.own_columns,
        "household": Column(label="Husstand", needs=("adults", "children"), value=_household),
        "noticed": notices(),
        "checklist": CHECKLIST,
        **case_facts.COLUMNS,
    }
    column_labels = {"applicant.name_words": "Navn"}
    column_list = (
        "application_number", "applicant", "kind", "state", "received_on", "household", "caseworker", "noticed",
    )  # fmt: skip
    column_filters = (
        "state",
        "kind",
        "target_group",
        "situation",
        choice("apen", "Åpen sak", {"ja": ("Ja", Q(state__in=list(OPEN))), "nei": ("Nei", Q(state__nin=list(OPEN)))}),
        choice(
            "svar",
            "Foreløpig svar",
            {
                "mangler": ("Uten svar og vedtak", Q(state__in=list(UNDECIDED), preliminary_reply_on=None)),
                "sendt": ("Sendt", Q(preliminary_reply_on__ne=None)),
            },
        ),
        "received_on",
        choice(
            "fordelt",
            "Fordelt",
            {"nei": ("Uten saksbehandler", Q(caseworker=None)), "ja": ("Ja", Q(caseworker__ne=None))},
        ),
        "caseworker",
        "office",
        "applicant",
        "notices",
    )
    column_searchable_list = ("^application_number", "^archive_case_number", "~applicant.name_words")
    column_sortable_list = ("application_number", "received_on", "state")
    column_default_sort = [("received_on", True)]
    picker_order = ("-received_on", "pk")
    open_to = {
        "mapping": CASE_SECRETS,
        "assessment": CASE_SECRETS,
        "approved_need": CASE_SECRETS,
        "reason_group": CASE_SECRETS,
    }
    case_fields = frozenset(
        {"mapping", "assessment", "approved_need", "factor_levels", "reason_group", "proposal", "way"}
    )

    details_groups = (
        ("Søknaden", ("applicant", "application_number", "kind", "state", "received_on", "channel", "target_group",
                      "applied_by", "who_applied", "consent_told", "guidance_on", "service_need")),
        ("Husstand og bolig", ("household", "situation", "rooms_wanted", "resident", "tenant_status")),
        ("Behandling", ("caseworker", "office", "preliminary_reply_on", "decided_on", "archive_case_number",
                        "reason_group", "way", "disqualified")),
        ("Papirer", ("checklist",)),
        ("Godkjent behov", ("approved_need",)),
        ("Vurdering", ("assessment",)),
        ("Kartlegging", ("mapping",)),
    )  # fmt: skip
    quiet = frozenset(
        {
            "channel",
            "who_applied",
            "way",
            "service_need",
            "rooms_wanted",
            "decided_on",
            "approved_need",
            "assessment",
            "mapping",
        }
    )

    def case_of(self, document: Any) -> Any:
        return document.pk

    def logged_person(self, document: Any) -> Any:
        closed = self.closed() | self.kept_from(document)
        shows = any(getattr(document, name) is not None and name not in closed for name in LOGGED)
        return records.reference(document, "applicant") if shows else None

    def tabs(self, document: Any) -> list[tuple[str, str, str]]:
        found = super().tabs(document)
        if self.may("journal") and need.works(document.pk):
            found.insert(1, ("Journal", self.get_url(".journal", id=document.pk), "journal"))
        return found

    def acts(self, document: Any) -> Sequence[Act]:
        state = document.state
        found = [("journal", self.page("Skriv i journalen", "journal", document))]
        if state is ApplicationState.RECEIVED and document.consent is not Consent.AWAITED:
            press = self.press(
                "Ta opp", "take_up", document, confirm="Ta opp søknaden og begynne behandlingen?", main=True
            )
            found.insert(0, ("take_up", press))
        found.extend(self.step_acts(document))
        if (state, ApplicationState.WITHDRAWN) in states.APPLICATION.pairs:
            found.append(("withdraw", self.page("Trekk søknaden", "withdraw", document)))
        works = need.works(document.pk)
        found.sort(key=lambda one: not one[1].main)  # what comes next stands first
        return [act for method, act in found if self.may(method) and (works or method not in FOR_WORKERS)]

    def shown(self, document: Any, name: str) -> Any:
        """What a step changes has the way to that step beside it, on the record's own page."""
        value = super().shown(document, name)
        method, words = CHANGES.get(name, ("", ""))
        on_page = request.endpoint == f"{self.endpoint}.details_view"
        if not method or not on_page or not self.may(method) or (method == "assign" and document.state not in OPEN):
            return value
        url = self.get_url(f".{method}", id=document.pk)
        change = Markup('<a class="fact-change" href="{}">Endre<span class="sr-only"> {}</span></a>')
        return Markup("{} {}").format(value, change.format(url, words))

    def sections(self, document: Any) -> Sequence[Section | None]:
        decisions = Decision.objects(application=document).order_by("-decided_on", "-pk")
        appeals = Appeal.objects(application=document).order_by("pk")
        tasks = Task.objects(subject_kind="application", subject_id=str(document.pk)).order_by("key")
        return (
            section(self.desk, "Vedtak", Decision, decisions,
                    ("decided_on", "outcome", "basis", "appeal_body", "appeal_deadline", *_undone(document)),
                    empty=_undecided(document)),
            self._offers(document),
            self._referrals(document),
            section(self.desk, "Klager", Appeal, appeals, ("received_on", "state", "deadline", "caseworker"),
                    empty="Ingen har klaget."),
            *self._put_up_for(document),
            section(self.desk, "Brev", Letter, Letter.objects(application=document).order_by("-drawn_on", "pk"),
                    ("letter_kind", "state", "drawn_on", "dispatched_on", "arrived_on"), empty="Ingen brev er laget."),
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne søknaden."),
        )  # fmt: skip

    def _put_up_for(self, document: Any) -> Sequence[Section | None]:
        """The vacant dwellings that a household on the waiting list is, or was, put up for."""
        if document.state not in (ApplicationState.WAITING, ApplicationState.HOUSED) and not document.on_list:
            return ()
        found = Nomination.objects(application=document).order_by("-put_up_on", "pk")
        columns = ("vacancy", "office", "state", "put_up_on")
        empty = "Ikke meldt inn til noen ledig bolig med tjenester."
        return (section(self.desk, "Meldt inn til ledige boliger", Nomination, found, columns, empty=empty),)

    def _referrals(self, document: Any) -> Section | None:
        """The landlords' homes that the household was referred to, where it was referred to any."""
        found = Referral.objects(application=document.pk).order_by("-referred_on", "id")
        if found.only("pk").first() is None:
            return None
        columns = ("referral_number", "state", "landlord", "dwelling", "referred_on", "valid_to")
        return section(self.desk, "Tilvisninger", Referral, found, columns, empty="", application=str(document.pk))

    def _offers(self, document: Any) -> Section | None:
        """The dwellings that the household was offered, where it was offered any."""
        offers = Offer.objects(application=document.pk).order_by("-offered_on", "pk")
        if offers.only("pk").first() is None:
            return None
        columns = ("offer_number", "state", "dwelling", "offered_on", "answer_by")
        return section(self.desk, "Tilbud", Offer, offers, columns, empty="", application=str(document.pk))
