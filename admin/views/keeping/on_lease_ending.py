"""What the lease's page tells of its end, its renewal and disputes over it, and where each begins."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats, need
from admin.people import current_actor
from admin.routes import expose
from admin.views.keeping import ending_forms as forms
from admin.views.keeping import ending_words as words
from admin.views.keeping.renewal_steps import RenewalSteps
from admin.views.related import Section, section
from models import Dispute, Ending
from rules.deadlines import add_months
from rules.terms import DisputeState, LeaseState, Role
from services import endings, rulebooks
from services.endings import Brought, Proposal, Told

Ways = tuple[tuple[str, str], ...]


class EndingOnLease(RenewalSteps):
    """The end of the lease, its renewal and disputes."""

    def declare(self) -> None:
        super().declare()
        self.register_form, self.propose_form = forms.register_form(), forms.propose_form()
        self.dispute_form = forms.dispute_form()

    def part_sections(self, document: Any) -> list[Section | None]:
        return [*super().part_sections(document), self._ending(document), self._disputes(document)]

    def _ways(self, document: Any, steps: Sequence[tuple[str, str]], also: tuple[Role, ...] = ()) -> Ways:
        """The ways to begin something, for those who may and who follow the lease up."""
        if not need.works_lease(document.pk, also):
            return ()
        return tuple((label, self.get_url(f".{method}", id=document.pk)) for label, method in steps if self.may(method))

    def _ending(self, document: Any) -> Section | None:
        held = Ending.objects(lease=document.pk).order_by("-given_on", "id")
        found = section(
            self.desk, "Avslutning og forlengelse", Ending, held,
            ("ending_number", "reason", "state", "given_on", "ends_on"), empty="Leieforholdet er ikke sagt opp.",
            lease=str(document.pk),
        )  # fmt: skip
        if found is None or document.state is LeaseState.UPCOMING:
            return None
        steps: list[tuple[str, str]] = []
        if document.state is LeaseState.OCCUPYING and endings.open_of(document.pk) is None:
            steps = [("Leietakeren slutter", "end_tenancy"), (words.PROPOSE.heading, "propose_end")]
        own = self._ways(document, steps[:1], (Role.PROPERTY,)) + self._ways(document, steps[1:])
        return replace(found, changes=self._renewal_ways(document) + own, foot=_renewal(document))

    def _renewal_ways(self, document: Any) -> Ways:
        """The review from the rulebook's first warning on, and the demand from the day after the term."""
        term = endings.term_of(document)
        if document.state is not LeaseState.OCCUPYING or term is None:
            return ()
        today, limits = formats.today(), rulebooks.current(formats.today()).lease_expiry
        steps = []
        if term <= add_months(today, limits.approaching_months):
            steps.append((words.REVIEW.heading, "review_renewal"))
        if term < today and document.move_out_demanded_on is None:
            steps.append(("Send flyttingsoppfordring", "demand_move"))
        return self._ways(document, steps)

    def _disputes(self, document: Any) -> Section | None:
        held = Dispute.objects(lease=document.pk).order_by("-brought_on", "id")
        found = section(
            self.desk, "Tvister", Dispute, held, ("dispute_number", "subjects", "forum", "state", "next_on"),
            empty="Ingen tvist er registrert.", lease=str(document.pk),
        )  # fmt: skip
        if found is None or document.state is LeaseState.UPCOMING:
            return None
        return replace(found, changes=self._ways(document, [(words.DISPUTE.heading, "open_dispute")]))

    @expose("/avslutt-leieforhold/", "GET", "POST")
    def end_tenancy(self) -> ResponseReturnValue:
        """Somebody tells that the tenant leaves."""

        def do(document: Any, form: Any) -> object:
            told = Told(
                reason=form.reason.data, given_on=form.given_on.data, agreed_on=form.agreed_on.data,
                room_only=form.room_only.data, by_landlord=form.by_landlord.data, successor=form.successor.data or "",
                note=form.note.data or "",
            )  # fmt: skip
            version = form.version.data or 0
            made = endings.register(document, told, current_actor(), version=version, today=formats.today())
            return self.to_record("ending", made.pk)

        return self.ask(words.REGISTER, self.register_form, do, start={"given_on": formats.today()})

    @expose("/foresla-oppsigelse/", "GET", "POST")
    def propose_end(self) -> ResponseReturnValue:
        """Notice or rescission is proposed, for a leader to approve; the last warning sent is filled in."""
        document = self.requested()

        def do(document: Any, form: Any) -> object:
            wanted = Proposal(
                reason=form.reason.data, grounds=form.grounds.data or (), reasons=form.reasons.data,
                warned_on=form.warned_on.data, children=form.children.data,
                best_interest=form.best_interest.data or "", room_only=form.room_only.data, out_by=form.out_by.data,
            )  # fmt: skip
            version = form.version.data or 0
            made = endings.propose(document, wanted, current_actor(), version=version, today=formats.today())
            return self.to_record("ending", made.pk)

        start = {"warned_on": endings.warned_on(document.pk), "children": endings.has_children(document)}
        shown = start if need.works_lease(document.pk) else {}
        return self.ask(words.PROPOSE, self.propose_form, do, start=shown)

    @expose("/tvist/", "GET", "POST")
    def open_dispute(self) -> ResponseReturnValue:
        """A dispute is brought before the tribunal or a court."""

        def do(document: Any, form: Any) -> object:
            told = Brought(
                forum=form.forum.data, brought_by=form.brought_by.data, subjects=form.subjects.data or (),
                brought_on=form.brought_on.data, about=form.about.data or "", reference=form.reference.data or "",
                claim_ore=form.claim_ore.data, next_on=form.next_on.data, rent_deposited=form.rent_deposited.data,
                through_tribunal=form.through_tribunal.data,
            )  # fmt: skip
            version = form.version.data or 0
            made = endings.open_dispute(document, told, current_actor(), version=version, today=formats.today())
            return self.to_record("dispute", made.pk)

        return self.ask(words.DISPUTE, self.dispute_form, do, start={"brought_on": formats.today()})

    def notices_of(self, document: Any) -> list[str]:
        """Also that the lease is open-ended now, and that rent is deposited because it is disputed."""
        found: list[str] = super().notices_of(document)
        if document.state is not LeaseState.OCCUPYING:
            return found
        if document.open_ended_on is not None and endings.term_of(document) is None:
            found.append(
                f"Leietiden gikk ut {formats.day(document.ends_on)} uten flyttingsoppfordring. Leieforholdet er "
                f"tidsubestemt fra {formats.day(document.open_ended_on)} (husleieloven § 9-2)."
            )
        if Dispute.objects(lease=document.pk, state__in=[DisputeState.OPEN]).only("pk").first() is not None:
            found.append("Det er en tvist om leieforholdet som ikke er avgjort. Den står under Tvister.")
        return found


def _renewal(document: Any) -> str:
    """What the last review came to; why stands on the review's page."""
    held = document.renewal
    if held is None:
        return ""
    return f"Vurdert {formats.day(held.on)} av {held.by_name}: {held.outcome.inside}."
