"""Arrears cases: unpaid rent, from the first word to a kept home or a petition."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from mongoengine import Q

from admin import formats, links, need
from admin.desk import LEASES
from admin.doors import AUDITORS, CASEWORKERS
from admin.filters import choice
from admin.pages import Act
from admin.views.columns import Column
from admin.views.keeping import arrears_path, plan_rows
from admin.views.keeping.arrears_eviction import EvictionSteps
from admin.views.related import Section, section
from models import LedgerRow, Payment, Task
from models.arrears_case import OPEN
from rules import arrears_steps
from rules.terms import PaymentState
from services import arrears, records, rulebooks
from services.arrears import ALSO

SECRET = ("steps", "approvals", "asked", "children", "nav_opt_out_on", "plans", "pauses")
OPEN_CODES = {"ja": ("Ja", Q(state__in=list(OPEN))), "nei": ("Nei", Q(state__nin=list(OPEN)))}


def _days(case: Any) -> int | None:
    return (formats.today() - case.due_since).days if case.due_since else None


class ArrearsCases(EvictionSteps):
    """All cases, the most pressing first; what was said is for those who follow the lease up."""

    name_one, name_many, category_name = "restansesak", "Restansesaker", LEASES
    hint = "Hvem trenger hva nå. Det som haster mest, står først."
    label_fields = ("case_number",)
    also = ALSO
    own_columns = {
        "days": Column(label="Dager", needs=("due_since",), value=_days, blank=True, css="num"),
    }
    column_labels = {"due_ore": "Forfalt"}
    column_list = (
        "case_number", "tenant", "urgency", "next_step", "next_on", "due_ore", "due_since", "days", "caseworker",
    )  # fmt: skip
    column_filters = (
        choice("apen", "Følges opp", OPEN_CODES), "state", "next_step", "next_reason", "urgency", "next_on", "end",
        "opened_on", "office", "caseworker", "tenant", "lease",
    )  # fmt: skip
    column_searchable_list = ("^case_number", "^contract_number")
    column_sortable_list = ("case_number", "opened_on", "state")
    column_default_sort = [("urgency_level", True), ("next_on", False)]
    picker_order = ("-opened_on", "pk")
    case_fields = frozenset(SECRET)
    details_groups = (
        ("Saken", ("case_number", "lease", "tenant", "state", "due_ore", "due_since", "days", "opened_on", "caseworker",
                   "office", "closed_on", "end")),
        ("Husstanden", ("children", "nav_opt_out_on")),
        ("Fravikelse", ("petitioned_on", "eviction_on")),
    )  # fmt: skip
    quiet = frozenset({"closed_on", "end", "petitioned_on", "eviction_on", "due_ore", "due_since", "days",
                       "nav_opt_out_on"})  # fmt: skip
    open_to = {"children": CASEWORKERS | AUDITORS}

    def caption(self, document: Any) -> str:
        """Whose case it is."""
        return self.desk.label(document.tenant)

    def follows(self, document: Any) -> bool:
        """Whether the person follows the household up, not its money alone: what is said of children is for them."""
        return need.works_lease(self.lease_of(document))

    def tells_why(self, document: Any) -> bool:
        return self.follows(document)

    def about(self, document: Any) -> Markup | None:
        """The next step, and the ladder with how far the case is on it."""
        if document.state not in OPEN:
            return super().about(document)
        today = formats.today()
        now = arrears.Round(today, rulebooks.current(today))
        facts = arrears.facts_of(arrears.lease_of(document), document, now)
        places = arrears_steps.path(facts, now.rules.ladder)
        queue = links.list_url(self.desk, Payment, state=PaymentState.UNMATCHED.value)
        standing = arrears_path.standing(document, today, queue, plan_rows.standing_line(document))
        return standing + arrears_path.ladder(places, document, today)

    def acts(self, document: Any) -> Sequence[Act]:
        if not self.knows(document):
            return []
        found = [*self.step_acts(document), *self.plan_acts(document)]
        shown = [act for method, act in found if self.may(method)]
        main = next((act for act in shown if act.main), None)
        return [
            act if act is main or not act.main else _plain(act)
            for act in sorted(shown, key=lambda one: one is not main)
        ]

    def sections(self, document: Any) -> Sequence[Section | None]:
        lease = records.reference(document, "lease")
        rows = LedgerRow.objects(lease=lease).order_by("-booked_on", "pk")
        tasks = Task.objects(subject_kind="arrears_case", subject_id=str(document.pk)).order_by("key")
        told = () if self.kept_from(document) else (
            arrears_path.contacts_section(document), arrears_path.steps_section(document),
            arrears_path.approvals_section(document, tell=self.follows(document)),
        )  # fmt: skip
        return (
            *told,
            *self.plan_sections(document),
            section(self.desk, "Kontoen", LedgerRow, rows, ("booked_on", "kind", "month", "due_on", "amount_ore"),
                    empty="Ingenting er postert.", lease=str(lease)),
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne saken.") if tasks.first() else None,
        )  # fmt: skip


def _plain(act: Act) -> Act:
    return Act(label=act.label, url=act.url, values=act.values, confirm=act.confirm, post=act.post)
