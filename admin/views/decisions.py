"""Decisions on applications: what was decided and why, what it was made on, and the same computed anew."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin import decision_words, formats, need, replay_words, wording
from admin.desk import CASES
from admin.doors import CASE_SECRETS
from admin.links import record_url, screen_of
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.columns import Column
from admin.views.related import Section, section
from admin.views.steps.appeal_case import RegisterAppeal
from letters.layout import plural
from models import Appeal, Application, Letter
from rules.errors import NoNeedToKnow, NotFound
from rules.terms import DecisionOutcome, Role
from services import decisions, records

SECRET = frozenset({"reasons", "weighed", "override", "need", "facts"})
FACTS_HEADING, VERDICT_HEADING = "Opplysningene vedtaket bygger på", "Hva regelboken gjorde av dem"


def _lines(lines: Sequence[tuple[str, str]]) -> Markup:
    rows = Markup("").join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*line) for line in lines)
    return Markup('<dl class="part">{}</dl>').format(rows)


def _facts(decision: Any) -> Markup:
    found = replay_words.frozen_shown(decision.facts)
    return _lines(found.facts) if found else Markup("Kan ikke leses")


def _verdict(decision: Any) -> Markup:
    found = replay_words.frozen_shown(decision.facts)
    return _lines(found.verdict) if found else Markup("Kan ikke leses")


def _has_facts(decision: Any) -> str | None:
    return "Lagret med vedtaket" if decision.facts else None


def _lease(decision: Any) -> str | None:
    return plural(decision.lease_months, "måned", "måneder") if decision.lease_months else None


class Decisions(RegisterAppeal):
    """Decisions, newest first; the reasons are open to those who work the case."""

    name_one, name_many, category_name = "vedtak", "Vedtak", CASES
    label_fields = ("application_number", "outcome", "decided_on")
    own_columns = {
        "lease_length": Column(label="Leietid", needs=("lease_months",), value=_lease),
        "facts": Column(label=FACTS_HEADING, needs=("facts",), value=_has_facts, html=_facts, wide=True),
        "verdict": Column(label=VERDICT_HEADING, needs=("facts",), value=_has_facts, html=_verdict, wide=True),
    }
    column_list = ("application_number", "outcome", "basis", "decided_on", "appeal_body", "appeal_deadline", "imported")
    column_filters = ("outcome", "basis", "appeal_body", "decided_on", "appeal_deadline", "imported")
    column_searchable_list = ("^application_number",)
    column_sortable_list = ("application_number", "decided_on", "outcome", "appeal_deadline")
    column_default_sort = [("decided_on", True)]
    open_to = dict.fromkeys(SECRET | {"verdict"}, CASE_SECRETS)
    case_fields = SECRET | {"verdict"}
    details_groups = (
        ("Vedtaket", ("application", "outcome", "basis", "decided_on", "body", "decided_by_name", "proposed_by_name",
                      "rulebook", "undone_on", "imported")),
        ("Hva som er innvilget", ("dwelling_type", "lease_length", "need")),
        ("Begrunnelse", ("reasons", "weighed", "override")),
        ("Brev og klage", ("dispatched_on", "arrived_on", "appeal_deadline", "appeal_body", "final")),
        (FACTS_HEADING, ("facts",)),
        (VERDICT_HEADING, ("verdict",)),
    )  # fmt: skip
    quiet = frozenset(
        {
            "body", "decided_by_name", "proposed_by_name", "rulebook", "undone_on", "imported", "dwelling_type",
            "lease_length", "need", "reasons", "weighed", "override", "dispatched_on", "arrived_on", "final", "facts",
            "verdict",
        }
    )  # fmt: skip

    def label(self, document: Any) -> str:
        day = formats.day(document.decided_on)
        return f"{document.application_number}: {document.outcome.inside} {day}"

    def case_of(self, document: Any) -> Any:
        return records.reference(document, "application")

    def logged_person(self, document: Any) -> Any:
        shows_reasons = document.reasons and "reasons" not in self.closed() | self.kept_from(document)
        return records.reference(document.application, "applicant") if shows_reasons else None

    def sections(self, document: Any) -> Sequence[Section | None]:
        found = Appeal.objects(decision=document).order_by("party", "pk")
        columns = ("received_on", "party", "state", "in_time", "caseworker")
        letters = Letter.objects(application=self.case_of(document), about=document.pk).order_by("-drawn_on", "pk")
        sent = ("letter_kind", "state", "drawn_on", "dispatched_on", "arrived_on")
        return (
            section(self.desk, "Klager på vedtaket", Appeal, found, columns, empty="Ingen har klaget."),
            section(self.desk, "Brev", Letter, letters, sent, empty="Vedtaket har ikke noe brev i Husrom."),
        )

    def about(self, document: Any) -> Markup | None:
        """Whether another decision holds instead of this one, or this one instead of another, with the way there."""
        case = Application.objects(pk=self.case_of(document)).only("decisions").first()
        told, other = decision_words.in_place_of(case.decisions if case else [], document.pk)
        if not told:
            return super().about(document)
        url = record_url(self.desk, "decision", other.id) if other else None
        words = f"{other.outcome.label} {formats.day(other.decided_on)}" if other else ""
        way = Markup(' <a href="{}">{}</a>').format(url, words) if url else ""
        return Markup('<div class="decided"><p>{}{}</p></div>').format(told, way)

    def acts(self, document: Any) -> Sequence[Act]:
        found = [("replay", self.page("Regn ut på nytt", "replay", document))]
        mine = [act for method, act in found if self.may(method) and self.may_replay(document)]
        return [*super().acts(document), *mine, *self._on_case(document)]

    def _on_case(self, document: Any) -> list[Act]:
        """What may be done about the decision, where its case's steps are."""
        screen = screen_of(self.desk, "application")
        case = Application.objects(pk=self.case_of(document)).first()
        if screen is None or case is None or not need.works(case.pk):
            return []
        entry = decisions.entry_of(case, document.pk)
        if entry is None or not entry.open:
            return []
        if entry.outcome is DecisionOutcome.GRANTED:
            given = decisions.given_notice(case, entry.id)
            wanted = [("withdraw_grant", "Trekk tilbake vedtaket")] if given else []
            wanted = wanted or [("prior_notice", "Varsle om tilbaketrekking")]
        else:
            wanted = [("propose", "Endre vedtaket til gunst for søkeren")]
        return [
            Act(label=label, url=url_for(f"application.{method}", id=case.pk, vedtak=entry.id), post=False)
            for method, label in wanted
            if screen.may(method)
        ]

    # --- Computed anew -------------------------------------------------------------------------------------------

    def may_replay(self, document: Any) -> bool:
        """Those who work the case, and auditors, who see whether it comes to the same."""
        return Role.AUDITOR in current_actor().roles or need.works(self.case_of(document))

    @expose("/regn-ut/")
    def replay(self) -> ResponseReturnValue:
        """The decision recomputed from its own facts and rulebook; nothing is stored."""
        document = self.requested()
        if not self.may_replay(document):
            raise NoNeedToKnow(document.number)
        self.log_replay(document)
        gone, found = "", None
        try:
            found = decisions.replay(document)
        except NotFound as error:
            gone = wording.explain(error)
        case_url = record_url(self.desk, "application", self.case_of(document))
        page: str = self.render(
            "admin/views/replay.html", model=document, found=found, gone=gone, case_url=case_url,
            tells=need.works(self.case_of(document)),
        )  # fmt: skip
        return page

    def log_replay(self, document: Any) -> None:
        """What the page tells of a person is logged as the decision's own page is."""
        if need.works(self.case_of(document)):
            self.log_opening(document)
